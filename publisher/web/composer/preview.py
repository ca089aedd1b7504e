"""The live preview: the very card and post, what to mend, and when it would go out."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from publisher import resources
from publisher.domain.entry import ALL_PAGES, Entry, EntryKind, Queue
from publisher.domain.errors import PictureRefused
from publisher.domain.message import Message
from publisher.domain.message import compose as composed
from publisher.domain.page import ApprovalRule, Page
from publisher.domain.reason import Problem
from publisher.domain.revision import freeze
from publisher.domain.roles import Ability
from publisher.domain.wording import Remark, look_alikes
from publisher.features.authoring import composer
from publisher.features.authoring.composer import EntryFields, Opened
from publisher.features.authoring.lint import text_remarks, vocabulary
from publisher.features.scheduling.planning import preview_plan
from publisher.queuefiles.writing import WriteRefused
from publisher.store.models import Delivery
from publisher.web.composer import moves
from publisher.web.composer.facebook_preview import Mock, PostPicture, mock
from publisher.web.composer.forms import ComposerForm, opened_of
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import language, say
from publisher.web.shared.zones import office_zone
from publisher.web.templatetags.desk import moment

PREVIEW_SCALE = 0.5


# A next slot is looked for within this time; later ones are told as "later".
LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class LivePreview:
    """What the preview shows."""

    problems: Sequence[str]
    remarks: Sequence[Remark]
    mock: Mock | None
    refusal: str
    times: Sequence[tuple[str, str]]
    waits: bool


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How it looks now, what is wrong, and when it would go out."""
    access.require(request, Ability.WRITE)
    form = ComposerForm(request.POST)
    piece, opened = form.piece(), opened_of(request, form)
    phone = form.sent("size") == "phone"
    look = _look(
        request,
        piece,
        opened,
        form.sent("preview_page"),
        phone,
        take_time=bool(form.sent("take_time")),
    )
    # Facebook shows the article's own picture; ours is a copy of it, and nothing else may stand
    # there.
    kept = form.sent("link_picture")
    if look.mock and look.mock.link and kept.startswith(reverse("media") + "/"):
        look = replace(look, mock=look.mock._replace(link=look.mock.link._replace(picture=kept)))
    context = {"look": look, "phone": phone}
    return render(request, "composer/_preview.html", context)


def plain(problem: Problem) -> str:
    """A problem in the words of the desk: the reader's advice is for those who write files."""
    if problem.reason.code in _WORDS:
        return _(_WORDS[problem.reason.code])
    said = problem.said(language())
    if problem.reason.code not in _FOR_FILES and (advice := problem.reason.advice(language())):
        said = f"{said}: {advice}"
    return said[:1].upper() + said[1:]


_WORDS = {
    "queuefiles.no_pages": gettext_noop("Chọn ít nhất một trang."),
    "queuefiles.empty_post": gettext_noop("Viết lời bài, hoặc thêm ảnh, đường dẫn."),
}
# Whose advice says what to write into a file.
_FOR_FILES = frozenset(
    {
        "planning.no_slots",
        "planning.quiet",
        "planning.quiet_each_year",
        "queuefiles.anniversary_twice",
        "queuefiles.blank_at",
        "queuefiles.card_lacks",
        "queuefiles.elsewhere",
        "queuefiles.head_not_on_top",
        "queuefiles.head_without_fence",
        "queuefiles.other_fence",
        "queuefiles.second_head",
        "queuefiles.yaml_head",
        "times.no_clock",
        "queuefiles.card_needs_photos",
        "queuefiles.changed_meanwhile",
        "queuefiles.large_file",
        "queuefiles.long_name",
        "queuefiles.name_not_utf8",
        "queuefiles.no_equals_sign",
        "queuefiles.no_exception",
        "queuefiles.no_named_text",
        "queuefiles.no_file",
        "queuefiles.no_quotes",
        "queuefiles.not_utf8",
        "queuefiles.open_front_matter",
        "queuefiles.other_file",
        "queuefiles.photo",
        "queuefiles.python_file",
        "queuefiles.reel_without_video",
        "queuefiles.stumbled",
        "queuefiles.twice",
        "queuefiles.unreadable_file",
        "queuefiles.video",
        "queuefiles.years_of_a_date",
        "scheduling.article_on_page",
        "scheduling.unit_lacks",
    }
)


