"""Editors learn what readers look for, and nobody learns who looked."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from alliance import clocks
from alliance.models import AuditEntry
from cms.models import Searched
from cms.search import counting
from tests.cms.asking import ask
from tests.teleconsult.racing import race

NOON = datetime(2026, 3, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def counted():
    return list(Searched.objects.order_by("words").values_list("words", "language", "asked", "unanswered"))


@pytest.mark.parametrize(
    "typed",
    [
        "110101199003071234",
        "11010119900307123X 抑郁",
        "138 1234 5678",
        "１３８１２３４５６７８",
        "138-1234-5678 失眠",
        "一三八一二三四五六七八",
        "王小明 1990年03月07日",
        "wang@example.org",
        "https://example.org/?patient=7",
        "我的孩子今年十四岁，从去年冬天起就不去学校，每天晚上哭，我们家住在北桥镇，请问我该怎么办才好呢",
        "",
        "？！…",
    ],
)
def test_what_could_be_somebodys_own_is_never_kept(db, typed):
    counting.count(typed, "zh-hans", found=0, at=NOON)
    assert counted() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("失眠", "失眠"),
        (" 失眠？ ", "失眠"),
        ("憂鬱", "忧郁"),
        ("ＰＨＱ－９", "phq-9"),
        ("12356", "12356"),
        ("=1+1", "1 1"),
    ],
)
def test_words_are_counted_in_one_way_of_writing(db, typed, kept):
    assert counting.keepable(typed) == kept


def test_a_row_has_no_room_for_anybody():
    kinds = {field.name: type(field) for field in Searched._meta.get_fields()}
    assert set(kinds) == {"id", "day", "language", "words", "asked", "unanswered"}
    assert kinds["day"] is models.DateField


def test_each_day_and_language_has_one_row_for_the_same_words(db):
    for typed, language, found in [("失眠", "zh-hans", 3), ("失眠?", "zh-hans", 0), ("失眠", "en", 0)]:
        counting.count(typed, language, found=found, at=NOON)
    counting.count("失眠", "zh-hans", found=3, at=NOON + timedelta(days=1))
    assert counted().count(("失眠", "zh-hans", 2, 1)) == 1
    assert len(counted()) == 3


def test_the_day_is_that_of_the_place(db):
    counting.count("失眠", "zh-hans", found=1, at=NOON.replace(hour=0, minute=30))
    assert Searched.objects.get().day == date(2026, 3, 9)


def test_whoever_types_at_random_fills_no_disk(db, monkeypatch):
    monkeypatch.setattr(counting, "MOST_A_DAY", 3)
    for word in "甲乙丙丁甲":
        counting.count(word, "zh-hans", found=0, at=NOON)
    assert [(words, asked) for words, _language, asked, _in_vain in counted()] == [("丙", 1), ("乙", 1), ("甲", 2)]


def test_a_search_is_answered_though_nothing_can_be_written(library, client, monkeypatch):
    def busy(*args, **options):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(counting, "_add", busy)
    assert ask(client, "抑郁").status_code == 200


def test_the_search_page_counts_what_is_asked_once_whichever_way_it_is_read(library, client):
    ask(client, "抑郁")
    ask(client, "抑郁", page="2")
    ask(client, "抑郁", format="json")
    ask(client, "斑马")
    ask(client, "")
    assert counted() == [("抑郁", "zh-hans", 2, 0), ("斑马", "zh-hans", 1, 1)]


def test_nothing_else_is_written_about_whoever_asks(library, client, community_doctor):
    client.force_login(community_doctor)
    before = AuditEntry.objects.count(), Session.objects.count()
    ask(client, "抑郁")
    assert (AuditEntry.objects.count(), Session.objects.count()) == before


def test_the_clock_forgets_what_is_old(db, settings):
    settings.XINQIAO = {**settings.XINQIAO, "SEARCHES_KEPT": timedelta(days=30)}
    now = timezone.now()
    for ago in (31, 30, 0):
        counting.count(f"{'甲' * ago}乙"[-5:] + str(ago), "zh-hans", found=1, at=now - timedelta(days=ago))
    clocks.tick(now)
    assert Searched.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_searches_waits_for_no_other_writer():
    """Somebody writes for as long as they like; the count of that moment is lost, the next one is not."""
    counting.count("失眠", "zh-hans", found=1, at=NOON)
    written, asked = threading.Event(), threading.Event()

    def write_on():
        with transaction.atomic():
            Searched.objects.update(asked=5)
            written.set()
            asked.wait(30)

    def ask_meanwhile():
        written.wait(30)
        counting.count("失眠", "zh-hans", found=1, at=NOON)
        asked.set()

    race(write_on, ask_meanwhile)
    counting.count("失眠", "zh-hans", found=1, at=NOON)
    assert counted() == [("失眠", "zh-hans", 6, 0)]


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_the_same_at_once_are_two():
    race(*[lambda: counting.count("失眠", "zh-hans", found=0, at=NOON)] * 2)
    assert counted() == [("失眠", "zh-hans", 2, 2)]


def test_a_doctor_reads_no_report(client, community_doctor):
    client.force_login(community_doctor)
    assert client.get("/cms/reports/searches/").status_code == 403


def test_an_editor_sees_what_is_asked_most_and_what_is_not_found(client, editor):
    for _time in range(3):
        counting.count("失眠", "zh-hans", found=2, at=timezone.now())
    counting.count("失眠", "zh-hans", found=2, at=timezone.now() - timedelta(days=2))
    counting.count("斑马", "zh-hans", found=0, at=timezone.now())
    client.force_login(editor)
    html = client.get("/cms/reports/searches/").content.decode()
    assert html.index("失眠") < html.index("斑马")
    narrowed = client.get("/cms/reports/searches/", {"nothing": "true"}).content.decode()
    assert "斑马" in narrowed
    assert "失眠" not in narrowed
    assert "斑马" not in client.get("/cms/reports/searches/", {"q": "失眠"}).content.decode()
    assert "失眠,zh-hans,4,0" in b"".join(client.get("/cms/reports/searches/", {"export": "csv"})).decode()
    assert "/cms/reports/searches/" in client.get("/cms/").content.decode()
