"""Forms of the yes: what was seen, with the digest of what was shown."""

from typing import Any

from django import forms
from django.http import Http404

from publisher.web.shared import parameters
from publisher.web.shared.forms import DeskForm, OnwardForm, hidden_field


class _SeenField(forms.Field):
    """Pairs of a delivery's key and a digest, "12:ab… 13:cd…"; at least one."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, str]:
        pairs = [pair.partition(":") for one in value or () for pair in one.split()]
        seen = {
            key: digest
            for pk, _colon, digest in pairs
            if (key := parameters.number(pk)) is not None
        }
        if not seen or len(seen) < len({pk for pk, _colon, _digest in pairs}):
            # Never shown: such a page is not found.
            raise forms.ValidationError("none chosen")
        return seen


class ApproveForm(OnwardForm):
    """A yes to what was shown."""

    seen = _SeenField()

    def what_was_seen(self) -> dict[int, str]:
        """Digests by delivery. Raises Http404 when the form names none."""
        if not self.is_valid():
            raise Http404
        seen: dict[int, str] = self.cleaned_data["seen"]
        return seen


class FlippedForm(DeskForm):
    """A yes to everything of a campaign that was flipped through; none: to everything."""

    campaign = hidden_field()
