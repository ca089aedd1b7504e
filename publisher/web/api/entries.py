"""Calls on pages, entries, campaigns and photos."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Status
from ninja.files import UploadedFile

from publisher.domain.entry import Entry, EntryKind
from publisher.domain.errors import UploadRefused
from publisher.domain.roles import Ability
from publisher.features.authoring import composer
from publisher.features.authoring.composer import NEXT, EntryFields
from publisher.features.media.gallery import LARGEST, keep
from publisher.features.people.api_keys import KeyScope
from publisher.queuefiles import writing
from publisher.web.api.door import ERRORS, REPEATABLE, api, needs
from publisher.web.api.repeats import KEYED, mark_of
from publisher.web.api.shapes import (
    CampaignOut,
    EntryChange,
    EntryIn,
    EntryOut,
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
    piece = _piece(given)
    units = check_pages(request, piece, None)
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
    return Status(201, _queued(request, path, name, piece))


@api.put("/entries/{path:entry}", response={200: EntryOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def change_entry(request: HttpRequest, entry: str, given: EntryChange) -> EntryOut:
    """Give a queued entry other content; an approval it has is withdrawn."""
    found, opened = open_entry(request, entry, seen=given.seen)
    piece = _piece(given)
    check_pages(request, piece, opened)
    unit = one_unit(request, found)
    path, name = composer.save(
        access.in_name_of(request),
        piece,
        opened,
        known=access.known(request),
        unit=unit,
        now=context_of(request).clock(),
    )
    return _queued(request, path, name, piece)


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


def _piece(given: EntryIn) -> EntryFields:
    slogan = given.kind == "slogan"
    return EntryFields(
        kind=EntryKind.SLOGAN if slogan else EntryKind.POST,
        text=given.text,
        pages=tuple(dict.fromkeys(given.pages)),
        at=given.at or NEXT,
        card=given.card,
        format=given.format,
        fields=given.fields,
        since=given.since.isoformat() if given.since else "",
        photos=tuple((photo.file, photo.alt) for photo in given.photos),
        link=given.link,
        headline=given.headline,
        publication=given.publication,
        first_comment=given.first_comment,
        hashtags=tuple(given.hashtags),
        hashtags_in=given.hashtags_in,
        stagger=f"{given.stagger:g}",
        campaign=given.campaign,
    )


def _queued(request: HttpRequest, path: Path, name: str, piece: EntryFields) -> EntryOut:
    """What was written, also when it could not be planned or read again."""
    why = planned(request, [path])
    note = WORDS[why] if why else ""
    try:
        found = composer.find(context_of(request).queue.queue(), name)
        if found:
            return _entry(request, found, note=note)
    except Exception:
        log.exception("written, and not read again yet")
    return EntryOut(
        **_fields(piece),
        id=name,
        kind=piece.kind.value,
        source=path.relative_to(context_of(request).config.queue).as_posix(),
        seen=writing.digest_of(path) or "",
        note=note or WORDS[NotPlanned.LATER],
    )


def _entry(request: HttpRequest, found: Entry, *, note: str = "") -> EntryOut:
    piece = composer.piece_of(found, context_of(request).config.queue)
    opened = composer.open_entry(context_of(request).config.queue, found)
    return EntryOut(
        **_fields(piece),
        id=found.id,
        kind=found.kind.value,
        source=found.source.path,
        seen=opened.seen if opened else "",
        note=note,
    )


def _fields(piece: EntryFields) -> dict[str, Any]:
    """What stands in an entry, as `_piece` takes it."""
    own = asdict(piece) | {
        "since": piece.since or None,
        "photos": [{"file": file, "alt": alt} for file, alt in piece.photos],
        "stagger": float(piece.stagger or 0),
    }
    del own["kind"]
    return own
