"""Which medicines and tests there are, and which institution has which."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance import formulary, formulary_lines, institutions
from alliance.formulary import Shelves
from alliance.models import AuditEntry, LocalTest, Medicine, Stocked, Zone
from alliance.stock_words import Hints


def medicine(name: str) -> Medicine:
    return Medicine.objects.get(name_zh=name)


def has(place, *names, by):
    """The place has these, and nothing else of the catalogue."""
    items = formulary.catalogue()
    keys = {formulary.key(item) for item in items if item.name_zh in names}
    return formulary.enter(place, items, keys, by=by, at=timezone.now())


# --- refusals -------------------------------------------------------------------------------------------------------
def test_a_doctor_keeps_no_list_of_another_institution(client, neighbour, beiqiao):
    client.force_login(neighbour)
    address = reverse("alliance:stock", args=[beiqiao.code])
    assert client.get(address).status_code == 403
    assert client.post(address, {"have": ["m:1"], "action": "save"}).status_code == 403
    assert not Stocked.objects.exists()


def test_nobody_of_another_alliance_knows_the_list(client, outsider, beiqiao):
    client.force_login(outsider)
    assert client.get(reverse("alliance:stock", args=[beiqiao.code])).status_code == 404


def test_a_doctor_adds_nothing_to_the_catalogue(client, community_doctor):
    client.force_login(community_doctor)
    assert client.post(reverse("alliance:medicine_new"), {"name_zh": "新药"}).status_code == 403
    assert client.post(reverse("alliance:test_new"), {"name_zh": "新检查"}).status_code == 403


def test_an_institution_that_has_left_keeps_no_list(beiqiao, community_doctor):
    beiqiao.left_on = timezone.localdate()
    beiqiao.save()
    with pytest.raises(institutions.HasLeft):
        has(beiqiao, "喹硫平", by=community_doctor)


def test_what_is_posted_and_no_key_of_the_catalogue_is_nothing(client, community_doctor, beiqiao):
    client.force_login(community_doctor)
    answer = client.post(
        reverse("alliance:stock", args=[beiqiao.code]), {"have": ["m:999999", "x", "t:"], "action": "save"}
    )
    assert answer.status_code == 302
    assert not Stocked.objects.filter(available=True).exists()


def test_reading_pasted_lines_saves_nothing(client, community_doctor, beiqiao):
    client.force_login(community_doctor)
    sent = {"lines": "喹硫平片 25mg\n奥氮平 无\n板蓝根颗粒", "action": "read", "have": []}
    answer = client.post(reverse("alliance:stock", args=[beiqiao.code]), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{formulary.key(medicine("喹硫平"))}" checked' in page
    assert f'value="{formulary.key(medicine("奥氮平"))}" checked' not in page
    assert "板蓝根颗粒" in page
    assert not Stocked.objects.exists()


# --- lists ----------------------------------------------------------------------------------------------------------
def test_nobody_has_said_is_not_the_same_as_not_there(beiqiao, community_doctor):
    quetiapine = medicine("喹硫平")
    assert Shelves.around(beiqiao).has(quetiapine) is None
    has(beiqiao, "奥氮平", by=community_doctor)
    shelves = Shelves.around(beiqiao)
    assert shelves.has(quetiapine) is False
    assert shelves.has(medicine("奥氮平")) is True


def test_a_medicine_that_joins_the_catalogue_later_is_unknown_where_a_list_stands(beiqiao, community_doctor, leader):
    has(beiqiao, "奥氮平", by=community_doctor)
    new = formulary.keep(Medicine(name_zh="新药", kind="other"), by=leader, at=timezone.now())
    assert Shelves.around(beiqiao).has(new) is None


def test_saving_again_says_only_what_has_changed_and_writes_it_down(beiqiao, community_doctor):
    assert has(beiqiao, "奥氮平", "利培酮", by=community_doctor) == (2, 0)
    assert has(beiqiao, "奥氮平", "利培酮", by=community_doctor) == (0, 0)
    assert has(beiqiao, "奥氮平", "喹硫平", by=community_doctor) == (1, 1)
    entries = AuditEntry.objects.filter(action="formulary.entered").order_by("pk")
    assert [entry.detail["lost"] for entry in entries] == ["", formulary.key(medicine("利培酮"))]


def test_a_list_as_at_the_centre_is_ticked_but_not_saved(client, community_doctor, beiqiao, centre, expert):
    has(centre, "喹硫平", by=expert)
    client.force_login(community_doctor)
    answer = client.post(reverse("alliance:stock", args=[beiqiao.code]), {"action": "as-centre"})
    assert f'value="{formulary.key(medicine("喹硫平"))}" checked' in answer.content.decode()
    assert not Stocked.objects.filter(institution=beiqiao).exists()


def test_the_table_shows_each_institution_of_the_alliance_and_no_other(client, community_doctor, centre, elsewhere):
    client.force_login(community_doctor)
    page = client.get(reverse("alliance:formulary")).content.decode()
    assert "北桥" in page
    assert "区二院" in page
    assert "城关" not in page


def test_a_leader_puts_an_entry_right_and_has_reviewed_it(client, leader):
    client.force_login(leader)
    row = medicine("喹硫平")
    sent = {"name_zh": "喹硫平", "name_en": "Quetiapine", "also": "启维", "kind": "antipsychotic", "strengths": "25 mg"}
    assert client.post(reverse("alliance:medicine", args=[row.code]), sent).status_code == 302
    row.refresh_from_db()
    assert row.reviewed_at is not None
    assert "启维" in row.names
    assert client.post(reverse("alliance:medicine", args=[row.code]), {**sent, "retired": "on"}).status_code == 302
    assert "喹硫平" not in {item.name_zh for item in formulary.catalogue()}


def test_the_same_name_twice_is_told(client, leader):
    client.force_login(leader)
    answer = client.post(reverse("alliance:test_new"), {"name_zh": "血常规"})
    assert answer.status_code == 422
    assert LocalTest.objects.filter(name_zh="血常规").count() == 1


# --- what is said while one writes ----------------------------------------------------------------------------------
def test_what_is_not_there_is_told_with_what_is_and_where_it_is(beiqiao, centre, wanghu, community_doctor, expert):
    has(beiqiao, "奥氮平", "舍曲林", by=community_doctor)
    has(centre, "喹硫平", by=expert)
    zone = Zone.objects.create(name="东片", alliance=beiqiao.parent)
    for place in (beiqiao, wanghu):
        place.zone = zone
        place.save()
    has(wanghu, "喹硫平", by=expert)
    (hint,) = Hints(Shelves.around(beiqiao)).about("喹硫平 50 mg")
    assert hint.stock == "no"
    said = " ".join([hint.words, *hint.more])
    assert "北桥没有喹硫平" in said
    assert "奥氮平" in said
    assert "舍曲林" not in said
    assert "望湖、区二院" in said


def test_where_nobody_has_said_no_absence_is_flagged(beiqiao):
    (hint,) = Hints(Shelves.around(beiqiao)).about("心电图")
    assert (hint.stock, hint.more) == ("unknown", [])


def test_a_controlled_medicine_carries_its_rule(beiqiao):
    hints = Hints(Shelves.around(beiqiao))
    assert "第二类精神药品" in hints.about("地西泮 2.5 mg")[0].rule
    assert hints.about("舍曲林")[0].rule == ""


def test_shelves_are_read_with_the_same_questions_however_long_the_lists(
    beiqiao, centre, community_doctor, expert, django_assert_num_queries
):
    has(beiqiao, *[item.name_zh for item in formulary.catalogue()], by=community_doctor)
    has(centre, "喹硫平", by=expert)
    with django_assert_num_queries(5):
        Hints(Shelves.around(beiqiao)).for_script()


# --- pasted lines ---------------------------------------------------------------------------------------------------
def _names():
    return [(name, name) for name in ("喹硫平", "奥氮平", "血常规", "sertraline")]


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("喹硫平片 25mg*20片/盒", True),
        ("1\tH001\t富马酸喹硫平片\t25mg\t盒", True),
        ("喹硫平\t有", True),
        ("喹硫平 无", False),
        ("喹硫平，缺货", False),
        ("喹硫平片,25mg,0", False),
        ("喹硫平 100", True),
    ],
)
def test_a_line_says_that_it_is_there_unless_it_says_not(line, there):
    read = formulary_lines.read(line, _names())
    assert (read.there, read.absent) == ((["喹硫平"], []) if there else ([], ["喹硫平"]))


def test_the_last_word_counts_and_what_is_unknown_is_named():
    read = formulary_lines.read("奥氮平\n\n奥氮平 无\n板蓝根\n血常规 有", _names())
    assert (read.there, read.absent, read.unknown) == (["血常规"], ["奥氮平"], ["板蓝根"])


def test_too_many_lines_are_refused():
    with pytest.raises(formulary_lines.TooMany):
        formulary_lines.read("x\n" * (formulary_lines.MOST + 1), _names())


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fall_and_nothing_is_both(text):
    read = formulary_lines.read(text, _names())
    assert not set(read.there) & set(read.absent)
