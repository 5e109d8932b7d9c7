"""How figures are said: minutes, shares, hidden counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from teleconsult.insight.hiding import Sign
from teleconsult.models import Urgency

if TYPE_CHECKING:
    from teleconsult.insight.hiding import Share


def minutes(value: int | None) -> str:
    """45 min, 3 h 10 min, 31 h; a dash for nothing. An hour is an hour of the time that counts."""
    if value is None:
        return "–"
    hours, rest = divmod(value, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest or hours >= 40:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def percent(share: Share, least: int) -> str:
    """92 %; a range where only the counts' size may be known; words for nothing and for what is hidden."""
    if share.value is not None:
        return hundredths(share.value)
    if share.whole == 0:
        return pgettext("share of nothing", "none")
    if share.whole and share.part_sign is Sign.FEW:
        return _("under %(percent)d %%") % {"percent": _up(least, share.whole)}
    if share.whole and share.part_sign is Sign.ALL_BUT_FEW:
        return _("over %(percent)d %%") % {"percent": 100 - _up(least, share.whole)}
    return _("not shown")


def hundredths(value: float) -> str:
    """0.92 as 92 %."""
    return _("%(percent)d %%") % {"percent": round(100 * value)}


def _up(least: int, whole: int) -> int:
    return min(100, -(-100 * least // whole))


def counts(share: Share, least: int) -> str:
    """48/52; “of 52” beside a hidden part; “fewer than 5 in all”; nothing where nothing happened or is said."""
    if share.whole:
        return f"{share.part}/{share.whole}" if share.part is not None else _("of %(whole)d") % {"whole": share.whole}
    return _("fewer than %(least)d in all") % {"least": least} if share.whole_sign is Sign.FEW else ""


def part(share: Share, least: int) -> str:
    """For a file: 48, “<5”, “>47” of 52, or that it is not shown."""
    if share.part is not None:
        return str(share.part)
    if share.whole and share.part_sign is Sign.ALL_BUT_FEW:
        return f">{share.whole - least}"
    return few(least) if share.part_sign is Sign.FEW else _("not shown")


def whole(share: Share, least: int) -> str:
    """For a file: 52, “<5”, or that it is not shown."""
    if share.whole is not None:
        return str(share.whole)
    return few(least) if share.whole_sign is Sign.FEW else _("not shown")


def few(least: int) -> str:
    """“<5”."""
    return f"<{least}"


def urgency(value: str) -> str:
    """The urgency in the reader's language."""
    return str(Urgency(value).label)


def lower() -> str:
    """An institution below what chance explains."""
    return _("lower than chance explains")


def higher() -> str:
    """An institution above what chance explains."""
    return _("higher than chance explains")
