"""axe finds nothing serious on the pages of the story, on a phone and on a desk, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.factories import make_round_the_clock
from tests.journeys.people import Reader, apart
from tests.teleconsult.factories import Way

GRAVE = {"serious", "critical"}


def grave(page: Any) -> list[str]:
    """What axe calls serious or worse: rule and place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} — {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_the_pages_of_the_story_have_no_serious_fault(
    way: Way, at_browser: Callable[..., Reader], width: int, theme: str
) -> None:
    make_round_the_clock(way.expert, way.centre)
    steps: list[Callable[[], Any]] = [
        way.draft,
        way.consent_pending,
        way.submitted,
        way.accepted,
        lambda: way.scheduled(0.2),
    ]
    steps += [way.opinion_draft, way.signed, lambda: way.slot(30)]
    draft, agreed, waiting, accepted, booked, met, signed, _slot = apart(lambda: [step() for step in steps])

    def at(case: Any, name: str) -> str:
        return reverse(f"teleconsult:{name}", args=[case.code])

    doctor = [
        reverse("teleconsult:list"),
        reverse("teleconsult:new"),
        reverse("care:patients"),
        reverse("care:patient_new"),
        draft.patient.get_absolute_url(),
        at(draft, "request"),
        at(agreed, "consent"),
        at(accepted, "slots"),
        at(signed, "case"),
        at(signed, "disposition"),
        at(signed, "sheet"),
        booked.room.get_absolute_url(),
        reverse("alliance:notices"),
        reverse("alliance:duty"),
    ]
    expert = [at(met, "opinion"), reverse("teleconsult:availability"), booked.room.get_absolute_url()]
    coordinator = [reverse("teleconsult:board"), at(waiting, "triage"), at(waiting, "case")]
    faults = {}
    for person, pages in ((way.doctor, doctor), (way.expert, expert), (way.coordinator, coordinator)):
        page = at_browser(person, width=width, theme=theme).page
        for url in pages:
            page.goto(url)
            if found := grave(page):
                faults[url.split("-")[-1]] = found
    assert faults == {}
