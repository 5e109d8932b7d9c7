"""The search over 5,000 Chinese pages, beside Wagtail's own backend on the same database and the same pages.

What is right is what a plain substring finds. Wagtail's own has its index written by itself and finds little of it, so
that its times are those of few pages; on SQLite its way of asking is measured on our index too, where it finds what
ours finds. It reads the full-text table once per page found: each question once, and none after `CAP` seconds.
`BENCH_PAGES=500` tries it with fewer.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from statistics import mean, median, quantiles
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Locale, Page

from cms import planting
from cms.models import ArticlePage, HomePage
from tests.bench import Figure
from tests.cms.conftest import CONTENT

STORES = ("SQLite", "PostgreSQL")
PAGES = int(os.environ.get("BENCH_PAGES", "5000"))
ROUNDS, CAP = 3, 30.0  # seconds
OURS, STOCK = "cms.search.backend", "modelsearch.backends.database"
WHO = ["青少年", "产妇", "老年人", "上班族", "照护者", "大学生", "独居老人", "留守儿童", "孩子", "病人家属"]
WHAT = ["抑郁", "焦虑", "失眠", "情绪低落", "惊恐发作", "强迫", "厌学", "记忆力下降", "幻听", "停药反应"]
SIDE = ["的早期识别", "怎么办", "和家人怎样谈", "能好起来吗", "什么时候看医生", "用药须知", "的常见误区", "与睡眠"]
SAID = [
    "先把一天拆小，按时起床，每天走一走。",
    "不要自己加药、停药，先问医生。",
    "打 12356 可以找人说说话，有危险打 120。",
    "社区医生可以用 PHQ-9 问卷看一看最近两周。",
    "睡前一小时放下手机，把灯调暗。",
    "这不是软弱，也不是谁的错，有办法让它轻下来。",
    "孩子不想上学，先听他说，再和老师商量。",
    "英文里叫 burnout 的，常常先从睡不好开始。",
    "有人陪着，比讲道理更要紧。",
    "复查的日子写在日历上，带着这张表去。",
]
QUESTIONS = ["抑郁", "焦虑", "失眠", "情绪低落", "早期识别", "青少年", "惊恐", "停药", "不想上学", "睡前一小时"]
QUESTIONS += ["PHQ-9", "12356", "burnout", "日历", "误区"]
Ask = Callable[[Any, str, Any], Any]
ASKED: dict[str, Ask] = {
    "search": lambda backend, said, pages: list(backend.search(said, pages)[:20]),
    "count": lambda backend, said, pages: backend.search(said, pages).count(),
    "autocomplete": lambda backend, said, pages: list(backend.autocomplete(said, pages)[:10]),
}


def measure() -> Iterator[Figure]:
    """Recall and times of ours and of Wagtail's own; then how they compare."""
    texts = _plant()
    truth = {said: {pk for pk, words in texts.items() if said in words} for said in QUESTIONS}
    seen = {}
    for name, path, rounds in (("ours", OURS, ROUNDS), ("stock", STOCK, 1)):
        backend = get_search_backend(path)
        built = _index(backend)
        seen[name] = _figures(backend, truth, rounds) | {"index built": built}
        print(f"{name}: {seen[name]}", file=sys.stderr, flush=True)
        if name == "ours" and connection.vendor == "sqlite":
            seen["stock way on our index"] = _times(_stock_way(), truth, 1, ("search",))
            yield Figure(
                "stock way on our index ÷ ours: search, median",
                round(seen["stock way on our index"]["search, median"] / seen["ours"]["search, median"], 1),
                "times",
            )
    for name, figures in seen.items():
        for what, value in figures.items():
            unit = "%" if what == "recall" else "count" if "questions" in what else "s" if "built" in what else "ms"
            yield Figure(f"{name}: {what}, {PAGES:,} pages", round(value, 1), unit)
    for what in ("search, median", "search, p95", "count, median", "autocomplete, median"):
        yield Figure(f"stock ÷ ours: {what}", round(seen["stock"][what] / seen["ours"][what], 1), "times")


