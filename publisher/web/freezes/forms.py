"""The form that stops everything, a unit or a campaign."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.features.scheduling.freeze import Extent
from publisher.web.shared.forms import DeskForm, text_field


class FreezeForm(DeskForm):
    """What is to be stopped, and why."""

    # Text, not a choice: what the person may stop is asked of `access`.
    extent = forms.CharField(label=gettext_lazy("Phạm vi"), required=False, widget=forms.Select)
    reason = text_field(gettext_lazy("Lý do"), required=True)

    def __init__(self, data: Any = None, *, extents: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["extent"].widget = forms.Select(choices=list(extents))

    def clean_extent(self) -> Extent:
        """The extent that a value such as "unit:lai-chau" means."""
        kind, _colon, name = self.cleaned_data["extent"].partition(":")
        if kind not in ("all", "unit", "campaign") or (kind != "all" and not name):
            raise forms.ValidationError(_("Chọn tạm dừng cái gì."))
        return Extent(
            unit=name if kind == "unit" else "", campaign=name if kind == "campaign" else ""
        )

    def clean_reason(self) -> str:
        """The reason, which everybody will read."""
        reason: str = self.cleaned_data["reason"]
        if not reason:
            raise forms.ValidationError(_("Ghi lý do; mọi người sẽ thấy vì sao bài không ra."))
        return reason
