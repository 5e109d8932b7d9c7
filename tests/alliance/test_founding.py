"""An installation begins with one command: an alliance, a centre, and somebody who may come in and lead it."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from alliance import joining
from alliance.models import AuditEntry, Institution, Invitation, Person
from alliance.roles import Role

NAME = "清源区精神卫生医联体"
GOOD = "three-quiet-bridges"


def found(*more, name=NAME, email="leader@qingyuan.test", centre="清源区精神卫生中心"):
    out = StringIO()
    call_command(
        "found_alliance",
        "--alliance",
        name,
        "--centre",
        centre,
        "--leader",
        "温以宁",
        "--email",
        email,
        *more,
        stdout=out,
    )
    return out.getvalue()


def link_in(text):
    return next(word for word in text.split() if "/invitations/" in word)


def token_in(text):
    return link_in(text).rstrip("/").rpartition("/")[2]


def nothing_was_made():
    return not (Institution.objects.exists() or Invitation.objects.exists() or AuditEntry.objects.exists())


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "nobody"}, {"centre": " "}, {"name": ""}])
def test_nothing_is_made_from_what_cannot_be(db, wrong):
    with pytest.raises(CommandError):
        found(**wrong)
    assert nothing_was_made()


def test_a_number_that_is_none_takes_the_alliance_back_too(db):
    with pytest.raises(CommandError):
        found("--mobile", "abc")
    assert nothing_was_made()


def test_a_second_founding_is_refused_and_changes_nothing(db):
    found()
    before = Institution.objects.count(), Invitation.objects.count(), AuditEntry.objects.count()
    with pytest.raises(CommandError, match="nothing was changed"):
        found(centre="别的中心")
    assert (Institution.objects.count(), Invitation.objects.count(), AuditEntry.objects.count()) == before


def test_whoever_leads_is_not_replaced_from_the_command_line(db):
    joining.accept(token_in(found()), at=timezone.now(), password=GOOD)
    with pytest.raises(CommandError, match="leads"):
        found("--again", email="other@qingyuan.test")


def test_nobody_is_invited_again_to_an_alliance_that_was_never_founded(db):
    with pytest.raises(CommandError, match="no alliance"):
        found("--again")


def test_the_leader_opens_the_link_chooses_a_password_and_sees_the_alliance(client, db):
    said = found("--centre-phone", "0600-8600 100", "--duty-phone", "0600-8600 199", "--mobile", "138 0000 3001")
    (letter,) = mail.outbox
    assert link_in(letter.body) == link_in(said)
    page = reverse("alliance:join", args=[token_in(said)])
    assert NAME in client.get(page).content.decode()
    client.post(page, {"password": GOOD, "again": GOOD})
    leader = Person.objects.get(email="leader@qingyuan.test")
    membership = leader.memberships.get()
    assert (membership.role, membership.institution.name) == (Role.LEADER, NAME)
    shown = client.get(reverse("alliance:overview")).content.decode()
    assert "清源区精神卫生中心" in shown
    centre = Institution.objects.get(function=Institution.Function.CENTRE)
    assert (centre.parent, centre.duty_phone) == (membership.institution, "0600-8600 199")


def test_what_was_made_is_in_the_audit(db):
    found()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "alliance.founded",
        "institution.added",
        "person.invited",
    ]


def test_a_lost_link_is_replaced_and_no_longer_works(db):
    first = token_in(found())
    second = token_in(found("--again"))
    with pytest.raises(joining.InvitationWithdrawn):
        joining.find(first, timezone.now())
    assert joining.find(second, timezone.now()).role == Role.LEADER
    assert Institution.objects.filter(parent=None).count() == 1


def test_a_mail_server_that_is_down_does_not_undo_the_founding(db, monkeypatch):
    def away(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr(joining, "mail", away)
    assert joining.find(token_in(found()), timezone.now())


def test_machines_read_it_as_json(db):
    facts = json.loads(found("--json"))
    assert (facts["name"], facts["mailed"]) == (NAME, True)
    assert joining.find(token_in(facts["link"]), timezone.now())
