"""Forms of an official letter: its file, and what is taken from what was read."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.features.authoring.import_letter import CampaignDraft, with_year
from publisher.letters.letter import Anniversary, Extract, OfficialLetter
from publisher.letters.reading import ENDINGS
from publisher.web.shared import parameters
from publisher.web.shared.forms import DeskForm, NamesField, text_field, tick_field
from publisher.web.shared.languages import say

# Days to look through at most, so that a page is a page.
MOST_ITEMS = 300
USUAL_TIME = "07:30"


class LetterFileForm(DeskForm):
    """A letter to be read."""

    file = forms.FileField(
        label=gettext_lazy("Văn bản (.docx, .pdf có chữ, .md, .txt)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "required": True}),
    )


class SloganRow(NamedTuple):
    """A slogan in the review."""

    found: Extract[str]
    take: forms.BoundField
    text: forms.BoundField


class DayRow(NamedTuple):
    """An anniversary in the review."""

    found: Extract[Anniversary]
    take: forms.BoundField
    # None where the letter names no day.
    at: forms.BoundField | None


class _KeptField(forms.CharField):
    """Text that stays as it was when the page did not send it."""

    def clean(self, value: Any) -> Any:
        return super().clean(self.initial if value is None else value)


class _DayField(forms.Field):
    """A day of the years that the desk knows."""

    widget = forms.DateInput

    def to_python(self, value: Any) -> date | None:
        return parameters.day(value)


class _SlotsField(forms.CharField):
    """Times of the day with commas, semicolons or blanks between; "7h30" too."""

    def clean(self, value: Any) -> list[time]:
        given = str(super().clean(value)).replace(";", ",").replace(" ", ",").split(",")
        parts = [part for part in given if part]
        times = [found for part in parts if (found := time_of(part))]
        if len(times) < len(parts):
            wrong = ", ".join(part for part in parts if time_of(part) is None)
            raise forms.ValidationError(_("“%s” không phải giờ; viết như 07:30, 19:30.") % wrong)
        return sorted(times)


def _day_field(label: Any) -> _DayField:
    widget = forms.DateInput({"type": "date", "required": True}, format="%Y-%m-%d")
    return _DayField(label=label, required=False, widget=widget)


class AgainForm(DeskForm):
    """The draft of another year is asked for, and what stays then as it was typed."""

    year = forms.CharField(required=False)
    slots = forms.CharField(required=False)
    card = _KeptField(required=False, initial="slogan")
    pages = NamesField()
    again = tick_field("")

    def clean_year(self) -> int | None:
        """A year that the desk knows."""
        least, most = parameters.FIRST.year, parameters.LAST.year
        return parameters.number(self.cleaned_data["year"], least=least, most=most)


class LetterForm(DeskForm):
    """What becomes a campaign of a letter."""

    title = text_field(gettext_lazy("Tên"), maxlength=200, required=True)
    document = text_field(gettext_lazy("Số, ngày văn bản"))
    year = forms.CharField(
        label=gettext_lazy("Chạy trong năm"), required=False, widget=forms.Select
    )
    first = _day_field(gettext_lazy("Từ ngày"))
    last = _day_field(gettext_lazy("Đến hết ngày"))
    slots = _SlotsField(
        label=gettext_lazy("Khung giờ"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: theo khung giờ của từng trang."),
        widget=forms.TextInput(attrs={"placeholder": "07:30, 19:30"}),
    )
    card = _KeptField(
        label=gettext_lazy("Mẫu ảnh"), required=False, initial="slogan", widget=forms.Select
    )
    pages = NamesField(gettext_lazy("Trang"))

    def __init__(
        self,
        letter: OfficialLetter,
        draft: CampaignDraft,
        *given: Any,
        year: int | None,
        initial: dict[str, Any],
    ) -> None:
        drafted = {
            "title": draft.title,
            "document": draft.document,
            "first": draft.first,
            "last": draft.last,
        }
        super().__init__(*given, auto_id="%s", initial=drafted | initial)
        self._letter = letter
        number = letter.number
        if number and number.doubt:
            self.fields["document"].help_text = say(number.doubt)
        for row, slogan in enumerate(letter.slogans[:MOST_ITEMS]):
            self._add_slogan(row, slogan, with_year(slogan.value, year) if year else slogan.value)
        seen: set[tuple[int, int]] = set()
        for row, day in enumerate(letter.anniversaries[:MOST_ITEMS]):
            since = day.value.since
            key = (since.month, since.day) if since else (0, 0)
            self._add_day(row, day, chosen=day.sure and bool(since) and key not in seen)
            seen.add(key)

    def offer(
        self,
        *,
        years: list[tuple[str, str]],
        cards: list[tuple[str, str]],
        pages: list[tuple[str, str]],
    ) -> None:
        """Say what may be chosen."""
        self.fields["year"].widget = forms.Select(choices=years)
        self.fields["card"].widget = forms.Select(choices=cards)
        self.fields["pages"].widget.choices = pages

    def _add_slogan(self, row: int, found: Extract[str], text: str) -> None:
        line = {"n": found.line}
        take = {"value": "1", "aria-label": _("Lấy khẩu hiệu ở dòng %(n)s") % line}
        self.fields[f"take-{row}"] = _box(take, chosen=found.sure)
        label = {"rows": 1, "cols": False, "aria-label": _("Khẩu hiệu ở dòng %(n)s") % line}
        self.fields[f"slogan-{row}"] = _KeptField(
            required=False, initial=text, widget=forms.Textarea(attrs=label)
        )

    def _add_day(self, row: int, found: Extract[Anniversary], *, chosen: bool) -> None:
        take = {"value": "1", "aria-label": found.value.name, "disabled": not found.value.since}
        self.fields[f"day-{row}"] = _box(take, chosen=chosen)
        self.fields[f"at-{row}"] = _KeptField(
            label=_("Giờ đăng"),
            required=False,
            initial=USUAL_TIME,
            widget=forms.TimeInput(attrs={"type": "time", "class": "time"}),
        )

    def clean_title(self) -> str:
        """The title."""
        title: str = self.cleaned_data["title"]
        if not title:
            raise forms.ValidationError(_("Chưa có tên chiến dịch."))
        return title

    def clean_pages(self) -> list[str]:
        """The pages."""
        pages: list[str] = self.cleaned_data["pages"]
        if not pages:
            raise forms.ValidationError(_("Chưa chọn trang nào."))
        return pages

    def clean(self) -> dict[str, Any]:
        """What the fields are together."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first is None or last is None:
            self.add_error("first", _("Chọn ngày bắt đầu và ngày kết thúc."))
        elif last < first:
            self.add_error("last", _("Ngày kết thúc trước ngày bắt đầu."))
        if not any(given[name] for name in given if name.startswith(("take-", "day-"))):
            self.add_error(None, _("Chưa chọn khẩu hiệu hay ngày kỷ niệm nào."))
        return given

    def slogan_rows(self) -> Iterable[SloganRow]:
        """The slogans, with their fields."""
        for row, found in enumerate(self._letter.slogans[:MOST_ITEMS]):
            yield SloganRow(found, self[f"take-{row}"], self[f"slogan-{row}"])

    def day_rows(self) -> Iterable[DayRow]:
        """The anniversaries, with their fields."""
        for row, found in enumerate(self._letter.anniversaries[:MOST_ITEMS]):
            at = self[f"at-{row}"] if found.value.since else None
            yield DayRow(found, self[f"day-{row}"], at)

    def slogans(self) -> Iterable[tuple[Extract[str], str]]:
        """The slogans that were taken, each with its text now."""
        for row, found in enumerate(self._letter.slogans[:MOST_ITEMS]):
            text = self.cleaned_data[f"slogan-{row}"]
            if text and self.cleaned_data[f"take-{row}"]:
                yield found, text

    def days(self) -> Iterable[tuple[Extract[Anniversary], date, time]]:
        """The anniversaries that were taken, each with its time."""
        for row, found in enumerate(self._letter.anniversaries[:MOST_ITEMS]):
            since = found.value.since
            if since and self.cleaned_data[f"day-{row}"]:
                at = time_of(self.cleaned_data[f"at-{row}"]) or time.fromisoformat(USUAL_TIME)
                yield found, since, at


def _box(attrs: dict[str, Any], *, chosen: bool) -> forms.BooleanField:
    return forms.BooleanField(
        required=False, initial=chosen, widget=forms.CheckboxInput(attrs=attrs)
    )


def time_of(text: str) -> time | None:
    """A time of the day as people write it; None when it is none."""
    try:
        return time.fromisoformat(text.replace("h", ":").strip().zfill(5))
    except ValueError:
        return None
