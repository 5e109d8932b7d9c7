"""Offers of strangers: nothing but sound and picture is answered, and no address in them is ever used."""

import pytest

from teleconsult.media import descriptions

HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
SEALED = "a=fingerprint:sha-256 AA:BB\r\n"
EXTENSION = f"a=extmap:4 {descriptions.TRANSPORT_CC}\r\n"
SOUND = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n" + SEALED + EXTENSION
PICTURE = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:1\r\n" + SEALED + EXTENSION + "a=rtpmap:97 rtx/90000\r\n"
ADDRESSES = "a=candidate:1 1 udp 1 10.0.0.5 22 typ host\r\na=candidate:2 1 udp 1 x.local 5 typ host\r\n"
ADDRESSES += "a=end-of-candidates\r\n"


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "nonsense",
        HEAD,
        HEAD + SOUND.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
        HEAD + SOUND.replace(SEALED, ""),
        (HEAD + SOUND).replace("a=group:BUNDLE 0 1\r\n", ""),
        HEAD + SOUND + SOUND,
        HEAD + PICTURE + PICTURE,
        HEAD + SOUND + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
        HEAD + SOUND + "m=video 9 UDP/TLS/RTP/SAVPF\r\n",
    ],
)
def test_what_is_no_offer_of_sound_and_picture_is_refused(sdp):
    with pytest.raises(descriptions.NoOffer):
        descriptions.read_offer(sdp)


def test_no_address_of_an_offer_is_kept():
    offer = descriptions.read_offer(HEAD + SOUND + ADDRESSES + PICTURE + ADDRESSES)
    assert "10.0.0.5" not in offer.sdp
    assert ".local" not in offer.sdp
    assert "end-of-candidates" not in offer.sdp
    assert offer.sdp == HEAD + SOUND + PICTURE


def test_an_offer_says_how_it_numbers_its_packets_or_that_it_does_not():
    assert descriptions.read_offer(HEAD + SOUND + PICTURE).numbering == 4
    assert descriptions.read_offer((HEAD + SOUND).replace(EXTENSION, "")).numbering is None


def test_the_answer_promises_to_report_arrivals_but_for_repeats():
    offer = descriptions.read_offer(HEAD + SOUND + PICTURE)
    answer = HEAD + (SOUND + PICTURE).replace(EXTENSION, "")
    done = descriptions.finished(answer, offer)
    assert done.count(EXTENSION.strip()) == 2
    assert [line for line in done.split("\r\n") if "transport-cc" in line and "rtcp-fb" in line] == [
        "a=rtcp-fb:111 transport-cc",
        "a=rtcp-fb:96 transport-cc",
    ]
    unnumbered = descriptions.read_offer((HEAD + SOUND).replace(EXTENSION, ""))
    assert descriptions.finished(answer, unnumbered) == answer


def test_behind_a_nat_the_public_address_stands_beside_the_own():
    offer = descriptions.read_offer(HEAD + SOUND)
    own = "a=candidate:1 1 udp 2113929471 10.0.0.5 40000 typ host\r\na=candidate:2 1 udp 1 fd00::1 40001 typ host\r\n"
    done = descriptions.finished(HEAD + SOUND + own, offer, "203.0.113.9")
    assert "a=candidate:19 1 udp 2113929471 203.0.113.9 40000 typ host" in done
    assert done.count("203.0.113.9") == 1
    assert "10.0.0.5 40000" in done
