"""From a spreadsheet to posts of the queue: every error by its cell, nothing half-imported."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from publisher.domain.entry import ALL_PAGES, Entry
from publisher.domain.errors import UnfitValue, UnknownPlaceholder
from publisher.domain.message import compose
from publisher.domain.page import MAX_LATE, Page
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.revision import freeze
from publisher.domain.text import slug, words_of
from publisher.domain.wallclock import clock_time, wall_day, wall_time
from publisher.features.authoring.composer import expanded
from publisher.queuefiles import writing
from publisher.queuefiles.checks import Known
from publisher.queuefiles.decoding import text_of
from publisher.queuefiles.folder import QueueReader, read_text
from publisher.queuefiles.front import new_file, post_of
from publisher.queuefiles.frontmatter import split
from publisher.queuefiles.items import as_text, is_list, is_truth, of_text
from publisher.queuefiles.schema import Post, title_of
from publisher.queuefiles.sheets import (
    IN_A_ROW,
    PlanRow,
    Sheet,
)
from publisher.tables import problems_of, reason_of

MORNING = "07:30"
# Pages that are named to somebody who named one that is not there.
MOST_NAMED = 6
NEXT_SLOT = ("next", "kế tiếp", "khung giờ kế tiếp", "giờ trống kế tiếp")
EVERYWHERE = ("*", "tất cả", "mọi trang", "all")
# What the template's first row says: one post that is well.
EXAMPLE: Mapping[str, str] = {
    "date": "30/4/2027",
    "time": "07:30",
    "pages": "lai-chau",
    "text": "Chào mừng Ngày Giải phóng miền Nam, thống nhất đất nước!",
    "card": "slogan",
    "hashtags": "ThangCongNhan2027",
    "since": "30/4/1975",
}
# The first columns of the template, in the order in which a plan is read; the others follow.
_FIRST = ("date", "time", "pages", "text", "link", "headline", "publication", "card", "photos")
# Of columns that are no field of a post: title, what to write, example.
_OWN_COLUMNS = {
    "date": ("Ngày", "Ngày đăng; ghi “kế tiếp” để đăng vào khung giờ trống kế tiếp.", "30/4/2027"),
    "time": ("Giờ", "Giờ địa phương của trang.", "07:30"),
}
# How a cell is written, after what the field is for.
_IN_A_CELL = {
    "pages": (
        "Cũng có thể ghi tên đơn vị; nhiều trang cách nhau dấu phẩy. Chỉ có một trang thì được bỏ"
        " trống."
    ),
    "fields": "Viết tên=chữ, cách nhau dấu chấm phẩy.",
    "photos": "Viết tệp, hoặc tệp|mô tả; cách nhau dấu chấm phẩy.",
    "hashtags": "Cách nhau dấu cách hoặc dấu phẩy.",
    "ignore_quiet": "Ghi “có”.",
    "again": "Ghi “có”.",
}


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
    unknown: Sequence[str | Reason]
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
    standing = _RowsInQueue(queue, known, pages)
    for row in sheet.rows:
        if any(place in broken for _value, place in row.cells.values()):
            continue
        if row.text("entry"):
            when = _when(row, known, filled, [])
            standing.take(row, when)
            continue
        post, wrong = _post(row, by_name, known, filled)
        if wrong:
            problems += wrong
            continue
        draft = _draft(row, post, names, rendered, known)
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


def columns() -> list[tuple[str, str, str, str]]:
    """The template's columns: field, title, what to write, example."""
    names = dict.fromkeys((*_FIRST, *(name for name in IN_A_ROW if name != "at")))
    return [(name, *(_OWN_COLUMNS.get(name) or _column(name))) for name in names]


def _column(name: str) -> tuple[str, str, str]:
    title = title_of(Post, name)
    most = f" Nhiều nhất {title.most}." if title.most else ""
    about = f"{title.about_vi} {_IN_A_CELL.get(name, '')}".strip() + most
    return title.vi, about, EXAMPLE.get(name) or as_text(name, title.example_value())


