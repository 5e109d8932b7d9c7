"""The page for the worst hour: numbers first. It opens without a network once it has been opened with one."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cms.serving.shared import shared
from frontend import stylesheets


@require_safe
@shared
def crisis(request: HttpRequest, language: str) -> HttpResponse:
    """The numbers and what to do until somebody comes."""
    return render(request, "cms/crisis.html", {"other_name": "cms:crisis"})


@require_safe
def worker(request: HttpRequest, language: str) -> HttpResponse:
    """The script that keeps the page for hours without a network. It lies below the page: it rules nothing else."""
    kept = [reverse("cms:crisis"), *map(static, [*stylesheets.links(["site"]), "img/icons.svg", "img/icon.svg"])]
    kept.append(static("js/cms/crisis-offline.js"))
    page = render_to_string("cms/crisis.html", request=request)
    mark = hashlib.sha256("".join([page, *kept]).encode()).hexdigest()[:12]
    facts = {"kept": mark_safe(json.dumps(kept)), "mark": mark, "language": language}  # noqa: S308 -- addresses of ours
    script = render_to_string("cms/crisis-worker.js", facts)
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
