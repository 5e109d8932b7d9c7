"""The number and the address of somebody, kept by those who invite, everywhere where that person works."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from alliance import contacting
from alliance.models import AuditEntry, Notice, Person
from alliance.roles import Role
from tests.factories import PASSWORD, at, make_member, make_membership

NOW = at("2027-03-01 09:00")


def address(person):
    return reverse("alliance:contact", args=[person.memberships.first().code])


def change(person, by, **facts):
    return contacting.change(person, **{"mobile": person.mobile or "", "email": None, **facts}, by=by, at=NOW)


@pytest.mark.parametrize(
    "who", ["community_doctor", "colleague", "expert", "coordinator", "trainee", "editor", "outsider"]
)
def test_only_leaders_change_how_somebody_signs_in(client, cast, community_doctor, who):
    client.force_login(cast[who])
    assert client.get(address(community_doctor)).status_code == 404
    assert client.post(address(community_doctor), {"mobile": "13900000000"}).status_code == 404
    with pytest.raises(PermissionDenied):
        change(community_doctor, cast[who], mobile="13900000000")


def test_a_leader_of_another_alliance_does_not_learn_that_they_exist(client, community_doctor, elsewhere):
    client.force_login(make_member(Role.LEADER, elsewhere.parent))
    assert client.get(address(community_doctor)).status_code == 404


def test_whoever_leads_one_of_two_places_takes_over_no_account(client, leader, beiqiao, centre, expert):
    """An expert who also sees people at a centre: its leader could have a new password sent to himself."""
    make_membership(expert, beiqiao, Role.TRAINEE)
    part = make_member(Role.LEADER, beiqiao)
    client.force_login(part)
    page = reverse("alliance:contact", args=[expert.memberships.get(institution=beiqiao).code])
    answer = client.get(page)
    assert centre.name in answer.content.decode()
    assert "<form" not in answer.content.decode().split('id="main"')[-1].split("</main>")[0]
    assert client.post(page, {"mobile": "", "email": "part@xinqiao.test"}).status_code == 403
    expert.refresh_from_db()
    assert expert.email == "expert@xinqiao.test"


def test_a_leader_of_a_part_changes_nothing_of_who_leads_the_whole(leader, beiqiao):
    make_membership(leader, beiqiao, Role.TRAINEE)
    part = make_member(Role.LEADER, beiqiao)
    with pytest.raises(PermissionDenied):
        change(leader, part, mobile="13900000000")


def test_ones_own_address_is_changed_in_ones_account(client, leader):
    client.force_login(leader)
    page = client.get(address(leader)).content.decode()
    assert 'name="email"' not in page
    assert reverse("account_email") in page
    with pytest.raises(PermissionDenied):
        change(leader, leader, email="new@xinqiao.test")
    assert client.post(address(leader), {"mobile": "13900000000", "email": "new@xinqiao.test"}).status_code == 302
    leader.refresh_from_db()
    assert (leader.mobile, leader.email) == ("13900000000", "leader@xinqiao.test")


@pytest.mark.parametrize("wrong", [{"mobile": "12"}, {"mobile": "", "email": ""}, {"email": "nobody"}])
def test_what_nobody_could_sign_in_with_is_explained(client, leader, community_doctor, wrong):
    client.force_login(leader)
    typed = {"mobile": "13800001001", "email": "doctor@xinqiao.test", **wrong}
    assert client.post(address(community_doctor), typed).status_code == 422
    error = contacting.Unreachable if wrong == {"mobile": "", "email": ""} else ValidationError
    with pytest.raises(error):
        contacting.change(community_doctor, **typed, by=leader, at=NOW)
    community_doctor.refresh_from_db()
    assert (community_doctor.mobile, community_doctor.email) == ("13800001001", "doctor@xinqiao.test")


@pytest.mark.parametrize("typed", ["138 0000 1003", "+86 138-0000-1003", "１３８００００１００３"])
def test_a_number_is_one_persons_however_it_is_typed(client, leader, community_doctor, expert, typed):
    client.force_login(leader)
    sent = {"mobile": typed, "email": community_doctor.email}
    assert client.post(address(community_doctor), sent).status_code == 422
    with pytest.raises(contacting.MobileTaken):
        change(community_doctor, leader, mobile=typed)


def test_an_address_is_one_persons_also_where_it_is_the_second_one(client, leader, community_doctor, expert):
    EmailAddress.objects.create(user=expert, email="second@xinqiao.test", verified=True)
    client.force_login(leader)
    for taken in ("Expert@Xinqiao.test", "second@xinqiao.test"):
        assert client.post(address(community_doctor), {"mobile": "", "email": taken}).status_code == 422
        with pytest.raises(contacting.EmailTaken):
            change(community_doctor, leader, email=taken)


def test_a_number_set_by_the_leader_counts_at_once(client, leader, colleague):
    client.force_login(leader)
    answer = client.post(address(colleague), {"mobile": "+86 139 0000 0000", "email": colleague.email})
    assert answer.url == address(colleague)
    colleague.refresh_from_db()
    assert (colleague.mobile, colleague.mobile_verified) == ("13900000000", True)
    client.logout()
    signed_in = client.post(reverse("account_login"), {"login": "139 0000 0000", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert "139 0000 0000" in client.get(reverse("account_email")).content.decode()


def test_a_new_address_opens_the_account_and_the_old_one_does_not(client, leader, community_doctor, settings):
    client.post(reverse("account_login"), {"login": "doctor@xinqiao.test", "password": PASSWORD})
    client.logout()
    client.force_login(leader)
    client.post(address(community_doctor), {"mobile": "", "email": "Ruoxi@Xinqiao.test"})
    client.logout()
    community_doctor.refresh_from_db()
    assert (community_doctor.email, community_doctor.mobile) == ("ruoxi@xinqiao.test", None)
    rows = EmailAddress.objects.filter(user=community_doctor).values_list("email", "primary", "verified")
    assert list(rows) == [("ruoxi@xinqiao.test", True, False)]
    for login, answer in (("doctor@xinqiao.test", 200), ("ruoxi@xinqiao.test", 302)):
        sent = {"login": login, "password": PASSWORD}
        assert client.post(reverse("account_login"), sent).status_code == answer


def test_the_person_is_told_at_both_addresses_and_in_the_app(
    client, leader, community_doctor, django_capture_on_commit_callbacks
):
    community_doctor.language = "en"
    community_doctor.save()
    client.force_login(leader)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(community_doctor), {"mobile": "13800001001", "email": "ruoxi@xinqiao.test"})
    letters = {letter.to[0]: letter.body for letter in mail.outbox if "confirm" not in letter.body}
    assert leader.name in letters["doctor@xinqiao.test"]
    assert any(
        "/accounts/confirm-email/" in letter.body for letter in mail.outbox if letter.to == ["ruoxi@xinqiao.test"]
    )
    assert Notice.objects.get(person=community_doctor).kind == "contact-changed"


def test_a_mail_server_that_is_down_undoes_nothing(client, leader, community_doctor, monkeypatch):
    def away(*args, **facts):
        raise ConnectionRefusedError

    monkeypatch.setattr(contacting, "mail_before", away)
    client.force_login(leader)
    assert client.post(address(community_doctor), {"mobile": "", "email": "ruoxi@xinqiao.test"}).status_code == 302
    assert Person.objects.filter(email="ruoxi@xinqiao.test").exists()


def test_the_audit_says_which_and_not_what(leader, community_doctor):
    change(community_doctor, leader, mobile="13900000000")
    entry = AuditEntry.objects.get(action="person.contact-changed")
    assert (entry.person, entry.subject_code) == (leader.code, community_doctor.code)
    assert entry.detail == {"mobile": True, "email": False}


def test_what_somebody_changes_in_their_own_account_is_written_down_too(client, community_doctor):
    sent = {"login": "doctor@xinqiao.test", "password": PASSWORD}
    client.post(reverse("account_login"), sent)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    EmailAddress.objects.create(user=community_doctor, email="second@xinqiao.test", verified=True)
    client.post(reverse("account_email"), {"email": "second@xinqiao.test", "action_primary": ""})
    community_doctor.refresh_from_db()
    assert community_doctor.email == "second@xinqiao.test"
    entry = AuditEntry.objects.get(action="person.contact-changed")
    assert (entry.person, entry.subject_code) == (community_doctor.code, community_doctor.code)


def test_saving_what_stands_there_changes_nothing(leader, community_doctor):
    change(community_doctor, leader)
    assert not AuditEntry.objects.exists()
    assert not Notice.objects.exists()
