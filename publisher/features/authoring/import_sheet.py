"""From a spreadsheet to posts of the queue: every error by its cell, nothing half-imported."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from publisher.domain.entry import ALL_PAGES, Entry
from publisher.domain.errors import UnfitValue, UnknownPlaceholder
from publisher.domain.message import compose
from publisher.domain.page import MAX_LATE, Page
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.revision import freeze
from publisher.domain.text import slug, words_of
from publisher.domain.wallclock import clock_time, wall_day, wall_time
from publisher.queuefiles import writing
from publisher.queuefiles.checks import Known
from publisher.queuefiles.decoding import text_of
from publisher.queuefiles.folder import QueueReader, read_text
from publisher.queuefiles.sheets import (
    PlanRow,
    Sheet,
)
from publisher.tables import reason_of

MORNING = "07:30"
# Pages that are named to somebody who named one that is not there.
MOST_NAMED = 6
NEXT_SLOT = ("next", "kế tiếp", "khung giờ kế tiếp", "giờ trống kế tiếp")
EVERYWHERE = ("*", "tất cả", "mọi trang", "all")
# Columns of the template to download, with an example and what to write.
TEMPLATE = (
    ("Ngày", "30/4/2027", "Ngày đăng; ghi “kế tiếp” để đăng vào khung giờ trống kế tiếp."),
    ("Giờ", "07:30", "Giờ địa phương, như 07:30."),
    (
        "Trang",
        "lai-chau",
        (
            "Tên ngắn của trang hoặc tên đơn vị; nhiều trang cách nhau dấu phẩy; ghi * cho mọi"
            " trang."
        ),
    ),
    ("Nội dung", "Chào mừng Ngày Giải phóng miền Nam, thống nhất đất nước!", "Lời bài đăng."),
    ("Đường dẫn", "", "Bài báo chia sẻ, bắt đầu bằng https://."),
    ("Tiêu đề", "", "Tiêu đề bài báo, cho ảnh thiết kế."),
    ("Tên báo", "", "Tên tờ báo."),
    ("Mẫu ảnh", "slogan", "Tên mẫu ảnh thiết kế; bỏ trống là không có."),
    ("Ảnh", "", "Tên tệp trong queue/photos, nhiều ảnh cách nhau dấu phẩy."),
    ("Thẻ", "ThangCongNhan2027", "Hashtag, cách nhau dấu cách hoặc dấu phẩy."),
    ("Bình luận đầu tiên", "", "Đăng dưới bài ngay sau bài."),
    ("Ngày gốc", "30/4/1975", "Để tính {age} trong lời bài."),
)


@dataclass(frozen=True, slots=True)
class RowPost:
    """A post that a row would become."""

    row: int
    path: Path
    content: str
    # Entry's first words, for people.
    title: str
    # Naive local time; None for the next free slot.
    at: datetime | None
    # It stands in the queue already, word for word.
    known: bool
    pages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do."""

    drafts: Sequence[RowPost]
    # Each names its cell in `path` ("C5").
    problems: Sequence[Problem]
    # Columns that are not read.
    unknown: Sequence[str]
    # What else of the file is not read.
    unread: Sequence[Reason] = ()

    @property
    def new(self) -> list[RowPost]:
        """The posts that are not in the queue yet."""
        return [draft for draft in self.drafts if not draft.known]


def dry_run(sheet: Sheet, *, queue: Path, known: Known, pages: Mapping[str, Page]) -> DryRun:
    """Look at every row; nothing is written."""
    drafts: list[RowPost] = []
    problems = [Problem(path=place, line=None, reason=why) for place, why in sheet.broken]
    broken = {place for place, _why in sheet.broken}
    filled = frozenset(name for row in sheet.rows for name in row.cells if row.text(name))
    names = _Names(queue)
    photo_folder = known.photo_folder(queue)
    # Tables repeat themselves: the text of a file by what it says, and what is wrong with it.
    rendered: dict[str, str] = {}
    looked_at: dict[str, tuple[Problem, ...]] = {}
    by_name = _by_name(pages)
    standing = _Standing(queue, known, pages)
    for row in sheet.rows:
        if any(place in broken for _value, place in row.cells.values()):
            continue
        if row.text("entry"):
            when = _when(row, known, filled, [])
            standing.take(row, when)
            continue
        front, wrong = _front(row, by_name, known, filled)
        if wrong:
            problems += wrong
            continue
        draft = _draft(row, front, names, rendered)
        found = looked_at.get(draft.content)
        if found is None:
            name = f"posts/{draft.path.name}"
            reading = read_text(
                name,
                draft.content.encode(),
                file=draft.path,
                known=known,
                photo_folder=photo_folder,
            )
            found = looked_at[draft.content] = reading.problems
        if found:
            problems += [_at(row, problem) for problem in found]
        else:
            drafts.append(draft)
    problems += standing.problems
    unread = [*sheet.unread, *standing.remarks()]
    return DryRun([*standing.rows, *drafts], problems, sheet.unknown, unread)


