"""How long one waits for an expert: Erlang's C formula. Requests come by chance, one queue, every expert can answer.

Loads are in erlang: minutes of expert time asked for, per minute. A model, not a promise: real requests come in the
morning, and experts differ.
"""

from __future__ import annotations

from math import ceil


def waits(load: float, experts: int) -> float:
    """The chance (0–1) that somebody has to wait; 1 where the experts cannot keep up."""
    if load >= experts:
        return 1.0
    blocked = 1.0  # Erlang B, built up one expert at a time: no factorials, no overflow
    for number in range(1, experts + 1):
        blocked = load * blocked / (number + load * blocked)
    used = load / experts
    return blocked / (1 - used * (1 - blocked))


def mean_wait(load: float, experts: int, minutes: float) -> float | None:
    """The mean wait in minutes where an answer takes `minutes`; None where the queue would grow without end."""
    return None if load >= experts else waits(load, experts) * minutes / (experts - load)


def experts_for(load: float, full_at: float) -> int:
    """The least number of experts of whose time at most the share `full_at` is used."""
    return max(1, ceil(load / full_at - 1e-9))
