"""The audit only grows, and whoever changes it behind the database's back is found at the very link."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from alliance import audit
from alliance.append_only import _create, _drop
from alliance.models import AuditEntry, AuditSeal
from tests.factories import at

NOW = at("2027-03-01 09:00")


@pytest.fixture
def entries(leader):
    made = [audit.record(leader, f"test.{number}", at=NOW, number=number) for number in range(1, 6)]
    audit.seal()
    return made


@pytest.fixture
def without_triggers(entries):
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        for table in ("alliance_auditentry", "alliance_auditseal"):
            for statement in _drop(connection.vendor, table):
                cursor.execute(statement)
    return entries


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alliance_auditentry SET action = 'nothing'",
        "DELETE FROM alliance_auditentry",
        "UPDATE alliance_auditseal SET digest = ''",
        "DELETE FROM alliance_auditseal",
    ],
)
def test_the_database_itself_refuses(entries, statement):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        run(statement)
    assert audit.verify().whole


def test_a_changed_entry_is_named(without_triggers):
    run("UPDATE alliance_auditentry SET action = 'nothing' WHERE id = %s", without_triggers[2].pk)
    verdict = audit.verify()
    assert (verdict.broken_at, verdict.sealed) == (3, 2)


def test_a_changed_detail_is_named(without_triggers):
    run("UPDATE alliance_auditentry SET detail = '{\"number\": 9}' WHERE id = %s", without_triggers[4].pk)
    assert audit.verify().broken_at == 5


def test_a_link_cut_out_of_the_middle_is_named(without_triggers):
    run("DELETE FROM alliance_auditseal WHERE seq = 2")
    run("DELETE FROM alliance_auditentry WHERE id = %s", without_triggers[1].pk)
    assert audit.verify().broken_at == 2


def test_a_cut_off_tail_is_found_with_the_head_that_was_noted(without_triggers):
    head = audit.verify().head
    run("DELETE FROM alliance_auditseal WHERE seq >= 4")
    run("DELETE FROM alliance_auditentry WHERE id >= %s", without_triggers[3].pk)
    assert audit.verify().whole  # nothing in the database can tell
    assert audit.verify(head).broken_at == 4


def test_a_forged_chain_needs_the_key(without_triggers, settings):
    settings.AUDIT_KEY = b"another key of thirty-two bytes."
    assert audit.verify().broken_at == 1


def test_the_command_names_the_broken_link_and_fails(without_triggers):
    run("UPDATE alliance_auditentry SET person = NULL WHERE id = %s", without_triggers[3].pk)
    with pytest.raises(CommandError, match="link 4"):
        call_command("verify_audit")


def test_the_command_counts_what_is_not_sealed_yet(entries, leader, capsys):
    audit.record(leader, "later", at=NOW)
    call_command("verify_audit")
    assert "5 sealed, 1 not sealed yet" in capsys.readouterr().out


def test_the_command_accepts_a_head_noted_earlier(entries, leader):
    head = audit.verify().head
    audit.record(leader, "later", at=NOW)
    audit.seal()
    call_command("verify_audit", head=head)


def test_sealing_goes_on_where_it_stopped(entries, leader):
    audit.record(leader, "later", at=NOW)
    assert audit.seal() == 1
    assert audit.seal() == 0
    assert list(AuditSeal.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert audit.verify().whole


def test_what_failed_with_its_transaction_is_not_written(leader):
    def fails():
        with transaction.atomic():
            audit.record(leader, "test", at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not AuditEntry.objects.exists()


def test_the_triggers_can_be_taken_away_and_put_back(without_triggers):
    with connection.cursor() as cursor:
        for statement in _create(connection.vendor, "alliance_auditentry"):
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        run("DELETE FROM alliance_auditentry")
