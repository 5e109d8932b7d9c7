"""Signed opinions that verify, and what the community doctors did with each line."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from config.demo.seed import outcomes
from config.demo.seed.batch import Batch
from config.demo.seed.papers import Case
from teleconsult import opining, signing
from teleconsult.models import AdviceItem, CloseOut, Disposition, Opinion

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
    lines = [
        {
            "text": line.text,
            "sort": str(line.sort),
            "doer": str(line.doer),
            "due_on": None if line.days is None else (at + timedelta(days=line.days)).date(),
        }
        for line in verdict.advice
    ]
    code, title = uuid4(), signing.title_of(expert)
    text = opining.content_of(case.row, content, lines, code=str(code), signer=expert, title=title, at=at)
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
    if case.course.disposed is not None:
        decided = _dispose(case, batch, items, case.course.disposed)
        outcomes.follow(case, batch, decided, now)


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
