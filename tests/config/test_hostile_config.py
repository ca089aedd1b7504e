"""A configuration that holds anything ends in findings, never in a traceback."""

import random
from pathlib import Path

import pytest

from publisher.config import reading as readers
from publisher.config.load import load, load_quickly
from publisher.config.remembering import recall, remember
from publisher.config.values import ConfigError
from tests.config.test_config import GOOD, read

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("name", ["nested.toml", "digits.toml"])
def test_a_file_that_ended_in_a_traceback_once_is_a_finding_with_its_line(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes((DATA / name).read_bytes())
    for once in (load, load_quickly):
        with pytest.raises(ConfigError) as caught:
            once(path)
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


@pytest.mark.parametrize(
    "kept",
    [b"[" * 100_000, b"[]", b"null", b"{}", b'{"files": 1}', b"\xff", b'{"files": ["a\\u0000b"]}'],
)
def test_whatever_stands_in_the_memory_it_is_no_trouble(tmp_path: Path, kept: bytes) -> None:
    config = read(tmp_path, GOOD)
    remember(config)
    [place] = (tmp_path / "data").glob("config-*.json")
    place.write_bytes(kept)
    assert recall(tmp_path / "config.toml") is None
    assert load_quickly(tmp_path / "config.toml") == config


@pytest.mark.parametrize(
    "text", ["data = " + "[" * 600, "data = " + "9" * 5000, 'data = "~khong-co-nguoi-nay/x"']
)
def test_the_memory_is_looked_for_under_any_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    assert recall(tmp_path / "config.toml") is None


def test_thousands_of_mutated_files_are_read_or_told(tmp_path: Path) -> None:
    """By seed; what fails here names its text."""
    from tests.mutating import mutated

    seeds = [GOOD.encode(), *(path.read_bytes() for path in sorted(DATA.iterdir()))]
    seeds.append((Path(__file__).parent.parent.parent / "config.example.toml").read_bytes())
    path, dice = tmp_path / "config.toml", random.Random(438)
    for case in range(1_000):
        raw = mutated(seeds, dice)
        path.write_bytes(raw)
        told = findings(path)
        assert told is None or (told and "ngoài dự kiến" not in told), (case, raw)


def findings(path: Path) -> str | None:
    """What is wrong with a file; None when nothing is. Whatever else is raised is a defect."""
    try:
        load(path)
    except ConfigError as error:
        str(error).encode()
        return str(error)
    return None
