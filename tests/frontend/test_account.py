"""One's own account, page by page, as a signed-in community doctor meets it."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db

PAGES = (
    "usersessions_list",
    "mfa_index",
    "account_change_password",
    "account_email",
    "account_logout",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
    "account_reauthenticate",
    "mfa_reauthenticate",
)


@pytest.fixture
def doctor(client, community_doctor):
    """Signed in through the door, and asked once more for her password."""
    answer = client.post("/accounts/login/", {"login": community_doctor.email, "password": factories.PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    client.cookies["django_language"] = "en"
    return community_doctor


@pytest.fixture
def secured(doctor):
    """With a second step and recovery codes."""
    totp.TOTP.activate(doctor, totp.generate_totp_secret())
    RecoveryCodes.activate(doctor)
    return doctor


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_account_is_ours(client, secured, name):
    response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert 'class="door"' in html or 'class="bar"' in html
    assert "Menu:" not in html
    assert not re.findall(r"{[{%]", html)


def test_the_second_step_is_set_up_with_a_picture_or_by_typing(client, doctor):
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    assert '<img src="data:image/svg+xml' in html
    assert re.search(r'<code class="secret">[A-Z2-7]+</code>', html)
    assert 'autocomplete="one-time-code"' in html


def test_a_wrong_code_is_told_beside_the_field(client, doctor):
    client.get(reverse("mfa_activate_totp"))
    html = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert 'aria-invalid="true"' in html
    assert "field__error" in html


def test_the_second_step_is_asked_for_at_the_door(client, secured):
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": secured.email, "password": factories.PASSWORD})
    html = client.get(reverse("mfa_authenticate")).content.decode()
    assert 'class="door"' in html
    assert "input--code" in html


def test_a_wrong_password_is_told_in_place_and_what_was_typed_is_kept(client, community_doctor):
    html = client.post("/accounts/login/", {"login": community_doctor.email, "password": "wrong"}).content.decode()
    assert f'value="{community_doctor.email}"' in html
    assert "field__error" in html


def test_a_new_password_that_is_too_short_keeps_the_page(client, doctor):
    sent = {"oldpassword": factories.PASSWORD, "password1": "short", "password2": "short"}
    html = client.post(reverse("account_change_password"), sent).content.decode()
    assert 'aria-invalid="true"' in html


def test_mail_about_a_new_password_is_ours(client, community_doctor, mailoutbox):
    client.post("/accounts/password/reset/", {"email": community_doctor.email})
    mail = mailoutbox[0]
    assert "example.com" not in mail.subject + mail.body
    assert "/accounts/password/reset/key/" in mail.body
    assert community_doctor.name not in mail.body
