"""The one Context: the same for all but in somebody's name, or for some pages only."""

from pathlib import Path

from publisher.context import NOT_SERVING
from tests.conftest import a_page
from tests.contexts import a_context


def test_what_is_done_in_somebodys_name_is_done_with_the_same_parts(tmp_path: Path) -> None:
    context = a_context(tmp_path, {"a": a_page("a")})
    named = context.by("Ada")
    assert (context.actor, named.actor) == ("", "Ada")
    assert (named.pages, named.transactions) == (context.pages, context.transactions)


def test_some_pages_only_are_no_change_of_the_others_context(tmp_path: Path) -> None:
    context = a_context(tmp_path, {name: a_page(name) for name in ("a", "b")})
    assert list(context.of({"a": context.pages["a"]}).pages) == ["a"]
    assert list(context.pages) == ["a", "b"]


def test_a_command_serves_no_pages_and_does_not_come_to_its_end(tmp_path: Path) -> None:
    context = a_context(tmp_path, {})
    assert (context.health(), context.ending()) == (NOT_SERVING, False)


def test_a_command_sees_the_queue_as_its_files_are(tmp_path: Path) -> None:
    context = a_context(tmp_path, {"p": a_page("p")})
    posts = tmp_path / "queue" / "posts"
    posts.mkdir(parents=True)
    (posts / "a.md").write_text("Chào đoàn viên!\n", encoding="utf-8")
    assert [entry.id for entry in context.queue.queue().entries] == ["a"]
    (posts / "b.md").write_text("Chào!\n", encoding="utf-8")
    assert [entry.id for entry in context.queue.queue().entries] == ["a", "b"]
