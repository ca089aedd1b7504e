"""The round's table of cases: which test holds each row's right column.

Rows whose input is nowhere else have a test here. Other inputs of the same kinds, by somebody who
had not read the code: `tests/strangers/LIST.md`.
"""

import ast
import io
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from openpyxl import Workbook

from publisher.channels.port import Channel
from publisher.domain.page import Page
from publisher.domain.secret import Secret
from publisher.features.authoring.import_sheet import write_all
from publisher.features.delivery import gates
from publisher.features.install import check
from tests.features.authoring.test_import_sheet import Office

HERE = Path(__file__).parent
# By the table's row: the file and the test.
CASES = {
    "01-rao-yaml": ["queuefiles/test_strangers.py::test_what_was_meant_as_a_head_never_widens"],
    "02-o-gop": [
        "features/authoring/test_strange_sheets.py::"
        "test_each_row_is_a_post_as_it_was_meant_or_is_named",
        "test_cases.py::test_values_of_a_merged_range_hold_and_blank_hours_are_asked_for",
    ],
    "03-ban-sao": [
        "queuefiles/test_strangers.py::test_copies_are_told_and_what_only_looks_like_one_is_not",
        "features/scheduling/test_repeats.py::test_of_copies_that_come_together_one_goes_out",
    ],
    "04-ky-tu-dieu-khien": [
        "queuefiles/test_doors.py::test_words_come_out_the_same_at_every_door",
        "features/reports/test_calendar_files.py::test_a_row_of_before_may_hold_what_no_cell_can",
        "features/reports/test_report_letter.py::test_a_post_of_before_may_hold_what_no_letter_can",
    ],
    "05-thu-muc-con": [
        "web/composer/test_odd_files.py::"
        "test_a_post_in_a_subfolder_is_changed_and_deleted_as_any_post",
        "features/authoring/test_round_trips.py::test_open_and_save_changes_nothing",
    ],
    "06-utf16": [
        "queuefiles/test_strangers.py::test_words_are_read_as_they_were_meant_or_refused",
        "web/composer/test_odd_files.py::"
        "test_a_post_of_notepad_in_utf_16_is_changed_and_saved_as_utf_8",
    ],
    "07-anh-16-bit": [
        "cards/test_photos.py::test_a_scan_of_16_bits_that_came_out_all_white_is_grey",
        "cli/queue/test_media.py::test_a_scan_of_16_bits_is_well",
    ],
    "08-anh-do-dang": [
        "cli/queue/test_media.py::"
        "test_a_photo_downloaded_by_half_is_refused_by_the_check_and_never_planned"
    ],
    "09-ten-tep-roi-dau": [
        "queuefiles/test_photo_folder.py::test_a_photo_is_found_however_its_name_is_spelled"
    ],
    "10-gach-dau-dong": [
        "queuefiles/test_strangers.py::test_list_marks_of_all_programs_begin_slogans_or_are_told"
    ],
    "11-tep-bi-bo-qua": ["queuefiles/test_strangers.py::test_every_file_that_is_not_read_is_named"],
    "12-nhieu-trang-tinh": [
        "test_cases.py::test_the_second_sheet_of_a_workbook_is_read_too",
        "features/authoring/test_strange_sheets.py::"
        "test_each_row_is_a_post_as_it_was_meant_or_is_named",
    ],
    "12-dong-an-gach": [
        "features/authoring/test_strange_sheets.py::"
        "test_each_row_is_a_post_as_it_was_meant_or_is_named"
    ],
    "13-o-loi": [
        "features/authoring/test_strange_sheets.py::"
        "test_each_row_is_a_post_as_it_was_meant_or_is_named"
    ],
    "13-x000d": ["test_cases.py::test_a_return_that_excel_wrote_as_a_code_is_a_line_end"],
    "14-mui-gio": [
        "features/authoring/test_strange_sheets.py::"
        "test_each_row_is_a_post_as_it_was_meant_or_is_named",
        "web/api/test_nasty_input.py::"
        "test_times_of_strangers_are_told_by_the_pages_clock_or_refused",
    ],
    "15-nhap-hai-lan": ["test_cases.py::test_a_sheet_with_line_ends_in_a_cell_is_imported_once"],
    "16-word-mat-chu": [
        "letters/test_word_parts.py::"
        "test_each_paragraph_of_a_part_is_a_line_of_its_own_and_there_once"
    ],
    "16-word-gach-an": [
        "letters/test_word_parts.py::test_struck_and_hidden_words_are_left_out_and_named"
    ],
    "17-markdown": [
        "features/authoring/test_mending.py::"
        "test_marks_and_look_alikes_of_strangers_are_told_and_mended",
        "web/composer/test_composer.py::test_the_preview_offers_plain_text_for_marks_of_markdown",
    ],
    "17-markdown-khac": [
        "domain/test_markdown.py::test_marks_are_taken_away_and_words_and_addresses_stay",
        "domain/test_markdown.py::test_on_a_card_strong_words_are_emphasised_and_no_mark_is_drawn",
    ],
    "18-ky-tu-nhin-giong": [
        "domain/test_wording.py::test_a_letter_of_another_script_is_offered_for_mending",
        "features/authoring/test_mending.py::"
        "test_marks_and_look_alikes_of_strangers_are_told_and_mended",
    ],
    "19-video": [
        "cli/queue/test_media.py::test_a_video_that_lies_on_its_side_is_refused_as_a_reel"
    ],
    "(a) a typo after a move": [
        "features/scheduling/test_repeats.py::"
        "test_a_time_set_in_the_calendar_survives_a_corrected_typo"
    ],
    "(b) a renamed file": [
        "features/scheduling/test_repeats.py::"
        "test_what_is_public_does_not_go_out_again_when_its_file_is_renamed"
    ],
    "(c) a form sent twice": [
        "web/composer/test_odd_files.py::test_a_form_that_is_sent_twice_queues_one_post",
        "web/composer/test_odd_files.py::test_a_name_that_was_taken_a_moment_ago_is_no_error",
        "web/api/test_repeats.py::test_a_repeated_call_gives_the_first_answer_and_queues_nothing",
    ],
    "(d) an invisible character in a token": [
        "test_cases.py::test_a_token_with_what_nobody_sees_parks_its_page_and_the_check_says_so"
    ],
    "(e) the exported calendar": [
        "features/reports/test_calendar_files.py::test_words_are_words_whatever_they_begin_with",
        "features/authoring/test_round_trips.py::test_what_was_exported_gives_nothing_new",
    ],
    "audit": ["test_audit.py::test_what_felled_a_reader_once_fells_none"],
}


