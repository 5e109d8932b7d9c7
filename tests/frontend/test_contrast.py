"""Nobody has to guess at a word: each pair of colours that meets on a page is measured, light and dark."""

import re

import pytest

from tests.frontend.colours import CSS, ratio, tokens

TEXT, CONTROL = 4.5, 3.0

WORDS = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "sunk"),
    ("ink", "raised"),
    ("ink-2", "sheet"),
    ("ink-2", "paper"),
    ("ink-2", "sunk"),
    ("ink-2", "danger-wash"),
    ("ink-3", "sheet"),
    ("ink-3", "paper"),
    ("ink-3", "sunk"),
    ("ink-3", "raised"),
    ("ink", "amber-wash"),
    ("ink", "indigo-wash"),
    ("ink", "pine-wash"),
    ("ink", "danger-wash"),
    ("pine-ink", "paper"),
    ("pine-ink", "sheet"),
    ("pine-ink", "sunk"),
    ("pine-ink", "pine-wash"),
    ("pine-ink", "amber-wash"),
    ("pine-ink", "indigo-wash"),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
    ("indigo-ink", "indigo-wash"),
    ("sheet", "indigo-ink"),
    ("amber-ink", "amber-wash"),
    ("amber-ink", "sheet"),
    ("danger-ink", "danger-wash"),
    ("danger-ink", "sheet"),
    ("danger-ink", "paper"),
    ("on-danger", "danger"),
    ("paper", "ink"),
    *(("on-pine", f"risk-{grade}") for grade in range(6)),
    ("room-ink", "room"),
    ("room-ink", "tile"),
    ("room-ink-2", "tile"),
    ("room-ink-2", "room"),
]
EDGES = [
    ("edge", "sheet"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("pine", "sheet"),
    ("pine", "paper"),
]


def _both(pair: tuple[str, str]) -> list[float]:
    one, other = (tokens()[name] for name in pair)
    return [ratio(one[theme], other[theme]) for theme in (0, 1)]


@pytest.mark.parametrize("pair", WORDS, ids=" on ".join)
def test_words_stand_out_from_their_ground(pair):
    assert min(_both(pair)) >= TEXT


@pytest.mark.parametrize("pair", EDGES, ids=" on ".join)
def test_borders_of_controls_and_the_focus_ring_can_be_seen(pair):
    assert min(_both(pair)) >= CONTROL


def test_the_measure_agrees_with_known_pairs():
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert _both(("ink", "paper")) == pytest.approx([14.9, 15.8], abs=0.1)
    assert _both(("edge", "sheet")) == pytest.approx([4.1, 4.3], abs=0.1)


@pytest.mark.parametrize(("theme", "number"), [("light", 0), ("dark", 1)])
def test_old_browsers_get_the_same_colours(theme, number):
    block = re.search(rf'data-theme="{theme}"\]\s*{{(.*?)}}', (CSS / "legacy.css").read_text("utf-8"), re.DOTALL)
    assert block
    plain = dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", block[1]))
    for name, themes in tokens().items():
        written = tuple(int(plain[name][at : at + 2], 16) for at in (0, 2, 4))
        assert max(abs(one - other) for one, other in zip(written, themes[number], strict=True)) <= 8, (
            name
        )  # mapped into the gamut, not cut
