"""Looks at photos: kept as long as the file is the same, shared by all doors, never of a passing trouble."""

import hashlib
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from publisher.cards import isolation
from publisher.domain.entry import PhotoLook
from publisher.domain.errors import PhotoRefused
from publisher.domain.revision import Medium
from publisher.pictures import photo_looks
from publisher.pictures.delivery_pictures import Pictures
from publisher.pictures.photo_looks import PhotoLooks

DATA = Path(__file__).parents[1] / "cards" / "data"


@pytest.fixture
def examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were decoded."""
    found: list[Path] = []

    def examine(path: Path) -> bool:
        found.append(path)
        return isolation.examine_photo(path)

    monkeypatch.setattr(photo_looks, "examine_photo", examine)
    monkeypatch.setattr(photo_looks, "SETTLED", 0)
    (tmp_path / "data").mkdir()
    return found


def a_photo(folder: Path, name: str = "a.png") -> Path:
    path = folder / name
    Image.new("RGB", (30, 20), "red").save(path)
    time.sleep(0.01)  # the clock of a file goes in ticks
    return path


def test_a_photo_is_decoded_once_for_all_doors(tmp_path: Path, examined: list[Path]) -> None:
    path = a_photo(tmp_path)
    for _ in range(3):
        assert PhotoLooks(tmp_path / "data").look(path) == PhotoLook()
    assert examined == [path]


def test_what_is_wrong_with_a_photo_is_remembered_too(tmp_path: Path, examined: list[Path]) -> None:
    path = Path(shutil.copy(DATA / "tai-do.jpg", tmp_path))
    time.sleep(0.01)
    looks = [PhotoLooks(tmp_path / "data").look(path) for _ in range(2)]
    assert "tải về chưa trọn" in str(looks[0].trouble)
    assert looks[0] == looks[1]
    assert examined == [path]


def test_a_deep_scan_is_known_as_one(tmp_path: Path, examined: list[Path]) -> None:
    path = Path(shutil.copy(DATA / "xam16.png", tmp_path))
    time.sleep(0.01)
    assert [PhotoLooks(tmp_path / "data").look(path) for _ in range(2)] == 2 * [
        PhotoLook(deep=True)
    ]


def test_another_file_of_the_same_name_size_and_time_is_looked_at_again(
    tmp_path: Path, examined: list[Path]
) -> None:
    path, looks = a_photo(tmp_path), PhotoLooks(tmp_path / "data")
    looks.look(path)
    stat = path.stat()
    path.write_bytes(bytes(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert looks.look(path).trouble
    assert len(examined) == 2


def test_a_file_that_changed_just_now_is_not_remembered(
    tmp_path: Path, examined: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_looks, "SETTLED", 60)
    path = a_photo(tmp_path)
    for _ in range(2):
        PhotoLooks(tmp_path / "data").look(path)
    assert len(examined) == 2


def test_a_trouble_of_this_machine_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_looks, "SETTLED", 0)
    path, looks = a_photo(tmp_path), PhotoLooks(tmp_path / "data")

    def fail(_path: Path) -> bool:
        raise PhotoRefused("cards.not_opened_here", why="hết bộ nhớ")

    with monkeypatch.context() as patched:
        patched.setattr(photo_looks, "examine_photo", fail)
        assert looks.look(path).trouble
    assert looks.look(path) == PhotoLook()


@pytest.mark.parametrize("kept", [b"", b"[]", b'{"of": 1}', b"null", b"\xff"])
def test_a_spoiled_memory_is_made_anew(tmp_path: Path, examined: list[Path], kept: bytes) -> None:
    path, looks = a_photo(tmp_path), PhotoLooks(tmp_path / "data")
    looks.look(path)
    [file] = (tmp_path / "data" / "looks").iterdir()
    file.write_bytes(kept)
    assert looks.look(path) == PhotoLook()
    assert len(examined) == 2


def test_a_folder_that_cannot_be_written_costs_only_the_memory(
    tmp_path: Path, examined: list[Path]
) -> None:
    path = a_photo(tmp_path)
    (tmp_path / "data" / "looks").write_text("no folder")
    assert PhotoLooks(tmp_path / "data").look(path) == PhotoLook()


def test_a_look_makes_no_data_folder(tmp_path: Path, examined: list[Path]) -> None:
    path = a_photo(tmp_path)
    (tmp_path / "data").rmdir()
    assert PhotoLooks(tmp_path / "data").look(path) == PhotoLook()
    assert not (tmp_path / "data").exists()


def test_only_deep_photos_are_asked_for_approval_again() -> None:
    plain = Medium(sha256="ab", alt_text="")
    before = hashlib.sha256(b"1:ab").hexdigest()
    assert Pictures.photo_digest(plain) == before
    assert Pictures.photo_digest(replace(plain, deep=True)) != before
