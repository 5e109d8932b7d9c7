"""The site behind its page cache, as the server puts it together: what is published is what the next reader gets."""

import threading

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from alliance.models import CrisisLine
from cms import planting
from cms.models import ArticlePage
from cms.serving import generation
from cms.serving.layer import PageCache
from config.asgi import pages
from tests.cms.conftest import CONTENT

pytestmark = pytest.mark.django_db
KEPT = ["/", "/en/", "/a-z/", "/en/a-z/", "/events/", "/crisis/", "/en/crisis/", "/self-check/", "/self-check/phq-9/"]
KEPT += ["/en/self-check/gad-7/", "/feed/", "/sitemap.xml", "/robots.txt"]


class Reader:
    """Somebody who is signed in nowhere."""

    def __init__(self):
        self.cache = PageCache(pages.handle)  # without its own thread, which would not see this test's transaction

    def get(self, path, **headers):
        return async_to_sync(self._get)(path, headers)

    async def _get(self, path, headers):
        told = [(b"host", b"testserver")] + [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        line = ApplicationCommunicator(self.cache, {**scope, "headers": told, "server": ("testserver", 80)})
        await line.send_input({"type": "http.request", "body": b""})
        start, body = await line.receive_output(30), b""
        while True:
            part = await line.receive_output(30)
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        await line.wait(30)
        return start["status"], {name.lower(): value for name, value in start["headers"]}, body.decode()


@pytest.fixture
def reader():
    planting.plant(CONTENT, at=timezone.now())
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client does: the connection is the test's
    yield Reader()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens within is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def article(reader):
    return ArticlePage.objects.filter(locale__language_code="zh-hans").first()


def test_every_public_page_is_kept_and_hands_out_nothing_of_its_own(reader):
    for path in KEPT:
        assert reader.get(path)[1].get(b"cache-status") == b"xinqiao; fwd=miss; stored", path
        status, headers, _body = reader.get(path)
        assert (status, headers[b"cache-status"]) == (200, b"xinqiao; hit"), path
        assert b"set-cookie" not in headers, path
        assert b"s-maxage" in headers[b"cache-control"], path


def test_other_pages_are_not(reader):
    for path in ("/search/", "/accounts/login/", "/healthz", "/crisis/worker.js", "/cms/", "/nowhere/"):
        for _ in range(2):
            assert b"cache-status" not in reader.get(path)[1], path
    assert not reader.cache.copies.by_key


def test_what_is_published_is_what_the_next_reader_gets(reader, article, committed):
    for path in (article.where, "/", "/a-z/"):
        reader.get(path)
    article.title = "睡得好一点"
    with committed():
        article.save_revision().publish()
    for path in (article.where, "/", "/a-z/"):
        _status, headers, body = reader.get(path)
        assert b"stored" in headers[b"cache-status"]
        assert "睡得好一点" in body


def test_a_draft_changes_nothing(reader, article, committed):
    before = reader.get(article.where)[2]
    article.title = "还没写完"
    with committed():
        article.save_revision()
    _status, headers, body = reader.get(article.where)
    assert (headers[b"cache-status"], body) == (b"xinqiao; hit", before)


def test_what_is_taken_back_is_gone(reader, article, committed):
    reader.get(article.where)
    with committed():
        article.unpublish()
    assert reader.get(article.where)[0] == 404


def test_a_page_that_has_moved_answers_where_it_is(reader, article, committed):
    old = article.where
    reader.get(old)
    article.slug = "elsewhere"
    with committed():
        article.save_revision().publish()
    article.refresh_from_db()
    assert reader.get(article.where)[0] == 200
    assert reader.get(old)[0] != 200


def test_a_crisis_number_is_changed_on_every_page_at_once(reader, article, committed):
    reader.get(article.where)
    line = CrisisLine.objects.first()
    line.number = "0591-1234"
    with committed():
        line.save()
    assert "0591-1234" in reader.get(article.where)[2]
    assert "0591-1234" in reader.get("/crisis/")[2]


def test_the_one_who_is_signed_in_gets_a_page_of_their_own(reader, article):
    reader.get(article.where)
    headers = reader.get(article.where, cookie=f"{settings.SESSION_COOKIE_NAME}=whatever")[1]
    assert b"cache-status" not in headers


def test_another_process_s_change_is_seen(reader, article):
    """Another object that keeps the number, as another process has it."""
    reader.get(article.where)
    own = generation.of_settings()
    thread = threading.Thread(target=own.renew)
    thread.start()
    thread.join()
    reader.cache.generation.asked_at = 0.0  # for Redis, the twentieth of a second is over
    assert b"stored" in reader.get(article.where)[1][b"cache-status"]


def test_the_page_stands_while_the_database_is_away(reader, article, monkeypatch):
    before = reader.get(article.where)[2]
    generation.renew()

    def away(*_args, **_kwargs):
        raise OSError("the database is away")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper._execute", away)
    status, headers, body = reader.get(article.where)
    assert (status, body) == (200, before)
    assert b"stale" in headers[b"cache-status"]


def test_publishing_does_not_fail_where_nobody_can_be_told(monkeypatch, caplog):
    def away():
        raise OSError

    monkeypatch.setattr(generation.current, "renew", away)
    generation.renew()
    assert "could not be outdated" in caplog.text
