"""Reads the tokens as a browser would: OKLCH to the sRGB colour that reaches the screen."""

import math
import re
from pathlib import Path

CSS = Path(__file__).resolve().parents[2] / "frontend" / "static" / "css"
Colour = tuple[int, int, int]

_OKLCH = r"oklch\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\)"
_PAIR = re.compile(rf"--([\w-]+):\s*light-dark\(\s*{_OKLCH},\s*{_OKLCH}\s*\)")


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Every plain colour token: its colour on light and on dark."""
    found = _PAIR.findall((CSS / "tokens.css").read_text("utf-8"))
    return {name: (srgb(*map(float, rest[:3])), srgb(*map(float, rest[3:]))) for name, *rest in found}


def srgb(lightness: float, chroma: float, hue: float) -> Colour:
    """CSS Color 4: OKLCH to eight-bit sRGB, cut at the edge of the gamut."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _channel(linear: float) -> int:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * max(linear, 0) ** (1 / 2.4) - 0.055
    return min(255, max(0, round(255 * value)))


def ratio(one: Colour, other: Colour) -> float:
    """WCAG 2: the contrast of two colours, 1–21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    shares = (value / 255 for value in colour)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
