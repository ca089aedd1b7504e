"""`publisher queue add`: entries written by the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from publisher.cli import commands
from publisher.queuefiles.front import post_of
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.schema import Post
from publisher.queuefiles.writing import option
from tests.queuefiles.every_field import lay_media, lay_office, posts

POSTS = posts()


def test_fields_of_a_template_are_given_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(commands.app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    words = ["queue", "add", "post", "Mời dự lễ", "--card", "event", "--format", "square"]
    refused = CliRunner().invoke(commands.app, words)
    assert "mẫu “event” còn thiếu thời gian" in str(refused.exception)
    result = CliRunner().invoke(
        commands.app, [*words, "--field", "when=07:30, 01/5", "--field", "where=Hội trường"]
    )
    assert result.exit_code == 0, result.output
    text = (tmp_path / "w" / "queue" / "posts" / "moi-du-le.md").read_text(encoding="utf-8")
    assert text.endswith(
        '\n[fields]\nwhen = "07:30, 01/5"\nwhere = "Hội trường"\n+++\nMời dự lễ\n'
    ), text


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the pages of the posts, and beside the queue their photos and film."""
    lay_office(tmp_path)
    lay_media(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(given: dict[str, Any]) -> Iterator[str]:
    """A post as somebody types it."""
    yield given["text"]
    for name, value in given.items():
        match value:
            case _ if name == "text":
                continue
            case bool():
                yield option(name)
            case list() | dict():
                for item in items(name, value):
                    yield from (option(name), item)
            case _:
                yield from (option(name), str(value))


def items(name: str, value: Any) -> Iterator[str]:
    match name:
        case "photos":
            yield from (
                f"{one['file']}|{one['alt']}" if one["alt"] else one["file"] for one in value
            )
        case "fields":
            yield from (f"{key}={text}" for key, text in value.items())
        case "exceptions":
            for page, other in value.items():
                for key, text in other.items():
                    said = " ".join(text) if isinstance(text, list) else text
                    yield f"{page}.{key}={'có' if said is True else said}"
        case _:
            yield from value


@pytest.mark.parametrize("name", POSTS)
def test_every_field_of_a_post_is_an_option(office: Path, name: str) -> None:
    given = POSTS[name]

    result = CliRunner().invoke(commands.app, ["queue", "add", "post", *typed(given)])

    assert result.exit_code == 0, (result.output, result.exception)
    [path] = (office / "queue" / "posts").glob("*.md")
    document = split("posts/a.md", path.read_bytes())
    assert isinstance(document, QueueFile)
    assert post_of(document, None) == Post.model_validate(given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--page: chưa chọn trang đăng"),
        (("--page", "*", "--at", "mai"), "--at: “at”: “mai” không phải ngày giờ"),
        (("--page", "*", "--hashtag", "a b"), "--hashtag: “hashtags.0”: thẻ “a b”"),
        (("--page", "*", "--field", "when"), "“when” thiếu tên hay dấu ="),
        (("--page", "*", "--exception", "skip=có"), "“skip=có” không nói trang nào"),
        (("--page", "*", "--exception", "huyen.skip=ừ"), "“ừ” không phải có hay không"),
        (("--page", "*", "--photo", "không-có.jpg"), "không-có.jpg: không có tệp ảnh này"),
        (("--page", "*", "--video", "không-có.mp4"), "không-có.mp4: không có tệp video này"),
    ],
)
def test_what_does_not_fit_is_told_at_its_option_and_nothing_is_written(
    office: Path, words: tuple[str, ...], said: str
) -> None:
    result = CliRunner().invoke(commands.app, ["queue", "add", "post", "Chào", *words])
    assert result.exit_code
    assert said in str(result.exception)
    assert not list((office / "queue").rglob("*.*"))
