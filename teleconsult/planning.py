"""The medicine plan of an opinion: from what the expert typed to dated steps and checks, and what is true of the shelf.

The plan is part of the signed text (`xinqiao.opinion/3`); opinions signed before it hold as they were signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from alliance.formulary import Part, Shelves
from alliance.models import LocalTest, Medicine
from alliance.reach import places_around
from alliance.stock_words import SAID
from teleconsult import plan_days
from teleconsult.models import AdviceItem, PlanCheck, PlanStep, Stock

if TYPE_CHECKING:
    from alliance.models import Person
    from teleconsult.models import Consultation, Opinion


@dataclass(frozen=True)
class Check:
    """One look on one day."""

    what: str
    due_on: date | None
    stock: str = ""
    test: LocalTest | None = None


@dataclass(frozen=True)
class Step:
    """One step, dated and seen against the shelf of the inviting institution."""

    drug: str
    dose: str
    from_said: str
    from_on: date
    stop_rule: str
    stock: str = ""
    medicine: Medicine | None = None
    checks: list[Check] = field(default_factory=list)

    def advice(self) -> dict[str, Any]:
        """Its line of advice, in the expert's own words."""
        text = f"{self.drug} {self.dose}".strip()
        sort, doer = AdviceItem.Sort.MEDICINE, AdviceItem.Doer.DOCTOR
        return {"sort": str(sort), "text": text, "doer": str(doer), "due_on": None}

    def signed(self, number: int) -> dict[str, Any]:
        """As it stands in the signed text; `number` is that of its line of advice."""
        return _written_out(number, self, self.checks)


def _written_out(number: int, step: Step | PlanStep, checks: Iterable[Check | PlanCheck]) -> dict[str, Any]:
    return {
        "number": number,
        "drug": step.drug,
        "dose": step.dose,
        "from": step.from_said,
        "from_on": step.from_on.isoformat(),
        "stop_rule": step.stop_rule,
        "stock": step.stock,
        "checks": [_check(check) for check in checks],
    }


def _check(check: Check | PlanCheck) -> dict[str, str | None]:
    due_on = check.due_on.isoformat() if check.due_on else None
    return {"what": check.what, "due_on": due_on, "stock": check.stock}


def dated(consultation: Consultation, typed: Sequence[Mapping[str, str]], *, at: datetime) -> list[Step]:
    """The steps as typed (drug, dose, from, stop, check, when), counted from the day of the signature there.

    Raises plan_days.Unreadable and TooFar.
    """
    if not typed:
        return []
    shelves, day = Shelves.around(consultation.inviting), at.astimezone(consultation.inviting.tz).date()
    return [_step(one, day, shelves) for one in typed]


def _step(typed: Mapping[str, str], day: date, shelves: Shelves) -> Step:
    medicine = next((item for item in shelves.find(typed["drug"]) if isinstance(item, Medicine)), None)
    what = typed.get("check", "")
    test = next((item for item in shelves.find(what) if isinstance(item, LocalTest)), None)
    seen = SAID[shelves.has(test)] if test else ""
    days: list[date | None] = [*plan_days.read(typed.get("when", ""), day)]
    if what and not days:
        days = [None]
    return Step(
        drug=typed["drug"],
        dose=typed.get("dose", ""),
        from_said=typed.get("from", ""),
        from_on=(plan_days.read(typed.get("from", ""), day) or [day])[0],
        stop_rule=typed.get("stop", ""),
        stock=SAID[shelves.has(medicine)] if medicine else "",
        medicine=medicine,
        checks=[Check(what, due, seen, test) for due in days],
    )


def rows(steps: Sequence[Step], items: Sequence[AdviceItem]) -> tuple[list[PlanStep], list[PlanCheck]]:
    """The rows of a plan, not yet written; `items` are the lines of advice of the steps, in order."""
    found = [
        PlanStep(
            item=item,
            medicine=step.medicine,
            drug=step.drug,
            dose=step.dose,
            from_said=step.from_said,
            from_on=step.from_on,
            stop_rule=step.stop_rule,
            stock=step.stock,
        )
        for step, item in zip(steps, items, strict=True)
    ]
    checks = [
        PlanCheck(
            step=row,
            inviting=row.item.opinion.consultation.inviting,
            what=check.what,
            test=check.test,
            due_on=check.due_on,
            stock=check.stock,
        )
        for row, step in zip(found, steps, strict=True)
        for check in step.checks
    ]
    return found, checks


def keep(steps: Sequence[Step], items: Sequence[AdviceItem]) -> None:
    """Writes the rows of a signed plan."""
    found, checks = rows(steps, items)
    PlanStep.objects.bulk_create(found)
    PlanCheck.objects.bulk_create(checks)


def satisfaction(person: Person) -> Part:
    """Medicines advised in the person's alliance that were there when signed, of those about which it was known."""
    near = PlanStep.objects.filter(item__opinion__consultation__inviting__in=places_around(person))
    found = near.aggregate(
        there=Count("pk", filter=Q(stock=Stock.YES)), known=Count("pk", filter=~Q(stock__in=["", Stock.UNKNOWN]))
    )
    return Part(found["there"], found["known"])


def as_shown(opinion: Opinion) -> list[dict[str, Any]]:
    """The plan of an opinion as its rows say it today: what was signed, or somebody has changed it."""
    return [
        _written_out(item.number, step, step.checks.all())
        for item in opinion.advice.all()
        if (step := getattr(item, "step", None)) is not None
    ]
