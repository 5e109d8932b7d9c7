"""Questionnaires that may be shipped: published wording in both languages, their scoring (domain.md §6.1, §6.2, §6.4).

PHQ-9, GAD-7: developed by Drs. Spitzer, Williams, Kroenke and colleagues with a grant from Pfizer Inc.; no permission
required to reproduce, translate, display or distribute. The wording is the published one and is not translated by us.
A score is a hint for people, never a diagnosis. Anything we may not ship is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CREDIT = (
    "Spitzer, Williams, Kroenke & colleagues; Pfizer Inc. — "
    "no permission required to reproduce, translate, display or distribute."
)
MISSING_ALLOWED = 2  # more blanks than this make a total invalid


@dataclass(frozen=True)
class Words:
    """One text in the two published languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True)
class Band:
    """Totals from `least` upward read as `label`."""

    least: int
    label: object  # a lazy translation


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: items answered 0–3, bands by total, and the item that speaks of self-harm, if any."""

    slug: str
    title: str
    items: tuple[Words, ...]
    bands: tuple[Band, ...]
    further_from: int  # totals from here on ask for further assessment
    self_harm_item: int | None = None  # 1-based

    @property
    def highest(self) -> int:
        """The largest possible total."""
        return 3 * len(self.items)


@dataclass(frozen=True)
class Score:
    """What a set of answers comes to. `total` is None when too many are missing."""

    total: int | None
    highest: int
    missing: int
    band: object
    further: bool
    self_harm: int  # the answer to the self-harm item, 0 where there is none


OPTIONS: tuple[Words, ...] = (
    Words("完全不会", "Not at all"),
    Words("好几天", "Several days"),
    Words("一半以上的天数", "More than half the days"),
    Words("几乎每天", "Nearly every day"),
)
STEM = Words(
    "在过去的两周里，您有多少天被以下问题所困扰？",
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
)
_BANDS = (Band(0, _("minimal")), Band(5, _("mild")), Band(10, _("moderate")))

PHQ9 = Instrument(
    slug="phq-9",
    title="PHQ-9",
    items=(
        Words("做事时提不起劲或没有兴趣", "Little interest or pleasure in doing things"),
        Words("感到心情低落、沮丧或绝望", "Feeling down, depressed, or hopeless"),
        Words("入睡困难、睡不安稳或睡眠过多", "Trouble falling or staying asleep, or sleeping too much"),
        Words("感觉疲倦或没有活力", "Feeling tired or having little energy"),
        Words("食欲不振或吃太多", "Poor appetite or overeating"),
        Words(
            "觉得自己很糟，或觉得自己很失败，或让自己或家人失望",
            "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        ),
        Words(
            "对事物专注有困难，例如阅读报纸或看电视时",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
        ),
        Words(
            "动作或说话速度缓慢到别人已经察觉；或正好相反，烦躁或坐立不安、动来动去的情况更胜于平常",
            "Moving or speaking so slowly that other people could have noticed; or the opposite — "
            "so fidgety or restless that you have been moving around a lot more than usual",
        ),
        Words(
            "有不如死掉或用某种方式伤害自己的念头",
            "Thoughts that you would be better off dead, or of hurting yourself in some way",
        ),
    ),
    bands=(*_BANDS, Band(15, _("moderately severe")), Band(20, _("severe"))),
    further_from=10,
    self_harm_item=9,
)
GAD7 = Instrument(
    slug="gad-7",
    title="GAD-7",
    items=(
        Words("感觉紧张、焦虑或急切", "Feeling nervous, anxious or on edge"),
        Words("不能够停止或控制担忧", "Not being able to stop or control worrying"),
        Words("对各种各样的事情担忧过多", "Worrying too much about different things"),
        Words("很难放松下来", "Trouble relaxing"),
        Words("由于不安而无法静坐", "Being so restless that it is hard to sit still"),
        Words("变得容易烦恼或急躁", "Becoming easily annoyed or irritable"),
        Words("感到似乎将有可怕的事情发生而害怕", "Feeling afraid as if something awful might happen"),
    ),
    bands=(*_BANDS, Band(15, _("severe"))),
    further_from=10,
)


def score(instrument: Instrument, answers: Sequence[int | None]) -> Score:
    """The total with its band. Up to two blanks count 0, more make it None; the self-harm item is never hidden."""
    if len(answers) != len(instrument.items) or any(a is not None and a not in (0, 1, 2, 3) for a in answers):
        raise ValueError(f"{instrument.title} takes {len(instrument.items)} answers of 0–3")
    missing = sum(answer is None for answer in answers)
    harm = (answers[instrument.self_harm_item - 1] or 0) if instrument.self_harm_item else 0
    if missing > MISSING_ALLOWED:
        return Score(None, instrument.highest, missing, "", False, harm)
    total = sum(answer or 0 for answer in answers)
    band = [band.label for band in instrument.bands if band.least <= total][-1]
    return Score(total, instrument.highest, missing, band, total >= instrument.further_from, harm)
