"""Writing in the room without script, and inviting to it."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.call.chatting import LONGEST
from teleconsult.call.models import Visitor


class ChatForm(forms.Form):
    """One message. The code goes with the page, so that a form sent twice is one message."""

    client_code = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"class": "input--line", "rows": 1})
    )


class VisitorForm(forms.Form):
    """Whom the link is for; without the patient's word there is none."""

    kind = forms.ChoiceField(label=_("Who is it?"), choices=Visitor.Kind, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), help_text=_("As everybody in the call will read it."), max_length=60)
    agreed = forms.BooleanField(label=_("The patient agrees that this person takes part"))