def template() -> bytes:
    """An empty plan to fill in, with an example and what each column means."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kế hoạch"
    sheet.append([title for _name, title, _about, _example in columns()])
    sheet.append([EXAMPLE.get(name, "") for name, _title, _about, _example in columns()])
    for cell, (name, title, _about, _example) in zip(sheet[1], columns(), strict=True):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F7")
        width = max(14, min(60, len(EXAMPLE.get(name, "")) + 4), len(title) + 4)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    _add_help(book.create_sheet("Cách điền"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_help(sheet: Worksheet) -> None:
    """What each column means."""
    for _name, title, about, example in columns():
        sheet.append([title, about, f"Ví dụ: {example}"])
    for column, width in (("A", 26), ("B", 90), ("C", 40)):
        sheet.column_dimensions[column].width = width
    for line in (*sheet["B"], *sheet["C"]):
        line.alignment = Alignment(wrap_text=True, vertical="top")


class _RowsInQueue:
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
    """What stands in a file, as our own writer writes it."""
    raw = path.read_bytes()
    document = split(f"posts/{path.name}", raw)
    try:
        return "" if isinstance(document, Problem) else new_file(post_of(document, None))
    except ValidationError:
        text = text_of(raw)
        return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _draft(
    row: PlanRow, post: Post, names: _Names, rendered: dict[str, str], known: Known
) -> RowPost:
    key = repr(post)
    content = rendered.get(key) or rendered.setdefault(key, new_file(post))
    when = post.at if isinstance(post.at, datetime) else None
    title = post.text or post.headline or post.link or ""
    stem = f"{f'{when:%Y-%m-%d}-' if when else ''}{slug(title) or 'bai'}"
    path, standing = names.free(stem, content)
    short = " ".join(title.split())[:90]
    return RowPost(row.number, path, content, short, when, standing, expanded(post.pages, known))


def _by_name(pages: Mapping[str, Page]) -> dict[str, list[str]]:
    """The pages by everything that they are called."""
    found: dict[str, list[str]] = {}
    for slug_, page in pages.items():
        for name in (slug_, page.unit.name, page.unit.short_name):
            found.setdefault(name.lower(), []).append(slug_)
    return found


def _post(
    row: PlanRow, by_name: Mapping[str, Sequence[str]], known: Known, filled: Set[str]
) -> tuple[Post, list[Problem]]:
    """What a row says, and what of it does not fit, each at its cell."""
    problems: list[Problem] = []
    said: dict[str, object] = {"pages": _pages(row, by_name, known, problems)}
    if when := _when(row, known, filled, problems):
        said["at"] = when
    for name in IN_A_ROW:
        if name in said or name == "at" or not row.text(name):
            continue
        try:
            said[name] = _value(row, name, known)
        except ValueError as error:
            problems.append(_problem(row, name, reason_of(error)))
    try:
        return Post.model_validate(said, context={"zone": known.zone}), problems
    except ValidationError as error:
        found = problems_of(error, path="", text="", model=Post)
        return Post(), problems + [_at(row, _without_key(one)) for one in found]


def _without_key(problem: Problem) -> Problem:
    """The cell is named, so its key is not told."""
    what = problem.reason.arguments.get("what")
    return replace(problem, reason=what) if isinstance(what, Reason) else problem


def _value(row: PlanRow, name: str, known: Known) -> object:
    """What a cell says of a field, as a file has it. Raises ValueError."""
    cell = row.cells[name][0]
    if name == "since":
        return wall_day(cell, first=1)
    if name == "after":
        return _whole(wall_time(cell, known.zone))
    if is_truth(name) or is_list(name):
        return of_text(name, row.text(name))
    return cell if name == "stagger" and isinstance(cell, int | float) else row.text(name)


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
            found.append(name)
        elif slugs := by_name.get(name.lower()):
            found += slugs
        else:
            some = ", ".join(sorted(known.pages)[:MOST_NAMED])
            why = reason("authoring.no_page_named", name=name, known=some)
            problems.append(_problem(row, "pages", why))
    return list(dict.fromkeys(found))


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
