"""A configuration that holds anything ends in findings, never in a traceback."""

from pathlib import Path

import pytest

from publisher.config import reading as readers
from publisher.config.reading import load
from publisher.config.values import ConfigError
from tests.config.test_config import GOOD, read

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("name", ["nested.toml", "digits.toml"])
def test_a_file_that_ended_in_a_traceback_once_is_a_finding_with_its_line(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes((DATA / name).read_bytes())
    with pytest.raises(ConfigError) as caught:
        load(path)
    [problem] = caught.value.problems
    assert problem.line
    assert problem.fix


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = " + "[" * 600 + "\n" + GOOD, "config.toml:1: các dấu [ hoặc { lồng nhau quá sâu"),
        ("x = " + "{a=" * 600 + "\n" + GOOD, "config.toml:1: các dấu [ hoặc { lồng nhau quá sâu"),
        ("x" + ".x" * 600 + " = 1\n" + GOOD, "config.toml:1: các dấu [ hoặc { lồng nhau quá sâu"),
        (
            "x = " + "[" * 100 + "]" * 100 + "\n" + GOOD,
            "config.toml:1: các dấu [ hoặc { lồng nhau quá sâu",
        ),
        (GOOD + "[service]\nport = " + "9" * 5000, "config.toml:7: có một con số quá lớn"),
        (GOOD + "[service]\nport = 0x" + "f" * 5000, "config.toml:7: có một con số quá lớn"),
        ('max_late = "' + "9" * 5000 + 'h"\n' + GOOD, "quá dài"),
        ('max_late = "999999999d"\n' + GOOD, "quá dài"),
        ('data = "a\\u0000b"\n' + GOOD, "config.toml:1: đường dẫn"),
        ('data = "~khong-co-nguoi-nay/x"\n' + GOOD, "config.toml:1: đường dẫn"),
        (
            GOOD.replace('name = "Công đoàn"', 'name = "A"\nlogo = "a\\u0000b"'),
            "config.toml:3: đường dẫn",
        ),
        (
            GOOD.replace('name = "Công đoàn"', f'name = "A"\nlogo = "{"x" * 400}"'),
            "không có tệp biểu trưng",
        ),
        (
            GOOD.replace('name = "Công đoàn"', f'name = "A"\nbrand = "{"x" * 400}"'),
            "không có bộ nhận diện",
        ),
        (GOOD.replace('name = "Công đoàn"', 'name = "A"\nbrand = "a\\u0000b.toml"'), "đường dẫn"),
        (GOOD + 'token_file = "a\\u0000b"\n', "đường dẫn"),
        (GOOD + '[storage]\nfolder = "a\\u0000b"\n', "đường dẫn"),
        (GOOD + '[facebook]\ngraph_url = "http://["\n', "không phải địa chỉ máy chủ"),
        (GOOD + '[service]\npublic_url = "http://["\n', "không phải địa chỉ trang"),
    ],
)
def test_what_is_beyond_all_bounds_is_a_plain_finding(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "ngoài dự kiến" not in str(caught.value)


def test_whatever_is_raised_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise KeyError("something that nobody thought of")

    monkeypatch.setattr(readers, "problems_of", breaks)
    with pytest.raises(ConfigError, match="ngoài dự kiến"):
        read(tmp_path, GOOD + "x = 1")


@pytest.mark.parametrize("kept", [b"[" * 100_000, b'{"files": []}'])
def test_what_versions_of_before_kept_beside_the_data_is_not_read(
    tmp_path: Path, kept: bytes
) -> None:
    config = read(tmp_path, GOOD)
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "config-0123456789abcdef.json").write_bytes(kept)
    assert load(tmp_path / "config.toml") == config
