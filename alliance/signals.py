"""Facts that travel up. A signal tells; it never decides."""

from django.dispatch import Signal

left_institution = Signal()
"""Sent inside the transaction with `membership`, `by`, `at` when somebody leaves an institution (or one role there)."""

joined_institution = Signal()
"""Sent inside the transaction with `membership`, `at`."""
