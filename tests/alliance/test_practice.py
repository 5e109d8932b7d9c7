"""What allows somebody to practise is entered by their leader and read by the expert gate."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import practising
from alliance.models import AuditEntry, Licence, Person, SiteRegistration
from alliance.roles import Role
from teleconsult import qualifying
from tests.factories import at, make_agreement, make_licence, make_member, make_site
from tests.teleconsult.factories import Way

NOW = at("2027-03-01 09:00")
LICENCE = {
    "number": "110320100000042",
    "scope": "psychiatry",
    "title": "chief",
    "independent_since": "2010-07-01",
    "specialties": ["mood", "old_age"],
}


def page(person, name="practice"):
    return reverse(f"alliance:{name}", args=[person.memberships.live().first().code])


def site(place, **fields):
    facts = {"institution": place.pk, "valid_from": "2026-01-01", "valid_until": "", **fields}
    return {f"site-{name}": value for name, value in facts.items()}


@pytest.mark.parametrize("who", ["community_doctor", "coordinator", "expert", "trainee", "outsider"])
def test_only_leaders_keep_what_allows_people_to_practise(client, cast, who):
    client.force_login(cast[who])
    for name in ("practice", "site_add", "site_change"):
        beyond = 403 if who == "coordinator" else 404  # who knows of the centre's experts: to hand their cases over
        assert client.post(page(cast["expert"], name), LICENCE).status_code == beyond


def test_people_of_another_alliance_are_beyond_reach(client, expert, elsewhere):
    stranger = make_member(Role.LEADER, elsewhere.parent)
    client.force_login(stranger)
    assert client.get(page(expert)).status_code == 404
    with pytest.raises(PermissionDenied):
        practising.record_licence(
            expert,
            number="1",
            scope="other",
            title="chief",
            independent_since=date(2010, 1, 1),
            specialties=[],
            suspended=True,
            by=stranger,
            at=NOW,
        )


def test_nobody_is_registered_at_a_place_that_the_leader_does_not_lead(client, leader, expert, elsewhere):
    client.force_login(leader)
    assert client.post(page(expert, "site_add"), site(elsewhere)).status_code == 422
    with pytest.raises(PermissionDenied):
        practising.register_site(
            expert, elsewhere, is_main=False, valid_from=date(2026, 1, 1), valid_until=None, by=leader, at=NOW
        )


def test_a_registration_that_another_alliance_keeps_is_shown_and_not_changed(client, leader, expert, elsewhere):
    row = make_site(expert, elsewhere)
    client.force_login(leader)
    assert elsewhere.name in client.get(page(expert)).content.decode()
    client.post(page(expert, "site_change"), {"site": row.pk, "valid_until": "2026-12-31"})
    row.refresh_from_db()
    assert row.valid_until is None


def test_somebody_elses_registration_is_not_changed_on_this_page(client, leader, expert, colleague, beiqiao):
    row = make_site(colleague, beiqiao)
    client.force_login(leader)
    client.post(page(expert, "site_change"), {"site": row.pk, "valid_until": "2026-12-31"})
    row.refresh_from_db()
    assert row.valid_until is None


def test_a_second_main_site_is_refused(client, leader, expert, beiqiao):
    client.force_login(leader)
    assert client.post(page(expert, "site_add"), site(beiqiao, is_main="on")).status_code == 422
    other = make_site(expert, beiqiao)
    client.post(page(expert, "site_change"), {"site": other.pk, "is_main": "on"})
    assert expert.site_registrations.filter(is_main=True).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteRegistration.objects.filter(pk=other.pk).update(is_main=True)


def test_a_registration_does_not_end_before_it_begins(client, leader, expert, beiqiao):
    client.force_login(leader)
    assert client.post(page(expert, "site_add"), site(beiqiao, valid_until="2025-12-31")).status_code == 422
    row = expert.site_registrations.get()
    client.post(page(expert, "site_change"), {"site": row.pk, "is_main": "on", "valid_until": "2019-12-31"})
    row.refresh_from_db()
    assert row.valid_until is None


def test_two_people_do_not_share_a_licence_number(client, leader, expert, colleague):
    make_licence(colleague, number=LICENCE["number"])
    client.force_login(leader)
    assert client.post(page(expert), LICENCE).status_code == 422


@pytest.mark.parametrize("wrong", [{"number": ""}, {"scope": ""}, {"independent_since": "x"}, {"specialties": ["x"]}])
def test_what_is_missing_is_explained(client, leader, community_doctor, wrong):
    client.force_login(leader)
    assert client.post(page(community_doctor), {**LICENCE, **wrong}).status_code == 422
    assert not Licence.objects.exists()


def test_a_newcomer_passes_the_gate_once_licence_and_site_are_entered(
    client, leader, centre, beiqiao, community_doctor, expert, coordinator
):
    make_agreement(beiqiao, centre)
    newcomer = make_member(Role.EXPERT, centre)
    case = Way(community_doctor, beiqiao, centre, expert, coordinator).submitted()

    def reasons():
        return qualifying.reasons_against(case, Person.objects.get(pk=newcomer.pk), at=timezone.now())

    assert len(reasons()) == 2
    client.force_login(leader)
    assert client.post(page(newcomer), LICENCE).status_code == 302
    assert client.post(page(newcomer, "site_add"), site(centre, is_main="on")).status_code == 302
    assert reasons() == []
    client.post(page(newcomer), {**LICENCE, "suspended": "on"})
    assert len(reasons()) == 1
    client.post(page(newcomer), LICENCE)
    row = newcomer.site_registrations.get()
    client.post(page(newcomer, "site_change"), {"site": row.pk, "is_main": "on", "valid_until": "2026-01-02"})
    assert len(reasons()) == 1
    written = AuditEntry.objects.filter(subject_code=newcomer.code).exclude(action="read")
    assert {entry.action for entry in written} == {"licence.recorded", "site.registered", "site.changed"}


def test_the_page_opens_from_the_list_of_people(client, leader, expert):
    client.force_login(leader)
    assert page(expert) in client.get(reverse("alliance:people")).content.decode()
    shown = client.get(page(expert)).content.decode()
    assert expert.licence.number in shown
