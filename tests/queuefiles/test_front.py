"""The front matter of a post as our own writer writes it."""

import pytest

from publisher.queuefiles import editing
from publisher.queuefiles.front import front_of, new_file, post_of, with_post
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.schema import Post, title_of


def read(text: str) -> Post:
    document = split("posts/a.md", text.encode())
    assert isinstance(document, QueueFile)
    return post_of(document, None)


def with_example(name: str) -> Post:
    """A post that says a field's example and nothing else."""
    return Post.model_validate({name: title_of(Post, name).example_value()})


@pytest.mark.parametrize("name", Post.model_fields)
def test_a_field_that_is_written_is_read_again(name: str) -> None:
    post = with_example(name)
    assert read(new_file(post)) == post


@pytest.mark.parametrize("name", Post.model_fields)
def test_a_field_is_changed_and_taken_away_and_all_else_stays_as_a_person_wrote_it(
    name: str,
) -> None:
    raw = (
        "+++\n# của tổ tuyên giáo\nsince   =   1890-05-19  # ngày sinh\n"
        'pages = ["tinh"]\n+++\n\nLời\n'
    )
    before = read(raw)
    after = before.model_copy(update={name: getattr(with_example(name), name)})

    written = with_post(raw, before, after)

    assert read(written) == after
    assert "# của tổ tuyên giáo" in written
    assert (name == "since") or "since   =   1890-05-19  # ngày sinh" in written
    back = with_post(written, after, before)
    assert read(back) == before


def test_a_post_that_is_saved_as_it_was_keeps_every_byte_of_its_file() -> None:
    raw = '\ufeff\r\n+++\r\nstagger = "300s"\r\nat="next"\r\n+++\r\n\r\n Lời \r\n\r\n'
    assert with_post(raw, read(raw), read(raw)) == raw


def test_only_what_is_not_usual_is_written() -> None:
    assert front_of(Post(pages=("tinh",), text="Lời")) == {"pages": ["tinh"]}


def test_a_photo_with_a_description_is_a_table_and_one_without_a_name() -> None:
    post = Post.model_validate({"photos": ["a.jpg", {"file": "b.jpg", "alt": "Hội nghị"}]})
    assert front_of(post)["photos"] == ["a.jpg", {"file": "b.jpg", "alt": "Hội nghị"}]


@pytest.mark.parametrize("name", Post.model_fields)
def test_a_new_file_is_written_as_a_change_of_an_empty_one(name: str) -> None:
    post = with_example(name)
    assert new_file(post) == editing.with_front("", front_of(post), post.text)
