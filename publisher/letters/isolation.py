"""Reads and understands a document in a process of its own: the service itself never looks into
one."""

import json
from pathlib import Path
from typing import Any

from publisher.domain.errors import PlanRefused
from publisher.domain.reason import Reason
from publisher.isolation import CallLimits, NoAnswer, NoAnswerReason, run_apart
from publisher.letters.letter import OfficialLetter, from_json
from publisher.letters.line import LetterLine
from publisher.letters.reading import check_size, plan_here, plan_of

# A letter of twenty pages takes under a second.
LIMITS = CallLimits(seconds=30)
_SAID = {
    NoAnswerReason.TIME: "letters.slow",
    NoAnswerReason.MEMORY: "letters.memory",
    NoAnswerReason.CRASH: "letters.unreadable",
    NoAnswerReason.BUSY: "letters.busy",
}


def read_plan(raw: bytes, name: str, *, words: Path) -> OfficialLetter:
    """Read an official plan. `words`: the folder with channels.toml. Raises PlanRefused."""
    check_size(raw)
    return _told("_read", raw, name, str(words))


def understand(lines: list[LetterLine], notes: list[str], *, words: Path) -> OfficialLetter:
    """What lines say that were read before. Raises PlanRefused."""
    raw = json.dumps({"lines": [line.as_json() for line in lines], "notes": notes})
    return _told("_understand", raw.encode(), str(words))


def _told(function: str, raw: bytes, *args: str) -> OfficialLetter:
    try:
        answer: dict[str, Any] = run_apart(f"{__name__}:{function}", raw, *args, limits=LIMITS)
    except NoAnswer as none:
        raise PlanRefused(_SAID[none.why]) from None
    if "refused" in answer:
        raise PlanRefused(Reason.from_json(answer["refused"]))
    return from_json(answer["plan"], [LetterLine(**line) for line in answer["lines"]])


def _read(raw: bytes, name: str, words: str) -> dict[str, object]:
    """In the process."""
    try:
        return _answer(plan_here(raw, name, words=Path(words)))
    except PlanRefused as refused:
        return {"refused": refused.reason.to_json()}


def _understand(raw: bytes, words: str) -> dict[str, object]:
    """In the process."""
    given = json.loads(raw)
    try:
        return _answer(
            plan_of(
                [LetterLine(**line) for line in given["lines"]],
                words=Path(words),
                notes=given["notes"],
            )
        )
    except PlanRefused as refused:
        return {"refused": refused.reason.to_json()}


def _answer(plan: OfficialLetter) -> dict[str, object]:
    return {"plan": plan.as_json(), "lines": [line.as_json() for line in plan.lines]}
