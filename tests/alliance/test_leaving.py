"""Whoever leaves an institution is out of it at once, on every screen."""

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from alliance import leaving, notices, signals, sockets
from alliance.models import AuditEntry, DutyShift
from alliance.roles import Role
from tests.factories import make_member, make_membership, make_shift
from tests.sockets import PATIENCE, within

BECAUSE = "moved away"


@pytest.fixture
def membership(community_doctor):
    return community_doctor.memberships.get()


def test_a_doctor_cannot_end_a_membership(client, membership, colleague):
    client.force_login(colleague)
    assert client.post(reverse("alliance:membership_end", args=[membership.code])).status_code == 404


def test_a_leader_of_another_alliance_does_not_learn_that_it_exists(client, membership, elsewhere):
    client.force_login(make_member(Role.LEADER, elsewhere))
    assert client.post(reverse("alliance:membership_end", args=[membership.code])).status_code == 404


def test_nobody_leaves_without_a_reason(client, membership, leader):
    client.force_login(leader)
    client.post(reverse("alliance:membership_end", args=[membership.code]), {"because": " "})
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_nobody_leaves_twice(membership, leader):
    leaving.leave(membership, by=leader, at=timezone.now(), because=BECAUSE)
    with pytest.raises(leaving.AlreadyLeft):
        leaving.leave(membership, by=leader, at=timezone.now(), because=BECAUSE)


def test_leaving_ends_every_session_of_that_person_and_of_nobody_else(
    client, client_of, membership, leader, community_doctor, colleague
):
    here, there, other = client_of(community_doctor), client_of(community_doctor), client_of(colleague)
    client.force_login(leader)
    client.post(reverse("alliance:membership_end", args=[membership.code]), {"because": BECAUSE})
    assert [each.get(reverse("alliance:notices")).status_code for each in (here, there, other)] == [302, 302, 200]
    assert Session.objects.count() == 2


def test_leaving_tells_the_apps_above_inside_the_transaction(membership, leader):
    heard = []

    def listen(**facts):
        heard.append((facts["membership"], facts["by"]))

    signals.left_institution.connect(listen)
    try:
        leaving.leave(membership, by=leader, at=timezone.now(), because=BECAUSE)
    finally:
        signals.left_institution.disconnect(listen)
    assert heard == [(membership, leader)]


def test_a_listener_that_fails_undoes_the_leaving(membership, leader):
    def fails(**facts):
        raise RuntimeError

    signals.left_institution.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            leaving.leave(membership, by=leader, at=timezone.now(), because=BECAUSE)
    finally:
        signals.left_institution.disconnect(fails)
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_leaving_is_written_down(membership, leader, beiqiao):
    leaving.leave(membership, by=leader, at=timezone.now(), because=BECAUSE)
    entry = AuditEntry.objects.get(action="membership.ended")
    assert (entry.person, entry.subject_code, entry.institution) == (leader.code, membership.code, beiqiao.code)


def test_whoever_has_left_is_on_duty_no_more(expert, centre, leader):
    make_shift(expert, centre)
    leaving.leave(expert.memberships.get(), by=leader, at=timezone.now(), because=BECAUSE)
    assert not DutyShift.objects.exists()


def test_whoever_keeps_another_role_there_stays_on_duty(expert, centre, leader):
    make_shift(expert, centre)
    second = make_membership(expert, centre, Role.TRAINEE)
    leaving.leave(second, by=leader, at=timezone.now(), because=BECAUSE)
    assert DutyShift.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_after_the_commit_every_open_page_and_room_is_told(membership, leader, community_doctor):
    layer = get_channel_layer()
    for group in (notices.group(community_doctor), sockets.group_of(community_doctor)):
        await layer.group_add(group, "test.page")
    await sync_to_async(leaving.leave)(membership, by=leader, at=timezone.now(), because=BECAUSE)
    for _page_and_room in range(2):
        told = await within(PATIENCE, layer.receive("test.page"), "word that the membership has ended")
        assert told["type"] == "membership.ended"
