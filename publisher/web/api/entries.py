"""Calls on pages, entries, campaigns and photos."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import File, Status
from ninja.files import UploadedFile
from pydantic import BaseModel

from publisher.domain.entry import Entry, EntryKind
from publisher.domain.errors import UploadRefused
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.roles import Ability
from publisher.features.authoring import composer
from publisher.features.authoring.composer import EntryFields, Opened
from publisher.features.media.gallery import LARGEST, keep
from publisher.features.people.api_keys import KeyScope
from publisher.queuefiles import writing
from publisher.queuefiles.schema import LOOKED_UP, Post
from publisher.queuefiles.writing import WriteRefused
from publisher.web.api.door import ERRORS, REPEATABLE, api, needs
from publisher.web.api.entry_shapes import EntryChange, EntryIn, EntryOut
from publisher.web.api.repeats import KEYED, mark_of
from publisher.web.api.shapes import (
    CampaignOut,
    Name,
    PageOut,
    PhotoOut,
    ProblemOut,
)
from publisher.web.campaigns.views import seen_campaigns
from publisher.web.composer.forms import (
    check_pages,
    one_unit,
    open_entry,
)
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.taking_in import WORDS, NotPlanned, planned

log = logging.getLogger("publisher.web")


@api.get("/pages", response={200: list[PageOut], **ERRORS})
@needs(KeyScope.READ)
def list_pages(request: HttpRequest) -> list[PageOut]:
    """The pages on which the person may see what is posted."""
    return [
        PageOut(
            slug=page.slug,
            facebook_id=page.facebook_id,
            unit=page.unit.slug,
            unit_name=page.unit.name,
            slots=[f"{slot:%H:%M}" for slot in page.slots],
            time_zone=page.zone.key,
        )
        for page in access.pages(request).values()
    ]


@api.get("/entries/{path:entry}", response={200: EntryOut, **ERRORS})
@needs(KeyScope.READ)
def read_entry(request: HttpRequest, entry: str) -> EntryOut:
    """A queued entry."""
    found = composer.find(context_of(request).queue.queue(), entry)
    if found is None or not access.sees(request, found):
        raise Http404
    return _entry(request, found)


@api.post("/entries", response={201: EntryOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def queue_entry(request: HttpRequest, given: EntryIn) -> Status[EntryOut]:
    """Queue something. It waits for approval, unless the unit needs none."""
    access.require(request, Ability.WRITE)
    piece = _new_piece(request, given)
    units = _check_pages(request, piece, None)
    unit = units.pop() if len(units) == 1 else ""
    path, name = composer.save(
        access.in_name_of(request),
        piece,
        None,
        known=access.known(request),
        unit=unit,
        now=context_of(request).clock(),
        mark=mark_of(request),
    )
    return Status(201, _queued(request, path, name, given))


@api.put("/entries/{path:entry}", response={200: EntryOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def change_entry(request: HttpRequest, entry: str, given: EntryChange) -> EntryOut:
    """Give a queued entry other content; what is not named stays. An approval it has is
    withdrawn."""
    found, opened = open_entry(request, entry, seen=given.seen)
    piece = _changed_piece(given, opened)
    _check_pages(request, piece, opened)
    unit = one_unit(request, found)
    path, name = composer.save(
        access.in_name_of(request),
        piece,
        opened,
        known=access.known(request),
        unit=unit,
        now=context_of(request).clock(),
    )
    return _queued(request, path, name, given)


@api.delete("/entries/{path:entry}", response={204: None, 409: ProblemOut, **ERRORS})
@needs(KeyScope.WRITE)
def delete_entry(request: HttpRequest, entry: str) -> Status[None]:
    """Take an entry out of the queue; what is public stays public."""
    found, opened = open_entry(request, entry)
    path, _action = composer.delete(
        access.in_name_of(request),
        opened,
        known=access.known(request),
        unit=one_unit(request, found),
        now=context_of(request).clock(),
    )
    planned(request, [path])
    return Status(204, None)


@api.get("/campaigns", response={200: list[CampaignOut], **ERRORS})
@needs(KeyScope.READ)
def list_campaigns(request: HttpRequest) -> list[CampaignOut]:
    """Campaigns that concern the person's pages."""
    return [
        CampaignOut(
            id=one.id,
            title=one.title,
            document=one.document,
            slogans=len(one.slogans),
            waiting=found.waiting,
            approved=found.ready,
            published=found.published,
            trouble=found.trouble,
        )
        for one, found in seen_campaigns(request)
    ]


