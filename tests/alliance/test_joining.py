"""People come by invitation: once, for seven days, and never past their own account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from alliance import joining
from alliance.models import Invitation, Membership, Person
from alliance.roles import Role
from tests.factories import PASSWORD, at, make_member

NOW = at("2027-03-01 09:00")
GOOD = "three-quiet-bridges"


@pytest.fixture
def invited(leader, beiqiao):
    """An invitation made today, and its token."""
    return joining.invite(
        name="方晓岚",
        email="fang@xinqiao.test",
        mobile="+86 138-0000-2001",
        institution=beiqiao,
        role=Role.COMMUNITY_DOCTOR,
        by=leader,
        at=timezone.now(),
    )


def test_nobody_invites_to_an_institution_that_they_do_not_lead(leader, elsewhere, community_doctor, beiqiao):
    for person, place in ((leader, elsewhere), (community_doctor, beiqiao)):
        with pytest.raises(PermissionDenied):
            joining.invite(name="x", email="x@x.test", institution=place, role=Role.EXPERT, by=person, at=NOW)


def test_nobody_is_invited_to_what_they_are_already(leader, community_doctor, beiqiao):
    with pytest.raises(joining.AlreadyMember):
        joining.invite(
            name="x", mobile="138 0000 1001", institution=beiqiao, role=Role.COMMUNITY_DOCTOR, by=leader, at=NOW
        )


def test_a_token_that_nobody_made_opens_nothing(db):
    with pytest.raises(joining.NoInvitation):
        joining.find("nothing", NOW)


def test_the_token_is_kept_nowhere(invited):
    invitation, token = invited
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_an_invitation_works_once(invited):
    _invitation, token = invited
    joining.accept(token, at=timezone.now(), password=GOOD)
    with pytest.raises(joining.InvitationUsed):
        joining.accept(token, at=timezone.now(), password=GOOD)
    assert Person.objects.filter(email="fang@xinqiao.test").count() == 1


def test_an_invitation_is_over_after_seven_days(invited):
    _invitation, token = invited
    with pytest.raises(joining.InvitationExpired):
        joining.accept(token, at=timezone.now() + timedelta(days=7), password=GOOD)


def test_a_withdrawn_invitation_opens_nothing(invited, leader):
    invitation, token = invited
    joining.withdraw(invitation, by=leader, at=timezone.now())
    with pytest.raises(joining.InvitationWithdrawn):
        joining.accept(token, at=timezone.now(), password=GOOD)


def test_withdrawing_too_late_is_said(invited, leader):
    invitation, token = invited
    joining.accept(token, at=timezone.now(), password=GOOD)
    with pytest.raises(joining.InvitationUsed):
        joining.withdraw(invitation, by=leader, at=timezone.now())


def test_nobody_sets_a_password_for_an_account_that_exists(leader, neighbour, beiqiao):
    _invitation, token = joining.invite(
        name="x", email="NEIGHBOUR@xinqiao.test", institution=beiqiao, role=Role.TRAINEE, by=leader, at=NOW
    )
    with pytest.raises(joining.MustSignIn):
        joining.accept(token, at=NOW, password=GOOD)


def test_somebody_else_cannot_take_an_invitation_for_a_known_account(leader, neighbour, colleague, beiqiao):
    _invitation, token = joining.invite(
        name="x", email=neighbour.email, institution=beiqiao, role=Role.TRAINEE, by=leader, at=NOW
    )
    with pytest.raises(joining.NotYours):
        joining.accept(token, at=NOW, by=colleague)
    membership = joining.accept(token, at=NOW, by=neighbour)
    assert (membership.person, membership.is_main) == (neighbour, False)


def test_a_number_set_by_the_inviter_counts_as_verified(invited):
    membership = joining.accept(invited[1], at=timezone.now(), password=GOOD)
    person = membership.person
    assert (person.mobile, person.mobile_verified, membership.is_main) == ("13800002001", True, True)


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_see_people(client, cast, who):
    client.force_login(cast[who])
    assert client.get(reverse("alliance:people")).status_code == 403


def test_an_invitation_page_without_an_invitation_is_a_polite_404(client, db):
    answer = client.get(reverse("alliance:join", args=["nothing"]))
    assert answer.status_code == 404
    assert 'href="/accounts/login/"' in answer.content.decode()


def test_a_used_link_says_so(client, invited):
    joining.accept(invited[1], at=timezone.now(), password=GOOD)
    assert client.get(reverse("alliance:join", args=[invited[1]])).status_code == 410


@pytest.mark.parametrize(("first", "second"), [("short", "short"), ("1234567890123", "1234567890123"), (GOOD, "other")])
def test_a_weak_or_mistyped_password_is_refused(client, invited, first, second):
    answer = client.post(reverse("alliance:join", args=[invited[1]]), {"password": first, "again": second})
    assert answer.status_code == 422
    assert not Person.objects.filter(email="fang@xinqiao.test").exists()


def test_whoever_joins_is_signed_in_and_may_sign_in_again_by_number(client, invited):
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("alliance:join", args=[invited[1]]), {"password": GOOD, "again": GOOD})
    assert answer.url == reverse("alliance:desk")
    person = Person.objects.get(email="fang@xinqiao.test")
    assert (client.session["_auth_user_id"], person.language) == (str(person.pk), "en")
    client.logout()
    answer = client.post(reverse("account_login"), {"login": "138 0000 2001", "password": GOOD})
    assert answer.status_code == 302


def test_an_account_that_exists_accepts_after_signing_in(client, leader, neighbour, beiqiao):
    _invitation, token = joining.invite(
        name="x", email=neighbour.email, institution=beiqiao, role=Role.TRAINEE, by=leader, at=timezone.now()
    )
    page = reverse("alliance:join", args=[token])
    assert f"{reverse('account_login')}?next={page}" in client.get(page).content.decode()
    client.force_login(neighbour)
    client.post(page)
    assert neighbour.memberships.filter(institution=beiqiao, role=Role.TRAINEE).exists()


def test_the_wrong_account_is_told_so(client, leader, neighbour, colleague, beiqiao):
    _invitation, token = joining.invite(
        name="x", email=neighbour.email, institution=beiqiao, role=Role.TRAINEE, by=leader, at=timezone.now()
    )
    client.force_login(colleague)
    assert client.post(reverse("alliance:join", args=[token])).status_code == 403
    assert Membership.objects.filter(person=colleague).count() == 1


def invite(client, place, **fields):
    data = {"name": "方晓岚", "email": "fang@xinqiao.test", "institution": place.pk, "role": Role.EXPERT, **fields}
    return client.post(reverse("alliance:people"), data)


def test_a_leader_cannot_invite_into_another_alliance(client, leader, elsewhere):
    client.force_login(leader)
    assert invite(client, elsewhere).status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_needs_an_address_or_a_number(client, leader, beiqiao):
    client.force_login(leader)
    assert invite(client, beiqiao, email="").status_code == 422


def test_the_link_goes_out_by_mail_and_stands_on_the_page_once(client, leader, beiqiao):
    client.force_login(leader)
    page = invite(client, beiqiao).content.decode()
    (letter,) = mail.outbox
    link = next(word for word in letter.body.split() if "/invitations/" in word)
    assert link in page
    assert "<svg" in page
    assert link not in client.get(reverse("alliance:people")).content.decode()


def test_a_mail_server_that_is_down_does_not_take_the_invitation_back(client, leader, beiqiao, monkeypatch):
    def away(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr(joining, "mail", away)
    client.force_login(leader)
    assert invite(client, beiqiao).status_code == 200
    assert Invitation.objects.count() == 1


def test_an_invitation_of_another_alliance_cannot_be_withdrawn(client, invited, elsewhere):
    stranger = make_member(Role.LEADER, elsewhere)
    client.force_login(stranger)
    assert client.post(reverse("alliance:invitation_withdraw", args=[invited[0].code])).status_code == 404


def test_nobody_registers(client, db):
    answer = client.post(reverse("account_signup"), {"email": "a@b.test", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    assert not Person.objects.exists()
