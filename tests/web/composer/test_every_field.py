"""Whatever a queue file can say of a post, the composer says, shows and keeps."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from publisher.queuefiles.schema import LEFT_OUT, ExceptionKeys, LinkKeys, PostKeys
from tests.films import a_film
from tests.web.desk import Desk, sent_by, soup

BASE: dict[str, Any] = {
    "kind": "post",
    "text": "Chúc mừng ngày hội của người lao động!",
    "pages": ["lai-chau", "thanh-pho"],
    "more": "1",
}
AT = {"when": "at", "at": "2027-05-01T07:30"}
ROW = {"exception-0-page": "thanh-pho"}
# By key: what is typed, and what the file then says.
TYPED: dict[str, tuple[dict[str, Any], Any]] = {
    "pages": ({"pages": "*"}, ["*"]),
    "at": (AT, "2027-05-01T07:30:00"),
    "after": ({"after": "2027-05-01T07:30"}, "2027-05-01T07:30:00"),
    "hashtags": ({"hashtags": "#CongDoan Thang5"}, ["CongDoan", "Thang5"]),
    "hashtags_in": ({"hashtags_in": "comment", "hashtags": "CongDoan"}, "comment"),
    "card": ({"card": "slogan"}, "slogan"),
    "format": ({"card": "slogan", "format": "square"}, "square"),
    "fields": ({"card": "slogan", "field-footer": "Công đoàn tỉnh"}, {"footer": "Công đoàn tỉnh"}),
    "since": ({"since": "1963-04-15"}, "1963-04-15"),
    "ignore_quiet": ({"ignore_quiet": "on"}, True),
    "max_late": ({"max_late": "90"}, "1h30m"),
    "stagger": ({"stagger": "7"} | AT, "7m"),
    "photos": ({"photos": json.dumps([{"file": "anh.jpg", "alt": "Lễ"}])}, None),
    "video": ({"video": "le.mp4"}, "le.mp4"),
    "placement": ({"video": "le.mp4", "placement": "reel"}, "reel"),
    "link": ({"link": "https://bao.vn/bai"}, "https://bao.vn/bai"),
    "headline": ({"headline": "Ngày hội"}, "Ngày hội"),
    "publication": ({"publication": "Báo Lao Động"}, "Báo Lao Động"),
    "first_comment": ({"first_comment": "Xem\r\nthêm"}, "Xem\nthêm"),
    "again": ({"again": "on"}, True),
    "exceptions": (ROW | {"exception-0-skip": "on"}, {"thanh-pho": {"skip": True}}),
}
EXCEPTIONS: dict[str, tuple[dict[str, Any], Any]] = {
    "skip": ({"exception-0-skip": "on"}, True),
    "text": ({"exception-0-text": "Chào\r\nthành phố!"}, "Chào\nthành phố!"),
    "at": (AT | {"exception-0-at": "2027-05-01T09:00"}, "2027-05-01T09:00:00"),
    "first_comment": ({"exception-0-first_comment": "Ở đây"}, "Ở đây"),
    "hashtags": ({"exception-0-hashtags": "#ThanhPho"}, ["ThanhPho"]),
}
EVERYTHING = """\
+++
# của tổ tuyên giáo
pages   = ["@tat-ca"]  # cả nhóm
at = 2027-05-01T07:30:15
stagger = "1m30s"
max_late = "1d"
ignore_quiet = true
card = "statistics"
format = "square"
hashtags = ["#CongDoan"]
hashtags_in = "comment"
since = 1963-04-15
photos = [
  { file = "anh.jpg", alt = "Lễ “ra quân”" },
]
headline = '''Hai
dòng'''
publication = "Báo Lao Động"
link = "https://bao.vn/bai?utm_source=x"
first_comment = "Xem thêm\\nở đây"
again = true
id = "ten-rieng"

[exceptions.thanh-pho]
at = 2027-05-01T09:00:00 # vì sao
text = ""
hashtags = []

[fields]
figures = '''
1 | đoàn viên
2 | công đoàn'''
footer = "Nguồn: LĐLĐ"
+++

Lời   bài

 có hai đoạn.
"""


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with a photo and a video."""
    desk.photo("anh.jpg")
    (desk.folder / "queue" / "photos" / "le.mp4").write_bytes(a_film())
    return desk


def queued(desk: Desk, typed: dict[str, Any], name: str) -> Path:
    """The file of a post of its own words that is typed into an empty form."""
    said = BASE | {"text": f"Chúc mừng ngày hội của người lao động, {name}!"} | typed
    well(desk.as_("chi").post("/compose", said), name)
    posts = (desk.folder / "queue" / "posts").glob("*.md")
    return max(posts, key=lambda path: path.stat().st_mtime_ns)


def well(response: Any, about: str = "") -> None:
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 302, (about, page.select(".banner.bad li, .problem"))


