"""What planning reads and writes: the rows that hold slots, and the changes that bring rows in
line with a plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from publisher.domain.delivery import Hold, State
from publisher.domain.reason import reason
from publisher.domain.revision import Revision as Content
from publisher.store.deliveries import in_doubt, recall_columns
from publisher.store.models import Delivery, StoredRevision

# A yearly campaign looks back at its own window only; nothing older holds a slot.
MEMORY = timedelta(days=400)
BATCH = 500
# States in which planning may still change or cancel a delivery.
OPEN = frozenset({State.PLANNED, State.APPROVED, State.PREPARED, State.HELD, State.REFUSED})


# On its way after somebody's approval, or without need of one.
AFTER_YES = frozenset(
    {State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING, State.UNKNOWN}
)
# Stopped on that way; what has lain there for longer than this is nobody's plan any more.
STOPPED, LATELY = frozenset({State.HELD, State.REFUSED}), timedelta(days=3)


# Columns of a delivery whose content begins anew: the approval was for the old one, and so is the
# draft at Facebook.
STARTED_OVER: dict[str, Any] = {
    "approved_digest": "",
    "approved_by": "",
    "approved_at": None,
    "sent_back": "",
    "photo_ids": [],
    "photos_at": None,
    "draft_id": "",
    "sequence": "",
    "upload": {},
    "hold": "",
    "held_from": "",
    "reason": "",
    "next_step": "",
    "warning": "",
    "setbacks": 0,
    "stumbles": 0,
    "looks": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A delivery as planning needs it."""

    pk: int
    entry_id: str
    page: str
    key: str
    campaign: str
    source: str
    due_at: datetime
    state: State
    hold: str
    leased: bool
    vanished: bool
    digest: str
    moved_from: datetime | None
    draft_id: str
    scheduled_for: datetime | None
    recall_id: str
    sequence: str

    @property
    def name(self) -> tuple[str, str, str]:
        """Unique for ever."""
        return self.entry_id, self.page, self.key

    def is_after_yes(self, *, now: datetime) -> bool:
        """Whether it is approved and will be public; `approved` counts the same."""
        return self.state in AFTER_YES or (self.state in STOPPED and self.due_at >= now - LATELY)

    @property
    def open(self) -> bool:
        """Whether planning may still change it."""
        doubtful = in_doubt(state=self.state, sequence=self.sequence)
        return self.state in OPEN and not self.leased and not doubtful

    def let_go(self, now: datetime) -> dict[str, Any]:
        """Columns for a delivery whose content is not wanted any more: what Facebook would
        publish is recalled now."""
        recall = recall_columns(self.draft_id, self.scheduled_for)
        return recall | {"wake_at": now} if recall or self.recall_id else {}


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is to be written; a list to print or to do."""

    added: list[Delivery] = field(default_factory=list)
    # Row and the columns that get other values.
    changed: list[tuple[Planned, dict[str, Any]]] = field(default_factory=list)


_COLUMNS = (
    "pk",
    "entry_id",
    "page",
    "occurrence",
    "campaign",
    "source",
    "due_at",
    "state",
    "hold",
    "lease_owner",
    "vanished",
    "revision__digest",
    "moved_from",
    "draft_id",
    "scheduled_for",
    "recall_id",
    "sequence",
)


def planned(
    *,
    now: datetime,
    since: datetime,
    entry_ids: Collection[str],
    campaigns: Collection[str],
    sources: Collection[str] | None,
    pages: Collection[str] | None,
    only: Collection[str] | None = None,
) -> dict[tuple[str, str, str], Planned]:
    """The deliveries that matter for planning some entries and campaigns, by name.

    Of `pages` the rows that are due at or after `since` (not before `now`), whosever they are.
    `pages` and `sources` of None mean all of them: whatever is still to come, and the campaigns'
    past. With `only` no row of another page.
    """
    wanted = Q(due_at__gte=now) if pages is None else Q(due_at__gte=since, page__in=sorted(pages))
    queries = [Delivery.objects.filter(wanted)]
    if campaigns:
        queries.append(
            Delivery.objects.filter(
                campaign__in=campaigns, due_at__gte=now - MEMORY, due_at__lt=now
            )
        )
    if sources is None:
        queries.append(
            Delivery.objects.filter(due_at__lt=now, state__in=[state.value for state in OPEN])
        )
    elif sources:
        queries.append(Delivery.objects.filter(source__in=sources))
    queries += [Delivery.objects.filter(entry_id__in=chunk) for chunk in _chunks(sorted(entry_ids))]
    if only is not None:
        queries = [query.filter(page__in=list(only)) for query in queries]
    return {
        row.name: row for query in queries for row in map(_planned, query.values_list(*_COLUMNS))
    }


def approved(*, now: datetime) -> int:
    """How many deliveries are approved (or need no approval) and will be public."""
    going = Q(state__in=[state.value for state in AFTER_YES])
    stopped = Q(state__in=[state.value for state in STOPPED], due_at__gte=now - LATELY)
    return Delivery.objects.filter(going | stopped).count()


def pages() -> set[str]:
    """Every page that has deliveries."""
    return set(Delivery.objects.order_by().values_list("page", flat=True).distinct())


def _planned(columns: tuple[Any, ...]) -> Planned:
    values = dict(zip(_COLUMNS, columns, strict=True))
    return Planned(
        pk=values["pk"],
        entry_id=values["entry_id"],
        page=values["page"],
        key=values["occurrence"],
        campaign=values["campaign"],
        source=values["source"],
        due_at=values["due_at"],
        state=State(values["state"]),
        hold=values["hold"],
        leased=bool(values["lease_owner"]),
        vanished=values["vanished"],
        digest=values["revision__digest"],
        moved_from=values["moved_from"],
        draft_id=values["draft_id"],
        scheduled_for=values["scheduled_for"],
        recall_id=values["recall_id"],
        sequence=values["sequence"],
    )


def known_revisions(entry_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """Row ids of the stored revisions of some entries, by (entry id, digest)."""
    found: dict[tuple[str, str], int] = {}
    for chunk in _chunks(sorted(entry_ids)):
        rows = StoredRevision.objects.filter(entry_id__in=chunk).values_list(
            "entry_id", "digest", "pk"
        )
        found |= {(entry_id, digest): pk for entry_id, digest, pk in rows}
    return found


def shared_articles(articles: Collection[str]) -> dict[tuple[str, str], str]:
    """Which entry has an article on a page, by (page, article); the first that got it."""
    found: dict[tuple[str, str], str] = {}
    for chunk in _chunks(sorted(articles)):
        rows = (
            Delivery.objects.filter(article__in=chunk)
            .exclude(state=State.CANCELLED.value)
            .order_by("-pk")
        )
        found |= {
            (page, article): entry_id
            for page, article, entry_id in rows.values_list("page", "article", "entry_id")
        }
    return found


class Said(NamedTuple):
    """A delivery that says something on a page."""

    entry_id: str
    due_at: datetime
    state: State


def saying(
    words: Collection[str], pages: Collection[str], *, since: datetime
) -> dict[tuple[str, str], list[Said]]:
    """What says the same on these pages since a moment, by (page, words), the first due first.

    Not what is cancelled, nor what is held itself because it repeats another.
    """
    found: dict[tuple[str, str], list[Said]] = {}
    for chunk in _chunks(sorted(words)):
        rows = (
            Delivery.objects.filter(words__in=chunk, page__in=list(pages), due_at__gte=since)
            .exclude(state=State.CANCELLED.value)
            .exclude(hold=Hold.REPEATED.value)
            .order_by("due_at", "pk")
        )
        columns = rows.values_list("page", "words", "entry_id", "due_at", "state")
        for page, name, entry_id, due_at, state in columns:
            found.setdefault((page, name), []).append(Said(entry_id, due_at, State(state)))
    return found


def keep_revisions(contents: Mapping[str, Content], *, now: datetime) -> None:
    """Store revisions, by digest; one that is there already stays as it is."""
    StoredRevision.objects.bulk_create(
        [
            StoredRevision(
                entry_id=content.entry_id, digest=digest, body=content.to_json(), created_at=now
            )
            for digest, content in contents.items()
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def add(deliveries: Sequence[Delivery]) -> None:
    """Insert deliveries; one that another process added in the meantime stays as it is."""
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=BATCH)


def update(row: Planned, changes: Mapping[str, Any]) -> bool:
    """Change an open delivery unless somebody moved or leased it since it was read; whether it was
    changed.
    """
    same = Delivery.objects.filter(pk=row.pk, state=row.state.value, lease_owner="")
    return same.update(**changes) == 1


def cancel(row: Planned, *, now: datetime) -> bool:
    """Cancel an open delivery that the queue no longer wants; whether it was."""
    gone = {
        "state": State.CANCELLED.value,
        "vanished": True,
        "wake_at": None,
        "hold": "",
        "held_from": "",
    }
    return update(
        row, gone | {"reason": reason("delivery.not_queued"), "next_step": ""} | row.let_go(now)
    )


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def in_batches(deliveries: Iterable[Delivery]) -> Iterator[Sequence[Delivery]]:
    """Groups small enough for one short transaction."""
    rows = list(deliveries)
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
