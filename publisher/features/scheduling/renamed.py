"""Names that people change, of pages and campaigns: what was published is remembered by the account
and by the words, so that nothing goes out again under the new name."""

import logging
from collections.abc import Mapping

from publisher.context import Context
from publisher.domain.entry import Campaign, Queue
from publisher.domain.reason import reason
from publisher.store import renames
from publisher.store.activity_log import What, note

log = logging.getLogger("publisher.scheduling")

# As who it stands in the log: nobody did it.
BY = "publisher"


def follow_accounts(context: Context) -> dict[str, str]:
    """Before anything is planned: give the new key of an account what its old key knew; returns
    old keys and new ones."""
    known = renames.accounts()
    wanted = {slug: page.facebook_id for slug, page in context.pages.items()}
    changed = {slug: account for slug, account in wanted.items() if known.get(slug) != account}
    if not changed:
        return {}
    moves = _moves(known, changed)

    def both() -> None:
        if moves:
            renames.rename_pages(moves, now=context.clock())
        renames.keep_accounts(changed)
        for old, new in moves.items():
            _say(context, old, new)

    context.transactions.write(both)
    for slug in sorted(changed.keys() & known.keys() - moves.keys() - set(moves.values())):
        log.warning("%s", reason("scheduling.other_account", page=slug).whole())
    return moves


def _moves(known: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    page_of = {account: page for page, account in known.items()}
    moves = {page_of[account]: slug for slug, account in changed.items() if account in page_of}
    # What another account takes the key of is put aside, until its own account comes back.
    aside = [slug for slug in moves.values() if slug in known and slug not in moves]
    return moves | {slug: f"{slug}@{known[slug]}"[:100] for slug in aside}


def _say(context: Context, old: str, new: str) -> None:
    page = context.pages.get(new)
    if page is None:
        return
    detail = reason("log.page_renamed", old=old, new=new)
    log.warning("%s", detail.whole())
    unit = page.unit.slug
    note(What.RENAME, by=BY, now=context.clock(), unit=unit, page=new, detail=detail)


def follow_campaigns(context: Context, queue: Queue) -> None:
    """Before it is planned: give a campaign without deliveries those of one that says the same and
    whose file is gone."""
    fresh = [one for one in queue.campaigns if not one.draft and not renames.is_planned(one.id)]
    there = [one.id for one in queue.campaigns]
    gone = renames.gone_campaigns(context.config.queue, there=there) if fresh else {}
    for campaign in fresh:
        own = {renames.own_name(entry.id) for entry in (*campaign.slogans, *campaign.anniversaries)}
        old = max(gone, key=lambda one: len(gone[one] & own), default="")
        # Half of what it says: it is that one, and was worked on.
        if old and 2 * len(gone[old] & own) >= len(gone[old]):
            del gone[old]
            _rename_campaign(context, old, campaign)


def _rename_campaign(context: Context, old: str, campaign: Campaign) -> None:
    detail = reason("log.campaign_renamed", old=old, new=campaign.id)
    log.warning("%s", detail.whole())

    def both() -> None:
        renames.rename_campaign(old, campaign.id, source=campaign.source.path)
        note(What.RENAME, by=BY, now=context.clock(), detail=detail)

    context.transactions.write(both)
