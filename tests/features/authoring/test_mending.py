"""`lint --fix`: what can be meant in one way only is written, and nothing else."""

from pathlib import Path

import pytest

from publisher import resources
from publisher.features.authoring.lint import slips, vocabulary
from publisher.features.authoring.mending import MENDED, MendedFile, mend
from tests.features.authoring.test_import_sheet import Office
from tests.strangers.inputs import INPUTS, Input

WORDS = vocabulary(resources.assets())
HEAD = '+++\npages = ["tinh"]\nat = 2036-12-20T07:30:00\n+++\n'


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def mended(office: Office, name: str, content: str) -> tuple[str, list[MendedFile]]:
    path = office.queue / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    found = slips(office.app.reader().refresh(None).queue, WORDS)
    done = list(mend(office.queue, found, known=office.app.known()))
    return path.read_text(encoding="utf-8"), done


def test_look_alikes_marks_and_signs_are_mended_and_the_rest_of_the_file_stays(
    office: Office,
) -> None:
    before = HEAD + "Ðại  hội **Công đoàn**\n\n```\nXem [ở đây](https://a.vn/b) nhé !\n"
    after, done = mended(office, "posts/a.md", before)
    assert after == HEAD + "Đại hội Công đoàn\n\nXem ở đây: https://a.vn/b nhé!\n"
    assert done == [MendedFile("posts/a.md", 6)]


def test_hashtags_and_comments_in_the_head_are_mended(office: Office) -> None:
    head = HEAD.replace("at =", 'hashtags = ["CоngDoan"]\nfirst_comment = "Ðúng giờ"\nat =')
    after, _done = mended(office, "posts/a.md", head + "Mời họp\n")
    assert after == head.replace("CоngDoan", "CongDoan").replace("Ðúng", "Đúng") + "Mời họp\n"


def test_an_item_of_a_list_stays_one_line(office: Office) -> None:
    head = (
        '+++\ntitle = "T"\nfrom = 2036-12-01\nuntil = 2036-12-05\npages = ["tinh"]\n'
        'slots = ["09:00"]\n+++\n'
    )
    after, _done = mended(office, "campaigns/c.md", head + "- Một lòng<br>theo Đảng!\n- Hai tốt!\n")
    assert after == head + "- Một lòng theo Đảng!\n- Hai tốt!\n"


def test_words_are_left_to_people(office: Office) -> None:
    before = HEAD + "Cong doan họp *mừng* 5 * 3\n"
    after, done = mended(office, "posts/a.md", before.replace("*mừng* ", ""))
    assert (after, done) == (before.replace("*mừng* ", ""), [])


def test_a_file_that_would_not_be_read_any_more_is_left(office: Office) -> None:
    before = HEAD + "***\n"
    after, [done] = mended(office, "posts/a.md", before)
    assert after == before
    assert done.refused is not None


@pytest.mark.parametrize(
    "given",
    [one for one in INPUTS if one.kind in ("17-markdown", "18-giong")],
    ids=lambda one: one.name,
)
def test_marks_and_look_alikes_of_strangers_are_told_and_mended(
    office: Office, given: Input
) -> None:
    [(name, raw)] = given.files.items()
    before = raw.decode()
    after, done = mended(office, name.removeprefix("queue/"), before)
    left = office.app.reader().refresh(None)
    # What nobody sees is taken out when it is read; an unknown key is told by the reader.
    silent = given.name in ("doi-chung", "vo-hinh", "the-va-ten")
    assert (after == before, not done) == (silent, silent)
    assert not {one.remark.reason.code for one in slips(left.queue, WORDS)} & MENDED
    assert bool(left.problems) == (given.name == "the-va-ten")
