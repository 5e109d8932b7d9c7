"""What the apps above add to care's pages."""

from uuid import uuid4

import pytest

from care import sections


@pytest.fixture(autouse=True)
def nobody_registered(monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    monkeypatch.setattr(sections, "_subjects", {})


def test_a_part_with_nothing_to_say_is_left_out(client, patient, colleague):
    sections.register("nothing", lambda request, patient: None)
    client.force_login(colleague)
    assert client.get(patient.get_absolute_url()).context["sections"] == []


def test_a_part_is_drawn_for_its_reader(client, patient, colleague):
    sections.register("a", lambda request, patient: ("xinqiao/note.html", {"text": f"{request.user} {patient.pk}"}))
    client.force_login(colleague)
    assert f"{colleague} {patient.pk}" in client.get(patient.get_absolute_url()).content.decode()


def test_only_who_may_open_it_learns_what_a_code_stands_for(colleague, outsider):
    link = sections.Link("/x/", "X")
    sections.name_subject("a", lambda code, person: link if person == colleague else None)
    assert sections.subject_of(uuid4(), outsider) is None
    assert sections.subject_of(uuid4(), colleague) == link
