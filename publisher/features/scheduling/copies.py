"""Posts of the queue that say the same on the same page: a sync program's copies, a file that was
saved twice. Planning lets one go out and holds the others; here they are told before that."""

from collections.abc import Collection, Iterator

from publisher.domain.entry import ALL_PAGES, Entry, Queue
from publisher.domain.reason import Problem, reason
from publisher.domain.revision import freeze


def copies(queue: Queue, pages: Collection[str]) -> list[Problem]:
    """Every entry that repeats the words of another one of the queue, with the name of that one;
    none that is to appear again on purpose."""
    first: dict[tuple[str, str], Entry] = {}
    found = []
    for entry in queue.entries:
        words = freeze(entry).words()
        if not words:
            continue
        others = [first.setdefault((page, words), entry) for page in _shown_on(entry, pages)]
        other = next((one for one in others if one is not entry), None)
        if other and not entry.again:
            found.append(_problem(entry, other))
    return found


def _shown_on(entry: Entry, pages: Collection[str]) -> Iterator[str]:
    wanted = pages if ALL_PAGES in entry.pages else entry.pages
    return (page for page in wanted if page not in entry.not_on)


def _problem(entry: Entry, other: Entry) -> Problem:
    why = reason("scheduling.copy", other=other.source.path, line=other.source.line)
    return Problem(path=entry.source.path, line=entry.source.line, reason=why, field="text")
