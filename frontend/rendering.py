"""How Django's forms are drawn: label, help, control, error, in that order, everywhere.

    FORM_RENDERER = "frontend.rendering.XinqiaoRenderer"     with "frontend" before "django.forms" in INSTALLED_APPS

In a template:

    {% include "xinqiao/errors.html" with form=form %}        list of errors with links, for forms longer than a screen
    {{ form.question.as_field_group }}                         one field
    {{ form.as_div }}  or  {{ form }}                          all of them

In a form the widget decides the shape; a class in its attrs decides the variety:

    forms.RadioSelect()                                        a strip of radios (`.choice`)
    forms.RadioSelect(attrs={"class": "choice--list"})         rows, for answers of more than a few words
    forms.RadioSelect(attrs={"class": "choice--alarm"})        the chosen answer turns red
    forms.RadioSelect(attrs={"class": "risk"})                 grades 0–5 with their definitions in full
    forms.CheckboxInput()                                      one tick, its label beside it
    forms.CheckboxSelectMultiple(attrs={"class": "ticks--2"})  ticks, in two columns where there is room
    forms.Textarea(attrs={"class": "input--line", "rows": 1})  one line that grows
    forms.TextInput(attrs={"class": "input--short"})           a number, a code

A field that may stay empty is marked "optional"; `field.need = _("can be added later")` says it differently and
`field.need = ""` says nothing.
"""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_BOXED = {
    f"django/forms/widgets/{name}.html"
    for name in (
        "text",
        "number",
        "email",
        "url",
        "password",
        "date",
        "datetime",
        "time",
        "file",
        "clearable_file_input",
        "select",
        "textarea",
        "tel",
        "search",
    )
}


class XinqiaoRenderer(TemplatesSetting):
    """Finds form templates among the project's own and gives every boxed control the class `input`."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget")
        if widget is not None and template_name in _BOXED:
            attrs = widget["attrs"]
            if "input" not in str(attrs.get("class", "")).split():
                # A copy: widget.attrs may be shared between renderings.
                widget["attrs"] = {**attrs, "class": f"input {attrs.get('class', '')}".strip()}
        return super().render(template_name, context, request)
