"""The corpus of nasty words and times goes through every door and comes out the same."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from publisher.domain.entry import At, Entry
from publisher.domain.errors import PublisherError
from publisher.features.authoring.import_sheet import dry_run, write_all
from publisher.queuefiles import editing, writing
from publisher.queuefiles.sheets import read_here
from publisher.queuefiles.writing import WriteRefused
from tests.features.authoring.test_import_sheet import Office
from tests.queuefiles.nasty import TIMES, WORDS_OF

AT = "2036-12-20T07:30:00"
Door = Callable[[Office, str, str], None]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def by_file(office: Office, text: str, at: str) -> None:
    _put(office, f'+++\npages = ["tinh"]\nat = {json.dumps(at)}\n+++\n{text}\n'.encode())


def by_utf16(office: Office, text: str, at: str) -> None:
    _put(office, f'+++\npages = ["tinh"]\nat = "{at}"\n+++\n{text}\n'.encode("utf-16"))


def by_utf16_without_mark(office: Office, text: str, at: str) -> None:
    _put(office, f'+++\npages = ["tinh"]\nat = "{at}"\n+++\n{text}\n'.encode("utf-16-be"))


def by_editing(office: Office, text: str, at: str) -> None:
    _put(office, editing.with_front("", {"pages": ["tinh"], "at": at}, text).encode())


def by_command(office: Office, text: str, at: str) -> None:
    writing.add_post(office.queue, text=text, at=at, pages=["tinh"], known=office.app.known())


def by_csv(office: Office, text: str, at: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["at", "page", "content"], [at, "tinh", text]])
    _import(office, out.getvalue().encode(), "a.csv")


def by_excel(office: Office, text: str, at: str) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["at", "page", "content"])
    # openpyxl refuses what Excel writes escaped.
    book.active.append([at, "tinh", "".join(_escaped(char) for char in text)])
    out = io.BytesIO()
    book.save(out)
    _import(office, out.getvalue(), "a.xlsx")


DOORS = (
    by_file,
    by_utf16,
    by_utf16_without_mark,
    by_editing,
    by_command,
    by_csv,
    by_excel,
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("name", WORDS_OF)
def test_words_come_out_the_same_at_every_door(office: Office, door: Door, name: str) -> None:
    given, meant = WORDS_OF[name]
    door(office, given, AT)
    assert _entry(office).text == meant


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("given", TIMES)
def test_times_come_out_the_same_at_every_door(office: Office, door: Door, given: str) -> None:
    """They are the wall clock's in Viet Nam or refused, and never cut."""
    meant = TIMES[given]
    if meant is None:
        assert _is_refused(office, door, given)
        return
    door(office, "Chào", given)
    when = _entry(office).when
    assert isinstance(when, At)
    assert when.wall_time.isoformat() == meant


def _is_refused(office: Office, door: Door, given: str) -> bool:
    try:
        door(office, "Chào", given)
    except PublisherError:
        return True
    reading = office.app.reader().refresh(None)
    return bool(reading.problems) and not reading.queue.entries


def _put(office: Office, raw: bytes) -> None:
    path = office.queue / "posts" / "a.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _import(office: Office, raw: bytes, name: str) -> None:
    found = dry_run(
        read_here(raw, name),
        queue=office.queue,
        known=office.app.known(),
        pages=office.app.config.pages,
    )
    if found.problems:
        raise WriteRefused(found.problems)
    write_all(found)


def _entry(office: Office) -> Entry:
    reading = office.app.reader().refresh(None)
    assert not reading.problems
    (entry,) = reading.queue.entries
    return entry


def _escaped(char: str) -> str:
    return (
        f"_x{ord(char):04X}_" if (char < " " and char not in "\n\t") or char == "\uffff" else char
    )
