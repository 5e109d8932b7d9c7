"""Copies of public pages: for whom, for how long, and what stands in when something fails."""

import asyncio
import gzip

import pytest

from cms.serving import layer, shared
from cms.serving.copies import Copies, Copy
from cms.serving.layer import PageCache, accepts_gzip

PUBLIC = [(b"Content-Type", b"text/html"), (b"Cache-Control", b"max-age=0, public, s-maxage=60")]


class Number:
    """A generation that the test turns."""

    value = 1

    async def now(self):
        return str(self.value)


class Site:
    """Stands for Django: says what the test wants and counts how often it is asked."""

    def __init__(self):
        self.asked = []
        self.status, self.headers, self.body = 200, list(PUBLIC), b"one"
        self.problem = None
        self.gate = None

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        if self.gate:
            await self.gate.wait()
        if self.problem:
            raise self.problem
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


@pytest.fixture
def number():
    return Number()


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site, number, monkeypatch):
    monkeypatch.setattr(shared, "is_shared", lambda path: not path.startswith("/own"))
    return PageCache(site, number)


async def get(cache, path="/a/", *, method="GET", query=b"", **headers):
    sent = []

    async def send(message):
        sent.append(message)

    told = [(b"host", b"here")] + [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": told}
    await cache(scope, None, send)
    answer = dict(sent[0]["headers"])
    return sent[0]["status"], answer, sent[1]["body"]


async def test_the_second_reader_gets_the_copy(cache, site):
    assert (await get(cache))[2] == b"one"
    status, headers, body = await get(cache)
    assert (status, body, len(site.asked)) == (200, b"one", 1)
    assert headers[b"cache-status"] == b"xinqiao; hit"
    assert headers[b"content-length"] == b"3"


@pytest.mark.parametrize(
    "asked", [{"cookie": "sessionid=x"}, {"query": b"q=1"}, {"method": "POST"}, {"path": "/own/"}], ids=str
)
async def test_what_may_be_somebody_s_own_is_passed_on(cache, site, asked):
    await get(cache)
    for _ in range(2):
        headers = (await get(cache, **asked))[1]
        assert b"cache-status" not in headers
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    "header",
    [
        (b"Set-Cookie", b"csrftoken=x"),
        (b"Content-Security-Policy", b"script-src 'nonce-abc'"),
        (b"Cache-Control", b"private"),
    ],
)
async def test_a_cookie_a_nonce_or_a_private_page_is_never_kept(cache, site, header):
    site.headers = [pair for pair in PUBLIC if pair[0] != header[0]] + [header]
    await get(cache)
    assert b"cache-status" not in (await get(cache))[1]
    assert not cache.copies.by_key


async def test_nothing_of_the_asker_gets_into_the_copy(cache, site):
    await get(cache, cookie="csrftoken=secret", accept_language="en", user_agent="me", referer="/from/")
    assert {name for name, _value in site.asked[0]["headers"]} == {b"host"}


async def test_each_host_has_copies_of_its_own(cache, site):
    await get(cache)
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/a/", "query_string": b"", "headers": [(b"host", b"there")]}
    await cache(scope, None, send)
    assert len(site.asked) == 2


async def test_after_a_change_the_next_request_shows_it(cache, site, number):
    await get(cache)
    site.body, number.value = b"two", 2
    assert (await get(cache))[2] == b"two"


async def test_a_page_that_was_being_rendered_before_the_change_is_not_taken_for_new(cache, site, number):
    site.gate = asyncio.Event()
    before = asyncio.create_task(get(cache))
    await asyncio.sleep(0)
    number.value = 2
    after = asyncio.create_task(get(cache))
    await asyncio.sleep(0)
    site.gate.set()
    await asyncio.gather(before, after)
    assert len(site.asked) == 2


