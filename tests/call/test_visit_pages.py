"""The pages of a link: made beside the call, opened on a phone, refused in words."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teleconsult.call import rooms, visiting
from teleconsult.call.models import Visitor
from tests.call.factories import admit
from tests.call.visitors import come, invite

LOOK, COME = "/visit/look/", "/visit/come/"
FORM = {"kind": "interpreter", "name": "阿依古丽", "agreed": "on"}


@pytest.fixture
def phone():
    """The visitor's: nobody is signed in; English, so that the sentences are the source."""
    client = Client(headers={"x-requested-with": "fetch"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def doctor(client, room, community_doctor):
    community_doctor.language = "en"
    community_doctor.save()
    client.force_login(community_doctor)
    return client


def test_without_the_patients_word_no_link_is_made(doctor, room):
    answer = doctor.post(reverse("call:visitors", args=[room.code]), {**FORM, "agreed": ""})
    assert answer.status_code == 422
    assert not Visitor.objects.exists()


def test_a_second_link_is_refused_in_words(doctor, room):
    doctor.post(reverse("call:visitors", args=[room.code]), FORM)
    answer = doctor.post(reverse("call:visitors", args=[room.code]), FORM)
    assert answer.status_code == 422
    assert "Three can take part at most" in answer.content.decode()
    assert Visitor.objects.count() == 1


def test_the_link_is_shown_once_with_a_code_to_scan_and_can_be_withdrawn(doctor, phone, room):
    address = reverse("call:visitors", args=[room.code])
    page = doctor.post(address, FORM).content.decode()
    token = re.search(rf"{re.escape(settings.PUBLIC_URL)}/visit/#([\w-]+)", page)[1]
    assert "<svg" in page
    assert token not in doctor.get(address).content.decode()
    doctor.post(reverse("call:visitor_end", args=[room.code, Visitor.objects.get().code]))
    answer = phone.post(LOOK, {"token": token})
    assert (answer.status_code, "This link was withdrawn" in answer.content.decode()) == (410, True)


def test_whoever_only_joins_ends_nobody_elses_visit(doctor, room, expert):
    visitor = come(room, expert).visitor
    assert doctor.post(reverse("call:visitor_end", args=[room.code, visitor.code])).status_code == 403


@pytest.mark.parametrize("step", [LOOK, COME])
@pytest.mark.parametrize(
    ("what", "status", "says"),
    [
        ("unknown", 404, "There is no such link"),
        ("expired", 410, "This link has expired"),
        ("used", 410, "ask the doctor for a new link"),
        ("closed", 410, "The conversation is over"),
    ],
)
def test_a_dead_link_is_refused_in_words(phone, room, expert, step, what, status, says):
    early = timezone.now() - timedelta(hours=1)
    _visitor, token = invite(room, expert, at=early if what == "expired" else None)
    if what == "used":
        visiting.come(token, timezone.now())
    if what == "closed":
        rooms.close(room, because=rooms.Because.DONE, by=expert, at=timezone.now())
    answer = phone.post(step, {"token": "x" if what == "unknown" else token})
    assert (answer.status_code, says in answer.content.decode()) == (status, True)


def test_guessing_is_stopped(phone, room, expert):
    _visitor, token = invite(room, expert)
    statuses = [phone.post(LOOK, {"token": f"guess{number}"}).status_code for number in range(25)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert phone.post(COME, {"token": token}).status_code == 429


def test_staff_do_not_use_up_somebody_elses_link(doctor, room, expert):
    _visitor, token = invite(room, expert)
    assert doctor.post(COME, {"token": token}).status_code == 403
    assert visiting.find(token, timezone.now())


def test_another_site_cannot_post_a_link(room, expert):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(COME, {"token": invite(room, expert)[1]}).status_code == 403


def test_looking_says_who_invites_to_what_and_uses_nothing_up(phone, room, expert):
    _visitor, token = invite(room, expert)
    for _twice in range(2):
        said = phone.post(LOOK, {"token": token}).content.decode()
    for words in (expert.name, "区二院", "澜江区第二人民医院", "许桂兰", "Relative"):
        assert words in said


def test_coming_exchanges_the_link_for_a_pass_that_only_visits_see(phone, room, expert):
    _visitor, token = invite(room, expert)
    answer = phone.post(COME, {"token": token})
    cookie = answer.cookies[visiting.PASS]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/visit/", "Lax")
    assert token not in answer["Location"]
    assert phone.get(answer["Location"]).status_code == 200
    again = phone.post(LOOK, {"token": token})
    assert (again.status_code, again["Location"]) == (302, answer["Location"])
    other = Client().post(LOOK, {"token": token})
    assert other.status_code == 410


def test_their_page_is_the_room_without_papers_bell_or_way_out_into_the_product(phone, room, expert, community_doctor):
    admit(room, community_doctor)
    phone.cookies[visiting.PASS] = visiting.pass_for(come(room, expert))
    page = phone.get(f"/visit/{room.code}/").content.decode()
    assert f'data-socket="/visit/{room.code}/socket/"' in page
    assert "26-0001" not in page  # the number of the case
    hrefs = set(re.findall(r'<a [^>]*href="([^"]*)"', page))
    assert {href for href in hrefs if not href.startswith(("#", "tel:"))} == set()
    assert 'id="papers"' not in page


def test_put_out_they_read_that_they_no_longer_take_part(phone, room, expert):
    seat = come(room, expert)
    phone.cookies[visiting.PASS] = visiting.pass_for(seat)
    visiting.end(room, seat.visitor.code, by=expert, at=timezone.now())
    assert phone.get(f"/visit/{room.code}/").status_code == 403
