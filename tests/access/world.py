"""One lawful world for the whole table: the cast, the neighbour, and a case at every point of its way.

The patient's name, numbers and story are marks that no other text contains, so that a page that shows them is caught.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance import clocks, escalating, joining, swapping
from alliance.models import Agreement, Institution, LocalTest, Medicine, Notice, Person, Zone
from alliance.roles import Role
from care import danger, filing
from care.danger import Danger, Reason
from care.models import Consent, Level
from teleconsult import absences, emergencies, handing_on, meeting, panels, timers
from teleconsult.call.models import Seat
from teleconsult.models import (
    AdviceItem,
    Availability,
    BookingRule,
    Clinic,
    Consultation,
    ExtraHours,
    Opinion,
    Phrase,
    PlanCheck,
    PlanStep,
    Slot,
)
from tests import factories
from tests.access import unfound, visits
from tests.teleconsult.factories import Way, bring_round, give_consent, make_patient

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
_numbers = count(1)
COLUMNS = (
    "anonymous",
    "community_doctor",
    "colleague",
    "expert",
    "coordinator",
    "leader",
    "outsider",
    "trainee",
    "editor",
    "neighbour",
)
IDENTITY = {"name": "祁守拙", "phone": "13977665544", "id_number": "990000197705200", "address": "蓝鸢巷 77 号"}
CLINICAL = {
    "began": "标记甲：乙酰起病",
    "present": "标记乙：近来加重",
    "course": "标记丙：反复",
    "treatment": "标记丁：自购",
    "circumstances": "标记戊：独居",
    "mental_state_note": "标记己：语速慢",
    "danger_note": "标记庚：抽屉",
    "allergies_note": "标记辛：磺胺",
    "medicines": [{"name": "标记壬片", "dose": "7.25 mg", "times": "每晚", "since": "两年", "effect": "标记癸：嗜睡"}],
}
STATES = (
    "draft",
    "consent_pending",
    "submitted",
    "returned",
    "triaged",
    "declined",
    "accepted",
    "scheduled",
    "in_session",
    "opinion_draft",
    "writing",
    "asked_back",
    "signed",
    "disposed",
    "follow_up",
    "closed",
    "cancelled",
)


def identity_marks() -> list[str]:
    """What must never be seen where the patient's identity has no place."""
    return list(IDENTITY.values())


def clinical_marks() -> list[str]:
    """What only doctors read."""
    words = [value for value in CLINICAL.values() if isinstance(value, str)]
    return [*words, *(part for line in CLINICAL["medicines"] for part in (line["name"], line["dose"], line["effect"]))]


class MarkedWay(Way):
    """The way of a case whose patient and story are the marks."""

    def draft(self, **fields: Any) -> Consultation:
        """Begun, about a patient with the marks."""
        marked: dict[str, Any] = {**IDENTITY, "id_number": f"{IDENTITY['id_number']}{next(_numbers):03}"}
        patient = make_patient(self.doctor, self.place, guardian_name="祁母", **marked)
        return super().draft(patient=patient, **fields)

    def consent_pending(self, **answers: Any) -> Consultation:
        """Written, in marked words."""
        return super().consent_pending(**{**CLINICAL, **answers})


@dataclass
class World:
    """People by column, cases by state, and the address parts of every subject that a row names."""

    people: dict[str, Person]
    way: MarkedWay
    cases: dict[str, Consultation] = field(default_factory=dict)
    subjects: dict[str, dict[str, Any]] = field(default_factory=dict)
    visitor: Seat | None = None

    @property
    def slot(self) -> Slot:
        """A free hour of the expert."""
        return Slot.objects.filter(bookings=None, begins_at__gt=timezone.now()).latest("pk")


def _people(alliance: Institution, centre: Institution, place: Institution) -> dict[str, Person]:
    other = factories.make_institution(name="望湖社区卫生服务中心", short_name="望湖", parent=alliance)
    far = factories.make_institution(name="城关", parent=factories.make_alliance(name="临江县医联体"))
    doctor = Role.COMMUNITY_DOCTOR
    return {
        "community_doctor": factories.make_member(doctor, place, name="沈若溪", mobile="13800001001"),
        "colleague": factories.make_member(doctor, place, name="贺子安"),
        "expert": factories.make_expert(centre, name="顾明远", mobile="13800001003"),
        "coordinator": factories.make_member(Role.COORDINATOR, centre, name="林知夏", mobile="13800001004"),
        "leader": factories.make_member(Role.LEADER, alliance, name="秦望舒", mobile="13800001005"),
        "outsider": factories.make_member(doctor, far, name="邵一帆"),
        "trainee": factories.make_member(Role.TRAINEE, centre, name="陆小北"),
        "editor": factories.make_member(Role.EDITOR, alliance, name="叶知秋"),
        "neighbour": factories.make_member(doctor, other, name="方晓岚"),
    }