def front(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8").split("+++\n")[1])


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def saved_as_shown(desk: Desk, entry: str) -> dict[str, Any]:
    """Open a post and save what is shown, which is returned."""
    shown = sent_by(soup(desk.as_("chi").get("/compose", {"entry": entry})))
    well(desk.as_("chi").post("/compose", shown), entry)
    return shown


def test_every_key_of_a_post_and_of_a_list_of_links_is_typed_here_or_named_with_its_reason() -> (
    None
):
    assert {*TYPED, *LEFT_OUT["composer"]} == PostKeys.model_fields.keys()
    # What stands at the head of a list holds for all its articles: it is changed in the file.
    assert LinkKeys.model_fields.keys() <= PostKeys.model_fields.keys()
    assert EXCEPTIONS.keys() == ExceptionKeys.model_fields.keys()


def test_what_is_typed_stands_in_the_file_is_shown_again_and_stays(office: Desk) -> None:
    for key, (typed, said) in TYPED.items():
        path = queued(office, typed, key)
        before = path.read_bytes()
        assert said is None or plain(front(path)[key]) == said, key
        shown = saved_as_shown(office, path.stem)
        for name, value in typed.items():
            values = value if isinstance(value, list) else [value]
            assert set(map(loose, values)) <= set(map(loose, shown[name])), name
        assert path.read_bytes() == before, key


def loose(text: str) -> str:
    return text.replace("#", "").strip()


def test_what_is_different_on_a_page_stands_in_the_file_and_stays(office: Desk) -> None:
    for key, (typed, said) in EXCEPTIONS.items():
        path = queued(office, ROW | typed, key)
        before = path.read_bytes()
        assert plain(front(path)["exceptions"]["thanh-pho"][key]) == said
        saved_as_shown(office, path.stem)
        assert path.read_bytes() == before, key


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_that_says_everything_is_saved_unchanged_byte_for_byte(
    office: Desk, line_end: str
) -> None:
    path = office.folder / "queue" / "posts" / "bai.md"
    path.write_bytes(EVERYTHING.replace("\n", line_end).encode("utf-8-sig"))
    office.plan()
    assert not office.problems
    before = path.read_bytes()
    saved_as_shown(office, "ten-rieng")
    assert path.read_bytes() == before


def test_other_words_change_the_words_and_nothing_else(office: Desk) -> None:
    path = office.folder / "queue" / "posts" / "bai.md"
    path.write_bytes(EVERYTHING.replace("\n", "\r\n").encode())
    office.plan()
    shown = sent_by(soup(office.as_("chi").get("/compose", {"entry": "ten-rieng"})))
    office.as_("chi").post("/compose", shown | {"text": "Lời mới"})
    head = EVERYTHING.rpartition("+++\n")[0]
    assert path.read_bytes() == f"{head}+++\n\nLời mới\n".replace("\n", "\r\n").encode()


def test_one_more_page_with_a_part_of_its_own_is_offered_without_scripts(office: Desk) -> None:
    page = soup(office.as_("chi").post("/compose", BASE | {"another": "1", "text": "Đang viết"}))
    shown = sent_by(page)
    assert shown["text"] == ["Đang viết"]
    assert shown["exception-0-page"] == [""]
    assert page.select("#more[open]")
    assert not list((office.folder / "queue" / "posts").glob("*.md"))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"max_late": "lâu"}, "max_late"),
    ({"after": "hôm qua"}, "after"),
    ({"video": "khong-co.mp4"}, "video"),
    ({"placement": "reel"}, "placement"),
    ({"exception-0-page": "lai-chau"}, "exception-0-page"),
    ({"exception-0-text": "Chào"}, "exception-0-page"),
    (ROW | {"exception-0-at": "hôm qua"}, "exception-0-at"),
    (ROW | {"exception-0-hashtags": "#a-b"}, "exception-0-hashtags"),
    (ROW | {"exception-0-text": "{nam}"}, "exception-0-text"),
    (ROW | {"exception-0-first_comment": "a" * 9000}, "exception-0-first_comment"),
    (ROW | {"exception-0-skip": "on", "pages": ["lai-chau"]}, "exception-0-page"),
]


def test_what_is_wrong_with_a_rare_field_is_told_at_it(office: Desk) -> None:
    for wrong, place in WRONG:
        response = office.as_("chi").post("/compose", BASE | wrong)
        assert response.status_code == 422, place
        page = BeautifulSoup(response.content, "html.parser")
        above = page.select_one(f'.banner.bad a[href="#{place}"]')
        assert above, (place, page.select(".banner.bad li"))
        assert above.text in page.select(f"#{place}_error")[0].text


def test_the_preview_shows_each_page_its_own_version_and_all_times(office: Desk) -> None:
    typed = BASE | AT | ROW | {"exception-0-text": "Chào thành phố!", "preview_page": "thanh-pho"}
    page = soup(office.as_("chi").post("/compose/preview", typed))
    assert "Chào thành phố!" in page.select(".fb-text")[0].text
    assert page.text.count("07:30 1/5") == 3


def test_a_post_that_is_left_out_on_all_its_pages_is_refused(office: Desk) -> None:
    rows = {f"exception-{n}-page": page for n, page in enumerate(("lai-chau", "thanh-pho"))}
    skips = {"exception-0-skip": "on", "exception-1-skip": "on"}
    response = office.as_("chi").post("/compose", BASE | rows | skips)
    assert response.status_code == 422
    assert not list((office.folder / "queue" / "posts").glob("*.md"))


def test_a_post_with_a_version_for_each_page_is_opened_whole(office: Desk) -> None:
    both = '[exceptions.lai-chau]\ntext = "Một"\n[exceptions.thanh-pho]\ntext = "Hai"'
    path = office.folder / "queue" / "posts" / "bai.md"
    path.write_text(
        f'+++\npages = ["lai-chau", "thanh-pho"]\n{both}\n+++\nChung\n', encoding="utf-8"
    )
    office.plan()
    before = path.read_bytes()
    saved_as_shown(office, "bai")
    saved_as_shown(office, "bai@thanh-pho")
    assert path.read_bytes() == before
    # Who may not write for the other page changes none of it.
    assert office.as_("em").get("/compose", {"entry": "bai@lai-chau"}).status_code == 403


def test_no_page_among_several_is_an_error_at_the_field(office: Desk) -> None:
    nothing = {key: value for key, value in BASE.items() if key != "pages"}
    response = office.as_("chi").post("/compose", nothing)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("#pages #pages_error")
    assert not list((office.folder / "queue" / "posts").glob("*.md"))
