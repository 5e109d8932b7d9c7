"""The list of pages that `bin/shots` takes. Add a page here in the commit that adds the page."""

from django.urls import reverse

from tests.shots import Shot


def _case(state: str, name: str = "teleconsult:case") -> str | None:
    """The newest demo consultation in this state."""
    from teleconsult.models import Consultation

    found = Consultation.objects.filter(state=state).order_by("-pk").first()
    return reverse(name, args=[found.code]) if found else None


PAGES = [
    Shot("front", "/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("not-found", "/nowhere/"),
    Shot("demo", "/demo/"),
    Shot("consultations", "/consultations/", "community_doctor"),
    Shot("request", "/consultations/new/", "community_doctor"),
    Shot("patients", "/patients/", "community_doctor"),
    Shot("patient-new", "/patients/new/", "community_doctor"),
    Shot("notices", "/notices/", "community_doctor"),
    Shot("board", "/consultations/board/", "coordinator"),
    Shot("expert-list", "/consultations/", "expert"),
    Shot("availability", "/consultations/availability/", "expert"),
    Shot("overview", "/alliance/", "leader"),
    Shot("duty", "/duty/", "leader"),
    Shot("people", "/people/", "leader"),
    Shot("forbidden", "/consultations/board/", "editor"),
]
