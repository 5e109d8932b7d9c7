"""The two commands, and that they work in the demo only."""

import json
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from alliance.models import Institution, Person
from config.demo.seed.people import CAST
from teleconsult.models import Consultation


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("command", ["seed_demo", "demo_accounts"])
def test_a_real_installation_refuses(command, settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command(command)
    assert not Institution.objects.exists()


def test_nonsense_for_a_moment_is_refused(settings, db):
    settings.DEMO = True
    with pytest.raises(CommandError, match="not a moment"):
        call_command("seed_demo", "--at", "tomorrow")
    assert not Institution.objects.exists()


def test_planting_again_changes_nothing_and_says_so(settings, db):
    settings.DEMO = True
    assert "12 consultations" in said("seed_demo", "--small")
    before = Institution.objects.count(), Person.objects.count(), Consultation.objects.count()
    assert "nothing to do" in said("seed_demo")
    assert (Institution.objects.count(), Person.objects.count(), Consultation.objects.count()) == before


def test_the_accounts_are_exactly_the_cast_and_can_sign_in(settings, db):
    settings.DEMO = True
    said("seed_demo", "--small")
    accounts = json.loads(said("demo_accounts", "--json"))
    assert [account["role"] for account in accounts] == list(CAST)
    passwords = set()
    for account in accounts:
        assert set(account) == {"role", "email", "password", "name", "institution"}
        person = Person.objects.get(email=account["email"])
        assert person.name == account["name"]
        assert person.mobile
        assert person.mobile_verified
        passwords.add((account["password"], person.password))
        assert account["institution"] in {each.institution.name for each in person.live_memberships}
        validate_password(account["password"], person)
    ((plain, kept),) = passwords
    assert check_password(plain, kept)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_tells_everybody_what_to_try(settings, language):
    settings.DEMO = True
    lines = said("demo_accounts", "--lang", language).splitlines()
    assert len(lines) == 1 + len(CAST)
    assert all("@demo.xinqiao.example" in line for line in lines[1:])
