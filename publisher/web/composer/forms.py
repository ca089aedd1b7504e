"""From the composer's form, or a call of the API, to a piece that the person may queue."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publisher.cards.formats import DEFAULT, FORMATS
from publisher.cards.template import Field, Template
from publisher.domain.address import tagged, url_trouble
from publisher.domain.entry import ALL_PAGES, Entry, EntryKind, HashtagPlace
from publisher.domain.roles import Ability
from publisher.domain.route import Placement
from publisher.features.authoring import composer
from publisher.features.authoring.composer import (
    NEXT,
    EntryFields,
    Opened,
)
from publisher.queuefiles.schema import PostKeys
from publisher.web.composer.page_exceptions import ExceptionForm, rows_sent, with_another
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.forms import (
    DeskForm,
    NamesField,
    hidden_field,
    long_field,
    one_field,
    text_field,
    tick_field,
    title_lazy,
)
from publisher.web.shared.languages import say

# Fields that come from the entry itself, so nobody types them twice.
OWN_FIELDS = frozenset({"text", "age", "years", "dates"})
# Of several lines.
LONG_FIELDS = frozenset({"details", "figures"})
# What the page calls what it makes.
KINDS = (
    ("post", gettext_lazy("Bài viết")),
    ("album", gettext_lazy("Album ảnh")),
    ("link", gettext_lazy("Liên kết báo")),
    ("slogan", gettext_lazy("Khẩu hiệu")),
)
Choices = Sequence[tuple[str, str]]
_CARD_TEXT = "field"


def _formats() -> list[tuple[str, str]]:
    return [(one.name, say(one.title)) for one in FORMATS.values()]


class ComposerForm(DeskForm):
    """What the composer's page holds, whether it is queued, kept as a draft or only looked at."""

    kind = one_field(choices=KINDS, initial="post", widget=forms.RadioSelect)
    campaign = one_field(gettext_lazy("Chiến dịch"))
    link = text_field(
        gettext_lazy("Địa chỉ bài báo"), type="url", inputmode="url", placeholder="https://"
    )
    utm = tick_field(gettext_lazy("Gắn mã đo lượt xem (UTM) vào đường dẫn khi xếp vào hàng đợi"))
    link_picture = hidden_field()
    headline = text_field(title_lazy(PostKeys, "headline"))
    publication = text_field(title_lazy(PostKeys, "publication"))
    text = long_field(
        gettext_lazy("Lời bài"),
        rows=9,
        lang="vi",
        spellcheck="true",
        help_text=gettext_lazy(
            "Chỗ điền: {year}, {age} (cần ngày gốc), {unit}. "
            "Trên ảnh thiết kế, *chữ giữa hai dấu sao* được làm nổi."
        ),
    )
    photos = forms.CharField(
        label=title_lazy(PostKeys, "photos"),
        required=False,
        widget=forms.HiddenInput(attrs={"id": "photos-field"}),
    )
    video = one_field(
        title_lazy(PostKeys, "video"),
        help_text=gettext_lazy("Đăng video thay cho ảnh; chọn tệp đã có trong kho."),
    )
    placement = one_field(
        title_lazy(PostKeys, "placement"),
        (
            (Placement.FEED.value, gettext_lazy("Bảng tin")),
            (Placement.REEL.value, gettext_lazy("Reel (thước phim)")),
            (Placement.STORY.value, gettext_lazy("Story (tin 24 giờ)")),
        ),
        initial=Placement.FEED.value,
        help_text=gettext_lazy("Reel cần một video; story là một ảnh hoặc một video."),
    )
    card = one_field(gettext_lazy("Mẫu"))
    format = one_field(gettext_lazy("Khổ"), _formats, initial=DEFAULT)
    since = text_field(gettext_lazy("Ngày gốc (để tính năm kỷ niệm)"), type="date")
    hashtags = text_field(gettext_lazy("Hashtag"), placeholder="#ThangCongNhan")
    hashtags_in = one_field(
        gettext_lazy("Hashtag đặt ở"),
        (
            (HashtagPlace.TEXT.value, gettext_lazy("cuối bài")),
            (HashtagPlace.COMMENT.value, gettext_lazy("bình luận đầu tiên")),
        ),
        initial=HashtagPlace.TEXT.value,
    )
    first_comment = long_field(title_lazy(PostKeys, "first_comment"), rows=3)
    pages = NamesField(gettext_lazy("Đăng lên trang"))
    when = one_field(
        gettext_lazy("Lúc nào"),
        (
            (NEXT, gettext_lazy("Khung giờ trống tiếp theo của từng trang")),
            ("at", gettext_lazy("Đúng lúc")),
        ),
        initial=NEXT,
        widget=forms.RadioSelect,
    )
    at = text_field(gettext_lazy("Ngày giờ đăng"), type="datetime-local", step="any")
    stagger = text_field(
        gettext_lazy("Các trang cách nhau (phút)"), type="number", min=0, step="any"
    )
    take_time = tick_field(
        gettext_lazy("Bỏ lần dời trên lịch: đăng theo giờ ghi trong bài"),
    )
    # What is rarely wanted, folded away. `more`: the part was on the page, so what is not ticked
    # in it is meant so.
    more = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)
    after = text_field(
        title_lazy(PostKeys, "after"),
        type="datetime-local",
        step="any",
        help_text=gettext_lazy("Chỉ khi đăng vào khung giờ trống: không sớm hơn lúc này."),
    )
    max_late = text_field(
        gettext_lazy("Được đăng muộn nhiều nhất (phút)"),
        type="number",
        min=0,
        step="any",
        help_text=gettext_lazy(
            "Muộn hơn thế thì bài chờ người quyết định. Để trống: theo cài đặt của trang."
        ),
    )
    ignore_quiet = tick_field(
        title_lazy(PostKeys, "ignore_quiet"),
        gettext_lazy("Không chờ hết giờ nghỉ của trang (thường là ban đêm)."),
    )
    again = tick_field(
        title_lazy(PostKeys, "again"),
        gettext_lazy("Bài báo hay lời bài này đã có trên trang, và vẫn đăng thêm một lần."),
    )
    # Of the preview.
    size = one_field(
        choices=(("desk", gettext_lazy("Máy tính")), ("phone", gettext_lazy("Điện thoại"))),
        initial="desk",
        widget=forms.RadioSelect,
    )
    preview_page = one_field(gettext_lazy("Xem như trang"))
    # Of the page itself.
    draft = hidden_field()
    entry = hidden_field()
    seen = hidden_field()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"auto_id": "%s"} | more)
        self.exceptions = rows_sent(self.data)

    @classmethod
    def showing(cls, piece: EntryFields, kind: str) -> Self:
        """The form of a piece that nobody changed yet."""
        timed = piece.at != NEXT
        shown = {field.name: getattr(piece, field.name) for field in dataclasses.fields(piece)}
        form = cls(
            initial=shown
            | {
                "kind": kind,
                "when": "at" if timed else NEXT,
                "at": piece.at if timed else "",
                "photos": json.dumps([{"file": file, "alt": alt} for file, alt in piece.photos]),
                "hashtags": " ".join(f"#{tag}" for tag in piece.hashtags),
            }
        )
        form.exceptions = [
            ExceptionForm.showing(one, number) for number, one in enumerate(piece.exceptions or ())
        ]
        return form

    def offer(
        self,
        *,
        campaigns: Choices,
        cards: Choices,
        pages: Choices,
        videos: Sequence[str],
        every: bool,
    ) -> None:
        """What the person may choose from; `every`: all pages are meant, each is ticked."""
        slugs = [slug for slug, _name in pages]
        chosen = str(self["video"].value() or "")
        named = dict.fromkeys([*videos, *([chosen] if chosen else [])])
        self._choices("video", [("", _("không có")), *((name, name) for name in named)])
        for row in self.exceptions:
            row.offer(pages)
        self._choices("campaign", [("", _("chọn chiến dịch")), *campaigns])
        self._choices("card", [("", _("không dùng")), *cards])
        self._choices("pages", pages)
        self._choices("preview_page", pages)
        if every:
            self.initial["pages"] = [ALL_PAGES, *slugs]
        ticked = [slug for slug in slugs if slug in (self["pages"].value() or ())]
        self.initial["preview_page"] = next(iter(ticked), "")

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def everywhere(self) -> bool:
        """Whether the box of all pages is ticked."""
        return ALL_PAGES in (self["pages"].value() or ())

    @property
    def unfolded(self) -> bool:
        """Whether something stands in the part that is folded away."""
        names = ("after", "max_late", "ignore_quiet", "again")
        return bool(self.exceptions) or any(
            self[name].value() or self[name].errors for name in names
        )

    @property
    def exceptions_title(self) -> str:
        """The title of the rows, in the person's language."""
        return str(title_lazy(PostKeys, "exceptions"))

    def with_another_exception(self) -> None:
        """One more row for a page on which the post is different."""
        self.exceptions = with_another(self.exceptions)

    def keep_kind(self, campaign: str) -> None:
        """What is queued stays of its kind, and in its campaign."""
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["campaign"].disabled = True
        self.initial["campaign"] = campaign

    def sent(self, name: str) -> Any:
        """What was sent in a field, without what no field takes."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    def piece(self) -> EntryFields:
        """The fields that were sent, as they stand."""
        as_written = ("since", "headline", "publication", "campaign", "stagger", "card", "format")
        return EntryFields(
            kind=EntryKind.SLOGAN if self.sent("kind") == "slogan" else EntryKind.POST,
            text=_lines(self.sent("text")),
            pages=(ALL_PAGES,) if self.everywhere else tuple(self.sent("pages")),
            at=self.sent("at") or NEXT if self.sent("when") == "at" else NEXT,
            fields=self._card_texts() if self.sent("card") else {},
            photos=tuple(_photos(self.sent("photos"))),
            link=self._link(),
            first_comment=_lines(self.sent("first_comment")),
            hashtags=tuple(
                part.removeprefix("#") for part in self.sent("hashtags").replace(",", " ").split()
            ),
            hashtags_in=self.sent("hashtags_in"),
            **self._rare(),
            **{name: self.sent(name) for name in as_written},
        )

    def _rare(self) -> dict[str, Any]:
        """What older drafts, and forms without that part, do not say."""
        if not self.sent("more"):
            return {}
        as_written = ("video", "placement", "after", "max_late", "ignore_quiet", "again")
        rows = (row.said() for row in self.exceptions)
        found = {"exceptions": tuple(one for one in rows if one)}
        return found | {name: self.sent(name) for name in as_written}

    def _card_texts(self) -> dict[str, str]:
        start = f"{_CARD_TEXT}-"
        return {
            name.removeprefix(start): _lines(str(self.data[name]))
            for name in self.data
            if name.startswith(start)
        }

    def _link(self) -> str:
        """The article's address without what follows readers about; with our own mark when the
        person asked for it.
        """
        link = str(self.sent("link"))
        if not link or url_trouble(link) or not self.sent("utm"):
            return link
        return tagged(link, self.sent("campaign") or "fanpage")

    def refuse_at(self, problems: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Show each problem at its field, by its key in a queue file; the list of all, each with
        the id of where it is mended.
        """
        self.is_valid()
        found = []
        for key, said in problems:
            if row := self._row_of(key):
                name = _row_field(key)
                row.refuse({name: said})
                found.append((row[name].auto_id, said))
                continue
            name = self._place(key.partition(".")[0])
            self.refuse({name: said})
            found.append((_ANCHORS.get(name, name), said))
        return found

    def _row_of(self, key: str) -> ExceptionForm | None:
        """The row of an exception's key; of several for one page the last."""
        if not key.startswith("exceptions."):
            return None
        page = key.split(".")[1]
        rows = [row for row in self.exceptions if (one := row.said()) and one.page == page]
        return rows[-1] if rows else None

    def _place(self, key: str) -> str:
        # The words on a card stand below its template.
        name = "card" if key == "fields" else key
        return name if name in self.fields else ""


