"""Every sentence of the product is said in Chinese, by hand, with its placeholders; the source stays English.

After a string has changed, extract again, translate what is new and take out what is gone:

    python manage.py makemessages -l zh_Hans --no-location --no-wrap --no-obsolete -d django -e html,txt,py \
        -i .venv -i node_modules -i var -i tests -i bin
    python manage.py makemessages -l zh_Hans --no-location --no-wrap --no-obsolete -d djangojs -i … (the same)
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.architecture import sources

FOLDER = sources.ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = {"django": (".html", ".txt", ".py"), "djangojs": (".js",)}
HAN = re.compile(r"[\u3400-\u9fff]")
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>")
NOT_OURS = {"tests", "bin", "docs", "node_modules", "var", ".venv", "__pycache__", "locale"}

# Sources that may speak Chinese by themselves, and why.
SPEAKS_CHINESE = {
    "care/instruments.py": "the published wording of questionnaires is not translated by us",
    "care/consent_texts.py": "what is read before one agrees is evidence, in both languages",
    "frontend/dates.py": "how a date is written in Chinese",
    "care/identity.py": "how a Chinese name is masked",
    "cms/slugs.py": "how a letter with two sounds is read",
    "teleconsult/plan_days.py": "days as doctors write them are read, not spoken",
    "alliance/formulary_lines.py": "the words of pasted lists are read, not spoken",
    "alliance/migrations/0013_formulary_begins.py": "Chinese names of the catalogue an alliance begins with",
    "alliance/migrations/0018_crisis_lines.py": "the national numbers, in both languages",
    "cms/plain_language/numbers.py": "numbers as editors write them are read, not spoken",
    "cms/search/text.py": "words that every Chinese text has are read, not spoken",
    "cms/search/counting.py": "long numbers, also in Chinese digits, are left out",
    "cms/blocks.py": "how a block looks, shown to editors with a Chinese sentence",
    "cms/templatetags/cms.py": "a language is named in itself",
    "alliance/holiday_lines.py": "the words of pasted calendars are read, not spoken",
}
INVENTED = "config/demo/seed/"  # people, places and cases of the demo alliance
ENGLISH_WITH_HAN: set[str] = set()  # source strings that name something by its Chinese name
SWITCH = re.compile(r'<[^<>]*lang="zh-Hans"[^<>]*>(\{%[^%]*%\})?中文<')  # a language is named in itself


def catalog(domain: str) -> Catalog:
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh_Hans", domain=domain, abort_invalid=True)


def entries(domain: str) -> list[Message]:
    return [message for message in catalog(domain) if message.id]


def source_words(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def chinese_words(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def holes(text: str) -> Counter[str]:
    return Counter(HOLES.findall(text))


pytestmark = pytest.mark.filterwarnings("error::UserWarning:babel")
each_domain = pytest.mark.parametrize("domain", DOMAINS)


# ── the catalogue is whole ──────────────────────────────────────────────────


@each_domain
def test_no_sentence_is_left_untranslated(domain):
    assert [source_words(each)[0] for each in entries(domain) if not all(chinese_words(each))] == []


@each_domain
def test_no_translation_is_a_guess_or_a_leftover(domain):
    known = catalog(domain)
    assert [source_words(each)[0] for each in known if each.id and each.fuzzy] == []
    assert list(known.obsolete) == []


@each_domain
def test_the_header_is_sure_of_itself_and_knows_one_plural(domain):
    known = catalog(domain)
    header = dict(known.mime_headers)
    assert not known.fuzzy, "a fuzzy header silences the whole file when it is compiled"
    assert header["Language"] == "zh_Hans"
    assert (known.num_plurals, header["Content-Type"].lower()) == (1, "text/plain; charset=utf-8")


@each_domain
def test_what_is_filled_in_later_has_its_place_in_the_translation(domain):
    wrong = {}
    for message in entries(domain):
        *singular, last = source_words(message)
        lost = [holes(one) - holes(last) for one in singular]
        if any(holes(text) != holes(last) for text in chinese_words(message)) or any(lost):
            wrong[last] = chinese_words(message)
    assert wrong == {}


def test_one_english_sentence_is_one_chinese_sentence_on_the_server_and_in_the_browser():
    def said(domain: str) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {source_words(each): chinese_words(each) for each in entries(domain)}

    server, browser = said("django"), said("djangojs")
    assert {words: server[words] for words in server.keys() & browser.keys()} == {
        words: browser[words] for words in server.keys() & browser.keys()
    }


# ── it reads as Chinese ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("slip", "pattern"),
    {
        "half-width punctuation beside Han": r"[\u4e00-\u9fff][,;:!?()]|[,;!?()][\u4e00-\u9fff]",
        "a straight quotation mark": r"(?<![=<])[\"'](?![^<]*>)",
        "Han without a space before Latin or digits": r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]",
        "a space beside full-width punctuation": r" [，。；：？！、）”]|[，。；：？！、（“] (?!%)",
        "a word the clinic does not use": r"你|登陆|帐号|帐户|点击|用户",
    }.items(),
)
@each_domain
def test_chinese_is_set_and_worded_as_the_house_does(domain, slip, pattern):
    texts = [re.sub(r"%\(\w+\)[sd]|<[^>]+>", "\0", text) for each in entries(domain) for text in chinese_words(each)]
    assert [text for text in texts if re.search(pattern, text)] == [], slip


# ── the source is English ───────────────────────────────────────────────────


@each_domain
def test_source_sentences_are_english(domain):
    spoken = {words for each in entries(domain) for words in source_words(each) if HAN.search(words)}
    assert spoken - ENGLISH_WITH_HAN == set()


def test_no_template_speaks_chinese_by_itself():
    comments = re.compile(r"\{% comment.*?%\}.*?\{% endcomment %\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
    found = {}
    for path in sources.files(".html", ".txt", under="frontend/templates"):
        text = SWITCH.sub("", comments.sub("", path.read_text("utf-8")))
        if HAN.search(text):
            found[name_of(path)] = HAN.findall(text)
    assert found == {}


GLUE = re.compile(r"(?:\}\}|%\}|</\w+>)(?:<[^>]*>)*[,:;]\s?(?:<[^>]*>)*\{|>[,:;] ?\{\{")
WHOLE = re.compile(
    r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.DOTALL
)


@pytest.mark.parametrize("glued", ["{{ a }}, {{ b }}", "{{ a }}</b>: {% moment b %}", '<span class="unseen">: {{ a }}'])
def test_glue_is_found(glued):
    assert GLUE.search(WHOLE.sub("", glued))


def test_no_template_sets_a_comma_or_a_colon_between_two_words():
    """Punctuation is the language's: `blocktranslate`, or what `frontend/wording.py` gives templates."""
    found = {}
    for path in sources.files(".html", ".txt", under="frontend/templates"):
        if glued := [each[0] for each in GLUE.finditer(WHOLE.sub("", path.read_text("utf-8")))]:
            found[name_of(path)] = glued
    assert found == {}


