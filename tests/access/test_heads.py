"""A head of department and medical affairs open what climbed to them, and otherwise no more than a trainee does."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from alliance.roles import Role
from tests import factories
from tests.access import table

THEIRS = {
    "alliance:desk",
    "alliance:escalations",
    "demo:page",
    "site_review",
    "site_review_draft",
    "site_reviews",
    "teleconsult:insight",
    "teleconsult:insight_file",
}


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.MEDICAL_AFFAIRS])
def test_somebody_above_opens_nothing_but_what_climbed_to_them(world, ask, browsers, role):
    with transaction.atomic():
        person = factories.make_member(role, world.way.centre, name="何主任")
        client = Client()
        client.handler = browsers["trainee"][0].handler
        client.force_login(person)
        browsers[role] = (client, client.cookies.output(header="", sep=";"))
        for row in table.ROWS:
            if row.method != "GET" or row.name in THEIRS:
                continue
            url = reverse(row.name, kwargs=world.subjects[row.subject])
            assert (str(row), ask(role, "GET", url).status_code) == (str(row), row.answers["trainee"])
        assert ask(role, "GET", reverse("alliance:escalations")).status_code == 200
        transaction.set_rollback(True)
