"""The days that people work are entered by a leader: one by one, or a year at once."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alliance import clocks, holiday_lines, holidays
from alliance.models import AuditEntry, CalendarDay
from tests.factories import at

NOW = at("2027-03-01 09:00")
PAGE = reverse("alliance:holidays")
IMPORT = reverse("alliance:holidays_import")
REMOVE = reverse("alliance:holiday_remove")
LINES = "2027-10-01,rests,国庆节\n\n2027-10-09,works,国庆节调休\n"


@pytest.mark.parametrize("who", ["community_doctor", "expert", "coordinator", "trainee", "editor", "outsider"])
def test_only_leaders_keep_the_calendar(client, cast, who):
    client.force_login(cast[who])
    assert client.get(PAGE).status_code == 403
    for address in (PAGE, IMPORT, REMOVE):
        assert client.post(address, {"day": "2027-10-01", "works": "rests", "lines": LINES}).status_code == 403
    with pytest.raises(PermissionDenied):
        holidays.enter([holiday_lines.Day(date(2027, 10, 1), works=False)], by=cast[who], at=NOW)


def test_one_wrong_line_keeps_all_out(client, leader):
    client.force_login(leader)
    answer = client.post(f"{IMPORT}?year=2031", {"lines": "2031-10-01,rests,国庆节\n2031-10-xx,rests,国庆节"})
    assert answer.status_code == 422
    assert not clocks.known_year(2031)
    page = answer.content.decode()
    assert "2031-10-01,rests,国庆节\n2031-10-xx,rests,国庆节</textarea>" in page
    assert "2031-10-xx" in page.split("<textarea")[0]


def test_what_stood_in_a_file_is_shown_with_what_is_wrong_in_it(client, leader):
    client.force_login(leader)
    table = "日期\t类型\t名称\r\n2031年1月1日\t放假\t元旦\r\n2031年1月4日\t\t元旦\r\n"
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("days.txt", table.encode("utf-16"))})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "2031年1月1日\t放假\t元旦" in page.split("<textarea")[1]
    assert "2031年1月4日" in page.split("<textarea")[0]


def test_of_many_wrong_lines_the_first_are_named_and_the_rest_counted(client, leader):
    client.force_login(leader)
    client.cookies["django_language"] = "en"
    page = client.post(IMPORT, {"lines": "x\n" * 23}).content.decode()
    assert "Line 20," in page
    assert "Line 21," not in page
    assert "3 more lines" in page


@pytest.mark.parametrize("sent", [{}, {"lines": " "}])
def test_nothing_to_read_is_said(client, leader, sent):
    client.force_login(leader)
    assert client.post(IMPORT, sent).status_code == 422


def test_a_file_too_large_is_refused(client, leader):
    client.force_login(leader)
    large = SimpleUploadedFile("days.csv", b"2027-10-01,rests,x\n" * 4000)
    assert client.post(IMPORT, {"file": large}).status_code == 422


def test_a_day_that_nobody_entered_cannot_be_taken_out(client, leader):
    with pytest.raises(holidays.NotEntered):
        holidays.remove(date(2031, 1, 1), by=leader, at=NOW)
    client.force_login(leader)
    assert client.post(REMOVE, {"day": "never"}).status_code == 302


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_file_from_a_spreadsheet_is_read(client, leader, encoding):
    client.force_login(leader)
    table = "2031/1/1,Rests,元旦\r\n2031-01-04,works,元旦调休\r\n"
    sent = {"file": SimpleUploadedFile("days.csv", table.encode(encoding))}
    assert client.post(IMPORT, sent).url == f"{PAGE}?year=2031"
    rows = CalendarDay.objects.filter(day__year=2031).values_list("day", "works", "name")
    assert list(rows) == [(date(2031, 1, 1), False, "元旦"), (date(2031, 1, 4), True, "元旦调休")]


def test_a_line_replaces_what_stood_there(leader):
    holidays.enter(holiday_lines.read("2031-10-01,works"), by=leader, at=NOW)
    holidays.enter(holiday_lines.read("2031-10-01,rests,国庆节"), by=leader, at=NOW)
    assert CalendarDay.objects.get(day=date(2031, 10, 1)).works is False


def test_a_day_that_is_entered_moves_deadlines_that_start_later(client, leader, beiqiao):
    client.force_login(leader)
    thursday = at("2031-01-02 09:00")
    assert clocks.add_working_days(thursday, 1, at=beiqiao).date() == date(2031, 1, 3)
    sent = {"day": "2031-01-03", "works": "rests", "name": "停诊"}
    assert client.post(PAGE, sent).url == f"{PAGE}?year=2031"
    assert clocks.add_working_days(thursday, 1, at=beiqiao).date() == date(2031, 1, 6)
    client.post(REMOVE, {"day": "2031-01-03"})
    assert clocks.add_working_days(thursday, 1, at=beiqiao).date() == date(2031, 1, 3)
    written = AuditEntry.objects.filter(action__startswith="holiday.").values_list("action", flat=True)
    assert list(written) == ["holiday.entered", "holiday.removed"]


def test_the_warning_about_a_year_leads_to_its_page(client, leader):
    with time_machine.travel(at("2031-03-03 09:00"), tick=False):
        client.force_login(leader)
        address = f"{PAGE}?year=2031"
        assert address in client.get(reverse("alliance:overview")).content.decode()
        client.post(IMPORT, {"lines": LINES.replace("2027", "2031")})
        assert address not in client.get(reverse("alliance:overview")).content.decode()


@pytest.mark.parametrize("year", ["", "0", "99999", "-1", "x", "²⁰²⁷"])
def test_a_year_that_is_none_shows_this_one(client, leader, year):
    client.force_login(leader)
    assert client.get(PAGE, {"year": year}).status_code == 200
