"""The sample content becomes pages, once."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from cms import planting
from cms.models import ArticlePage, HomePage
from tests.cms.conftest import CONTENT


def test_what_an_editor_has_changed_is_not_touched_by_planting_again(site):
    page = ArticlePage.objects.get(title="睡不好的时候")
    page.title = "睡不着的夜里"
    page.save_revision().publish()
    assert planting.plant(CONTENT, at=timezone.now()).total() == 0
    page.refresh_from_db()
    assert page.title == "睡不着的夜里"


def test_the_product_s_own_samples_can_be_planted(db):
    call_command("seed_site", verbosity=0)
    assert {home.language for home in HomePage.objects.all()} == {"zh-hans", "en"}
    assert isinstance(Site.objects.get().root_page.specific, HomePage)


def test_both_languages_share_an_address_in_pinyin(site):
    chinese, english = ArticlePage.objects.filter(slug="shuibu-haode-shihou").order_by("pk")
    assert (chinese.where, english.where) == ("/shuibu-haode-shihou/", "/en/shuibu-haode-shihou/")
    assert chinese.translation_key == english.translation_key


def test_no_page_is_an_alias_that_pretends_to_be_translated(site):
    assert not Page.objects.exclude(alias_of=None).exists()


def test_a_link_between_samples_leads_to_the_page(site, client):
    html = client.get("/shuibu-haode-shihou/").content.decode()
    assert '<a href="/qingxu-diluo/">情绪低落</a>' in html
