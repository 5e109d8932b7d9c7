"""Facts about patients that travel up. A signal tells; it never decides."""

from django.dispatch import Signal

consent_withdrawn = Signal()
"""Sent inside the transaction with `grant`, `by`, `at`."""
