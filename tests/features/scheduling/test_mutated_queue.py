"""Thousands of mutated queue files, by seed: each is read or told, and what was planned of a broken one stands."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from publisher import resources
from publisher.domain.delivery import State
from publisher.domain.planning import plan
from publisher.features.scheduling.planning import PlanReport, plan_queue
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from tests.features.scheduling.test_planning import NOW, Room
from tests.mutating import mutated

DATA = Path(__file__).parents[2] / "queuefiles" / "data"
POST = """+++
pages = ["p"]
at = 2027-04-15T07:30:00
card = "slogan"
since = 1963-04-15
hashtags = ["CongDoan"]
first_comment = "Mời đọc: {age} năm"
max_late = "2h"
stagger = "5m"
photos = [{file = "a.jpg", alt = "Hội nghị"}]
[exceptions.p]
text = "Lời riêng"
+++
Chào mừng {age} năm {unit}!
"""
KINDS = ("posts", "links", "campaigns")
READ, PLANNED = 2_000, 120


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    found = Room(tmp_path)
    (found.queue / "photos").mkdir(parents=True)
    Image.new("RGB", (64, 48), "navy").save(found.queue / "photos" / "a.jpg")
    yield found
    close_store()


def seeds() -> list[bytes]:
    sample = sorted(resources.sample_queue().rglob("*.md"))
    return [POST.encode(), *(path.read_bytes() for path in (*sorted(DATA.glob("*.md")), *sample))]


def test_a_mutated_file_is_read_or_told_and_gives_a_plan(room: Room) -> None:
    corpus, dice = seeds(), random.Random(438)
    pages = room.context().pages
    for case in range(READ):
        kind, raw = dice.choice(KINDS), mutated(corpus, dice)
        path = room.queue / kind / f"{case}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        reading = room.reader.refresh([path])
        name = f"{kind}/{case}.md"
        told = [problem for problem in reading.problems if problem.path == name]
        # A list without an item is neither, and no mistake.
        assert (
            reading.changed_queue.entries
            or reading.changed_queue.campaigns
            or told
            or kind == "links"
        ), (case, raw)
        found = plan(reading.changed_queue, pages, [], now=NOW, until=NOW + timedelta(days=14))
        assert not found.failures, (case, raw, found.failures)
        assert "ngoài dự kiến" not in "".join(map(str, told)), (case, raw)
        "".join(map(str, told)).encode()
        path.unlink()
        room.reader.refresh([path])


def test_what_was_planned_of_a_file_stands_while_mutations_break_it(room: Room) -> None:
    corpus, dice = seeds(), random.Random(2027)
    room.put("posts/nguoi-khac.md", "+++\nat = 2027-04-20T06:00:00\n+++\nBài của đơn vị khác")
    for case in range(PLANNED):
        name = f"{dice.choice(KINDS)}/bai.md"
        room.put(
            name,
            "- https://bao.vn/bai | Lời" if name.startswith("links") else GOOD[name.split("/")[0]],
        )
        _take_in(room, name)
        before = _rows(name)
        assert before, case
        (room.queue / name).write_bytes(mutated(corpus, dice))
        report, broken = _take_in(room, name)
        assert "ngoài dự kiến" not in " ".join(map(str, report.problems)), (
            case,
            (room.queue / name).read_bytes(),
        )
        if broken:
            assert before <= _rows(name), (case, (room.queue / name).read_bytes())
        (room.queue / name).unlink()
        _take_in(room, name)
        Delivery.objects.filter(source=name).delete()
    assert Delivery.objects.get(entry_id="nguoi-khac").state == State.APPROVED


GOOD = {
    "posts": "+++\nat = 2027-04-15T06:30:00\n+++\nLời bài.",
    "campaigns": '+++\ntitle = "C"\nfrom = 2027-04-13\nuntil = 2027-04-15\nslots = ["08:00"]\n+++\n- Một\n- Hai\n',
}


def _take_in(room: Room, name: str) -> tuple[PlanReport, bool]:
    reading = room.reader.refresh([room.queue / name])
    report = plan_queue(
        room.context(),
        reading.changed_queue,
        now=NOW,
        broken=reading.broken,
        changed=reading.changed,
        complete=reading.complete,
        full=room.full,
    )
    return report, name in reading.broken


def _rows(name: str) -> set[tuple[object, ...]]:
    rows = Delivery.objects.filter(source=name).exclude(state="cancelled")
    return set(rows.values_list("entry_id", "page", "occurrence", "due_at", "state"))
