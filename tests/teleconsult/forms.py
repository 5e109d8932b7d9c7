"""What a browser would send for each form."""

from typing import Any

from django.utils.timezone import now

from care import consenting
from care.models import Purpose
from teleconsult.models import Consultation

REQUEST: dict[str, Any] = {
    "kind": "liaison",
    "urgency": "routine",
    "purpose": "treatment",
    "question": "反复胸闷濒死感，自购安定两年，怎样减药？",
    "specialty": "mood",
    "began": "两年前",
    "present": "近一月加重，想减药",
    "symptoms": ["despair", "other"],
    "ideas": "no",
    "plan": "no",
    "attempt": "no",
    "harm_to_others": "no",
    "medicine_0_name": "地西泮",
    "medicine_0_dose": "2.5 mg",
    **{f"phq9_{number}": "1" for number in range(1, 9)},
    "phq9_9": "0",
}
OPINION: dict[str, Any] = {
    "impression": "惊恐障碍可能",
    "risk_level": "watch",
    "limits": "未能查体",
    "advice_0_text": "地西泮每两周减四分之一",
    "advice_0_sort": "medicine",
    "advice_0_doer": "doctor",
    "advice_1_text": "两周后复诊",
    "advice_1_sort": "follow_up",
    "advice_1_doer": "patient",
}
CHECK_INVITING = {
    "identity_confirmed": "on",
    "patient_where": "白沙镇一组 3 号",
    "call_back": "13900001111",
    "present": "本人和妻子",
    "reachable": "村医 13900002222",
}
CHECK_INVITED = {"identity_confirmed": "on", "present": "专家一人"}


def consent(case: Consultation) -> dict[str, Any]:
    """The patient agrees on paper to consultation and sharing."""
    return {
        "wording": str(consenting.current_text(now())),
        "cost_told": "on",
        "signer": "patient",
        "signer_name": case.patient.name,
        "method": "paper",
        f"agree_{Purpose.CONSULTATION}_{case.invited_id}": "on",
        f"agree_{Purpose.SHARE_RECORD}_{case.invited_id}": "on",
    }


SURVEY: dict[str, str] = {
    "effect": "new",
    "sending": "avoided",
    "worth_to_doctor": "5",
    "worth_to_patient": "4",
    "learn": "yes",
}
OUTCOME: dict[str, str] = {
    "carried_1": "done",
    "became_1": "better",
    "carried_2": "changed",
    "became_2": "same",
    "words_2": "改为电话复诊",
    "patient": "睡得好些",
    "referred": "no",
    "worth": "4",
}
