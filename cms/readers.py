"""For whom the site is written, and the situations of life in which people look for it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AUDIENCES = (
    ("public", pgettext_lazy("readers", "Everybody")),
    ("family", pgettext_lazy("readers", "Families")),
    ("young", pgettext_lazy("readers", "Young people")),
    ("parents", pgettext_lazy("readers", "Parents")),
    ("older", pgettext_lazy("readers", "Older people")),
    ("workers", pgettext_lazy("readers", "People at work")),
    ("carers", pgettext_lazy("readers", "Carers")),
)
SITUATIONS = (
    ("crisis", _("In a crisis")),
    ("child", _("A child")),
    ("perinatal", _("Pregnancy and birth")),
    ("older", _("Growing old")),
    ("work", _("At work")),
    ("carer", _("Caring for somebody")),
    ("medicine", _("Medicines")),
    ("rights", _("Rights")),
)
