"""The bell's socket: for whoever is signed in, about nobody else, and deaf."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alliance import leaving, notices, sockets
from alliance.consumers import NoticeConsumer
from tests.sockets import Line

pytestmark = pytest.mark.django_db(transaction=True)
guarded = sockets.SecondFactor(NoticeConsumer.as_asgi())


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setitem(notices._kinds, "plain", notices.Kind("Plain", "%(place)s"))
    monkeypatch.setitem(notices._kinds, "danger", notices.Kind("Danger at %(place)s", "", is_alarm=True))


class Page:
    """One open page of a person."""

    def __init__(self, person):
        self.line = Line(guarded, "/ws/notices/")
        self.line.scope.update(user=person, cookies={"django_language": "en"})

    async def __aenter__(self):
        assert (await self.line.connect())[0]
        return self.line

    async def __aexit__(self, *error):
        await self.line.disconnect()


async def send(*args, **facts):
    await sync_to_async(notices.send)(*args, at=timezone.now(), **facts)


async def test_whoever_is_signed_out_is_refused(db):
    line = Line(guarded, "/ws/notices/")
    line.scope["user"] = AnonymousUser()
    assert await line.connect() == (False, 4401)


async def test_whoever_lacks_the_second_factor_is_refused(expert, settings):
    settings.REQUIRE_MFA = True
    line = Line(guarded, "/ws/notices/")
    line.scope["user"] = expert
    assert await line.connect() == (False, 4403)


async def test_whatever_a_client_says_closes_the_socket(expert):
    async with Page(expert) as line:
        await line.receive_json_from()
        await line.send_json_to({"type": "notice", "unread": 99})
        assert await line.closes() == 4400


async def test_nobody_hears_of_anothers_notices(expert, coordinator):
    async with Page(expert) as line:
        await line.receive_json_from()
        await send(coordinator, "plain", place="北桥")
        assert await line.receive_nothing()


async def test_a_notice_rings_at_once(expert):
    async with Page(expert) as line:
        assert await line.receive_json_from() == {"unread": 0, "alarms": []}
        await send(expert, "danger", url="/danger/1/", place="北桥")
        told = await line.receive_json_from()
    assert told == {"unread": 1, "alarms": [{"url": "/danger/1/", "text": "Danger at 北桥"}]}


async def test_leaving_closes_the_socket(community_doctor, leader):
    def leave():
        leaving.leave(community_doctor.memberships.get(), by=leader, at=timezone.now(), because="moved")

    async with Page(community_doctor) as line:
        await line.receive_json_from()
        await sync_to_async(leave)()
        assert await line.closes() == 4410
