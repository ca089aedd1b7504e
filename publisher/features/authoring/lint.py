"""`publisher lint`: every text of the queue as a careful editor reads it, with file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from publisher.cards.breaking import load_terms
from publisher.domain.entry import At, Entry, Queue
from publisher.domain.reason import Problem, Reason
from publisher.domain.text import without_emphasis
from publisher.domain.wording import Remark, Remembered, Vocabulary, remarks
from publisher.features.authoring.anniversaries import known_days


def vocabulary(assets: Path, glossary: Iterable[str] = ()) -> Vocabulary:
    """The word list that guards line ends, with the official names. Raises OSError."""
    names = (assets / "words" / "official-names.txt").read_text(encoding="utf-8").splitlines()
    official = [name.strip() for name in names if name.strip() and not name.startswith("#")]
    days = [
        Remembered(day.name, day.month, day.day, day.since)
        for day in known_days(assets)
        if not day.lunar
    ]
    return Vocabulary(
        load_terms(assets / "words" / "keep-together.txt", tuple(glossary)), official, days
    )


def lint_text(text: str, words: Vocabulary) -> list[Problem]:
    """Remarks on a text given by itself."""
    place = Reason("authoring.text")
    return [_problem(place, 1, remark) for remark in remarks(without_emphasis(text), words)]


def lint_queue(queue: Queue, words: Vocabulary) -> list[Problem]:
    """Remarks on everything that the queue would publish, in the order of files and lines."""
    entries = (
        *queue.entries,
        *(entry for one in queue.campaigns for entry in (*one.slogans, *one.anniversaries)),
    )
    found = [problem for entry in entries for problem in _lint(entry, words)]
    return sorted(found, key=lambda problem: (str(problem.path), problem.line or 0))


def _lint(entry: Entry, words: Vocabulary) -> Sequence[Problem]:
    on: date | None = entry.when.wall_time.date() if isinstance(entry.when, At) else None
    place = entry.source
    found = [
        _problem(place.path, place.line, remark)
        for remark in remarks(without_emphasis(entry.text), words, since=entry.since, on=on)
    ]
    # Front matter stands above the text; its own line is not known here.
    others = (
        ("headline", entry.headline or ""),
        ("first_comment", entry.first_comment or ""),
        *((f"fields.{name}", text) for name, text in entry.fields),
    )
    for field, text in others:
        found += [
            _problem(place.path, place.line, replace(remark, line=0), field)
            for remark in remarks(text, words)
        ]
    return found


def _problem(path: str | Reason, line: int, remark: Remark, field: str = "text") -> Problem:
    return Problem(path=path, line=line + remark.line, reason=remark.reason, field=field)
