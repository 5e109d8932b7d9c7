"""An editor who works in Chinese meets no English: what Wagtail does not say itself is said in cms/editing_words."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override, pgettext
from django.utils.translation.trans_real import DjangoTranslation

from launch import ROOT, translations

OURS = ROOT / "cms" / "editing_words" / "locale" / "zh_Hans" / "LC_MESSAGES"
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>")
each_domain = pytest.mark.parametrize("domain", ["django", "djangojs"])
# Names, signs and examples that are the same in both languages.
THE_SAME = re.compile(r"^(URL|ID|WAGTAIL|[A-Z]{2,5}|[^A-Za-z]*|%\(.*|.*Wagtail.*|Slug|.*\bAPI v\d)$", re.DOTALL)


def read(path: Path):
    with path.open("rb") as file:
        return [each for each in read_po(file, locale=path.parent.parent.name, abort_invalid=True) if each.id]


def ids(message):
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def said(message):
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def wagtail(language: str, domain: str):
    """The messages of each installed part of Wagtail."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("wagtail"):
            path = Path(str(files(app))) / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            if path.is_file():
                yield from read(path)


def test_nothing_that_wagtail_says_on_the_server_is_left_in_english():
    left = []
    with override("zh-hans"):
        for message in wagtail("en", "django"):
            word = ids(message)[0]
            chinese = pgettext(message.context, word) if message.context else gettext(word)
            if chinese == word and not THE_SAME.match(word):
                left.append(word)
    assert left == []


def test_nothing_that_wagtail_says_in_the_browser_is_left_in_english():
    known = DjangoTranslation("zh-hans", domain="djangojs")
    merged = known._catalog._catalogs  # type: ignore[attr-defined]
    catalog = {key for each in merged for key, words in each.items() if words}
    spoken = {key[0] if isinstance(key, tuple) else key for key in catalog}
    assert [ids(each)[0] for each in wagtail("en", "djangojs") if ids(each)[0] not in spoken] == []


@each_domain
def test_what_is_filled_in_later_has_its_place(domain):
    wrong = {}
    for message in read(OURS / f"{domain}.po"):
        *singular, last = ids(message)
        expected = {frozenset(Counter(HOLES.findall(text)).items()) for text in (*singular, last)}
        if frozenset(Counter(HOLES.findall(said(message)[0])).items()) not in expected:
            wrong[last] = said(message)
    assert wrong == {}


@each_domain
def test_every_sentence_is_one_that_wagtail_says(domain):
    """A sentence that Wagtail has changed is translated anew; one that is gone is taken out."""
    known = {(each.context, ids(each)[0]) for each in wagtail("en", domain)}
    optional = {(each.context, ids(each)[0]) for each in _promotions()} if domain == "django" else set()
    ours = {(each.context, ids(each)[0]) for each in read(OURS / f"{domain}.po")}
    assert ours - known - optional == set()


def _promotions():
    return read(Path(str(files("wagtail"))) / "contrib/search_promotions/locale/en/LC_MESSAGES/django.po")


@pytest.mark.parametrize(
    ("slip", "pattern"),
    {
        "half-width punctuation beside Han": r"[\u4e00-\u9fff][,;:!?()]|[,;!?()][\u4e00-\u9fff]",
        "Han without a space before Latin or digits": r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]",
        "a word the house does not use": r"你|登陆|帐号|帐户|点击|用户",
    }.items(),
)
@each_domain
def test_it_is_set_and_worded_as_the_house_does(domain, slip, pattern):
    texts = [re.sub(r"%\(\w+\)[sd]|<[^>]+>", "\0", text) for each in read(OURS / f"{domain}.po") for text in said(each)]
    assert [text for text in texts if re.search(pattern, text)] == [], slip


def test_it_is_compiled_with_our_own_sentences():
    assert OURS.relative_to(ROOT).parts[:-2] in [Path(folder).parts for folder in translations.FOLDERS]
    assert Path(settings.LOCALE_PATHS[-1]).relative_to(ROOT).as_posix() in translations.FOLDERS
