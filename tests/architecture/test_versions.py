"""The versions that the product was built for."""

from importlib.metadata import PackageNotFoundError, version

import django
import pytest


def test_django_is_the_long_term_release_with_its_security_fixes():
    assert (5, 2, 19) <= django.VERSION[:3] < (5, 3)


def test_wagtail_is_the_eighth_where_it_is_installed():
    try:
        installed = version("wagtail")
    except PackageNotFoundError:
        pytest.skip("the public site is not there yet")
    assert installed.split(".")[0] == "8"
