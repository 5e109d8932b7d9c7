"""What leaves the house leaves once by its key, whatever crashes; a dead channel is seen; the night is quiet."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import reverse

from alliance import channels, notices, outbox
from alliance.channels import Undelivered
from alliance.models import Notice, Outgoing
from config import environment
from tests.factories import at

NOON, NIGHT, MORNING = at("2027-03-01 12:00"), at("2027-03-01 23:30"), at("2027-03-02 07:00")


class Provider:
    """Knows keys, as every receiver must: `heard` is what it did, `asked` what it was told."""

    heard: dict[str, str] = {}
    asked: list[str] = []
    down = False

    def send(self, message):
        if Provider.down:
            raise Undelivered("down")
        Provider.asked.append(message.key)
        Provider.heard.setdefault(message.key, message.title)
        return message.key


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch):
    here = f"{__name__}.Provider"
    settings.CHANNELS = {"email": "alliance.channels.Mail", "sms": here, "call": here, "webhook": here}
    for name, value in (("heard", {}), ("asked", []), ("down", False)):
        monkeypatch.setattr(Provider, name, value)
    kind = notices.Kind
    for name, made in {
        "plain": kind("Plain %(n)s", ""),
        "text": kind("Text", "", texts=True),
        "alarm": kind("Alarm", "", is_alarm=True, texts=True, calls=True),
    }.items():
        monkeypatch.setitem(notices._kinds, name, made)


def test_what_was_not_committed_is_not_sent(expert):
    def fails():
        with transaction.atomic():
            notices.send(expert, "alarm", at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert (outbox.deliver(NOON), mail.outbox) == (0, [])


def test_an_alarm_goes_by_mail_text_and_call_once(expert):
    notices.send(expert, "alarm", at=NOON)
    assert [outbox.deliver(NOON), outbox.deliver(NOON), outbox.deliver(NOON + timedelta(days=1))] == [3, 0, 0]
    assert (len(mail.outbox), len(Provider.heard)) == (1, 2)


def test_who_has_no_number_gets_no_text(leader, expert):
    expert.mobile = None
    expert.save()
    notices.send(expert, "alarm", at=NOON)
    assert [row.channel for row in Outgoing.objects.all()] == ["email"]


def test_a_crash_between_sending_and_noting_it_loses_nothing_and_does_nothing_twice(expert, monkeypatch):
    notices.send(expert, "text", at=NOON)
    Outgoing.objects.filter(channel="email").delete()

    class PoweredOff(BaseException):
        pass

    def send_and_die(self, message):
        Provider.heard.setdefault(message.key, message.title)
        raise PoweredOff

    with monkeypatch.context() as crash:
        crash.setattr(Provider, "send", send_and_die)
        with pytest.raises(PoweredOff):
            outbox.deliver(NOON)
    assert Outgoing.objects.waiting().count() == 1
    assert outbox.deliver(NOON + timedelta(seconds=1)) == 0  # its lease runs: it may still be on its way
    assert outbox.deliver(NOON + outbox.LEASE) == 1
    assert len(Provider.heard) == 1


def test_two_senders_do_not_take_the_same_message(expert, monkeypatch):
    notices.send(expert, "text", at=NOON)
    original = Provider.send

    def meanwhile(self, message):
        assert outbox.deliver(NOON) == 0
        return original(self, message)

    Outgoing.objects.filter(channel="email").delete()
    monkeypatch.setattr(Provider, "send", meanwhile)
    assert outbox.deliver(NOON) == 1


def test_it_is_tried_ever_more_slowly_then_given_up_and_the_leader_sees_red(client, expert, leader):
    Provider.down = True
    notices.send(expert, "text", at=NOON)
    moment, tries = NOON, 0
    while Outgoing.objects.filter(channel="sms", failed_at=None).exists():
        outbox.deliver(moment)
        row = Outgoing.objects.get(channel="sms")
        assert row.failed_at or row.retry_at > moment
        moment, tries = row.retry_at or moment, tries + 1
    assert tries == len(outbox.PAUSES) + 1
    assert [number for _name, number in outbox.dead(moment)] == [1]
    client.force_login(leader)
    assert outbox.dead_words(outbox.dead(moment)[0][0]) in client.get(reverse("alliance:overview")).content.decode()


def test_a_channel_that_comes_back_delivers_what_waited(expert):
    Provider.down = True
    notices.send(expert, "text", at=NOON)
    outbox.deliver(NOON)
    Provider.down = False
    assert outbox.deliver(NOON + timedelta(minutes=1)) == 1
    assert outbox.dead(NOON + timedelta(minutes=1)) == []


def test_a_clock_that_goes_back_a_day_does_not_keep_a_message_waiting(expert):
    Provider.down = True
    notices.send(expert, "text", at=NOON)
    outbox.deliver(NOON + timedelta(days=1))
    Provider.down = False
    assert outbox.deliver(NOON) == 1


# --- the night ------------------------------------------------------------------------------------------------------
def test_danger_does_not_wait_for_the_morning(expert):
    notices.send(expert, "alarm", at=NIGHT)
    assert outbox.deliver(NIGHT) == 3


def test_what_can_wait_comes_in_the_morning_as_one_letter(expert):
    for number in ("1", "2", "3"):
        notices.send(expert, "plain", at=NIGHT, n=number)
    assert Notice.objects.count() == 3  # in the app at once
    assert outbox.deliver(MORNING - timedelta(seconds=1)) == 0
    assert [outbox.deliver(MORNING), outbox.deliver(MORNING)] == [1, 0]
    (letter,) = mail.outbox
    assert all(f"Plain {number}" in letter.body for number in "123")


def test_what_was_read_at_night_is_not_sent_in_the_morning(expert):
    notices.send(expert, "text", at=NIGHT)
    notices.mark_all_read(expert, at=NIGHT)
    outbox.deliver(MORNING)
    assert (mail.outbox, Provider.heard) == ([], {})


def test_the_night_is_that_of_the_reader(expert, centre):
    centre.time_zone = "Asia/Urumqi"  # two hours later by the sun: 23:30 in Beijing is 21:30 there
    centre.save()
    notices.send(expert, "plain", at=NIGHT, n="1")
    assert outbox.deliver(NIGHT) == 1


# --- the webhook ----------------------------------------------------------------------------------------------------
@pytest.fixture
def receiver(settings):
    """A real server on this machine; what it got, and what it answers."""
    got, answers = [], [204]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers[0])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook?to=us"
    settings.WEBHOOK_SECRET = "shared"
    settings.CHANNELS = {**settings.CHANNELS, "webhook": "alliance.channels.Webhook"}
    yield got, answers
    server.shutdown()
    server.server_close()


def test_an_event_is_posted_once_signed_and_timed(receiver, expert, coordinator):
    got, _answers = receiver
    notices.send([expert, coordinator], "alarm", at=NOON)
    outbox.deliver(NOON)
    outbox.deliver(NOON)
    ((headers, body),) = got
    stamp = headers["X-Xinqiao-Timestamp"]
    expected = hmac.new(b"shared", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Xinqiao-Signature"] == f"sha256={expected}"
    said = json.loads(body)
    assert (said["kind"], said["title"], said["id"]) == ("alarm", "Alarm", headers["Idempotency-Key"])


@pytest.mark.parametrize("status", [302, 500])
def test_anything_but_yes_is_tried_again_under_the_same_key(receiver, expert, status):
    got, answers = receiver
    answers[0] = status
    notices.send(expert, "text", at=NOON)
    outbox.deliver(NOON)
    answers[0] = 200
    outbox.deliver(NOON + outbox.PAUSES[0])
    assert len({headers["Idempotency-Key"] for headers, _body in got}) == 1
    assert len(got) == 2
    assert not Outgoing.objects.waiting().filter(channel="webhook").exists()


def test_a_receiver_that_is_away_is_no_error_page(settings, expert):
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "http://127.0.0.1:9/", "shared"
    with pytest.raises(Undelivered):
        channels.Webhook().send(channels.Message("k", "", "Alarm"))


@pytest.mark.parametrize("address", ["http://hooks.example.org/", "ftp://localhost/", "hooks.example.org"])
def test_words_are_posted_to_nobody_in_the_clear(settings, monkeypatch, address):
    settings.WEBHOOK_URL = address
    with pytest.raises(ImproperlyConfigured):
        channels.Webhook()
    monkeypatch.setitem(environment.VALUES, "HOOK", address)
    with pytest.raises(ImproperlyConfigured):
        environment.hook("HOOK")
