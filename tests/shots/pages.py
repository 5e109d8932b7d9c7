"""The list of pages that `bin/shots` takes. Add a page here in the commit that adds the page."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from tests.shots import Shot, site_pages

Finder = Callable[[], str | None]


def _person(role: str) -> Any:
    from config.demo import accounts

    return next(account.person for account in accounts.cast() if account.part == role)


def _case(role: str, *states: str, to: str = "teleconsult:case") -> Finder:
    """The newest consultation in one of these states that this person asked for, or at least reaches."""

    def find() -> str | None:
        from teleconsult.models import Consultation

        person = _person(role)
        near = Consultation.objects.within_reach_of(person).filter(state__in=states).order_by("-pk")
        found = near.filter(inviter=person).first() or near.first()
        return reverse(to, args=[found.code]) if found else None

    return find


def _room(role: str, to: str = "call:room") -> str | None:
    from teleconsult.call.models import Room

    found = Room.objects.within_reach_of(_person(role)).filter(closed_at=None).order_by("opens_at").first()
    return reverse(to, args=[found.code]) if found else None


def _row(role: str, model: Callable[[], Any], address: str) -> Finder:
    """The newest row of a model that this person reaches."""

    def find() -> str | None:
        found = model().objects.within_reach_of(_person(role)).order_by("-pk").first()
        return reverse(address, args=[found.code]) if found else None

    return find


def _patients() -> Any:
    from care.models import Patient

    return Patient


def _alarms() -> Any:
    from care.models import DangerAlarm

    return DangerAlarm


def _institutions() -> Any:
    from alliance.models import Institution

    return Institution


def _agreement(address: str) -> Finder:
    """The one that sets its own time limits."""

    def find() -> str | None:
        from alliance.models import Agreement

        found = Agreement.objects.within_reach_of(_person(LEADER)).exclude(limits=None).first()
        return reverse(address, args=[found.code]) if found else None

    return find


def _zones() -> Any:
    from alliance.models import Zone

    return Zone


def _post(address: str) -> Finder:
    """A page about an expert, by their first membership."""
    return lambda: reverse(address, args=[_person(EXPERT).live_memberships[0].code])


def _outcome() -> str | None:
    """The round that the doctor is asked about now."""
    from django.utils import timezone

    from teleconsult import following_up

    found = following_up.waiting_for(_person(DOCTOR), timezone.now()).first()
    return found.get_absolute_url() if found else None


def _medicines() -> Any:
    from alliance.models import Medicine

    return Medicine


def _checks() -> Any:
    from teleconsult.models import PlanCheck

    return PlanCheck


def _planned() -> str | None:
    """The case of the doctor's newest check."""
    from teleconsult import rechecking

    found = _checks().objects.within_reach_of(_person(DOCTOR)).order_by("-pk").first()
    return rechecking.case_of(found).get_absolute_url() if found else None


def _stock() -> str:
    """The list of the doctor's own institution."""
    return reverse("alliance:stock", args=[_person(DOCTOR).live_memberships[0].institution.code])


def _panel() -> str | None:
    """A case that the expert reads along."""
    from teleconsult import panels

    found = panels.waiting_for(_person(EXPERT)).first()
    return reverse("teleconsult:panel", args=[found.consultation.code]) if found else None


def _verification() -> str | None:
    from teleconsult.models import Opinion

    found = Opinion.objects.order_by("-pk").first()
    return reverse("teleconsult:verify", args=[found.code]) if found else None


