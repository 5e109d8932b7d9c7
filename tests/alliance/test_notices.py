"""Notices: one's own, in one's own language, without patients; danger stays until somebody deals with it."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance import notices
from alliance.models import Notice, Outgoing
from config import loops
from tests.factories import at

NOW = at("2027-03-01 09:00")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setitem(notices._kinds, "plain", notices.Kind("Plain at %(place)s", "Look at %(place)s."))
    monkeypatch.setitem(notices._kinds, "danger", notices.Kind(_("Danger"), "", is_alarm=True))


@pytest.fixture
def plain(expert):
    notices.send(expert, "plain", at=NOW, url="/desk/", place="北桥")
    return Notice.objects.get()


@pytest.fixture
def danger(expert, plain):
    notices.send(expert, "danger", at=NOW, about=plain, url="/danger/1/")
    return Notice.objects.get(is_alarm=True)


def test_anothers_notice_does_not_exist(client, plain, coordinator):
    client.force_login(coordinator)
    assert client.get(reverse("alliance:notice", args=[plain.code])).status_code == 404
    assert "Plain" not in client.get(reverse("alliance:notices")).content.decode()


def test_nothing_is_told_when_the_transaction_fails(expert):
    def fails():
        with transaction.atomic():
            notices.send(expert, "plain", at=NOW, place="北桥")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Notice.objects.exists()
    assert not Outgoing.objects.exists()


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(client, plain, expert):
    client.force_login(expert)
    assert client.get(reverse("alliance:notice", args=[plain.code])).url == "/desk/"
    plain.refresh_from_db()
    assert plain.read_at


def test_opening_an_alarm_does_not_silence_it(client, danger, expert):
    client.force_login(expert)
    client.get(reverse("alliance:notice", args=[danger.code]))
    client.post(reverse("alliance:notices"))
    waiting = client.get(reverse("alliance:notice_count")).json()
    assert (waiting["unread"], [alarm["url"] for alarm in waiting["alarms"]]) == (1, ["/danger/1/"])


def test_dealing_with_the_danger_silences_it_for_everybody(client, danger, plain, expert):
    notices.settle(plain, kinds=["danger"], at=NOW)
    client.force_login(expert)
    assert client.get(reverse("alliance:notice_count")).json()["alarms"] == []


def test_the_bell_costs_no_more_with_a_hundred_notices(client, expert, django_assert_max_num_queries):
    for _number in range(100):
        notices.send(expert, "danger", at=NOW, url=f"/danger/{_number}/")
    client.force_login(expert)
    client.get(reverse("alliance:notice_count"))
    with django_assert_max_num_queries(9):  # session, person, memberships, notices, and allauth's note of the device
        assert client.get(reverse("alliance:notice_count")).json()["unread"] == 100


def test_the_list_costs_the_same_for_one_and_for_thirty(client, expert, django_assert_num_queries, plain):
    client.force_login(expert)
    client.get(reverse("alliance:notices"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(reverse("alliance:notices"))
    for _number in range(29):
        notices.send(expert, "plain", at=NOW, place="望湖")
    with django_assert_num_queries(len(few)):
        client.get(reverse("alliance:notices"))


@pytest.mark.django_db(transaction=True)
def test_the_mail_goes_out_once_by_the_job_loop(expert):
    notices.send(expert, "plain", at=NOW, url="/desk/", place="北桥")
    assert mail.outbox == []
    loops.run_jobs()
    loops.run_jobs()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([expert.email], "Plain at 北桥")
    assert letter.body.endswith("http://localhost:8000/desk/")


@pytest.mark.django_db(transaction=True)
def test_whoever_has_no_address_gets_no_mail(expert):
    expert.email = None
    expert.save()
    notices.send(expert, "plain", at=NOW, place="北桥")
    loops.run_jobs()
    assert mail.outbox == []
