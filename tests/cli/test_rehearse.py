"""`publisher rehearse` as a communications officer runs it."""

import json
from pathlib import Path

import pytest

from tests.cli.test_publishing_commands import run

pytestmark = pytest.mark.process
CAMPAIGN = '+++\ntitle = "Tháng Công nhân"\nfrom = 2037-05-01\nuntil = 2037-05-04\npages = ["*"]\nslots = ["08:00"]\n'


def folder(tmp_path: Path, pages: int, card: str = "") -> Path:
    text = "".join(
        f'[units.u{n}]\nname = "Số {n}"\n[pages.p{n}]\nfacebook_id = "{n}"\nunit = "u{n}"\nslots = ["08:00"]\n'
        for n in range(pages)
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    (tmp_path / "queue" / "campaigns").mkdir(parents=True)
    content = f"{CAMPAIGN}{card}+++\n- Đoàn kết!\n- Lao động sáng tạo!\n"
    (tmp_path / "queue" / "campaigns" / "thang.md").write_text(content, encoding="utf-8")
    return tmp_path


def test_a_campaign_is_played_and_its_page_shows_every_picture(tmp_path: Path) -> None:
    home = folder(tmp_path, 1, 'card = "slogan"\n')
    code, output = run(home, "rehearse", "thang", "-o", "ra")
    assert code == 0, output
    assert "4 lượt trên 1 trang" in output
    assert "4 trên 4 lượt chưa được duyệt" in output
    posts = json.loads((home / "ra" / "result.json").read_text(encoding="utf-8"))["posts"]
    pictures = {digest for post in posts for digest in post["pictures"]}
    page = (home / "ra" / "index.html").read_text(encoding="utf-8")
    assert len(pictures) == 2
    for digest in pictures:
        assert f'src="thumbs/{digest}.jpg"' in page
        assert (home / "ra" / "thumbs" / f"{digest}.jpg").stat().st_size > 1000
    # The real database learned nothing of it.
    code, output = run(home, "status")
    assert "Đoàn kết" not in output


def test_many_pages_are_played_side_by_side(tmp_path: Path) -> None:
    home = folder(tmp_path, 11)
    code, output = run(home, "rehearse", "thang")
    assert code == 0, output
    assert "44 lượt trên 11 trang" in output


def test_what_cannot_be_rehearsed_ends_with_a_sentence(tmp_path: Path) -> None:
    home = folder(tmp_path, 1)
    for words, said in (
        (("la",), "Không có chiến dịch “la” (có: thang)."),
        (("thang", "--from", "2037-05-03", "--until", "2037-05-02"), "--until phải sau --from"),
        (("thang", "--from", "hôm nay"), "không phải ngày"),
    ):
        code, output = run(home, "rehearse", *words)
        assert (code, said in output, "Traceback" in output) == (1, True, False), output
