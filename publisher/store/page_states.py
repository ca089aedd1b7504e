"""What is known of pages beside their configuration: parked, used up, what works on them.

Runs inside transactions.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from publisher.domain.delivery import Hold, State, check_move
from publisher.domain.reason import Reason
from publisher.store.models import Attempt, Delivery, PageState
from publisher.store.reason_columns import asking

# Pages on which nothing was created for so long have nothing to sweep.
BUSY = timedelta(days=2)
# What Facebook refused on a page is tried again after.
REFUSAL_LIFE = timedelta(days=30)


def parked_pages() -> dict[str, PageState]:
    """Pages on which nothing may be sent because of their token or role."""
    return {page.page: page for page in PageState.objects.filter(parked_at__isnull=False)}


def park(page: str, *, now: datetime, reason: Reason, fingerprint: str) -> None:
    """Stop a page until it has another token."""
    PageState.objects.update_or_create(
        page=page,
        defaults={"parked_at": now, "token_fingerprint": fingerprint, **asking(reason)},
    )


def unpark(pages: Iterable[str], *, now: datetime) -> None:
    """Let pages go on, and with them every delivery that was held for them."""
    names = list(pages)
    PageState.objects.filter(page__in=names).update(parked_at=None, reason="", next_step="")
    aftercare = Delivery.objects.filter(
        page__in=names, state=State.PUBLISHED.value, hold=Hold.PAGE_PARKED.value
    )
    aftercare.update(hold="", reason="", next_step="", wake_at=now)
    held = Delivery.objects.filter(
        page__in=names, state=State.HELD.value, hold=Hold.PAGE_PARKED.value
    )
    for row in held:
        check_move(State.HELD, State(row.held_from))
        # Another process may have let it go on meanwhile, and it may be far ahead by now.
        still = held.filter(pk=row.pk, lease_owner="")
        still.update(
            state=row.held_from, hold="", held_from="", reason="", next_step="", wake_at=now
        )


def works(page: str, way: str) -> bool:
    """Whether a way of publishing ("draft:text", "handover") has worked on a page."""
    row = PageState.objects.filter(page=page).first()
    return row is not None and way in row.works


def refuses(page: str, way: str, *, now: datetime) -> bool:
    """Whether Facebook refused a way of publishing on a page within the last 30 days."""
    row = PageState.objects.filter(page=page).first()
    when = row.refuses.get(way) if row else None
    return when is not None and now - datetime.fromisoformat(when) < REFUSAL_LIFE


def note_works(page: str, way: str, *, now: datetime) -> None:
    """Remember that a way of publishing works on a page."""
    row, _ = PageState.objects.get_or_create(page=page)
    row.works[way] = now.isoformat()
    row.save(update_fields=["works"])


def note_refuses(page: str, way: str, *, now: datetime) -> None:
    """Remember that Facebook refuses a way of publishing on a page; it is tried again after 30
    days.
    """
    row, _ = PageState.objects.get_or_create(page=page)
    row.refuses[way] = now.isoformat()
    row.works.pop(way, None)
    row.save(update_fields=["refuses", "works"])


def is_compared(page: str) -> bool:
    """Whether what is planned on a page was held against what its account shows."""
    return PageState.objects.filter(page=page, compared_at__isnull=False).exists()


def note_compared(page: str, *, now: datetime) -> None:
    """Remember that what is planned on a page was held against what its account shows, or that a
    person has decided without; what waited for it goes on."""
    PageState.objects.update_or_create(page=page, defaults={"compared_at": now})
    waiting = Delivery.objects.filter(page=page, hold=Hold.SHOWN.value, post_id="")
    for row in waiting.filter(state=State.HELD.value, lease_owner=""):
        check_move(State.HELD, State(row.held_from))
        free = {"hold": "", "held_from": "", "reason": "", "next_step": "", "looks": 0}
        waiting.filter(pk=row.pk).update(state=row.held_from, wake_at=now, **free)


def keep_usage(usage: Mapping[str, tuple[int, datetime]]) -> None:
    """Keep what Facebook said of limits, by page slug ("*" for the app): percent, and when."""
    for page, (percent, heard_at) in usage.items():
        PageState.objects.update_or_create(
            page=page, defaults={"usage": percent, "usage_at": heard_at}
        )


def usages() -> dict[str, tuple[int, datetime]]:
    """What was kept, by page slug, as `keep_usage` takes it."""
    rows = PageState.objects.filter(usage_at__isnull=False).values_list("page", "usage", "usage_at")
    return {page: (percent, at) for page, percent, at in rows if at}


def to_sweep(before: datetime, *, limit: int) -> list[str]:
    """Pages on which something was created lately and that were not swept since `before`, the
    longest ago first."""
    busy = Attempt.objects.filter(
        step__in=("create_draft", "upload_photo"), started_at__gte=before - BUSY
    )
    slugs = set(busy.values_list("delivery__page", flat=True).distinct())
    swept = dict(PageState.objects.filter(page__in=slugs).values_list("page", "swept_at"))
    due = [(swept.get(slug) or datetime.min.replace(tzinfo=UTC), slug) for slug in slugs]
    return [slug for when, slug in sorted(due) if when < before][:limit]


def note_swept(page: str, *, now: datetime) -> None:
    """Remember when a page was swept."""
    PageState.objects.update_or_create(page=page, defaults={"swept_at": now})


def keep_app_id(app_id: str) -> None:
    """Remember the id of our app at Facebook."""
    row, _ = PageState.objects.get_or_create(page="*")
    row.works["app_id"] = app_id
    row.save(update_fields=["works"])


def app_id() -> str:
    """The id of our app, empty when nobody knows it yet."""
    row = PageState.objects.filter(page="*").first()
    return str(row.works.get("app_id", "")) if row else ""
