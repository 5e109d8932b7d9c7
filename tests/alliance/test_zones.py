"""The leader of the alliance divides it into zones; an institution says in which one it lies."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance import furnishing, zoning
from alliance.models import AuditEntry, Zone
from alliance.roles import Role
from tests.factories import at, make_institution, make_member

NOW = at("2027-03-01 09:00")
PAGE = reverse("alliance:zones")


@pytest.fixture
def zone(alliance):
    return Zone.objects.create(alliance=alliance, name="北片")


def address(zone, name="zone"):
    return reverse(f"alliance:{name}", args=[zone.code])


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_divide_the_alliance(client, cast, zone, who):
    client.force_login(cast[who])
    beyond = 404 if who == "outsider" else 403
    assert client.get(PAGE).status_code == client.post(PAGE, {"name": "东片"}).status_code == 403
    assert client.post(address(zone), {"name": "东片"}).status_code == beyond
    assert client.post(address(zone, "zone_remove")).status_code == beyond
    assert Zone.objects.get().name == "北片"


def test_whoever_leads_a_part_reads_the_zones_and_changes_none(client, zone, alliance, beiqiao):
    part = make_member(Role.LEADER, beiqiao)
    client.force_login(part)
    assert "北片" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"name": "东片"}).status_code == 403
    assert client.post(address(zone), {"name": "东片"}).status_code == 403
    for deed in (
        lambda: zoning.add(alliance, name="东片", leader=None, by=part, at=NOW),
        lambda: zoning.add(beiqiao, name="东片", leader=None, by=part, at=NOW),
        lambda: zoning.change(zone, name="东片", leader=None, by=part, at=NOW),
        lambda: zoning.remove(zone, by=part, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_a_zone_of_another_alliance_is_beyond_reach(client, zone, elsewhere):
    client.force_login(make_member(Role.LEADER, elsewhere.parent))
    assert client.get(address(zone)).status_code == 404
    assert "北片" not in client.get(PAGE).content.decode()


def test_two_zones_need_two_names(client, leader, zone, alliance):
    client.force_login(leader)
    assert client.post(PAGE, {"name": "北片"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Zone.objects.create(alliance=alliance, name="北片")


def test_only_somebody_who_leads_something_there_is_put_in_charge(client, leader, expert, zone):
    client.force_login(leader)
    assert client.post(PAGE, {"name": "东片", "leader": expert.pk}).status_code == 422
    with pytest.raises(zoning.LeadsNothing):
        zoning.change(zone, name="北片", leader=expert, by=leader, at=NOW)


def test_a_zone_with_institutions_is_not_removed(client, leader, zone, beiqiao):
    furnishing.change(beiqiao, by=leader, at=NOW, zone=zone)
    client.force_login(leader)
    client.post(address(zone, "zone_remove"))
    assert Zone.objects.exists()
    with pytest.raises(zoning.Inhabited):
        zoning.remove(zone, by=leader, at=NOW)


def test_an_institution_lies_in_no_zone_of_another_alliance(leader, beiqiao, elsewhere):
    far = Zone.objects.create(alliance=elsewhere.parent, name="远片")
    with pytest.raises(furnishing.ZoneElsewhere):
        furnishing.change(beiqiao, by=leader, at=NOW, zone=far)


def test_a_leader_adds_renames_fills_and_removes_a_zone(client, leader, beiqiao):
    client.force_login(leader)
    assert client.post(PAGE, {"name": " 北片 ", "leader": ""}).url == PAGE
    zone = Zone.objects.get(name="北片")
    assert client.post(address(zone), {"name": "北部片区", "leader": leader.pk}).url == PAGE
    page = reverse("alliance:institution", args=[beiqiao.code])
    facts = {"name": beiqiao.name, "kind": "health_centre", "function": "member", "zone": zone.pk}
    assert client.post(page, {**facts, "opens_at": "08:00", "closes_at": "17:30"}).status_code == 302
    text = client.get(PAGE).content.decode()
    assert "北部片区" in text
    assert leader.name in text
    assert beiqiao.short_name in text
    client.post(page, {**facts, "zone": "", "opens_at": "08:00", "closes_at": "17:30"})
    assert client.post(address(zone, "zone_remove")).url == PAGE
    assert not Zone.objects.exists()
    written = AuditEntry.objects.filter(action__startswith="zone.").values_list("action", "subject_code")
    assert list(written) == [(f"zone.{deed}", zone.code) for deed in ("added", "changed", "removed")]


def test_what_lies_in_no_zone_is_shown_once_there_are_zones(client, leader, beiqiao, zone):
    client.force_login(leader)
    assert list(client.get(PAGE).context["outside"]) == [beiqiao]


def test_the_list_costs_the_same_for_one_zone_and_for_many(client, leader, alliance, zone):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        return len(queries)

    def more(name):
        make_institution(parent=alliance, zone=Zone.objects.create(alliance=alliance, name=name, leader=leader))

    client.force_login(leader)
    more("东片")
    cost()
    few = cost()
    for number in range(6):
        more(f"第{number}片")
    assert cost() == few
