"""What letters of strangers were read wrongly for, each with the smallest input and with variants of its kind.

The rows of `cases/letters.md` and their tests (here, where no file is named):

 1  a_list_ends_at_a_label_a_window_the_signature_and_the_recipients
 2  withdrawn_wording_is_never_taken_and_its_replacement_is
 3  slogans_in_one_sentence_are_found_one_by_one
 4  a_title_about_slogans_makes_no_slogan_of_the_date_below
 5  a_list_that_is_announced_by_name_stands_as_a_whole, a_list_of_orders_falls_as_a_whole
 6  a_line_without_letters_is_no_page_number_where_it_goes_on; test_pdf_places: digits_alone_...
 7  a_word_in_capitals_goes_on_with_the_line_before
 8  test_import_letter: another_year_moves_only_what_the_document_says
 9  test_import_letter: a_plan_without_a_date_is_of_the_year_of_its_days, a_plan_of_no_known_year_...
10  test_import_letter: the_days_of_a_plan_without_a_window_fall_into_the_draft_s
11  a_title_ends_at_a_blank_line_and_at_a_rule, a_sentence_ends_a_title
12  test_word_parts: each_paragraph_of_a_part_is_a_line_of_its_own_and_there_once
13  a_table_under_an_announcing_line_is_a_list_of_slogans
14  test_import_letter: a_second_import_of_one_plan_gives_nothing_new
15  the_date_of_an_event_is_not_the_letter_s
16  a_letter_is_of_the_kind_that_its_number_says
"""

from datetime import date

import pytest

from tests.letters.test_letters import plan_from

LIST = "1. Một số khẩu hiệu tuyên truyền:\n- Công đoàn đồng hành cùng người lao động!\n"


def sure(text: str) -> list[str]:
    return [one.value for one in plan_from(text).slogans if one.sure]


def said(text: str) -> list[str]:
    return [one.value for one in plan_from(text).slogans]


