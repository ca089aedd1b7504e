"""Who looks at what the storm left: only at Facebook's side, so that any publisher can be judged, ours or another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publisher.channels.facebook.standin.state import World

# The sandbox notes an effect a moment after the call arrived; its clock is ours.
SLACK = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One post that has to be public once."""

    page_id: str
    # Unique on its page: what it says.
    words: str
    due_at: datetime
    photos: int = 0
    comment: str = ""
    # Where the way of publishing allows it, an answer that never came may need a person: then it may be missing.
    may_wait_for_a_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that must not be."""

    what: str
    wanted: str


def judge(
    world: World, wanted: Sequence[Wanted], *, waiting: Iterable[tuple[str, str]] = ()
) -> list[Finding]:
    """Everything that is wrong in public. `waiting`: (page id, words) of what the publisher says needs a person."""
    findings = [finding for one in wanted for finding in _judge_one(world, one, set(waiting))]
    known = Counter((one.page_id, one.words) for one in wanted)
    for page_id, _ in world.pages():
        for row in world.ever_public(page_id):
            if (page_id, row["message"]) not in known:
                findings.append(Finding(what="stranger", wanted=f"{page_id}: {row['message']!r}"))
    return findings


def needless(
    world: World, wanted: Sequence[Wanted], given_up: Iterable[tuple[str, str]]
) -> list[Finding]:
    """What was left to a person without need, seen from both sides: the publisher gave it up, and at Facebook it is
    public, or it could have been made again because no call that failed can have shown it."""
    left = set(given_up)
    findings = []
    for one in wanted:
        if (one.page_id, one.words) not in left:
            continue
        public = any(row["message"] == one.words for row in world.ever_public(one.page_id))
        if public or not one.may_wait_for_a_person:
            what = "public" if public else "not public"
            findings.append(
                Finding(what="needless", wanted=f"{one.page_id}: {one.words!r} is {what}")
            )
    return findings


def _judge_one(world: World, one: Wanted, waiting: set[tuple[str, str]]) -> list[Finding]:
    name = f"{one.page_id}: {one.words!r}"
    # Deleted ones too: a visitor saw them.
    rows = [row for row in world.ever_public(one.page_id) if row["message"] == one.words]
    if not rows:
        excused = one.may_wait_for_a_person and (one.page_id, one.words) in waiting
        return [] if excused else [Finding(what="lost", wanted=name)]
    findings = [Finding(what="double", wanted=name)] if len(rows) > 1 else []
    for row in rows:
        if datetime.fromtimestamp(row["published"], UTC) < one.due_at - SLACK:
            findings.append(Finding(what="early", wanted=name))
        if len(world.photos_of(row["id"])) != one.photos:
            findings.append(Finding(what="pictures", wanted=name))
        comments = [comment["message"] for comment in world.comments_of(row["id"])]
        if len(rows) == 1 and comments != ([one.comment] if one.comment else []):
            findings.append(Finding(what="comments", wanted=f"{name} has {comments}"))
    return findings


def leaked(tokens: Iterable[str], files: Iterable[Path], world: World) -> list[Finding]:
    """Where a token stands in a file that people or machines read, or travelled in an address."""
    findings = []
    for path in files:
        content = path.read_bytes()
        findings += [
            Finding(what="token", wanted=str(path.name))
            for token in tokens
            if token.encode() in content
        ]
    findings += [
        Finding(what="token", wanted=call["path"]) for call in world.calls() if call["token_in_url"]
    ]
    return findings