def _row_field(key: str) -> str:
    name = (*key.split("."), "")[2]
    return name if name in ExceptionForm.base_fields else "page"


# Where a field's own id is on nothing that can be seen.
_ANCHORS = {"photos": "files"}


class CardForm(DeskForm):
    """The words that a card asks for."""

    def __init__(self, name: str, template: Template, texts: Mapping[str, str]) -> None:
        given = {f"{_CARD_TEXT}-{key}": text for key, text in texts.items()}
        super().__init__(given, prefix=_CARD_TEXT, auto_id=f"f-{name}-%s")
        for one in template.fields:
            if one.name not in OWN_FIELDS or one.name in texts:
                several = one.name in LONG_FIELDS or "\n" in texts.get(one.name, "")
                made = long_field if several else text_field
                self.fields[one.name] = made(_card_label(one))


def _card_label(one: Field) -> str:
    title = say(one.title)
    if one.needed:
        return title
    return format_html('{} <span class="quiet">({})</span>', title, _("tùy chọn"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def check_pages(request: HttpRequest, piece: EntryFields, opened: Opened | None) -> set[str]:
    """Refuse pages that are not the person's; the units that are touched. Raises
    PermissionDenied.
    """
    if piece.kind is EntryKind.SLOGAN and opened is None:
        found = [
            one for one in context_of(request).queue.queue().campaigns if one.id == piece.campaign
        ]
        if found and not may_add(request, found[0]):
            raise PermissionDenied
        return access.entry_units(request, found[0]) if found else set()
    if opened and not composer.is_post(opened.entry):
        return access.entry_units(request, opened.entry)
    if ALL_PAGES in piece.pages:
        if not access.standing_of(request).may_everywhere(Ability.WRITE):
            raise PermissionDenied
        return set(context_of(request).config.units)
    return {page.unit.slug for page in access.writable_pages(request, piece.pages)}


def may_add(request: HttpRequest, campaign: Any) -> bool:
    """A slogan appears on all pages of its campaign: who adds one writes for all of them."""
    return access.entry_units(request, campaign) <= access.standing_of(request).units(Ability.WRITE)


def open_entry(request: HttpRequest, entry_id: str, *, seen: str = "") -> tuple[Entry, Opened]:
    """An entry to change; `seen`: the version that the person saw. Raises Http404 or
    PermissionDenied.
    """
    entry = composer.find(context_of(request).queue.queue(), entry_id)
    if entry is None or not access.sees(request, entry):
        raise Http404
    if not access.may_change(request, entry):
        raise PermissionDenied
    folder, known = context_of(request).config.queue, access.known(request)
    opened = composer.open_entry(folder, entry, known)
    if opened is None:
        raise Http404
    return entry, dataclasses.replace(opened, seen=seen) if seen else opened


def opened_of(request: HttpRequest, form: ComposerForm) -> Opened | None:
    """The entry that a form changes; None when it makes a new one."""
    return open_entry(request, form.sent("entry"))[1] if form.sent("entry") else None


def one_unit(request: HttpRequest, entry: Entry) -> str:
    """The unit of an entry, empty when it touches several."""
    units = access.entry_units(request, entry)
    return units.pop() if len(units) == 1 else ""


def _photos(text: str) -> Iterable[tuple[str, str]]:
    try:
        found = json.loads(text or "[]")
    # Brackets that nest a thousand deep, numbers of thousands of digits.
    except (ValueError, RecursionError):
        return
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and isinstance(one.get("file"), str) and one["file"]:
            yield _words(one["file"]), _words(str(one.get("alt") or ""))


def _words(text: str) -> str:
    """What JSON can write and no file or database can keep is left out: a NUL, half of a pair of
    UTF-16."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
