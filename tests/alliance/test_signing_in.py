"""By e-mail or mobile number, however it is typed; with limits; with a second factor for whoever sees patients."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from alliance.models import Person
from alliance.roles import Role
from tests.factories import PASSWORD, make_member, make_person

LOGIN = "/accounts/login/"


def sign_in(client, login, password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("login", ["", "nobody", "nobody@xinqiao.test", "13899999999", "138 0000 1001x"])
def test_what_belongs_to_nobody_opens_nothing(client, community_doctor, login):
    answer = sign_in(client, login)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_opens_nothing(client, community_doctor):
    assert sign_in(client, community_doctor.email, "wrong").status_code == 200


def test_a_number_that_nobody_vouched_for_opens_nothing(client, db):
    make_person(mobile="13800009999", mobile_verified=False)
    assert sign_in(client, "13800009999").status_code == 200


def test_whoever_was_switched_off_stays_out(client, community_doctor):
    Person.objects.update(is_active=False)
    sign_in(client, community_doctor.email)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "login",
    ["doctor@xinqiao.test", "Doctor@Xinqiao.TEST", "13800001001", "138 0000 1001", "138-0000-1001", "+86 138 0000 1001",
     "+8613800001001", "008613800001001", "８６１３８００００１００１", " 13800001001 "],
)  # fmt: skip
def test_one_person_however_they_type_it(client, community_doctor, login):
    assert sign_in(client, login).status_code == 302
    assert client.session["_auth_user_id"] == str(community_doctor.pk)


def test_passwords_are_kept_with_argon2(community_doctor):
    assert community_doctor.password.startswith("argon2")


def test_after_five_failures_even_the_right_password_waits(client, community_doctor):
    for number in ("13800001001", "138 0000 1001", "+8613800001001", "138-0000-1001", "13800001001"):
        sign_in(client, number, "wrong")
    answer = sign_in(client, "13800001001")
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_the_failures_of_one_lock_out_nobody_else(client, community_doctor, colleague):
    for _ in range(6):
        sign_in(client, community_doctor.email, "wrong")
    assert sign_in(client, colleague.email).status_code == 302


@pytest.mark.parametrize(
    "path", ["/accounts/phone/change/", "/accounts/phone/verify/", "/accounts/login/code/confirm/"]
)
def test_pages_that_would_need_a_text_message_do_not_exist(client, community_doctor, path):
    client.force_login(community_doctor)
    assert client.get(path).status_code == 404


# --- devices -------------------------------------------------------------------------------------------------------
def test_nobody_signs_out_somebody_elses_device(client, community_doctor, colleague):
    theirs = Client()
    sign_in(theirs, colleague.email)
    client.force_login(community_doctor)
    client.post(reverse("alliance:session_end", args=[UserSession.objects.get(user=colleague).pk]))
    assert theirs.get(reverse("alliance:notices")).status_code == 200


def test_one_device_is_signed_out_from_another(client, community_doctor):
    other = Client()
    sign_in(other, community_doctor.email)
    device = UserSession.objects.get(user=community_doctor)
    sign_in(client, community_doctor.email)
    client.post(reverse("alliance:session_end", args=[device.pk]))
    assert other.get(reverse("alliance:notices")).status_code == 302
    assert client.get(reverse("alliance:notices")).status_code == 200


# --- the second factor ---------------------------------------------------------------------------------------------
@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA = True


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator"])
def test_whoever_sees_patients_sets_up_a_second_factor_first(client, cast, who):
    client.force_login(cast[who])
    for name in ("alliance:desk", "alliance:notices", "alliance:notice_count", "alliance:duty", "usersessions_list"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


@pytest.mark.usefixtures("required")
def test_meanwhile_one_can_sign_out_and_change_the_language(client, expert):
    client.force_login(expert)
    assert client.post(reverse("alliance:language"), {"language": "en", "next": "/x/"}).url == "/x/"
    assert client.get("/healthz").status_code == 200
    assert client.post(reverse("account_logout")).url == "/en/"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("who", ["leader", "trainee", "editor"])
def test_who_sees_no_patients_is_not_forced(client, cast, who):
    client.force_login(cast[who])
    assert client.get(reverse("alliance:notices")).status_code == 200


@pytest.mark.usefixtures("required")
def test_a_second_membership_that_sees_patients_forces_too(client, leader, beiqiao):
    from tests.factories import make_membership

    make_membership(leader, beiqiao, Role.COMMUNITY_DOCTOR)
    client.force_login(leader)
    assert client.get(reverse("alliance:notices")).status_code == 302


@pytest.mark.usefixtures("required")
def test_the_set_up_opens_everything_and_gives_recovery_codes(client, expert):
    sign_in(client, expert.email)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert client.get(reverse("alliance:notices")).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert secret not in str(list(Authenticator.objects.values()))  # sealed at rest


@pytest.mark.usefixtures("required")
def test_the_password_alone_does_not_sign_in_whoever_has_a_second_factor(client, expert):
    secret = generate_totp_secret()
    TOTP.activate(expert, secret)
    answer = sign_in(client, expert.email)
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.session["_auth_user_id"] == str(expert.pk)


def test_the_demo_that_turns_it_off_says_so(client, expert):
    client.force_login(expert)
    page = client.get(reverse("alliance:notices"))
    assert page.context["mfa_banner"] is True


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.COMMUNITY_DOCTOR, "/consultations/"),
        (Role.EXPERT, "/consultations/"),
        (Role.COORDINATOR, "/consultations/"),
        (Role.LEADER, "/alliance/"),
        (Role.EDITOR, "/site-reviews/"),
    ],
)
def test_everybody_is_led_to_their_own_desk(client, beiqiao, role, where):
    client.force_login(make_member(role, beiqiao))
    assert client.get(reverse("alliance:desk")).url == where


def test_whoever_has_no_desk_yet_reads_what_they_can_do(client, beiqiao):
    client.force_login(make_member(Role.TRAINEE, beiqiao))
    assert client.get(reverse("alliance:desk")).status_code == 200


def test_whoever_has_left_everywhere_reads_that(client, db):
    client.force_login(make_person())
    page = client.get(reverse("alliance:desk"))
    assert page.status_code == 200
    assert not re.search(r'href="/alliance/"', page.content.decode())