@pytest.mark.parametrize(
    "behind",
    [
        "* Thời gian treo khẩu hiệu:\nTừ ngày 18 đến hết ngày 30.7.2025.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.",
        "Nơi nhận:\n- Như trên;\n- Các ban xây dựng Đảng;\n- Lưu: VT, Ban Tuyên giáo.",
        "Từ ngày 18/7/2025 đến ngày 30/7/2025.\n- Ủy ban nhân dân các xã (b/c);",
        "- Địa điểm: Hội trường tỉnh.\n- Công đoàn các khu công nghiệp tỉnh (để thực hiện);",
        "TM. BAN THƯỜNG VỤ\nNguyễn Văn An\n- Ban Thường vụ Tỉnh ủy (báo cáo);",
    ],
)
def test_a_list_ends_at_a_label_a_window_the_signature_and_the_recipients(behind: str) -> None:
    assert said(LIST + behind) == ["Công đoàn đồng hành cùng người lao động!"]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (
            "Khẩu hiệu số 2 trước đây ghi là: “Công đoàn cùng người lao động vượt qua khó khăn!”, nay sửa lại là:"
            " “Công đoàn cùng người lao động vững bước tương lai!”.",
            ["Công đoàn cùng người lao động vững bước tương lai!"],
        ),
        (
            "Thay khẩu hiệu “Đoàn kết để vượt qua khó khăn!” bằng “Đoàn kết để đi tới thành công!”.",
            ["Đoàn kết để đi tới thành công!"],
        ),
        ("Bãi bỏ khẩu hiệu: “Công nhân hăng hái vượt kế hoạch!”.", []),
        (
            "Khẩu hiệu “Nhà máy xanh, sạch, đẹp năm nay!” được thay bằng “Nhà máy an toàn, vì chính mình!”.",
            ["Nhà máy an toàn, vì chính mình!"],
        ),
        (
            "Bãi bỏ các khẩu hiệu sau:\n- Công nhân hăng hái vượt kế hoạch!\n- Đoàn kết là sức mạnh!",
            [],
        ),
        (
            "Không sử dụng khẩu hiệu “Công nhân hăng hái vượt kế hoạch!”.\nCác khẩu hiệu sau:\n"
            "- Công nhân hăng hái vượt kế hoạch!\n- Đoàn kết là sức mạnh của chúng ta!",
            ["Đoàn kết là sức mạnh của chúng ta!"],
        ),
    ],
)
def test_withdrawn_wording_is_never_taken_and_its_replacement_is(
    text: str, taken: list[str]
) -> None:
    assert said(text) == taken


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "Các khẩu hiệu tuyên truyền gồm: Nhiệt liệt chào mừng Tháng Công nhân năm 2025; An toàn để sản xuất;"
            " Đoàn kết là sức mạnh!",
            3,
        ),
        (
            "Các khẩu hiệu tuyên truyền gồm: Bầu cử là quyền của mỗi công dân; Cử tri nô nức tham gia.",
            2,
        ),
        ("- Khẩu hiệu: Sống xanh mỗi ngày; Không rác thải nhựa; Giữ sạch dòng sông quê em.", 3),
        (
            "2. Nội dung các thông điệp như sau: Rửa tay bằng xà phòng; Đeo khẩu trang nơi đông người.",
            2,
        ),
    ],
)
def test_slogans_in_one_sentence_are_found_one_by_one(text: str, number: int) -> None:
    assert len(said(text)) == number
    assert not any(";" in one or one.endswith(".") for one in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Khẩu hiệu tuyên truyền cho Tháng Công nhân\n\nThứ Sáu - 25/04/2025 08:30",
        "Khẩu hiệu tuyên truyền năm 2025\n\nNgày 12 tháng 5 năm 2025",
        "KHẨU HIỆU TUYÊN TRUYỀN\n\n08 giờ 30, thứ Hai ngày 12/5/2025",
        "Khẩu hiệu cho Tháng Công nhân\n\nTừ 18/7 đến 30/7/2025",
    ],
)
def test_a_title_about_slogans_makes_no_slogan_of_the_date_below(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "items",
    [
        [
            "Gia đình là cội nguồn của hạnh phúc.",
            "Yêu thương trẻ em như con mình.",
            "Hãy nói không với bạo lực.",
        ],
        [
            "Người lao động là tài sản của doanh nghiệp",
            "Ngủ màn để phòng muỗi đốt",
            "Nước sạch cho mọi nhà",
        ],
        ["Rừng vàng của quê hương;", "Mỗi cây là một đời người;", "Giữ rừng cho mai sau."],
    ],
)
def test_a_list_that_is_announced_by_name_stands_as_a_whole(items: list[str]) -> None:
    text = "III. Khẩu hiệu, thông điệp truyền thông:\n" + "\n".join(
        f"{number}. {item}" for number, item in enumerate(items, 1)
    )
    assert sure(text) == [item.rstrip(".;") for item in items]


@pytest.mark.parametrize(
    "items",
    [
        ["Treo tại cổng trụ sở", "Trang trí hội trường", "Mỗi đơn vị ít nhất một băng rôn"],
        ["Các đơn vị tự in băng rôn", "Báo cáo kết quả về tỉnh", "Gửi ảnh qua thư điện tử"],
        ["Lưu: VT", "Như trên", "Đăng trên trang của đơn vị"],
    ],
)
def test_a_list_of_orders_falls_as_a_whole(items: list[str]) -> None:
    assert sure("1. Các khẩu hiệu treo như sau:\n" + "\n".join(f"- {item}" for item in items)) == []


@pytest.mark.parametrize("heading", ["Nội dung", "Lời", "Nội dung tuyên truyền"])
@pytest.mark.parametrize("end", ["!", ""])
def test_a_table_under_an_announcing_line_is_a_list_of_slogans(heading: str, end: str) -> None:
    from publisher import resources
    from publisher.letters.reading import plan_here

    text = (
        f"Khẩu hiệu tuyên truyền:\n\n| STT | {heading} | Vị trí |\n|---|---|---|\n"
        f"| 1 | Nước sạch cho mọi nhà{end} | Cổng chính |\n| 2 | Giữ rừng cho mai sau{end} | Hội trường |\n"
    )
    plan = plan_here(text.encode(), "bang.md", words=resources.assets() / "words")
    assert [(one.value, one.sure) for one in plan.slogans] == [
        (f"Nước sạch cho mọi nhà{end}", True),
        (f"Giữ rừng cho mai sau{end}", True),
    ]