def write_all(found: DryRun, *, before: Callable[[], object] = lambda: None) -> list[Path]:
    """Write every new post, or none of them. `before`: runs when all are ready; what raises there
    leaves none.

    Raises:
        OSError: the folder cannot be written; nothing was.
    """
    writing.write_new_files([(draft.path, draft.content) for draft in found.new], before=before)
    return [draft.path for draft in found.new]


def template() -> bytes:
    """An empty plan to fill in, with an example and what each column means."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kế hoạch"
    sheet.append([name for name, _, _ in TEMPLATE])
    sheet.append([example for _, example, _ in TEMPLATE])
    for cell, (name, example, _) in zip(sheet[1], TEMPLATE, strict=True):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F7")
        sheet.column_dimensions[cell.column_letter].width = max(
            14, min(60, len(example) + 4, 60), len(name) + 4
        )
    sheet.freeze_panes = "A2"
    help_sheet = book.create_sheet("Cách điền")
    for name, _, meaning in TEMPLATE:
        help_sheet.append([name, meaning])
    help_sheet.column_dimensions["A"].width, help_sheet.column_dimensions["B"].width = 22, 100
    for line in help_sheet["B"]:
        line.alignment = Alignment(wrap_text=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Standing:
    """Rows that were exported from the queue: what stands in it is not queued again."""

    def __init__(self, queue: Path, known: Known, pages: Mapping[str, Page]) -> None:
        self._queue, self._known, self._pages = queue, known, pages
        self._entries: dict[str, Entry] | None = None
        self.rows: list[RowPost] = []
        self.problems: list[Problem] = []

    def take(self, row: PlanRow, at: datetime | None) -> None:
        """Find a row's entry; one that is gone or says something else is told."""
        entry = self._by_id().get(row.text("entry"))
        if entry is None:
            self.problems.append(_problem(row, "entry", reason("authoring.entry_gone")))
        elif words_of(row.text("text")) not in self._words(entry, row, at):
            why = reason("authoring.entry_says_other", entry=entry.id)
            self.problems.append(_problem(row, "text", why))
        else:
            title = " ".join(row.text("text").split())[:90]
            path = self._queue / entry.source.path
            self.rows.append(RowPost(row.number, path, "", title, at, True))

    def remarks(self) -> list[Reason]:
        """What is not read of such rows."""
        count = len(self.rows)
        return [reason("authoring.rows_stand", count=count)] if count else []

    def _by_id(self) -> Mapping[str, Entry]:
        if self._entries is None:
            found = QueueReader(self._queue, known=self._known).refresh(None).queue
            campaigns = (chain(one.slogans, one.anniversaries) for one in found.campaigns)
            self._entries = {one.id: one for one in chain(found.entries, *campaigns)}
        return self._entries

    def _words(self, entry: Entry, row: PlanRow, at: datetime | None) -> set[str]:
        """What the entry says where and when the row says; a row without words says nothing
        else."""
        on = at.date() if at else date.min
        units = [page.unit for slug_, page in self._pages.items() if slug_ == row.text("pages")]
        try:
            said = [compose(freeze(entry), unit=unit, on=on).plain for unit in units]
        except UnknownPlaceholder:
            said = []
        loose = (entry.text, entry.headline or "", entry.link or "")
        return {"", *map(words_of, (*said, *loose))}


class _Names:
    """File names for new posts; the folder is asked once, and each file is read once, however many
    rows there are.
    """

    def __init__(self, queue: Path) -> None:
        self.folder = queue / "posts"
        self._taken = {
            path.stem
            for kind in ("posts", "links", "campaigns")
            for path in (queue / kind).glob("*.md")
        }
        # By stem: the number to go on with, and the posts that were there before, by what stands in
        # them.
        self._next: dict[str, int] = {}
        self._kept: dict[str, dict[str, Path]] = {}

    def free(self, stem: str, content: str) -> tuple[Path, bool]:
        """A path for a post; and whether a file of that name holds these very words already."""
        if stem not in self._next:
            self._look(stem)
        if path := self._kept[stem].get(content):
            return path, True
        while (name := _numbered(stem, self._next[stem])) in self._taken:
            self._next[stem] += 1
        self._taken.add(name)
        return self.folder / f"{name}.md", False

    def _look(self, stem: str) -> None:
        """Find the posts that have the name, or the name with a number."""
        self._next[stem], self._kept[stem] = 1, {}
        while (name := _numbered(stem, self._next[stem])) in self._taken:
            path = self.folder / f"{name}.md"
            if path.is_file():
                self._kept[stem].setdefault(_as_written(path), path)
            self._next[stem] += 1


def _as_written(path: Path) -> str:
    """What stands in a file, with the line ends that our own writer gives it."""
    text = text_of(path.read_bytes())
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _draft(
    row: PlanRow, front: Mapping[str, object], names: _Names, rendered: dict[str, str]
) -> RowPost:
    key = repr((front, row.text("text")))
    content = rendered.get(key) or rendered.setdefault(
        key, writing.render(dict(front), row.text("text"))
    )
    at = front.get("at")
    when = at if isinstance(at, datetime) else None
    title = row.text("text") or row.text("headline") or row.text("link")
    stem = f"{f'{when:%Y-%m-%d}-' if when else ''}{slug(title) or 'bai'}"
    path, known = names.free(stem, content)
    return RowPost(
        row.number,
        path,
        content,
        " ".join(title.split())[:90],
        when,
        known,
        tuple(_expanded(front)),
    )


