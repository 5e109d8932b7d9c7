"""Recording and withdrawing consent; the guard that a consultation asks (DESIGN rule 3, domain.md §5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from alliance import audit
from care.models import Consent, ConsentGrant, ConsentText, Purpose
from care.signals import consent_withdrawn

if TYPE_CHECKING:
    from alliance.models import Institution, Person
    from care.models import Patient


class GuardianNeeded(Exception):
    """A minor, or an adult who cannot consent: the guardian signs (domain.md §5.2)."""


class AssentNeeded(Exception):
    """A minor's own assent was not asked for."""


SIGNERS_SPEAK = "zh-hans"
ASSENT_FROM = 8  # years; below it a child has no capacity of its own (Civil Code 19, 20; domain.md §5.2)


def asks_assent(patient: Patient, on: date) -> bool:
    """Whether the minor's own assent belongs to the evidence: from 8 to under 18."""
    return patient.age_on(on) >= ASSENT_FROM and not patient.is_adult_on(on)


@dataclass(frozen=True)
class Signing:
    """Who signed and how, as evidence. `signature` holds SVG path data when drawn on the screen.

    `text` is the wording that was read; None: the one in force, in the signers' language.
    """

    signer: str
    signer_name: str
    method: str
    relation: str = ""
    witness: str = ""
    signature: str = ""
    cost_told: bool = False
    assent: bool | None = None
    text: ConsentText | None = None
    switches: Mapping[tuple[str, int], bool] = field(default_factory=dict)  # (purpose, recipient pk) → given


def texts(at: datetime) -> list[ConsentText]:
    """The wording in force, once for each language it exists in; the signers' own first."""
    newest = ConsentText.objects.filter(valid_from__lte=timezone.localdate(at)).order_by("-valid_from", "-version")
    found = list(newest)
    same = [text for text in found if text.version == found[0].version]
    return sorted(same, key=lambda text: text.language != SIGNERS_SPEAK)


def current_text(at: datetime) -> ConsentText:
    """The wording in force as signers read it, whatever language the doctor works in."""
    return texts(at)[0]


def record(patient: Patient, signing: Signing, *, about: UUID, by: Person, at: datetime) -> Consent:
    """Keeps the evidence. Raises GuardianNeeded or AssentNeeded where the law asks for more."""
    today = at.astimezone(patient.institution.tz).date()
    if patient.needs_guardian_on(today) and signing.signer != Consent.Signer.GUARDIAN:
        raise GuardianNeeded
    if asks_assent(patient, today) and signing.assent is None:
        raise AssentNeeded
    with transaction.atomic():
        consent = Consent.objects.create(
            patient=patient,
            about_code=about,
            text=signing.text or current_text(at),
            signer=signing.signer,
            signer_name=signing.signer_name,
            relation=signing.relation,
            method=signing.method,
            witness=signing.witness,
            signature=signing.signature,
            cost_told=signing.cost_told,
            assent=signing.assent,
            signed_at=at,
            recorded_by=by,
        )
        for (purpose, recipient), given in signing.switches.items():
            ConsentGrant.objects.create(consent=consent, purpose=purpose, recipient_id=recipient, given=given)
            if not given:  # the latest word counts: an earlier yes to the same does not outlive it
                before = ConsentGrant.objects.filter(consent__about_code=about, purpose=purpose, recipient=recipient)
                withdraw(before.filter(given=True, withdrawn_at=None).select_related("consent__patient"), by=by, at=at)
        audit.record(by, "consent.recorded", about=consent, at=at, institution=patient.institution, purpose="consent")
    return consent


def holds(about: UUID, purpose: str, *, recipient: Institution) -> bool:
    """Whether a given, unwithdrawn switch covers this case, purpose and recipient."""
    grants = ConsentGrant.objects.filter(
        consent__about_code=about, purpose=purpose, recipient=recipient, given=True, withdrawn_at=None
    )
    return grants.exists()


def withdrawn(purpose: Purpose) -> models.QuerySet[Any]:
    """Codes of the cases whose patient took back what they had agreed to for `purpose` and has not agreed again."""
    given = ConsentGrant.objects.filter(purpose=purpose, given=True, consent__about_code__isnull=False)
    again = given.filter(withdrawn_at=None).values("consent__about_code")
    return given.exclude(withdrawn_at=None).exclude(consent__about_code__in=again).values("consent__about_code")


def withdraw(grants: Iterable[ConsentGrant], *, by: Person, at: datetime) -> list[ConsentGrant]:
    """Takes back switches, as easily as they were given. Tells the upper apps inside the transaction."""
    taken: list[ConsentGrant] = []
    with transaction.atomic():
        for grant in grants:
            mine = ConsentGrant.objects.filter(pk=grant.pk, given=True, withdrawn_at=None)
            if mine.update(withdrawn_at=at, withdrawn_by=by):
                taken.append(grant)
                audit.record(
                    by,
                    "consent.withdrawn",
                    about=grant.consent,
                    at=at,
                    institution=grant.consent.patient.institution,
                    purpose="consent",
                    what=grant.purpose,
                )
                consent_withdrawn.send(sender=ConsentGrant, grant=grant, by=by, at=at)
    return taken


def needed(recipient: Institution) -> list[tuple[str, Institution]]:
    """The switches that a consultation at `recipient` puts before the signer; only the first is a condition."""
    return [(purpose, recipient) for purpose in (Purpose.CONSULTATION, Purpose.SHARE_RECORD, Purpose.TEACHING)]
