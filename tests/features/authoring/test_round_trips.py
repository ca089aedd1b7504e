"""What was exported is known again, and what was imported is read as it was meant."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.domain.entry import Entry
from publisher.features.authoring import composer
from publisher.features.authoring.import_sheet import DryRun, dry_run
from publisher.features.reports.calendar_files import as_xlsx, items_of
from publisher.queuefiles.sheets import read_here
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from publisher.store.transactions import Direct
from tests.features.authoring.test_import_sheet import Office
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


# Open and save

# Lines of a head as people write them, in any order and with their own comments.
LINES = st.lists(
    st.sampled_from(
        [
            "# của tổ tuyên giáo",
            "",
            "at   = 2036-12-20T07:30:00   # sáng",
            'at = "2036-12-20 07:30"',
            "after = 2036-12-01T00:00:00",
            'card = "slogan"',
            "hashtags = ['MotHai', \"#Ba\"]",
            'hashtags_in = "comment"',
            'first_comment = "Chi tiết: https://a.vn"',
            "link = 'https://bao.vn/a?b=c'",
            'headline="Tiêu đề"',
            'publication = "Báo Lao Động"',
            "since = 1963-04-15",
            'max_late = "90m"',
            'stagger = "300s"',
            "ignore_quiet = true",
            "again = true",
            "format = 'square'",
        ]
    ),
    unique_by=lambda line: line.partition("=")[0].strip() or line,
    max_size=8,
)
# Words, and what looks like something else in a file.
WORDS = st.lists(
    st.sampled_from(
        [
            "- Một",
            "+++",
            "  thụt vào",
            "",
            "Lời: *nhấn*",
            "a\u0302 ba",
            "#The",
            "1. hai",
            "> ba",
            "|",
        ]
    ),
    min_size=1,
    max_size=6,
).map("\n".join)
ITEMS = st.lists(
    st.sampled_from(
        [
            "- Một lòng!",
            "– Hai tốt!",
            "*\tBa sạch,\n  bốn đẹp!",
            "1. Năm",
            "# ghi chú",
            "",
            "👉Sáu!",
        ]
    ),
    unique=True,
    max_size=6,
).map("\n".join)
ENDS = st.sampled_from(["\n", "\r\n"])
PAGES = 'pages = ["tinh"]\n'
FRAME = 'title = "T"\nfrom = 2036-12-01\nuntil = 2036-12-05\nslots = ["09:00"]\n' + PAGES


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    kind = draw(st.sampled_from(["posts", "posts/thang-12", "campaigns", "links"]))
    if kind == "campaigns":
        text = f"+++\n{FRAME}+++\n{draw(ITEMS)}\n- Cuối!\n"
    elif kind == "links":
        text = f"+++\n{PAGES}+++\n- https://a.vn/1 | Lời | Tiêu đề\n{draw(st.just('* https://a.vn/2'))}"
    else:
        head = "".join(f"{line}\n" for line in draw(LINES))
        text = f"+++\n{head}{PAGES}+++\n{draw(WORDS)}\nhết"
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return f"{kind}/a.md", text.replace("\n", draw(ENDS)).encode(encoding)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=files())
def test_open_and_save_changes_nothing(office: Office, file: tuple[str, bytes]) -> None:
    name, raw = file
    for kind in ("posts/thang-12", "campaigns", "links"):
        (office.queue / kind).mkdir(parents=True, exist_ok=True)
    for old in office.files():
        old.unlink()
    (office.queue / name).write_bytes(raw)
    entries = everything(office)
    for entry in entries:
        saved(office, entry)
        assert (office.queue / name).read_bytes() == raw
    assert everything(office) == entries
    assert entries or office.app.reader().refresh(None).problems


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def everything(office: Office) -> list[Entry]:
    queue = office.app.reader().refresh(None).queue
    return [*queue.entries, *(one for campaign in queue.campaigns for one in campaign.slogans)]


def saved(office: Office, entry: Entry) -> None:
    """As the desk does: a writing of anything would need the database, which is not there."""
    known = office.app.known()
    opened = composer.open_entry(office.queue, entry, known)
    assert opened
    composer.save(
        office.app.context(Direct()),
        composer.piece_of(opened),
        opened,
        known=known,
        unit="u",
        now=datetime(2036, 12, 1, tzinfo=UTC),
    )
