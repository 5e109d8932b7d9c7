"""The search of the public site: a page that works without JavaScript, and the same as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.search import bets, counting, excerpts, finding, nearby, vocabulary

ON_A_PAGE, FOR_MACHINES = 20, 100


@require_safe
@never_cache
def results(request: HttpRequest, language: str) -> HttpResponse:
    """`?q=` the question, `page=` which part of the results, `format=json` title and address alone."""
    question = finding.tidy(request.GET.get("q", ""))
    as_json = request.GET.get("format") == "json"
    if question and not _may_ask(request):
        answer: HttpResponse = _too_often(request, question, as_json=as_json)
    elif as_json:
        answer = _as_json(question, language)
    else:
        page = max(1, _number(request.GET.get("page", "")))
        answer = render(request, "cms/search.html", _told(question, language, page))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _may_ask(request: HttpRequest) -> bool:
    """A search costs as much as a hundred pages that are kept: one address may not ask for ever."""
    return bool(ratelimit.consume(request, app="allauth.account", action="search", limit_get=True))


def _as_json(question: str, language: str) -> HttpResponse:
    found = finding.find(question, language, start=0, stop=FOR_MACHINES)
    counting.count(question, language, found=found.total, at=timezone.now())
    entries: list[Any] = [*found.first, *found.pages, *found.last]
    listed = [{"title": each.title, "url": each.where} for each in entries]
    return JsonResponse({"total": found.total, "results": listed}, json_dumps_params={"ensure_ascii": False})


def _too_often(request: HttpRequest, question: str, *, as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"total": 0, "results": []}, status=429)
    return render(request, "cms/search.html", {"question": question, "too_often": True}, status=429)


def _told(question: str, language: str, page: int) -> dict[str, Any]:
    start = (page - 1) * ON_A_PAGE
    found = finding.find(question, language, start=start, stop=start + ON_A_PAGE)
    if page == 1:  # who reads on asks nothing new
        counting.count(question, language, found=found.total, at=timezone.now())
    wanted = excerpts.pattern(vocabulary.terms(question))
    told = {
        "question": question,
        "found": found,
        "hits": [_hit(each, wanted) for each in found.pages],
        "is_urgent": bool(question) and vocabulary.is_urgent(question),
        "next_page": _address(question, page + 1) if found.goes_on else "",
        "previous_page": _address(question, page - 1) if page > 1 else "",
        "other_name": "cms:search",
        "other_query": f"?{urlencode({'q': question})}" if question else "",
    }
    if not found.total:
        told |= {"tasks": bets.top_tasks(language), "topics": finding.topics(language)}
        told |= {"near": nearby.words(question, language) if question else []}
    return told


def _hit(page: Any, wanted: Any) -> dict[str, Any]:
    told = excerpts.marked(page.about, wanted)
    elsewhere = [] if any(piece.is_found for piece in told) else excerpts.around(excerpts.running(page), wanted)
    return {"page": page, "title": excerpts.marked(page.title, wanted), "about": told, "excerpt": elsewhere}


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


def _address(question: str, page: int = 1) -> str:
    asked = {"q": question} | ({"page": str(page)} if page > 1 else {})
    return f"{reverse('cms:search')}?{urlencode(asked)}"
