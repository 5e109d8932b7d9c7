"""What a leader must know today, and nobody else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance import overview
from alliance.models import CalendarDay
from alliance.roles import Role
from tests.factories import at, make_agreement, make_institution, make_member, make_round_the_clock, make_site

PAGE = "/alliance/"


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_read_it(client, cast, who):
    client.force_login(cast[who])
    assert client.get(PAGE).status_code == 403


def test_what_belongs_to_another_alliance_is_not_in_it(leader, centre, elsewhere, outsider):
    make_agreement(elsewhere, elsewhere.parent, valid_until=date(2025, 1, 1))
    make_site(outsider, elsewhere, valid_until=date(2025, 1, 1))
    found = overview.read(leader, timezone.now())
    assert (found.agreements, found.sites) == ([], [])
    assert elsewhere not in [branch.institution for branch in found.tree]


def test_uncovered_hours_are_red_until_somebody_covers_them(leader, centre, expert):
    assert overview.read(leader, timezone.now()).uncovered_hours == 168
    make_round_the_clock(expert, centre)
    covered = overview.read(leader, timezone.now())
    assert (covered.uncovered_hours, covered.red) == (0, 0)


@pytest.mark.parametrize(
    ("days", "shown", "over"), [(-1, True, True), (0, True, False), (60, True, False), (61, False, False)]
)
def test_agreements_and_registrations_are_named_sixty_days_ahead(leader, beiqiao, centre, expert, days, shown, over):
    now = at("2027-03-01 09:00")
    until = date(2027, 3, 1) + timedelta(days=days)
    make_agreement(beiqiao, centre, valid_until=until)
    make_site(expert, beiqiao, valid_until=until)
    found = overview.read(leader, now)
    for endings in (found.agreements, found.sites):
        assert [ending.over for ending in endings] == ([over] if shown else [])


def test_what_upper_apps_count_is_in_it(leader, centre, expert, monkeypatch):
    make_round_the_clock(expert, centre)
    rows = [overview.Row("Cases without an owner", 2, "/consultations/board/", red=True), overview.Row("Open", 9)]
    monkeypatch.setattr(overview, "_sources", {"test": lambda person, moment: rows})
    found = overview.read(leader, timezone.now())
    assert (found.rows, found.red) == (rows, 2)


def test_a_year_without_holidays_is_warned_of(client, leader):
    client.force_login(leader)
    with time_machine.travel(at("2027-03-01 09:00"), tick=False):
        client.force_login(leader)
        assert client.get(PAGE).context["overview"].unknown_year == 2027
        CalendarDay.objects.create(day=date(2027, 1, 1), works=False)
        assert client.get(PAGE).context["overview"].unknown_year is None


def test_people_are_counted_once_each_and_the_tree_is_in_order(leader, alliance, centre, beiqiao, community_doctor):
    from tests.factories import make_membership

    make_membership(community_doctor, beiqiao, Role.TRAINEE)
    tree = [(branch.institution, branch.depth, branch.people) for branch in overview.read(leader, timezone.now()).tree]
    assert tree == [(alliance, 0, 1), (centre, 1, 0), (beiqiao, 1, 1)]


@pytest.mark.parametrize("page", [PAGE, "/people/"])
def test_the_page_costs_the_same_for_three_people_and_for_thirty(client, leader, alliance, beiqiao, page):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    client.force_login(leader)
    make_site(make_member(Role.EXPERT, beiqiao), beiqiao, valid_until=date(2025, 1, 1))
    make_agreement(alliance, beiqiao, valid_until=date(2025, 1, 1))
    client.get(page)
    few = cost()
    for number in range(12):
        place = make_institution(parent=alliance)
        make_site(make_member(Role.EXPERT, place), place, valid_until=date(2025, 1, 1))
        make_agreement(place, beiqiao, valid_until=date(2025, 1, number + 1), valid_from=date(2024, 1, 1))
    assert cost() == few


def test_a_leader_finds_people_by_name_number_or_institution(client, leader, community_doctor, colleague, expert):
    client.force_login(leader)
    expected = {
        "若溪": {community_doctor},
        "1380000100": {community_doctor, expert, leader},
        "北桥": {community_doctor, colleague},
    }
    for sought, found in expected.items():
        page = client.get(reverse("alliance:people"), {"q": sought}).context["page"]
        assert set(page) == found