def _look(
    request: HttpRequest,
    piece: EntryFields,
    opened: Opened | None,
    chosen: str,
    phone: bool,
    *,
    take_time: bool,
) -> LivePreview:
    allowed = access.pages(request, Ability.WRITE)
    page = allowed.get(chosen) or next(
        (allowed[slug] for slug in piece.pages if slug in allowed), None
    )
    page = page or next(iter(allowed.values()))
    try:
        entries, problems = composer.read(
            context_of(request), piece, opened, known=access.known(request)
        )
    except WriteRefused as refused:
        entries, problems = (), refused.problems
    entry = _version_of(entries, page)
    kept = moves.moved(request, opened.entry.id) if opened and not take_time else []
    slogan = piece.kind is EntryKind.SLOGAN
    times = [] if slogan else _times(request, entries, allowed, kept)
    when = next((at for slug, at in times if slug == page.slug), _day(request, piece))
    found: Mock | None = None
    refusal = ""
    try:
        if entry:
            found = _entry_mock(request, entry, page, when, phone)
        elif piece.text or piece.link:
            found = mock(
                page,
                _loose(piece),
                [],
                when=moment(when, page.slug),
                phone=phone,
                headline=piece.headline,
            )
    except PictureRefused as error:
        refusal = say(error.reason)
        found = mock(
            page,
            _loose(piece),
            [],
            when=moment(when, page.slug),
            phone=phone,
            headline=piece.headline,
        )
    known = vocabulary(resources.assets(), page.unit.glossary)
    since = entry.since if entry else None
    said = text_remarks(
        piece.text, known, card=bool(piece.card), since=since, on=when.astimezone(page.zone).date()
    )
    said += text_remarks(piece.first_comment, known, card=False)
    said += text_remarks(piece.headline, known)
    said += [remark for tag in piece.hashtags for remark in look_alikes(tag)]
    waits = any(
        allowed[slug].unit.approval is ApprovalRule.REQUIRED
        for slug in piece.pages
        if slug in allowed
    )
    # An empty form is no mistake.
    begun = bool(piece.text.strip() or piece.photos or piece.link or piece.headline)
    return LivePreview(
        [plain(one) for one in problems] if begun else [],
        said,
        found,
        refusal,
        [(slug, moment(at, slug)) for slug, at in times],
        waits,
    )


def _entry_mock(
    request: HttpRequest, entry: Entry, page: Page, when: datetime, phone: bool
) -> Mock:
    for photo in entry.photos:
        context_of(request).pictures.take_a_look(photo)
    revision = freeze(entry)
    on = when.astimezone(page.zone).date()
    shown = []
    for picture in context_of(request).pictures.of(revision, unit=page.unit, on=on):
        if picture.card:
            small = base64.b64encode(
                context_of(request).pictures.quick(picture, scale=PREVIEW_SCALE)
            ).decode()
            shown.append(PostPicture(f"data:image/jpeg;base64,{small}", picture.alt_text))
        else:
            shown.append(
                PostPicture(reverse("kept_photo", args=[picture.digest]), picture.alt_text)
            )
    return mock(
        page,
        composed(revision, unit=page.unit, on=on),
        shown,
        when=moment(when, page.slug),
        phone=phone,
        headline=entry.headline or "",
        placement=entry.placement,
        video=entry.video is not None,
    )


def _loose(piece: EntryFields) -> Message:
    """The words alone, of something that cannot be queued as it stands."""
    tags = tuple(f"#{tag}" for tag in piece.hashtags)
    text = "\n\n".join(part for part in (piece.text.strip(), " ".join(tags)) if part)
    return Message(
        text, piece.link or None, piece.first_comment or None, piece.text, piece.text, tags
    )


def _version_of(entries: Sequence[Entry], page: Page) -> Entry | None:
    """What a page would show; the first version where it would show none."""
    mine = (
        one
        for one in entries
        if page.slug not in one.not_on and (page.slug in one.pages or ALL_PAGES in one.pages)
    )
    return next(mine, next(iter(entries), None))


def _times(
    request: HttpRequest,
    entries: Sequence[Entry],
    allowed: dict[str, Page],
    kept: Sequence[Delivery],
) -> list[tuple[str, datetime]]:
    """When each page would show it; `kept`: those whose time a person changed in the calendar."""
    if not entries:
        return []
    now = context_of(request).clock()
    wanted = preview_plan(Queue(entries=entries), allowed, now=now, until=now + LOOK_AHEAD)
    return [(found.page.slug, moves.due(found, kept)) for found in wanted.occurrences]


def _day(request: HttpRequest, piece: EntryFields) -> datetime:
    at = parameters.moment(piece.at)
    return (
        at.replace(tzinfo=office_zone())
        if at
        else context_of(request).clock().astimezone(office_zone())
    )
