"""In which language somebody is answered: their own, else the switch's, else Chinese; never the browser's."""

import pytest
from django.urls import reverse

DOOR = "/accounts/login/"


def language(answer):
    return answer.headers["Content-Language"]


def test_what_the_browser_accepts_is_not_asked(client, db):
    answer = client.get(DOOR, HTTP_ACCEPT_LANGUAGE="en-GB,en")
    assert language(answer) == "zh-hans"
    assert '<html lang="zh-Hans"' in answer.content.decode()


def test_the_switch_is_remembered_by_the_browser(client, db):
    client.post(reverse("alliance:language"), {"language": "en", "next": DOOR})
    answer = client.get(DOOR)
    assert language(answer) == "en"
    assert '<html lang="en"' in answer.content.decode()


def test_a_language_that_we_do_not_speak_changes_nothing(client, db):
    client.post(reverse("alliance:language"), {"language": "fr"})
    client.cookies["django_language"] = "fr"
    assert language(client.get(DOOR)) == "zh-hans"


def test_the_switch_does_not_lead_to_another_site(client, db):
    answer = client.post(reverse("alliance:language"), {"language": "en", "next": "https://evil.test/"})
    assert answer.url == reverse("alliance:front")


def test_the_switch_is_not_a_link(client, db):
    assert client.get(reverse("alliance:language")).status_code == 405


def test_a_persons_own_language_goes_with_them_to_another_browser(client_of, leader):
    client_of(leader).post(reverse("alliance:language"), {"language": "en"})
    assert language(client_of(leader).get(reverse("alliance:overview"))) == "en"


def test_a_persons_own_language_goes_before_the_browsers_cookie(client_of, leader):
    leader.language = "zh-hans"
    leader.save()
    browser = client_of(leader)
    browser.cookies["django_language"] = "en"
    assert language(browser.get(reverse("alliance:overview"))) == "zh-hans"


@pytest.mark.parametrize("named", ["en", "zh-hans"])
def test_an_address_that_names_a_language_is_answered_in_it(client, db, named):
    client.cookies["django_language"] = "zh-hans" if named == "en" else "en"
    assert language(client.get(reverse("jsi18n", args=[named]))) == named


def test_a_cache_between_keeps_the_languages_apart(client, db):
    assert "Cookie" in client.get(DOOR).headers["Vary"]


def test_hours_are_those_of_ones_main_site(client_of, leader, alliance, settings):
    alliance.time_zone = "Asia/Urumqi"
    alliance.save()
    seen = []

    def look(request):
        from django.http import HttpResponse
        from django.utils import timezone

        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    from django.test import RequestFactory

    from alliance.middleware import ReaderMiddleware

    request = RequestFactory().get("/")
    request.user = leader
    ReaderMiddleware(look)(request)
    assert seen == ["Asia/Urumqi"]