async def test_what_is_merely_old_is_shown_while_it_is_rendered_anew(cache, site, monkeypatch):
    monkeypatch.setattr(layer, "FRESH", -1.0)
    await get(cache)
    site.body = b"two"
    _status, headers, body = await get(cache)
    assert (body, headers[b"cache-status"]) == (b"one", b"xinqiao; hit; detail=stale")
    await asyncio.gather(*cache.under_way.values())
    assert (await get(cache))[2] == b"two"


@pytest.mark.parametrize("failing", ["raises", "says so", "hangs"])
async def test_an_outdated_copy_stands_in_while_the_page_fails(cache, site, number, monkeypatch, failing):
    monkeypatch.setattr(layer, "PATIENCE", 0.05)
    await get(cache)
    number.value = 2
    match failing:
        case "raises":
            site.problem = RuntimeError("the database is away")
        case "says so":
            site.status = 503
        case "hangs":
            site.gate = asyncio.Event()
    for _ in range(3):
        status, headers, body = await get(cache)
        assert (status, body) == (200, b"one")
        assert b"stale" in headers[b"cache-status"]
    assert len(site.asked) == 2  # it is left in peace for a while
    for task in cache.under_way.values():
        task.cancel()


async def test_without_a_copy_the_reader_hears_that_it_failed(cache, site):
    site.status, site.headers, site.body = 503, [], b"away"
    assert (await get(cache))[::2] == (503, b"away")


async def test_a_page_that_is_gone_is_gone_at_once(cache, site, number):
    await get(cache)
    site.status, site.headers, number.value = 404, [], 2
    assert (await get(cache))[0] == 404
    assert not cache.copies.by_key


async def test_a_crowd_has_it_rendered_once(cache, site):
    site.gate = asyncio.Event()
    crowd = [asyncio.create_task(get(cache)) for _ in range(50)]
    await asyncio.sleep(0.01)
    crowd[0].cancel()  # the first one to ask hangs up
    site.gate.set()
    answers = await asyncio.gather(*crowd[1:])
    assert {body for _status, _headers, body in answers} == {b"one"}
    assert len(site.asked) == 1


async def test_the_compressed_copy_is_the_same_page(cache, site):
    site.body = "心".encode() * 1000
    _status, headers, body = await get(cache, accept_encoding="br, gzip")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body) == site.body
    assert b"content-encoding" not in (await get(cache))[1]
    assert b"content-encoding" not in (await get(cache, accept_encoding="gzip;q=0"))[1]
    assert b"Accept-Encoding" in headers[b"vary"]


async def test_who_has_it_already_hears_only_that(cache):
    mark = (await get(cache))[1][b"etag"].decode()
    status, headers, body = await get(cache, if_none_match=f'"other", W/{mark}')
    assert (status, body) == (304, b"")
    assert headers[b"etag"].decode() == mark
    assert b"content-type" not in headers
    assert (await get(cache, if_none_match='"other"'))[0] == 200
    assert (await get(cache, if_none_match=mark, accept_encoding="gzip"))[0] == 200  # the other copy's mark


async def test_head_tells_the_same_without_the_page(cache, site):
    status, headers, body = await get(cache, method="HEAD")
    assert (status, headers[b"content-length"], body) == (200, b"3", b"")
    assert site.asked[0]["method"] == "GET"
    assert (await get(cache))[2] == b"one"


def test_memory_is_bounded():
    copies = Copies(most=10_000)
    for number in range(100):
        copies.keep((b"%d" % number,), Copy([], b"x" * 1000, "1", 0))
        copies.get((b"0",))
    assert copies.weight == sum(copy.weight for copy in copies.by_key.values()) <= 10_000
    assert (b"0",) in copies.by_key  # asked for again and again
    copies.forget((b"0",))
    assert copies.weight == sum(copy.weight for copy in copies.by_key.values())


@pytest.mark.parametrize(
    ("said", "whether"),
    [
        (b"gzip", True),
        (b"GZIP;q=0.5", True),
        (b"*", True),
        (b"gzip; q=0", False),
        (b"br", False),
        (b"", False),
        (b"\xff,;;", False),
    ],
)
def test_who_takes_gzip(said, whether):
    assert accepts_gzip(said) is whether
