"""Templates as data: what a designer gets wrong is told with its line, all at once."""

from pathlib import Path

import pytest

from publisher.cards.template import load_template
from publisher.domain.errors import CardRefused

GOOD = """title = "Thử"

[fields]
text = "Chữ *"

[[layer]]
kind = "gradient"
top = "ground"
bottom = "ground_deep"

[[layer]]
kind = "text"
field = "text"
box = [0, 0, 100, 100]
color = "on_dark"
on = ["ground"]
size = [3, 9]
"""


def read(folder: Path, text: str) -> None:
    path = folder / "thu.toml"
    path.write_text(text, encoding="utf-8")
    load_template(path)


def test_a_text_alone_is_a_stack_of_one(tmp_path: Path) -> None:
    read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (
            'kind = "gradient"',
            'kind = "gradent"',
            "thu.toml:7: không có loại lớp “gradent”; chỉ dùng gradient",
        ),
        ("size = [3, 9]", "size = [3]", "thu.toml:17: “size” phải là danh sách 2 số"),
        (
            'on = ["ground"]',
            'onn = ["ground"]',
            "thu.toml:16: lớp này không có khóa “onn”; chỉ dùng color, size",
        ),
        ('top = "ground"\n', "", "thu.toml:7: lớp này thiếu khóa “top”"),
        ('field = "text"', 'field = "txt"', "thu.toml:13: trường “txt” chưa có trong [fields]"),
        (
            "box = [0, 0, 100, 100]",
            'for = "talll"\nbox = [0, 0, 100, 100]',
            "thu.toml:14: không có dạng “talll”",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, good: str, bad: str, told: str) -> None:
    with pytest.raises(CardRefused) as caught:
        read(tmp_path, GOOD.replace(good, bad, 1))
    assert told in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CardRefused) as caught:
        read(tmp_path, GOOD.replace("size = [3, 9]", "size = 3").replace("top = ", "tip = "))
    assert len(str(caught.value).splitlines()) == 3
