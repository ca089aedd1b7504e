"""Memory that follows what it is about: an account under another key, a campaign under another
name. The log of what people did stays as they saw it.

Runs inside transactions.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from django.db import models

from publisher.domain.entry import AT_PAGE
from publisher.store.models import Delivery, Freeze, PageState, StoredToken, TokenCheck, Withheld

# What a page has one row of.
ONE_A_PAGE: tuple[type[models.Model], ...] = (PageState, TokenCheck, StoredToken)
BATCH = 500


def accounts() -> dict[str, str]:
    """The account of each page, by the page's key, as it was when the service last began."""
    return dict(PageState.objects.exclude(account="").values_list("page", "account"))


def keep_accounts(accounts: Mapping[str, str]) -> None:
    """Remember to which account each key leads."""
    fresh = [PageState(page=page, account=account) for page, account in accounts.items()]
    PageState.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    known = dict(PageState.objects.values_list("page", "account"))
    other = [row for row in fresh if known[row.page] != row.account]
    # What another account shows nobody has looked at.
    others = [row.page for row in other if known[row.page]]
    PageState.objects.filter(page__in=others).update(compared_at=None)
    PageState.objects.bulk_update(other, ["account"], batch_size=BATCH)


def rename_pages(names: Mapping[str, str], *, now: datetime) -> None:
    """Give everything that is known by some keys to others; keys may change places."""
    on_the_way = {old: f"~{number}" for number, old in enumerate(names)}
    for old, between in on_the_way.items():
        _rename_page(old, between)
    for old, new in names.items():
        _rename_page(on_the_way[old], new)
        _rename_exceptions(old, new)
        PageState.objects.filter(page=new).update(renamed_from=old, renamed_at=now)
    for row in Withheld.objects.all():
        row.pages = [names.get(page, page) for page in row.pages]
        row.save(update_fields=["pages"])


def _rename_page(old: str, new: str) -> None:
    # A token that the new key was given already is the newer one; of all else the old key knows
    # more.
    if StoredToken.objects.filter(page=new).exists():
        StoredToken.objects.filter(page=old).delete()
    for kind in ONE_A_PAGE:
        if kind._base_manager.filter(page=old).exists():
            kind._base_manager.filter(page=new).delete()
        kind._base_manager.filter(page=old).update(page=new)
    Delivery.objects.filter(page=old).update(page=new)


def _rename_exceptions(old: str, new: str) -> None:
    """Posts with words of their own on the page are named by its key."""
    rows = Delivery.objects.filter(page=new, entry_id__endswith=f"{AT_PAGE}{old}")
    for pk, entry_id in rows.values_list("pk", "entry_id"):
        own = entry_id.removesuffix(old)
        Delivery.objects.filter(pk=pk).update(entry_id=f"{own}{new}")


def is_planned(campaign: str) -> bool:
    """Whether a campaign has deliveries."""
    return Delivery.objects.filter(campaign=campaign).exists()


def gone_campaigns(queue: Path, *, there: Collection[str]) -> dict[str, set[str]]:
    """Campaigns with deliveries whose file is not in the queue any more, none of those that are
    `there`: the names of what they say, by campaign."""
    found: dict[str, set[str]] = {}
    rows = Delivery.objects.exclude(campaign="").exclude(campaign__in=there)
    files = rows.order_by().values_list("campaign", "source")
    for campaign, source in files.distinct():
        if not (queue / source).exists():
            ids = Delivery.objects.filter(campaign=campaign, source=source)
            named = ids.order_by().values_list("entry_id", flat=True).distinct()
            found.setdefault(campaign, set()).update(own_name(one) for one in named)
    return found


def rename_campaign(old: str, new: str, *, source: str) -> None:
    """Give the deliveries of a campaign another campaign's name; what stops it stops it still."""
    Freeze.objects.filter(campaign=old, ended_at=None).update(campaign=new)
    rows = Delivery.objects.filter(campaign=old)
    for entry_id in set(rows.values_list("entry_id", flat=True)):
        own = f"{new}/{own_name(entry_id)}"
        rows.filter(entry_id=entry_id).update(entry_id=own, campaign=new, source=source)


def own_name(entry_id: str) -> str:
    """What an entry of a campaign is called within it: by its words, or by its day."""
    return entry_id.partition("/")[2]
