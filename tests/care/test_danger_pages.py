"""The pages of an alarm: who sees it, who may answer it, what it says before anybody has."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from care import danger
from care.models import Level
from care.views import situations
from tests import factories as people
from tests.care import factories

PAGES = ["care:danger", "care:danger_status"]
VERBS = ["care:danger_acknowledge", "care:danger_settle"]
DEEDS = [*VERBS, "care:danger_check"]
PRESSED = {"how": "x", "check-ticked": "stays"}


@pytest.fixture
def alarm(community_doctor, beiqiao, centre, expert):
    people.make_round_the_clock(expert, centre)
    return factories.make_alarm(community_doctor, beiqiao, centre)


def seen(alarm, by):
    danger.acknowledge(alarm, by=by, at=timezone.now())


# --- who may not ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "neighbour", "trainee", "editor"])
def test_an_alarm_beyond_reach_does_not_exist(client, alarm, request, who):
    client.force_login(request.getfixturevalue(who))
    assert {client.get(reverse(name, args=[alarm.code])).status_code for name in PAGES} == {404}
    assert {client.post(reverse(name, args=[alarm.code]), PRESSED).status_code for name in DEEDS} == {404}
    assert not alarm.checks.exists()


@pytest.mark.parametrize("who", ["community_doctor", "colleague"])
def test_the_asking_side_sees_it_but_does_not_answer_for_the_centre(client, alarm, request, who):
    client.force_login(request.getfixturevalue(who))
    assert {client.get(reverse(name, args=[alarm.code])).status_code for name in PAGES} == {200}
    assert {client.post(reverse(name, args=[alarm.code]), {"how": "x"}).status_code for name in VERBS} == {403}
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is None


@pytest.mark.parametrize("who", ["trainee", "editor"])
def test_the_list_is_for_those_who_answer_or_ask(client, cast, who):
    client.force_login(cast[who])
    assert client.get(reverse("care:dangers")).status_code == 403


def test_a_look_acknowledges_nothing(client, alarm, expert):
    client.force_login(expert)
    for name in [*PAGES, *DEEDS]:
        client.get(reverse(name, args=[alarm.code]))
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is None


def test_an_outsider_finds_an_empty_list(client, alarm, outsider):
    client.force_login(outsider)
    assert client.get(reverse("care:dangers")).context["open_alarms"] == []


def test_without_words_nothing_is_settled(client, alarm, expert):
    seen(alarm, expert)
    client.force_login(expert)
    answer = client.post(reverse("care:danger_settle", args=[alarm.code]), {"how": "   "})
    assert "how" in answer.context["form"].errors
    alarm.refresh_from_db()
    assert alarm.settled_at is None


# --- what it says -----------------------------------------------------------------------------------------------------
def drawn(alarm, reader, at, template="care/danger_panel.html"):
    situation = situations.of(alarm, reader=reader, at=at)
    with translation.override("en"):
        return render_to_string(template, {"situation": situation})


def test_a_panel_has_numbers_and_no_way_to_close_it(alarm, community_doctor):
    html = drawn(alarm, community_doctor, timezone.now())
    assert "Do not leave the patient alone" in html
    assert all(f"tel:{number}" in html for number in ("120", "110", "12356"))
    assert re.findall(r'<button[^>]* name="([^"]*)"', html) == ["check-ticked"] * html.count("<button")
    assert "close" not in html.lower().replace("no score closes it", "")


def test_a_panel_says_that_nobody_has_seen_it_and_whom_to_call(alarm, community_doctor, expert):
    html = drawn(alarm, community_doctor, alarm.raised_at + timedelta(minutes=3))
    assert "Not seen by anyone" in html
    assert "for 3 minutes" in html
    assert expert.name in html
    assert f"tel:{expert.mobile}" in html


def test_from_fifteen_minutes_it_says_telephone_now_also_before_the_clock_ticks(alarm, community_doctor):
    html = drawn(alarm, community_doctor, alarm.raised_at + timedelta(minutes=15))
    assert "Call now" in html
    assert "15 minutes without an answer" in html


def test_the_milder_level_asks_to_speak_today(community_doctor, beiqiao, centre):
    alarm = factories.make_alarm(community_doctor, beiqiao, centre, level=Level.REVIEW, reasons=(danger.Reason.IDEAS,))
    html = drawn(alarm, community_doctor, timezone.now())
    assert "Speak with the patient today" in html
    assert "Nobody is on duty" in html


def test_before_the_server_knows_it_says_that_the_alarm_has_not_gone_out():
    with translation.override("en"):
        html = render_to_string("care/danger_unsent.html", {"duty_phone": "025-8400 1999"})
    assert "has not been sent yet" in html
    assert "tel:120" in html
    assert "tel:02584001999" in html


# --- the story of an alarm --------------------------------------------------------------------------------------------
def test_the_duty_clinician_sees_whom_to_call_says_so_and_settles_in_words(client, alarm, expert):
    client.force_login(expert)
    page = client.get(alarm.get_absolute_url()).content.decode()
    assert f"tel:{alarm.call_back}" in page
    client.post(reverse("care:danger_acknowledge", args=[alarm.code]))
    client.post(reverse("care:danger_settle", args=[alarm.code]), {"how": "已通话，家属陪护"})
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.settled_by, alarm.settled_how) == (expert, expert, "已通话，家属陪护")


def test_the_second_to_acknowledge_reads_who_was_first(client, alarm, expert, coordinator):
    seen(alarm, expert)
    client.force_login(coordinator)
    answer = client.post(reverse("care:danger_acknowledge", args=[alarm.code]), follow=True)
    assert any(expert.name in str(message) for message in answer.context["messages"])


def test_the_status_tells_the_requester_who_has_seen_it(client, alarm, expert, community_doctor):
    client.force_login(community_doctor)
    url = reverse("care:danger_status", args=[alarm.code])
    assert 'data-state="unseen"' in client.get(url).content.decode()
    seen(alarm, expert)
    html = client.get(url).content.decode()
    assert 'data-state="seen"' in html
    assert expert.name in html


def test_the_status_is_cheap(client, alarm, community_doctor, django_assert_max_num_queries):
    client.force_login(community_doctor)
    url = reverse("care:danger_status", args=[alarm.code])
    client.get(url)  # writes down the browser's session
    with django_assert_max_num_queries(11) as asked:  # who, where, which session; the alarm, its checks, the audit
        client.get(url)
    assert sum('FROM "care_' in query["sql"] for query in asked.captured_queries) == 2


def test_unseen_comes_first_then_the_worse_then_the_older(
    alarm, community_doctor, beiqiao, centre, expert, coordinator
):
    def make(minutes, level):
        at = alarm.raised_at - timedelta(minutes=minutes)
        return factories.make_alarm(community_doctor, beiqiao, centre, about=uuid4(), at=at, level=level)

    old_mild, old_now, answered = make(9, Level.REVIEW), make(5, Level.NOW), make(20, Level.NOW)
    seen(answered, expert)
    found = situations.open_for(coordinator, at=timezone.now())
    assert [each.alarm for each in found] == [old_now, alarm, old_mild, answered]


def test_the_list_asks_no_more_for_more_alarms(client, alarm, community_doctor, beiqiao, centre, coordinator):
    client.force_login(coordinator)
    client.get(reverse("care:dangers"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("care:dangers"))
    for _ in range(5):
        factories.make_alarm(community_doctor, beiqiao, centre)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("care:dangers"))
    assert len(many) <= len(few) + 1
