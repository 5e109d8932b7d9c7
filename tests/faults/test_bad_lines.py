"""A call over a bad line: it goes on, says what is wrong and comes back. States and counts are asserted, no seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from teleconsult.call.models import Attendance, ChatMessage
from tests.faults.conftest import Call
from tests.journeys.people import moving_picture, situation, until

Begin = Callable[..., Call]
WEAK = ("line_small", "line_sound", "line_bad")


def flows(talk: Call) -> None:
    """Each sees the other move and hears more than before."""
    for reader in (talk.near, talk.far):
        moving_picture(reader.page)
    sounds(talk)


def sounds(talk: Call) -> None:
    """Each hears more than before."""
    for reader in (talk.near, talk.far):
        heard = reader.page.evaluate("window.xinqiao.callStats()")["audioPackets"]
        until(reader.page, lambda figures, heard=heard: figures["audioPackets"] > heard + 20)


def says(talk: Call, words: str) -> None:
    """The far end writes it and sends it off."""
    talk.far.page.get_by_role("button", name="Messages").click()
    talk.far.page.get_by_label("Write a message").fill(words)
    talk.far.press("Send")


def reads(talk: Call, words: str) -> None:
    """The near end reads it, once."""
    talk.near.page.get_by_role("button", name="Messages").click()
    talk.near.sees(words)
    assert ChatMessage.objects.count() == 1


def attended() -> tuple[int, int]:
    """Tabs that have been in the room, and those that are."""
    rows = Attendance.objects.all()
    return rows.values("page").distinct().count(), rows.filter(left_at=None).count()


@pytest.mark.parametrize("loss", [0.05, 0.1, 0.2])
def test_packets_are_lost_and_the_talk_goes_on(call: Begin, loss: float) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    before = talk.lab.line(loss=loss)
    flows(talk)
    after = talk.lab.line()
    assert all(after[way]["lost"] > before[way]["lost"] for way in after)
    assert attended() == (2, 2)


def test_a_long_way_round_delays_and_harms_nothing(call: Begin) -> None:
    talk = call()
    talk.lab.line(delay=0.1)
    talk.enter()
    flows(talk)
    for reader in (talk.near, talk.far):
        situation(reader.page, "connected")


def test_a_narrow_line_that_loses_packets_keeps_the_sound_says_so_and_widens_again(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    full = moving_picture(talk.near.page)["frameWidth"]
    talk.lab.line(rate=300_000, loss=0.1)
    until(talk.near.page, lambda figures: 0 < figures["frameWidth"] < full)
    sounds(talk)
    talk.lab.line(rate=150_000)
    until(talk.far.page, lambda figures: figures["situation"] in WEAK)
    sounds(talk)
    talk.lab.heal()
    for reader in (talk.near, talk.far):
        until(reader.page, lambda figures: figures["frameWidth"] >= full)
        situation(reader.page, "connected")


def test_a_line_that_is_cut_is_named_and_mended_and_what_was_written_comes_once(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    talk.lab.line(down=True)
    until(talk.far.page, lambda figures: figures["situation"] in ("peer_broken", "network_away", "signalling_away"))
    until(talk.near.page, lambda figures: figures["situation"] in ("peer_broken", "alone"))
    says(talk, "药盒上写的是 2.5 毫克")
    talk.far.page.wait_for_timeout(4000)  # an outage of some six seconds
    talk.lab.heal()
    flows(talk)
    for reader in (talk.near, talk.far):
        situation(reader.page, "connected")
    reads(talk, "药盒上写的是 2.5 毫克")
    assert attended() == (2, 2)


def test_another_address_is_another_way_and_the_same_talk(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    talk.lab.move()
    says(talk, "换了网络")
    flows(talk)
    for reader in (talk.near, talk.far):
        situation(reader.page, "connected")
    reads(talk, "换了网络")
    assert attended() == (2, 2)


def test_a_laptop_that_was_shut_wakes_into_the_same_talk(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    with talk.lab.asleep():
        until(talk.near.page, lambda figures: figures["situation"] in ("peer_broken", "alone"))
        until(talk.near.page, lambda _: attended() == (2, 1))  # the server counts only who is there
    flows(talk)
    for reader in (talk.near, talk.far):
        situation(reader.page, "connected")
    assert attended() == (2, 2)


def test_the_socket_drops_and_the_pictures_go_on(call: Begin) -> None:
    talk = call()
    talk.enter()
    flows(talk)
    talk.lab.line(deaf=True)
    situation(talk.far.page, "signalling_away")
    flows(talk)
    talk.lab.heal()
    situation(talk.far.page, "connected")
    situation(talk.near.page, "connected")
    flows(talk)
    assert attended() == (2, 2)
