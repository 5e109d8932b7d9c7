"""Each reads times in their own zone; where the place has another clock, both are said, in summer too."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from alliance import digests, notices, outbox, quiet, telling_time
from alliance.middleware import zone_of
from alliance.models import Institution, Notice, Person
from teleconsult import scheduling
from tests.factories import at
from tests.teleconsult.factories import Way

PAGE = reverse("alliance:reader_time")


def choose(person, name):
    telling_time.choose(person, name)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def way(community_doctor, beiqiao, centre, expert, coordinator, agreement):
    return Way(community_doctor, beiqiao, centre, expert, coordinator)


# --- refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["Mars/Olympus", "Asia/shanghai", "../etc", "UTC+8", "x" * 500])
def test_no_zone_that_nobody_keeps(client, community_doctor, name):
    client.force_login(community_doctor)
    assert client.post(PAGE, {"time_zone": name}).status_code == 422
    assert Person.objects.get(pk=community_doctor.pk).time_zone == ""


# --- whose clock ------------------------------------------------------------------------------------------------------
def test_without_a_choice_it_is_the_main_sites(community_doctor, beiqiao):
    assert zone_of(community_doctor).key == "Asia/Shanghai"
    Institution.objects.filter(pk=beiqiao.pk).update(time_zone="Asia/Urumqi")
    assert zone_of(Person.objects.get(pk=community_doctor.pk)).key == "Asia/Urumqi"


def test_it_is_chosen_on_ones_own_page_and_given_up_again(client, community_doctor):
    client.force_login(community_doctor)
    client.post(PAGE, {"time_zone": "Asia/Urumqi"})
    assert zone_of(Person.objects.get(pk=community_doctor.pk)).key == "Asia/Urumqi"
    page = client.get(reverse("alliance:notices")).content.decode()
    assert "Asia/Urumqi" in page
    client.post(PAGE, {"time_zone": ""})
    assert zone_of(Person.objects.get(pk=community_doctor.pk)).key == "Asia/Shanghai"
    assert "Asia/Urumqi" not in client.get(reverse("alliance:notices")).content.decode()


def test_nights_and_mornings_are_the_readers_own(settings, coordinator):
    settings.XINQIAO = {
        **settings.XINQIAO,
        "QUIET_HOURS": (at("2027-03-01 22:00").time(), at("2027-03-01 07:00").time()),
    }
    morning = at("2027-03-01 14:00")
    assert quiet.until(coordinator, morning) is None
    away = choose(coordinator, "America/New_York")
    assert quiet.until(away, morning) == at("2027-03-01 07:00", "-05:00")
    assert digests._day("coordinator", away, morning) == ""
    assert digests._day("coordinator", away, at("2027-03-01 08:30", "-05:00")) == "2027-03-01"


# --- what is told -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        ("2027-03-01 14:00", "Asia/Shanghai", "Mon 1 Mar 14:00"),
        ("2027-03-01 14:00", "Asia/Singapore", "Mon 1 Mar 14:00"),
        ("2027-03-01 14:00", "Asia/Urumqi", "Mon 1 Mar 12:00 (14:00 Asia/Shanghai)"),
        ("2027-03-01 14:00", "America/New_York", "Mon 1 Mar 01:00 (14:00 Asia/Shanghai)"),
        ("2027-07-01 14:00", "America/New_York", "Thu 1 Jul 02:00 (14:00 Asia/Shanghai)"),
        ("2027-03-01 09:00", "America/New_York", "Sun 28 Feb 20:00 (Mon 1 Mar 09:00 Asia/Shanghai)"),
    ],
)
def test_a_moment_is_said_by_the_readers_clock_and_by_that_of_the_place(centre, moment, zone, words):
    with time_machine.travel(at("2027-02-01 09:00")), translation.override("en"), timezone.override(zone):
        assert telling_time.said(telling_time.kept(at(moment), centre)) == words
        assert telling_time.said("2027-03-01 09:30") == "2027-03-01 09:30"  # as older notices kept it


def test_a_stretch_is_said_by_the_clock_of_the_place_and_names_the_second_day_of_a_long_one(centre):
    night = telling_time.kept_span(at("2027-03-05 18:00"), at("2027-03-06 08:00"), centre)
    days = telling_time.kept_span(at("2027-03-05 18:00"), at("2027-03-06 18:00"), centre)
    assert " " not in night
    with time_machine.travel(at("2027-02-01 09:00")), translation.override("en"), timezone.override("Asia/Urumqi"):
        assert telling_time.said_span(night) == "Fri 5 Mar 18:00–08:00"
        assert telling_time.said_span(days) == "Fri 5 Mar 18:00–Sat 6 Mar 18:00"


def test_each_of_the_two_doctors_is_told_of_a_booking_by_their_own_clock(way):
    doctor = choose(way.doctor, "Asia/Urumqi")
    case = way.accepted()
    slot = way.slot()
    scheduling.hold(case, slot, by=way.expert, at=timezone.now())
    scheduling.confirm(case, by=way.expert, at=timezone.now())
    notice = Notice.objects.get(person=doctor, kind="booking-made")
    with timezone.override(zone_of(doctor)):
        assert "(" in notices.words(notice)[0]
    outbox.deliver(timezone.now() + timedelta(days=1))
    there = f"{slot.begins_at.astimezone(way.centre.tz):%H:%M} Asia/Shanghai)"
    assert any(there in letter.subject + letter.body for letter in mail.outbox if doctor.email in letter.to)


def test_today_is_the_local_day_after_four_in_the_afternoon_utc(client, coordinator, centre):
    with time_machine.travel(datetime.fromisoformat("2027-03-01T17:00+00:00")):
        client.force_login(coordinator)
        assert str(client.get(reverse("teleconsult:clinics")).context["today"]) == "2027-03-02"