def test_no_python_speaks_chinese_by_itself():
    ours = [path for path in sources.files(".py") if not NOT_OURS & set(path.relative_to(sources.ROOT).parts)]
    found = {}
    for path in ours:
        if name_of(path) in SPEAKS_CHINESE or name_of(path).startswith(INVENTED):
            continue
        spoken = [text for text in literals(ast.parse(path.read_text("utf-8"))) if HAN.search(text)]
        if spoken:
            found[name_of(path)] = spoken
    assert found == {}


def test_no_script_speaks_chinese_by_itself():
    comments = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
    texts = {path: comments.sub("", path.read_text("utf-8")) for path in sources.files(".js", under="frontend/static")}
    assert [name_of(path) for path, text in texts.items() if HAN.search(text)] == []


SCRIPTS = sources.files(".js", under="frontend/static")
LITERAL = r'"(?:[^"\\\n]|\\.)*"'
WORDS = {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}  # how many arguments are sentences or contexts
SPOKEN = {
    name: re.compile(rf"\s*{LITERAL}" + rf"\s*,\s*{LITERAL}" * (count - 1) + r"\s*[,)]")
    for name, count in WORDS.items()
}


def unreadable(text: str) -> list[str]:
    """Calls that the extraction cannot read, or that fill the holes of a sentence nobody translates."""
    calls = re.finditer(
        r"(?<![\w.#])(n?p?gettext|interpolate)\(", re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", text, flags=re.DOTALL)
    )
    return [
        found.string[found.start() : found.end() + 40]
        for found in calls
        if (
            re.match(r"\s*[\"'`]", found.string[found.end() :])
            if found[1] == "interpolate"
            else not SPOKEN[found[1]].match(found.string, found.end())
        )
    ]


@pytest.mark.parametrize(
    "call",
    [
        "gettext(words)",
        "gettext(`Saved at ${clock}`)",
        'gettext("Saved " + "here")',
        'ngettext("%(n)s day", many, n)',
        'pgettext(where, "since")',
        'interpolate("%(n)s days", { n }, true)',
    ],
)
def test_a_call_that_hides_its_sentence_is_found(call):
    assert unreadable(f"const x = {call};") != []


def test_every_sentence_of_a_script_stands_in_its_call_as_it_is():
    assert {name_of(path): found for path in SCRIPTS if (found := unreadable(path.read_text("utf-8")))} == {}


def test_every_exception_is_still_one():
    assert [name for name in SPEAKS_CHINESE if not HAN.search((sources.ROOT / name).read_text("utf-8"))] == []


def name_of(path: Path) -> str:
    return path.relative_to(sources.ROOT).as_posix()


def literals(tree: ast.Module) -> list[str]:
    """The strings of a module that a program uses: docstrings and other bare strings are for its readers."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in bare]
    return [node.value for node in constants if isinstance(node.value, str)]


# ── nothing was added since ─────────────────────────────────────────────────


@pytest.mark.skipif(
    not shutil.which("xgettext"), reason="extracting sentences needs gettext (Debian: apt install gettext)"
)
@each_domain
def test_the_catalogue_holds_exactly_what_the_source_says(domain, tmp_path):
    extracted, known = extract(domain, tmp_path), {key(each) for each in entries(domain)}
    assert sorted(extracted - known) == [], "not translated yet"
    assert sorted(known - extracted) == [], "nobody says this any more"


def key(message: Message) -> tuple[str, ...]:
    return (message.context or "", *source_words(message))


def extract(domain: str, folder: Path) -> set[tuple[str, ...]]:
    """What makemessages finds in a copy of the source: it writes beside what it reads, and knows no settings there."""
    for path in sources.files(*DOMAINS[domain]):
        relative = path.relative_to(sources.ROOT)
        if not NOT_OURS & set(relative.parts):
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / relative)
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "-d", domain, "--no-wrap"]
    for ending in DOMAINS[domain]:
        command += ["-e", ending.removeprefix(".")]
    outside = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with (folder / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return {key(each) for each in read_po(file, locale="zh_Hans") if each.id}
