"""The same pages with few rows and with many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance import escalating, leaving
from alliance.models import Deadline, Institution, Person
from alliance.roles import Role
from care import danger
from care.danger import Danger, Reason
from care.models import Level
from teleconsult import disposing, following_up, hours, meeting, opining, panels, scheduling
from teleconsult.disposing import Decision
from teleconsult.models import AdviceItem, Consultation, Opinion
from tests import factories
from tests.care import factories as care
from tests.teleconsult.factories import (
    ADVICE,
    ANSWERS,
    OPINION,
    SURVEY,
    Way,
    answer_round,
    bring_round,
    give_consent,
)

now = timezone.now
ROUND = ("submitted", "triaged", "accepted", "scheduled", "opinion_draft", "signed", "disposed", "follow_up", "closed")


@dataclass
class Crowd:
    """One centre that becomes busier, and a browser per person."""

    way: Way
    people: dict[str, Person]
    browsers: dict[str, Client]
    cases: dict[str, Consultation]

    def grow(self, times: int) -> None:
        """More of everything that a page could list."""
        way, place = self.way, self.way.place
        for number in range(times):
            way.draft()
            for state in ROUND:
                getattr(way, state)()
            bring_round(way.follow_up())
            self._alarm(way.submitted())
            factories.make_expert(way.centre)
            leaver = factories.make_member(Role.COMMUNITY_DOCTOR, place)
            Way(leaver, place, way.centre, way.expert, way.coordinator).submitted()
            leaving.leave(leaver.memberships.get(), by=self.people["leader"], at=now(), because="调离")
            for weekday in (0, 3):
                begins, ends = time(8 + number % 12), time(8 + number % 12, 30)
                hours.add_hours(
                    way.expert, way.centre, weekday=weekday, begins=begins, ends=ends, slot_minutes=30, at=now()
                )
        self.cases = {
            "full": self._full(times),
            "submitted": self._written(times, way.submitted(medicines=self._medicines(times))),
            "returned": self._written(times, way.returned()),
            "accepted": self._written(times, way.accepted()),
            "panel": self._panel(times, way.writing()),
        }
        Deadline.objects.filter(escalates_at__isnull=False).update(escalates_at=now())  # everything is overdue
        escalating.climb(now())

    def _medicines(self, times: int) -> list[dict[str, str]]:
        line: dict[str, str] = ANSWERS["medicines"][0]
        return [line] * times

    def _alarm(self, case: Consultation) -> None:
        way = self.way
        found = Danger(Level.NOW, (Reason.PLAN,))
        danger.raise_alarm(
            found, about=case.code, by=way.doctor, at_place=way.place, to=way.centre, call_back="1", at=now()
        )

    def _written(self, times: int, case: Consultation) -> Consultation:
        for _ in range(times):
            care.make_document(case.patient, self.way.doctor, about=case.code)
            give_consent(case, by=self.way.doctor)
        return case

    def _panel(self, times: int, case: Consultation) -> Consultation:
        """Two read it along, and one has a lot to say."""
        for reader in (factories.make_expert(case.invited), factories.make_expert(case.invited)):
            seat = panels.ask(case, person=reader, by=self.way.coordinator, at=now())
        for _ in range(times):
            panels.comment(seat, "同意", by=reader, at=now())
        return case

    def _full(self, times: int) -> Consultation:
        """A case with as many papers, consents, moves, lines of advice and addenda."""
        way = self.way
        case = self._written(times, way.accepted(medicines=self._medicines(times)))
        for _ in range(times):
            scheduling.hold(case, way.slot(500), by=way.doctor, at=now())
            scheduling.confirm(case, by=way.doctor, at=now())
            scheduling.cancel(case, because="改日", by=way.doctor, at=now())
        scheduling.hold(case, way.slot(500), by=way.doctor, at=now())
        scheduling.confirm(case, by=way.doctor, at=now())
        meeting.begin(way.checked(case), by=way.expert, at=now())
        meeting.end(case, by=way.expert, at=now())
        opining.sign(case, OPINION, ADVICE[:1] * times, by=way.expert, at=now())
        for _ in range(times):
            opining.add(Opinion.objects.get(consultation=case), "补充", by=way.expert, at=now())
        items = AdviceItem.objects.filter(opinion__consultation=case)
        disposing.dispose(
            case,
            {item.pk: Decision("adopted") for item in items},
            patient_told=True,
            progress_note="",
            by=way.doctor,
            at=now(),
        )
        following_up.close_out(case, SURVEY, by=way.doctor, at=now())
        answer_round(bring_round(case), by=way.doctor)
        return case

    def address(self, page: str) -> str:
        """`board?tab=meet`, `case/full`, `care:patients` → where it is."""
        name, _, query = page.partition("?")
        name, _, which = name.partition("/")
        full = name if ":" in name else f"teleconsult:{name}"
        if not which:
            return reverse(full) + (f"?{query}" if query else "")
        case = self.cases[which]
        if full == "teleconsult:outcome":
            return case.rounds.get(closes=True).get_absolute_url()
        code: Any = {"care:patient": case.patient.code, "call:room": case.room.code if case.room else None}.get(
            full, case.code
        )
        return reverse(full, args=[code])

    def queries(self, page: str, who: str) -> list[str]:
        """What opening the page asks the database, the second time it is opened."""
        browser, address = self.browsers[who], self.address(page)
        assert browser.get(address).status_code == 200, (page, who)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address)
        return [query["sql"] for query in asked.captured_queries]


def build() -> Crowd:
    """The centre on its first morning."""
    alliance = factories.make_alliance(name="澜江医联体")
    centre = factories.make_centre(name="区二院", parent=alliance)
    place: Institution = factories.make_institution(name="北桥", parent=alliance)
    factories.make_agreement(place, centre)
    people = {
        "doctor": factories.make_member(Role.COMMUNITY_DOCTOR, place, mobile="13800001001"),
        "expert": factories.make_expert(centre),
        "coordinator": factories.make_member(Role.COORDINATOR, centre),
        "leader": factories.make_member(Role.LEADER, alliance),
    }
    factories.make_round_the_clock(people["expert"], centre)
    handler, browsers = Client().handler, {}
    for name, person in people.items():
        browsers[name] = Client()
        browsers[name].handler = handler
        browsers[name].force_login(person)
    way = Way(people["doctor"], place, centre, people["expert"], people["coordinator"])
    return Crowd(way, people, browsers, {})
