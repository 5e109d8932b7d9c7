"""What a browser would send where a row posts; by name of the address. Without an entry: an empty form."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.timezone import localdate

from tests.factories import PASSWORD
from tests.teleconsult import forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.access.world import World

BECAUSE = {"because": "病情有变"}
TYPED = {"fields": {"began": ["两年前"]}, "tab": "t1", "began_from": 0}


def _agreement(world: World) -> dict[str, Any]:
    parties = {"inviting": [world.way.place.pk], "invited": world.way.centre.pk}
    return {"number": "XQ-NEW", "title": "会诊协议", **parties, "scopes": ["liaison"], "valid_from": "2027-01-01"}


def _institution() -> dict[str, Any]:
    kind = {"kind": "health_centre", "function": "member"}
    return {"name": "柳溪社区卫生服务中心", **kind, "opens_at": "08:00", "closes_at": "17:00"}


SENT: dict[str, Callable[[World], dict[str, Any]]] = {
    "teleconsult:new": lambda world: {
        "patient": str(world.subjects["patient"]["code"]),
        "inviting": world.way.place.pk,
        "invited": world.way.centre.pk,
        "kind": "liaison",
    },
    "call:echo": lambda world: {"offer": "v=0"},
    "teleconsult:request": lambda world: {**forms.REQUEST, "action": "complete"},
    "teleconsult:consent": lambda world: forms.consent(world.cases["consent_pending"]),
    "teleconsult:ask_emergency": lambda world: BECAUSE,
    "teleconsult:cancel": lambda world: BECAUSE,
    "teleconsult:take_over": lambda world: BECAUSE,
    "teleconsult:assign": lambda world: {"expert": str(world.people["expert"].code)},
    "teleconsult:return": lambda world: {"missing": ["timeline"]},
    "teleconsult:close_declined": lambda world: BECAUSE,
    "teleconsult:decline": lambda world: BECAUSE,
    "teleconsult:hold": lambda world: {"slot": str(world.slot.code)},
    "teleconsult:phrases": lambda world: {"title": "随访", "text": "两周后复诊。"},
    "teleconsult:thread": lambda world: {"body": "请问现在的剂量？", "code": str(uuid4()), "action": "remark"},
    "teleconsult:panel": lambda world: {"body": "同意。", "code": str(uuid4()), "action": "comment"},
    "teleconsult:panel_ask": lambda world: {"expert": str(world.people["expert"].code)},
    "teleconsult:panel_release": lambda world: {
        "seat": str(world.cases["panel"].panel.get(released_at=None).code),
        **BECAUSE,
    },
    "teleconsult:door": lambda world: {**BECAUSE, "to": "video"},
    "teleconsult:cancel_booking": lambda world: BECAUSE,
    "teleconsult:start_check": lambda world: forms.CHECK_INVITING,
    "teleconsult:abort": lambda world: BECAUSE,
    "teleconsult:sign": lambda world: {**forms.OPINION, "password": PASSWORD, "action": "sign"},
    "teleconsult:addendum": lambda world: {"text": "补充", "password": PASSWORD},
    "teleconsult:disposition": lambda world: {"decision_1": "adopted", "decision_2": "adopted", "patient_told": "on"},
    "teleconsult:rate": lambda world: {"worth": "4"},
    "teleconsult:survey": lambda world: forms.SURVEY,
    "teleconsult:outcome": lambda world: forms.OUTCOME,
    "teleconsult:outcome_cannot": lambda world: {"unreachable": "moved"},
    "teleconsult:emergency": lambda world: {"decision": "approve", **BECAUSE},
    "teleconsult:availability": lambda world: {
        "weekday": "3",
        "begins": "09:00",
        "ends": "11:00",
        "slot_minutes": "60",
    },
    "teleconsult:extra_hours": lambda world: {
        "extra-day": "2031-10-04",
        "extra-begins": "18:00",
        "extra-ends": "20:00",
        "extra-slot_minutes": "60",
    },
    "teleconsult:no_show": lambda world: {"who": "patient", **BECAUSE},
    "teleconsult:absences": lambda world: {
        "expert": str(world.people["expert"].code),
        "first_day": "2031-05-01",
        "action": "enter",
        **BECAUSE,
    },
    "teleconsult:booking_rule": lambda world: {"rule-buffer_minutes": "10", "rule-most_a_day": "6"},
    "call:messages": lambda world: {"body": "听得见吗", "client_code": str(uuid4())},
    "call:visitors": lambda world: {"kind": "interpreter", "name": "译员", "agreed": "on"},
    "care:patients": lambda world: {"words": "无此人"},
    "care:danger_check": lambda world: {"check-ticked": "stays"},
    "care:danger_settle": lambda world: {"how": "已电话联系"},
    "alliance:language": lambda world: {"language": "en"},
    "alliance:reader_time": lambda world: {"time_zone": "Asia/Urumqi"},
    "alliance:people": lambda world: {
        "name": "新人",
        "email": "newcomer@xinqiao.test",
        "role": "trainee",
        "institution": world.way.centre.pk,
    },
    "alliance:duty": lambda world: {
        "person": world.people["expert"].pk,
        "weekdays": ["0"],
        "begins": "08:00",
        "ends": "12:00",
    },
    "alliance:duty_one_date": lambda world: {
        "date-person": world.people["expert"].pk,
        "date-day": str(localdate() + timedelta(days=20)),
        "date-begins": "08:00",
        "date-ends": "12:00",
    },
    "alliance:duty_leave": lambda world: {
        "leave-person": world.people["expert"].pk,
        "leave-first": str(localdate() + timedelta(days=30)),
    },
    "alliance:membership_end": lambda world: BECAUSE,
    "alliance:institution_new": lambda world: {**_institution(), "parent": world.way.centre.parent_id},
    "alliance:institution": lambda world: _institution(),
    "alliance:institution_move": lambda world: {"to": world.way.centre.pk},
    "alliance:institution_leave": lambda world: {**BECAUSE, "anyway": "on"},
    "alliance:zones": lambda world: {"name": "东片"},
    "alliance:zone": lambda world: {"name": "北部片区", "leader": world.people["leader"].pk},
    "alliance:agreement_new": _agreement,
    "alliance:agreement_replace": _agreement,
    "alliance:contact": lambda world: {"mobile": "138 0000 9999", "email": "moved@xinqiao.test"},
    "alliance:agreement": lambda world: {"valid_from": "2024-03-01", "valid_until": "2030-02-28"},
    "alliance:medicine_new": lambda world: {"name_zh": "新药", "kind": "other"},
    "alliance:medicine": lambda world: {"name_zh": "喹硫平", "kind": "antipsychotic"},
    "alliance:test_new": lambda world: {"name_zh": "新检查"},
    "alliance:test": lambda world: {"name_zh": "血常规"},
    "alliance:holidays": lambda world: {"day": "2031-10-01", "works": "rests", "name": "国庆节"},
    "alliance:holidays_import": lambda world: {"lines": "2031-10-01,rests,国庆节"},
    "alliance:holiday_remove": lambda world: {"day": "2031-10-01"},
    "alliance:practice": lambda world: {
        "number": "110320100009999",
        "scope": "psychiatry",
        "title": "chief",
        "independent_since": "2010-07-01",
    },
    "alliance:site_add": lambda world: {"site-institution": world.way.place.pk, "site-valid_from": "2026-01-01"},
    "account_login": lambda world: {"login": "nobody@xinqiao.test", "password": "wrong-wrong-wrong"},
    "account_reauthenticate": lambda world: {"password": PASSWORD},
}
JSON = {
    "teleconsult:draft",
    "teleconsult:thread_draft",
    "teleconsult:panel_draft",
    "teleconsult:opinion_draft",
    "teleconsult:disposition_draft",
}


def for_row(world: World, name: str) -> dict[str, Any]:
    """The arguments of the test client's `post` for that address."""
    if name in JSON:
        return {"data": json.dumps(TYPED), "content_type": "application/json"}
    make = SENT.get(name)
    return {"data": make(world) if make else {}}
