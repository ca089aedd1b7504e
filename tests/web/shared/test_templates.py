"""Templates that people can read, and blanks where they are seen."""

from pathlib import Path

import pytest

from tests.web.desk import Desk, soup
from tools.messages import WEB

TEMPLATES = sorted(WEB.rglob("*.html"))
# What no tool may break: a sentence of the catalogue, a tag with its words.
LONGEST, MEAN = 200, 60


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_of_a_template_is_too_long_to_read(path: Path) -> None:
    assert [line for line in path.read_text("utf-8").splitlines() if len(line) > LONGEST] == []


def test_lines_of_templates_are_short_on_the_whole() -> None:
    lines = [line for path in TEMPLATES for line in path.read_text("utf-8").splitlines()]
    assert sum(map(len, lines)) / len(lines) <= MEAN


def test_a_post_is_shown_without_blanks_that_nobody_wrote(desk: Desk) -> None:
    desk.post("bai", "Dòng đầu\n\n  Dòng hai #CongDoan")
    [text] = soup(desk.as_("binh").get("/approvals", {"entry": "bai"})).select(".fb-text .pre")
    assert text.text == "Dòng đầu\n\n  Dòng hai #CongDoan"
