"""What is used below aiortc's surface, by name: a release that changes one of these must fail here, not in a call."""

import inspect
import re
from importlib.metadata import version

from aioice import ice
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpreceiver import RTCRtpReceiver
from aiortc.rtcrtpsender import RTCRtpSender

from launch import ROOT

PRIVATE = {"_handle_rtp_data", "_handle_rtcp_data", "_send_rtp", "_ssrc"}


def parameters(method):
    return list(inspect.signature(method).parameters)


def test_the_release_is_the_one_that_was_read():
    assert version("aiortc") == "1.16.0"


def test_one_file_alone_touches_anything_private_and_only_these():
    found: dict[str, set[str]] = {}
    for path in (ROOT / "teleconsult" / "media").glob("*.py"):
        touched = set(re.findall(r"(?<!self)\.(_[a-z]\w+)", path.read_text("utf-8")))
        if touched - {"_dtls"}:
            found[path.name] = touched
    assert found == {"wires.py": PRIVATE}


def test_the_private_names_are_there_and_take_what_we_give():
    assert parameters(RTCDtlsTransport._handle_rtp_data) == ["self", "data", "arrival_time_ms"]
    assert parameters(RTCDtlsTransport._handle_rtcp_data) == ["self", "data"]
    assert parameters(RTCDtlsTransport._send_rtp) == ["self", "data"]
    body = inspect.getsource(RTCDtlsTransport._recv_next)
    assert "self._handle_rtp_data(data, arrival_time_ms=arrival_time_ms)" in body
    assert "self._handle_rtcp_data(data)" in body
    assert parameters(ice.get_host_addresses) == ["use_ipv4", "use_ipv6"]
    assert "get_host_addresses(" in inspect.getsource(ice.Connection.gather_candidates)


async def test_a_track_announces_the_number_that_we_send_under():
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    track = connection.addTransceiver("audio")
    try:
        await connection.setLocalDescription(await connection.createOffer())
        assert f"a=ssrc:{track.sender._ssrc} " in connection.localDescription.sdp
    finally:
        await connection.close()


def test_receiving_and_sending_begin_in_the_public_methods_that_are_replaced():
    assert parameters(RTCRtpReceiver.receive) == parameters(RTCRtpSender.send) == ["self", "parameters"]
    begin = inspect.getsource(RTCPeerConnection)
    assert "transceiver.sender.send(" in begin
    assert "transceiver.receiver.receive(" in begin
