"""From what people wrote to what appears where and when: pure, deterministic, and stable when the
queue grows.

What the store already holds stands; only what is free is given out, so planning twice changes
nothing and an entry added later moves nothing. When several want the same minute of a page, the
order is: what stands, explicit times, anniversaries, queued posts and links, and last the rotation
of slogans, which gives way.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from publisher.domain.address import article_key
from publisher.domain.entry import ALL_PAGES, At, Campaign, Entry, MonthDay, NextSlot, Queue, Yearly
from publisher.domain.page import Page
from publisher.domain.reason import Problem, Reason
from publisher.domain.wallclock import to_utc, to_wall
from publisher.sentences.catalogue import Value

# How far ahead a queued entry looks for a free slot.
FARTHEST = timedelta(days=400)
ONCE = "once"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One appearance of an entry on a page; (entry id, page slug, key) is unique for ever."""

    entry: Entry
    page: Page
    # "once", the local year of an anniversary, or the wall time of a campaign slot.
    key: str
    # UTC.
    due_at: datetime
    # The same moment in the page's zone.
    wall_time: datetime

    @property
    def article(self) -> str:
        """What names the press article that it shares, on whatever address; empty when it shares
        none.
        """
        return article_key(self.entry.link)[:500] if self.entry.link else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A delivery that the store holds already."""

    entry_id: str
    page: str
    key: str
    due_at: datetime
    campaign: str | None


class Failure(NamedTuple):
    """What planning fell over, and how: a defect of ours or something that no reader foresaw."""

    # A campaign: the rotation of its slogans.
    item: Entry | Campaign
    error: Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is wanted, by due time, page and entry; and what could not be planned."""

    occurrences: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]
    # Of these nothing is among the occurrences: nobody knows what they want.
    failures: tuple[Failure, ...]
    # By page: the first slot (UTC) that may still be free; of pages on which a next slot was looked
    # for.
    full_until: Mapping[str, datetime]


def plan(
    queue: Queue,
    pages: Mapping[str, Page],
    taken: Iterable[Taken],
    *,
    now: datetime,
    until: datetime,
    full_until: Mapping[str, datetime] = MappingProxyType({}),
) -> Plan:
    """Everything that the queue wants in [now, until), including what is `taken` already.

    `until` bounds campaigns only: an entry that was queued for the next slot always gets one. `now`
    and `until` are aware. The same input gives the same plan. `full_until` may repeat what a plan
    before found out: then `taken` need not hold what fills the slots before that moment.
    """
    planning = _Planning(pages, taken, now, until, full_until)
    campaigns = [campaign for campaign in queue.campaigns if not campaign.draft]
    planning.explicit(queue.entries)
    for campaign in campaigns:
        planning.anniversaries(campaign)
    planning.next_slots(queue.entries)
    for campaign in campaigns:
        planning.rotate(campaign)
    return planning.result()


