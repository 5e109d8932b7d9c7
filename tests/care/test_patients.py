"""Finding, keeping and changing patients; who may, and who learns nothing."""

import pytest
from django.urls import reverse

from alliance.models import AuditEntry, Institution, Notice
from alliance.roles import Role
from care import registering
from care.models import Patient, PossibleDuplicate
from tests import factories as people
from tests.care import factories

LIST, NEW = reverse("care:patients"), reverse("care:patient_new")


def typed(**fields):
    return {"name": "许若溪", "born_on": "1995-03-18", "sex": "female", "phone": "139 0001 7788", **fields}


# --- who may not ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["expert", "coordinator", "leader", "trainee", "editor"])
@pytest.mark.parametrize("page", [LIST, NEW])
def test_whoever_keeps_no_patients_has_no_list_of_them(client, cast, who, page):
    client.force_login(cast[who])
    assert client.get(page).status_code == 403
    assert client.post(page, typed()).status_code == 403
    assert not Patient.objects.exists()


@pytest.mark.parametrize("name", ["care:patient", "care:patient_edit"])
@pytest.mark.parametrize("who", ["outsider", "neighbour", "coordinator", "leader", "trainee", "editor", "expert"])
def test_a_patient_beyond_reach_does_not_exist(client, patient, request, who, name):
    client.force_login(request.getfixturevalue(who))
    url = reverse(name, args=[patient.code])
    assert client.get(url).status_code == 404
    assert client.post(url, typed(name="别人")).status_code in {404, 405}
    patient.refresh_from_db()
    assert patient.name == "许若溪"


def test_signed_out_leads_to_the_sign_in(client, patient):
    for url in (LIST, NEW, patient.get_absolute_url()):
        assert reverse("account_login") in client.get(url).headers["Location"]


# --- finding ----------------------------------------------------------------------------------------------------------
def test_a_patient_of_another_centre_is_not_found(client, patient, neighbour):
    client.force_login(neighbour)
    answer = client.post(LIST, {"words": patient.name})
    assert answer.context["found"] == []


def test_a_part_of_a_name_finds_nothing(client, patient, colleague):
    client.force_login(colleague)
    assert client.post(LIST, {"words": "若溪"}).context["found"] == []


@pytest.mark.parametrize("words", ["许若溪", "13900017788", "+86 139-0001-7788", "１３９０００１７７８８"])
def test_a_colleague_finds_by_exact_name_or_phone(client, patient, colleague, words):
    client.force_login(colleague)
    found = client.post(LIST, {"words": words}).context["found"]
    assert [each for _url, each, _who in found] == [patient]


def test_the_identity_number_finds(client, patient, colleague):
    client.force_login(colleague)
    assert client.post(LIST, {"words": patient.id_number.lower()}).context["found"]


def test_no_search_is_asked_by_address(client, patient, colleague):
    client.force_login(colleague)
    assert client.get(LIST, {"words": patient.name}).context["found"] is None


def test_a_list_shows_no_name_and_no_number(client, patient, colleague):
    client.force_login(colleague)
    html = client.post(LIST, {"words": "13900017788"}).content.decode().replace('value="13900017788"', "")
    assert "许某" in html
    assert not any(secret in html for secret in ("许若溪", "13900017788", patient.id_number, "北桥路"))


def test_the_audit_keeps_that_somebody_searched_but_not_for_whom(client, patient, colleague):
    client.force_login(colleague)
    client.post(LIST, {"words": "许若溪"})
    entry = AuditEntry.objects.get(action="patients.searched")
    assert entry.person == colleague.code
    assert entry.detail == {"found": 1}


def test_those_opened_lately_come_first_and_only_mine(client, beiqiao, community_doctor, colleague):
    first, second = (factories.make_patient(community_doctor, beiqiao) for _ in range(2))
    client.force_login(colleague)
    assert client.get(LIST).context["recent"] == []
    for patient in (first, second, first):
        client.get(patient.get_absolute_url())
    assert [each for _url, each, _who in client.get(LIST).context["recent"]] == [first, second]


def test_the_number_of_queries_does_not_grow_with_the_list(
    client, beiqiao, community_doctor, django_assert_max_num_queries
):
    for _ in range(3):
        factories.make_patient(community_doctor, beiqiao, name="张伟")
    client.force_login(community_doctor)
    client.post(LIST, {"words": "张伟"})
    with django_assert_max_num_queries(30) as few:
        client.post(LIST, {"words": "张伟"})
    for _ in range(9):
        factories.make_patient(community_doctor, beiqiao, name="张伟")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.post(LIST, {"words": "张伟"})


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_name_stands_on_the_page_and_not_in_its_title(client, patient, colleague):
    client.force_login(colleague)
    html = client.get(patient.get_absolute_url()).content.decode()
    title = html.split("<title>")[1].split("</title>")[0]
    assert "许若溪" in html
    assert "许" not in title


def test_opening_is_written_down_with_its_purpose(client, patient, colleague):
    client.force_login(colleague)
    client.get(patient.get_absolute_url())
    entry = AuditEntry.objects.get(action="read", person=colleague.code, subject_code=patient.code)
    assert entry.purpose == "care"


def test_a_page_with_a_person_on_it_is_kept_nowhere(client, patient, colleague):
    client.force_login(colleague)
    assert "no-store" in client.get(patient.get_absolute_url()).headers["Cache-Control"]


