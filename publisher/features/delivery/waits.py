"""The waits that publishing knows."""

from datetime import datetime, timedelta

from publisher.channels.pacing import (
    FRESH,
    Importance,
)
from publisher.channels.port import PageAccess
from publisher.context import Context
from publisher.features.delivery.stops import hear
from publisher.store import page_states as page_store
from publisher.store.stops import APP, flips_wait, opened_since, standing

# Later than this a post is catching up, not merely slow.
LATE = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(minutes=10)
# A first comment or a permalink that does not come is not worth asking for longer: these last
# beyond `UNSETTLED`.
AFTERCARE_TRIES = 11
# Nobody waits for a permalink; the calls that make posts public go first.
AFTERCARE_DELAY = timedelta(seconds=3)
# How long what is not urgent waits for posts that a stop has kept waiting.
AFTER_FLIPS = timedelta(seconds=30)
# How often a first comment looks whether a freeze has ended.
FROZEN_LOOK = timedelta(minutes=1)
# Of something made or made public so lately, "there is no such object" may only mean that not all
# of Facebook knows it.
UNSETTLED = timedelta(minutes=15)
# Such a thing mostly shows itself within seconds and its post may be due: it is asked for so soon
# before `facebook.looks` begin. A flip may be repeated, so it is its own look.
SOON = (timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8))


def access_to(context: Context, slug: str) -> PageAccess | None:
    """The way in to a page; None when the configuration knows it no more, or it has no token."""
    page, token = context.pages.get(slug), context.token(slug)
    return PageAccess(page_id=page.facebook_id, token=token) if page and token else None


def at_rest(context: Context, slug: str, now: datetime) -> PageAccess | None:
    """A page's access for housekeeping; None while it has no token or calls of ours would harm its
    posts.
    """
    access = access_to(context, slug)
    if access is None or slug in page_store.parked_pages() or standing(now, pages=[slug]):
        return None
    return None if later_for(context, slug, Importance.REST, now) else access


def later_for(
    context: Context, slug: str, importance: Importance, now: datetime
) -> datetime | None:
    """Until when a call of this importance leaves a page's and the app's limits to what is more
    urgent."""
    if until := context.pace.wait_until(context.pages[slug].facebook_id, importance, now):
        return until
    if importance is Importance.PUBLISH:
        return None
    # What a stop has kept waiting goes out before anything else is prepared or asked.
    freed = opened_since(now - FRESH, pages=[slug])
    return now + AFTER_FLIPS if any(flips_wait(key, now=now) for key in freed) else None


def note_heard(context: Context) -> None:
    """Put stops into their rows that were told by headers alone."""
    if not (heard := context.pace.heard()):
        return
    slugs = {page.facebook_id: slug for slug, page in context.pages.items()} | {APP: APP}
    known = {slugs[key]: said for key, said in heard.items() if key in slugs}
    context.transactions.write(lambda: hear(known, now=context.clock(), spread=context.jitter))
    context.pace.noted(heard)


def back_off(setbacks: int) -> timedelta:
    """How long to wait after so many setbacks in a row: 1, 2, 4 … seconds, at most ten minutes."""
    return min(timedelta(seconds=2 ** min(setbacks - 1, 20)), LONGEST_BACK_OFF)
