"""The pages that need no patient: errors, the door, one's own account."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

TEMPLATES = Path(__file__).resolve().parents[2] / "frontend" / "templates"
OURS = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("", "xinqiao", "django", "allauth", "account", "mfa", "usersessions")
    for path in ((TEMPLATES / folder).rglob("*.*") if folder else TEMPLATES.glob("*.html"))
)
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
# Sentences of allauth that must not shine through.
FOREIGN = ("Two-Factor Authentication", "Menu:", "Messages:", "Password Reset")


@pytest.mark.parametrize("name", OURS)
def test_every_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith(".html")])
def test_a_template_has_no_style_and_no_script_of_its_own(name):
    text = (TEMPLATES / name).read_text("utf-8")
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "//" not in re.sub(r"http://www\.w3\.org\S*", "", text)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_stands_without_a_request_and_shows_the_numbers_first(name):
    with translation.override("en"):
        html = render_to_string(name)
    assert html.index("tel:120") < html.index("<h1>")
    assert "<script" not in html
    assert html.count("<h1>") == 1


def test_beyond_reach_and_missing_look_the_same():
    """A page that does not exist and one that is not the reader's give no hint which it was."""
    with translation.override("en"):
        html = render_to_string("404.html", {"exception": "Patient matching query does not exist."})
    assert "Patient" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_door_is_ours_in_both_languages(client, path, language):
    client.cookies["django_language"] = language
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'class="door"' in html
    assert html.count("<h1>") == 1
    assert ("zh-Hans" if language == "zh-hans" else 'lang="en"') in html
    assert not any(words in html for words in FOREIGN)


@pytest.mark.django_db
def test_there_is_no_public_registration(client):
    html = client.get("/accounts/signup/").content.decode()
    assert 'name="password1"' not in html


def test_signing_in_asks_for_what_people_know_and_password_managers_fill(rf: RequestFactory):
    from allauth.account.forms import LoginForm

    with translation.override("en"):
        html = render_to_string("account/login.html", {"form": LoginForm(request=rf.get("/"))}, rf.get("/"))
    assert "Email or mobile number" in html
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "placeholder" not in html
