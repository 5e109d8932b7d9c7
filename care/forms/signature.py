"""A signature drawn on the screen: SVG path data of straight lines on a field of 600 × 200."""

from __future__ import annotations

import re
from itertools import pairwise
from math import dist

WIDTH, HEIGHT = 600, 200
LONGEST = 20_000  # characters
LEAST_INK = 60.0  # units of the field; less is a dot or a slip
_POINT = r"\d{1,3} \d{1,3}"
_PATH = re.compile(rf"(?:M{_POINT}(?:L{_POINT})*)+")


def is_path(drawn: str) -> bool:
    """Whether it is nothing but moves and lines, as the pad writes them."""
    return len(drawn) <= LONGEST and bool(_PATH.fullmatch(drawn))


def ink(drawn: str) -> float:
    """The length of all strokes together, in units of the field."""
    return sum(_length(stroke) for stroke in drawn.split("M") if stroke)


def _length(stroke: str) -> float:
    points = [tuple(map(int, point.split())) for point in stroke.split("L")]
    return sum(dist(here, there) for here, there in pairwise(points))
