"""From the composer's form, or a call of the API, to a piece that the person may queue."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict

from publisher.domain.address import tagged, url_trouble
from publisher.domain.entry import ALL_PAGES, Entry, EntryKind
from publisher.domain.roles import Ability
from publisher.features.authoring import composer
from publisher.features.authoring.composer import (
    NEXT,
    EntryFields,
    Opened,
)
from publisher.web.shared import access
from publisher.web.shared.context import context_of


def piece_from(form: QueryDict) -> EntryFields:
    """The fields of a form, as they stand."""
    kind = form.get("kind", "post")
    card = form.get("card", "")
    return EntryFields(
        kind=EntryKind.SLOGAN if kind == "slogan" else EntryKind.POST,
        text=form.get("text", "").replace("\r\n", "\n"),
        pages=tuple(form.getlist("pages")),
        at=form.get("at", "") or NEXT if form.get("when") == "at" else NEXT,
        card=card,
        format=form.get("format", "") or "portrait",
        fields=(
            {
                name.removeprefix("field-"): str(form[name])
                for name in form
                if name.startswith("field-")
            }
            if card
            else {}
        ),
        since=form.get("since", ""),
        photos=tuple(_photos(form.get("photos", ""))),
        link=_link(form),
        headline=form.get("headline", ""),
        publication=form.get("publication", ""),
        first_comment=form.get("first_comment", "").replace("\r\n", "\n"),
        hashtags=tuple(
            part.removeprefix("#") for part in form.get("hashtags", "").replace(",", " ").split()
        ),
        hashtags_in=form.get("hashtags_in", "") or "text",
        campaign=form.get("campaign", ""),
        stagger=form.get("stagger", ""),
    )


def _link(form: QueryDict) -> str:
    """The article's address without what follows readers about; with our own mark when the person
    asked for it.
    """
    link = form.get("link", "").strip()
    if not link or url_trouble(link):
        return link
    return tagged(link, form.get("campaign", "") or "fanpage") if "utm" in form else link


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
    if opened and opened.path.parent.name != "posts":
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
    opened = composer.open_entry(context_of(request).config.queue, entry)
    if opened is None:
        raise Http404
    return entry, replace(opened, seen=seen) if seen else opened


def opened_of(request: HttpRequest) -> Opened | None:
    """The entry that a form changes; None when it makes a new one."""
    return open_entry(request, request.POST["entry"])[1] if request.POST.get("entry") else None


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
