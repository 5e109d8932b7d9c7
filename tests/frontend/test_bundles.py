"""A page links few stylesheets, and they hold what the many would."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template

from frontend import bundles, stylesheets


def test_a_bundle_holds_its_groups_sheets_in_order():
    assert ".queue" in bundles.content("staff")
    assert bundles.content(stylesheets.BASE).index("@layer reset") < bundles.content(stylesheets.BASE).index(
        "@media print"
    )


def test_every_bundle_is_collected_and_hashed():
    for group in stylesheets.BUNDLES:
        assert re.search(r"\.[0-9a-f]{12}\.css$", staticfiles_storage.url(stylesheets.bundle(group)))


def test_a_staff_page_links_no_more_than_six():
    page = Template('{% load xinqiao %}{% stylesheets "staff" "writing" "instrument" "danger" %}').render(Context())
    assert page.count("<link") <= 6
    assert page.count("foundation") == 1


def test_sheets_that_are_bundled_refer_to_no_other_file():
    assert not [group for group in stylesheets.BUNDLES if "url(" in bundles.content(group)]
