"""Small pieces that templates draw with."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from frontend import devices, import_map, shapes


def draw(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load xinqiao %}" + source).render(Context(context))


def test_an_icon_is_silent_unless_it_has_something_to_say():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    assert 'role="img" aria-label="Locked"' in draw('{% icon "lock" label="Locked" %}')


def test_a_state_is_never_colour_alone():
    html = draw('{% chip "wait" "Awaiting consent" "pen" %}')
    assert "chip--wait" in html
    assert "<path" in html
    assert "Awaiting consent" in html


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_shape_can_be_drawn(shape):
    assert "<svg" in draw("{% chip '' 'x' shape %}", shape=shape)


def test_what_people_write_is_escaped():
    assert "<b>" not in draw('{% chip "" name %}{% face name %}{% phone name %}{% icon "x" label=name %}', name='"><b>')


def test_a_telephone_number_dials_its_digits():
    assert draw('{% phone "138 0013 8000" %}') == '<a class="nowrap num" href="tel:13800138000">138 0013 8000</a>'
    assert 'href="tel:+8602512345678"' in draw('{% phone "+86 (025) 1234-5678" %}')
    assert draw('{% phone "" %}') == ""


def test_a_face_shows_the_family_name_and_keeps_its_colour():
    assert ">沈<" in draw('{% face "沈若溪" %}')
    assert draw('{% face "沈若溪" %}') == draw('{% face "沈若溪" %}')


def test_the_bridge_has_one_stone_for_each_required_field():
    html = draw("{% meter 10 12 %}")
    assert html.count('<path d="M') == 11
    assert 'stroke-dasharray="83 200"' in html
    assert 'aria-label="83% complete: 10 of 12 filled in"' in html


def test_an_empty_bridge_has_no_stone():
    assert 'class="built"' not in draw("{% meter 0 12 %}")


def test_a_page_without_numbers_of_its_own_still_shows_the_national_ones():
    html = draw("{% crisis_numbers %}")
    assert re.findall(r'href="tel:(\d+)"', html) == ["120", "110", "12356"]


def test_the_import_map_names_every_module_and_carries_the_nonce():
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]
    html = draw("{% import_map %}", request=request)
    assert 'nonce="n0nce"' in html
    imports = json.loads(re.sub(r"<.*?>", "", html))["imports"]
    assert {f"app/{path}" for path in import_map.modules()} == set(imports)
    assert "app/main.js" in imports


@pytest.mark.parametrize(("cookie", "shown"), [("dark", "dark"), ("light", "light"), ("<script>", ""), ("", "")])
def test_only_the_two_themes_reach_the_page(cookie, shown):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert draw("{% theme %}", request=request) == shown


@pytest.mark.parametrize(
    ("says", "named"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/86 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_a_device_is_called_by_a_name_its_owner_knows(says, named):
    with translation.override("en"):
        assert devices.named(says) == named
