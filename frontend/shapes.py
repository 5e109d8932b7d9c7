"""The drawings that carry a state beside its colour and words (on a 12 × 12 grid), and the bridge's stones."""

import math

SHAPES: dict[str, str] = {
    "ring": '<circle cx="6" cy="6" r="4.5"/>',
    "dot": '<circle class="full" cx="6" cy="6" r="5"/>',
    "half": '<circle cx="6" cy="6" r="4.5"/><path class="full" d="M6 1.5a4.5 4.5 0 0 1 0 9z"/>',
    "pen": '<path d="m1.5 10.5.7-2.6L8.3 1.8l1.9 1.9-6.100 6.100z"/>',
    "bang": '<path d="M6 1.5V7M6 10v.1"/>',
    "calendar": '<path d="M2 3h8v7H2zM2 5.5h8"/>',
    "tick": '<path d="m2 6.5 2.7 2.7L10 3.5"/>',
    "play": '<path class="full" d="M3 1.5 10.5 6 3 10.5z"/>',
    "clock": '<circle cx="6" cy="6" r="4.5"/><path d="M6 3.5V6l1.7 1.2"/>',
    "cross": '<path d="m3 3 6 6M9 3 3 9"/>',
}


def joints(stones: int) -> list[str]:
    """Path data for the gaps between the stones of an arch of radius 88 around (110, 104), 16 units thick."""
    lines = []
    for stone in range(1, stones):
        angle = math.pi * (1 - stone / stones)
        inner, outer = ((110 + radius * math.cos(angle), 104 - radius * math.sin(angle)) for radius in (80, 96))
        lines.append(f"M{outer[0]:.1f} {outer[1]:.1f}L{inner[0]:.1f} {inner[1]:.1f}")
    return lines