def test_a_list_that_takes_the_place_of_another_is_taken() -> None:
    text = "Thay các khẩu hiệu cũ bằng các khẩu hiệu sau:\n- Đoàn kết là sức mạnh!\n- Lao động là vinh quang!"
    assert sure(text) == ["Đoàn kết là sức mạnh!", "Lao động là vinh quang!"]


@pytest.mark.parametrize("end", ["-\n2030!", "\n- 2030!", "-\n2030", "–\n2030!"])
def test_a_line_without_letters_is_no_page_number_where_it_goes_on(end: str) -> None:
    whole = "Nhiệt liệt chào mừng Đại hội Công đoàn các cấp, nhiệm kỳ 2025 " + end
    [found] = said(f"Khẩu hiệu tuyên truyền:\n- {whole}\n- Đoàn kết là sức mạnh!")[:1]
    assert found.endswith(("2030!", "2030"))


@pytest.mark.parametrize("last", ["COVID-19!", "ASEAN!", "HIV/AIDS!", "VIỆT NAM!"])
def test_a_word_in_capitals_goes_on_with_the_line_before(last: str) -> None:
    text = (
        f"Khẩu hiệu:\n- Toàn dân chung tay phòng, chống dịch bệnh và hội nhập\n{last}\n- Đoàn kết!"
    )
    assert said(text)[0] == f"Toàn dân chung tay phòng, chống dịch bệnh và hội nhập {last}"


HEAD = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ BẮC\nSố: 27/HD-LĐLĐ\nHà Bắc, ngày 05 tháng 3 năm 2025\n\n"


@pytest.mark.parametrize("between", ["-----\n\n", "\n", "_______\n", "***\n\n"])
def test_a_title_ends_at_a_blank_line_and_at_a_rule(between: str) -> None:
    text = f"{HEAD}HƯỚNG DẪN\ntuyên truyền Đại hội Công đoàn tỉnh\n{between}Đại hội Công đoàn tỉnh sẽ họp vào tháng 9."
    title = plan_from(text).title
    assert title
    assert title.value == "Tuyên truyền Đại hội Công đoàn tỉnh"


def test_a_sentence_ends_a_title() -> None:
    title = plan_from(
        f"{HEAD}KẾ HOẠCH\nTuyên truyền Tháng Công nhân.\nĐại hội sẽ họp vào tháng 9.\nMọi người cùng dự."
    ).title
    assert title
    assert title.value == "Tuyên truyền Tháng Công nhân."


@pytest.mark.parametrize(
    "event",
    [
        "Tổ chức lễ phát động vào lúc 7 giờ 00, ngày 29/4/2025\n(thứ Ba)",
        "Lễ phát động sáng thứ Ba, ngày 29/4/2025",
        "Hội nghị họp vào thứ Ba, ngày 29/4/2025 tại Hà Bắc",
        "Treo cờ từ thứ Hai, ngày 28/4/2025",
    ],
)
def test_the_date_of_an_event_is_not_the_letter_s(event: str) -> None:
    assert (
        plan_from(f"LIÊN ĐOÀN LAO ĐỘNG TỈNH\nSố: 5/TB-LĐLĐ\nTHÔNG BÁO\n{event}").signed_on is None
    )


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("12-KH/TĐTN", "KẾ HOẠCH"),
        ("08/HD-LĐLĐ", "HƯỚNG DẪN"),
        ("3/TB-UBND", "THÔNG BÁO"),
        ("19/CV-TG", "CÔNG VĂN"),
        ("118/TLĐ-TG", "CÔNG VĂN"),
    ],
)
def test_a_letter_is_of_the_kind_that_its_number_says(number: str, kind: str) -> None:
    assert plan_from(f"Số: {number}\nV/v tuyên truyền Tháng Công nhân\n").kind == kind


