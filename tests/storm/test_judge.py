"""The judge's eye for what was left to a person without need."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.state import World
from tests.storm.judge import Wanted, needless

NOW = datetime(2027, 4, 15, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with closing(World(tmp_path)) as found:
        found.add_page("81", "Trang", "token")
        yield found


def a_post(world: World, words: str, *, published: bool) -> None:
    world.create_post(
        "81", message=words, link=None, photos=(), published=published, scheduled=None, now=NOW
    )


def wanted(words: str, *, direct: bool = False) -> Wanted:
    return Wanted(page_id="81", words=words, due_at=NOW, may_wait_for_a_person=direct)


@pytest.mark.parametrize("direct", [True, False])
def test_what_is_given_up_though_it_is_public_was_left_without_need(
    world: World, direct: bool
) -> None:
    a_post(world, "Bài", published=True)
    [finding] = needless(world, [wanted("Bài", direct=direct)], [("81", "Bài")])
    assert (finding.what, "is public" in finding.wanted) == ("needless", True)


def test_what_is_given_up_though_it_could_be_made_again_was_left_without_need(world: World) -> None:
    a_post(world, "Bài", published=False)
    assert len(needless(world, [wanted("Bài")], [("81", "Bài")])) == 1


def test_a_direct_post_that_never_arrived_may_be_left_to_a_person(world: World) -> None:
    assert needless(world, [wanted("Bài", direct=True)], [("81", "Bài")]) == []


def test_what_is_not_given_up_is_no_finding(world: World) -> None:
    a_post(world, "Bài", published=True)
    assert needless(world, [wanted("Bài")], []) == []
