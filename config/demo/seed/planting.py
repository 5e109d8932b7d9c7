"""Plants the demo alliance: one transaction, once. Everything is relative to `now`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alliance.models import Institution, Person
from care.models import ConsentText
from config.demo.seed import (
    bells,
    bookings,
    grounds,
    history,
    meeting,
    outcomes,
    papers,
    patients,
    public_site,
    reading_along,
    stock,
    told,
    verdicts,
    workforce,
    written,
)
from config.demo.seed.batch import Batch
from config.demo.seed.cases import EVERYTHING, VIGNETTES
from config.demo.seed.course import Course, Diary
from config.demo.seed.days import TZ, WorkTime
from config.demo.seed.extras import WAITING
from config.demo.seed.institutions import PLACES
from config.demo.seed.papers import Case
from config.demo.seed.people import EXPERTS
from config.demo.seed.story import State, Story
from teleconsult import slotting
from teleconsult.models import Consultation, Step


class AlreadyPlanted(Exception):
    """The demo alliance is there."""


@dataclass(frozen=True)
class Harvest:
    """How much was planted."""

    institutions: int
    people: int
    consultations: int


def planted() -> bool:
    """Whether the demo alliance is there."""
    root = PLACES[0]
    return Institution.objects.filter(name=root.name, kind=root.kind, parent=None).exists()


def plant(now: datetime, *, small: bool = False) -> Harvest:
    """Everything, or the alliance and the twelve vignettes only. Raises AlreadyPlanted."""
    now = now.astimezone(TZ)
    with transaction.atomic():
        if planted():
            raise AlreadyPlanted
        work = WorkTime(now)
        places = grounds.put_up()
        people = workforce.bring(places, now, work.today)
        grounds.divide(places, people)
        grounds.agree(places, work.today)
        workforce.open_hours(people, places["centre"])
        workforce.roster(people, places["centre"])
        stock.shelve(places, now)
        workforce.swap(people, places["centre"], now)
        stories = VIGNETTES if small else EVERYTHING
        _tell_stories(stories, places, people, work)
        _keep_waiting(places, people, work)
        written.turn(now)
        reading_along.seat(people, now)
        bells.climb(now)
        bookings.arrange(places, people, now)
        for expert in EXPERTS:
            slotting.make_slots(people[expert.key], at=now, until=now + slotting.HORIZON)
        history.bring(places, now)
        public_site.tend(people, now)
    return Harvest(len(places), len(people), len(stories))


def _keep_waiting(places: dict[str, Institution], people: dict[str, Person], work: WorkTime) -> None:
    """Patients about whom nobody has asked yet."""
    batch = Batch()
    for order, (who, place, doctor) in enumerate(WAITING, start=len(EVERYTHING) + 1):
        at = work.earlier(work.now, 30 + 9 * order)
        keeper = people[doctor]
        batch.add(patients.record(who, place=places[place], by=keeper, at=at, today=work.today, order=order))
    batch.write()


def _tell_stories(
    stories: tuple[Story, ...], places: dict[str, Institution], people: dict[str, Person], work: WorkTime
) -> None:
    batch, diary = Batch(), Diary(work)
    desks = (people["zhou"], people["heq"])
    text = ConsentText.objects.filter(language="zh-hans").order_by("-valid_from", "-pk")[0]
    courses = [(story, diary.course(story)) for story in stories]
    courses.sort(key=lambda pair: pair[1].submitted or pair[1].created)
    taken: Counter[str] = Counter()
    for order, (story, course) in enumerate(courses, start=1):
        doctor, expert = people[story.doctor], people.get(story.expert)
        row = _consultation(story, course, places, doctor, expert)
        case = Case(story, course, row, doctor, expert)
        started = course.created
        row.patient = batch.add(
            patients.record(story.patient, place=row.inviting, by=doctor, at=started, today=work.today, order=order)
        )
        _number(row, taken)
        _advance(case, batch, people)
        papers.write_request(case, batch)
        papers.record_consent(case, batch, text, places["school"])
        papers.draft_opinion(case, batch)
        if (alarm := bells.alarm(case, batch, people)) is not None:
            told.alarm(case, alarm, batch, desks, work.now)
        bells.wind(case, batch, work.now)
        meeting.arrange(case, batch)
        written.correspond(case, batch)
        verdicts.sign(case, batch, work.now)
        told.tell(case, batch, desks, work.now)
        batch.add(row)
    outcomes.file_away(batch, places[PLACES[0].key])
    batch.write()


def _consultation(
    story: Story, course: Course, places: dict[str, Institution], doctor: Person, expert: Person | None
) -> Consultation:
    asked = course.completed is not None
    ended = story.stage in (State.CANCELLED, State.EXPIRED, State.CLOSED)
    withdrawn = course.closed if story.key == "D04" else None
    return Consultation(
        kind=story.kind,
        door=story.door,
        urgency=story.urgency if asked else "",
        state=story.stage,
        inviting=places[story.place],
        invited=places["centre"],
        inviter=doctor,
        owner=doctor,
        expert=expert if course.triaged and story.stage != State.DECLINED else None,
        specialty=story.specialty if asked else "",
        created_at=course.created,
        submitted_at=course.submitted,
        accepted_at=course.accepted,
        began_at=course.began,
        ended_at=course.ended,
        signed_at=course.signed,
        disposed_at=course.disposed,
        closed_at=course.closed if ended else None,
        consent_withdrawn_at=withdrawn,
    )


def _number(row: Consultation, taken: Counter[str]) -> None:
    """The next invitation number of that day, in the product's own form."""
    if row.submitted_at is None:
        return
    day = row.submitted_at.astimezone(row.invited.tz).strftime("XQ-%Y-%m%d-")
    taken[day] += 1
    row.number = f"{day}{taken[day]:03d}"


def _advance(case: Case, batch: Batch, people: dict[str, Person]) -> None:
    """The steps, and the audit of each."""
    desk = people["zhou"] if len(case.story.key + case.story.patient.name) % 3 else people["heq"]
    by_doctor = (
        State.CONSENT_PENDING,
        State.SUBMITTED,
        State.SCHEDULED,
        State.DISPOSED,
        State.FOLLOW_UP,
        State.CLOSED,
        State.CANCELLED,
    )
    movers: dict[State, Person | None] = dict.fromkeys(State, case.expert)
    movers |= dict.fromkeys(by_doctor, case.doctor)
    movers |= {State.RETURNED: desk, State.TRIAGED: desk, State.EXPIRED: None}
    spoken = {State.RETURNED, State.DECLINED, State.CANCELLED}
    before = State.DRAFT
    for state, at in case.course.moves(case.story.stage):
        because = case.story.because if state in spoken else ""
        batch.add(Step(consultation=case.row, before=before, after=state, by=movers[state], at=at, because=because))
        before = state
    bells.write_down(case, batch, movers)
