"""Paragraphs out of lines that were cut."""

from publisher.letters.joining import WRAPPED, Raw, joined

FULL = "Các công đoàn cơ sở tổ chức tuyên truyền sâu rộng đến đoàn viên và người lao động"


def lines(*texts: str, alone: frozenset[int] = frozenset()) -> list[Raw]:
    return [Raw(number, text, len(text), number in alone) for number, text in enumerate(texts, 1)]


def told(raws: list[Raw]) -> list[tuple[int, str]]:
    return [(raw.number, raw.text) for raw in raws]


def test_a_full_line_goes_on_with_the_next() -> None:
    assert told(joined(lines(FULL, "Việt Nam"))) == [(1, f"{FULL} Việt Nam")]


def test_a_short_line_goes_on_only_in_small_letters() -> None:
    assert told(joined(lines(FULL + ".", "Treo cờ", "Treo băng", "rôn"))) == [
        (1, FULL + "."),
        (2, "Treo cờ"),
        (3, "Treo băng rôn"),
    ]


def test_an_empty_line_ends_a_paragraph_before_a_capital() -> None:
    assert told(joined(lines(FULL, "", "Việt Nam"))) == [(1, FULL), (3, "Việt Nam")]


def test_a_marker_begins_a_paragraph_of_its_own() -> None:
    assert told(joined(lines(FULL, "- treo cờ", "2. Báo cáo"))) == [
        (1, FULL),
        (2, "- treo cờ"),
        (3, "2. Báo cáo"),
    ]


def test_a_line_that_stands_alone_takes_nothing_and_joins_nothing() -> None:
    raws = lines(FULL, "trong bảng", "ngoài bảng", alone=frozenset({2}))
    assert [number for number, _ in told(joined(raws))] == [1, 2, 3]


def test_capitals_and_small_letters_do_not_mix() -> None:
    assert len(joined(lines("KẾ HOẠCH TUYÊN TRUYỀN THÁNG CÔNG NHÂN NĂM 2027", "Tổ chức"))) == 2


def test_a_file_with_longer_lines_has_no_breaks_but_its_paragraphs() -> None:
    long = (FULL + " " + FULL)[: WRAPPED + 1]
    assert len(joined(lines(long, "Việt Nam"))) == 2
    assert len(joined(lines(long, "Việt Nam"), wrapped=True)) == 1
