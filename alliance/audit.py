"""Who read or changed what, and why. Entries go in with the transaction; `seal` binds them into a chain later.

Sealing apart keeps two writers from waiting for one another: the chain is made by `tick` alone. A truncated tail can
only be found by comparing the head with a copy kept elsewhere: `verify_audit` prints it, `--head` compares it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from alliance.models import AuditEntry, AuditSeal

if TYPE_CHECKING:
    from alliance.models import Institution, Person
    from alliance.reach import Reachable
    from alliance.roles import Permission

GENESIS = "0" * 64


def record(
    by: Person | None,
    action: str,
    *,
    at: datetime,
    about: Any = None,
    institution: Institution | None = None,
    purpose: str = "",
    lawful_basis: str = "",
    **detail: str | int | bool | None,
) -> AuditEntry:
    """One entry, inside the caller's transaction. `detail` holds codes and choices, never names or clinical words."""
    return AuditEntry.objects.create(
        at=at,
        person=by.code if by else None,
        action=action,
        subject_kind=about._meta.label_lower if about is not None else "",
        subject_code=getattr(about, "code", None),
        institution=institution.code if institution else None,
        purpose=purpose,
        lawful_basis=lawful_basis,
        detail=detail,
    )


def read(row: Reachable, *, by: Person, purpose: str, at: datetime) -> None:
    """`by` has opened `row`."""
    record(by, "read", about=row, purpose=purpose, at=at)


def refused(row: Reachable, *, by: Person, to: Permission, at: datetime) -> None:
    """`by` can see that `row` exists but may not do `to` with it. Kept although the request fails."""
    AuditEntry.objects.create(
        at=at,
        person=by.code,
        action=to.name.lower(),
        subject_kind=row._meta.label_lower,  # type: ignore[attr-defined]
        subject_code=row.code,
        purpose=to.purpose,
        result=AuditEntry.Result.REFUSED,
    )


def refused_page(*, by: Person, to: Permission, at: datetime) -> None:
    """`by` asked for a page whose right they hold nowhere."""
    AuditEntry.objects.create(
        at=at, person=by.code, action=to.name.lower(), purpose=to.purpose, result=AuditEntry.Result.REFUSED
    )


def _canonical(entry: AuditEntry) -> bytes:
    facts = {
        "pk": entry.pk,
        "code": str(entry.code),
        "at": entry.at.astimezone(UTC).isoformat(),
        "person": str(entry.person),
        "action": entry.action,
        "subject": [entry.subject_kind, str(entry.subject_code)],
        "institution": str(entry.institution),
        "purpose": entry.purpose,
        "basis": entry.lawful_basis,
        "result": entry.result,
        "detail": entry.detail,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _digest(previous: str, entry: AuditEntry) -> str:
    return hmac.new(settings.AUDIT_KEY, previous.encode() + _canonical(entry), hashlib.sha256).hexdigest()


def seal(limit: int = 5000) -> int:
    """Binds up to `limit` unsealed entries into the chain, oldest first; returns how many.

    Two sealers at once are harmless: the sequence number is the primary key, the slower one gives up its batch.
    """
    try:
        with transaction.atomic():
            last = AuditSeal.objects.order_by("-seq").first()
            seq, previous = (last.seq, last.digest) if last else (0, GENESIS)
            seals: list[AuditSeal] = []
            for entry in AuditEntry.objects.filter(seal=None).order_by("pk")[:limit]:
                seq, previous = seq + 1, _digest(previous, entry)
                seals.append(AuditSeal(seq=seq, entry=entry, digest=previous))
            AuditSeal.objects.bulk_create(seals)
    except IntegrityError:
        return 0
    return len(seals)


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: links that hold, entries not yet sealed, the head, and the first break (None = whole)."""

    sealed: int
    unsealed: int
    head: str
    broken_at: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        """Whether every link holds."""
        return self.broken_at is None


def _links() -> Iterator[AuditSeal]:
    yield from AuditSeal.objects.select_related("entry").order_by("seq").iterator(chunk_size=2000)


def verify(head: str = "") -> Verdict:
    """Walks the chain. With `head`, a digest kept elsewhere, a cut-off tail is found too."""
    unsealed = AuditEntry.objects.filter(seal=None).count()
    previous, seq, seen = GENESIS, 0, not head
    for link in _links():
        seq += 1
        if link.seq != seq:
            return Verdict(seq - 1, unsealed, previous, seq, "link missing")
        if _digest(previous, link.entry) != link.digest:
            return Verdict(seq - 1, unsealed, previous, seq, "entry or seal changed")
        previous = link.digest
        seen = seen or previous == head
    if AuditSeal.objects.count() != seq:
        return Verdict(seq, unsealed, previous, seq + 1, "entry missing")
    if not seen:
        return Verdict(seq, unsealed, previous, seq + 1, "the tail is missing: the given head is not in the chain")
    return Verdict(seq, unsealed, previous)