def _expanded(front: Mapping[str, object]) -> Iterable[str]:
    pages = front["pages"]
    assert isinstance(pages, list)
    return map(str, pages)


def _by_name(pages: Mapping[str, Page]) -> dict[str, list[str]]:
    """The pages by everything that they are called."""
    found: dict[str, list[str]] = {}
    for slug_, page in pages.items():
        for name in (slug_, page.unit.name, page.unit.short_name):
            found.setdefault(name.lower(), []).append(slug_)
    return found


def _front(
    row: PlanRow, by_name: Mapping[str, Sequence[str]], known: Known, filled: Set[str]
) -> tuple[dict[str, object], list[Problem]]:
    problems: list[Problem] = []
    front: dict[str, object] = {"pages": _pages(row, by_name, known, problems)}
    when = _when(row, known, filled, problems)
    front |= {"at": when} if when else {}
    front |= {
        name: row.text(name)
        for name in ("card", "link", "headline", "publication", "first_comment")
        if row.text(name)
    }
    if row.text("since"):
        try:
            front["since"] = wall_day(row.cells["since"][0], first=1)
        except ValueError as error:
            problems.append(_problem(row, "since", reason_of(error)))
    if tags := row.text("hashtags").replace(",", " ").replace(";", " ").split():
        front["hashtags"] = [tag.removeprefix("#") for tag in tags]
    if photos := [
        name.strip() for name in row.text("photos").replace(";", ",").split(",") if name.strip()
    ]:
        front["photos"] = photos
    return front, problems


def _when(row: PlanRow, known: Known, filled: Set[str], problems: list[Problem]) -> datetime | None:
    """`filled`: fields that some row of the table says; what others say is not guessed."""
    field = "at" if row.text("at") else "date" if row.text("date") else "time"
    try:
        if any(row.text(name).lower() in NEXT_SLOT for name in ("at", "date", "time")):
            return None
        if not row.text(field) and filled & {"at", "date"}:
            field = next(name for name in ("at", "date") if name in filled and name in row.cells)
            raise UnfitValue("authoring.blank_time")
        if field == "at":
            return _whole(wall_time(row.cells["at"][0], known.zone))
        if field == "date":
            day, own = wall_day(row.cells["date"][0]), _own_time(row.cells["date"][0])
            field = "time"
            if "time" in filled and not row.text("time") and own is None:
                raise UnfitValue("authoring.blank_time")
            at = clock_time(row.cells["time"][0] if row.text("time") else own or MORNING)
            if own and at != own:
                raise UnfitValue("authoring.two_times", one=own, other=at)
            return _whole(datetime.combine(day, at))
        if row.text("time"):
            raise UnfitValue("authoring.time_without_day")
    except ValueError as error:
        problems.append(_problem(row, field, reason_of(error)))
    return None


def _own_time(cell: object) -> time | None:
    """The time that stands with a day in its cell; midnight is none."""
    return cell.time() if isinstance(cell, datetime) and cell.time() != time() else None


def _whole(at: datetime) -> datetime:
    """Cells keep times as fractions of a day: 07:30 may be a millionth of a second less."""
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)


def _pages(
    row: PlanRow, by_name: Mapping[str, Sequence[str]], known: Known, problems: list[Problem]
) -> list[str]:
    written = [
        name.strip() for name in row.text("pages").replace(";", ",").split(",") if name.strip()
    ]
    if any(name.lower() in EVERYWHERE for name in written):
        return [ALL_PAGES]
    if not written and len(known.pages) > 1:
        problems.append(_problem(row, "pages", reason("authoring.blank_pages")))
        return []
    if not written:
        return list(known.pages)
    found: list[str] = []
    for name in written:
        if name.startswith("@") and name[1:] in known.groups:
            found += known.groups[name[1:]]
        elif slugs := by_name.get(name.lower()):
            found += slugs
        else:
            some = ", ".join(sorted(known.pages)[:MOST_NAMED])
            why = reason("authoring.no_page_named", name=name, known=some)
            problems.append(_problem(row, "pages", why))
    return list(dict.fromkeys(found)) or [ALL_PAGES]


def _at(row: PlanRow, problem: Problem) -> Problem:
    """A finding of the queue's reader at the cell that it is about."""
    name = problem.field.partition(".")[0]
    if name == "at" and not row.text("at"):
        name = "date"
    field = name if name in row.cells else "text"
    return Problem(path=row.place(field), line=None, reason=problem.reason, field=field)


def _problem(row: PlanRow, field: str, why: Reason) -> Problem:
    return Problem(path=row.place(field), line=None, reason=why, field=field)


def is_late(drafts: Iterable[RowPost], *, now: datetime) -> list[RowPost]:
    """Posts whose time is over already (`now`: naive local time); they would not go out."""
    return [draft for draft in drafts if draft.at and draft.at < now - MAX_LATE]
