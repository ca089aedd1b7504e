"""Brings the deliveries in line with the queue: adds what is new, moves what was moved, cancels
what is gone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from django.db import Error as DatabaseTrouble

from publisher.context import Context
from publisher.domain.delivery import Hold, State, check_move
from publisher.domain.entry import ALL_PAGES, At, Campaign, Entry, Queue, Yearly
from publisher.domain.errors import CutShort, PictureRefused, StorageUnreachable, StoreError
from publisher.domain.message import unit_lacks
from publisher.domain.page import ApprovalRule, Page
from publisher.domain.planning import Failure, Occurrence, Plan, Taken, plan
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.revision import Revision, freeze
from publisher.domain.text import same_name
from publisher.features.delivery.restore import NEW, may_be_public
from publisher.features.scheduling.renamed import follow_campaigns
from publisher.features.scheduling.withheld import Going, let_go
from publisher.queuefiles.crashes import stumbled
from publisher.store import attention, planned_rows, restores
from publisher.store.models import Delivery
from publisher.store.planned_rows import Changes, Planned, Said
from publisher.store.reason_columns import asking

# Pages that are planned in one go: few enough for memory, and so many that a hundred thousand take
# no more parts.
TOGETHER, MOST_PARTS = 25, 400
YEAR = timedelta(days=366)


# Equal words of two posts of a page within so long are taken for an accident: a file that was
# copied or renamed, a form that was sent twice. Next year's post may say the same again.
REPEAT = timedelta(days=300)


# What is held for these begins anew at another time.
_ANOTHER_TIME = (Hold.TOO_LATE, Hold.RESTORED, Hold.REPEATED, Hold.STUMBLED, Hold.SHOWN)
_SHOWN_BEFORE = Reason("delivery.shown_before")


# By page: until when its slots are full, so that one more entry costs the same on a full page and
# on an empty one. Only planning gives slots back, so what it found out holds until it does.
FullPages = dict[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """What planning did."""

    added: int
    changed: int
    cancelled: int
    problems: tuple[Problem, ...]
    # A delivery that is in work wants to be changed: planning everything once more will do it.
    busy: bool = False
    # Deliveries that would be cancelled and are not: so many that a person has to say yes
    # (`withheld`).
    withheld: int = 0
    # Deliveries that would be cancelled and are not, because the reading was not complete.
    stood: int = 0


class _PartPlanned(NamedTuple):
    """What planning some pages did, and what is left to be decided for all of them together."""

    report: PlanReport
    going: Going


def plan_queue(
    context: Context,
    queue: Queue,
    *,
    now: datetime,
    broken: frozenset[str] = frozenset(),
    changed: frozenset[str] | None = None,
    complete: bool = True,
    full: FullPages | None = None,
) -> PlanReport:
    """Plan the queue, or of it only the files in `changed` (then `queue` holds just their entries
    and campaigns).

    Files in `broken` cannot be read at present: what was planned of them stands. Without `complete`
    files may be missing that are not gone: nothing is cancelled. Nor is so much at once that it
    looks like an accident, until a person says yes. Running it again does nothing. `full`: what
    turns of one process remember of full pages. Raises CutShort when the process comes to its end:
    what was added by then stands, and nothing is cancelled.
    """
    with suppress(StorageUnreachable):
        # The next planning begins again; until then machines that publish wait.
        context.pictures.brand_store.begin()
    if complete:
        follow_campaigns(context, queue)
    report = _plan_parts(
        context, queue, now, broken, changed, {} if full is None else full, complete=complete
    )
    if changed is None and complete and restores.unplanned():
        context.transactions.write(lambda: restores.planned(now=now))
    return report


def _plan_parts(
    context: Context,
    queue: Queue,
    now: datetime,
    broken: frozenset[str],
    changed: frozenset[str] | None,
    full: FullPages,
    *,
    complete: bool,
) -> PlanReport:
    if len(context.pages) <= TOGETHER:
        outcomes = [_PlanningRun(context, queue, now, broken, changed, full).run()]
    else:
        # A page's plan depends on no other page, so memory need not grow with their number.
        outcomes = [
            _PlanningRun(
                context.of(some), queue, now, broken, changed, full, only=some.keys()
            ).run()
            for some in _parts(context.pages)
        ]
        if gone := planned_rows.pages() - context.pages.keys():
            outcomes.append(
                _PlanningRun(context.of({}), queue, now, broken, changed, full, only=gone).run()
            )
    report, going = (
        _together([found.report for found in outcomes]),
        [found.going for found in outcomes],
    )
    if not complete:
        return _all_stands(report, sum(len(some.unwanted) for some in going))
    done = let_go(context.transactions, going, now=now, whole=changed is None)
    for page in done.pages:
        full.pop(page, None)
    # What repeated one of these may go its way now.
    freed = done.cancelled > 0 or report.changed > 0
    busy = report.busy or (freed and attention.repeats_wait())
    return replace(report, cancelled=done.cancelled, withheld=done.withheld, busy=busy)


def _all_stands(report: PlanReport, stood: int) -> PlanReport:
    if not stood:
        return report
    problem = Problem(path="queue", line=None, reason=reason("scheduling.all_stands", count=stood))
    return replace(report, stood=stood, problems=(*report.problems, problem))


def preview_plan(
    queue: Queue, pages: Mapping[str, Page], *, now: datetime, until: datetime
) -> Plan:
    """The calendar that the queue asks for, computed from the files and what is stored, with
    nothing written."""
    rows = _rows(queue, now=now, changed=None, pages=pages)
    taken = _taken(rows.values(), queue, frozenset())
    found = plan(queue, pages, taken, now=now, until=until)
    return replace(found, problems=(*found.problems, *map(_stumble, found.failures)))


def refusals(context: Context, queue: Queue, *, now: datetime) -> list[Problem]:
    """What planning would refuse or hold of a queue as it is now, with nothing written.

    A year ahead where the pages are few; whatever recurs comes round within it.
    """
    few = len(context.pages) <= TOGETHER
    found: list[Problem] = []
    for some in [context.pages] if few else _parts(context.pages):
        run = _PlanningRun(context.of(some), queue, now, frozenset(), None, {}, only=some.keys())
        found += run.look(now + (YEAR if few else context.config.service.plan_ahead))
    return list(dict.fromkeys(found))


def refusals_of_files(queue: Queue, pages: Mapping[str, Page], *, now: datetime) -> list[Problem]:
    """As `refusals`, where there is no database: what files and pages tell by themselves.

    Not what is past: nobody knows whether it was published.
    """
    found = plan(queue, pages, (), now=now, until=now + YEAR)
    told = [one for one in found.problems if one.reason.code != "planning.past"]
    lacking = (problem for one in found.occurrences for problem in _lack(one))
    return list(dict.fromkeys((*told, *map(_stumble, found.failures), *lacking)))


def _parts(pages: Mapping[str, Page]) -> Iterator[dict[str, Page]]:
    slugs = list(pages)
    size = max(TOGETHER, len(slugs) // MOST_PARTS)
    return ({slug: pages[slug] for slug in slugs[n : n + size]} for n in range(0, len(slugs), size))


def _together(reports: Sequence[PlanReport]) -> PlanReport:
    return PlanReport(
        added=sum(report.added for report in reports),
        changed=sum(report.changed for report in reports),
        cancelled=sum(report.cancelled for report in reports),
        problems=tuple(dict.fromkeys(problem for report in reports for problem in report.problems)),
        busy=any(report.busy for report in reports),
    )


def _stays_moved(row: Planned, found: Occurrence) -> bool:
    """Whether a person's time for it is still another one than the queue's."""
    if row.moved_from is None or isinstance(found.entry.when, At | Yearly):
        return row.moved_from == found.due_at
    # A slot that was given stands, wherever it was moved.
    return found.due_at in (row.due_at, row.moved_from)


class _PlanningRun:
    """Plans the pages of its context; `only` keeps the rows of all other pages out of sight."""

    def __init__(
        self,
        context: Context,
        queue: Queue,
        now: datetime,
        broken: frozenset[str],
        changed: frozenset[str] | None,
        full: FullPages,
        *,
        only: Collection[str] | None = None,
    ) -> None:
        self.context, self.queue, self.now, self.known_full = context, queue, now, full
        self.broken, self.changed = broken, changed
        # The whole queue is planned from what is stored alone.
        self.full_until = {} if changed is None else full
        self.rows = _rows(
            queue,
            now=now,
            changed=changed,
            pages=context.pages,
            full_until=self.full_until,
            only=only,
        )
        # Until the whole queue was planned once on it, what an older database does not know of may
        # be public.
        self.restored = restores.unplanned()
        # Nothing is written, nor kept of pictures.
        self.looks_only = False
        self.problems: list[Problem] = []
        self.busy = False
        # Ids of entries and of campaigns over which planning stumbled: what was planned of them
        # stands.
        self.failed: set[str] = set()
        self.digests: dict[str, str] = {}
        self.words: dict[str, str] = {}
        # What says the same, by page and words.
        self.said: dict[tuple[str, str], list[Said]] = {}

    def run(self) -> _PartPlanned:
        until = self.now + self.context.config.service.plan_ahead
        wanted, changes = self._wanted(until)
        unwanted = self._unwanted({_name(found) for found in wanted.occurrences}, until)
        report = self._apply(changes)
        self._remember(wanted.full_until, changes)
        return _PartPlanned(
            report, Going(unwanted, [(row.page, row.campaign, row.due_at) for row in changes.added])
        )

    def look(self, until: datetime) -> list[Problem]:
        """What it would refuse, and what it would hold because it repeats something."""
        self.looks_only = True
        _, changes = self._wanted(until)
        held = [row for row in changes.added if row.hold == Hold.REPEATED]
        return [*self.problems, *(_would_hold(row) for row in held)]

    def _wanted(self, until: datetime) -> tuple[Plan, Changes]:
        self._go_on()
        taken = _taken(self.rows.values(), self.queue, self.broken)
        wanted = plan(
            self.queue,
            self.context.pages,
            taken,
            now=self.now,
            until=until,
            full_until=self.full_until,
        )
        self.problems.extend((*wanted.problems, *map(_stumble, wanted.failures)))
        self.failed = {failure.item.id for failure in wanted.failures}
        contents = self._take_in({found.entry.id: found.entry for found in wanted.occurrences})
        return wanted, self._compare(wanted.occurrences, contents)

    def _go_on(self) -> None:
        if self.context.ending():
            raise CutShort("running.cut_short")

    @contextmanager
    def _apart(self, entry: Entry) -> Iterator[None]:
        """The boundary of an entry: one over which we stumble keeps no other from being planned."""
        try:
            yield
        except (DatabaseTrouble, StoreError):
            raise
        except PictureRefused as refusal:
            self.problems.append(_problem(entry, refusal.reason))
        except StorageUnreachable as trouble:
            # The machines that publish could not get at its pictures: it is planned once they can.
            away = reason("scheduling.storage_away", why=trouble.reason)
            self.problems.append(_problem(entry, away))
            self.busy = True
        except OSError as error:
            not_kept = reason("scheduling.pictures_not_kept", why=error.strerror)
            self.problems.append(_problem(entry, not_kept))
            self.busy = True
        except Exception as error:  # noqa: BLE001 - told, and logged once
            self.problems.append(_stumble(Failure(entry, error)))

    def _take_in(self, entries: Mapping[str, Entry]) -> dict[str, Revision]:
        """The revision of each entry that can be published as it stands; its photos are in the
        gallery then.
        """
        contents: dict[str, Revision] = {}
        for entry_id, entry in entries.items():
            self._go_on()
            with self._apart(entry):
                content = freeze(entry)
                self.digests[entry_id], self.words[entry_id] = content.digest(), content.words()
                if not self.looks_only:
                    self._keep_pictures(entry)
                contents[entry_id] = content
        return contents

    def _keep_pictures(self, entry: Entry) -> None:
        if entry.video:
            self.context.pictures.take_in_video(entry.video)
        for photo in entry.photos:
            self.context.pictures.take_in(photo)

    def _compare(
        self, occurrences: Iterable[Occurrence], contents: Mapping[str, Revision]
    ) -> Changes:
        changes = Changes()
        self._keep(contents)
        revisions = planned_rows.known_revisions(contents)
        well = [found for found in occurrences if found.entry.id in contents]
        shared = self._shared(well)
        self.said = self._saying(well)
        for found in well:
            self._go_on()
            with self._apart(found.entry):
                self._compare_one(found, revisions, shared, changes)
        return changes

    def _compare_one(
        self,
        found: Occurrence,
        revisions: Mapping[tuple[str, str], int],
        shared: dict[tuple[str, str], str],
        changes: Changes,
    ) -> None:
        if self._is_shared(found, shared) or self._lacks(found):
            return
        digest = self.digests[found.entry.id]
        revision = 0 if self.looks_only else revisions[found.entry.id, digest]
        if row := self.rows.get(_name(found)):
            if columns := self._difference(row, found, digest, revision):
                changes.changed.append((row, columns))
        elif not self._is_public(found):
            new = self._new(found, revision)
            changes.added.append(new)
            self._says(found, State(new.state), new.hold)

    def _shared(self, occurrences: Iterable[Occurrence]) -> dict[tuple[str, str], str]:
        """Which entry shares an article on a page: the one that came first keeps it."""
        articles: set[str] = set()
        for found in occurrences:
            with self._apart(found.entry):
                articles.add(found.article)
        articles.discard("")
        return planned_rows.shared_articles(articles) if articles else {}

    def _saying(self, occurrences: Iterable[Occurrence]) -> dict[tuple[str, str], list[Said]]:
        """What is there already that says the same as something new, rewritten or held for it."""
        asked = [found for found in occurrences if self._may_repeat(found)]
        words = {self.words[found.entry.id] for found in asked} - {""}
        pages = {found.page.slug for found in asked}
        return planned_rows.saying(words, pages, since=self.now - REPEAT) if words else {}

    def _may_repeat(self, found: Occurrence) -> bool:
        row = self.rows.get(_name(found))
        return (
            row is None
            or row.digest != self.digests[found.entry.id]
            or row.hold == Hold.REPEATED
            or row.vanished
        )

    def _is_public(self, found: Occurrence) -> bool:
        """Whether it is out already, under a name that differs by case or normal form only."""
        own, words = same_name(found.entry.id), self.words[found.entry.id]
        said = self.said.get((found.page.slug, words), ())
        return any(one.state is State.PUBLISHED and same_name(one.entry_id) == own for one in said)

    def _repeated(self, found: Occurrence) -> Said | None:
        """What another entry says in the same words on the same page; None when nothing does, or a
        person wants it again."""
        own, words = found.entry.id, self.words[found.entry.id]
        if not words or found.entry.again:
            return None
        return next(
            (
                said
                for said in self.said.get((found.page.slug, words), ())
                # One that gets other words in this very turn says it no more.
                if said.entry_id != own and self.words.get(said.entry_id, words) == words
            ),
            None,
        )

    def _is_shared(self, found: Occurrence, shared: dict[tuple[str, str], str]) -> bool:
        """Whether another entry has the article of this one on this page already; says so."""
        if not found.article or found.entry.again:
            return False
        other = shared.setdefault((found.page.slug, found.article), found.entry.id)
        if other == found.entry.id:
            return False
        why = reason("scheduling.article_on_page", page=found.page.slug, other=other)
        self.problems.append(_problem(found.entry, why, field="link"))
        return True

    def _lacks(self, found: Occurrence) -> bool:
        """Whether the post asks for words that the page's unit has not given; says so."""
        missing = _lack(found)
        self.problems.extend(missing)
        return bool(missing)

    def _keep(self, contents: Mapping[str, Revision]) -> None:
        stored, digests = planned_rows.known_revisions(contents), self.digests
        new = {
            digests[name]: content
            for name, content in contents.items()
            if (name, digests[name]) not in stored
        }
        if new and not self.looks_only:
            self.context.transactions.write(lambda: planned_rows.keep_revisions(new, now=self.now))

    def _new(self, found: Occurrence, revision: int) -> Delivery:
        return Delivery(
            entry_id=found.entry.id,
            page=found.page.slug,
            occurrence=found.key,
            campaign=found.entry.campaign or "",
            source=found.entry.source.path,
            article=found.article,
            words=self.words[found.entry.id],
            revision_id=revision,
            **self._held_if_repeated(found, self._held_if_public(found, self._fresh(found))),
        )

    def _says(self, found: Occurrence, state: State, hold: str) -> None:
        words = self.words[found.entry.id]
        if words and hold != Hold.REPEATED:
            said = Said(found.entry.id, found.due_at, state)
            self.said.setdefault((found.page.slug, words), []).append(said)

    def _held_if_repeated(self, found: Occurrence, fresh: dict[str, object]) -> dict[str, object]:
        """The columns of a delivery with new words; held when another one says the same."""
        other = self._repeated(found)
        if other is None or fresh["state"] == State.HELD.value:
            return fresh
        code = (
            "delivery.repeated"
            if other.state is State.PUBLISHED
            else "delivery.repeats_a_planned_one"
        )
        held = {
            "state": State.HELD.value,
            "hold": Hold.REPEATED.value,
            "held_from": fresh["state"],
            "wake_at": None,
        }
        return fresh | held | asking(reason(code, at=other.due_at, other=other.entry_id))

    def _held_if_public(self, found: Occurrence, fresh: dict[str, object]) -> dict[str, object]:
        """The columns of a new delivery; held when it may have been published before the database
        was put back.
        """
        at_set_time = isinstance(found.entry.when, At) or found.entry.campaign is not None
        if self.restored is None or not may_be_public(
            self.restored.found_at, due_at=found.due_at, page=found.page, at_set_time=at_set_time
        ):
            return fresh
        held = {
            "state": State.HELD.value,
            "hold": Hold.RESTORED.value,
            "held_from": fresh["state"],
            "wake_at": None,
        }
        return fresh | held | asking(NEW)

    def _fresh(self, found: Occurrence, row: Planned | None = None) -> dict[str, object]:
        """The columns of a delivery at the start of its life.

        A time that a person gave to `row` stays while the queue asks for the one of before.
        """
        moved = row is not None and _stays_moved(row, found)
        due_at = row.due_at if row and moved else found.due_at
        free = found.page.unit.approval is ApprovalRule.NONE
        latest_at = due_at + (found.entry.max_late or found.page.max_late)
        return {
            "state": (State.APPROVED if free else State.PLANNED).value,
            "due_at": due_at,
            "latest_at": latest_at,
            "wake_at": max(self.now, due_at - found.page.prepare_ahead) if free else latest_at,
            "moved_from": row.moved_from if row and moved else None,
        }

    def _difference(
        self, row: Planned, found: Occurrence, digest: str, revision: int
    ) -> dict[str, object]:
        revived = row.state is State.CANCELLED and row.vanished
        rewritten = row.digest != digest and row.open
        moved = found.due_at not in (row.due_at, row.moved_from) and row.open
        in_work = not row.open and row.state not in (State.PUBLISHED, State.CANCELLED)
        self.busy |= in_work and (
            row.digest != digest or found.due_at not in (row.due_at, row.moved_from)
        )
        let_off = row.hold == Hold.REPEATED and row.open and self._repeated(found) is None
        if revived or rewritten or let_off:
            return self._renewed(row, found, revision)
        if not moved:
            settled = row.open and row.moved_from and not _stays_moved(row, found)
            return {"moved_from": None} if settled else {}
        if row.state is State.HELD and row.hold in _ANOTHER_TIME:
            return self._renewed(row, found, revision)
        return self._moved(row, found)

    def _renewed(self, row: Planned, found: Occurrence, revision: int) -> dict[str, object]:
        """Start over with new content."""
        if row.state is not State.PLANNED and row.state is not State.APPROVED:
            check_move(row.state, State.PLANNED)
        fresh = self._fresh(found, row) | self._still_uncertain(row, found)
        columns = (
            planned_rows.STARTED_OVER
            | self._held_if_repeated(found, fresh)
            | {
                "revision_id": revision,
                "article": found.article,
                "words": self.words[found.entry.id],
                "source": found.entry.source.path,
                "vanished": False,
            }
        )
        self._says(found, State(str(columns["state"])), str(columns["hold"]))
        return columns | row.let_go(self.now)

    def _still_uncertain(self, row: Planned, found: Occurrence) -> dict[str, object]:
        """New words do not tell whether the old ones are public already; another time is a person's
        decision.
        """
        uncertain = row.hold in (Hold.RESTORED, Hold.SHOWN)
        if not uncertain or found.due_at not in (row.due_at, row.moved_from):
            return {}
        held: dict[str, object] = {
            "state": State.HELD.value,
            "hold": row.hold,
            "held_from": State.PLANNED.value,
        }
        why = NEW if row.hold == Hold.RESTORED else _SHOWN_BEFORE
        return held | {"wake_at": None} | asking(why)

    def _moved(self, row: Planned, found: Occurrence) -> dict[str, object]:
        fresh = self._fresh(found)
        columns = {"due_at": fresh["due_at"], "latest_at": fresh["latest_at"], "moved_from": None}
        match row.state:
            case State.PREPARED:
                # What Facebook's own scheduler has is moved there at once.
                return columns | {"wake_at": self.now if row.scheduled_for else found.due_at}
            case State.APPROVED:
                return columns | {"wake_at": max(self.now, found.due_at - found.page.prepare_ahead)}
            case State.PLANNED:
                return columns | {"wake_at": fresh["latest_at"]}
            case _:
                return columns

    def _unwanted(self, wanted: set[tuple[str, str, str]], until: datetime) -> list[Planned]:
        ids = {entry.id for entry in _entries(self.queue)}
        return [row for row in self.rows.values() if self._is_unwanted(row, wanted, ids, until)]

    def _is_unwanted(
        self, row: Planned, wanted: set[tuple[str, str, str]], ids: set[str], until: datetime
    ) -> bool:
        if not row.open or row.name in wanted or row.source in self.broken:
            return False
        if row.entry_id in self.failed or row.campaign in self.failed:
            return False
        if self.changed is not None and row.source not in self.changed:
            return False
        # An entry that is still there only has deliveries outside the planned span: those stand.
        return (
            row.entry_id not in ids
            or row.page not in self.context.pages
            or self.now <= row.due_at < until
        )

    def _remember(self, full_until: Mapping[str, datetime], changes: Changes) -> None:
        self.known_full.update(full_until)
        for row, columns in changes.changed:
            if "due_at" in columns:
                self.known_full.pop(row.page, None)

    def _apply(self, changes: Changes) -> PlanReport:
        for group in planned_rows.in_batches(changes.added):
            self._go_on()
            self.context.transactions.write(partial(planned_rows.add, group))
        done = self.context.transactions.write(
            lambda: [planned_rows.update(row, new) for row, new in changes.changed]
        )
        return PlanReport(
            added=len(changes.added),
            changed=sum(done),
            cancelled=0,
            problems=tuple(dict.fromkeys(self.problems)),
            busy=self.busy,
        )