@pytest.mark.parametrize(
    "lead",
    [
        "2. Yêu cầu đối với khẩu hiệu:",
        "Khi viết khẩu hiệu cần chú ý như sau:",
        "Vị trí treo khẩu hiệu như sau:",
        "Số lượng khẩu hiệu tối thiểu như sau:",
        "Phân công treo khẩu hiệu:",
        "Ví dụ về khẩu hiệu viết sai:",
    ],
)
def test_a_line_about_the_hanging_of_slogans_announces_none(lead: str) -> None:
    assert sure(f"{lead}\n- Cổng chính trụ sở\n- Ngã tư trung tâm huyện\n- Hội trường lớn") == []


@pytest.mark.parametrize(
    "item",
    [
        "Giải nhất: Đoàn kết là sức mạnh!",
        "Đối với trường học: Ăn chín, uống sôi!",
        "Đoàn kết là sức mạnh! (treo tại cổng)",
    ],
)
def test_a_slogan_with_something_else_around_it_is_left_to_a_person(item: str) -> None:
    found = plan_from(f"Các khẩu hiệu:\n- {item}\n- Lao động là vinh quang!").slogans
    assert [one.sure for one in found] == [False, True]


def test_calls_that_nothing_announces_are_left_to_a_person() -> None:
    text = "Ban Đại diện tha thiết kêu gọi:\n- Mỗi cơ quan ủng hộ một ngày lương!\n- Mỗi nhà tiết kiệm điện nước!"
    assert sure(text) == []


@pytest.mark.parametrize(
    "lead",
    [
        "Năm 2024, đơn vị đã treo các khẩu hiệu:",
        "Thanh tra Sở phát hiện các băng rôn có nội dung:",
        "Một số khẩu hiệu in nhầm:",
        "Dự thảo các khẩu hiệu để góp ý như sau:",
        "Đề nghị kiểm tra khẩu hiệu tại các địa điểm sau:",
        "Khẩu hiệu treo tại:",
        "Các khẩu hiệu do tổ công đoàn nêu:",
        "Các khẩu hiệu dự thi đạt giải:",
    ],
)
@pytest.mark.parametrize("end", ["!", ""])
def test_a_line_that_speaks_against_its_list_makes_nothing_sure(lead: str, end: str) -> None:
    assert sure(f"{lead}\n- Đoàn kết là sức mạnh{end}\n- Lao động là vinh quang{end}") == []


def test_a_line_behind_a_list_that_takes_it_back_makes_nothing_sure() -> None:
    list_ = "Các khẩu hiệu sau:\n- Đoàn kết là sức mạnh!\n- Lao động là vinh quang!\n"
    assert len(sure(list_)) == 2
    assert sure(f"{list_}Các khẩu hiệu trên chưa sử dụng cho đến khi được duyệt.") == []


@pytest.mark.parametrize("odd", ["7h00: Đón khách", "Phướn 0,6m x 2m", "Câu lạc bộ Sức trẻ"])
def test_one_line_that_is_none_of_slogans_leaves_the_whole_list_to_a_person(odd: str) -> None:
    assert (
        sure(f"Các khẩu hiệu:\n- Đoàn kết là sức mạnh!\n- {odd}\n- Lao động là vinh quang!") == []
    )


def test_places_before_and_notes_behind_slogans_are_no_part_of_them() -> None:
    found = said(
        "Các khẩu hiệu:\n- Cổng chính: Đoàn kết là sức mạnh!\n"
        "- Hội trường: Lao động là vinh quang! (02 băng rôn)"
    )
    assert found == ["Đoàn kết là sức mạnh!", "Lao động là vinh quang!"]


def test_a_window_goes_from_hanging_to_taking_down() -> None:
    window = plan_from(
        "Các khẩu hiệu:\n- Đoàn kết là sức mạnh!\n"
        "III. THỜI GIAN\nTreo từ ngày 25/7/2024 và tháo dỡ vào ngày 05/8/2024."
    ).window
    assert window
    assert (window.value.first, window.value.last) == (date(2024, 7, 25), date(2024, 8, 5))


def test_the_window_of_the_announcing_line_is_the_slogans() -> None:
    window = plan_from(
        "Phát động thi đua quý IV/2021\n"
        "Treo các khẩu hiệu sau từ ngày 18/10 đến ngày 31/12/2021:\n- Đoàn kết là sức mạnh!"
    ).window
    assert window
    assert window.value.first == date(2021, 10, 18)