@api.post("/photos", response={201: PhotoOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def upload_photo(request: HttpRequest, unit: Name, file: File[UploadedFile]) -> Status[PhotoOut]:
    """Put a photo into a unit's gallery; entries name it by `file`."""
    access.unit(request, unit, Ability.WRITE)
    if file.size is None or file.size > LARGEST:
        raise UploadRefused("media.upload_larger", most=LARGEST // 1_000_000)
    kept = keep(
        access.in_name_of(request),
        file.read(),
        name=file.name or "anh",
        unit=unit,
        now=context_of(request).clock(),
    )
    told = PhotoOut(
        id=kept.pk, file=kept.file, width=kept.width, height=kept.height, alt=kept.alt_text
    )
    return Status(201, told)


# Of an entry as a whole; what else the API takes belongs to the call.
_OWN = frozenset(Post.model_fields)
# What stands in a list's item itself; all else is its list's.
_OF_ITEM = {
    EntryKind.SLOGAN: frozenset({"text"}),
    EntryKind.LINK: frozenset({"text", "link", "headline", "publication"}),
}


def _new_piece(request: HttpRequest, given: EntryIn) -> EntryFields:
    if given.kind is EntryKind.SLOGAN:
        _check_item(EntryKind.SLOGAN, _named(given, Post()))
        return EntryFields(kind=EntryKind.SLOGAN, text=given.text, campaign=given.campaign)
    if given.campaign:
        raise _refused("campaign", reason("authoring.post_in_a_campaign"))
    if given.id:
        _check_free(request, given.id)
    known = access.known(request)
    pages = writing.chosen_pages(given.pages, known, place="pages")
    return composer.piece_of_post(_post_of(given).model_copy(update={"pages": tuple(pages)}))


def _changed_piece(given: EntryChange, opened: Opened) -> EntryFields:
    entry, told = opened.entry, _told(opened)
    others = {"id": told.id} | _named(given, told)
    if others["id"] != told.id:
        raise _refused("id", reason("authoring.id_stays", id=told.id))
    del others["id"]
    if opened.post is not None:
        return composer.piece_of_post(opened.post.model_copy(update=others))
    if not composer.is_post(entry):
        _check_item(entry.kind, others)
    words: dict[str, Any] = {name: value or "" for name, value in others.items()}
    return replace(composer.piece_of(opened), **words)


def _named(given: EntryIn, before: BaseModel) -> dict[str, Any]:
    """What a call says otherwise than it was."""
    said = {name: getattr(given, name) for name in given.model_fields_set & _OWN}
    return {name: value for name, value in said.items() if value != getattr(before, name)}


def _check_item(kind: EntryKind, named: Mapping[str, Any]) -> None:
    """Refuse what an item of a list cannot say."""
    for name in sorted(named.keys() - _OF_ITEM[kind]):
        raise _refused(name, reason("authoring.of_its_list", name=name))


def _check_free(request: HttpRequest, name: str) -> None:
    """Refuse a name that an entry has; the same call again finds its own by its mark."""
    other, mark = composer.find(context_of(request).queue.queue(), name), mark_of(request)
    if other and not (mark and PurePosixPath(other.source.path).stem.endswith(mark)):
        what = reason("queuefiles.entry_named", id=name)
        raise _refused("id", reason("queuefiles.twice", what=what, first=other.source.path))


def _refused(field: str, why: Reason) -> WriteRefused:
    return WriteRefused([Problem(path=field, line=None, reason=why, field=field)])


def _post_of(given: EntryIn) -> Post:
    return Post.model_construct(**{name: getattr(given, name) for name in _OWN})


def _check_pages(request: HttpRequest, piece: EntryFields, opened: Opened | None) -> set[str]:
    """As `check_pages`, with groups as their pages."""
    pages = composer.expanded(piece.pages, access.known(request))
    return check_pages(request, replace(piece, pages=pages), opened)


def _queued(request: HttpRequest, path: Path, name: str, given: EntryIn) -> EntryOut:
    """What was written, also when it could not be planned or read again."""
    why = planned(request, [path])
    note = gettext(WORDS[why]) if why else ""
    try:
        found = composer.find(context_of(request).queue.queue(), name)
        if found:
            return _entry(request, found, note=note)
    except Exception:
        log.exception("written, and not read again yet")
    own = {"id": name, "kind": given.kind, "campaign": given.campaign}
    return EntryOut.model_construct(
        **(dict(_post_of(given)) | own),
        source=path.relative_to(context_of(request).config.queue).as_posix(),
        seen=writing.digest_of(path) or "",
        note=note or gettext(WORDS[NotPlanned.LATER]),
    )


def _entry(request: HttpRequest, found: Entry, *, note: str = "") -> EntryOut:
    folder, known = context_of(request).config.queue, access.known(request)
    opened = composer.open_entry(folder, found, known)
    if opened is None:
        raise Http404
    return _told(opened).model_copy(update={"note": note})


def _told(opened: Opened) -> EntryOut:
    """An entry as a change takes it."""
    entry = opened.entry
    said = dict(opened.post) if opened.post else _of_item(entry)
    said["pages"] = said["pages"] or entry.pages
    own = {"id": entry.id, "kind": entry.kind, "campaign": entry.campaign or ""}
    return EntryOut.model_construct(
        **(said | own), source=entry.source.path, seen=opened.seen, note=""
    )


def _of_item(entry: Entry) -> dict[str, Any]:
    """What an item of a list says, and what its list says of it."""
    same = (name for name in _OWN - LOOKED_UP if hasattr(entry, name))
    return {name: getattr(entry, name) for name in same} | {"fields": dict(entry.fields)}