def _rows(
    queue: Queue,
    *,
    now: datetime,
    changed: frozenset[str] | None,
    pages: Mapping[str, Page],
    full_until: Mapping[str, datetime] = MappingProxyType({}),
    only: Collection[str] | None = None,
) -> dict[tuple[str, str, str], Planned]:
    touched = {page for entry in _entries(queue) for page in entry.pages}
    wanted = pages.keys() if ALL_PAGES in touched else touched & pages.keys()
    # A rotation gives way to whatever lies in its window.
    since = (
        now if queue.campaigns else min((full_until.get(page, now) for page in wanted), default=now)
    )
    return planned_rows.planned(
        now=now,
        since=max(now, since),
        entry_ids={entry.id for entry in queue.entries},
        campaigns={campaign.id for campaign in queue.campaigns},
        sources=changed,
        pages=None if changed is None else wanted,
        only=only,
    )


def _entries(queue: Queue) -> Iterable[Entry]:
    yield from queue.entries
    for campaign in queue.campaigns:
        if not campaign.draft:
            yield from campaign.slogans
            yield from campaign.anniversaries


def _taken(rows: Iterable[Planned], queue: Queue, broken: frozenset[str]) -> list[Taken]:
    ids = {entry.id for entry in _entries(queue)}
    return [
        _held(row, ids, broken)
        for row in rows
        if row.state is not State.CANCELLED or not row.vanished
    ]


