"""An institution comes to belong to another one; never to itself or to what is below it."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from alliance import furnishing, institutions, placing
from alliance.models import AuditEntry, Institution
from alliance.roles import Role
from tests.factories import at, make_institution, make_member

NOW = at("2027-03-01 09:00")


@pytest.fixture
def village(beiqiao):
    return make_institution(name="柳树村卫生室", parent=beiqiao)


def address(institution):
    return reverse("alliance:institution_move", args=[institution.code])


def parent_of(institution):
    return Institution.objects.get(pk=institution.pk).parent


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_move_institutions(client, cast, village, wanghu, who):
    client.force_login(cast[who])
    assert client.post(address(village), {"to": wanghu.pk}).status_code == (404 if who == "outsider" else 403)
    with pytest.raises(PermissionDenied):
        placing.move(village, to=wanghu, by=cast[who], at=NOW)


def test_nobody_takes_their_own_institution_away_from_whoever_leads_it(client, beiqiao, wanghu, alliance):
    part = make_member(Role.LEADER, beiqiao)
    client.force_login(part)
    assert client.get(reverse("alliance:institution", args=[beiqiao.code])).context["moving"] is None
    assert client.post(address(beiqiao), {"to": wanghu.pk}).status_code == 403
    assert parent_of(beiqiao) == alliance


def test_nobody_moves_it_to_where_they_lead_nothing(village, wanghu, beiqiao):
    part = make_member(Role.LEADER, beiqiao)
    with pytest.raises(PermissionDenied):
        placing.move(village, to=wanghu, by=part, at=NOW)


def test_an_institution_belongs_neither_to_itself_nor_to_what_is_below_it(client, leader, beiqiao, village):
    client.force_login(leader)
    for to in (beiqiao, village):
        assert client.post(address(beiqiao), {"to": to.pk}).status_code == 422
        with pytest.raises(placing.BelowItself):
            placing.move(beiqiao, to=to, by=leader, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=beiqiao.pk).update(parent=beiqiao)


def test_the_alliance_itself_belongs_to_nothing(client, leader, alliance, beiqiao):
    client.force_login(leader)
    assert client.post(address(alliance), {"to": beiqiao.pk}).status_code == 403
    with pytest.raises(PermissionDenied):
        placing.move(alliance, to=beiqiao, by=leader, at=NOW)


def test_nobody_moves_it_into_another_alliance_even_leading_both(leader, beiqiao, elsewhere):
    both = make_member(Role.LEADER, elsewhere.parent)
    both.memberships.create(institution=beiqiao.parent, role=Role.LEADER, began_at=NOW)
    with pytest.raises(placing.AnotherAlliance):
        placing.move(beiqiao, to=elsewhere, by=both, at=NOW)


def test_two_of_one_name_do_not_come_to_stand_side_by_side(client, leader, village, wanghu):
    make_institution(name=village.name, parent=wanghu)
    client.force_login(leader)
    assert client.post(address(village), {"to": wanghu.pk}).status_code == 422
    with pytest.raises(furnishing.NameTaken):
        placing.move(village, to=wanghu, by=leader, at=NOW)


def test_it_moves_with_everything_below_and_whoever_leads_there_leads_it(client, leader, village, beiqiao, wanghu):
    below = make_institution(parent=village)
    old, new = make_member(Role.LEADER, beiqiao), make_member(Role.LEADER, wanghu)
    client.force_login(leader)
    page = reverse("alliance:institution", args=[village.code])
    assert client.post(address(village), {"to": wanghu.pk}).url == page
    assert parent_of(village) == wanghu
    assert {village.pk, below.pk} <= institutions.below([wanghu])
    for person, answer in ((old, 403), (new, 200)):
        client.force_login(person)
        assert client.get(page).status_code == answer
    entry = AuditEntry.objects.get(action="institution.moved")
    assert entry.detail == {"before": str(beiqiao.code), "after": str(wanghu.code)}


def test_putting_facts_right_does_not_undo_a_move(leader, village, wanghu):
    stale = Institution.objects.get(pk=village.pk)
    placing.move(village, to=wanghu, by=leader, at=NOW)
    furnishing.change(stale, by=leader, at=NOW, phone="0600-8600 300")
    assert parent_of(village) == wanghu


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_make_a_ring(leader, beiqiao, wanghu):
    gate, outcomes = threading.Barrier(2), []

    def put(lower, upper):
        lower, upper = (Institution.objects.get(pk=each.pk) for each in (lower, upper))
        gate.wait(timeout=30)
        try:
            placing.move(lower, to=upper, by=leader, at=NOW)
            outcomes.append("moved")
        except placing.BelowItself:
            outcomes.append("refused")
        finally:
            connection.close()

    pairs = ((beiqiao, wanghu), (wanghu, beiqiao))
    threads = [threading.Thread(target=put, args=pair) for pair in pairs]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(outcomes) == ["moved", "refused"]
    assert institutions.around([beiqiao]) >= {beiqiao.pk, wanghu.pk, leader.memberships.get().institution_id}
