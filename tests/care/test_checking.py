"""What is done on the spot about an alarm: who ticked what and when, never changed, never in the way of settling."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import notices
from alliance.models import AuditEntry
from care import checking, danger
from care.danger import Reason
from care.models import Check, DangerCheck, Level
from tests import factories as people
from tests.care import factories

AT = people.at("2027-03-01 09:30")


@pytest.fixture
def alarm(community_doctor, beiqiao, centre, expert, coordinator):
    people.make_round_the_clock(expert, centre)
    return factories.make_alarm(community_doctor, beiqiao, centre, at=AT)


def wanted(alarm) -> list[str]:
    return [check.value for check in checking.wanted(alarm)]


def ticked(alarm) -> list[str]:
    return [line.check.value for line in checking.lines(alarm) if line.done]


def press(client, alarm, **sent) -> Any:
    return client.post(reverse("care:danger_check", args=[alarm.code]), {f"check-{name}": sent[name] for name in sent})


# --- refusals -------------------------------------------------------------------------------------------------------
def test_the_database_lets_nobody_change_or_remove_what_was_noted(alarm, expert):
    checking.note(alarm, Check.STAYS, done=True, by=expert, at=AT)
    for change in (lambda rows: rows.update(done=False), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(DangerCheck.objects.all())


def test_a_settled_alarm_takes_no_more_notes(alarm, expert):
    danger.acknowledge(alarm, by=expert, at=AT)
    danger.settle(alarm, how="已通话", by=expert, at=AT)
    with pytest.raises(danger.AlreadySettled):
        checking.note(alarm, Check.STAYS, done=True, by=expert, at=AT)
    assert not alarm.checks.exists()


def test_whoever_only_reads_alarms_ticks_nothing(client, community_doctor, alliance, beiqiao, leader):
    alarm = factories.make_alarm(community_doctor, beiqiao, alliance, at=AT)
    client.force_login(leader)
    assert client.get(alarm.get_absolute_url()).status_code == 200
    assert "check-ticked" not in client.get(alarm.get_absolute_url()).content.decode()
    assert press(client, alarm, ticked="stays").status_code == 403
    assert not alarm.checks.exists()


@pytest.mark.parametrize("sent", [{}, {"ticked": "nonsense"}, {"ticked": ""}, {"unticked": "stays"}])
def test_nonsense_notes_nothing(client, alarm, community_doctor, sent):
    client.force_login(community_doctor)
    assert press(client, alarm, **sent).status_code == 302
    assert not alarm.checks.exists()


# --- what is asked --------------------------------------------------------------------------------------------------
def test_each_level_and_age_has_its_checks(community_doctor, beiqiao, centre):
    def make(level, *, minor):
        reasons = (Reason.PLAN if level == Level.NOW else Reason.IDEAS,)
        found = danger.Danger(level, reasons)
        place = {"by": community_doctor, "at_place": beiqiao, "to": centre}
        return danger.raise_alarm(found, about=uuid4(), call_back="", at=AT, minor=minor, **place)

    assert wanted(make(Level.NOW, minor=False)) == ["stays", "means", "help", "asked"]
    assert wanted(make(Level.NOW, minor=True)) == ["stays", "means", "help", "asked", "guardian", "school"]
    assert wanted(make(Level.REVIEW, minor=False)) == ["asked", "plan", "family"]
    assert wanted(make(Level.REVIEW, minor=True)) == ["asked", "plan", "guardian", "school"]


def test_that_the_patient_is_a_minor_may_become_known_later_and_is_not_forgotten(community_doctor, beiqiao, centre):
    found, about = danger.Danger(Level.REVIEW, (Reason.IDEAS,)), uuid4()
    for minor in (False, True, False):
        alarm = danger.raise_alarm(
            found, about=about, by=community_doctor, at_place=beiqiao, to=centre, call_back="", at=AT, minor=minor
        )
    alarm.refresh_from_db()
    assert alarm.minor


def test_what_was_noted_before_it_got_worse_still_stands(community_doctor, beiqiao, centre, expert):
    about = uuid4()
    mild: dict[str, Any] = {"level": Level.REVIEW, "reasons": (Reason.IDEAS,)}
    alarm = factories.make_alarm(community_doctor, beiqiao, centre, about=about, at=AT, **mild)
    checking.note(alarm, Check.PLAN, done=True, by=community_doctor, at=AT)
    alarm = factories.make_alarm(community_doctor, beiqiao, centre, about=about, at=AT)
    assert [line.check.value for line in checking.lines(alarm)] == ["stays", "means", "help", "asked", "plan"]
    assert ticked(alarm) == ["plan"]


# --- what is noted --------------------------------------------------------------------------------------------------
def test_who_ticked_what_and_when_is_kept_and_is_in_the_audit(alarm, community_doctor):
    assert checking.note(alarm, Check.STAYS, done=True, by=community_doctor, at=AT)
    fact = alarm.checks.get()
    assert (fact.what, fact.done, fact.by, fact.at) == ("stays", True, community_doctor, AT)
    entry = AuditEntry.objects.get(action="danger.checked")
    assert (entry.person, entry.detail, entry.subject_code) == (community_doctor.code, {"what": "stays"}, alarm.code)


def test_a_second_press_is_the_same_press(alarm, community_doctor, expert):
    assert checking.note(alarm, Check.STAYS, done=True, by=community_doctor, at=AT)
    assert not checking.note(alarm, Check.STAYS, done=True, by=expert, at=AT)
    assert alarm.checks.get().by == community_doctor


def test_taking_back_is_a_fact_of_its_own(alarm, community_doctor, expert):
    for done, by in ((True, community_doctor), (False, expert)):
        assert checking.note(alarm, Check.STAYS, done=done, by=by, at=AT)
    assert ticked(alarm) == []
    assert [(fact.done, fact.by) for fact in alarm.checks.all()] == [(True, community_doctor), (False, expert)]


def test_both_sides_pages_are_stirred(alarm, community_doctor, expert, coordinator, monkeypatch):
    stirred: list[Any] = []
    monkeypatch.setattr(notices, "stir", stirred.extend)
    checking.note(alarm, Check.STAYS, done=True, by=community_doctor, at=AT)
    assert set(stirred) == {community_doctor, expert, coordinator}


# --- the pages ------------------------------------------------------------------------------------------------------
def test_what_one_side_ticks_the_other_sees(client, alarm, community_doctor, expert):
    client.force_login(community_doctor)
    press(client, alarm, ticked="stays")
    client.force_login(expert)
    for page in (alarm.get_absolute_url(), reverse("care:danger_status", args=[alarm.code])):
        html = client.get(page).content.decode()
        assert 'name="check-ticked" value="stays"' not in html
        assert 'name="check-unticked" value="stays"' in html
        assert community_doctor.name in html
    press(client, alarm, unticked="stays")
    assert ticked(alarm) == []


def test_a_script_gets_the_parts_that_change(client, alarm, community_doctor):
    client.force_login(community_doctor)
    url, sent = reverse("care:danger_check", args=[alarm.code]), {"check-ticked": "means"}
    html = client.post(url, sent, headers={"x-requested-with": "fetch"}).content.decode()
    assert 'data-part="checks"' in html
    assert 'data-state="unseen"' in html
    assert "<html" not in html


def test_settling_says_what_is_open_and_waits_for_nothing(client, alarm, expert):
    danger.acknowledge(alarm, by=expert, at=AT)
    checking.note(alarm, Check.STAYS, done=True, by=expert, at=AT)
    client.force_login(expert)
    page = client.get(alarm.get_absolute_url()).content.decode()
    open_ones = page.partition('data-part="unchecked"')[2].partition("</form>")[0]
    assert str(Check.MEANS.label) in open_ones
    assert str(Check.STAYS.label) not in open_ones
    client.post(reverse("care:danger_settle", args=[alarm.code]), {"how": "已通话"})
    alarm.refresh_from_db()
    assert alarm.settled_at is not None
    after = client.get(alarm.get_absolute_url()).content.decode()
    assert str(Check.STAYS.label) in after
    assert "<button" not in after.partition('data-part="checks"')[2].partition("</section>")[0]


def test_a_press_that_comes_too_late_is_told(client, alarm, expert, community_doctor):
    danger.acknowledge(alarm, by=expert, at=AT)
    danger.settle(alarm, how="已通话", by=expert, at=timezone.now())
    client.force_login(community_doctor)
    answer = client.post(reverse("care:danger_check", args=[alarm.code]), {"check-ticked": "stays"}, follow=True)
    assert len(list(answer.context["messages"])) == 1
