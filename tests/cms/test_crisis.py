"""The numbers to call: from the alliance's rows, on every page, without a network too."""

import pytest

from alliance.models import CrisisLine


@pytest.mark.parametrize("path", ["/crisis/", "/en/crisis/"])
def test_the_page_shows_every_number_and_promises_no_more_than_is_kept(client, db, path):
    html = client.get(path).content.decode()
    assert all(f'href="tel:{number}"' in html for number in ("120", "110", "12356", "12355"))
    assert "至少 18 小时" in html or "at least 18 hours" in html
    assert "24 小时" not in html
    assert "24 hours" not in html


def test_a_number_that_the_alliance_adds_is_on_every_page_at_once(site, client):
    client.get("/")
    CrisisLine.objects.create(number="025-12320", region="江宁区", why_zh="心理援助", why_en="Support line")
    for path in ("/", "/crisis/", "/shuibu-haode-shihou/"):
        assert 'href="tel:02512320"' in client.get(path).content.decode()


def test_the_worker_keeps_the_page_and_rules_nothing_else(client, db):
    answer = client.get("/crisis/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers
    assert '"/crisis/"' in answer.content.decode()
    assert '"/en/crisis/"' in client.get("/en/crisis/worker.js").content.decode()


def test_a_changed_number_makes_a_new_worker(client, db):
    before = client.get("/crisis/worker.js").content
    CrisisLine.objects.create(number="025-12320", region="江宁区", why_zh="心理援助", why_en="Support line")
    assert client.get("/crisis/worker.js").content != before
