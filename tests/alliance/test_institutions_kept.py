"""A leader enters the institutions below her, and nobody else does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from alliance import furnishing, institutions
from alliance.models import AuditEntry, Institution
from alliance.roles import Role
from tests.factories import at, make_alliance, make_institution, make_member

NOW = at("2027-03-01 09:00")
NEW = reverse("alliance:institution_new")


def sent(parent, **fields):
    return {
        "parent": parent.pk,
        "name": "柳溪社区卫生服务中心",
        "short_name": "柳溪",
        "kind": "health_centre",
        "function": "member",
        "phone": "0600-8600 300",
        "opens_at": "08:30",
        "closes_at": "17:00",
        **fields,
    }


def again(institution, **fields):
    names = ("name", "short_name", "kind", "function", "phone", "duty_phone", "address")
    facts = {name: getattr(institution, name) for name in names}
    return {**facts, "opens_at": "08:00", "closes_at": "17:30", **fields}


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_enter_institutions(client, cast, beiqiao, who):
    client.force_login(cast[who])
    assert client.get(NEW).status_code == 403
    page = reverse("alliance:institution", args=[beiqiao.code])
    assert client.post(page, again(beiqiao, name="x")).status_code == (404 if who == "outsider" else 403)
    beiqiao.refresh_from_db()
    assert beiqiao.name != "x"


def test_an_institution_of_another_alliance_is_beyond_reach(client, beiqiao, elsewhere):
    client.force_login(make_member(Role.LEADER, elsewhere.parent))
    assert client.get(reverse("alliance:institution", args=[beiqiao.code])).status_code == 404


def test_nothing_is_put_under_another_alliance(client, leader, elsewhere):
    client.force_login(leader)
    assert client.post(NEW, sent(elsewhere)).status_code == 422
    with pytest.raises(PermissionDenied):
        furnishing.add(elsewhere, by=leader, at=NOW, name="x", kind="school")


def test_whoever_leads_a_part_changes_nothing_above_it(client, alliance, beiqiao):
    client.force_login(make_member(Role.LEADER, beiqiao))
    assert client.get(reverse("alliance:institution", args=[alliance.code])).status_code == 403
    assert client.post(NEW, sent(alliance)).status_code == 422


def test_two_institutions_in_one_place_need_two_names(client, leader, alliance, beiqiao):
    client.force_login(leader)
    assert client.post(NEW, sent(alliance, name=beiqiao.name)).status_code == 422


@pytest.mark.parametrize("wrong", [{"closes_at": "08:00"}, {"kind": "alliance"}, {"kind": ""}, {"name": ""}])
def test_what_cannot_be_is_explained(client, leader, alliance, wrong):
    client.force_login(leader)
    assert client.post(NEW, sent(alliance, **wrong)).status_code == 422
    assert not Institution.objects.filter(short_name="柳溪").exists()


def test_hours_that_end_before_they_begin_are_refused_below_the_form(leader, beiqiao):
    with pytest.raises(furnishing.ClosesBeforeItOpens):
        furnishing.change(beiqiao, by=leader, at=NOW, opens_at=beiqiao.closes_at)


def test_the_only_centre_stays_one(client, leader, alliance, centre):
    client.force_login(leader)
    page = reverse("alliance:institution", args=[centre.code])
    assert client.post(page, again(centre, function="member")).status_code == 422
    assert institutions.centres_of(alliance) == [centre]
    make_institution(parent=alliance, function=Institution.Function.CENTRE)
    assert client.post(page, again(centre, function="member")).status_code == 302


def test_a_new_institution_stands_in_the_tree_and_people_can_be_invited_to_it(client, leader, alliance):
    client.force_login(leader)
    made = client.post(NEW, sent(alliance))
    row = Institution.objects.get(short_name="柳溪")
    assert made.url == reverse("alliance:institution", args=[row.code])
    assert made.url in client.get(reverse("alliance:overview")).content.decode()
    assert row in client.get(reverse("alliance:people")).context["form"].fields["institution"].queryset
    assert AuditEntry.objects.filter(action="institution.added", subject_code=row.code).exists()


def test_a_leader_puts_facts_right_and_the_audit_names_which(client, leader, beiqiao):
    client.force_login(leader)
    page = reverse("alliance:institution", args=[beiqiao.code])
    assert client.post(page, again(beiqiao, duty_phone="0600-8600 301")).status_code == 302
    beiqiao.refresh_from_db()
    assert beiqiao.duty_phone == "0600-8600 301"
    assert AuditEntry.objects.get(action="institution.changed").detail == {"changed": "duty_phone"}


def test_the_alliance_itself_keeps_its_kind(client, leader, alliance):
    client.force_login(leader)
    page = reverse("alliance:institution", args=[alliance.code])
    assert client.post(page, again(alliance, short_name="澜江", kind="school", function="member")).status_code == 302
    alliance.refresh_from_db()
    assert (alliance.short_name, alliance.kind, alliance.function) == ("澜江", "alliance", "lead")


def test_a_new_institution_keeps_the_time_of_what_it_belongs_to(db):
    root = make_alliance(name="西陲医联体", time_zone="Asia/Urumqi")
    made = furnishing.add(root, by=make_member(Role.LEADER, root), at=NOW, name="x", kind="school")
    assert made.time_zone == "Asia/Urumqi"
