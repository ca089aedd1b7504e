"""What was exported is known again, and what was imported is read as it was meant."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.features.authoring.import_sheet import DryRun, dry_run
from publisher.features.reports.calendar_files import as_xlsx, items_of
from publisher.queuefiles.sheets import read_here
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from tests.features.scheduling.test_planning import CAMPAIGN, Room

POST = "+++\nat = 2027-04-{day}T07:30:00\n{more}+++\n{text}\n"
# Of each kind, and what cells and sheets might take for something else.
TEXTS = (
    "=1+1 là hai",
    "-10 độ ngoài trời",
    "+84 912 345 678",
    "'nháy đầu dòng",
    "Dòng một\n\nDòng hai",
    "Mã _x005f_ và tab\tgiữa",
    "Năm {year}, đơn vị {unit}",
    "https://congdoan.example.vn",
    "nt",
    "#N/A",
    "Tổng cộng: ba việc",
)


@pytest.fixture
def room(tmp_path: Path, database: None) -> Iterator[Room]:
    yield Room(tmp_path)
    close_store()


def imported_again(room: Room) -> DryRun:
    app = room._app()
    rows = Delivery.objects.select_related("revision").order_by("due_at", "pk")
    raw = as_xlsx(list(items_of(rows, app.config.pages, {})))
    known, pages = app.known(), app.config.pages
    return dry_run(read_here(raw, "lich.xlsx"), queue=room.queue, known=known, pages=pages)


def test_what_was_exported_gives_nothing_new(room: Room) -> None:
    for number, text in enumerate(TEXTS):
        folder = "posts/tuan/" if number % 2 else "posts/"
        room.put(f"{folder}bai-{number}.md", POST.format(day=13 + number, more="", text=text))
    room.put(
        "posts/the.md",
        POST.format(day=26, more='card = "slogan"\nhashtags = ["A"]\n', text="*Một* **hai**"),
    )
    room.put("posts/bao.md", POST.format(day=27, more='link = "https://bao.vn/a"\n', text=""))
    room.put("links/l.md", "- https://bao.vn/b | Đọc báo\n- https://bao.vn/c\n")
    room.put("campaigns/c.md", CAMPAIGN + "- *Một* lòng năm {year}\n- Hai tốt\n")
    room.plan()
    Delivery.objects.filter(entry_id="bai-0").update(state="published", permalink="https://fb.vn/1")
    found = imported_again(room)
    assert ([str(one) for one in found.problems], list(found.new)) == ([], [])
    assert len(found.drafts) == Delivery.objects.count() > len(TEXTS) + 4


def test_what_was_moved_in_the_calendar_gives_nothing_new_either(room: Room) -> None:
    room.put("posts/a.md", POST.format(day=13, more="", text="Chào"))
    room.plan()
    row = Delivery.objects.get()
    Delivery.objects.update(due_at=row.due_at + timedelta(hours=7))
    found = imported_again(room)
    assert (list(found.problems), found.new, len(found.drafts)) == ([], [], 1)


def test_other_words_and_an_entry_that_is_gone_are_told_by_their_cells(room: Room) -> None:
    room.put("posts/a.md", POST.format(day=13, more="", text="Chào"))
    room.put("posts/b.md", POST.format(day=14, more="", text="Mừng"))
    room.plan()
    room.put("posts/a.md", POST.format(day=13, more="", text="Khác"))
    (room.queue / "posts" / "b.md").unlink()
    found = imported_again(room)
    assert [(one.path, one.reason.code) for one in found.problems] == [
        ("E2", "authoring.entry_says_other"),
        ("J3", "authoring.entry_gone"),
    ]
