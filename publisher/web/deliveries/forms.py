"""Forms about deliveries: which are meant, and what happens to them."""

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.web.shared import parameters
from publisher.web.shared.forms import DeskForm, OnwardForm, long_field, text_field


class _KeysField(forms.Field):
    """Deliveries by key: repeated, or with commas between; each a number, and at least one."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        given = [parameters.number(part) for one in value or () for part in one.split(",") if part]
        keys = [key for key in given if key is not None]
        if not given or len(keys) < len(given):
            # Never shown: such a page is not found.
            raise forms.ValidationError("none chosen")
        return keys


class _MomentField(forms.Field):
    """A time on the wall clock of each page, naive."""

    def to_python(self, value: Any) -> Any:
        found = parameters.moment(value)
        if found is None:
            raise forms.ValidationError(_("Chưa có giờ mới; chọn ngày và giờ rồi thử lại."))
        return found


def _moment_field(label: Any, **more: Any) -> _MomentField:
    widget = forms.DateTimeInput({"type": "datetime-local"} | more, format="%Y-%m-%dT%H:%M")
    return _MomentField(label=label, required=False, widget=widget)


class ChosenForm(OnwardForm):
    """Some deliveries."""

    keys = _KeysField()

    def chosen(self) -> list[int]:
        """Their keys. Raises Http404 when the form names none."""
        self.full_clean()
        if "keys" not in self.cleaned_data:
            raise Http404
        keys: list[int] = self.cleaned_data["keys"]
        return keys


class MoveForm(ChosenForm):
    """Another time for them."""

    at = _moment_field(gettext_lazy("Dời sang giờ"), required=True)


class MissedForm(ChosenForm):
    """The same above a list, where the time is one of several answers."""

    at = _moment_field(gettext_lazy("Giờ mới"))


class AmendForm(DeskForm):
    """Other words for a public post."""

    text = long_field(
        gettext_lazy("Lời mới"),
        rows=8,
        help_text=gettext_lazy("Ảnh và đường dẫn của bài đã đăng không đổi được."),
    )


class TakeDownForm(DeskForm):
    """Why a public post goes."""

    reason = text_field(gettext_lazy("Lý do"), required=True)

    def clean_reason(self) -> str:
        """The reason."""
        reason: str = self.cleaned_data["reason"]
        if not reason:
            raise forms.ValidationError(_("Ghi lý do gỡ bài; lý do được giữ trong nhật ký."))
        return reason


class SendBackForm(ChosenForm):
    """What has to be changed before somebody says yes."""

    comment = long_field(gettext_lazy("Cần sửa gì"), rows=3, required=True)

    def clean_comment(self) -> str:
        """The comment."""
        comment: str = self.cleaned_data["comment"].strip()
        if not comment:
            raise forms.ValidationError(_("Ghi rõ cần sửa gì, để người viết biết."))
        return comment