@cache
def names_in(name: str) -> frozenset[str]:
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize("case", CASES)
def test_every_case_has_its_tests(case: str) -> None:
    for named in CASES[case]:
        file, _, name = named.partition("::")
        assert name in names_in(file), named


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_values_of_a_merged_range_hold_and_blank_hours_are_asked_for(office: Office) -> None:
    raw = workbook(
        [[DAY, "07:30", "tinh", "Sáng"], [None, None, None, "Trưa"], [None, "15:00", None, "Chiều"]]
    )
    found = office.look(raw)
    assert [(draft.row, *draft.pages, str(draft.at)) for draft in found.drafts] == [
        (2, "tinh", "2036-12-20 07:30:00"),
        (4, "tinh", "2036-12-20 15:00:00"),
    ]
    assert [problem.path for problem in found.problems] == ["B3"]


def test_the_second_sheet_of_a_workbook_is_read_too(office: Office) -> None:
    rows: list[list[list[object]]] = [[[DAY, "07:30", page, page]] for page in ("tinh", "huyen")]
    found = office.look(workbook(*rows, merged=False))
    assert [draft.title for draft in found.new] == ["tinh", "huyen"]


def test_a_return_that_excel_wrote_as_a_code_is_a_line_end(office: Office) -> None:
    words = "Dòng một_x000D_\nDòng hai"
    [post] = office.look(workbook([[DAY, "07:30", "tinh", words]], merged=False)).new
    assert post.content.endswith("+++\nDòng một\nDòng hai\n")


def test_a_sheet_with_line_ends_in_a_cell_is_imported_once(office: Office) -> None:
    raw = (
        '\ufeffNgày;Giờ;Trang;Nội dung\r\n20/12/2036;07:30;tinh;"Dòng một\r\nDòng hai"\r\n'
    ).encode()
    first = office.look(raw, "kh.csv")
    write_all(first)
    second = office.look(raw, "kh.csv")
    assert (len(first.new), len(second.new), len(second.drafts)) == (1, 0, 1)


def test_a_token_with_what_nobody_sees_parks_its_page_and_the_check_says_so(
    office: Office,
) -> None:
    token = Secret("EAAB\u200b")
    view = cast(gates.View, SimpleNamespace(token=lambda _page: token))
    one = cast(gates.Candidate, SimpleNamespace(page="tinh"))
    obstacle = gates.tokenless(view, one)
    assert obstacle
    assert obstacle.parks
    page: Page = office.app.config.pages["tinh"]
    source = cast(Any, SimpleNamespace(named=lambda *_: "mã.txt"))
    asked = cast(Channel, None)
    [said] = check._page(page, source, token, asked, "v25.0", lambda: None)  # type: ignore[arg-type,return-value]
    assert not said.ok


DAY = "20/12/2036"


def workbook(*sheets: list[list[object]], merged: bool = True) -> bytes:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"T{number}")
        for row in (["Ngày", "Giờ", "Trang", "Nội dung"], *rows):
            sheet.append(row)
        for letter in "AC" if merged else "":
            sheet.merge_cells(f"{letter}2:{letter}{len(rows) + 1}")
    book.remove(book.worksheets[0])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
