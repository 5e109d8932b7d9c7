"""Writing in the room without script."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from teleconsult.call.chatting import LONGEST


class ChatForm(forms.Form):
    """One message. The code goes with the page, so that a form sent twice is one message."""

    client_code = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"class": "input--line", "rows": 1})
    )
