"""Without an agreement in force nobody asks; a leader enters, prolongs and suspends it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance import agreeing
from alliance.models import Agreement, AuditEntry
from alliance.roles import Role
from teleconsult import asking
from tests.factories import at, make_agreement, make_member
from tests.teleconsult.factories import Way, give_consent

NOW = at("2027-03-01 09:00")
NEW = reverse("alliance:agreement_new")


def page(agreement, name="agreement"):
    return reverse(f"alliance:{name}", args=[agreement.code])


def sent(inviting, invited, **fields):
    return {
        "number": "XQ-2027-07",
        "title": "远程会诊合作协议",
        "inviting": [inviting.pk],
        "invited": invited.pk,
        "scopes": ["liaison", "school"],
        "valid_from": "2027-01-01",
        "valid_until": "2028-12-31",
        "liability": "",
        **fields,
    }


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor"])
def test_only_leaders_keep_agreements(client, cast, agreement, who):
    client.force_login(cast[who])
    for address in (NEW, reverse("alliance:agreements"), page(agreement)):
        assert client.get(address).status_code == 403
    for name in ("agreement_suspend", "agreement_resume"):
        assert client.post(page(agreement, name)).status_code == 403


def test_an_agreement_of_another_alliance_is_beyond_reach(client, agreement, elsewhere):
    client.force_login(make_member(Role.LEADER, elsewhere.parent))
    assert client.get(page(agreement)).status_code == 404
    assert client.post(page(agreement, "agreement_suspend")).status_code == 404
    assert client.get(reverse("alliance:agreements")).context["agreements"] == []


def test_whoever_leads_one_side_alone_changes_nothing(client, agreement, beiqiao):
    one_side = make_member(Role.LEADER, beiqiao)
    client.force_login(one_side)
    assert client.post(page(agreement, "agreement_suspend")).status_code == 403
    with pytest.raises(PermissionDenied):
        agreeing.suspend(agreement, by=one_side, at=NOW)


def test_nobody_concludes_for_another_alliance(client, leader, elsewhere, centre):
    client.force_login(leader)
    assert client.post(NEW, sent(elsewhere, centre)).status_code == 422
    with pytest.raises(PermissionDenied):
        agreeing.conclude(
            number="1",
            title="x",
            inviting=[elsewhere],
            invited=centre,
            scopes=["liaison"],
            valid_from=date(2027, 1, 1),
            valid_until=None,
            liability="",
            by=leader,
            at=NOW,
        )


def test_an_agreement_does_not_end_before_it_begins(client, leader, agreement, beiqiao, centre):
    client.force_login(leader)
    early = {"valid_from": "2027-01-02", "valid_until": "2027-01-01"}
    assert client.post(NEW, sent(beiqiao, centre, **early)).status_code == 422
    assert client.post(page(agreement), early).status_code == 422
    with pytest.raises(agreeing.EndsBeforeItBegins):
        agreeing.set_validity(agreement, valid_from=date(2027, 1, 2), valid_until=date(2027, 1, 1), by=leader, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(valid_until=date(2020, 1, 1))


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["anything"]}, {"inviting": []}, {"number": ""}])
def test_what_is_missing_is_explained(client, leader, beiqiao, centre, wrong):
    client.force_login(leader)
    assert client.post(NEW, {**sent(beiqiao, centre), **wrong}).status_code == 422


def test_a_number_is_given_once_and_nobody_asks_themselves(client, leader, agreement, beiqiao, centre):
    client.force_login(leader)
    assert client.post(NEW, sent(beiqiao, centre, number=agreement.number)).status_code == 422
    assert client.post(NEW, sent(centre, centre)).status_code == 422
    assert Agreement.objects.count() == 1


def test_suspending_twice_is_said(leader, agreement):
    agreeing.suspend(agreement, by=leader, at=NOW)
    with pytest.raises(agreeing.AlreadySuspended):
        agreeing.suspend(agreement, by=leader, at=NOW)
    agreeing.resume(agreement, by=leader, at=NOW)
    with pytest.raises(agreeing.NotSuspended):
        agreeing.resume(agreement, by=leader, at=NOW)


def test_a_new_agreement_lets_its_parties_ask_for_what_it_says(client, leader, beiqiao, centre):
    client.force_login(leader)
    made = client.post(NEW, sent(beiqiao, centre))
    agreement = Agreement.objects.get(number="XQ-2027-07")
    assert made.url == page(agreement)
    covering = Agreement.objects.covering
    day = date(2027, 3, 1)
    assert covering(inviting=beiqiao, invited=centre, scope="school", on=day).get() == agreement
    assert not covering(inviting=beiqiao, invited=centre, scope="expert", on=day).exists()
    assert not covering(inviting=centre, invited=beiqiao, scope="school", on=day).exists()
    assert page(agreement) in client.get(reverse("alliance:agreements")).content.decode()
    assert AuditEntry.objects.filter(action="agreement.concluded", subject_code=agreement.code).exists()


def test_a_lapsed_agreement_stops_the_request_and_renewing_it_lets_it_through(
    client, leader, community_doctor, beiqiao, centre, expert, coordinator
):
    agreement = make_agreement(beiqiao, centre, valid_until=timezone.localdate() - timedelta(days=1))
    case = Way(community_doctor, beiqiao, centre, expert, coordinator).consent_pending()
    give_consent(case, by=community_doctor)

    def submit():
        return asking.submit(case, by=community_doctor, at=timezone.now())

    with pytest.raises(asking.AgreementMissing):
        submit()
    client.force_login(leader)
    longer = {"valid_from": "2024-03-01", "valid_until": timezone.localdate() + timedelta(days=365)}
    assert client.post(page(agreement), longer).status_code == 302
    client.post(page(agreement, "agreement_suspend"))
    with pytest.raises(asking.AgreementMissing):
        submit()
    client.post(page(agreement, "agreement_resume"))
    assert submit().state == "submitted"


def test_the_list_costs_the_same_for_one_agreement_and_for_many(client, leader, agreement, beiqiao, centre, wanghu):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("alliance:agreements")).status_code == 200
        return len(queries)

    client.force_login(leader)
    cost()
    few = cost()
    for _ in range(8):
        make_agreement(wanghu, centre)
    assert cost() == few
