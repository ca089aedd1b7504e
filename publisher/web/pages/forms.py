"""The form that connects a page."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.web.shared.forms import DeskForm


class ConnectForm(DeskForm):
    """A token as it is pasted; never shown again."""

    token = forms.CharField(
        label=gettext_lazy("Mã truy cập"),
        required=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "required": True}
        ),
    )

    def clean_token(self) -> str:
        """The token."""
        token: str = self.cleaned_data["token"]
        if not token:
            raise forms.ValidationError(_("Dán mã truy cập vào ô rồi thử lại."))
        return token
