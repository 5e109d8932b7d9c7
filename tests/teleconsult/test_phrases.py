"""An expert's own phrases, and the next case at hand."""

from django.urls import reverse
from django.utils import timezone

from teleconsult import drafting, waiting
from teleconsult.models import Draft, Phrase
from tests import factories
from tests.teleconsult.factories import Way

PHRASES = "/phrases/"


def test_nobody_sees_or_removes_somebody_elses_phrase(way: Way, browser, centre) -> None:
    other = factories.make_expert(centre, name="许见山")
    phrase = Phrase.objects.create(person=other, title="睡眠", text="固定起床时间。")
    expert = browser(way.expert)
    assert "固定起床时间" not in expert.get(PHRASES).content.decode()
    assert expert.post(reverse("teleconsult:phrase_remove", args=[phrase.code])).status_code == 404
    assert Phrase.objects.filter(pk=phrase.pk).exists()


def test_a_phrase_lies_beside_every_opinion_and_the_same_name_replaces_it(way: Way, browser) -> None:
    expert, case = browser(way.expert), way.writing()
    expert.post(PHRASES, {"title": "睡眠", "text": "固定起床时间。"})
    expert.post(PHRASES, {"title": "睡眠", "text": "固定起床，白天晒太阳。"})
    assert Phrase.objects.get().text == "固定起床，白天晒太阳。"
    assert "固定起床，白天晒太阳。" in expert.get(reverse("teleconsult:opinion", args=[case.code])).content.decode()


def test_the_next_case_is_the_most_urgent_that_waits_for_the_expert(way: Way) -> None:
    here = way.writing()
    routine = way.triaged(urgency="routine")
    urgent = way.triaged(urgency="urgent")
    way.asked_back()  # waits for the doctor
    way.scheduled(urgency="urgent")  # waits for its time
    assert waiting.next_for(way.expert, after=here) == urgent
    assert waiting.next_for(way.expert, after=urgent) in (here, routine)


def test_the_next_case_is_offered_on_the_case_and_beside_the_opinion(way: Way, browser) -> None:
    here, other = way.writing(), way.triaged()
    drafting.save(here, Draft.Sort.OPINION, {"impression": ["x"]}, by=way.expert, at=timezone.now())
    for name in ("case", "opinion"):
        shown = browser(way.expert).get(reverse(f"teleconsult:{name}", args=[here.code])).content.decode()
        assert f'href="{other.get_absolute_url()}" accesskey="n"' in shown
    assert "accesskey" not in browser(way.doctor).get(here.get_absolute_url()).content.decode()
