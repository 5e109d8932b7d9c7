"""The expert signs what was advised, once; later words are addenda (domain.md §2.2 OPINION_DRAFT, SIGNED)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from alliance import audit, notices
from teleconsult import answering, drafting, panels, planning, signing, timers, triaging
from teleconsult.models import WRITING, Addendum, AdviceItem, Consultation, Draft, Entry, Opinion, State

if TYPE_CHECKING:
    from alliance.models import Person


class DiagnosisReserved(Exception):
    """Only a psychiatrist states a diagnosis (精神卫生法 art 29); others write an impression."""


class AdviceMissing(Exception):
    """An opinion without a single line of advice helps nobody."""


class NotSigned(Exception):
    """There is no signed opinion to add to."""


def sign(
    consultation: Consultation,
    content: Mapping[str, Any],
    advice: Sequence[Mapping[str, Any]],
    *,
    plan: Sequence[Mapping[str, str]] = (),
    by: Person,
    at: datetime,
) -> Opinion:
    """Signs and hands over the opinion. Signing twice gives the first signature back.

    `content`: impression, diagnosis, risk_level, risk_grade, risk_note, limits, come_back, danger_signs.
    `advice`: sort, text, doer, due_on of each line. `plan`: drug, dose, from, stop, check, when of each step, as typed;
    its lines come first. Raises NotAssigned, DiagnosisReserved, AdviceMissing, MovedOn, and what `plan_days` does.
    """
    triaging.check_expert(consultation, by)
    if (known := of(consultation)) is not None:
        return known
    licence = getattr(by, "licence", None)
    if content.get("diagnosis") and not (licence and licence.is_psychiatrist):
        raise DiagnosisReserved
    steps = planning.dated(consultation, plan, at=at)
    lines = [*(step.advice() for step in steps), *advice]
    if not lines:
        raise AdviceMissing
    title = signing.title_of(by)
    code = uuid4()
    with transaction.atomic():
        consultation.move(State.SIGNED, by=by, at=at, only_from=WRITING, signed_at=at)
        along = panels.cited(consultation)
        text = content_of(
            consultation,
            content,
            lines,
            plan=steps,
            code=str(code),
            signer=by,
            title=title,
            at=at,
            read_along=along,
        )
        signed = signing.sign(text, by=by, at=at)
        opinion = Opinion.objects.create(
            code=code,
            consultation=consultation,
            **content,
            signed_at=at,
            signed_by=by,
            signer_title=title,
            canonical=signed.canonical,
            sha256=signed.sha256,
            signature=signed.signature,
            key=signed.key,
        )
        items = AdviceItem.objects.bulk_create(
            AdviceItem(opinion=opinion, number=number, **line) for number, line in enumerate(lines, start=1)
        )
        planning.keep(steps, items[: len(steps)])
        drafting.discard(consultation, Draft.Sort.OPINION)
        timers.stop(consultation, timers.OPINION, timers.ANSWER_BACK, at=at)
        panels.stand_down(consultation, at=at)
        timers.start(timers.DISPOSE, consultation, at=at, owed_by=consultation.inviting, owner=consultation.owner)
        _tell(consultation, "opinion-signed", at=at)
        audit.record(
            by,
            "opinion.signed",
            about=opinion,
            at=at,
            institution=consultation.invited,
            purpose="consultation",
            sha256=signed.sha256,
        )
    return opinion


def of(consultation: Consultation) -> Opinion | None:
    """The signed opinion on a consultation, once there is one."""
    signed = Opinion.objects.filter(consultation=consultation).select_related("signed_by", "key")
    return signed.prefetch_related("advice__disposition", "advice__step__checks", "addenda__signed_by").first()


def public(code: UUID) -> Opinion | None:
    """For the verify page, which is open to whoever holds the code and shows hash and title only."""
    return Opinion.objects.filter(code=code).select_related("key").first()


def content_of(
    consultation: Consultation,
    content: Mapping[str, Any],
    advice: Sequence[Mapping[str, Any]],
    *,
    plan: Sequence[planning.Step] = (),
    code: str,
    signer: Person,
    title: str,
    at: datetime,
    read_along: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """What is signed: everything the opinion says, and who signs it when. Form 2 had no plan, form 1 no readers."""
    return {
        "form": "xinqiao.opinion/3",
        "code": code,
        "consultation": consultation.number,
        "inviting": str(consultation.inviting.code),
        "invited": str(consultation.invited.code),
        "patient": str(consultation.patient.code),
        **{name: value if value is None or isinstance(value, int) else str(value) for name, value in content.items()},
        "advice": [{**line, "due_on": line["due_on"].isoformat() if line.get("due_on") else None} for line in advice],
        "read_along": list(read_along),
        "plan": [step.signed(number) for number, step in enumerate(plan, start=1)],
        "signer": str(signer.code),
        "signer_title": title,
        "signed_at": at.astimezone(UTC).isoformat(),
    }


def _tell(consultation: Consultation, kind: str, *, at: datetime) -> None:
    if consultation.owner is None:
        return
    facts = {"number": consultation.number or ""}
    notices.send(consultation.owner, kind, about=consultation, at=at, url=consultation.get_absolute_url(), **facts)


def add(opinion: Opinion, text: str, *, by: Person, at: datetime, answers: Entry | None = None) -> Addendum:
    """A signed addendum, bound to the opinion by its hash; it may answer a doctor's question. Raises NotAssigned."""
    consultation = opinion.consultation
    triaging.check_expert(consultation, by)
    for _attempt in range(5):
        number = opinion.addenda.count() + 1
        content = {
            "form": "xinqiao.addendum/1",
            "opinion": opinion.sha256,
            "number": number,
            "text": text,
            **({"question": str(answers.code)} if answers else {}),
            "signer": str(by.code),
            "signed_at": at.astimezone(UTC).isoformat(),
        }
        try:
            with transaction.atomic():
                signed = signing.sign(content, by=by, at=at)
                addendum = Addendum.objects.create(
                    opinion=opinion,
                    number=number,
                    text=text,
                    answers=answers,
                    signed_at=at,
                    signed_by=by,
                    canonical=signed.canonical,
                    sha256=signed.sha256,
                    signature=signed.signature,
                    key=signed.key,
                )
                answering.answered(consultation, at=at)
                _tell(consultation, "addendum-signed", at=at)
                audit.record(
                    by,
                    "opinion.addendum",
                    about=addendum,
                    at=at,
                    institution=consultation.invited,
                    purpose="consultation",
                )
            return addendum
        except IntegrityError:  # another addendum took the number
            continue
    raise RuntimeError("no free addendum number")


def intact(opinion: Opinion) -> bool:
    """Whether opinion and addenda still carry the signatures they were given, and the plan shown is the plan signed."""
    texts: list[Opinion | Addendum] = [opinion, *opinion.addenda.select_related("key")]
    return json.loads(opinion.canonical).get("plan", []) == planning.as_shown(opinion) and all(
        signing.holds(text.canonical, text.sha256, text.signature, text.key) for text in texts
    )