# --- keeping ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"id_number": "123"}, "id_number"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"id_number": "11010519491231002X"}, "born_on"),
        ({"id_number": "11010519491231002X", "born_on": "", "sex": "male"}, "sex"),
        ({"born_on": ""}, "born_on"),
        ({"born_on": "2999-01-01"}, "born_on"),
        ({"born_on": "1795-01-01"}, "born_on"),
        ({"sex": ""}, "sex"),
        ({"phone": "12ab"}, "phone"),
        ({"cannot_consent": "on"}, "guardian_name"),
        ({"born_on": f"{factories.born(15)}"}, "guardian_phone"),
    ],
)
def test_what_does_not_add_up_is_asked_about(client, community_doctor, fields, wrong):
    client.force_login(community_doctor)
    answer = client.post(NEW, typed(**fields))
    assert wrong in answer.context["form"].errors
    assert not Patient.objects.exists()


def test_birth_date_and_sex_follow_the_number(client, community_doctor):
    client.force_login(community_doctor)
    client.post(NEW, typed(id_number="１１０１０５ 19491231 002x", born_on="", sex=""))
    patient = Patient.objects.get()
    assert (patient.id_number, f"{patient.born_on}", patient.sex) == ("11010519491231002X", "1949-12-31", "female")


def test_a_new_patient_belongs_to_the_doctors_place(client, community_doctor, beiqiao):
    client.force_login(community_doctor)
    answer = client.post(NEW, typed())
    patient = Patient.objects.get()
    assert answer.headers["Location"] == patient.get_absolute_url()
    assert (patient.institution, patient.created_by, patient.phone) == (beiqiao, community_doctor, "13900017788")


def test_on_the_way_to_a_request_the_request_comes_next(client, community_doctor):
    client.force_login(community_doctor)
    answer = client.post(f"{NEW}?for=consultation", typed())
    assert answer.headers["Location"] == f"{reverse('teleconsult:new')}?patient={Patient.objects.get().code}"


def test_nobody_keeps_a_patient_for_a_place_of_others(client, community_doctor, wanghu, beiqiao):
    people.make_membership(community_doctor, people.make_institution(parent=beiqiao.parent), Role.COMMUNITY_DOCTOR)
    client.force_login(community_doctor)
    answer = client.post(NEW, typed(institution=wanghu.pk))
    assert "institution" in answer.context["form"].errors


# --- the same person twice --------------------------------------------------------------------------------------------
def test_a_possible_double_within_reach_is_shown_first(client, patient, colleague):
    client.force_login(colleague)
    answer = client.post(NEW, typed())
    assert [each for _url, each, _who in answer.context["known"]] == [patient]
    assert Patient.objects.count() == 1


def test_whoever_has_looked_may_keep_a_new_one(client, patient, colleague):
    client.force_login(colleague)
    client.post(NEW, typed(seen=str(patient.code)))
    assert Patient.objects.count() == 2


def test_the_same_number_at_the_same_place_is_the_same_patient(client, patient, colleague):
    client.force_login(colleague)
    answer = client.post(NEW, typed(id_number=patient.id_number, born_on="", sex="", seen=str(patient.code)))
    assert answer.context["certain"]
    assert Patient.objects.count() == 1


def test_a_double_beyond_reach_is_told_to_the_coordinator_and_to_nobody_else(client, patient, neighbour, coordinator):
    client.force_login(neighbour)
    answer = client.post(NEW, typed())
    other = Patient.objects.exclude(pk=patient.pk).get()
    assert answer.headers["Location"] == other.get_absolute_url()
    assert str(patient.code) not in client.get(other.get_absolute_url()).content.decode()
    assert PossibleDuplicate.objects.get().other == patient
    assert {notice.person for notice in Notice.objects.filter(kind="duplicate-found")} == {coordinator}


def test_another_alliance_hears_of_no_double(patient, outsider, elsewhere, coordinator):
    factories.make_patient(outsider, elsewhere, name=patient.name, born_on=patient.born_on)
    assert not PossibleDuplicate.objects.exists()


def test_the_database_forbids_one_number_twice_at_one_place(patient, community_doctor, beiqiao):
    with pytest.raises(registering.AlreadyKept) as known:
        factories.make_patient(community_doctor, beiqiao, id_number=patient.id_number)
    assert known.value.patient == patient


# --- changing ---------------------------------------------------------------------------------------------------------
def test_another_patients_number_is_not_taken_over(client, patient, colleague, beiqiao):
    other = factories.make_patient(colleague, beiqiao)
    client.force_login(colleague)
    url = reverse("care:patient_edit", args=[other.code])
    answer = client.post(url, typed(name=other.name, id_number=patient.id_number))
    assert "id_number" in answer.context["form"].errors


def test_changed_facts_are_kept_and_found(client, patient, colleague):
    client.force_login(colleague)
    url = reverse("care:patient_edit", args=[patient.code])
    client.post(url, typed(name="许若曦", id_number=patient.id_number))
    assert [each for _url, each, _who in client.post(LIST, {"words": "许若曦"}).context["found"]] == [patient]
    assert AuditEntry.objects.filter(action="patient.changed", subject_code=patient.code).exists()


def test_a_change_does_not_move_the_patient(client, patient, colleague, wanghu: Institution):
    client.force_login(colleague)
    url = reverse("care:patient_edit", args=[patient.code])
    client.post(url, typed(id_number=patient.id_number, institution=wanghu.pk))
    patient.refresh_from_db()
    assert patient.institution.label == "北桥"
