"""How much one socket may say: a burst, then a steady rate; and how much nonsense, before it is closed."""

from __future__ import annotations

BURST = 120  # messages; a negotiation with many network paths brings some forty at once
PER_SECOND = 20.0
NONSENSE = 8  # messages that were malformed or too fast


class Allowance:
    """A bucket of messages that refills with time. Times are seconds of any steady clock."""

    def __init__(self, at: float) -> None:
        self._left = float(BURST)
        self._at = at
        self._strikes = 0

    def take(self, at: float) -> bool:
        """Whether one more message may be said now."""
        self._left = min(float(BURST), self._left + (at - self._at) * PER_SECOND)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def strike(self) -> bool:
        """Counts one piece of nonsense; True when it was one too many."""
        self._strikes += 1
        return self._strikes >= NONSENSE