class _Planning:
    def __init__(
        self,
        pages: Mapping[str, Page],
        taken: Iterable[Taken],
        now: datetime,
        until: datetime,
        full_until: Mapping[str, datetime],
    ) -> None:
        self.pages, self.now, self.until, self.full_until = pages, now, until, full_until
        self.standing = {(found.entry_id, found.page, found.key): found for found in taken}
        # Minutes that are in use on each page; with the campaign if it is a slogan in rotation.
        self.minutes: dict[str, dict[datetime, str | None]] = defaultdict(dict)
        for found in self.standing.values():
            self.minutes[found.page][_minute(found.due_at)] = _rotating(found.campaign, found.key)
        self.cursors: dict[str, _Cursor] = {}
        self.found: list[Occurrence] = []
        self.problems: list[Problem] = []
        self.failures: list[Failure] = []

    def result(self) -> Plan:
        self.found.sort(key=lambda found: (found.due_at, found.page.slug, found.entry.id))
        full = {
            page: first for page, cursor in self.cursors.items() if (first := cursor.first_free())
        }
        return Plan(
            occurrences=tuple(self.found),
            problems=tuple(self.problems),
            failures=tuple(self.failures),
            full_until=full,
        )

    def explicit(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.when, At):
                with self._apart(entry):
                    for number, page in self._numbered(entry):
                        self._at(entry, page, entry.when.wall_time + number * entry.stagger)

    def anniversaries(self, campaign: Campaign) -> None:
        for entry in campaign.anniversaries:
            assert isinstance(entry.when, Yearly)
            with self._apart(entry):
                for number, page in self._numbered(entry):
                    for window in self._windows(campaign, page):
                        self._anniversary(
                            entry, entry.when, page, window, later=number * entry.stagger
                        )

    def next_slots(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.when, NextSlot):
                with self._apart(entry):
                    for page in self._pages_of(entry):
                        self._next_slot(entry, entry.when, page)

    def rotate(self, campaign: Campaign) -> None:
        if campaign.slogans:
            with self._apart(campaign):
                for number, page in self._numbered(campaign):
                    for window in self._windows(campaign, page):
                        self._rotation(campaign, page, window, later=number * campaign.stagger)

    @contextmanager
    def _apart(self, item: Entry | Campaign) -> Iterator[None]:
        """The boundary of an item: one over which planning stumbles keeps no other from being
        planned."""
        before = len(self.found)
        try:
            yield
        except Exception as error:  # noqa: BLE001 - told by whoever asked for the plan
            del self.found[before:]
            self.failures.append(Failure(item, error))

    # The four kinds

    def _at(self, entry: Entry, page: Page, wall_time: datetime) -> None:
        due_at = to_utc(wall_time, page.zone)
        stands = (entry.id, page.slug, ONCE) in self.standing
        if not stands and due_at < self.now - (entry.max_late or page.max_late):
            return self._complain(entry, "planning.past", field="at", at=wall_time)
        if not stands and _quiet(entry, page, wall_time.time()):
            return self._complain(entry, "planning.quiet", field="at", at=wall_time, page=page.slug)
        return self._add(entry, page, ONCE, due_at)

    def _anniversary(
        self, entry: Entry, when: Yearly, page: Page, window: "_Window", *, later: timedelta
    ) -> None:
        for year in range(window.first.year, window.last.year + 1):
            day = _day(year, when.month, when.day)
            if day is None or not window.first <= day <= window.last:
                continue
            wall_time = datetime.combine(day, when.at) + later
            due_at = to_utc(wall_time, page.zone)
            earliest = self.now - (entry.max_late or page.max_late)
            if (
                not earliest <= due_at < self.until
                and (entry.id, page.slug, str(year)) not in self.standing
            ):
                continue
            if _quiet(entry, page, wall_time.time()):
                self._complain(
                    entry, "planning.quiet_each_year", field="at", at=wall_time, page=page.slug
                )
            else:
                self._add(entry, page, str(year), due_at)

    def _next_slot(self, entry: Entry, when: NextSlot, page: Page) -> None:
        if stands := self.standing.get((entry.id, page.slug, ONCE)):
            return self._add(entry, page, ONCE, stands.due_at)
        if not page.slots:
            return self._complain(entry, "planning.no_slots", field="at", page=page.slug)
        after = max(self.now, to_utc(when.not_before, page.zone)) if when.not_before else self.now
        slot = self._cursor(page).next_free(after, ignore_quiet=entry.ignore_quiet)
        if slot is None:
            return self._complain(
                entry, "planning.no_free_slot", field="at", page=page.slug, days=FARTHEST.days
            )
        return self._add(entry, page, ONCE, slot)

    def _rotation(
        self, campaign: Campaign, page: Page, window: "_Window", *, later: timedelta
    ) -> None:
        slots = self._campaign_slots(campaign, page, window, later)
        rota = _Rota(campaign.slogans)
        standing = {key: entry for key, _, entry in self._standing_slogans(campaign, page, slots)}
        rota.plan_around(
            {index: standing[key] for index, (key, _) in enumerate(slots) if key in standing}
        )
        for index, (key, due_at) in enumerate(slots):
            slogan = standing.get(key) or rota.choose(index, look_ahead=due_at >= self.now)
            rota.use(slogan, index)
            if self.now <= due_at < self.until:
                stands = self.standing.get((slogan.id, page.slug, key))
                self._add(slogan, page, key, stands.due_at if stands else due_at)

    def _standing_slogans(
        self, campaign: Campaign, page: Page, slots: Sequence[tuple[str, datetime]]
    ) -> Iterator[tuple[str, datetime, Entry]]:
        for key, due_at in slots:
            for entry in campaign.slogans:
                if (entry.id, page.slug, key) in self.standing:
                    yield key, due_at, entry
                    break

    def _campaign_slots(
        self, campaign: Campaign, page: Page, window: "_Window", later: timedelta
    ) -> list[tuple[str, datetime]]:
        """Key and moment of each slot of the window that nothing else uses, in order."""
        times = campaign.slots or page.slots
        ignore_quiet = campaign.slogans[0].ignore_quiet
        used = self.minutes[page.slug]
        slots = []
        for day in window.days():
            if day.weekday() not in campaign.weekdays:
                continue
            for at in sorted(times):
                wall_time = datetime.combine(day, at)
                due_at = to_utc(wall_time + later, page.zone)
                if (
                    not ignore_quiet
                    and page.quiet
                    and page.quiet.covers((wall_time + later).time())
                ):
                    continue
                if used.get(_minute(due_at), campaign.id) == campaign.id:
                    slots.append(
                        (
                            wall_time.isoformat(timespec="minutes" if not at.second else "seconds"),
                            due_at,
                        )
                    )
        return slots

    # Shared

    def _add(self, entry: Entry, page: Page, key: str, due_at: datetime) -> None:
        self.found.append(
            Occurrence(
                entry=entry, page=page, key=key, due_at=due_at, wall_time=to_wall(due_at, page.zone)
            )
        )
        self.minutes[page.slug].setdefault(_minute(due_at), _rotating(entry.campaign, key))

    def _complain(self, entry: Entry, code: str, /, *, field: str, **arguments: Value) -> None:
        place, why = entry.source, Reason(code, arguments)
        self.problems.append(Problem(path=place.path, line=place.line, reason=why, field=field))

    def _pages_of(self, item: Entry | Campaign) -> list[Page]:
        return [page for _, page in self._numbered(item)]

    def _numbered(self, item: Entry | Campaign) -> list[tuple[int, Page]]:
        """The pages of an entry, each with its place in the order; a page with a version of its own
        keeps its place.
        """
        everywhere = ALL_PAGES in item.pages
        slugs = self.pages if everywhere else dict.fromkeys(item.pages)
        left_out = item.not_on if isinstance(item, Entry) else ()
        return [
            (number, self.pages[slug])
            for number, slug in enumerate(slugs)
            if slug in self.pages and slug not in left_out
        ]

    def _cursor(self, page: Page) -> "_Cursor":
        if page.slug not in self.cursors:
            since = max(self.now, self.full_until.get(page.slug, self.now))
            self.cursors[page.slug] = _Cursor(
                page, self.minutes[page.slug], since=since, until=self.now + FARTHEST
            )
        return self.cursors[page.slug]

    def _windows(self, campaign: Campaign, page: Page) -> Iterator["_Window"]:
        """The instances of the campaign's window that touch the planned span on the page's
        calendar."""
        first_day, last_day = (
            to_wall(self.now, page.zone).date(),
            to_wall(self.until, page.zone).date(),
        )
        if isinstance(campaign.starts, date) and isinstance(campaign.ends, date):
            candidates = [_Window(first=campaign.starts, last=campaign.ends)]
        else:
            candidates = list(_yearly(campaign, range(first_day.year - 1, last_day.year + 1)))
        # A day of grace: what was due yesterday at midnight may still be within its max_late.
        return (
            window
            for window in candidates
            if window.last >= first_day - DAY and window.first <= last_day
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """A span of local days, both ends included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + DAY * number for number in range((self.last - self.first).days + 1))


def _yearly(campaign: Campaign, years: Iterable[int]) -> Iterator[_Window]:
    starts, ends = campaign.starts, campaign.ends
    assert isinstance(starts, MonthDay)
    assert isinstance(ends, MonthDay)
    crosses = (ends.month, ends.day) < (starts.month, starts.day)
    for year in years:
        if campaign.years and year not in campaign.years:
            continue
        first, last = (
            _day(year, starts.month, starts.day),
            _day(year + crosses, ends.month, ends.day),
        )
        # A window that begins or ends on 29 February takes the day before in other years.
        yield _Window(first=first or date(year, 2, 28), last=last or date(year + crosses, 2, 28))


class _Rota:
    """Gives each slot the slogan whose nearest use, before or after, is farthest away."""

    def __init__(self, slogans: Sequence[Entry]) -> None:
        self._order = {slogan.id: number for number, slogan in enumerate(slogans)}
        self._slogans = slogans
        self._uses: dict[str, list[int]] = {slogan.id: [] for slogan in slogans}

    def plan_around(self, standing: Mapping[int, Entry]) -> None:
        """Know which slots are given already."""
        for index, slogan in standing.items():
            insort(self._uses[slogan.id], index)

    def use(self, slogan: Entry, index: int) -> None:
        """Note that a slot goes to a slogan."""
        uses = self._uses[slogan.id]
        if index not in uses[-1:] and not self._at(uses, index):
            insort(uses, index)

    def choose(self, index: int, *, look_ahead: bool) -> Entry:
        """The slogan for a free slot; of equals the first in the file.

        Slots of the past are filled without looking ahead: as if the service had run since the
        window's first day, so that the day on which it was really started makes no difference.
        """
        return max(
            self._slogans,
            key=lambda slogan: (self._gap(slogan, index, look_ahead), -self._order[slogan.id]),
        )

    def _gap(self, slogan: Entry, index: int, look_ahead: bool) -> float:
        uses = self._uses[slogan.id]
        place = bisect_left(uses, index)
        sides = (place - 1, place) if look_ahead else (place - 1,)
        return min(
            (abs(index - uses[side]) for side in sides if 0 <= side < len(uses)),
            default=float("inf"),
        )

    @staticmethod
    def _at(uses: Sequence[int], index: int) -> bool:
        place = bisect_left(uses, index)
        return place < len(uses) and uses[place] == index


class _Cursor:
    """Walks a page's slots from a moment on, remembering how far they are used up."""

    def __init__(
        self, page: Page, used: Mapping[datetime, str | None], *, since: datetime, until: datetime
    ) -> None:
        self._page, self._used, self._since, self._until = page, used, since, until
        self._slots: list[datetime] = []
        self._loud: list[bool] = []
        self._days = self._walk()
        self._first_free = 0

    def next_free(self, after: datetime, *, ignore_quiet: bool) -> datetime | None:
        """The first slot at or after `after` whose minute nobody uses."""
        index = self._first_free if after <= self._since else self._reach(after)
        while self._grow(index):
            slot = self._slots[index]
            free = _minute(slot) not in self._used
            if free and (ignore_quiet or not self._loud[index]):
                return slot
            if index == self._first_free and not free:
                self._first_free += 1
            index += 1
        return None

    def first_free(self) -> datetime | None:
        """Every slot from the start up to this one is used; None when nothing was looked at."""
        return self._slots[self._first_free] if self._first_free < len(self._slots) else None

    def _reach(self, after: datetime) -> int:
        while not self._slots or self._slots[-1] < after:
            if not self._grow(len(self._slots)):
                break
        return bisect_left(self._slots, after)

    def _grow(self, index: int) -> bool:
        while len(self._slots) <= index:
            if (upcoming := next(self._days, None)) is None:
                return False
            self._slots.append(upcoming[0])
            self._loud.append(upcoming[1])
        return True

    def _walk(self) -> Iterator[tuple[datetime, bool]]:
        """Each slot from the start on, and whether it lies in the quiet hours."""
        page = self._page
        day = to_wall(self._since, page.zone).date()
        while True:
            for at in page.slots:
                slot = to_utc(datetime.combine(day, at), page.zone)
                if slot >= self._until:
                    return
                if slot >= self._since:
                    yield slot, bool(page.quiet and page.quiet.covers(at))
            day += DAY


def _rotating(campaign: str | None, key: str) -> str | None:
    # Only a slot of a rotation has a wall time as its key.
    return campaign if "T" in key else None


def _quiet(entry: Entry, page: Page, at: time) -> bool:
    return not entry.ignore_quiet and page.quiet is not None and page.quiet.covers(at)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
