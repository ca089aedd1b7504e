"""Names of photos and videos: spelled otherwise, still downloading, empty, of another kind."""

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from publisher.domain.entry import Photo, PhotoLook
from publisher.domain.reason import reason
from publisher.queuefiles.checks import PhotoFolder
from tests.films import a_film

NAME = "lễ kỷ niệm.jpg"


def look(path: Path) -> PhotoLook:
    is_photo = path.read_bytes().startswith(b"a photo")
    return PhotoLook(None if is_photo else reason("cards.no_photo"))


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    return tmp_path


def put(queue: Path, name: str, content: bytes = b"a photo") -> Path:
    path = queue / "photos" / name
    path.write_bytes(content)
    return path


def found(queue: Path, name: str = NAME) -> str:
    """The name of the file that was found, or what is said."""
    photo = PhotoFolder(queue, look).find(name, queue / "posts" / "a.md", alt_text="")
    return Path(photo.path).name if isinstance(photo, Photo) else str(photo)


@pytest.mark.parametrize("composed", [True, False])
@pytest.mark.parametrize("on_disk", [str, str.upper, str.title])
def test_a_photo_is_found_however_its_name_is_spelled(
    queue: Path, composed: bool, on_disk: type[str]
) -> None:
    name = unicodedata.normalize("NFC" if composed else "NFD", on_disk(NAME))
    put(queue, name)
    assert found(queue) == name
    assert found(queue, unicodedata.normalize("NFD", NAME)) == name


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_a_photo_is_found_in_a_folder_that_a_mac_named(
    queue: Path, form: Literal["NFC", "NFD"], other: Literal["NFC", "NFD"]
) -> None:
    folder = queue / "photos" / unicodedata.normalize(form, "hội nghị 2036") / "Ảnh"
    folder.mkdir(parents=True)
    put(queue, f"{folder.relative_to(queue / 'photos')}/{NAME}")
    wanted = unicodedata.normalize(other, f"hội nghị 2036/ảnh/{NAME}")
    assert found(queue, wanted) == NAME


def test_the_name_as_it_is_written_goes_first(queue: Path) -> None:
    for name in (NAME, NAME.upper(), unicodedata.normalize("NFD", NAME.title())):
        put(queue, name)
    assert found(queue) == NAME


def test_of_two_names_that_differ_in_capitals_none_is_guessed(queue: Path) -> None:
    for name in ("A.JPG", "A.jpg"):
        put(queue, name)
    assert "không thấy ảnh “a.jpg”" in found(queue, "a.jpg")


def test_another_spelling_reaches_no_file_outside_or_of_others(queue: Path) -> None:
    (queue.parent / "BI-MAT.jpg").write_bytes(b"a photo")
    assert "không thấy" in found(queue, "../../bi-mat.jpg")
    (queue / "photos" / "LIEN-KET.jpg").symlink_to(queue.parent / "BI-MAT.jpg")
    assert "không thấy" in found(queue, "lien-ket.jpg")
    put(queue, "CUA-HO.jpg")
    folder = PhotoFolder(queue, look, may_use=lambda _: False)
    said = folder.find("cua-ho.jpg", queue / "posts" / "a.md", alt_text="")
    assert "không có ảnh “cua-ho.jpg” trong kho ảnh" in str(said)


@pytest.mark.parametrize("ending", [".crdownload", ".part", ".CRDOWNLOAD"])
def test_a_photo_that_is_still_being_downloaded_is_told_as_such(queue: Path, ending: str) -> None:
    put(queue, f"{NAME}{ending}")
    assert found(queue).startswith(f"ảnh “{NAME}” còn đang tải về, mới có “{NAME}{ending}”")


def test_a_video_that_is_still_being_downloaded_is_told_as_such(queue: Path) -> None:
    put(queue, "phim.mp4.part")
    said = PhotoFolder(queue, look).find_video("phim.mp4", queue / "posts" / "a.md")
    assert str(said).startswith("video “phim.mp4” còn đang tải về")


def test_an_empty_file_and_a_video_among_the_photos_are_told_as_such(queue: Path) -> None:
    put(queue, "rong.jpg", b"")
    put(queue, "phim.mp4", a_film())
    put(queue, "chu.jpg", b"words")
    assert "“rong.jpg”: là tệp rỗng" in found(queue, "rong.jpg")
    assert "“phim.mp4”: là video, không phải ảnh" in found(queue, "phim.mp4")
    assert "“chu.jpg”: không phải tệp ảnh" in found(queue, "chu.jpg")
    said = PhotoFolder(queue, look).find_video("rong.jpg", queue / "posts" / "a.md")
    assert "là tệp rỗng" in str(said)
