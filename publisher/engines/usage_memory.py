"""What Facebook says of our limits and of a page's token, kept in the rows: over a restart, and
for other processes."""

import logging
from collections.abc import Callable
from datetime import datetime

from publisher.channels.pacing import APP, UsageReading
from publisher.context import Context
from publisher.domain.secret import Secret
from publisher.features.delivery.gates import note_heard
from publisher.store import page_states

log = logging.getLogger("publisher.engine")


class UsageMemory:
    """The usage that this process heard of, and what the rows hold of it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ids = {slug: page.facebook_id for slug, page in context.pages.items()} | {APP: APP}
        self._slugs = {name: slug for slug, name in self._ids.items()}
        self._kept: dict[str, tuple[int, datetime]] = {}

    def keep(self) -> None:
        """Keep what was heard since the last time."""
        note_heard(self._context)
        heard = {
            self._slugs[key]: (reading.percent, reading.heard_at)
            for key, reading in self._context.pace.readings().items()
            if key in self._slugs
        }
        new = {slug: values for slug, values in heard.items() if self._kept.get(slug) != values}
        if new:
            self._context.transactions.write(lambda: page_states.keep_usage(new))
        self._kept = heard

    def restore(self) -> None:
        """Take over what other processes heard, the former one or those beside us."""
        for slug, (percent, heard_at) in page_states.usages().items():
            if name := self._ids.get(slug):
                self._context.pace.restore({name: UsageReading(percent=percent, heard_at=heard_at)})


def unpark(context: Context, now: datetime) -> None:
    """Let parked pages go on that have a new token."""
    fresh = fresh_tokens(context.token)
    if fresh:
        log.info("new token for %s: going on", ", ".join(fresh))
        context.transactions.write(lambda: page_states.unpark(fresh, now=now))


def fresh_tokens(token: Callable[[str], Secret | None]) -> list[str]:
    """Parked pages that have another token than the one for which they were parked."""
    parked = page_states.parked_pages().items()
    found = [(page, token(page), state.token_fingerprint) for page, state in parked]
    return [page for page, now_has, had in found if now_has and now_has.fingerprint() != had]