def build() -> World:
    """Everything, by the verbs."""
    alliance = factories.make_alliance(name="澜江区精神卫生医联体", short_name="澜江医联体")
    centre = factories.make_centre(name="澜江区第二人民医院", short_name="区二院", parent=alliance)
    place = factories.make_institution(name="北桥社区卫生服务中心", short_name="北桥", parent=alliance)
    people = _people(alliance, centre, place)
    factories.make_agreement(place, centre)
    factories.make_round_the_clock(people["expert"], centre)
    # Every case of the table meets within a day, whatever the hour.
    BookingRule.objects.create(person=people["expert"], buffer_minutes=0, most_a_day=30)
    way = MarkedWay(people["community_doctor"], place, centre, people["expert"], people["coordinator"])
    world = World(people, way)
    _cases(world)
    _rows(world)
    visits.arrange(world)
    _things_of_the_alliance(world)
    return world


def _cases(world: World) -> None:
    way, at, made = world.way, timezone.now(), world.cases
    for state in STATES:
        made[state] = way.scheduled(0.1) if state == "scheduled" else getattr(way, state)()
    made["agreed"] = way.consent_pending()
    give_consent(made["agreed"], by=way.doctor)
    made["emergency"] = way.consent_pending(urgency="emergency")
    made["withdrawn"] = way.in_session()
    meeting.consent_gone(made["withdrawn"], by=way.doctor, at=at)
    made["long_closed"] = way.closed()
    Consultation.objects.filter(pk=made["long_closed"].pk).update(closed_at=at - timedelta(days=31))
    handing_on.end_grants(at)
    made["stopped"] = way.scheduled(3)
    meeting.consent_gone(made["stopped"], by=way.doctor, at=at)
    lead = factories.make_expert(way.centre, name="许见山")
    led = MarkedWay(way.doctor, way.place, way.centre, lead, way.coordinator)
    made["panel"], made["panel_booked"] = led.writing(), led.scheduled(5)  # the expert of the table reads along
    for case in (made["panel"], made["panel_booked"]):
        panels.ask(case, person=way.expert, by=way.coordinator, at=at)
    for state, case in made.items():
        case.refresh_from_db()
        world.subjects[state] = {"code": case.code}
        if case.room:
            world.subjects[f"room-{state}"] = {"code": case.room.code}
            guest = case.room.seats.get(part="guest")
            world.subjects[f"seat-{state}"] = {"code": case.room.code, "seat": guest.code}


