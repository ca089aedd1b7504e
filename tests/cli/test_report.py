"""`publisher report`: the letter and its template."""

from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from publisher.cli.commands import app
from publisher.features.reports.report_letter import OWN
from publisher.store.connection import close_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    close_store()
    return result.exit_code, " ".join((result.output + str(result.exception or "")).split())


def test_the_template_is_written_out_edited_and_used(folder: Path) -> None:
    assert run("report", "--template", "mau.docx")[0] == 0
    document = Document("mau.docx")
    document.add_paragraph("Thêm bởi văn phòng, năm {{ nam }}")
    own = folder / "data" / OWN
    own.parent.mkdir(parents=True)
    document.save(str(own))
    assert run("report", "-o", "bao-cao.docx")[0] == 0
    assert "Thêm bởi văn phòng, năm 20" in Document("bao-cao.docx").paragraphs[-1].text


def test_a_wrong_place_of_the_own_template_is_told_and_no_letter_is_written(folder: Path) -> None:
    run("report", "--template", "mau.docx")
    document = Document("mau.docx")
    document.add_paragraph("{{ don_vii }}")
    own = folder / "data" / OWN
    own.parent.mkdir(parents=True)
    document.save(str(own))
    code, output = run("report", "-o", "bao-cao.docx")
    assert code != 0
    assert "“don_vii”" in output
    assert not (folder / "bao-cao.docx").exists()
