"""Names of questionnaires stay on one line, and nothing else of a page is touched."""

import pytest

from cms import hyphens

WHOLE = '<span class="nowrap">PHQ-9</span>'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/?q=PHQ-9" title="PHQ-9">x</a>',
        "<script>const name = 'PHQ-9'</script>",
        "<textarea>PHQ-9</textarea>",
        "<title>PHQ-9</title>",
        "<option value='a'>PHQ-9</option>",
        "well-known phq-9 2026-11-23 XPHQ-9b A-4",
    ],
)
def test_attributes_scripts_and_other_words_stay_as_they_are(html):
    assert hyphens.kept_whole(html) == html


@pytest.mark.parametrize(
    "html", ["{}", "<p>做 {} 问卷</p>", "<b>心情自测（{}）</b>", "<title>PHQ-9</title><h1>{}</h1>"]
)
def test_the_name_of_a_questionnaire_is_kept_on_one_line(html):
    assert hyphens.kept_whole(html.format("PHQ-9")) == html.format(WHOLE)


def test_a_page_keeps_it_whole(client, db):
    html = client.get("/self-check/phq-9/").content.decode()
    assert WHOLE in html
    assert "PHQ-9" in html.partition("<title>")[2].partition("</title>")[0]
    assert "nowrap" not in html.partition("<title>")[2].partition("</title>")[0]