def _held(row: Planned, ids: set[str], broken: frozenset[str]) -> Taken:
    # A slogan that a broken edit hides keeps its slot: it counts as somebody else's, so that the
    # rotation gives way.
    hidden = row.source in broken and row.entry_id not in ids
    campaign = None if hidden else row.campaign or None
    return Taken(
        entry_id=row.entry_id, page=row.page, key=row.key, due_at=row.due_at, campaign=campaign
    )


def _name(found: Occurrence) -> tuple[str, str, str]:
    return found.entry.id, found.page.slug, found.key


def _stumble(failure: Failure) -> Problem:
    place = failure.item.source
    code = (
        "scheduling.campaign_not_planned"
        if isinstance(failure.item, Campaign)
        else "scheduling.entry_not_planned"
    )
    return stumbled(failure.error, code, path=place.path, line=place.line)


def _lack(found: Occurrence) -> list[Problem]:
    entry, unit = found.entry, found.page.unit
    whole = " ".join(
        (
            entry.text,
            entry.first_comment or "",
            entry.headline or "",
            *(text for _, text in entry.fields),
        )
    )
    if not (keys := list(unit_lacks(whole, unit))):
        return []
    why = reason("scheduling.unit_lacks", unit=unit.slug, keys=keys, key=keys[0])
    return [_problem(entry, why, field="text")]


def _would_hold(row: Delivery) -> Problem:
    # The line is not the row's affair; a post is a file of its own.
    return Problem(path=row.source, line=None, reason=row.reason, field="text")


def _problem(entry: Entry, why: Reason, *, field: str = "") -> Problem:
    place = entry.source
    return Problem(path=place.path, line=place.line, reason=why, field=field)
