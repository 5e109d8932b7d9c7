"""Cases that the centre answers in writing: what was said beside the answer, and two that still wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from alliance.models import Outgoing
from config.demo.seed.batch import Batch
from config.demo.seed.papers import Case
from teleconsult import answering, doors
from teleconsult.models import Consultation, Door, Entry, State, Urgency

ASKED_BACK = "癫痫大发作后常砸东西"  # how the question of that case begins
QUESTION = "请补充：两种药现在各服多少、每天几次？近三个月发作几次？最近一次肝功能和血钠是什么时候、结果如何？"
ON_THE_WAY = "本周下乡随访，书面答复即可。"


def correspond(case: Case, batch: Batch) -> None:
    """Remarks of a case that was answered in writing, while the expert wrote."""
    begun = case.course.writing
    if begun is None or case.expert is None:
        return
    for number, (side, words) in enumerate(case.story.chat, start=1):
        batch.add(
            Entry(
                consultation=case.row,
                sort=Entry.Sort.REMARK,
                body=words,
                author=case.expert if side == "e" else case.doctor,
                by_expert=side == "e",
                written_at=begun + timedelta(minutes=4 * number),
            )
        )


def turn(now: datetime) -> None:
    """By the product's own verbs, a few working hours ago."""
    waiting = Consultation.objects.filter(state=State.TRIAGED, urgency=Urgency.ROUTINE, danger_level="")
    waiting.filter(pk__in=waiting.order_by("-pk").values("pk")[:1]).update(door=Door.WRITTEN)
    found = Consultation.objects.filter(state=State.ACCEPTED, requests__question__startswith=ASKED_BACK)
    case = found.select_related("owner", "expert", "invited", "inviting").first()
    if case is None or case.owner is None or case.expert is None:
        return
    doors.to_writing(case, because=ON_THE_WAY, by=case.owner, at=now - timedelta(minutes=50))
    answering.ask_back(case, QUESTION, by=case.expert, at=now - timedelta(minutes=20))
    Outgoing.objects.filter(notice__about_code=case.code).delete()  # nothing of a planted past leaves the house