def _rows(world: World) -> None:
    """What belongs to the cases: papers, consents, alarms, hours."""
    way, at, made = world.way, timezone.now(), world.cases
    world.subjects["patient"] = {"code": made["scheduled"].patient.code}
    world.subjects["patient-unassigned"] = {"code": made["submitted"].patient.code}
    world.subjects["patient-long_closed"] = {"code": made["long_closed"].patient.code}
    world.subjects["consent"] = {"code": Consent.objects.get(about_code=made["scheduled"].code).code}
    world.subjects["consent-unassigned"] = {"code": Consent.objects.get(about_code=made["submitted"].code).code}
    for name, case in (("document", made["scheduled"]), ("document-unassigned", made["submitted"])):
        upload = SimpleUploadedFile("血药浓度.png", PNG)
        paper = filing.take_in(upload, patient=case.patient, about=case.code, title="血药浓度", by=way.doctor, at=at)
        world.subjects[name] = {"code": paper.code}
    found = Danger(Level.NOW, (Reason.PLAN,))
    alarm = danger.raise_alarm(
        found,
        about=made["submitted"].code,
        by=way.doctor,
        at_place=way.place,
        to=way.centre,
        call_back="13800001001",
        at=at,
    )
    world.subjects["alarm"] = {"code": alarm.code}
    asked = emergencies.ask(
        made["emergency"], because="桥上", consent=True, agreement=False, by=way.doctor, at=timezone.now()
    )
    overdue = clocks.start(timers.TRIAGE, made["submitted"].code, institution=way.centre, due_at=at, at=at)
    escalating.climb(at)
    world.subjects["place"] = {"code": way.place.code}
    world.subjects["medicine"] = {"code": Medicine.objects.get(name_zh="喹硫平").code}
    world.subjects["test"] = {"code": LocalTest.objects.get(name_zh="血常规").code}
    world.subjects["overdue"] = {"code": overdue.code}
    world.subjects["approval"] = {"code": asked.code}
    phrase = Phrase.objects.create(person=way.expert, title="睡眠", text="固定起床时间。")
    world.subjects["phrase"] = {"code": phrase.code}
    rule = Availability.objects.create(
        person=way.expert, institution=way.centre, weekday=2, begins=time(9), ends=time(11)
    )
    world.subjects["rule"] = {"code": rule.code}
    extra = ExtraHours.objects.create(
        person=way.expert, institution=way.centre, day=date(2031, 10, 11), begins=time(18), ends=time(20)
    )
    world.subjects["extra_hours"] = {"code": extra.code}
    absence = absences.enter(
        way.expert,
        way.centre,
        begins_at=timezone.now() + timedelta(days=40),
        ends_at=timezone.now() + timedelta(days=41),
        because="外出开会",
        by=way.expert,
        at=timezone.now(),
    )
    clinic = Clinic.objects.create(
        expert=way.expert,
        site=way.place,
        centre=way.centre,
        weekday=6,
        begins=time(9),
        patients=3,
        valid_from=date(2031, 1, 1),
        entered_by=way.coordinator,
    )
    world.subjects["clinic"] = {"code": clinic.code}
    world.subjects["absence"] = {"code": absence.code}
    way.slot(72)
    for name, state, weeks in (("round", "follow_up", 2), ("round-long_closed", "long_closed", 12)):
        world.subjects[name] = {"code": bring_round(made[state], weeks).code}
    item = AdviceItem.objects.filter(opinion__consultation=made["follow_up"]).earliest("pk")
    step = PlanStep.objects.create(item=item, drug="喹硫平", from_on=at.date())
    world.subjects["plan_check"] = {"code": PlanCheck.objects.create(step=step, inviting=way.place, what="心电图").code}
    world.subjects["opinion"] = {"code": Opinion.objects.get(consultation=made["signed"]).code}


def _things_of_the_alliance(world: World) -> None:
    at, people, centre = timezone.now(), world.people, world.way.centre
    invitation, token = joining.invite(
        name="新来", email="new@xinqiao.test", institution=centre, role=Role.TRAINEE, by=people["leader"], at=at
    )
    world.subjects["invitation"] = {"code": invitation.code}
    world.subjects["token"] = {"token": token}
    world.subjects["calendar"] = {"token": people["expert"].calendar_token}
    world.subjects["membership"] = {"code": people["trainee"].memberships.get().code}
    world.subjects["institution"] = {"code": world.way.place.code}
    gone = factories.make_institution(name="白石卫生院", parent=centre.parent, left_on=at.date())
    world.subjects["institution-left"] = {"code": gone.code}
    zone = Zone.objects.create(alliance=world.way.place.parent, name="北片")
    world.subjects["zone"] = {"code": zone.code}
    world.subjects["agreement"] = {"code": Agreement.objects.get().code}
    world.subjects["practitioner"] = {"code": people["expert"].memberships.get().code}
    world.subjects["centre"] = {"code": centre.code}
    tomorrow = at + timedelta(days=1)
    later, leader = tomorrow + timedelta(hours=2), people["leader"]
    stands_in = swapping.give(centre, begins=tomorrow, ends=later, to=people["expert"], by=leader, at=at)
    world.subjects["duty_change"] = {"code": stands_in.code}
    world.subjects["shift"] = {"code": centre.duty_shifts.first().code}
    plain = Notice.objects.filter(person=people["community_doctor"], is_alarm=False)
    world.subjects["notice"] = {"code": plain[0].code}
    world.subjects["be"] = {"code": people["trainee"].code}
    world.subjects["none"] = {"code": uuid4()}
    world.subjects |= unfound.SUBJECTS