def _figures(backend: Any, truth: dict[str, set[int]], rounds: int) -> dict[str, float]:
    """Times of every kind of asking, then how much of what is there was found."""
    figures, pages, ends = _times(backend, truth, rounds, tuple(ASKED)), Page.objects.live(), perf_counter() + CAP
    found: dict[str, set[int]] = {}
    for said in truth:
        if perf_counter() < ends:
            found[said] = {page.pk for page in backend.search(said, pages, order_by_relevance=False)}
    figures["recall"] = 100 * mean(len(each & truth[said]) / len(truth[said]) for said, each in found.items())
    figures["questions without any result"] = float(sum(not each for each in found.values()))
    figures["questions asked in time"] = float(len(found))
    return figures


def _times(backend: Any, truth: dict[str, set[int]], rounds: int, kinds: tuple[str, ...]) -> dict[str, float]:
    figures, pages = {}, Page.objects.live()
    for kind in kinds:
        ends = perf_counter() + CAP
        asked = (_timed(ASKED[kind], backend, said, pages, ends) for _ in range(rounds) for said in truth)
        took = [one for one in asked if one]
        figures[f"{kind}, median"] = median(took)
        figures[f"{kind}, p95"] = quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
    return figures


def _timed(ask: Ask, backend: Any, said: str, pages: Any, ends: float) -> float:
    """Milliseconds; 0 where there is no time left to ask."""
    begun = perf_counter()
    if begun > ends:
        return 0.0
    ask(backend, said, pages.all())
    return 1000 * (perf_counter() - begun)


def _plant() -> dict[int, str]:
    """The pages, written past the tree's own slow ways; the text of each."""
    planting.plant(CONTENT, at=timezone.now())
    chance, now = random.Random(7), timezone.now()
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
    kind, first = ContentType.objects.get_for_model(ArticlePage), 1000 + home.numchild
    articles, texts = [], []
    for number in range(PAGES):
        title = f"{chance.choice(WHO)}{chance.choice(WHAT)}{chance.choice(SIDE)}"
        said = [chance.choice(SAID) for _ in range(20)]
        body = json.dumps([{"type": "paragraph", "value": f"<p>{''.join(said)}</p>", "id": str(uuid4())}])
        path = ArticlePage._get_path(home.path, home.depth + 1, first + number)
        articles.append(
            ArticlePage(
                title=title,
                draft_title=title,
                slug=f"bench-{number}",
                path=path,
                depth=home.depth + 1,
                body=body,
                url_path=f"{home.url_path}bench-{number}/",
                content_type=kind,
                locale=home.locale,
                live=True,
                summary=title,
                translation_key=uuid4(),
                first_published_at=now,
                last_published_at=now,
            )
        )
        texts.append(title + "".join(said))
    pages = [
        Page(**{field.attname: getattr(each, field.attname) for field in Page._meta.concrete_fields})
        for each in articles
    ]
    for some in batched(pages, 500):
        Page.objects.bulk_create(some)
    keys = dict(Page.objects.filter(slug__startswith="bench-").values_list("slug", "pk"))
    for each in articles:
        each.pk = each.page_ptr_id = keys[each.slug]
    for some in batched(articles, 200):
        ArticlePage._base_manager.all()._insert(
            list(some), fields=ArticlePage._meta.local_concrete_fields, using="default"
        )
    return dict(zip((each.pk for each in articles), texts, strict=True))


def _stock_way() -> Any:
    """Our words and our index, asked as Wagtail's own asks on SQLite."""
    from modelsearch.backends.database.sqlite import sqlite as stock  # its tables are on SQLite alone

    from cms.search import sqlite

    compiler = type("Compiler", (sqlite.SearchQueryCompiler,), {"search": stock.SQLiteSearchQueryCompiler.search})
    parts = {"query_compiler_class": compiler, "results_class": stock.SQLiteSearchResults}
    return type("StockWay", (sqlite.SearchBackend,), parts)({})


def _index(backend: Any) -> float:
    """Writes the index anew, with the backend's own words; seconds."""
    begun = perf_counter()
    for model in (ArticlePage, HomePage):
        index = backend.get_index_for_model(model)
        for some in batched(model.objects.all().iterator(500), 500):
            index.add_items(model, list(some))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return perf_counter() - begun


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """So many at a time."""
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some
