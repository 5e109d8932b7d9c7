"""Chinese text as both databases can search it.

Neither of them knows where a Chinese word ends: a whole sentence is one word to them. So each Han character becomes a
word of its own in the index, and a word that somebody looks for becomes a phrase of characters. What is a word is
decided when somebody searches: a new dictionary or a new synonym never needs a new index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

LONGEST_WORD = 64  # letters; PostgreSQL refuses words of more than 2,047 bytes
MOST_WORDS = 32  # of one question
SHORTEST_STEM = 4  # letters: “sleep” also finds “sleeping”

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_han = re.compile(f"[{HAN}]")
_token = re.compile(f"[{HAN}]|[^\\W\\d_{HAN}]{{1,{LONGEST_WORD}}}|\\d{{1,{LONGEST_WORD}}}")
_run = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+(?:[-'’.][^\\W_{HAN}]+)*")
_IDLE = """的 了 和 与 是 在 吗 呢 啊 吧 我 你 他 她 它 我们 你们 怎么 怎么办 怎样 什么 如何 为什么 哪里 哪儿 有 会 该
要 请问 一下 a an and are can do does for how i in is it me my of on or the to what when where why with you"""
IDLE = frozenset(_IDLE.split())
Words = tuple[str, ...]  # the tokens of one word


class _Simplified(dict[int, str]):
    """One traditional character, one simplified one, whatever stands beside it: the same in texts and in questions."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        found = str(_opencc()(character)) if _han.match(character) else character
        self[code] = found
        return found


_simplified = _Simplified()


@lru_cache(1)
def _opencc() -> Callable[[str], str]:
    from opencc import OpenCC  # loaded when somebody first searches

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@lru_cache(1)
def _cut() -> Callable[[str], list[str]]:
    import rjieba  # its dictionary takes 34 MB: loaded when somebody first searches

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


def folded(text: str) -> str:
    """One way of writing: ＰＨＱ is phq, 憂鬱 is 忧郁."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified)


def tokens(text: str) -> Words:
    """`PHQ-9问卷` -> phq, 9, 问, 卷. Punctuation is dropped."""
    return tuple(_token.findall(folded(text)))


def spaced(text: str) -> str:
    """The text as the index keeps it, and a word as a phrase of it."""
    return " ".join(tokens(text))


def words(text: str, known: Callable[[Words], bool] = lambda _word: False) -> list[Words]:
    """The words of a question, `known` ones whole: 不想 and 上学 are one word where that is a synonym of 厌学."""
    found: list[Words] = []
    for run in _run.findall(folded(text)):
        chinese = bool(_han.match(run)) and len(run) > 2
        found += [cut for part in (_cut()(run) if chinese else [run]) if (cut := tokens(part))]
    return list(_merged(found, known))[:MOST_WORDS]


def _merged(found: Sequence[Words], known: Callable[[Words], bool]) -> Iterator[Words]:
    """Neighbours that together are a known word, the longest first."""
    place = 0
    while place < len(found):
        for end in range(min(len(found), place + 6), place, -1):
            word = tuple(token for part in found[place:end] for token in part)
            if end == place + 1 or known(word):
                yield word
                place = end
                break


def telling(found: Sequence[Words]) -> list[Words]:
    """Without the words that every text has, unless there are no others."""
    return [word for word in found if "".join(word) not in IDLE] or list(found)


def is_stem(phrase: str) -> bool:
    """Whether longer words that begin so are meant too: of English, no endings are known."""
    return len(phrase) >= SHORTEST_STEM and phrase.isalpha() and not _han.search(phrase)
