"""The form of the brand editor."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.cards.brand import ROLES
from publisher.domain.reason import reason
from publisher.features.media.brand_editor import TITLES
from publisher.web.shared.forms import DeskForm, long_field
from publisher.web.shared.languages import say

_COLOR = "color-"
# Name lines that a card has room for.
MOST_LINES = 4


class _ColorField(forms.CharField):
    """A colour; what is none is not shown again."""

    widget = forms.TextInput(attrs={"type": "color"})

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if re.fullmatch(r"#[0-9A-Fa-f]{6}", data or "") else initial

    def prepare_value(self, value: Any) -> Any:
        return value.lower()


class BrandForm(DeskForm):
    """Colours, name lines and emblem of a unit."""

    lines = long_field(
        gettext_lazy("Tên trên ảnh, mỗi dòng một phần (để trống: tên đầy đủ, tự xuống dòng)"),
        rows=2,
    )
    logo = forms.FileField(
        label=gettext_lazy("Biểu trưng (PNG nền trong là tốt nhất)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png, image/jpeg, image/webp"}),
    )

    def __init__(
        self, *given: Any, colors: Mapping[str, str], lines: Iterable[str] = (), logo: bool
    ) -> None:
        super().__init__(*given, initial={"lines": "\n".join(lines)}, auto_id="%s")
        for role in ROLES:
            self.fields[_COLOR + role] = _ColorField(
                label=say(reason(TITLES[role])), required=False, initial=colors[role]
            )
        self.fields["logo"].help_text = (
            _("Đang có biểu trưng; chọn tệp để thay.")
            if logo
            else _("Chưa có; ảnh dùng con dấu chữ cái.")
        )

    def clean_lines(self) -> list[str]:
        """The lines that say something."""
        lines = (line.strip() for line in self.cleaned_data["lines"].splitlines())
        return [line for line in lines if line][:MOST_LINES]

    def colors(self) -> dict[str, str]:
        """What was chosen, by role."""
        return {role: self.cleaned_data[_COLOR + role] for role in ROLES}

    def shown(self) -> dict[str, str]:
        """What the fields show, by role."""
        return {role: self[_COLOR + role].value() for role in ROLES}

    def color_fields(self) -> Iterable[forms.BoundField]:
        """The colours in their order."""
        return (self[_COLOR + role] for role in ROLES)
