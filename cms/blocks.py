"""What an article is made of. Each block says to editors what it is for and shows how it will look."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

WORDS = ["bold", "link"]  # all that running text may hold; what is more than that is a block
LEVELS = [
    ("see", _("Not urgent: see someone")),
    ("soon", _("Soon: today or tomorrow")),
    ("now", _("Urgent: now")),
]


def _words(text: str) -> RichText:
    return RichText(f"<p>{text}</p>")


def line(**options: Any) -> blocks.RichTextBlock:
    """One sentence or two, with bold words and links."""
    return blocks.RichTextBlock(features=WORDS, **options)


class Paragraph(blocks.RichTextBlock):
    """Running text."""

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "cms/blocks/paragraph.html"
        preview_template = "cms/blocks/preview.html"
        description = _("Running text: two to four short sentences.")
        preview_value = _words("睡不好的时候，先看看睡前的一小时。")

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": WORDS, **options})


class Heading(blocks.CharBlock):
    """A section begins; the contents list is made of these."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"
        preview_template = "cms/blocks/preview.html"
        description = _("Begins a section and stands in the list of contents. No full stop.")
        preview_value = "可以先这样做"


class CareCard(blocks.StructBlock):
    """When to see whom: one of three levels."""

    level = blocks.ChoiceBlock(choices=LEVELS, label=_("How urgent"))
    title = blocks.CharBlock(max_length=60, label=_("What to do, as a title"))
    items = blocks.ListBlock(line(label=_("Sign")), label=_("If any of this is so"))

    class Meta:
        icon = "warning"
        label = _("Care card")
        template = "cms/blocks/care.html"
        preview_template = "cms/blocks/preview.html"
        description = _("Tells whom to see and how soon. At most one of each level on a page, the mildest first.")
        preview_value = {
            "level": "soon",
            "title": "今天就联系",
            "items": [_words("整夜不睡"), _words("几天不吃")],
        }


class DoList(blocks.StructBlock):
    """What helps."""

    title = blocks.CharBlock(required=False, max_length=60, label=_("Title"))
    items = blocks.ListBlock(line(label=_("Line")), label=_("Lines"))

    class Meta:
        icon = "check"
        label = _("What helps")
        template = "cms/blocks/do.html"
        preview_template = "cms/blocks/preview.html"
        description = _("Short lines that say what helps. Put “What does not help” right after it.")
        preview_value = {"title": "", "items": [_words("“你愿意告诉我，我很高兴。”")]}


class DontList(DoList):
    """What does not help."""

    class Meta:
        icon = "cross"
        label = _("What does not help")
        template = "cms/blocks/dont.html"
        description = _("Short lines that say what makes it worse, without blame.")
        preview_value = {"title": "", "items": [_words("“别人都行，怎么就你不行？”")]}


class Warning(blocks.StructBlock):
    """One thing that must not be missed."""

    title = blocks.CharBlock(max_length=60, label=_("Title"))
    text = line(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Warning")
        template = "cms/blocks/warning.html"
        preview_template = "cms/blocks/preview.html"
        description = _("One thing that must not be missed. Not for emergencies: those are a care card.")
        preview_value = {"title": "不要自己停药", "text": _words("先问开药的医生。")}


class Steps(blocks.StructBlock):
    """What to do, in order."""

    title = blocks.CharBlock(required=False, max_length=60, label=_("Title"))
    items = blocks.ListBlock(line(label=_("Step")), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"
        preview_template = "cms/blocks/preview.html"
        description = _("What to do, in order. The bold words at the start of a step are its title.")
        preview_value = {
            "title": "",
            "items": [_words("<b>先听</b>不急着讲道理。"), _words("<b>再约</b>请医生看一看。")],
        }


class Figure(blocks.StructBlock):
    """A picture that teaches."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        max_length=200,
        label=_("What the picture shows, in words"),
        help_text=_("Read aloud to whoever cannot see it; shown where it cannot be loaded."),
    )
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/figure.html"
        preview_template = "cms/blocks/figure_preview.html"
        description = _("Only a picture that teaches something, with its content in words.")
        preview_value = {"image": None, "alt": "", "caption": "一座桥，两岸有灯。"}


class Source(blocks.StructBlock):
    """Where a statement comes from."""

    title = blocks.CharBlock(max_length=250, label=_("Title"))
    publisher = blocks.CharBlock(required=False, max_length=120, label=_("Publisher"))
    year = blocks.CharBlock(required=False, max_length=10, label=_("Year"))
    url = blocks.URLBlock(required=False, label=_("Address"))

    class Meta:
        icon = "doc-full"
        label = _("Source")
        template = "cms/blocks/source.html"
        preview_template = "cms/blocks/preview.html"
        description = _("A guideline, law or study that the text rests on.")
        preview_value = {"title": "精神障碍诊疗规范（2020 年版）", "publisher": "国家卫生健康委", "year": "2020"}


class Body(blocks.StreamBlock):
    """The text of an article."""

    paragraph = Paragraph()
    heading = Heading()
    care = CareCard()
    do = DoList()
    dont = DontList()
    warning = Warning()
    steps = Steps()
    figure = Figure()

    def clean(self, value: Any) -> Any:
        """At most one care card of each level, the mildest first: a second one would not be read."""
        cleaned = super().clean(value)
        levels = [block.value["level"] for block in cleaned if block.block_type == "care"]
        wrong = [
            place
            for place, block in enumerate(cleaned)
            if block.block_type == "care" and Counter(levels)[block.value["level"]] > 1
        ]
        order = [each for each, _label in LEVELS]
        if wrong:
            told = ValidationError(_("There is more than one care card of this level."))
            raise StreamBlockValidationError(block_errors=dict.fromkeys(wrong, told))
        if levels != sorted(levels, key=order.index):
            told = ValidationError(_("Put the care cards in order: not urgent, soon, urgent."))
            raise StreamBlockValidationError(non_block_errors=[told])
        return cleaned


class Sources(blocks.StreamBlock):
    """What an article rests on."""

    source = Source()
