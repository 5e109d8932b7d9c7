"""Rules that a customer confirms or changes (domain.md marks them [design] or [bg-verify])."""

from datetime import time, timedelta
from typing import Any

from config import environment as env

XINQIAO: dict[str, Any] = {
    "ALARM_UNACKNOWLEDGED": timedelta(minutes=15),  # then: "telephone now"
    # How long after a step is due each rung is told: coordinator, then (so much later) head, then medical affairs.
    "ESCALATION": {
        "danger": (("minutes", 0), ("minutes", 5), ("minutes", 5)),
        "emergency": (("minutes", 0), ("minutes", 5), ("minutes", 10)),
        "urgent": (("minutes", 0), ("minutes", 30), ("minutes", 60)),
        "routine": (("minutes", 0), ("working_hours", 4), ("working_days", 1)),
    },
    "REMINDERS": (timedelta(hours=24), timedelta(minutes=15)),  # before a booked consultation
    "DIGEST_AT": {"coordinator": time(8), "expert": time(7, 30), "duty": time(8)},  # the reader's zone
    "QUIET_HOURS": (time(22), time(7)),  # the reader's zone; danger and emergencies pass
    "DUTY_GAP_AHEAD": timedelta(days=3),  # an hour without a duty clinician is warned of this long before
    "SLOT_HOLD": timedelta(minutes=10),
    "BOOKING_BUFFER": timedelta(0),  # kept free between bookings, where an expert has no rule of their own
    "OFFER_WORKING_HOURS": 2,  # of the inviting site: how long a freed time is kept for a waiting case at most
    "OFFER_LEAST": timedelta(minutes=10),  # a time that could not be kept so long is offered to nobody
    "SHORT_NOTICE": timedelta(hours=24),  # nearer times are offered only where short notice is fine
    "NO_SHOW_AFTER": timedelta(minutes=15),  # past the start, before somebody may be said not to have come
    "REGISTRATION_WARNING": timedelta(days=30),  # before a leave to practise ends
    "BOOKINGS_PER_DAY": 8,  # of one expert; emergencies are not counted
    "MINIMUM_PRACTICE_YEARS": 3,
    "ROOM_OPENS_BEFORE": timedelta(minutes=30),
    "VISITOR_LINK": timedelta(minutes=30),  # how long a relative's or an interpreter's link waits to be used
    "ATTACHMENT_BYTES": 10 * 1024 * 1024,
    "ADULT_AGE": 18,
    "GRANT_AFTER_CLOSE": timedelta(days=30),
    "RETENTION_YEARS": {"psy_record": 30},  # after the last contact
    "WRITTEN_MINUTES": env.number("XINQIAO_WRITTEN_MINUTES", 20, least=1),  # of an expert, for an answer in writing
    "FULL_AT": env.share("XINQIAO_FULL_AT", 0.85),  # of the experts' hours used: beyond it waiting grows steeply
    "SMALL_CELL": env.number("XINQIAO_SMALL_CELL", 5, least=2),  # smaller counts of people are not shown
    "SMALL_CELL_OUTSIDE": env.number("XINQIAO_SMALL_CELL_OUTSIDE", 8, least=2),  # in files that leave the alliance
    "SEARCHES_KEPT": timedelta(days=env.number("XINQIAO_SEARCHES_KEPT", 90, least=1)),  # counts of words, no people
    "SITE_REVIEW_YEARS": env.number("XINQIAO_SITE_REVIEW_YEARS", 3, least=1),  # how long an approval of a text holds
    "SITE_REVIEW_WARNINGS": (60, 14, 0),  # days before that, owner and topic lead are told
    "SITE_REVIEW_GRACE": timedelta(days=90),  # after it, the text is taken back until somebody has read it again
    "SITE_APPROVAL_WAITS": timedelta(days=3),  # for the topic lead, then every clinician who may approve is told
    "FOLLOW_UP_WEEKS": env.weeks("XINQIAO_FOLLOW_UP_WEEKS", "2,12"),  # the first closes the case; 2,4,12 asks thrice
}
