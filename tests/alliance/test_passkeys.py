"""A passkey beside the authenticator app: added, used as second factor or alone, renamed, removed; forged by nobody."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from alliance.models import Person
from tests.alliance.passkeys import Device
from tests.factories import PASSWORD

HERE: Any = {"secure": True, "headers": {"host": "xinqiao.test"}}
ASKING: Any = {"secure": True, "headers": {"host": "xinqiao.test", "accept": "application/json"}}
ADD, LOGIN, SECOND = (reverse(f"mfa_{name}") for name in ("add_webauthn", "login_webauthn", "authenticate"))


@pytest.fixture(autouse=True)
def installed(settings):
    settings.PUBLIC_URL = "https://xinqiao.test"
    settings.ALLOWED_HOSTS = ["xinqiao.test", "other.test", "testserver"]


def sign_in(client, person):
    return client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, **HERE)


def signed_in(person):
    """With the password, a moment ago."""
    client = Client()
    sign_in(client, person)
    return client


def add(client, device, name="手机", **facts):
    options = client.get(ADD, **HERE).context["js_data"]["creation_options"]
    said = {"credential": device.create(options, **facts), "passwordless": "on", "name": name}
    return client.post(ADD, said, **HERE)


def alone(client, device, **facts):
    """Signs in with nothing but the passkey."""
    asked = client.get(LOGIN, **ASKING)
    said = device.get(asked.json()["request_options"], **facts)
    client.post(LOGIN, {"credential": said}, **HERE)
    return said


def is_in(client):
    return client.session.get("_auth_user_id")


@pytest.fixture
def device(community_doctor):
    """Her phone."""
    made = Device()
    assert add(signed_in(community_doctor), made).status_code == 302
    return made


# --- refused ----------------------------------------------------------------------------------------------------------
def test_nobody_adds_one_who_has_not_just_proved_who_they_are(client, community_doctor):
    client.force_login(community_doctor)
    assert client.get(ADD, **HERE).url.startswith(reverse("account_reauthenticate"))
    assert client.post(ADD, {"credential": "{}"}, **HERE).status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [
        Device(home="evil.test"),
        Device(origin="https://evil.test"),
        Device(origin="http://xinqiao.test"),
        Device(home="other.test", origin="https://other.test"),
    ],
)
def test_a_passkey_of_another_name_is_not_added(community_doctor, forged):
    assert add(signed_in(community_doctor), forged).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_device_that_asks_for_nothing_is_not_added(community_doctor):
    assert add(signed_in(community_doctor), Device(), verified=False).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_device_that_was_not_unlocked_opens_nothing(client, community_doctor, device):
    alone(client, device, verified=False)
    assert is_in(client) is None
    sign_in(client, community_doctor)
    options = client.get(SECOND, **HERE).context["js_data"]["request_options"]
    client.post(SECOND, {"credential": device.get(options, verified=False)}, **HERE)
    assert is_in(client) is None


@pytest.mark.parametrize("said", ["", "{}", "[]", "null", "x", '{"id": 1}', '{"response": {"userHandle": "AA"}}'])
def test_what_no_device_sends_opens_nothing(client, community_doctor, device, said):
    client.get(LOGIN, **ASKING)
    assert client.post(LOGIN, {"credential": said}, **HERE).status_code in (200, 302)
    assert is_in(client) is None


def test_a_passkey_opens_its_owners_account_and_no_other(client, community_doctor, colleague, device):
    alone(client, device, owner=str(colleague.pk).encode())
    assert is_in(client) is None
    add(signed_in(colleague), Device())
    sign_in(client, colleague)
    options = client.get(SECOND, **HERE).context["js_data"]["request_options"]
    answer = client.post(SECOND, {"credential": device.get(options)}, **HERE)
    assert (answer.status_code, is_in(client)) == (200, None)


def test_an_answer_opens_once(community_doctor, device):
    first, second = Client(), Client()
    said = alone(first, device)
    assert is_in(first) == str(community_doctor.pk)
    second.get(LOGIN, **ASKING)
    second.post(LOGIN, {"credential": said}, **HERE)
    assert is_in(second) is None


def test_whoever_was_switched_off_stays_out_with_a_passkey_too(client, community_doctor, device):
    Person.objects.filter(pk=community_doctor.pk).update(is_active=False)
    alone(client, device)
    assert is_in(client) is None


def test_nobody_renames_or_removes_somebody_elses(community_doctor, colleague, device):
    row = Authenticator.objects.get(type="webauthn")
    other = signed_in(colleague)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert other.post(reverse(name, args=[row.pk]), {"name": "x"}, **HERE).status_code == 404
    assert Authenticator.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "where",
    [
        {"secure": False, "headers": {"host": "xinqiao.test"}},
        {"secure": True, "headers": {"host": "other.test"}},
        {"secure": False, "headers": {"host": "testserver"}},
    ],
)
def test_where_they_cannot_work_the_page_says_so_and_offers_none(community_doctor, where, settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    Person.objects.update(language="en")
    client = signed_in(community_doctor)
    for address in (ADD, reverse("mfa_index"), reverse("mfa_list_webauthn")):
        page = client.get(address, **where).content.decode()
        assert "Passkeys work only where the address begins with https" in page
        assert "<passkey-form" not in page
    assert "<passkey-form" not in Client().get("/accounts/login/", **where).content.decode()


@pytest.mark.parametrize(
    ("url", "host", "secure", "works"),
    [
        ("http://localhost:8000", "localhost:8000", False, True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", False, False),
        ("https://10.0.0.5", "10.0.0.5", True, False),
        ("https://xinqiao.test", "www.xinqiao.test", True, True),
        ("https://xinqiao.test", "notxinqiao.test", True, False),
    ],
)
def test_they_belong_to_the_installations_name(settings, client, db, url, host, secure, works):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = url, ["*"]
    page = client.get("/accounts/login/", secure=secure, headers={"host": host}).content.decode()
    assert ("<passkey-form" in page) is works


# --- done -------------------------------------------------------------------------------------------------------------
def test_it_is_the_second_factor_that_a_role_requires(settings, client, community_doctor):
    settings.REQUIRE_MFA = True
    desk = reverse("alliance:notices")
    sign_in(client, community_doctor)
    assert client.get(desk, **HERE).url == reverse("mfa_activate_totp")
    device = Device()
    assert add(client, device).url == reverse("mfa_view_recovery_codes")
    assert client.get(desk, **HERE).status_code == 200
    again = Client()
    assert sign_in(again, community_doctor).url.startswith(SECOND)
    assert is_in(again) is None
    page = again.get(SECOND, **HERE)
    again.post(SECOND, {"credential": device.get(page.context["js_data"]["request_options"])}, **HERE)
    assert again.get(desk, **HERE).status_code == 200


def test_alone_it_stands_for_password_and_code(settings, client, community_doctor, device):
    settings.REQUIRE_MFA = True
    alone(client, device)
    assert is_in(client) == str(community_doctor.pk)
    assert client.get(reverse("alliance:notices"), **HERE).status_code == 200


def test_a_recovery_code_lets_in_whoever_lost_the_device(client, community_doctor, device):
    codes = Authenticator.objects.get(user=community_doctor, type="recovery_codes").wrap().get_unused_codes()
    sign_in(client, community_doctor)
    client.post(SECOND, {"code": codes[0]}, **HERE)
    assert is_in(client) == str(community_doctor.pk)


def test_it_is_renamed_and_removed(settings, client, community_doctor, device):
    settings.REQUIRE_MFA = True
    alone(client, device)
    row = Authenticator.objects.get(type="webauthn")
    client.post(reverse("mfa_edit_webauthn", args=[row.pk]), {"name": "诊室电脑"}, **HERE)
    assert "诊室电脑" in client.get(reverse("mfa_list_webauthn"), **HERE).content.decode()
    assert "诊室电脑" in client.get(reverse("mfa_remove_webauthn", args=[row.pk]), **HERE).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[row.pk]), **HERE)
    assert not Authenticator.objects.exists()  # recovery codes go with the last factor
    assert client.get(reverse("alliance:notices"), **HERE).url == reverse("mfa_activate_totp")


def test_after_a_while_it_is_asked_for_again_before_anything_changes(settings, client, community_doctor, device):
    alone(client, device)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
    again = reverse("mfa_reauthenticate_webauthn")
    assert "reauthenticate" in client.get(ADD, **HERE).url
    options = client.get(again, **HERE).context["js_data"]["request_options"]
    client.post(again, {"credential": device.get(options)}, **HERE)
    assert client.get(ADD, **HERE).status_code == 200
