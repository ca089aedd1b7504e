"""New objects are not known everywhere at Facebook for seconds: to reads, flips, comments, alone or in a batch."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.in_process import ADDRESS, Nearby
from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.standin.state import World
from publisher.channels.facebook.wire import Graph
from publisher.channels.port import Found, PageAccess
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Invisible, Missing, Published, Refused

START = datetime(2027, 4, 15, tzinfo=UTC)
ACCESS = PageAccess(page_id="81", token=Secret("token-81"))
DRAFT = PostBody(message="Chào", link=None, photo_ids=())
GONE = (100, 33)
# Longer than any draw of what a name has to wait may shorten to nothing.
LONG = 100_000


class Stage:
    """A page, a clock and the real channel, over HTTP or within the process."""

    def __init__(self) -> None:
        self.now = START
        self.world: World
        self.channel: FacebookChannel

    def draft(self) -> str:
        made = self.channel.create_draft(ACCESS, DRAFT)
        assert isinstance(made, Accepted)
        return made.object_id

    def known_draft(self) -> str:
        """One that was made long ago."""
        name = self.draft()
        self.now += timedelta(seconds=2 * LONG)
        return name


@pytest.fixture(params=["http", "nearby"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    found = Stage()
    with ExitStack() as stack:
        if request.param == "http":
            sandbox = stack.enter_context(Sandbox(tmp_path / "sandbox", now=lambda: found.now))
            found.world, url, transport = sandbox.world, sandbox.url, None
        else:
            found.world, url = stack.enter_context(closing(World(tmp_path / "sandbox"))), ADDRESS
            transport = Nearby(found.world, lambda: found.now)
        graph = Graph(
            graph_url=url, version="v26.0", timeout=timedelta(seconds=5), transport=transport
        )
        found.channel = FacebookChannel(graph)
        found.world.add_page("81", "Trang", "token-81")
        found.world.set("unknown_for", LONG)
        yield found


CALLS: dict[str, Callable[[FacebookChannel, str], object]] = {
    "look": lambda channel, name: channel.look(ACCESS, name),
    "flip": lambda channel, name: channel.flip(ACCESS, name),
    "flip in a batch": lambda channel, name: channel.flip_together(
        [(ACCESS, name), (ACCESS, name)]
    )[1],
    "comment": lambda channel, name: channel.comment(ACCESS, name, "Mời đọc."),
    "find_comment": lambda channel, name: channel.find_comment(ACCESS, name, "Mời đọc."),
    "edit": lambda channel, name: channel.edit(ACCESS, name, "Lời mới"),
    "delete": lambda channel, name: channel.delete(ACCESS, name),
    "reschedule": lambda channel, name: channel.reschedule(ACCESS, name, START + timedelta(days=1)),
    "look_video": lambda channel, name: channel.look_video(ACCESS, name),
}


def is_unknown(answer: object) -> bool:
    return isinstance(answer, Missing) or (
        isinstance(answer, Refused) and (answer.code, answer.subcode) == GONE
    )


@pytest.mark.parametrize("call", sorted(CALLS))
def test_what_was_just_made_is_no_such_object_to_every_call(stage: Stage, call: str) -> None:
    name = stage.draft()
    assert is_unknown(CALLS[call](stage.channel, name))
    assert [row["state"] for row in stage.world.posts("81", ["draft"])] == ["draft"]


def test_what_was_just_made_public_is_unknown_once_more(stage: Stage) -> None:
    name = stage.known_draft()
    assert isinstance(stage.channel.flip(ACCESS, name), Published)
    assert (stage.channel.look(ACCESS, name), len(stage.world.timeline("81"))) == (Missing(), 1)


def test_after_its_time_it_is_known(stage: Stage) -> None:
    name = stage.known_draft()
    assert isinstance(stage.channel.look(ACCESS, name), Invisible)


def test_lists_show_what_a_look_does_not_know(stage: Stage) -> None:
    stage.channel.flip(ACCESS, stage.known_draft())
    assert isinstance(found := stage.channel.find_published(ACCESS, DRAFT, START), Found)
    assert len(found.ids) == 1


def test_how_long_is_drawn_for_each_and_never_longer_than_ordered(stage: Stage) -> None:
    stage.world.set("unknown_for", 6)
    names = [stage.draft() for _ in range(20)]
    known = []
    for _ in range(7):
        known.append(sum(isinstance(stage.channel.look(ACCESS, name), Invisible) for name in names))
        stage.now += timedelta(seconds=1)
    assert (known[0], known[6]) == (0, 20)
    assert len(set(known)) > 3


def test_without_the_order_everything_is_known_at_once(stage: Stage) -> None:
    stage.world.set("unknown_for", 0)
    assert isinstance(stage.channel.look(ACCESS, stage.draft()), Invisible)
