"""Nothing is published before a clinician who has not written it has approved it."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management.sql import emit_post_migrate_signal
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, TaskState
from wagtail_localize.models import Translation, TranslationSource

from alliance import outbox
from alliance.models import AuditEntry, Licence, Notice, Outgoing, Person
from alliance.roles import Role
from cms import announcing, approving, rights
from cms.models import ArticlePage, EventPage, HomePage, TextPage, TopicPage
from tests import factories

WORDS = "我们是澜江区的精神卫生医联体，新写的一句话"


@pytest.fixture
def article(site, editor):
    """A published article with a newer draft by the editor."""
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("pk").first()
    page.summary = WORDS
    page.save_revision(user=editor)
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def waiting(article, editor, expert):
    return approving.hand_in(article, by=editor)


def words(page):
    return {"title": page.title, "slug": page.slug, "summary": WORDS, "in_foot": "on"} | {
        f"{name}-{each}": n
        for name in ("body", "comments")
        for each, n in (
            ("count", 0),
            ("TOTAL_FORMS", 0),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", 0),
        )
    }


def decide(client, person, state, answer="approve", **facts):
    client.force_login(person)
    return client.post(reverse(f"site_review_{answer}", args=[state.pk]), facts)


# --- refusals ---------------------------------------------------------------------------------------------------------
def test_an_editor_cannot_publish(client, site, editor):
    page = TextPage.objects.order_by("pk").first()
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), words(page) | {"action-publish": "1"})
    page.refresh_from_db()
    assert (page.summary == WORDS, page.has_unpublished_changes) == (False, True)  # kept as a draft
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={page.pk}")
    page.refresh_from_db()
    assert page.summary != WORDS


def test_nor_does_a_translation_publish_itself(client, site, editor):
    page = ArticlePage.objects.filter(locale__language_code="zh-hans").order_by("pk").first()
    english = ArticlePage.objects.filter(translation_key=page.translation_key, locale__language_code="en")
    english.delete()
    client.force_login(editor)
    source, _made = TranslationSource.update_or_create_from_instance(page)
    home = page.get_parent().get_translations().get()
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [str(home.locale_id)]})
    assert Translation.objects.filter(source=source).exists()
    assert not english.filter(live=True).exists()
    client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"})
    assert not english.filter(live=True).exists()


def test_a_group_of_an_earlier_version_loses_the_right(site, editor):
    rights.sync(editor)
    group = Group.objects.get(name="Site editors")
    page = GroupPagePermission.objects.filter(group=group).first().page
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="publish_page")
    )
    rights.renew()
    held = set(GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True))
    assert held == {"add_page", "change_page", "lock_page"}


def test_a_right_that_is_new_reaches_a_group_of_an_earlier_version_at_the_first_migrate(site, editor):
    rights.sync(editor)
    Permission.objects.filter(codename="add_bestbet").delete()  # as before the version that brought it
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert Group.objects.get(name="Site editors").permissions.filter(codename="add_bestbet").exists()


def test_nobody_approves_their_own_words(client, article, editor, centre):
    factories.make_membership(editor, centre, Role.EXPERT)
    state = approving.hand_in(article, by=editor)
    assert decide(client, editor, state).status_code == 404
    assert client.get(reverse("site_review", args=[state.pk])).status_code == 404
    assert client.get(reverse("site_review_draft", args=[state.pk])).status_code == 404


def test_nor_words_that_a_colleague_has_handed_in(client, article, editor, alliance, centre):
    factories.make_membership(editor, centre, Role.EXPERT)
    colleague = factories.make_member(Role.EDITOR, alliance)
    article.save_revision(user=colleague)
    assert decide(client, editor, approving.hand_in(article, by=colleague)).status_code == 404


@pytest.mark.parametrize("who", ["community_doctor", "coordinator", "leader", "trainee", "editor"])
def test_who_is_no_approver_is_refused(client, waiting, request, who):
    person = request.getfixturevalue(who)
    assert decide(client, person, waiting).status_code == 403
    assert client.get(reverse("site_review", args=[waiting.pk])).status_code == 403
    waiting.refresh_from_db()
    assert waiting.status == TaskState.STATUS_IN_PROGRESS


def test_nor_does_a_role_that_has_ended_approve(client, waiting, expert):
    expert.memberships.update(ended_at=timezone.now())
    assert decide(client, expert, waiting).status_code == 403


def test_nor_a_clinician_whose_licence_is_suspended(client, waiting, expert):
    Licence.objects.filter(person=expert).update(suspended_at=timezone.now())
    assert decide(client, expert, waiting).status_code == 403


def test_a_clinician_opens_no_draft_that_does_not_wait_and_no_editing(client, waiting, expert, editor):
    other = ArticlePage.objects.exclude(pk=waiting.workflow_state.object_id).order_by("pk").first()
    other.summary = "还在写"
    other.save_revision(user=editor)
    client.force_login(expert)
    assert "还在写" not in client.get(reverse("site_reviews")).content.decode()
    for place in ("/cms/", "/cms/pages/", f"/cms/pages/{other.pk}/edit/", f"/cms/pages/{other.pk}/view_draft/"):
        assert client.get(place).status_code == 403
    mine = waiting.workflow_state.object_id
    assert client.get(f"/cms/pages/{mine}/edit/").status_code == 403
    assert client.post(f"/cms/pages/workflow/action/{mine}/approve/{waiting.pk}/").status_code == 403


def test_wagtails_own_page_decides_nothing(client, waiting, editor, centre, alliance):
    both = factories.make_member(Role.EXPERT, centre)
    factories.make_membership(both, alliance, Role.EDITOR)
    client.force_login(both)
    client.post(f"/cms/pages/workflow/action/{waiting.workflow_state.object_id}/approve/{waiting.pk}/")
    waiting.refresh_from_db()
    assert waiting.status == TaskState.STATUS_IN_PROGRESS


def test_what_was_changed_since_is_not_published(client, waiting, expert, editor):
    page = ArticlePage.objects.get(pk=waiting.workflow_state.object_id)
    page.summary = "偷偷换了"
    page.save_revision(user=editor)
    decide(client, expert, waiting)
    page.refresh_from_db()
    waiting.refresh_from_db()
    assert (page.summary in ("偷偷换了", WORDS), waiting.status) == (False, TaskState.STATUS_IN_PROGRESS)


def test_a_text_goes_back_with_words_or_not_at_all(client, waiting, expert):
    answer = decide(client, expert, waiting, "return", comment=" ")
    assert (answer.status_code, waiting.status) == (422, TaskState.STATUS_IN_PROGRESS)
    assert decide(client, expert, waiting, "return", comment="剂量不对").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.status, waiting.comment) == (TaskState.STATUS_REJECTED, "剂量不对")


# --- the way ------------------------------------------------------------------------------------------------------
def test_an_approval_is_recorded_and_the_next_request_shows_it(client, waiting, expert, editor):
    page = ArticlePage.objects.get(pk=waiting.workflow_state.object_id)
    assert WORDS not in client.get(page.where).content.decode()
    assert decide(client, expert, waiting).status_code == 302
    page.refresh_from_db()
    today = timezone.localdate()
    assert (page.reviewer, page.reviewed_on, page.is_sample) == (expert.name, today, False)
    assert page.review_due == approving.next_review(today)
    assert page.reviewer_title == approving.title_of(expert, "zh-hans") != ""
    assert page.live_revision.content["reviewer"] == expert.name
    client.logout()
    shown = client.get(page.where).content.decode()
    assert WORDS in shown
    assert expert.name in shown
    assert AuditEntry.objects.get(action="site.approved").person == expert.code
    assert Notice.objects.get(person=editor, kind="site-approved").facts["title"] == page.title


def test_of_two_who_decide_at_once_the_second_is_told(client, waiting, expert, centre):
    second = factories.make_member(Role.EXPERT, centre)
    found = approving.Waiting(waiting)
    decide(client, expert, waiting)
    with pytest.raises(approving.NotWaiting):
        approving.approve(found, by=second, at=timezone.now())
    client.force_login(second)
    answer = client.get(reverse("site_review", args=[waiting.pk]))
    assert expert.name in answer.content.decode()
    assert WORDS not in answer.content.decode()


def test_a_clinician_sees_the_draft_what_has_changed_and_the_page_as_readers_will(client, waiting, expert):
    client.force_login(expert)
    shown = client.get(reverse("site_review", args=[waiting.pk])).content.decode()
    assert 'class="addition"' in shown
    assert "deletion" in shown
    whole = client.get(reverse("site_review_draft", args=[waiting.pk]))
    assert (WORDS in whole.content.decode(), whole["X-Robots-Tag"]) == (True, "noindex")
    assert reverse("site_review", args=[waiting.pk]) in client.get(reverse("site_reviews")).content.decode()


def test_while_it_is_read_nobody_changes_it(client, waiting, editor):
    page = ArticlePage.objects.get(pk=waiting.workflow_state.object_id)
    lock = page.get_lock()
    assert lock.for_user(editor)
    assert lock.for_user(waiting.workflow_state.requested_by)


def test_an_editor_takes_a_wrong_text_down_at_once(client, waiting, editor):
    pk = waiting.workflow_state.object_id
    client.force_login(editor)
    client.post(f"/cms/pages/{pk}/unpublish/")
    assert not ArticlePage.objects.get(pk=pk).live


def test_a_lecture_is_corrected_at_once(site, editor):
    rights.sync(editor)
    event = EventPage(title="讲座", begins_at=timezone.now())
    HomePage.objects.order_by("pk").first().add_child(instance=event)
    assert event.permissions_for_user(editor).can_publish()
    assert not event.get_parent().specific.permissions_for_user(editor).can_publish_subpage()


# --- who is told ------------------------------------------------------------------------------------------------------
def told(kind="site-approval"):
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_the_lead_of_the_topic_is_asked_first_and_after_some_days_everybody(article, editor, expert, centre, settings):
    lead = factories.make_member(Role.EXPERT, centre, name="柳主任")
    TopicPage.objects.filter(pk=article.topic_id).update(lead=lead)
    state = approving.hand_in(ArticlePage.objects.get(pk=article.pk), by=editor)
    assert told() == {"柳主任"}
    announcing.remind(timezone.now())
    assert told("site-approval-waits") == set()
    later = timezone.now() + settings.XINQIAO["SITE_APPROVAL_WAITS"]
    for _tick in range(2):
        announcing.remind(later)
    assert told("site-approval-waits") == {"柳主任", expert.name}
    assert Notice.objects.filter(kind="site-approval-waits").count() == 2
    approving.approve(approving.Waiting(state), by=expert, at=later)
    assert not Notice.objects.filter(kind__startswith="site-approval", read_at=None).exists()


def test_a_lead_who_has_left_is_asked_no_more(article, editor, expert, centre):
    lead = factories.make_member(Role.EXPERT, centre, name="柳主任")
    TopicPage.objects.filter(pk=article.topic_id).update(lead=lead)
    lead.memberships.update(ended_at=timezone.now())
    approving.hand_in(ArticlePage.objects.get(pk=article.pk), by=editor)
    assert told() == {expert.name}


def test_the_mail_leads_to_the_page_and_carries_no_draft(waiting, article, expert):
    Person.objects.filter(pk=expert.pk).update(language="zh-hans")
    row = Notice.objects.get(person=expert, kind="site-approval")
    assert row.url == reverse("site_review", args=[waiting.pk])
    Outgoing.objects.update(held_until=None)
    outbox.deliver(timezone.now())
    letter = next(each for each in mail.outbox if expert.email in each.to)
    assert f"/site-reviews/{waiting.pk}/" in letter.body
    assert WORDS not in letter.body
    assert article.title not in letter.subject + letter.body


def test_wagtail_mails_nobody_past_the_outbox(client, waiting, expert):
    mail.outbox.clear()
    decide(client, expert, waiting, "return", comment="改一改")
    assert mail.outbox == []


def test_an_approval_of_the_29th_of_february_ends_on_the_28th():
    assert approving.next_review(date(2028, 2, 29)) == date(2031, 2, 28)
