"""A relative in a call has a name and nothing else: no address of the product knows their pass but their own room."""

from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from alliance.models import AuditEntry
from teleconsult.call import visiting
from tests.access import posts, table
from tests.access.world import World, clinical_marks, identity_marks


def _visitor(world: World, browsers: dict[str, tuple[Client, str]]) -> None:
    assert world.visitor is not None
    client = Client()
    client.handler = browsers["anonymous"][0].handler
    client.cookies[visiting.PASS] = visiting.pass_for(world.visitor)
    browsers["visitor"] = (client, client.cookies.output(header="", sep=";"))


def test_every_address_answers_a_visitor_as_it_answers_anybody(world: World, ask: Any, browsers: Any) -> None:
    _visitor(world, browsers)
    wrong = []
    for row in table.ROWS:
        if row.name == "visit:room":
            continue
        url = reverse(row.name, kwargs=world.subjects[row.subject])
        sent = posts.for_row(world, row.name) if row.method == "POST" else {}
        answer = ask("visitor", row.method, url, **sent)
        if answer.status_code != row.answers["anonymous"]:
            wrong.append((str(row), answer.status_code))
    assert wrong == []


def test_their_own_room_opens_and_no_other(world: World, ask: Any, browsers: Any) -> None:
    _visitor(world, browsers)
    for name, parts in world.subjects.items():
        if name.startswith("room-") or name == "visit":
            own = parts["code"] == world.subjects["visit"]["code"]
            url = reverse("visit:room", kwargs={"code": parts["code"]})
            assert (name, ask("visitor", "GET", url).status_code) == (name, 200 if own else 403)


def test_the_room_shows_them_nothing_of_the_case(world: World, ask: Any, browsers: Any) -> None:
    _visitor(world, browsers)
    case = world.cases["in_session"]
    with transaction.atomic():
        page = ask("visitor", "GET", reverse("visit:room", kwargs=world.subjects["visit"])).content.decode()
        transaction.set_rollback(True)
    hidden = [*identity_marks(), *clinical_marks(), str(case.code), str(case.number), "/consultations/", "/desk/"]
    assert [mark for mark in hidden if mark in page] == []
    assert not AuditEntry.objects.filter(action="read", person=None).exists()
