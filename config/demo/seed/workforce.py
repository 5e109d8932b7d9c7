"""Brings the people: who they are, where they work, what they may do, when they can be met and who is on call."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from alliance import duty
from alliance.models import DutyChange, DutyShift, Institution, Licence, Membership, Person, SiteRegistration
from config.demo.seed.people import EXPERTS, PASSWORD, WORKERS, Worker
from teleconsult.models import Availability

_WEEKDAYS, _TUE_THU, _SATURDAY = (0, 1, 2, 3, 4), (1, 3), (5,)
Hours = tuple[tuple[int, ...], time, time]
_MORNING_LATE: tuple[Hours, ...] = ((_WEEKDAYS, time(9), time(11)), (_WEEKDAYS, time(15), time(16)))
_AFTERNOON: tuple[Hours, ...] = ((_WEEKDAYS, time(14), time(17)),)
_EVENINGS: tuple[Hours, ...] = ((_WEEKDAYS, time(10), time(12)), (_TUE_THU, time(18, 30), time(20, 30)))
_MANY: tuple[Hours, ...] = (
    (_WEEKDAYS, time(9), time(12)),
    (_WEEKDAYS, time(14), time(16)),
    (_TUE_THU, time(18, 30), time(20, 30)),
    (_SATURDAY, time(9), time(12)),
)
_PATTERNS = (_MORNING_LATE, _AFTERNOON, _EVENINGS)

# Twelve hours by day from eight, twelve by night; the night of Saturday ends at five: nobody covers Sunday 05:00–08:00.
_DAYS = ("jiang", "gu", "jiang", "ye", "jiang", "feng", "tang")
_NIGHTS = ("song", "du", "wei", "han", "xu", "luo", "qin")
GAP_BEFORE_SUNDAY = 3  # hours


def bring(places: dict[str, Institution], now: datetime, today: date) -> dict[str, Person]:
    """Every person by key, with memberships, licence, leave to practise. One password hash serves all."""
    hashed = make_password(PASSWORD)
    rows = [
        Person(
            name=worker.name,
            email=worker.email,
            mobile=f"1380000{1001 + number}",
            mobile_verified=True,
            password=hashed,
        )
        for number, worker in enumerate(WORKERS)
    ]
    Person.objects.bulk_create(rows)
    people = {worker.key: person for worker, person in zip(WORKERS, rows, strict=True)}
    began = now - timedelta(days=600)
    Membership.objects.bulk_create(
        Membership(
            person=people[worker.key],
            institution=places[post.place],
            role=post.role,
            is_main=number == 0,
            began_at=began,
        )
        for worker in WORKERS
        for number, post in enumerate(worker.posts)
    )
    _license(people, places, today)
    return people


def _license(people: dict[str, Person], places: dict[str, Institution], today: date) -> None:
    doctors = [worker for worker in WORKERS if worker.title]
    Licence.objects.bulk_create(
        Licence(
            person=people[worker.key],
            number=f"999{today.year - worker.independent_years:04d}{number:08d}",  # 999 is no province
            scope=worker.scope,
            title=worker.title,
            independent_since=today - timedelta(days=round(worker.independent_years * 365.25) + number),
            specialties=list(worker.specialties),
        )
        for number, worker in enumerate(doctors, start=1)
    )
    SiteRegistration.objects.bulk_create(
        site for worker in doctors for site in _sites(worker, people[worker.key], places, today)
    )


def _sites(worker: Worker, person: Person, places: dict[str, Institution], today: date) -> list[SiteRegistration]:
    """The main site without end, every other post with one; the one that lapsed, lapsed three weeks ago."""
    main, *others = worker.posts
    since = today - timedelta(days=600)
    sites = [SiteRegistration(person=person, institution=places[main.place], is_main=True, valid_from=since)]
    until = today - timedelta(days=21) if worker.site_expired else today + timedelta(days=300)
    for post in others:
        sites.append(
            SiteRegistration(person=person, institution=places[post.place], valid_from=since, valid_until=until)
        )
    return sites


def hours_of(key: str) -> tuple[Hours, ...]:
    """The weekly hours of an expert."""
    if key == "jiang":
        return _MANY
    position = [worker.key for worker in EXPERTS].index(key)
    return _PATTERNS[position % len(_PATTERNS)]


def open_hours(people: dict[str, Person], centre: Institution) -> None:
    """Every expert's weekly hours, cut into slots of 60 minutes."""
    Availability.objects.bulk_create(
        Availability(person=people[worker.key], institution=centre, weekday=weekday, begins=begins, ends=ends)
        for worker in EXPERTS
        for weekdays, begins, ends in hours_of(worker.key)
        for weekday in weekdays
    )


def roster(people: dict[str, Person], centre: Institution) -> None:
    """The duty roster of the centre: the whole week but one gap."""
    days = [DutyShift(weekday=day, begins=time(8), hours=12, person=people[key]) for day, key in enumerate(_DAYS)]
    nights = [
        DutyShift(
            weekday=day,
            begins=time(20),
            hours=12 - GAP_BEFORE_SUNDAY if day == 5 else 12,
            person=people[key],
        )
        for day, key in enumerate(_NIGHTS)
    ]
    for shift in (*days, *nights):
        shift.institution = centre
    DutyShift.objects.bulk_create([*days, *nights])


def swap(people: dict[str, Person], centre: Institution, at: datetime) -> None:
    """A night that two experts have swapped, and a day of next week that nobody has taken over yet."""
    made = {"institution": centre, "made_by": people["zhou"], "made_at": at - timedelta(days=1)}
    nights = [shift for shift in centre.duty_shifts.select_related("person") if shift.begins == time(20)]
    soon = at.astimezone(centre.tz).date() + timedelta(days=2)
    night = next(shift for shift in nights if shift.weekday == soon.weekday())
    stands_in = next(shift.person for shift in nights if shift.person != night.person)
    turn = duty.turn_on(night, centre, soon)
    DutyChange.objects.create(
        shift=night,
        instead_of=night.person,
        person=stands_in,
        begins_at=turn.begins,
        ends_at=turn.ends,
        because="两人换班",
        **made,
    )
    later = soon + timedelta(days=6)
    day = centre.duty_shifts.select_related("person").get(weekday=later.weekday(), begins=time(8))
    turn = duty.turn_on(day, centre, later)
    DutyChange.objects.create(
        shift=day, instead_of=day.person, begins_at=turn.begins, ends_at=turn.ends, because="外出开会", **made
    )
