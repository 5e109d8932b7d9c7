"""What templates draw with. `{% load xinqiao %}`, then:

{% stylesheets "staff" "room" %}          links for groups or single components (frontend/stylesheets.py)
{% import_map %}                          the module map, with the page's nonce
{% icon "phone" %}  {% icon "phone" "s" %}  {% icon "lock" label=_("Locked") %}
                                          a drawing of static/img/icons.svg; silent unless it has a label
{% chip "wait" _("Awaiting consent") "pen" %}
                                          kind: "" wait booked done live late now plain
                                          shape: ring dot half pen bang calendar tick play clock cross
{% deadline due began label=_("Urgent") %}  {% deadline due resting=True %}
                                          the arch and its words; `now` may be given; `began` is when the clock started
{% grade 4 %}  {% grade 4 "s" %}          danger grade 0–5
{% face person.name %}                    a person as one character, silent; {% face name label=True %} says the name
{% phone "02512345678" %}                 a link that dials; {% phone number _("Duty phone") %} with other words
{% meter filled total %}                  the bridge that gets built, one stone per required field
{% progress 70 label=_("…") %}            a thin bar, per cent
{% field form.login label=_("…") help=_("…") kind="input--code" autocomplete="username" %}
                                          one field of a form that is not ours, in our words
{% crisis_numbers %}  {% crisis_bar %}     120 / 110 / 12356 (or the page's `crisis_lines`): large; as one line
{% moment at %}                           <time>: the hour today, else day and hour
{% there at place.tz %}                    (14:00 Asia/Shanghai), where the clock there is not the reader's
{% theme %}                               light, dark or nothing: what the reader chose

{{ at|day }}  {{ at|short_day }}  {{ at|full_day }}  {{ at|clock }}   dates and hours in the active time zone
{{ span|duration }}                       a timedelta in words: 3 h 10 min
{{ number|dial }}  {{ number|spaced }}       digits for a tel: link; 138 0013 8000
{{ user_agent|device }}                   Chrome on Windows

{% joined name place %}                   “Zhou Lan, Centre”, “周岚，中心”: said of one thing; without empty parts
{{ names|listed }}                        “A, B”, “A、B”;  {{ label|says:words }}  “Name: Zhou Lan”, “姓名：周岚”
{% about document.title %}                inside a button, unseen: what it is about

Includes:
{% include "xinqiao/errors.html" with form=form %}     errors at the head of a long form
{% include "xinqiao/field.html" with field=form.x %}   one field; the same as {{ form.x.as_field_group }}
{% include "xinqiao/note.html" with kind="wait" icon="half" text=… %}     kind: "" wait info good wrong
{% include "xinqiao/empty.html" with title=… text=… url=… action=… icon="lock" %}
{% include "xinqiao/loading.html" %}                   bones, after 300 ms
{% include "xinqiao/mark.html" %}                      the mark

Elements (static/js/elements.js; each works, or is left out, without script):
<print-button><button class="needs-script">…           <copy-text data-url="…"><a href="…">…
<drop-menu><details class="menu">…                     <button data-busy="{% translate "Sending…" %}">
say(words) of app/toast.js; the event xinqiao:signed-out on document when the session has ended

A form is drawn by frontend/rendering.py; its docstring lists the widgets' varieties.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend import dates, deadlines, devices, fields, wording
from frontend import import_map as module_map
from frontend import stylesheets as sheets
from frontend.shapes import SHAPES, joints

register = template.Library()


class Line(TypedDict):
    """One number to call in danger, why, and (for a narrow bar) one word."""

    number: str
    label: Any
    short: Any


# domain.md §6.5: 12356 is not promised around the clock.
CRISIS_LINES: tuple[Line, ...] = (
    {"number": "120", "label": gettext_lazy("Life in danger, poisoning or injury"), "short": gettext_lazy("ambulance")},
    {"number": "110", "label": gettext_lazy("Violence or a missing person"), "short": gettext_lazy("police")},
    {"number": "12356", "label": gettext_lazy("Psychological support line"), "short": gettext_lazy("support line")},
)


# ── the page ────────────────────────────────────────────────────────────────


@register.simple_tag
def stylesheets(*names: str) -> SafeString:
    """The <link>s for the named groups and components: a bundle per group."""
    links = ((static(path),) for path in sheets.links(names))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The import map, allowed by the nonce that django-csp puts on the request."""
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html('<script type="importmap" nonce="{}">{}</script>', str(nonce), mark_safe(module_map.as_json()))  # noqa: S308


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """`light` or `dark` where the reader chose one, else an empty string: the machine decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in {"light", "dark"} else ""


register.simple_tag(dates.there)


# ── small pieces ────────────────────────────────────────────────────────────


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A drawing from the sprite. Without a label it is silent: the words stand beside it."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#i-{}"/></svg>',
        f" icon--{size}" if size else "",
        voice,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def chip(kind: str, text: object, shape: str = "ring") -> SafeString:
    """A state: shape, word and colour together. `kind` is "", wait, booked, done, live, late, now or plain."""
    return format_html(
        '<span class="chip{}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>',
        f" chip--{kind}" if kind else "",
        mark_safe(SHAPES[shape]),  # noqa: S308 - our own drawings
        text,
    )


@register.simple_tag
def grade(level: int | str, size: str = "") -> SafeString:
    """A danger grade 0–5 with its colour; the number is what tells."""
    level = int(level)
    return format_html(
        '<span class="grade grade--{}{}" role="img" aria-label="{}">{}</span>',
        level,
        f" grade--{size}" if size else "",
        _("Danger grade %(grade)d") % {"grade": level},
        level,
    )


@register.simple_tag
def face(name: str, label: bool = False) -> SafeString:
    """A person as one character (the family name's in Chinese, the initial in English), always in the same colour."""
    initial = name.strip()[:1].upper() or "?"
    colour = ("", " face--indigo", " face--amber")[sum(map(ord, name)) % 3]
    voice = format_html('role="img" aria-label="{}"', name) if label else mark_safe('aria-hidden="true"')
    return format_html('<span class="face{}" {}>{}</span>', colour, voice, initial)


@register.filter
def dial(number: object) -> str:
    """The digits, and a leading plus, of a telephone number: what goes behind `tel:`."""
    return re.sub(r"(?!^\+)\D", "", str(number))


@register.filter
def spaced(number: object) -> str:
    """A mobile number as people say it: 138 0013 8000. Everything else as it was written."""
    digits = re.sub(r"\s", "", str(number))
    match = re.fullmatch(r"(\+?86)?(1\d{2})(\d{4})(\d{4})", digits)
    return " ".join(match.groups()[1:]) if match else str(number)


@register.simple_tag
def phone(number: object, words: object = "") -> SafeString:
    """A link that dials. Without a number: nothing."""
    if not number:
        return mark_safe("")
    return format_html('<a class="nowrap num" href="tel:{}">{}</a>', dial(number), words or spaced(number))


@register.simple_tag
def progress(percent: int, label: str = "") -> SafeString:
    """A thin bar, 0–100 per cent, silent without a label."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="progress" {}><rect width="100%" height="6" rx="3"/><rect width="{}%" height="6" rx="3"/></svg>',
        voice,
        max(0, min(100, int(percent))),
    )


# ── clocks ──────────────────────────────────────────────────────────────────


@register.inclusion_tag("xinqiao/deadline.html")
def deadline(
    due: datetime,
    began: datetime | None = None,
    now: datetime | None = None,
    label: object = "",
    resting: bool = False,
) -> dict[str, object]:
    """The arch that empties and its words. The server says them; `<deadline-clock>` keeps them true."""
    reading = deadlines.read(due=due, began=began, now=now or timezone.now(), resting=resting)
    return {
        "reading": reading,
        "due": timezone.localtime(due),
        "began": timezone.localtime(began) if began else None,
        "label": label,
        "by": _("by %(when)s") % {"when": dates.moment(due)},
    }


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """A <time>: the hour alone today, else day and hour. Nothing for nothing."""
    if value is None:
        return mark_safe("")
    return format_html('<time datetime="{}">{}</time>', dates.local(value).isoformat(), dates.moment(value))


@register.filter
def day(value: date | datetime | None) -> str:
    """3 月 18 日 星期三 / Wed 18 Mar."""
    return dates.day(value) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """3 月 18 日 / 18 Mar."""
    return dates.short_day(value) if value else ""


@register.filter
def full_day(value: date | datetime | None) -> str:
    """2026 年 3 月 18 日 / 18 Mar 2026."""
    return dates.full_day(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """09:56."""
    return dates.clock(value) if value else ""


@register.filter
def duration(span: timedelta | None) -> str:
    """26 min, 3 h 10 min, 1 day 6 h."""
    return deadlines.duration(span) if span is not None else ""


# ── the bridge ──────────────────────────────────────────────────────────────


@register.inclusion_tag("xinqiao/meter.html")
def meter(filled: int, total: int) -> dict[str, object]:
    """The bridge that gets built: one stone for each of `total` required fields, `filled` of them laid."""
    percent = round(filled / total * 100) if total else 100
    words = ngettext("%(filled)d of %(total)d filled in", "%(filled)d of %(total)d filled in", total)
    words %= {"filled": filled, "total": total}
    label = _("%(percent)d%% complete") % {"percent": percent}
    return {"percent": percent, "words": words, "label": wording.says(label, words), "joints": joints(total)}


# ── danger ──────────────────────────────────────────────────────────────────


@register.inclusion_tag("xinqiao/crisis_numbers.html", takes_context=True)
def crisis_numbers(context: Context) -> dict[str, Sequence[Mapping[str, object]]]:
    """The numbers to call, from the page's `crisis_lines` or, where a page has none, the national ones."""
    return {"lines": context.get("crisis_lines") or CRISIS_LINES}


@register.inclusion_tag("xinqiao/crisis_bar.html", takes_context=True)
def crisis_bar(context: Context) -> dict[str, Sequence[Mapping[str, object]]]:
    """The same numbers as one line: the first thing on every signed-out page."""
    return crisis_numbers(context)


# ── words (frontend/wording.py, frontend/devices.py) ────────────────────────

register.simple_tag(wording.joined)
register.simple_tag(wording.about)
register.filter("listed", wording.listed, needs_autoescape=True)
register.filter("says", wording.says, needs_autoescape=True)
register.filter("device", devices.named)


# ── forms (frontend/fields.py) ──────────────────────────────────────────────

register.filter("is_tick", fields.is_tick)
register.filter("need", fields.need)
register.filter("anchor", fields.anchor)
register.filter("error_count", fields.error_count)
register.simple_tag(fields.reworded, name="field")
