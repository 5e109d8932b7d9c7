"""Names and numbers at rest: sealed, found again by exact match only, masked where they are shown."""

import base64

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from care import identity
from care.models import Consent, Patient
from tests.care import factories

SECRETS = ("许若溪", "13900017788", "北桥路", "许某某父")


def whole_row(table: str, pk: int) -> str:
    """Everything that the database holds of a row, past Django."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [pk])  # noqa: S608 - our own table names
        return repr(cursor.fetchone())


def test_the_database_holds_no_name_number_or_address(patient):
    patient.guardian_name, patient.guardian_phone = "许某某父", "13900019999"
    patient.save()
    row = whole_row(Patient._meta.db_table, patient.pk)
    assert not any(secret in row for secret in (*SECRETS, patient.id_number, "13900019999"))


def test_the_database_holds_no_signer_and_no_signature(patient, centre, community_doctor):
    consent = factories.make_consent(
        patient, centre, community_doctor, method="screen", signature=factories.DRAWN, signer_name="许若溪"
    )
    row = whole_row(Consent._meta.db_table, consent.pk)
    assert "许若溪" not in row
    assert factories.DRAWN not in row
    assert Consent.objects.get(pk=consent.pk).signature == factories.DRAWN


def test_a_wrong_key_opens_nothing(settings):
    sealed = identity.seal("许若溪")
    settings.IDENTITY_KEY = b"another".ljust(32, b".")
    with pytest.raises(identity.Unreadable):
        identity.unseal(sealed)


def test_a_changed_value_is_noticed():
    raw = bytearray(base64.b64decode(identity.seal("许若溪").removeprefix("1:")))
    raw[-1] ^= 1
    with pytest.raises(identity.Unreadable):
        identity.unseal("1:" + base64.b64encode(bytes(raw)).decode())


def test_the_same_name_is_never_sealed_alike():
    assert identity.seal("许若溪") != identity.seal("许若溪")


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text))
def test_what_is_sealed_comes_back(text):
    sealed = identity.seal(text)
    assert identity.unseal(sealed) == text


def test_the_index_says_nothing_without_the_key(settings):
    before = identity.blind_index("许若溪")
    settings.IDENTITY_KEY = b"another".ljust(32, b".")
    assert identity.blind_index("许若溪") != before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("１３９ 0001-7788", "13900017788"), ("99000019950318001x", "99000019950318001X"), ("许 若溪", "许若溪")],
)
def test_spaces_width_and_case_make_no_difference(typed, kept):
    assert identity.blind_index(typed) == identity.blind_index(kept)


def test_nothing_has_no_index():
    assert identity.blind_index("  ") == ""


@pytest.mark.parametrize(("name", "shown"), [("许若溪", "许某"), ("Ann Lee", "A."), ("欧阳娜", "欧某")])
def test_a_list_shows_the_first_character_only(name, shown):
    assert identity.masked_name(name) == shown


@pytest.mark.parametrize(("number", "shown"), [("13900017788", "•••• 7788"), ("1234", "••••"), ("", "")])
def test_a_list_shows_the_last_four_digits_only(number, shown):
    assert identity.masked_number(number) == shown
