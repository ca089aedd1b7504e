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
from publisher.chores import Chore
from publisher.context import Context
from publisher.domain.reason import Reason
from publisher.domain.verdict import Accepted, Missing
from publisher.features.delivery.gates import at_rest
from publisher.store import deliveries as store
from publisher.store import page_states as page_store

log = logging.getLogger("publisher.sweeping")

OLD = timedelta(hours=1)
# Facebook deletes an unused photo by itself after about a day (graph-api.md 3.2).
PHOTO_LIFE = timedelta(hours=24)
AGAIN = timedelta(hours=1)
# So many pages in one turn, that housekeeping stays a small part of the calls.
PAGES = 20


def sweep(context: Context) -> int:
    """Sweep the pages whose turn it is; returns how many objects were deleted."""
    now, app_id = context.clock(), context.config.facebook.app_id
    return sum(
        _sweep_page(context, slug, app_id, now)
        for slug in page_store.to_sweep(now - AGAIN, limit=PAGES)
    )


def _sweep_page(context: Context, slug: str, app_id: str, now: datetime) -> int:
    access = at_rest(context, slug, now)
    if access is None:
        return 0
    context.transactions.write(lambda: page_store.note_swept(slug, now=now))
    drafts = context.channel.drafts(access)
    found = drafts if isinstance(drafts, tuple) else ()
    orphans = _orphans(found, app_id or _learn(context, found), now)
    names = [*orphans, *store.loose_photos(slug, older_than=now - OLD, newer_than=now - PHOTO_LIFE)]
    return sum(_delete(context, access, name) for name in names)


def _orphans(drafts: Sequence[RemoteDraft], app_id: str, now: datetime) -> list[str]:
    return [
        draft.id
        for draft in drafts
        if app_id
        and draft.app_id == app_id
        and now - draft.created_at > OLD
        and not store.is_owned(draft.id)
    ]


def _learn(context: Context, drafts: Sequence[RemoteDraft]) -> str:
    """Our app's id when it is not configured, from a draft of ours; remembered."""
    ours = next(
        (draft.app_id for draft in drafts if draft.app_id and store.is_owned(draft.id)), None
    )
    if ours:
        context.transactions.write(lambda: page_store.keep_app_id(ours))
    return ours or page_store.app_id()


def _delete(context: Context, access: PageAccess, name: str) -> bool:
    answer = context.channel.delete(access, name)
    gone = isinstance(answer, Accepted | Missing)
    log.info("orphan %s: %s", name, "deleted" if gone else "kept, Facebook would not")
    context.transactions.write(lambda: store.note_photo_gone(name))
    return isinstance(answer, Accepted)


CHORE = Chore(
    name="sweeping",
    title=Reason("chores.sweeping"),
    every=timedelta(minutes=5),
    run=lambda context, _now: sweep(context),
    first=timedelta(minutes=5),
)
