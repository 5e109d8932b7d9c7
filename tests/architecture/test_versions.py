"""The versions that the product was built for."""

from importlib.metadata import version

import django
import wagtail


def test_django_is_the_long_term_release_with_its_security_fixes():
    assert (5, 2, 19) <= django.VERSION[:3] < (5, 3)


def test_wagtail_is_the_eighth_whatever_an_add_on_would_rather_have():
    """pip takes an older Wagtail without a word where an add-on asks for one."""
    assert wagtail.VERSION[:2] == (8, 0)
    assert version("wagtail").startswith("8.0.")


def test_the_add_on_that_translates_pages_is_the_one_that_was_tried():
    assert version("wagtail-localize").startswith("1.14.")
