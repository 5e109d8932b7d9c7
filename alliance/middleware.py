"""Who reads: in which language, in which time zone, and whether with the second factor their role requires."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from alliance import telling_time
from alliance.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
SET_UP = "mfa_activate_totp"


class ReaderMiddleware:
    """Language and time zone of the reader. What a browser says it accepts is never asked: a clinic's machines lie."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        speak(request, chosen_language(request.user, request.COOKIES))
        timezone.activate(zone_of(request.user))
        response = self.answer(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> None:
        """An address that names a language is answered in it, whoever reads."""
        if kwargs.get("language") in dict(settings.LANGUAGES):
            speak(request, kwargs["language"])


def speak(request: HttpRequest, language: str) -> None:
    """Answers this request in that language."""
    translation.activate(language)
    request.LANGUAGE_CODE = language


def chosen_language(reader: Person | AnonymousUser, cookies: Mapping[str, str]) -> str:
    """The person's saved language, else the switch's cookie, else Chinese."""
    known = dict(settings.LANGUAGES)
    saved = getattr(reader, "language", "")
    cookie = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return next((each for each in (saved, cookie) if each in known), settings.LANGUAGE_CODE)


def zone_of(reader: Person | AnonymousUser) -> ZoneInfo:
    """The zone in which the reader reads times; that of the installation for everybody else."""
    return telling_time.zone_of(reader) if isinstance(reader, Person) else ZoneInfo(settings.TIME_ZONE)


class PlainTextMiddleware:
    """Takes NUL out of what is asked and typed: no keyboard writes it, and PostgreSQL keeps no text that holds it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> None:
        """A form is read here at the earliest: whoever may not send one has been refused by now."""
        if any("\0" in text for name, values in request.POST.lists() for text in (name, *values)):
            request.POST = _without_nul(request.POST)


def _without_nul(data: QueryDict) -> Any:
    return QueryDict(data.urlencode().replace("%00", ""), encoding=data.encoding)


class DeviceMiddleware:
    """Notes when a signed-in device was last used, to five minutes: a write for every poll of the bell is too many."""

    EVERY = 300  # seconds

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("device_seen", 0) > self.EVERY:
            UserSession.objects.create_from_request(request)
            request.session["device_seen"] = now
        return self.answer(request)


class SecondFactorMiddleware:
    """Who sees patients and has no second factor can set one up, sign out, and nothing else."""

    # By name of the address; static files are answered before this middleware is reached.
    OPEN = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "alliance:language",
            "healthz",
            "readyz",
            "jsi18n",
            SET_UP,
            "mfa_add_webauthn",
        }
    )

    # Pages of allauth that need a text message to be sent; until there is an adapter for that they do not exist.
    CLOSED = frozenset({"account_change_phone", "account_verify_phone", "account_confirm_login_code"})

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Leads away from everything that is not `OPEN`."""
        match = request.resolver_match
        if match and match.view_name in self.CLOSED:
            raise Http404
        if match is None or match.view_name in self.OPEN or not lacks_second_factor(request.user):
            return None
        return redirect(SET_UP)


def lacks_second_factor(reader: Person | AnonymousUser) -> bool:
    """Whether the reader's role requires a second factor that they have not set up."""
    if not settings.REQUIRE_MFA or not isinstance(reader, Person) or not reader.is_clinical:
        return False
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=reader, type__in=factors).exists()
