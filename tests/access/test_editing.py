"""Whoever holds no right to edit the site reaches none of its editing, whichever address it is."""

from django.urls import reverse
from django.utils import timezone

from cms import planting
from tests.access import walking
from tests.access.world import COLUMNS
from tests.cms.conftest import CONTENT

SIGNED_IN = [who for who in COLUMNS if who not in ("anonymous", "editor")]


def test_the_walk_finds_what_wagtail_offers():
    found = ["/" + place for place in walking.editing()]
    assert {"/cms/", "/cms/pages/1/edit/", "/cms/login/", "/cms/images/1/"} <= set(found)
    assert len(found) > 150


def test_somebody_signed_out_is_led_to_the_one_sign_in(world, ask):
    wrong = []
    for place in walking.editing():
        for method in ("GET", "POST"):
            answer = ask("anonymous", method, f"/{place}")
            led_to = answer.headers.get("Location", "").partition("?")[0]
            if (answer.status_code, led_to) != (302, reverse("account_login")):
                wrong.append((method, place, answer.status_code, led_to))
    assert wrong == []


def test_nobody_but_an_editor_opens_any_of_it(world, ask):
    opened = []
    for order, place in enumerate(walking.editing()):
        who = SIGNED_IN[order % len(SIGNED_IN)]  # each address by one of them, each of them by many
        for method in ("GET", "POST"):
            if (code := ask(who, method, f"/{place}").status_code) != 403:
                opened.append((who, method, place, code))
    assert opened == []


def test_each_of_them_is_refused_at_the_door(world, ask):
    assert {who: ask(who, "GET", "/cms/").status_code for who in SIGNED_IN} == dict.fromkeys(SIGNED_IN, 403)


def test_an_editor_edits(world, ask):
    planting.plant(CONTENT, at=timezone.now())
    assert ask("editor", "GET", "/cms/").status_code == 200
    assert ask("editor", "GET", "/cms/pages/").status_code == 200


def test_there_is_no_second_password(world, ask):
    assert ask("editor", "GET", "/cms/login/")["Location"] == reverse("account_login")
    assert ask("editor", "GET", "/cms/password_reset/")["Location"] == reverse("account_reset_password")
    assert ask("editor", "GET", "/cms/logout/")["Location"] == reverse("account_logout")
