"""Forms are drawn label, help, control, error, and tied together for a screen reader."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class Request(forms.Form):
    question = forms.CharField(label="Question", help_text="The expert reads this first.", widget=forms.Textarea)
    weight = forms.IntegerField(label="Weight", required=False, min_value=25)
    way = forms.ChoiceField(label="Way", choices=[("video", "Video"), ("paper", "Paper")], widget=forms.RadioSelect)
    risk = forms.ChoiceField(
        label="Danger", choices=[("0", "None"), ("4", "Attack")], widget=forms.RadioSelect(attrs={"class": "risk"})
    )
    seen = forms.BooleanField(label="Identity checked")
    signs = forms.MultipleChoiceField(
        label="Signs", choices=[("a", "Voices")], required=False, widget=forms.CheckboxSelectMultiple
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def wrong() -> Request:
    return Request({"weight": "5"})


def test_an_empty_form_accuses_nobody():
    html = Request().as_div()
    assert "aria-invalid" not in html
    assert "field__error" not in html


def test_label_help_control_and_error_come_in_this_order(wrong):
    html = wrong["question"].as_field_group()
    places = [html.index(part) for part in ("field__label", "field__help", "<textarea", "field__error")]
    assert places == sorted(places)


def test_help_and_error_are_tied_to_the_control(wrong):
    html = wrong["question"].as_field_group()
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    for name in described[1].split():
        assert f'id="{name}"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_radios_is_a_fieldset_tied_to_its_error(wrong):
    html = wrong["way"].as_field_group()
    assert html.lstrip().startswith("<fieldset")
    assert 'aria-describedby="id_way_error"' in html
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_every_boxed_control_has_the_same_box():
    html = Request().as_div()
    assert re.search(r'<textarea[^>]*class="input"', html)
    assert re.search(r'<input type="number"[^>]*class="input"', html)
    assert not re.search(r'type="(radio|checkbox|hidden)"[^>]*class="input"', html)


def test_a_class_of_the_widget_is_kept():
    class Short(forms.Form):
        age = forms.IntegerField(widget=forms.NumberInput(attrs={"class": "input--short"}))

    assert 'class="input input--short"' in Short().as_div()


def test_danger_grades_show_number_and_definition():
    html = Request()["risk"].as_field_group()
    assert 'class="risk"' in html
    assert 'class="grade grade--4"' in html
    assert "Attack" in html


def test_what_may_stay_empty_says_so():
    assert "optional" in Request()["weight"].as_field_group()
    assert "optional" not in Request()["question"].as_field_group()


def test_a_field_may_say_it_differently():
    form = Request()
    form.fields["weight"].need = "can be added later"  # type: ignore[attr-defined]
    assert "can be added later" in form["weight"].as_field_group()


def test_the_list_of_errors_leads_to_each_field(wrong):
    html = Template('{% include "xinqiao/errors.html" %}').render(Context({"form": wrong}))
    page = wrong.as_div()
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 5
    for target in targets:
        assert f'id="{target}"' in page
    assert "5 things to correct" in html


def test_a_hidden_field_brings_no_label():
    assert "<label" not in Request()["secret"].as_field_group()


def test_what_was_typed_is_kept_and_escaped():
    html = Request({"question": "<b>产后</b>"}).as_div()
    assert "&lt;b&gt;产后" in html
