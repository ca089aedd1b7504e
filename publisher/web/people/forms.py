"""Forms of signing in, of one's account, and of people and their roles."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.domain.roles import Role
from publisher.features.people.accounts import role_named
from publisher.features.people.api_keys import KeyScope
from publisher.web.shared.forms import DeskForm, password_field, text_field, tick_field
from publisher.web.shared.languages import say

_ROLE = "role-"


class SignInForm(DeskForm):
    """The way in."""

    login = text_field(
        gettext_lazy("Tên đăng nhập"),
        autocomplete="username",
        autocapitalize="none",
        required=True,
        autofocus=True,
    )
    password = password_field(gettext_lazy("Mật khẩu"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class _TwicePassword(DeskForm):
    """A new password is typed twice."""

    # The field that `again` repeats.
    first = "password"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get(self.first, "") != given.get("again", ""):
            self.add_error("again", _("Hai lần gõ mật khẩu khác nhau."))
        return given


class NewAccountForm(_TwicePassword):
    """A name and a password of one's own."""

    name = text_field(
        gettext_lazy("Họ và tên"),
        autocomplete="name",
        help_text=gettext_lazy("Đứng trong phê duyệt và nhật ký."),
    )
    login = text_field(
        gettext_lazy("Tên đăng nhập"),
        autocomplete="username",
        help_text=gettext_lazy("Viết liền không dấu, hoặc địa chỉ thư."),
    )
    password = password_field(
        gettext_lazy("Mật khẩu"),
        "new-password",
        gettext_lazy("Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất."),
    )
    again = password_field(gettext_lazy("Gõ lại mật khẩu"), "new-password")


class NewPasswordForm(_TwicePassword):
    """Another password for an account that has one."""

    first = "new"
    old = password_field(gettext_lazy("Mật khẩu hiện tại"), "current-password")
    new = password_field(gettext_lazy("Mật khẩu mới"), "new-password")
    again = password_field(gettext_lazy("Gõ lại mật khẩu mới"), "new-password")
    keep_keys = tick_field(gettext_lazy("Giữ các khóa API (không ai khác biết mật khẩu cũ)"))


class NewKeyForm(DeskForm):
    """A key for the API."""

    name = text_field(gettext_lazy("Dùng cho việc gì"), autocomplete="off")
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Quyền"),
        required=False,
        choices=[(scope.value, scope.value) for scope in KeyScope],
        initial=[KeyScope.READ.value],
        widget=forms.CheckboxSelectMultiple,
    )


class RolesForm(DeskForm):
    """Roles in units, for somebody who has an account."""

    active = tick_field(gettext_lazy("Tài khoản dùng được"))

    def __init__(
        self, data: Any, *, units: Mapping[str, str], has: Mapping[str, str], active: bool
    ) -> None:
        super().__init__(data, initial={"active": active})
        roles = [("", _("không")), *((role.value, say(role_named(role))) for role in Role)]
        for slug, name in units.items():
            # A role that there is not means none, as it does from an old page.
            self.fields[_ROLE + slug] = forms.CharField(
                label=name,
                required=False,
                initial=has.get(slug, ""),
                widget=forms.Select(choices=roles),
            )

    def roles(self) -> list[tuple[str, Role]]:
        """What was chosen, by unit."""
        asked = (
            (name.removeprefix(_ROLE), self.cleaned_data.get(name, ""))
            for name in self.fields
            if name.startswith(_ROLE)
        )
        return [(unit, Role(role)) for unit, role in asked if role in list(Role)]

    def role_fields(self) -> Iterable[forms.BoundField]:
        """The fields of the units, in their order."""
        return (self[name] for name in self.fields if name.startswith(_ROLE))


class InvitationForm(RolesForm):
    """Somebody new."""

    name = text_field(gettext_lazy("Họ và tên người được mời"), autocomplete="off")

    def __init__(self, data: Any, *, units: Mapping[str, str]) -> None:
        super().__init__(data, units=units, has={}, active=True)
