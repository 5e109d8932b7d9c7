"""What was read and what was changed, by whom and why; written once, sealed into a chain."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class AuditEntry(models.Model):
    """One read, change or refusal. Rows are only ever added; the database refuses anything else.

    Holds no foreign keys: an entry outlives whatever it speaks of.

    .. pii: who did what with which record, by code -- kept 30 years (domain.md §5.5)
    """

    class Result(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    person = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_code = models.UUIDField(null=True)
    institution = models.UUIDField(null=True)
    purpose = models.CharField(max_length=24, blank=True)
    lawful_basis = models.CharField(max_length=24, blank=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.DONE)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_code", "at"], name="audit_subject"),
            models.Index(fields=["person", "at"], name="audit_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action}"


class AuditSeal(models.Model):
    """One link of the chain: the entry's digest under the key, bound to the link before.

    `seq` has no gaps; the digest is HMAC-SHA256 over the previous digest and the entry in canonical form.

    .. no_pii: digests only
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"#{self.seq}"
