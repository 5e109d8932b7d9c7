"""What became of my advice: every expert reads the answers to her own lines, without papers, whatever has ended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance import leaving
from alliance.models import Notice
from teleconsult import advised, following_up, triaging
from teleconsult.following_up import ItemAnswer
from teleconsult.models import AdviceItem, Consultation, OutcomeRound, RequestRating
from tests import factories
from tests.teleconsult.factories import Way, answer_round, bring_round

now = timezone.now


def answer(case: Consultation, weeks: int, way: Way, *answers: ItemAnswer) -> OutcomeRound:
    asked = bring_round(case, weeks)
    items = AdviceItem.objects.filter(opinion__consultation=case).order_by("number")
    given = {item.pk: one for item, one in zip(items, answers, strict=True)}
    following_up.answer(asked, given, patient="能出门了", referred="no", worth=4, by=way.doctor, at=now())
    return asked


def test_another_expert_of_the_centre_sees_nothing_of_it(way: Way, centre, client) -> None:
    asked = answer(way.follow_up(), 2, way, ItemAnswer("done", "better"), ItemAnswer("done", "better"))
    other = factories.make_expert(centre)
    client.force_login(other)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert "能出门了" not in client.get(reverse("teleconsult:outcomes")).content.decode()


def test_long_after_the_grant_has_ended_the_answers_are_read_and_no_papers(way: Way, client) -> None:
    case = way.closed()
    Consultation.objects.filter(pk=case.pk).update(closed_at=now() - timedelta(days=70))
    asked = answer(case, 12, way, ItemAnswer("stopped", "worse", "自行停药"), ItemAnswer("done", "same"))
    client.force_login(way.expert)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get(reverse("teleconsult:opinion_print", args=[case.code])).status_code == 404
    for url in (asked.get_absolute_url(), reverse("teleconsult:outcomes")):
        page = client.get(url).content.decode()
        assert "自行停药" in page
        assert "能出门了" in page
        assert case.patient.name not in page
        assert "反复胸闷濒死感" not in page  # the question is one of the papers


def test_whoever_has_left_the_centre_sees_nothing_any_more(way: Way, leader, client) -> None:
    asked = answer(way.follow_up(), 2, way, ItemAnswer("done", "better"), ItemAnswer("done", "better"))
    leaving.leave(way.expert.memberships.get(), by=leader, at=now(), because="调离")
    client.force_login(way.expert)
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_lines_are_counted_as_they_stood_when_last_asked_about(way: Way) -> None:
    case = way.follow_up()
    answer(case, 2, way, ItemAnswer("done", "same"), ItemAnswer("not_started"))
    answer(case, 12, way, ItemAnswer("done", "better"), ItemAnswer("changed", "worse"))
    way.signed()
    found = advised.total(way.expert)
    assert (found.adopted, found.carried, found.better) == (
        advised.Part(2, 2),
        advised.Part(2, 2),
        advised.Part(1, 2),
    )


def test_what_nobody_has_answered_is_in_no_denominator(way: Way) -> None:
    way.signed()
    assert advised.total(way.expert) == advised.Sum(*(advised.Part(0, 0),) * 3)


# --- the expert's word about the request ----------------------------------------------------------------------------
def test_only_the_expert_rates_the_request_once_and_after_signing(way: Way, colleague) -> None:
    early, case = way.in_session(), way.signed()
    with pytest.raises(following_up.NotYet):
        following_up.rate_request(early, 4, by=way.expert, at=now())
    with pytest.raises(triaging.NotAssigned):
        following_up.rate_request(case, 4, by=way.doctor, at=now())
    following_up.rate_request(case, 4, by=way.expert, at=now())
    with pytest.raises(following_up.AlreadyAnswered):
        following_up.rate_request(case, 1, by=way.expert, at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestRating.objects.update(worth=1)


def test_one_press_tells_the_doctor(way: Way, client) -> None:
    case = way.signed()
    url = reverse("teleconsult:rate", args=[case.code])
    client.force_login(way.expert)
    client.post(url, {"worth": "9"})
    assert not RequestRating.objects.exists()
    client.post(url, {"worth": "4"})
    assert RequestRating.objects.get().worth == 4
    client.force_login(way.doctor)
    assert str(RequestRating.objects.get().get_worth_display()) in client.get(case.get_absolute_url()).content.decode()


def test_answering_twelve_weeks_later_is_told_once_per_round(way: Way) -> None:
    case = way.closed()
    answer_round(bring_round(case, 12), by=way.doctor)
    assert Notice.objects.filter(person=way.expert, kind="outcome-answered").count() == 2
