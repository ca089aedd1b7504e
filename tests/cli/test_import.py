"""`publisher import plan` as an operator runs it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli import commands
from tests.cli.test_publishing_commands import run
from tests.letters.making import letter

pytestmark = pytest.mark.process
CONFIG = '[units.u]\nname = "U"\n[pages.p]\nfacebook_id = "1"\nunit = "u"\nslots = ["08:00"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    one = letter("01-phu-luc")
    (tmp_path / one.name).write_bytes(one.raw)
    return tmp_path


def test_a_plan_becomes_a_draft_and_every_item_is_told_with_its_line(folder: Path) -> None:
    code, output = run(folder, "import", "plan", "01-phu-luc.docx")
    assert code == 0, output
    assert "HƯỚNG DẪN, 27/HD-LĐLĐ, 05/03/2025, LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ BẮC" in output
    assert "Khẩu hiệu: 6" in output
    assert "50 năm Ngày Giải phóng miền Nam, thống nhất đất nước (30/4/1975 – 30/4/2025)" in output
    assert len(list((folder / "queue" / "campaigns").glob("*.md"))) == 1
    assert run(folder, "queue", "check")[0] == 0


def test_with_an_output_folder_the_queue_stays_as_it_is(folder: Path) -> None:
    code, output = run(
        folder, "import", "plan", "01-phu-luc.docx", "--output", "ra", "--year", "2027"
    )
    assert code == 0, output
    (written,) = (folder / "ra").glob("*.md")
    assert "{age:1886-05-01}" in written.read_text(encoding="utf-8")
    assert not (folder / "queue").exists()


def test_of_several_pages_a_person_chooses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    more = '[pages.q]\nfacebook_id = "2"\nunit = "u"\nslots = ["08:00"]\n'
    (folder / "config.toml").write_text(CONFIG + more, encoding="utf-8")
    words = ("import", "plan", "01-phu-luc.docx")
    asked = CliRunner().invoke(commands.app, words)
    assert asked.exit_code == 1
    assert "--page: chưa chọn trang đăng → chọn một hay nhiều trang (p, q)" in asked.output
    assert not (folder / "queue").exists()
    assert CliRunner().invoke(commands.app, [*words, "--page", "*"]).exit_code == 0
    (written,) = (folder / "queue" / "campaigns").glob("*.md")
    assert '\npages = ["*"]\n' in written.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_ends_with_a_sentence(folder: Path) -> None:
    (folder / "quet.pdf").write_bytes(b"%PDF-1.4 hong")
    code, output = run(folder, "import", "plan", "quet.pdf")
    assert (code, "Traceback" in output) == (1, False)
    assert "quet.pdf: tệp PDF bị hỏng" in output
    code, output = run(folder, "import", "plan", "khong-co.docx")
    assert (code, "Traceback" in output) == (1, False)