def _keep_passkey(page: Any) -> None:
    """A device that is unlocked by its owner makes a passkey, unless there is one already; then to the list."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    facts = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device = {**facts, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto("/accounts/2fa/webauthn/")
    if not page.locator("a[href$='/edit/']").count():
        page.goto("/accounts/2fa/webauthn/add/")
        page.locator("button[data-can]").click()
        page.wait_for_url("**/recovery-codes/**")
        page.goto("/accounts/2fa/webauthn/")


def _rename_passkey(page: Any) -> None:
    _keep_passkey(page)
    page.locator("a[href$='/edit/']").first.click()


def _remove_passkey(page: Any) -> None:
    _keep_passkey(page)
    page.locator("a[href$='/remove/']").first.click()


def _open_duty(page: Any) -> None:
    """The forms that are folded away."""
    for folded in (".turn__change", ".aside details", ".sheet > details"):
        page.locator(folded).first.evaluate("one => { one.open = true }")


def _begin_check(page: Any) -> None:
    page.locator("[data-old-enough]").click()


def _danger_check(page: Any) -> None:
    """All at once, and somewhat often at question 9."""
    _begin_check(page)
    page.locator("[name=way][value=all]").check(force=True)
    page.locator("[name=item-9][value='1']").check(force=True)


def _finish_check(page: Any) -> None:
    _danger_check(page)
    for item in (1, 2, 3, 4, 5, 6, 8):
        page.locator(f"[name=item-{item}][value='2']").check(force=True)
    page.locator("[data-finish]").click()


DOCTOR, EXPERT, COORDINATOR, LEADER = "community_doctor", "expert", "coordinator", "leader"
SIGNED = ("signed", "disposed", "closed")

PAGES = [
    Shot("front", "/"),
    Shot("article", site_pages.article),
    Shot("letters", "/a-z/"),
    Shot("crisis", "/crisis/"),
    Shot("events", "/events/"),
    Shot("site-editing", "/cms/", "editor"),
    Shot("site-reviews", "/site-reviews/", "editor"),
    Shot("site-reviews-expert", "/site-reviews/", EXPERT),
    Shot("site-review", site_pages.review, EXPERT),
    Shot("article-overdue", site_pages.overdue),
    Shot("sign-in", "/accounts/login/"),
    Shot("not-found", "/nowhere/"),
    Shot("search", "/search/?q=睡不着"),
    Shot("search-urgent", "/search/?q=不想活了"),
    Shot("search-nothing", "/search/?q=斑马长颈鹿"),
    Shot("search-first", "/search/?q=抑郁自测"),
    Shot("self-checks", "/self-check/"),
    Shot("self-check", "/self-check/phq-9/"),
    Shot("self-check-begun", "/self-check/phq-9/", before=_begin_check),
    Shot("self-check-danger", "/self-check/phq-9/", before=_danger_check),
    Shot("self-check-result", "/self-check/phq-9/", before=_finish_check),
    Shot("self-check-english", "/en/self-check/phq-9/"),
    Shot("self-check-english-danger", "/en/self-check/phq-9/", before=_danger_check),
    Shot("verify", _verification),
    Shot("demo", "/demo/"),
    Shot("consultations", "/consultations/", DOCTOR),
    Shot("request-new", "/consultations/new/", DOCTOR),
    Shot("request", _case(DOCTOR, "draft", "returned", to="teleconsult:request"), DOCTOR),
    Shot("consent", _case(DOCTOR, "consent_pending", to="teleconsult:consent"), DOCTOR),
    Shot("case-waiting", _case(DOCTOR, "submitted", "triaged"), DOCTOR),
    Shot("case-booked", _case(DOCTOR, "scheduled"), DOCTOR),
    Shot("slots", _case(DOCTOR, "accepted", to="teleconsult:slots"), DOCTOR),
    Shot("case-signed", _case(DOCTOR, *SIGNED), DOCTOR),
    Shot("disposition", _case(DOCTOR, "signed", to="teleconsult:disposition"), DOCTOR),
    Shot("survey", _case(DOCTOR, "disposed", to="teleconsult:survey"), DOCTOR),
    Shot("outcome", _outcome, DOCTOR),
    Shot("opinion-print", _case(DOCTOR, *SIGNED, to="teleconsult:opinion_print"), DOCTOR),
    Shot("patient-sheet", _case(DOCTOR, *SIGNED, to="teleconsult:sheet"), DOCTOR),
    Shot("patients", "/patients/", DOCTOR),
    Shot("patient-new", "/patients/new/", DOCTOR),
    Shot("patient", _row(DOCTOR, _patients, "care:patient"), DOCTOR),
    Shot("danger", _row(DOCTOR, _alarms, "care:danger"), DOCTOR),
    Shot("notices", "/notices/", DOCTOR),
    Shot("account", "/accounts/2fa/", DOCTOR),
    Shot("passkey-add", "/accounts/2fa/webauthn/add/", "trainee"),
    Shot("passkeys", "/accounts/2fa/webauthn/add/", "trainee", _keep_passkey),
    Shot("passkey-rename", "/accounts/2fa/webauthn/add/", "trainee", _rename_passkey),
    Shot("passkey-remove", "/accounts/2fa/webauthn/add/", "trainee", _remove_passkey),
    Shot("time-zone", "/time-zone/", DOCTOR),
    Shot("board", "/consultations/board/", COORDINATOR),
    Shot("triage", _case(COORDINATOR, "submitted", to="teleconsult:triage"), COORDINATOR),
    Shot("escalations", "/escalations/", "department_head"),
    Shot("people", "/people/", LEADER),
    Shot("expert-list", "/consultations/", EXPERT),
    Shot("outcomes", "/outcomes/", EXPERT),
    Shot("availability", "/availability/", EXPERT),
    Shot("absences", "/absences/", COORDINATOR),
    Shot("clinics", "/clinics/", DOCTOR),
    Shot("clinic-new", "/clinics/", COORDINATOR),
    Shot("waiting-list", _case(COORDINATOR, "accepted", to="teleconsult:waiting_list"), COORDINATOR),
    Shot("case-expert", _case(EXPERT, "triaged", "scheduled", "accepted"), EXPERT),
    Shot("room", lambda: _room(EXPERT), EXPERT),
    Shot("visitors", lambda: _room(EXPERT, "call:visitors"), EXPERT),
    Shot("visit", "/visit/"),
    Shot("line-check", lambda: _room(DOCTOR, "call:check"), DOCTOR),
    Shot("thread", _case(DOCTOR, "signed", "closed", to="teleconsult:thread"), DOCTOR),
    Shot("door", _case(DOCTOR, "scheduled", to="teleconsult:door"), DOCTOR),
    Shot("panel", _panel, EXPERT),
    Shot("panel-coordinator", _case(COORDINATOR, "opinion_draft", to="teleconsult:panel"), COORDINATOR),
    Shot("opinion", _case(EXPERT, "opinion_draft", to="teleconsult:opinion"), EXPERT),
    Shot("case-plan", _planned, DOCTOR),
    Shot("plan-check", _row(DOCTOR, _checks, "teleconsult:plan_check"), DOCTOR),
    Shot("formulary", "/formulary/", DOCTOR),
    Shot("stock", _stock, DOCTOR),
    Shot("medicine", _row(LEADER, _medicines, "alliance:medicine"), LEADER),
    Shot("overview", "/alliance/", LEADER),
    Shot("insight", "/insight/", LEADER),
    Shot("insight-year", "/insight/?period=year", "medical_affairs"),
    Shot("institution-new", "/alliance/institutions/new/", LEADER),
    Shot("institution", _row(LEADER, _institutions, "alliance:institution"), LEADER),
    Shot("agreements", "/alliance/agreements/", LEADER),
    Shot("agreement-new", "/alliance/agreements/new/", LEADER),
    Shot("agreement", _agreement("alliance:agreement"), LEADER),
    Shot("holidays", "/alliance/holidays/", LEADER),
    Shot("practice", _post("alliance:practice"), LEADER),
    Shot("hand-over", _post("teleconsult:hand_over"), LEADER),
    Shot("contact", _post("alliance:contact"), LEADER),
    Shot("zones", "/alliance/zones/", LEADER),
    Shot("zone", _row(LEADER, _zones, "alliance:zone"), LEADER),
    Shot("institution-leave", _row(LEADER, _institutions, "alliance:institution_leave"), LEADER),
    Shot("agreement-replace", _agreement("alliance:agreement_replace"), LEADER),
    Shot("duty", "/duty/", LEADER),
    Shot("duty-forms", "/duty/", LEADER, _open_duty),
    Shot("forbidden", "/consultations/board/", DOCTOR),
    Shot("trainee-desk", "/desk/", "trainee"),
    Shot("editor-desk", "/desk/", "editor"),
]
