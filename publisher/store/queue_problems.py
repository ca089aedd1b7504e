"""What is wrong in the queue at present: kept as one whole, so that what was mended is gone.

Runs inside transactions.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from publisher.domain.reason import Problem
from publisher.store.models import Delivery, QueueProblem

# As wide as their columns.
LONGEST_PATH, LONGEST_FIELD = 500, 200


def keep(problems: Sequence[Problem], units: Mapping[str, str], *, now: datetime) -> None:
    """Let these be what is wrong, and nothing else; what was wrong before keeps its time.

    `units`: of files, whose they are.
    """
    found = {_digest(one): one for one in problems}
    QueueProblem.objects.exclude(digest__in=list(found)).delete()
    known = set(QueueProblem.objects.values_list("digest", flat=True))
    QueueProblem.objects.bulk_create(
        [
            QueueProblem(
                digest=digest,
                path=str(one.path)[:LONGEST_PATH],
                line=one.line,
                field=one.field[:LONGEST_FIELD],
                reason=one.reason,
                unit=units.get(str(one.path), ""),
                since=now,
            )
            for digest, one in found.items()
            if digest not in known
        ],
        # Another process may have found the same at this moment.
        ignore_conflicts=True,
    )


def standing() -> list[QueueProblem]:
    """What is wrong, file by file."""
    return list(QueueProblem.objects.order_by("path", "line", "digest"))


def pages_of(paths: Collection[str]) -> dict[str, set[str]]:
    """On which pages something of some files was planned, by file."""
    found: dict[str, set[str]] = {}
    rows = Delivery.objects.filter(source__in=list(paths)).order_by()
    for path, page in rows.values_list("source", "page").distinct():
        found.setdefault(path, set()).add(page)
    return found


def _digest(one: Problem) -> str:
    said = f"{one.path}\n{one.line}\n{one.field}\n{one.reason.to_json()}"
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
