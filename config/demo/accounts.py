"""Who can be tried out in the demo, and what there is to try as them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.models import Membership, Person
from alliance.roles import Role
from config.demo.seed import people

TRY: dict[str, Promise] = {
    "community_doctor": _("Ask about a patient, book a time, act on the opinion."),
    "expert": _("Offer hours, accept a case, meet the doctor, sign; approve a text of the public site."),
    "coordinator": _("The board: triage, assign, reassign."),
    "leader": _("Deadlines, gaps, uncovered duty hours, people and agreements."),
    "colleague": _("Same centre as the first doctor: take over her case."),
    "outsider": _("A doctor in another alliance: sees nothing of the first."),
    "trainee": _("What a trainee may open, and may not."),
    "editor": _("Writes for the public; clinicians approve. Sees no patients."),
}
# Who is on the other side of the table.
OTHER_SIDE = {"community_doctor": "expert", "expert": "community_doctor", "coordinator": "community_doctor"}


@dataclass(frozen=True)
class Account:
    """One of the cast: the part they play, who they are, what to try."""

    part: str
    person: Person
    membership: Membership
    hint: Promise


def cast() -> list[Account]:
    """The eight of the cast who are in the database, in the order of the story; two queries."""
    workers = {worker.key: worker for worker in people.WORKERS}
    wanted = {part: workers[key].email for part, (key, _place) in people.CAST.items()}
    found = {person.email: person for person in _people().filter(email__in=wanted.values())}
    present = [(part, found[wanted[part]]) for part in TRY if wanted[part] in found]
    return [Account(part, person, held, TRY[part]) for part, person in present if (held := _acting(person, part))]


def others(known: list[Account]) -> list[tuple[Person, Membership]]:
    """Everybody else who can sign in, with the role that they mainly hold."""
    rest = _people().exclude(pk__in=[account.person.pk for account in known]).order_by("name")
    return [(person, person.memberships.all()[0]) for person in rest if person.memberships.all()]


def other_side(known: list[Account], person: Person | None) -> Account | None:
    """Whom to be in the second window: the expert for a doctor, the doctor for everybody else."""
    mine = next((account.part for account in known if account.person == person), "community_doctor")
    wanted = OTHER_SIDE.get(mine, "community_doctor")
    return next((account for account in known if account.part == wanted), None)


def somebody(code: UUID) -> Person | None:
    """The person with this code who can be tried out."""
    return _people().filter(code=code).first()


def _people() -> QuerySet[Person]:
    working = Membership.objects.live().values("person")
    return Person.objects.filter(is_active=True, pk__in=working).prefetch_related("memberships__institution")


def _acting(person: Person, part: str) -> Membership | None:
    """The membership that the part is about; a colleague and an outsider are community doctors."""
    role = part if part in Role.values else Role.COMMUNITY_DOCTOR
    key = people.CAST[part][1]
    held = [each for each in person.memberships.all() if each.role == role and each.ended_at is None]
    named = [each for each in held if key == "centre" and each.institution.function == "centre"]
    return next(iter(named or held), None)
