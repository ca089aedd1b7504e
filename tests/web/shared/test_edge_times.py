"""Dates at the ends of the calendar: a finding at the field, and no file."""

from pathlib import Path

import pytest

from tests.features.authoring.test_import_sheet import Office, book
from tests.web.api.test_api import POST, Caller
from tests.web.composer.test_composer import fields
from tests.web.desk import Desk, words

DATA = Path(__file__).parents[2] / "queuefiles" / "data"


def written(desk: Desk) -> list[Path]:
    return list((desk.folder / "queue" / "posts").glob("*.md"))


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00", "1999-12-31T23:59", "2101-01-01T00:00", "9999-12-31T23:59"]
)
def test_the_form_takes_no_time_beyond_the_calendar(desk: Desk, at: str) -> None:
    answer = desk.as_("an").post("/compose", fields(at=at))
    assert answer.status_code == 422
    assert "2000 đến 2100" in words(answer)
    assert written(desk) == []


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
def test_the_api_takes_no_time_beyond_the_calendar(desk: Desk, at: str) -> None:
    answer = Caller(desk, "an").send("POST", "/entries", POST | {"at": at})
    assert answer.status_code == 422
    assert "2000 đến 2100" in str(answer.json())
    assert written(desk) == []


def test_the_preview_says_so_too(desk: Desk) -> None:
    assert "2000 đến 2100" in words(
        desk.as_("an").post("/compose/preview", fields(at="0001-01-01T00:00"))
    )


def test_the_origin_of_an_anniversary_may_be_long_ago_and_not_far_ahead(desk: Desk) -> None:
    assert desk.as_("an").post("/compose", fields(since="0938-11-01")).status_code == 302
    answer = desk.as_("an").post("/compose", fields(since="9999-12-31"))
    assert (answer.status_code, "2100" in words(answer)) == (422, True)


def test_a_sheet_takes_no_time_beyond_the_calendar(tmp_path: Path) -> None:
    office = Office(tmp_path)
    head = ["Ngày", "Giờ", "Trang", "Nội dung", "Ngày gốc"]
    found = office.look(
        book(
            head,
            ["1/1/0001", "7:00", "tinh", "Một", None],
            ["31/12/9999", "7:00", "tinh", "Hai", None],
        )
    )
    assert [problem.path for problem in found.problems] == ["A2", "A3"]
    assert all("2000 đến 2100" in str(problem) for problem in found.problems)
    found = office.look(
        book(["Thời gian", "Trang", "Nội dung"], ["9999-12-31T23:59", "tinh", "Ba"])
    )
    assert "2000 đến 2100" in str(found.problems[0])
    found = office.look(book(head, ["1/1/2037", "7:00", "tinh", "Bốn", "15/4/1863"]))
    assert found.problems == []


def test_a_sheet_with_a_sentence_in_the_place_of_a_photo_is_told(tmp_path: Path) -> None:
    raw = (DATA / "long-photo-name.csv").read_bytes().replace(b"lai-chau", b"tinh")
    found = Office(tmp_path).look(raw, "kh.csv")
    assert any("không thấy ảnh" in str(problem) for problem in found.problems)
    assert "ngoài dự kiến" not in " ".join(map(str, found.problems))
