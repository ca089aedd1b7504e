"""Posts that say every field of the schema between them, for the tests of all doors.

A post is a table as JSON and a file's front matter have it; `text` is the body.
"""

from pathlib import Path
from typing import Any

from PIL import Image

from publisher.queuefiles.schema import ExceptionKeys, Post
from tests.films import a_film

# Two pages, a group of both, photos and a film have to be there.
PAGES, GROUP = ("tinh", "huyen"), "ca-hai"
PHOTOS, FILM = ("a.jpg", "b.jpg"), "phim.mp4"


def posts(pages: tuple[str, str] = PAGES, group: str = GROUP) -> dict[str, dict[str, Any]]:
    """By what it is: a post with a time, one for the next slot, an article, a reel."""
    one, other = pages
    return {
        "timed": {
            "text": "Kỷ niệm {age} năm!\n\nChào đoàn viên.",
            "pages": [one, other],
            "id": "le-ky-niem",
            "at": "2037-04-15T07:30:00",
            "stagger": "2m30s",
            "max_late": "3h",
            "ignore_quiet": True,
            "since": "1963-04-15",
            "card": "event",
            "format": "square",
            "fields": {"when": "07:30, 01/5", "where": "Hội trường"},
            "photos": [
                {"file": PHOTOS[0], "alt": "Lễ “ra quân”, 2037"},
                {"file": PHOTOS[1], "alt": ""},
            ],
            "hashtags": ["CongDoan", "Thang5"],
            "hashtags_in": "comment",
            "first_comment": "Xem thêm\nở đây",
            "exceptions": {
                other: {
                    "text": "Lời riêng",
                    "at": "2037-04-15T09:00:00",
                    "first_comment": "Riêng",
                    "hashtags": ["Rieng"],
                }
            },
        },
        "next": {
            "text": "Tin của nhóm",
            "pages": [f"@{group}"],
            "at": "next",
            "after": "2037-04-20T06:00:00",
            "exceptions": {one: {"skip": True}},
        },
        "article": {
            "text": "Mời đọc",
            "pages": ["*"],
            "link": "https://bao.vn/bai",
            "headline": "Ngày hội công nhân",
            "publication": "Báo Lao Động",
            "again": True,
        },
        "reel": {"text": "Thước phim", "pages": [one], "video": FILM, "placement": "reel"},
    }


# So that a field that comes later is tried at every door.
_TRIED = set().union(*posts().values())
assert set(Post.model_fields) == _TRIED, "a field is tried nowhere"
_EXCEPTIONS = [table for one in posts().values() for table in one.get("exceptions", {}).values()]
assert set().union(*_EXCEPTIONS) == set(ExceptionKeys.model_fields), "an exception is tried nowhere"


def lay_office(folder: Path) -> None:
    """The configuration that the posts need."""
    one, other = PAGES
    (folder / "config.toml").write_text(
        '[units.u]\nname = "Công đoàn tỉnh"\n[units.v]\nname = "Công đoàn huyện"\n'
        f'[pages.{one}]\nfacebook_id = "1"\nunit = "u"\nslots = ["07:30"]\n'
        f'[pages.{other}]\nfacebook_id = "2"\nunit = "v"\nslots = ["07:30"]\n'
        f'[groups.{GROUP}]\nname = "Cả hai"\npages = ["{one}", "{other}"]\n',
        encoding="utf-8",
    )


def lay_media(folder: Path) -> None:
    """The photos and the film of the posts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PHOTOS:
        Image.new("RGB", (640, 480), "navy").save(folder / name)
    (folder / FILM).write_bytes(a_film())
