"""What `publisher queue check` says of photos and videos; files as people had them (issue 17)."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli import commands

DATA = Path(__file__).parents[2]


class Folder:
    """A working folder with two pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "queue" / "posts").mkdir(parents=True)
        (folder / "queue" / "photos").mkdir()
        (folder / "token").write_text("a-token-of-a-page")
        (folder / "config.toml").write_text(
            '[units.u]\nname = "Công đoàn thử"\napproval = "none"\n'
            '[pages.tinh]\nfacebook_id = "1"\nunit = "u"\nslots = ["07:30"]\ntoken_file = "token"\n',
            encoding="utf-8",
        )

    def put(self, source: str, name: str) -> None:
        shutil.copy(DATA / source, self.folder / "queue" / "photos" / name)

    def post(self, front: str) -> None:
        (self.folder / "queue" / "posts" / "a.md").write_text(
            f'+++\npages = ["tinh"]\nat = 2036-12-20T07:30:00\n{front}\n+++\nLời bài\n',
            encoding="utf-8",
        )

    def says(self, *words: str) -> str:
        return " ".join(CliRunner().invoke(commands.app, [*words]).output.split())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def test_a_photo_downloaded_by_half_is_refused_by_the_check_and_never_planned(
    folder: Folder,
) -> None:
    folder.put("cards/data/tai-do.jpg", "do.jpg")
    folder.post('photos = ["do.jpg"]')
    for command in (("queue", "check"), ("plan",)):
        said = folder.says(*command)
        assert "do.jpg”: bị hỏng hoặc tải về chưa trọn; hãy lấy lại ảnh gốc" in said, command


def test_a_scan_of_16_bits_is_well(folder: Folder) -> None:
    folder.put("cards/data/xam16.png", "xam16.png")
    folder.post('photos = ["xam16.png"]')
    assert "1 bài dùng được, 0 chỗ cần sửa" in folder.says("queue", "check")


def test_a_video_that_lies_on_its_side_is_refused_as_a_reel(folder: Folder) -> None:
    folder.put("queuefiles/data/ngang.mp4", "ngang.mp4")
    folder.post('video = "ngang.mp4"\nplacement = "reel"')
    said = folder.says("queue", "check")
    assert "phải là video dọc, video này rộng 1920, cao 1080 điểm ảnh" in said
    folder.post('video = "ngang.mp4"')
    assert "1 bài dùng được, 0 chỗ cần sửa" in folder.says("queue", "check")
