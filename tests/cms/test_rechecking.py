"""An English page rests on a Chinese one: when its text changes, editors are asked to compare, and readers are told."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import rechecking
from cms.models import ArticlePage, TextStanding

CHINESE, ENGLISH = "/shuibu-haode-shihou/", "/en/shuibu-haode-shihou/"
NEWER = "The Chinese version is newer"


@pytest.fixture
def pair(site):
    english = ArticlePage.objects.get(locale__language_code="en", slug="shuibu-haode-shihou")
    return rechecking.original_of(english), english


def change(page, **fields):
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def waiting():
    return [page.pk for page, _original, _since in rechecking.waiting()]


def test_what_readers_have_had_from_the_beginning_asks_for_nothing(pair, client):
    assert waiting() == []
    assert NEWER not in client.get(ENGLISH).content.decode()


def test_a_new_review_date_or_a_draft_asks_for_nothing(pair):
    chinese, _english = pair
    change(chinese, review_due=date(2030, 1, 1), reviewer="林")
    draft = ArticlePage.objects.get(pk=chinese.pk)
    draft.summary = "还没有发布。"
    draft.save_revision()
    assert waiting() == []


def test_a_changed_text_asks_the_editor_and_tells_the_reader_where_the_newer_one_is(pair, client, editor):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    assert waiting() == [english.pk]
    html = client.get(ENGLISH).content.decode()
    assert NEWER in html
    assert f'href="{CHINESE}"' in html
    assert NEWER not in client.get(CHINESE).content.decode()
    client.force_login(editor)
    assert english.title in client.get(reverse("cms_rechecks")).content.decode()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content.decode()
    assert reverse("cms_recheck", args=[english.pk]) in edit
    chinese_edit = client.get(reverse("wagtailadmin_pages:edit", args=[chinese.pk])).content.decode()
    assert reverse("cms_recheck", args=[chinese.pk]) not in chinese_edit


def test_nobody_but_an_editor_confirms_and_a_look_confirms_nothing(pair, client, community_doctor, editor):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    place = reverse("cms_recheck", args=[english.pk])
    assert client.post(place).status_code == 302
    client.force_login(community_doctor)
    assert client.post(place).status_code == 403
    client.force_login(editor)
    assert client.get(place).status_code == 200
    assert client.get(reverse("cms_recheck", args=[999_999])).status_code == 404
    assert waiting() == [english.pk]


def test_while_there_is_a_draft_nothing_is_confirmed(pair, client, editor):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    draft = ArticlePage.objects.get(pk=english.pk)
    draft.summary = "A new sentence."
    draft.save_revision()
    with pytest.raises(rechecking.Unpublished):
        rechecking.confirm(ArticlePage.objects.get(pk=english.pk), by=editor, at=timezone.now())
    client.force_login(editor)
    answer = client.post(reverse("cms_recheck", args=[english.pk]), follow=True)
    assert "草稿" in answer.content.decode()
    assert waiting() == [english.pk]


def test_once_confirmed_readers_see_the_new_date_and_a_later_draft_keeps_it(pair, client, editor):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    client.force_login(editor)
    client.post(reverse("cms_recheck", args=[english.pk]))
    client.logout()
    assert waiting() == []
    assert NEWER not in client.get(ENGLISH).content.decode()
    now = ArticlePage.objects.get(pk=english.pk)
    assert now.based_on == timezone.localdate(TextStanding.objects.get(pk=chinese.pk).changed_at)
    assert now.get_latest_revision_as_object().based_on == now.based_on
    assert TextStanding.objects.get(pk=english.pk).checked_by == editor


def test_the_next_change_of_the_same_day_asks_again(pair, editor):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    rechecking.confirm(ArticlePage.objects.get(pk=english.pk), by=editor, at=timezone.now())
    change(chinese, summary="又新的一句话。")
    assert waiting() == [english.pk]
    with pytest.raises(rechecking.NotNeeded):
        rechecking.confirm(ArticlePage.objects.get(pk=chinese.pk), by=editor, at=timezone.now())


def test_a_date_that_an_editor_enters_counts_too(pair):
    chinese, english = pair
    change(chinese, summary="新的一句话。")
    change(english, based_on=timezone.localdate())
    assert waiting() == []
