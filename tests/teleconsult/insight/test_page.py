"""The leader's page: who may read it, what it says, and what it never shows."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.models import AuditEntry, Deadline
from teleconsult.insight import figures, files, live, periods, tallying
from teleconsult.models import Tally

PAGE, FILE = "/insight/", "/insight/figures.csv"


@pytest.fixture
def leads(browser, leader, clock):
    """The leader's browser, on the morning of the past."""
    with clock("2027-03-10 09:30"):
        yield browser(leader)


def tally(inviting, invited, month=date(2027, 2, 1), **fields):
    return Tally.objects.create(
        inviting=inviting, invited=invited, month=month, urgency="routine", door="video", **fields
    )


def rows_of(response) -> list[dict[str, str]]:
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "who", ["community_doctor", "colleague", "expert", "coordinator", "trainee", "editor", "outsider"]
)
@pytest.mark.parametrize("address", [PAGE, FILE])
def test_only_those_who_lead_read_it(request, browser, who, address):
    assert browser(request.getfixturevalue(who)).get(address).status_code == 403


def test_who_leads_one_institution_sees_nothing_of_its_neighbour(browser, beiqiao, wanghu, centre, clock):
    from alliance.roles import Role
    from tests import factories

    tally(beiqiao, centre, decided=40, adopted=30)
    tally(wanghu, centre, decided=50, adopted=20)
    with clock("2027-03-10 09:30"):
        page = browser(factories.make_member(Role.LEADER, beiqiao)).get(PAGE)
    assert "30/40" in page.content.decode()
    assert "50" not in {row.counts.rpartition("/")[2] for row in page.context["sheet"].shares}
    assert [row.label for row in page.context["sheet"].institutions] == ["北桥"]


def test_figures_are_worked_out_once_and_anew_when_a_month_is_counted(
    leads, beiqiao, centre, django_assert_num_queries
):
    tally(beiqiao, centre, decided=40, adopted=30)
    scope = figures.Scope(frozenset([beiqiao.pk, centre.pk]))
    period = periods.Period(date(2027, 2, 1), date(2027, 2, 1))
    figures.read(scope, period, least=5)
    with django_assert_num_queries(1):
        assert figures.read(scope, period, least=5).rows == [str(beiqiao.pk)]
    assert "30/40" in leads.get(PAGE, {"period": "month"}).content.decode()
    Tally.objects.all().delete()
    tally(beiqiao, centre, decided=44, adopted=31)
    assert "31/44" in leads.get(PAGE, {"period": "month"}).content.decode()
    assert figures.read(scope, period, least=8).least == 8


def test_an_institution_beyond_reach_cannot_be_asked_for(leads, elsewhere):
    assert leads.get(PAGE, {"institution": str(elsewhere.code)}).status_code == 422


def test_the_head_of_the_answering_department_reads_it(browser, head, beiqiao, centre, clock):
    tally(beiqiao, centre, decided=40, adopted=30)
    with clock("2027-03-10 09:30"):
        assert "30/40" in browser(head).get(PAGE).content.decode()


# --- what it says -----------------------------------------------------------------------------------------------------
def test_the_first_line_says_that_nobody_waits(leads):
    assert "没有人等得太久" in leads.get(PAGE).content.decode()


def test_the_first_line_counts_what_is_overdue(leads, way, leader):
    way.submitted()
    Deadline.objects.update(due_at=timezone.now() - timedelta(hours=3))
    assert "有 1 个步骤已超时" in leads.get(PAGE).content.decode()


def test_what_waits_is_told_by_age_and_urgency(way, leader, centre):
    way.submitted()
    way.accepted(urgency="urgent")
    way.signed()
    now = live.read(figures.scope_of(leader), timezone.now() + timedelta(hours=30))
    assert [age.number for age in now.ages] == [0, 0, 2, 0, 0]
    assert now.ages[2].by_urgency == {"emergency": 0, "urgent": 1, "routine": 1}


def test_a_page_without_anything_counted_says_so(leads):
    page = leads.get(PAGE)
    assert "尚未统计" in page.content.decode()


def test_the_address_holds_period_and_institution(leads, beiqiao, centre):
    tally(beiqiao, centre, decided=40, adopted=30)
    asked = {"period": "custom", "first": "2027-02", "last": "2027-02", "institution": str(beiqiao.code)}
    page = leads.get(PAGE, asked)
    assert page.context["place"] == beiqiao
    assert page.context["period"] == periods.Period(date(2027, 2, 1), date(2027, 2, 1))
    assert "30/40" in page.content.decode()
    assert f"first=2027-02&amp;last=2027-02&amp;institution={beiqiao.code}" in page.content.decode()


def test_months_in_the_wrong_order_are_explained_and_the_default_is_shown(leads):
    page = leads.get(PAGE, {"period": "custom", "first": "2027-02", "last": "2026-12"})
    assert page.status_code == 422
    assert "截止月份不能早于起始月份" in page.content.decode()
    assert page.context["period"] == periods.of("three", date(2027, 3, 10))


@pytest.mark.parametrize(
    ("choice", "label"),
    [
        ("month", "2027-02"),
        ("three", "2026-12–2027-02"),
        ("quarter", "2026-10–2026-12"),
        ("year", "2026-03–2027-02"),
    ],
)
def test_every_period_ends_with_a_month_that_is_over(choice, label):
    assert periods.of(choice, date(2027, 3, 10)).label == label


