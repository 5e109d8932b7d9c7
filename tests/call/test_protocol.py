"""What is not exactly a message of the protocol is refused; nothing makes the reader stumble."""

import json
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleconsult.call import protocol
from teleconsult.call.allowance import BURST, NONSENSE, Allowance

KINDS = ["enter", "knock", "admit", "turn_away", "signal", "show", "chat", "heartbeat", "leave"]
FIELDS = ["page", "seat", "to", "description", "candidate", "microphone", "camera", "client_code", "body", "sdp"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.uuids().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=5),
    max_leaves=12,
)
almost = st.dictionaries(st.sampled_from(FIELDS), anything, max_size=5).flatmap(
    lambda fields: st.sampled_from(KINDS).map(lambda kind: {"kind": kind, **fields})
)
CODE = str(uuid4())
OFFER = {"type": "offer", "sdp": "v=0"}
GOOD = [
    {"kind": "enter", "page": CODE},
    {"kind": "knock"},
    {"kind": "admit", "seat": CODE},
    {"kind": "turn_away", "seat": CODE},
    {"kind": "signal", "to": CODE, "page": CODE, "description": OFFER},
    {"kind": "signal", "to": CODE, "page": CODE, "candidate": {"candidate": "", "sdpMid": "0", "sdpMLineIndex": 0}},
    {"kind": "show", "microphone": True, "camera": False},
    {"kind": "chat", "client_code": CODE, "body": "能听到吗？"},
    {"kind": "heartbeat"},
    {"kind": "heartbeat", "line": {"lost": 0.0, "concealed": 1, "kbps": None, "rung": "sound"}},
    {"kind": "leave"},
]


@given(anything | almost)
@settings(max_examples=300)
def test_any_json_is_a_message_or_malformed(content):
    try:
        message = protocol.read(json.dumps(content))
    except protocol.Malformed:
        return
    assert message.kind in KINDS


@given(st.text() | st.binary())
@settings(max_examples=200)
def test_any_frame_is_a_message_or_malformed(content):
    try:
        protocol.read(content)
    except protocol.Malformed:
        return


@pytest.mark.parametrize("content", GOOD, ids=lambda content: content["kind"])
def test_an_unknown_field_is_refused(content):
    with pytest.raises(protocol.Malformed):
        protocol.read(json.dumps({**content, "more": 1}))


@pytest.mark.parametrize("content", GOOD, ids=lambda content: content["kind"])
def test_what_the_browser_says_is_understood(content):
    assert protocol.read(json.dumps(content)).kind == content["kind"]


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "record"},
        {"kind": "enter"},
        {"kind": "enter", "page": 1},
        {"kind": "show", "microphone": 1, "camera": 0},
        {"kind": "heartbeat", "line": {"lost": 1.1, "concealed": 0.0, "kbps": 1, "rung": "low"}},
        {"kind": "heartbeat", "line": {"lost": 0.1, "concealed": 0.0, "kbps": -1, "rung": "low"}},
        {"kind": "heartbeat", "line": {"lost": 0.1, "concealed": 0.0, "kbps": 1, "rung": "low", "more": 1}},
        {"kind": "show", "microphone": True, "camera": True, "wants": "everything"},
        {"kind": "signal", "to": CODE, "page": CODE},
        {"kind": "signal", "to": CODE, "page": CODE, "description": OFFER, "candidate": {"candidate": ""}},
        {"kind": "signal", "to": CODE, "page": CODE, "description": {"type": "rollback", "sdp": ""}},
        {"kind": "signal", "to": CODE, "page": CODE, "description": {"type": "offer", "sdp": "x" * 50_000}},
        {"kind": "chat", "client_code": CODE, "body": "   "},
        {"kind": "chat", "client_code": CODE, "body": "字" * 2001},
        {"kind": "chat", "client_code": CODE, "body": "a\x00b"},
    ],
)
def test_refused_(content):
    with pytest.raises(protocol.Malformed):
        protocol.read(json.dumps(content))


def test_a_frame_beyond_the_limit_is_not_even_read():
    with pytest.raises(protocol.Malformed):
        protocol.read('{"kind":"knock"}' + " " * protocol.LONGEST_MESSAGE)


def test_a_deep_nest_is_malformed():
    with pytest.raises(protocol.Malformed):
        protocol.read("[" * 50_000)


def test_who_talks_without_end_is_told_to_wait_and_may_go_on_later():
    allowance = Allowance(0.0)
    assert all(allowance.take(0.0) for _ in range(BURST))
    assert not allowance.take(0.0)
    assert allowance.take(1.0)


def test_repeated_nonsense_is_one_too_many():
    allowance = Allowance(0.0)
    assert [allowance.strike() for _ in range(NONSENSE)] == [False] * (NONSENSE - 1) + [True]
