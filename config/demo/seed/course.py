"""When each thing of a story happened, from the first line typed to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from config.demo.seed.days import TZ, WorkTime, some
from config.demo.seed.story import Door, State, Story, Urgency
from config.demo.seed.workforce import hours_of

HOUR = timedelta(hours=1)
MET = (State.OPINION_DRAFT, State.SIGNED, State.DISPOSED, State.FOLLOW_UP, State.CLOSED)
_LEAST = {State.OPINION_DRAFT: 1.0, State.SIGNED: 2.5, State.DISPOSED: 12.0}  # hours between the session and now


@dataclass
class Course:
    """The moments of one story; None where it has not come that far."""

    created: datetime
    completed: datetime | None = None
    submitted: datetime | None = None
    returned: datetime | None = None
    triaged: datetime | None = None
    declined: datetime | None = None
    accepted: datetime | None = None
    booked: datetime | None = None
    meets: datetime | None = None  # the beginning of the booked hour
    began: datetime | None = None
    ended: datetime | None = None
    writing: datetime | None = None  # an answer in writing is begun
    signed: datetime | None = None
    disposed: datetime | None = None
    closed_out: datetime | None = None
    closed: datetime | None = None  # also cancelled, lapsed

    def moves(self, stage: str) -> Iterator[tuple[State, datetime]]:
        """State and moment of every step, in order."""
        path = (
            (State.CONSENT_PENDING, self.completed),
            (State.SUBMITTED, self.submitted),
            (State.RETURNED, self.returned),
            (State.TRIAGED, self.triaged),
            (State.DECLINED, self.declined),
            (State.ACCEPTED, self.accepted),
            (State.SCHEDULED, self.booked),
            (State.IN_SESSION, self.began),
            (State.OPINION_DRAFT, self.ended or self.writing),
            (State.SIGNED, self.signed),
            (State.DISPOSED, self.disposed),
            (State.FOLLOW_UP, self.closed_out),
            (State(stage), self.closed),
        )
        for state, moment in path:
            if moment is not None:
                yield state, moment


class Diary:
    """Hands out experts' hours and works out courses; no hour is given twice."""

    def __init__(self, work: WorkTime) -> None:
        self.work = work
        self._taken: set[tuple[str, datetime]] = set()

    # --- hours ------------------------------------------------------------------------------------------------------
    def _of_day(self, expert: str, day: date) -> list[datetime]:
        found = []
        for weekdays, begins, ends in hours_of(expert):
            moment = datetime.combine(day, begins, tzinfo=TZ)
            while day.weekday() in weekdays and moment + HOUR <= datetime.combine(day, ends, tzinfo=TZ):
                found.append(moment)
                moment += HOUR
        return sorted(moment for moment in found if (expert, moment) not in self._taken)

    def _take(self, expert: str, moment: datetime) -> datetime:
        self._taken.add((expert, moment))
        return moment

    def past_hour(self, story: Story, *, before: datetime) -> datetime:
        """The expert's latest free hour on or before the story's day that was over by `before`."""
        from_hour = time(11) if story.urgency == Urgency.URGENT else time(8)
        back = story.days
        while True:
            day = self.work.workday(back)
            free = [at for at in self._of_day(story.expert, day) if at.time() >= from_hour and at + HOUR <= before]
            if free:
                return self._take(story.expert, free[round(some(story.key, 0, len(free) - 1)) if story.days else -1])
            back += 1

    def coming_hour(self, story: Story, *, after: datetime) -> datetime:
        """The expert's next free hour on a working day."""
        day = after.date()
        while True:
            if self.work.works(day) and (free := [at for at in self._of_day(story.expert, day) if at >= after]):
                return self._take(story.expert, free[0])
            day += timedelta(days=1)

    # --- courses ----------------------------------------------------------------------------------------------------
    def course(self, story: Story) -> Course:
        """The whole course of a story, in whole seconds."""
        found = self._course(story)
        for field in fields(found):
            if (moment := getattr(found, field.name)) is not None:
                setattr(found, field.name, moment.replace(microsecond=0))
        return found

    def _course(self, story: Story) -> Course:
        if story.stage in MET and story.door == Door.WRITTEN:
            return self._written(story)
        if story.stage in MET:
            return self._emergency(story) if story.urgency == Urgency.EMERGENCY else self._met(story)
        if story.stage in (State.ACCEPTED, State.SUBMITTED) and story.urgency == Urgency.URGENT:
            return self._burning(story)
        if story.stage in (State.CANCELLED, State.EXPIRED):
            return self._ended(story)
        return self._waiting(story)

    def _prepared(self, course: Course, since: datetime, key: str) -> Course:
        """Written and agreed to before it was sent."""
        course.completed = since - timedelta(minutes=some(key, 4, 18))
        course.created = min(course.completed - timedelta(minutes=some(key + "w", 9, 40)), course.completed)
        return course

    def _met(self, story: Story) -> Course:
        key, work = story.key, self.work
        before = work.now - timedelta(hours=_LEAST.get(State(story.stage), 0))
        meets = self.past_hour(story, before=before)
        if story.urgency == Urgency.URGENT:
            accepted = meets - timedelta(minutes=some(key, 45, 80))
            triaged = accepted - timedelta(minutes=some(key, 15, 45))
            submitted = triaged - timedelta(minutes=some(key, 10, 35))
        else:
            accepted = work.earlier(meets, some(key, 5, 16))
            triaged = work.earlier(accepted, some(key, 0.5, 4))
            submitted = work.earlier(triaged, some(key, 0.3, 2.5))
        course = Course(submitted, None, submitted, None, triaged, None, accepted)
        course.booked = accepted + timedelta(minutes=some(key, 3, 14))
        self._after(story, course, meets, began=meets + timedelta(minutes=some(key, 1, 6)))
        return self._prepared(course, submitted, key)

    def _emergency(self, story: Story) -> Course:
        day, key = self.work.workday(story.days), story.key
        submitted = datetime.combine(day, time(9 + round(some(key, 0, 5)), round(some(key, 5, 50))), tzinfo=TZ)
        triaged = submitted + timedelta(minutes=some(key, 2, 6))
        accepted = triaged + timedelta(minutes=some(key, 1, 5))
        booked = accepted + timedelta(minutes=1)
        course = Course(submitted, None, submitted, None, triaged, None, accepted, booked)
        self._after(story, course, booked, began=booked + timedelta(minutes=some(key, 1, 4)))
        return self._prepared(course, submitted, key)

    def _written(self, story: Story) -> Course:
        """Answered in writing, on the story's day, between other things."""
        day, key, work = self.work.workday(story.days), story.key, self.work
        begun = datetime.combine(day, time(9 + round(some(key, 0, 5)), round(some(key, 5, 50))), tzinfo=TZ)
        accepted = work.earlier(begun, some(key, 1, 5))
        triaged = work.earlier(accepted, some(key, 0.5, 3))
        submitted = work.earlier(triaged, some(key, 0.3, 2.5))
        course = Course(submitted, None, submitted, None, triaged, None, accepted, writing=begun)
        self._opined(story, course, begun)
        return self._prepared(course, submitted, key)

    def _after(self, story: Story, course: Course, meets: datetime, *, began: datetime) -> None:
        """The session and what came of it."""
        course.meets, course.began = meets, began
        course.ended = began + timedelta(minutes=some(story.key, 19, 44))
        self._opined(story, course, course.ended)

    def _opined(self, story: Story, course: Course, since: datetime) -> None:
        """The opinion and what came of it."""
        key, work, stage = story.key, self.work, State(story.stage)
        if stage == State.OPINION_DRAFT:
            return
        course.signed = since + timedelta(minutes=some(key + "s", 18, 70))
        if stage == State.SIGNED:
            return
        # The working day is over by 17:30; what was signed in the evening is acted on the next morning.
        course.disposed = work.later(course.signed, some(key + "d", 0.7, 5.5))
        if stage in (State.FOLLOW_UP, State.CLOSED):
            course.closed_out = work.later(course.disposed, some(key + "o", 0.1, 4))
        if stage == State.CLOSED:  # by the answer after two weeks
            course.closed = work.later(course.disposed + timedelta(weeks=2), some(key + "c", 9.5, 16))

    def _burning(self, story: Story) -> Course:
        """Urgent and open: their clocks run day and night, so they began not long before now."""
        now, key = self.work.now, story.key
        if story.stage == State.SUBMITTED:
            return self._prepared(Course(now, None, now - timedelta(minutes=34)), now - timedelta(minutes=34), key)
        accepted = now - timedelta(minutes=95)
        triaged = accepted - timedelta(minutes=21)
        submitted = triaged - timedelta(minutes=17)
        return self._prepared(Course(submitted, None, submitted, None, triaged, None, accepted), submitted, key)

    def _waiting(self, story: Story) -> Course:
        """Open and routine: counted back in working hours. What is overdue waits since an earlier day."""
        key, work = story.key, self.work
        stage = State(story.stage)
        if stage in (State.DRAFT, State.CONSENT_PENDING):
            created = work.earlier(work.now, some(key, 2, 6))
            completed = created + timedelta(minutes=25) if stage == State.CONSENT_PENDING else None
            return Course(created, completed)
        if story.overdue:
            back, hour = (1, 9) if stage == State.SUBMITTED else (2, 10)
            last = datetime.combine(work.workday(back), time(hour, round(some(key, 5, 50))), tzinfo=TZ)
        else:
            last = work.earlier(work.now, _SINCE[stage] + some(key, 0, 0.4))
        submitted = work.earlier(last, _SENT_BEFORE[stage])
        course = Course(submitted, None, submitted)
        if stage == State.RETURNED:
            course.returned = last
        elif stage == State.TRIAGED:
            course.triaged = last
        elif stage == State.DECLINED:
            course.triaged, course.declined = work.earlier(last, 3.4), last
        elif stage in (State.ACCEPTED, State.SCHEDULED):
            course.triaged, course.accepted = work.earlier(last, 2.1), last
        if stage == State.SCHEDULED:
            course.booked = last + timedelta(minutes=some(key, 4, 15))
            course.meets = self.coming_hour(story, after=work.now + timedelta(hours=3))
        return self._prepared(course, submitted, key)

    def _ended(self, story: Story) -> Course:
        """Taken back or lapsed, a while ago."""
        key, work = story.key, self.work
        closed = datetime.combine(work.workday(story.days), time(10, round(some(key, 0, 55))), tzinfo=TZ)
        if story.stage == State.EXPIRED:
            returned = datetime.combine(work.workday(story.days + 3), time(11, 20), tzinfo=TZ)
            closed = datetime.combine(work.workday(story.days), time(17, 30), tzinfo=TZ)
            submitted = work.earlier(returned, 2.2)
            return self._prepared(Course(submitted, None, submitted, returned, closed=closed), submitted, key)
        accepted = work.earlier(closed, 4)
        triaged, submitted = work.earlier(accepted, 2), work.earlier(accepted, 3.5)
        course = Course(submitted, None, submitted, None, triaged, None, accepted, closed=closed)
        return self._prepared(course, submitted, key)


_SINCE = {  # working hours since the last step of what is open and in time
    State.SUBMITTED: 0.9,
    State.RETURNED: 5.0,
    State.TRIAGED: 2.0,
    State.DECLINED: 0.3,
    State.ACCEPTED: 4.0,
    State.SCHEDULED: 6.0,
}
_SENT_BEFORE = {  # working hours between the invitation and that last step
    State.SUBMITTED: 0.0,
    State.RETURNED: 1.3,
    State.TRIAGED: 1.6,
    State.DECLINED: 5.0,
    State.ACCEPTED: 4.2,
    State.SCHEDULED: 4.2,
}
