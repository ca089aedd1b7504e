"""What is different on one page, as rows of the composer's form."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.features.authoring.composer import PageException
from publisher.queuefiles.schema import ExceptionKeys
from publisher.web.shared.forms import (
    DeskForm,
    NamesField,
    long_field,
    one_field,
    text_field,
    tick_field,
    title_lazy,
)

MOST = 500
_START = "exception"
_NUMBER = re.compile(rf"{_START}-(\d{{1,4}})-", re.ASCII)
# What a page may go without while the others have it.
_MAY_LACK = ("text", "first_comment", "hashtags")
_AS_OTHERS = gettext_lazy("Để trống: như các trang khác.")


class ExceptionForm(DeskForm):
    """One page on which a post is different; what is empty is as on the others."""

    page = one_field(gettext_lazy("Trang"))
    skip = tick_field(title_lazy(ExceptionKeys, "skip"))
    text = long_field(gettext_lazy("Lời bài"), rows=4, lang="vi", help_text=_AS_OTHERS)
    at = text_field(
        title_lazy(ExceptionKeys, "at"), type="datetime-local", step="any", help_text=_AS_OTHERS
    )
    first_comment = long_field(
        title_lazy(ExceptionKeys, "first_comment"), rows=2, help_text=_AS_OTHERS
    )
    hashtags = text_field(gettext_lazy("Hashtag"), help_text=_AS_OTHERS)
    without = NamesField(
        gettext_lazy("Trang này không có"),
        choices=(
            ("text", gettext_lazy("Lời bài")),
            ("first_comment", title_lazy(ExceptionKeys, "first_comment")),
            ("hashtags", gettext_lazy("Hashtag")),
        ),
    )
    drop = tick_field(gettext_lazy("Bỏ phần riêng này: trang đăng như các trang khác"))

    def __init__(self, data: Any = None, *, number: int, initial: Any = None) -> None:
        prefix = f"{_START}-{number}"
        super().__init__(data, prefix=prefix, initial=initial, auto_id="%s")

    @classmethod
    def showing(cls, one: PageException, number: int) -> "ExceptionForm":
        """The row of what is different on a page."""
        texts = {name: getattr(one, name) for name in _MAY_LACK}
        shown = {"page": one.page, "skip": one.skip, "at": one.at} | texts
        shown["hashtags"] = " ".join(f"#{tag}" for tag in one.hashtags or ())
        shown["without"] = [name for name, said in texts.items() if said is not None and not said]
        return cls(number=number, initial=shown)

    def offer(self, pages: Iterable[tuple[str, str]]) -> None:
        """The pages that may be chosen."""
        field = self.fields["page"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("chọn trang")), *pages]

    def said(self) -> PageException | None:
        """What the row says; None for one that is empty, or to be left out."""
        if self._sent("drop"):
            return None
        lacks = self._sent("without") or ()
        tags = self._sent("hashtags").replace(",", " ").split()
        found = PageException(
            page=self._sent("page"),
            skip=bool(self._sent("skip")),
            at=self._sent("at"),
            text="" if "text" in lacks else self._words("text"),
            first_comment="" if "first_comment" in lacks else self._words("first_comment"),
            hashtags=() if "hashtags" in lacks else tuple(tags) or None,
        )
        return None if found == PageException(page="") else found

    def _words(self, name: str) -> str | None:
        return str(self._sent(name)).replace("\r\n", "\n").strip() or None

    def _sent(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name, "")


def rows_sent(data: Mapping[str, Any]) -> list[ExceptionForm]:
    """The rows of a form that was sent, in their order."""
    numbers = {int(found[1]) for name in data if (found := _NUMBER.match(name))}
    return [ExceptionForm(data, number=number) for number in sorted(numbers)[:MOST]]


def with_another(rows: list[ExceptionForm]) -> list[ExceptionForm]:
    """The rows, and an empty one."""
    last = max((int(str(one.prefix).rpartition("-")[2]) for one in rows), default=-1)
    return [*rows, ExceptionForm(number=last + 1)]
