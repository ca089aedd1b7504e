"""Lines of a campaign that can be no slogans."""

import pytest

from publisher.domain.slogan import no_slogan


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lưu: VT, Ban Tuyên giáo", "wording.recipient"),
        ("Thường trực Tỉnh ủy (b/c)", "wording.recipient"),
        ("Các sở, ban, ngành (để thực hiện);", "wording.recipient"),
        ("Như trên;", "wording.recipient"),
        ("Từ ngày 18 đến hết ngày 30.7.2025.", "wording.bare_time"),
        ("Thứ Sáu - 25/04/2025 08:30", "wording.bare_time"),
        ("20/4 - 31/5/2026", "wording.bare_time"),
        ("Địa điểm: Hội trường tỉnh", "wording.label"),
        ("Khẩu hiệu về an toàn lao động:", "wording.label"),
        ("Ban Tuyên giáo Tỉnh ủy;", "wording.no_call"),
        ("Hoàng Nhung", "wording.no_call"),
    ],
)
def test_a_line_of_another_part_of_a_letter_is_no_slogan(text: str, code: str) -> None:
    found = no_slogan(text)
    assert found
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "Nước sạch cho mọi nhà",
        "Đoàn kết!",
        "Tháng 5 nhớ Bác!",
        "Ngày 1/5 bất diệt!",
        "An toàn là bạn, tai nạn là thù",
        "Công đoàn Việt Nam: đổi mới, sáng tạo!",
        "Ban Mai xanh, thành phố sạch!",
    ],
)
def test_a_call_may_be_a_slogan(text: str) -> None:
    assert no_slogan(text) is None
