"""Any question that a file can hold, for hypothesis."""

from hypothesis import strategies as st

from learning import questions
from learning.questions import Answer, Kind, Pair, Question, Text

SIGNS = st.sampled_from("ab 对错～：｛=~#{}:\\%[]->/$*n\n<&>\"'’é😀")


def _neat(source: str) -> str:
    """As a reader leaves it: no layout around it, none doubled inside."""
    lines = [" ".join(line.split(" ")) for line in source.split("\n")]
    text = "\n".join(lines).strip()
    while "  " in text:
        text = text.replace("  ", " ")
    return text


SOURCES = st.text(SIGNS, max_size=12).map(_neat)
SOME = SOURCES.filter(bool)
FORMATS = st.sampled_from(["moodle", "html", "plain", "markdown"])
TEXTS = st.builds(questions.text, SOURCES, FORMATS)
FILLED = st.builds(questions.text, SOME, FORMATS)
NAMES = SOURCES.map(lambda name: " ".join(name.split()))
SHARES = st.sampled_from([0.0, 0.5, 0.3333333, -0.25, -1.0, 0.1428571])
NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=3)
TAGS = st.lists(st.text(SIGNS, min_size=1, max_size=5).map(lambda tag: " ".join(tag.split())).filter(bool), max_size=2)
COMMON = {
    "name": NAMES,
    "stem": FILLED,
    "feedback": TEXTS,
    "tags": TAGS.map(tuple),
    "idnumber": NAMES,
}


def _several(answers: st.SearchStrategy[Answer], least: int = 1) -> st.SearchStrategy[tuple[Answer, ...]]:
    return st.lists(answers, min_size=least, max_size=4).map(tuple)


def _one_right(answers: tuple[Answer, ...], right: Answer) -> tuple[Answer, ...]:
    return (*answers, Answer(right.text, 1.0, right.feedback))


ANSWERS = st.builds(Answer, FILLED, SHARES, TEXTS)
NUMERIC = st.builds(
    Answer, NUMBERS.map(lambda n: Text(str(n))), SHARES, TEXTS, st.decimals(min_value=0, max_value=9, places=2)
)
SINGLE = st.builds(
    Question,
    kind=st.just(Kind.MULTICHOICE),
    single=st.just(True),
    answers=st.builds(_one_right, _several(ANSWERS), ANSWERS),
    **COMMON,
)
MULTIPLE = st.builds(
    Question, kind=st.just(Kind.MULTICHOICE), single=st.just(False), answers=_several(ANSWERS, 2), **COMMON
)
TRUTH = st.builds(
    Question,
    kind=st.just(Kind.TRUEFALSE),
    answers=st.builds(
        lambda right, said, other: questions.true_or_false(right, if_true=said, if_false=other),
        st.booleans(),
        TEXTS,
        TEXTS,
    ),
    **COMMON,
)
SHORT = st.builds(Question, kind=st.just(Kind.SHORTANSWER), answers=_several(ANSWERS), **COMMON)
NUMERICAL = st.builds(
    Question,
    kind=st.just(Kind.NUMERICAL),
    answers=st.builds(lambda a, said: (*a, Answer(Text("*"), 0.0, said)), _several(NUMERIC), TEXTS) | _several(NUMERIC),
    **COMMON,
)
PAIRS = st.lists(st.builds(Pair, TEXTS, NAMES.filter(bool)), min_size=2, max_size=4).map(tuple)
MATCHING = st.builds(Question, kind=st.just(Kind.MATCHING), pairs=PAIRS, **COMMON)
ESSAY = st.builds(Question, kind=st.just(Kind.ESSAY), **COMMON)
DESCRIPTION = st.builds(Question, kind=st.just(Kind.DESCRIPTION), **{**COMMON, "feedback": st.just(Text())})
CATEGORY = st.builds(Question, kind=st.just(Kind.CATEGORY), name=NAMES.filter(bool))
ORDERING = st.builds(
    Question,
    kind=st.just(Kind.ORDERING),
    answers=_several(st.builds(Answer, FILLED, st.just(1.0)), 2),
    **COMMON,
)
PLAIN = st.one_of(SINGLE, MULTIPLE, TRUTH, SHORT, NUMERICAL, MATCHING, ESSAY, DESCRIPTION, CATEGORY)
