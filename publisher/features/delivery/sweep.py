"""Sweeps what lost answers left behind at Facebook: drafts and photos that are ours and that
nothing uses.

A human's draft looks like ours. So a draft is deleted only when it is not public, not scheduled,
made by our own app, unknown to our rows and older than an hour; when one of these cannot be seen,
it stays (graph-api.md section 6).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from publisher.channels.port import PageAccess, RemoteDraft
from publisher.context import Context
from publisher.domain.verdict import Accepted, Missing
from publisher.features.delivery.toolbox import at_rest
from publisher.store import deliveries as store
from publisher.store import page_states as page_store

log = logging.getLogger("publisher.sweeping")

OLD = timedelta(hours=1)
# Facebook deletes an unused photo by itself after about a day (graph-api.md 3.2).
PHOTO_LIFE = timedelta(hours=24)
AGAIN = timedelta(hours=1)
# So many pages in one turn, that housekeeping stays a small part of the calls.
PAGES = 20


def sweep(desk: Context, *, app_id: str) -> int:
    """Sweep the pages whose turn it is; returns how many objects were deleted.

    `app_id`: our app at Facebook; empty when not configured, then it is learnt from a draft that is
    known to be ours.
    """
    now = desk.clock()
    return sum(
        _sweep_page(desk, slug, app_id, now)
        for slug in page_store.to_sweep(now - AGAIN, limit=PAGES)
    )


def _sweep_page(desk: Context, slug: str, app_id: str, now: datetime) -> int:
    access = at_rest(desk, slug, now)
    if access is None:
        return 0
    desk.transactions.write(lambda: page_store.note_swept(slug, now=now))
    drafts = desk.channel.drafts(access)
    found = drafts if isinstance(drafts, tuple) else ()
    orphans = _orphans(found, app_id or _learn(desk, found), now)
    names = [*orphans, *store.loose_photos(slug, older_than=now - OLD, newer_than=now - PHOTO_LIFE)]
    return sum(_delete(desk, access, name) for name in names)


def _orphans(drafts: Sequence[RemoteDraft], app_id: str, now: datetime) -> list[str]:
    return [
        draft.id
        for draft in drafts
        if app_id
        and draft.app_id == app_id
        and now - draft.created_at > OLD
        and not store.is_owned(draft.id)
    ]


def _learn(desk: Context, drafts: Sequence[RemoteDraft]) -> str:
    """Our app's id, from a draft of ours; remembered."""
    ours = next(
        (draft.app_id for draft in drafts if draft.app_id and store.is_owned(draft.id)), None
    )
    if ours:
        desk.transactions.write(lambda: page_store.keep_app_id(ours))
    return ours or page_store.app_id()


def _delete(desk: Context, access: PageAccess, name: str) -> bool:
    answer = desk.channel.delete(access, name)
    gone = isinstance(answer, Accepted | Missing)
    log.info("orphan %s: %s", name, "deleted" if gone else "kept, Facebook would not")
    desk.transactions.write(lambda: store.note_photo_gone(name))
    return isinstance(answer, Accepted)
