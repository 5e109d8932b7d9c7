"""What templates ask about a form's fields."""

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, with its label beside it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


def need(field: BoundField) -> object:
    """What stands behind a label: the field's own `need`, "optional" where it may stay empty, else nothing."""
    own: object = getattr(field.field, "need", None)
    if own is not None:
        return own
    return "" if field.field.required or field.field.disabled else _("optional")


def anchor(field: BoundField) -> str:
    """The id that a link to the field leads to: its control, or the first one of a group."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id)


def error_count(form: BaseForm) -> int:
    """How many things are wrong with the form."""
    return sum(len(errors) for errors in form.errors.values())


def reworded(field: BoundField, label: str = "", help: str = "", kind: str = "", **attrs: str) -> SafeString:
    """One field of a form that is not ours, in our words. `kind` is a class of its control.

    The placeholder goes: it would vanish on the first key, and a label already says what is wanted.
    """
    field.label, field.help_text = label or field.label, help
    own = field.field.widget.attrs
    own.pop("placeholder", None)
    own.update({name.replace("_", "-"): value for name, value in attrs.items()})
    if kind:
        own["class"] = kind
    return field.as_field_group()
