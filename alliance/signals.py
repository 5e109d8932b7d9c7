"""Facts that travel up. A signal tells; it never decides."""

from django.dispatch import Signal

left_institution = Signal()
"""Sent inside the transaction with `membership`, `by`, `at` when somebody leaves an institution (or one role there)."""

leave_shortened = Signal()
"""Sent inside the transaction with `site`, `by`, `at` when leave to practise at a site ends earlier than it did."""

joined_institution = Signal()
"""Sent inside the transaction with `membership`, `at`."""