def test_every_figure_is_defined_beside_it(leads, past, today):
    tallying.refresh(today)
    page = leads.get(PAGE).content.decode()
    for measure in ("会诊应答时间", "意见签署时间", "会诊完成率", "处置回填率", "意见采纳率", "未到诊率"):
        assert f"“{measure}”的含义" in page


# --- what it never shows ----------------------------------------------------------------------------------------------
def test_a_count_under_five_is_neither_on_the_page_nor_in_the_file(leads, beiqiao, wanghu, centre):
    tally(beiqiao, centre, decided=40, adopted=3)
    tally(wanghu, centre, decided=40, adopted=21)
    asked = {"institution": str(beiqiao.code)}
    page = leads.get(PAGE, asked).content.decode()
    assert "低于 13%" in page
    assert "总数 40" in page
    assert "3/40" not in page
    adopted = next(row for row in rows_of(leads.get(FILE, asked)) if row["指标"] == "adopted")
    assert (adopted["n"], adopted["N"], adopted["比率"]) == ("<5", "40", "")


def test_a_share_with_a_small_rest_says_what_it_exceeds_and_out_of_how_many(leads, beiqiao, wanghu, centre):
    tally(beiqiao, centre, decided=40, adopted=37)
    tally(wanghu, centre, decided=40, adopted=21)
    asked = {"institution": str(beiqiao.code)}
    row = next(row for row in leads.get(PAGE, asked).context["sheet"].shares if row.measure.name == "adopted")
    assert (row.percent, row.counts) == ("高于 87%", "总数 40")
    adopted = next(row for row in rows_of(leads.get(FILE, asked)) if row["指标"] == "adopted")
    assert (adopted["n"], adopted["N"], adopted["比率"]) == (">35", "40", "")


def test_too_few_to_count_say_only_that(leads, beiqiao, wanghu, centre):
    tally(beiqiao, centre, decided=3, adopted=3)
    tally(wanghu, centre, decided=3, adopted=2)
    row = next(row for row in leads.get(PAGE).context["sheet"].shares if row.measure.name == "completed")
    assert (row.percent, row.counts) == ("无", "")
    asked = {"institution": str(beiqiao.code)}
    row = next(row for row in leads.get(PAGE, asked).context["sheet"].shares if row.measure.name == "adopted")
    assert row.percent == "不显示"


def test_the_sibling_that_would_give_it_away_is_hidden_on_its_own_page_too(leads, beiqiao, wanghu, centre):
    tally(beiqiao, centre, decided=40, adopted=3)
    tally(wanghu, centre, decided=40, adopted=21)
    page = leads.get(PAGE, {"institution": str(wanghu.code)}).content.decode()
    assert "21/40" not in page


def test_times_of_a_few_cases_are_not_shown(leads, beiqiao, centre):
    tally(beiqiao, centre, answer_judged=4, answer_on_time=4, answer_times={"17": 4})
    page = leads.get(PAGE).content.decode()
    assert "17 分" not in page


# --- the file ---------------------------------------------------------------------------------------------------------
def test_the_file_says_what_its_columns_mean_and_is_written_down(leads, beiqiao, centre, leader):
    tally(beiqiao, centre, decided=40, adopted=30)
    response = leads.get(FILE, {"period": "month"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.count(b"\r\n") == len(response.content.splitlines())
    adopted = next(row for row in rows_of(response) if row["指标"] == "adopted")
    assert (adopted["n"], adopted["N"], adopted["比率"]) == ("30", "40", "0.7500")
    assert (adopted["起始月份"], adopted["截止月份"], adopted["邀请机构"]) == ("2027-02", "2027-02", "全部机构")
    assert "全部或部分采纳" in adopted["统计内容"]
    entry = AuditEntry.objects.get(action="figures.exported")
    assert (entry.person, entry.purpose, entry.detail) == (leader.code, "quality", {"period": "2027-02"})


def test_what_leaves_the_alliance_hides_more_and_holds_a_whole_quarter(leads, beiqiao, centre):
    tally(beiqiao, centre, month=date(2026, 11, 1), decided=40, adopted=6)
    tally(beiqiao, centre, month=date(2027, 2, 1), decided=40, adopted=30)
    response = leads.get(FILE, {"for": "outside", "period": "month", "institution": str(beiqiao.code)})
    adopted = [row for row in rows_of(response) if row["指标"] == "adopted"]
    assert {row["起始月份"] for row in adopted} == {"2026-10"}
    assert {row["n"] for row in adopted} == {"<8"}
    assert AuditEntry.objects.get(action="figures.exported").purpose == "disclosure"


@pytest.mark.parametrize("name", ["=1+1", "+86", "-3", "@SUM(A1)", "\tx"])
def test_no_name_becomes_a_formula(leads, beiqiao, centre, name):
    beiqiao.name = name
    beiqiao.save()
    tally(beiqiao, centre, decided=40, adopted=30)
    assert {row["邀请机构"] for row in rows_of(leads.get(FILE))} == {"全部机构", f"'{name}"}
    assert files.harmless(name) == f"'{name}"


def test_the_page_stands_where_navigation_leads(leads):
    assert f'href="{reverse("teleconsult:insight")}"' in leads.get("/alliance/").content.decode()
