"""Reports of arrivals and losses, read back bit by bit as a browser would."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from teleconsult.media.feedback import MOST, Arrivals, Losses, forward


def read_back(report: bytes) -> list[tuple[int, int | None]]:
    """(number, arrival in ticks of 250 µs or None for lost), by the letter of the draft."""
    (length,) = struct.unpack_from("!H", report, 2)
    assert len(report) == 4 * (length + 1)
    first, count, start = struct.unpack_from("!HHL", report, 12)
    symbols: list[int] = []
    at = 20
    while len(symbols) < count:
        (word,) = struct.unpack_from("!H", report, at)
        at += 2
        if word & 0x8000:
            assert word & 0x4000
            symbols += [(word >> 12 - 2 * place) & 3 for place in range(7)]
        else:
            symbols += [word >> 13] * (word & 0x1FFF)
    now = (start >> 8) * 256  # 64 ms
    told: list[tuple[int, int | None]] = []
    for place, symbol in enumerate(symbols[:count]):
        if symbol == 1:
            now, at = now + report[at], at + 1
        elif symbol == 2:
            now, at = now + struct.unpack_from("!h", report, at)[0], at + 2
        told.append(((first + place) & 0xFFFF, now if symbol else None))
    return told


def test_before_anything_has_come_nothing_is_reported():
    assert Arrivals(1).report(2) is None
    assert Losses().share() == Losses().lost == 0


@given(
    first=st.integers(0, 0xFFFF),
    packets=st.lists(st.tuples(st.booleans(), st.integers(0, 40_000)), min_size=1, max_size=200),
)
def test_each_arrival_and_each_loss_is_told_also_where_the_numbers_turn_over(first, packets):
    arrivals, at, expected = Arrivals(7), 10_000_000, {}
    for place, (came, later) in enumerate(packets):
        at += later
        if came or place == 0:
            expected[(first + place) & 0xFFFF] = at
            arrivals.add((first + place) & 0xFFFF, at)
    report = arrivals.report(9) or b""
    told = dict(read_back(report))
    assert {number for number, tick in told.items() if tick is not None} == set(expected)
    assert all(abs((told[number] or 0) * 250 - time) < 250 * (len(packets) + 1) for number, time in expected.items())
    assert (report[0] & 0x1F, report[1], *struct.unpack_from("!LL", report, 4)) == (15, 205, 7, 9)


def test_a_report_follows_the_last_one_and_takes_no_more_than_it_can_hold():
    arrivals = Arrivals(1)
    for number in range(MOST + 10):
        arrivals.add(number, 1000 * number)
    assert [number for number, _ in read_back(arrivals.report(2) or b"")] == list(range(MOST))
    assert [number for number, _ in read_back(arrivals.report(2) or b"")] == list(range(MOST, MOST + 10))
    arrivals.add(3, 10**6)  # told as lost or come long ago
    assert arrivals.report(2) is None


@given(first=st.integers(0, 0xFFFF), lost=st.lists(st.booleans(), min_size=1, max_size=300))
def test_losses_are_counted_across_the_turn(first, lost):
    losses = Losses()
    kept = [True, *(not each for each in lost), True]
    for place, came in enumerate(kept):
        if came:
            losses.add((first + place) & 0xFFFF)
    assert (losses.sent, losses.lost) == (len(kept), sum(lost))
    assert losses.share() == min(255, sum(lost) * 256 // len(kept))
    assert losses.share() == 0


def test_the_distance_between_numbers_goes_the_short_way():
    assert (forward(1, 0xFFFF), forward(0xFFFF, 1), forward(5, 5)) == (2, -2, 0)
