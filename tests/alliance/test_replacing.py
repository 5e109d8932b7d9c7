"""What was signed stays: other parties or terms are another agreement, which takes the old one's place in one step."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import agreeing
from alliance.models import Agreement, AuditEntry
from alliance.roles import Role
from tests.factories import make_agreement, make_member

DAY = timedelta(days=1)


def address(agreement, name="agreement_replace"):
    return reverse(f"alliance:{name}", args=[agreement.code])


def today():
    return timezone.localdate()


def terms(inviting, invited, **fields):
    said = {"number": "XQ-2027-08", "title": "远程会诊合作协议", "inviting": inviting, "invited": invited}
    days = {"valid_from": today(), "valid_until": None}
    return {**said, "scopes": ["liaison"], "liability": "", **days, **fields}


def sent(inviting, invited, **fields):
    keys = {"inviting": [place.pk for place in inviting], "invited": invited.pk}
    return {**terms(inviting, invited), **keys, "valid_until": "", **fields}


def replace(old, by, **said):
    return agreeing.replace(old, **said, by=by, at=timezone.now())


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_replace_an_agreement(client, cast, agreement, beiqiao, centre, who):
    client.force_login(cast[who])
    beyond = 404 if who == "outsider" else 403
    assert client.get(address(agreement)).status_code == beyond
    assert client.post(address(agreement), sent([beiqiao], centre)).status_code == beyond
    with pytest.raises(PermissionDenied):
        replace(agreement, cast[who], **terms([beiqiao], centre))


def test_whoever_leads_one_side_alone_replaces_nothing(client, agreement, beiqiao, centre):
    one_side = make_member(Role.LEADER, beiqiao)
    client.force_login(one_side)
    assert client.post(address(agreement), sent([beiqiao], centre)).status_code == 403


@pytest.mark.parametrize("wrong", [{"number": ""}, {"inviting": []}, {"scopes": []}, {"valid_from": "never"}])
def test_what_is_missing_leaves_the_old_one_as_it_was(client, leader, agreement, beiqiao, centre, wrong):
    client.force_login(leader)
    assert client.post(address(agreement), {**sent([beiqiao], centre), **wrong}).status_code == 422
    agreement.refresh_from_db()
    assert (agreement.valid_until, Agreement.objects.count()) == (None, 1)


def test_a_number_that_is_taken_leaves_the_old_one_as_it_was(client, leader, agreement, beiqiao, centre):
    client.force_login(leader)
    assert client.post(address(agreement), sent([beiqiao], centre, number=agreement.number)).status_code == 422
    agreement.refresh_from_db()
    assert agreement.valid_until is None


def test_it_cannot_begin_before_the_old_one_has(client, leader, beiqiao, centre):
    fresh = make_agreement(beiqiao, centre, valid_from=today())
    client.force_login(leader)
    assert client.get(address(fresh)).context["form"].initial["valid_from"] == today() + DAY
    assert client.post(address(fresh), sent([beiqiao], centre, valid_from=str(today()))).status_code == 422
    with pytest.raises(agreeing.BeginsTooEarly):
        replace(fresh, leader, **terms([beiqiao], centre))


def test_an_agreement_is_replaced_once(client, leader, agreement, beiqiao, centre):
    made = replace(agreement, leader, **terms([beiqiao], centre))
    with pytest.raises(agreeing.AlreadyContinued):
        replace(agreement, leader, **terms([beiqiao], centre, number="XQ-2027-09"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(number="x", title="x", valid_from=today(), continues=agreement)
    client.force_login(leader)
    assert client.get(address(agreement)).url == address(made, "agreement")


def test_the_days_of_what_was_replaced_are_settled(client, leader, agreement, beiqiao, centre):
    made = replace(agreement, leader, **terms([beiqiao], centre))
    with pytest.raises(agreeing.AlreadyContinued):
        agreeing.set_validity(agreement, valid_from=date(2024, 3, 1), valid_until=None, by=leader, at=timezone.now())
    client.force_login(leader)
    page = client.get(address(agreement, "agreement")).content.decode()
    assert 'name="valid_until"' not in page
    assert address(made, "agreement") in page


def test_the_form_starts_as_a_copy_of_what_holds(client, leader, agreement, beiqiao, wanghu, centre):
    agreement.liability = "各自负责"
    agreement.valid_until = today() + timedelta(days=300)
    agreement.save()
    client.force_login(leader)
    said = client.get(address(agreement)).context["form"].initial
    assert (said["title"], said["liability"], said["inviting"]) == (agreement.title, "各自负责", [beiqiao.pk])
    assert (said["invited"], sorted(said["scopes"])) == (centre.pk, ["expert", "liaison", "panel", "school"])
    assert (said["valid_from"], said["valid_until"]) == (today(), agreement.valid_until)
    assert "number" not in said


def test_what_has_run_out_is_renewed_for_as_long_again(client, leader, beiqiao, centre):
    over = make_agreement(beiqiao, centre, valid_from=today() - 400 * DAY, valid_until=today() - 35 * DAY)
    client.force_login(leader)
    assert client.get(address(over)).context["form"].initial["valid_until"] == today() + 365 * DAY
    replace(over, leader, **terms([beiqiao], centre))
    over.refresh_from_db()
    assert over.valid_until == today() - 35 * DAY


def test_another_party_joins_in_one_step_and_nobody_falls_between_the_two(
    client, leader, agreement, beiqiao, wanghu, centre
):
    client.force_login(leader)
    assert address(agreement) in client.get(address(agreement, "agreement")).content.decode()
    begins = today() + 10 * DAY
    answer = client.post(address(agreement), sent([beiqiao, wanghu], centre, valid_from=str(begins)))
    made = Agreement.objects.get(number="XQ-2027-08")
    assert answer.url == address(made, "agreement")
    assert made.continues == agreement

    def may_ask(place, day):
        return Agreement.objects.covering(inviting=place, invited=centre, scope="liaison", on=day).count()

    assert [may_ask(beiqiao, day) for day in (today(), begins - DAY, begins)] == [1, 1, 1]
    assert [may_ask(wanghu, day) for day in (begins - DAY, begins)] == [0, 1]
    assert agreement.parties.count() == 2
    written = AuditEntry.objects.filter(action__startswith="agreement.").values_list("action", "subject_code")
    assert list(written) == [("agreement.validity-set", agreement.code), ("agreement.concluded", made.code)]


def test_an_old_agreement_that_was_replaced_is_nobodys_task(client, leader, beiqiao, centre):
    over = make_agreement(beiqiao, centre, valid_until=today() - DAY)
    client.force_login(leader)
    overview = reverse("alliance:overview")
    assert len(client.get(overview).context["overview"].agreements) == 1
    replace(over, leader, **terms([beiqiao], centre))
    assert client.get(overview).context["overview"].agreements == []
