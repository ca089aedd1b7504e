"""Keeps what reading and planning refuse, so that the board, `publisher status` and the notices
tell it until it is mended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from publisher.context import Context
from publisher.domain.entry import ALL_PAGES, Campaign, Entry, Queue
from publisher.domain.page import Page
from publisher.domain.reason import Problem, Reason, reason
from publisher.store import queue_problems as store
from publisher.store.models import QueueProblem

# So many of a file, and in all, are kept; `queue check` tells every one.
OF_A_FILE, MOST = 20, 1_000
# Where a problem is no file's: the folder itself, of which `PlanningFailure` tells.
FOLDER = "queue"


def keep(context: Context, problems: Iterable[Problem], queue: Queue) -> None:
    """Let these be what is wrong in the queue, and nothing else."""
    found = list(islice(_first(problems), MOST))
    units = _units({str(one.path) for one in found}, queue, context.pages)
    now = context.clock()
    context.transactions.write(lambda: store.keep(found, units, now=now))


def by_file() -> dict[str, list[QueueProblem]]:
    """What is wrong at present, by file."""
    found: dict[str, list[QueueProblem]] = {}
    for row in store.standing():
        found.setdefault(row.path, []).append(row)
    return found


def told(rows: Sequence[QueueProblem]) -> Reason:
    """What is wrong in a file: its first problem, and how many more there are."""
    first = rows[0]
    place = Problem(path=first.path, line=first.line, reason=first.reason).to_reason()
    if len(rows) == 1:
        return place
    return reason("attention.queue_file", first=place, n=len(rows) - 1)


def _first(problems: Iterable[Problem]) -> Iterator[Problem]:
    counted: Counter[str] = Counter()
    for problem in sorted(dict.fromkeys(problems), key=lambda one: (str(one.path), one.line or 0)):
        path = str(problem.path)
        counted[path] += 1
        if counted[path] <= OF_A_FILE and path != FOLDER:
            yield problem


def _units(paths: set[str], queue: Queue, pages: Mapping[str, Page]) -> dict[str, str]:
    """Whose a file is: the one unit on whose pages its entries appear, or appeared while it could
    be read."""
    wanted = store.pages_of(paths)
    items: tuple[Entry | Campaign, ...] = (*queue.entries, *queue.campaigns)
    for item in items:
        if item.source.path in paths:
            slugs = pages.keys() if ALL_PAGES in item.pages else item.pages
            wanted.setdefault(item.source.path, set()).update(slugs)
    units = {
        path: {pages[slug].unit.slug for slug in slugs if slug in pages}
        for path, slugs in wanted.items()
    }
    return {path: next(iter(found)) for path, found in units.items() if len(found) == 1}
