"""`publisher lint`: every text of the queue as a careful editor reads it, with file and line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.cards.breaking import load_terms
from publisher.domain.entry import At, Entry, Queue
from publisher.domain.markdown import marked_lines
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import nfc, without_emphasis
from publisher.domain.wording import Remark, Remembered, Vocabulary, look_alikes, remarks
from publisher.features.authoring.anniversaries import known_days

# Characters of a line that are repeated to who wrote it.
LONGEST_SHOWN = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A remark, and where in the queue its words stand."""

    path: str
    line: int | None
    field: str
    remark: Remark

    def problem(self) -> Problem:
        """As findings of the queue are told."""
        return Problem(path=self.path, line=self.line, reason=self.remark.reason, field=self.field)


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


def text_remarks(
    text: str,
    words: Vocabulary,
    *,
    card: bool = True,
    since: date | None = None,
    on: date | None = None,
) -> list[Remark]:
    """Remarks on a text, by line; what stands between marks of Markdown is read without them.

    `card`: whether one shows the text, so that *words* are emphasised; the others as for `remarks`.
    """
    lines = nfc(text).split("\n")
    found: list[Remark] = []
    for number, line, right in marked_lines("\n".join(lines), emphasis=card):
        found.append(_marked(number, line, right))
        lines[number] = _one_line(right)
    plain = without_emphasis("\n".join(lines))
    return sorted(
        [*found, *remarks(plain, words, since=since, on=on)], key=lambda remark: remark.line
    )


def lint_text(text: str, words: Vocabulary) -> list[Problem]:
    """Remarks on a text given by itself."""
    place = Reason("authoring.text")
    return [
        Problem(path=place, line=1 + remark.line, reason=remark.reason, field="text")
        for remark in text_remarks(text, words)
    ]


def slips(queue: Queue, words: Vocabulary) -> list[Slip]:
    """Remarks on everything that the queue would publish, in the order of files and lines."""
    entries = (
        *queue.entries,
        *(entry for one in queue.campaigns for entry in (*one.slogans, *one.anniversaries)),
    )
    found = [slip for entry in entries for slip in _slips(entry, words)]
    return sorted(found, key=lambda slip: (slip.path, slip.line or 0))


def _slips(entry: Entry, words: Vocabulary) -> Iterator[Slip]:
    on: date | None = entry.when.wall_time.date() if isinstance(entry.when, At) else None
    place = entry.source
    said = text_remarks(entry.text, words, card=bool(entry.card), since=entry.since, on=on)
    for remark in said:
        yield Slip(path=place.path, line=place.line + remark.line, field="text", remark=remark)
    # Front matter stands above the text; its own line is not known here.
    for field, found in _others(entry, words):
        for remark in found:
            yield Slip(path=place.path, line=place.line, field=field, remark=remark)


def _others(entry: Entry, words: Vocabulary) -> Iterator[tuple[str, Sequence[Remark]]]:
    yield "headline", text_remarks(entry.headline or "", words, card=bool(entry.card))
    yield "first_comment", text_remarks(entry.first_comment or "", words, card=False)
    for name, text in entry.fields:
        yield f"fields.{name}", text_remarks(text, words)
    for tag in entry.hashtags:
        yield "hashtags", look_alikes(tag)


def _marked(number: int, line: str, right: str) -> Remark:
    written = _short(line)
    if right.strip():
        why = reason("wording.markdown", written=written, right=_short(right))
    else:
        why = reason("wording.markdown_line", written=written)
    return Remark(line=number, reason=why, swap=(line, right))


def _short(text: str) -> str:
    bare = _one_line(text)
    return bare if len(bare) <= LONGEST_SHOWN else f"{bare[:LONGEST_SHOWN]}…"


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n") if line.strip())
