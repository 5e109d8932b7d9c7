"""An institution leaves the alliance: what is open is told before, and everything there closes in one moment."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import agreeing, departing, furnishing, institutions, joining, notices, sockets
from alliance.models import Agreement, AgreementParty, AuditEntry, Institution, Invitation, Membership, Notice
from alliance.roles import Role
from teleconsult.models import Consultation
from tests.factories import make_agreement, make_centre, make_institution, make_member, make_membership
from tests.sockets import PATIENCE, within
from tests.teleconsult.factories import Way

BECAUSE = "并入其他机构"


@pytest.fixture
def case(community_doctor, beiqiao, centre, expert, coordinator, agreement):
    return Way(community_doctor, beiqiao, centre, expert, coordinator).accepted()


def address(institution, name="institution_leave"):
    return reverse(f"alliance:{name}", args=[institution.code])


def leave(institution, by, *, anyway=True):
    departing.leave(institution, because=BECAUSE, anyway=anyway, by=by, at=timezone.now())


def is_there(institution):
    return Institution.objects.get(pk=institution.pk).left_on is None


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_let_an_institution_leave(client, cast, beiqiao, who):
    client.force_login(cast[who])
    beyond = 404 if who == "outsider" else 403
    assert client.get(address(beiqiao)).status_code == beyond
    assert client.post(address(beiqiao), {"because": BECAUSE}).status_code == beyond
    assert client.post(address(beiqiao, "institution_take_back")).status_code == beyond
    with pytest.raises(PermissionDenied):
        leave(beiqiao, cast[who])


def test_nobody_leads_their_own_institution_out(client, beiqiao):
    part = make_member(Role.LEADER, beiqiao)
    client.force_login(part)
    assert client.post(address(beiqiao), {"because": BECAUSE}).status_code == 403
    with pytest.raises(PermissionDenied):
        leave(beiqiao, part)
    assert is_there(beiqiao)


def test_the_alliance_itself_never_leaves(leader, alliance):
    with pytest.raises(PermissionDenied):
        leave(alliance, leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=alliance.pk).update(left_on=timezone.localdate())


def test_the_only_centre_stays(client, leader, centre):
    client.force_login(leader)
    assert client.get(address(centre)).context["open"].last_centre
    assert client.post(address(centre), {"because": BECAUSE}).status_code == 422
    with pytest.raises(furnishing.LastCentre):
        leave(centre, leader)
    assert is_there(centre)


def test_what_is_below_moves_or_leaves_first(client, leader, beiqiao):
    village = make_institution(parent=beiqiao)
    client.force_login(leader)
    assert village.name in client.get(address(beiqiao)).content.decode()
    assert client.post(address(beiqiao), {"because": BECAUSE}).status_code == 422
    with pytest.raises(departing.StillBelow):
        leave(beiqiao, leader)
    leave(village, leader)
    leave(beiqiao, leader)
    assert not is_there(beiqiao)


def test_open_work_is_not_left_behind_unawares(client, leader, beiqiao, case):
    client.force_login(leader)
    page = client.get(address(beiqiao))
    assert page.context["open"].work == 1
    assert client.post(address(beiqiao), {"because": BECAUSE}).status_code == 422
    with pytest.raises(departing.StillOpen):
        leave(beiqiao, leader, anyway=False)
    assert is_there(beiqiao)


def test_nobody_leaves_without_a_reason_or_twice(client, leader, beiqiao):
    client.force_login(leader)
    assert client.post(address(beiqiao), {"because": " "}).status_code == 422
    leave(beiqiao, leader)
    assert client.get(address(beiqiao)).url == address(beiqiao, "institution")
    with pytest.raises(institutions.HasLeft):
        leave(beiqiao, leader)


def test_everything_open_is_told_before(client, leader, beiqiao, community_doctor, colleague, agreement):
    joining.invite(
        name="新来", mobile="13800009999", institution=beiqiao, role=Role.TRAINEE, by=leader, at=timezone.now()
    )
    client.force_login(leader)
    text = client.get(address(beiqiao)).content.decode()
    assert community_doctor.name in text
    assert colleague.name in text
    assert agreement.number in text
    told = client.get(address(beiqiao)).context["open"]
    assert (len(told.people), len(told.invitations), [each.ends for each in told.agreements]) == (2, 1, [True])


def test_memberships_sessions_invitations_and_duty_end_with_it(
    client, client_of, leader, beiqiao, community_doctor, neighbour
):
    make_membership(neighbour, beiqiao, Role.TRAINEE)
    joining.invite(
        name="新来", mobile="13800009999", institution=beiqiao, role=Role.TRAINEE, by=leader, at=timezone.now()
    )
    hers, his = client_of(community_doctor), client_of(neighbour)
    client.force_login(leader)
    assert client.post(address(beiqiao), {"because": BECAUSE}).url == reverse("alliance:overview")
    assert hers.get(reverse("alliance:notices")).status_code == 302
    assert his.get(reverse("alliance:notices")).status_code == 302
    assert not Membership.objects.live().filter(institution=beiqiao).exists()
    assert Membership.objects.live().filter(person=neighbour).count() == 1
    assert not Invitation.objects.filter(institution=beiqiao).open_at(timezone.now()).exists()
    ended = Membership.objects.filter(institution=beiqiao)
    assert {each.ended_because for each in ended} == {BECAUSE}
    assert AuditEntry.objects.filter(action="membership.ended", institution=beiqiao.code).count() == 2
    assert AuditEntry.objects.get(action="institution.left").detail == {"people": 2}


def test_whoever_lets_their_own_place_go_stays_signed_in(client, leader, beiqiao):
    make_membership(leader, beiqiao, Role.LEADER)
    client.force_login(leader)
    assert client.post(address(beiqiao), {"because": BECAUSE}).status_code == 302
    assert client.get(reverse("alliance:overview")).status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_open_pages_and_rooms_are_told_after_the_commit(leader, beiqiao, community_doctor):
    layer = get_channel_layer()
    for group in (notices.group(community_doctor), sockets.group_of(community_doctor)):
        await layer.group_add(group, "test.page")
    await sync_to_async(leave)(beiqiao, leader)
    for _page_and_room in range(2):
        told = await within(PATIENCE, layer.receive("test.page"), "word that the membership has ended")
        assert told["type"] == "membership.ended"


def test_open_cases_lose_their_doctor_and_the_centre_is_told(leader, beiqiao, colleague, coordinator, case):
    leave(beiqiao, leader)
    case.refresh_from_db()
    assert case.owner is None
    assert case in Consultation.objects.unowned()
    kinds = Notice.objects.filter(person=coordinator).values_list("kind", flat=True)
    assert {"case-unowned", "institution-left"} <= set(kinds)
    assert not Notice.objects.filter(person=colleague, kind="case-unowned").exists()


def test_its_agreements_end_and_cover_nobody(leader, beiqiao, centre, agreement):
    today = timezone.localdate()
    leave(beiqiao, leader)
    agreement.refresh_from_db()
    assert agreement.valid_until == today
    covering = Agreement.objects.covering
    assert not covering(inviting=beiqiao, invited=centre, scope="liaison", on=today).exists()
    assert AgreementParty.objects.get(agreement=agreement, institution=beiqiao).left_on == today


def test_an_agreement_with_others_goes_on_for_them(client, leader, beiqiao, wanghu, centre, agreement):
    AgreementParty.objects.create(agreement=agreement, institution=wanghu, side=AgreementParty.Side.INVITING)
    leave(beiqiao, leader)
    agreement.refresh_from_db()
    today, covering = timezone.localdate(), Agreement.objects.covering
    assert agreement.valid_until is None
    assert covering(inviting=wanghu, invited=centre, scope="liaison", on=today).exists()
    assert not covering(inviting=beiqiao, invited=centre, scope="liaison", on=today).exists()
    client.force_login(leader)
    assert beiqiao.name in client.get(reverse("alliance:agreement", args=[agreement.code])).content.decode()


def test_an_agreement_that_ended_with_it_is_nobodys_task(client, leader, beiqiao, agreement):
    make_agreement(beiqiao, agreement.parties.get(side="invited").institution, valid_until=timezone.localdate())
    leave(beiqiao, leader)
    client.force_login(leader)
    assert client.get(reverse("alliance:overview")).context["overview"].agreements == []


def test_a_centre_that_is_one_of_two_may_leave(leader, alliance, centre, beiqiao, agreement):
    second = make_centre(parent=alliance)
    leave(centre, leader)
    assert institutions.centres_of(beiqiao) == [second]
    agreement.refresh_from_db()
    assert not agreeing.stands(agreement)


def test_whatever_has_left_is_nowhere_to_be_chosen_and_nothing_about_it_changes(client, leader, beiqiao, centre):
    leave(beiqiao, leader)
    client.force_login(leader)
    for page in ("people", "agreement_new", "institution_new"):
        assert beiqiao.name not in client.get(reverse(f"alliance:{page}")).content.decode()
    with pytest.raises(institutions.HasLeft):
        furnishing.change(beiqiao, by=leader, at=timezone.now(), phone="1")
    with pytest.raises(institutions.HasLeft):
        furnishing.add(beiqiao, by=leader, at=timezone.now(), name="x", kind="school")
    with pytest.raises(institutions.HasLeft):
        joining.invite(name="x", email="x@x.test", institution=beiqiao, role=Role.TRAINEE, by=leader, at=timezone.now())
    terms: Any = {"number": "1", "title": "x", "scopes": ["liaison"], "liability": ""}
    days: Any = {"valid_from": timezone.localdate(), "valid_until": None}
    with pytest.raises(institutions.HasLeft):
        agreeing.conclude(inviting=[beiqiao], invited=centre, **terms, **days, by=leader, at=timezone.now())
    page = client.get(address(beiqiao, "institution")).content.decode()
    assert BECAUSE in page
    assert address(beiqiao, "institution_take_back") in page


def test_it_can_be_taken_back_where_it_was(client, leader, beiqiao, alliance, community_doctor):
    leave(beiqiao, leader)
    client.force_login(leader)
    assert address(beiqiao, "institution") in client.get(reverse("alliance:overview")).content.decode()
    assert client.post(address(beiqiao, "institution_take_back")).status_code == 302
    beiqiao.refresh_from_db()
    assert (beiqiao.left_on, beiqiao.parent) == (None, alliance)
    assert not Membership.objects.live().filter(institution=beiqiao).exists()
    with pytest.raises(departing.NotLeft):
        departing.take_back(beiqiao, by=leader, at=timezone.now())
    assert AuditEntry.objects.filter(action="institution.taken-back", subject_code=beiqiao.code).count() == 1


def test_it_is_not_taken_back_below_what_has_left(leader, beiqiao):
    village = make_institution(parent=beiqiao)
    leave(village, leader)
    leave(beiqiao, leader)
    with pytest.raises(institutions.HasLeft):
        departing.take_back(village, by=leader, at=timezone.now())


def test_a_failure_on_the_way_undoes_everything(leader, beiqiao, community_doctor, monkeypatch):
    def fails(*args, **facts):
        raise RuntimeError

    monkeypatch.setattr(notices, "send", fails)
    with pytest.raises(RuntimeError):
        leave(beiqiao, leader)
    assert is_there(beiqiao)
    assert Membership.objects.live().filter(person=community_doctor).exists()


def test_agreements_that_were_over_before_keep_their_end(leader, beiqiao, centre):
    over = make_agreement(beiqiao, centre, valid_until=timezone.localdate() - timedelta(days=9))
    leave(beiqiao, leader)
    party = over.parties.get(institution=beiqiao)
    assert (Agreement.objects.get(pk=over.pk).valid_until, party.left_on) == (over.valid_until, None)
