"""Panels: two cases that others read along with the lead. One comment stands, others are still awaited."""

from __future__ import annotations

from datetime import datetime, timedelta

from alliance.models import Outgoing, Person
from config.demo.seed.verdicts import SAMPLE
from teleconsult import panels
from teleconsult.models import Consultation, Kind

# How the question begins; who reads along, and what they wrote, if they have.
PANELS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "意外怀孕 11 周才发现",
        (
            (
                "gu",
                "同意不骤停。补充两点：一是今天就查血锂、肌酐和甲功，孕期清除加快，以后每四周复查；"
                "二是请产科在 18 至 22 周做胎儿心脏超声，结果出来前不要向她保证“没问题”。",
            ),
            ("xu", ""),
        ),
    ),
    (
        "吃多奈哌齐后拉肚子",
        (
            ("wei", "窦缓合并 PR 延长，两种减慢心率的药同用，先停多奈哌齐；美托洛尔能否减量请心内科定，不要自行停。"),
            ("jiang", ""),
        ),
    ),
)
ASKED, SAID = timedelta(minutes=55), timedelta(minutes=20)  # before now


def seat(people: dict[str, Person], now: datetime) -> None:
    """By the product's own verbs."""
    for begins, readers in PANELS:
        found = Consultation.objects.filter(kind=Kind.PANEL, requests__question__startswith=begins)
        case = found.select_related("invited", "expert").first()
        if case is None:
            continue
        for key, words in readers:
            taken = panels.ask(case, person=people[key], by=people["zhou"], at=now - ASKED)
            if words:
                panels.comment(taken, f"{words}{SAMPLE}", by=people[key], at=now - SAID)
        Outgoing.objects.filter(notice__about_code=case.code).delete()  # nothing of a planted past leaves the house
