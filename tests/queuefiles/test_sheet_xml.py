"""What a sheet's own XML says and openpyxl does not tell line by line."""

from publisher.queuefiles.sheet_xml import struck_strings, struck_words

RUN = b"<r><t>8h </t></r><r><rPr>%s</rPr><t>9h</t></r>"


def test_a_string_of_the_workbook_is_struck_when_a_part_of_it_is() -> None:
    whole, struck, kept = b"<t>a</t>", RUN % b"<strike/>", RUN % b'<strike val="0"/>'
    shared = b"".join(b"<si>%s</si>" % one for one in (whole, struck, kept))
    assert struck_strings(b"<sst>" + shared + b"</sst>") == {1}


def test_cells_with_struck_words_are_found_in_the_workbook_and_in_the_sheet() -> None:
    cells = (
        b'<c r="A2" t="s"><v>0</v></c>'
        b'<c r="B2" s="4" t="s"><v>1</v></c>'
        b'<c r="C2"><v>1</v></c>'
        b'<c r="D2" t="inlineStr"><is>' + RUN % b'<strike val="1"/>' + b"</is></c>"
    )
    assert set(struck_words(cells, frozenset({1}))) == {(1, 1), (1, 3)}
