"""Every closed case has a number, without gaps whoever closes at the same time; nothing of it is ever removed."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from teleconsult import filing_away, following_up, triaging
from teleconsult.models import Consultation, Dossier, Outcome
from tests import factories
from tests.teleconsult.factories import Way, answer_round, bring_round
from tests.teleconsult.racing import race, winners

now = timezone.now


def test_only_a_closed_case_has_a_number(way: Way) -> None:
    assert filing_away.of(way.follow_up()) is None
    dossier = filing_away.of(way.closed())
    assert dossier
    assert dossier.number == f"HZ{now().astimezone(way.place.tz).year}-00001"
    assert dossier.retention == "psy_record"


def test_a_case_that_nobody_could_answer_is_numbered_too(way: Way) -> None:
    case = way.declined()
    triaging.close_declined(case, because="无人能答", by=way.coordinator, at=now())
    assert filing_away.of(case)


def test_each_alliance_and_each_year_counts_from_one(way: Way) -> None:
    cases = [way.follow_up() for _ in range(3)]
    tz = way.place.tz
    moments = [datetime(2027, 12, 31, 23, 30, tzinfo=tz), datetime(2028, 1, 1, 0, 30, tzinfo=tz)]
    numbers = [filing_away.number(case, at=at).number for case, at in zip(cases, [*moments, moments[1]], strict=True)]
    assert numbers == ["HZ2027-00001", "HZ2028-00001", "HZ2028-00002"]
    elsewhere = factories.make_institution(parent=factories.make_alliance(name="临江县医联体"))
    other = way.follow_up()
    Consultation.objects.filter(pk=other.pk).update(inviting=elsewhere)
    other.refresh_from_db()
    assert filing_away.number(other, at=moments[1]).number == "HZ2028-00001"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_close_at_once_none_leaves_a_gap(way: Way, settings) -> None:
    settings.XINQIAO = {**settings.XINQIAO, "BOOKINGS_PER_DAY": 1000}
    rounds = [bring_round(way.follow_up()) for _ in range(10)]
    doomed = [way.follow_up() for _ in range(3)]

    def fail(case: Consultation) -> None:
        with transaction.atomic():
            filing_away.number(case, at=now())
            raise RuntimeError("after the number was given")

    ends = race(
        *(partial(answer_round, one, by=way.doctor) for one in rounds), *(partial(fail, case) for case in doomed)
    )
    assert len(winners(ends, RuntimeError)) == len(rounds)
    assert list(Dossier.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 11))


def test_it_is_kept_for_thirty_years_after_the_last_contact(way: Way) -> None:
    case = way.closed()
    dossier = filing_away.of(case)
    assert dossier
    closed = dossier.filed_at.astimezone(way.place.tz).date()
    assert filing_away.keep_until(dossier).year == closed.year + 30
    later = dossier.filed_at + timedelta(days=400)
    answer_round(bring_round(case, 12), by=way.doctor, at=later)
    assert filing_away.keep_until(dossier).year == later.astimezone(way.place.tz).year + 30


def test_an_answer_that_nobody_gave_is_no_contact(way: Way) -> None:
    case = way.closed()
    dossier = filing_away.of(case)
    assert dossier
    before = filing_away.keep_until(dossier)
    following_up.cannot(bring_round(case, 12), "lost", by=way.doctor, at=dossier.filed_at + timedelta(days=400))
    assert filing_away.keep_until(dossier) == before


def test_the_29th_of_february_is_no_accident(way: Way) -> None:
    dossier = filing_away.number(way.follow_up(), at=datetime(2028, 2, 29, 12, tzinfo=way.place.tz))
    assert filing_away.keep_until(dossier) == date(2058, 3, 1)


def test_nothing_removes_a_closed_case(way: Way) -> None:
    case = way.closed()
    with pytest.raises(ProtectedError):
        case.delete()
    for model in (Dossier, Outcome):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(using="default")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE teleconsult_dossier SET sequence = 9")


def test_number_and_term_stand_on_the_case(way: Way, client) -> None:
    case = way.closed()
    client.force_login(way.doctor)
    page = client.get(case.get_absolute_url()).content.decode()
    dossier = filing_away.of(case)
    assert dossier
    assert dossier.number in page
    assert str(filing_away.keep_until(dossier).year) in page
