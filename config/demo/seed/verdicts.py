"""Signed opinions that verify, and what the community doctors did with each line."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

from config.demo.seed import outcomes
from config.demo.seed.batch import Batch
from config.demo.seed.papers import Case
from teleconsult import opining, planning, signing
from teleconsult.models import AdviceItem, CloseOut, Disposition, Opinion

DONE = "已复查，较前好转，无明显不适"
SAMPLE = "〔演示示例，临床内容须经当地医师审阅〕"


def sign(case: Case, batch: Batch, now: datetime) -> None:
    """The opinion with its advice, signed with the expert's own key in the product's own canonical form."""
    verdict, at, expert = case.story.verdict, case.course.signed, case.expert
    if verdict is None or at is None or expert is None:
        return
    content = {
        "impression": verdict.impression,
        "diagnosis": verdict.diagnosis,
        "risk_level": str(verdict.risk),
        "risk_grade": verdict.grade,
        "risk_note": verdict.risk_note,
        "limits": f"{verdict.limits}{SAMPLE}",
        "come_back": verdict.come_back,
        "danger_signs": verdict.danger_signs,
    }
    typed = [{"drug": line.text, **line.plan} for line in verdict.advice if line.plan]
    steps = planning.dated(case.row, typed, at=at)
    lines = [step.advice() for step in steps] + [
        {
            "text": line.text,
            "sort": str(line.sort),
            "doer": str(line.doer),
            "due_on": None if line.days is None else (at + timedelta(days=line.days)).date(),
        }
        for line in verdict.advice
        if not line.plan
    ]
    code, title = uuid4(), signing.title_of(expert)
    text = opining.content_of(case.row, content, lines, plan=steps, code=str(code), signer=expert, title=title, at=at)
    signed = signing.sign(text, by=expert, at=at)
    opinion = batch.add(
        Opinion(
            code=code,
            consultation=case.row,
            **content,
            signed_at=at,
            signed_by=expert,
            signer_title=title,
            canonical=signed.canonical,
            sha256=signed.sha256,
            signature=signed.signature,
            key=signed.key,
        )
    )
    items = [batch.add(AdviceItem(opinion=opinion, number=n, **line)) for n, line in enumerate(lines, start=1)]
    _plan(case, batch, steps, items, now)
    if case.course.disposed is not None:
        decided = _dispose(case, batch, items, case.course.disposed)
        outcomes.follow(case, batch, decided, now)


def _plan(case: Case, batch: Batch, steps: list[planning.Step], items: list[AdviceItem], now: datetime) -> None:
    """The steps with their checks; those whose day has passed were done on it."""
    rows, checks = planning.rows(steps, items[: len(steps)])
    for row in rows:
        batch.add(row)
    for check in checks:
        if check.due_on is not None and check.due_on <= now.date():
            morning = datetime.combine(check.due_on, time(10), tzinfo=now.tzinfo)
            check.asked_at, check.done_at = min(morning, now), min(morning, now)
            check.done_by, check.words = case.doctor, DONE
        batch.add(check)


def _dispose(case: Case, batch: Batch, items: list[AdviceItem], at: datetime) -> list[tuple[AdviceItem, str]]:
    decided = []
    for item in items:
        act = case.story.acts.get(item.number)
        decision = act.decision if act else Disposition.Decision.ADOPTED
        decided.append((item, decision))
        batch.add(
            Disposition(
                item=item,
                decision=decision,
                because=act.because if act else "",
                decided_at=at,
                decided_by=case.doctor,
            )
        )
    batch.add(
        CloseOut(
            consultation=case.row,
            progress_note=case.story.noted,
            patient_told=True,
            told_at=at,
            told_by=case.doctor,
        )
    )
    return decided
