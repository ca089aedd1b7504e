"""Batch calls to the sandbox over HTTP, made by the real channel: what goes public, what is noted, what goes wrong."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.standin.in_process import ADDRESS, Nearby
from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.standin.state import World
from publisher.channels.facebook.wire import Graph
from publisher.channels.port import PageAccess, Usage
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Deferred, Published, Refused, Scope, Unknown

PAGES = ("81", "82", "83")


class Pages:
    """Three pages with a draft each, and the channel to them."""

    def __init__(self, world: World, graph: Graph) -> None:
        self.world, self.heard = world, list[tuple[str, Usage]]()
        for page in PAGES:
            world.add_page(page, f"Trang {page}", f"token-{page}")
        self.channel = FacebookChannel(graph, lambda page, usage: self.heard.append((page, usage)))
        self.flips = [(access, self._draft(access)) for access in map(an_access, PAGES)]

    def _draft(self, access: PageAccess) -> str:
        draft = self.channel.create_draft(access, PostBody(message="Chào", link=None, photo_ids=()))
        assert isinstance(draft, Accepted)
        return draft.object_id

    def flip(self) -> list[type]:
        return [type(verdict) for verdict in self.channel.flip_together(self.flips)]

    def public(self) -> list[str]:
        return [page for page in PAGES if self.world.timeline(page)]

    def fail(self, kind: FaultKind, **where: object) -> None:
        self.world.order(Fault(kind=kind, **where))  # type: ignore[arg-type]


def an_access(page: str) -> PageAccess:
    return PageAccess(page_id=page, token=Secret(f"token-{page}"))


def a_graph(url: str, transport: Nearby | None = None) -> Graph:
    return Graph(graph_url=url, version="v26.0", timeout=timedelta(seconds=5), transport=transport)


@pytest.fixture
def pages(sandbox: Sandbox) -> Pages:
    return Pages(sandbox.world, a_graph(sandbox.url))


def test_each_page_is_flipped_by_its_own_token(pages: Pages) -> None:
    assert (pages.flip(), pages.public()) == ([Published] * 3, [*PAGES])


def test_flipping_twice_changes_nothing(pages: Pages) -> None:
    pages.flip()
    first = [post.published_at for page in PAGES for post in pages.world.timeline(page)]
    assert pages.flip() == [Published] * 3
    assert [post.published_at for page in PAGES for post in pages.world.timeline(page)] == first


def test_one_pages_token_does_nothing_for_another(pages: Pages) -> None:
    (first, mine), (_, theirs), _ = pages.flips
    found = pages.channel.flip_together([(first, mine), (first, theirs)])
    assert ([type(verdict) for verdict in found], pages.public()) == ([Published, Refused], ["81"])


def test_every_item_is_noted_as_a_flip_of_its_page_beside_the_call_around_it(pages: Pages) -> None:
    before = len(pages.world.calls())
    pages.flip()
    noted = [(call["step"], call["page"], call["path"]) for call in pages.world.calls()[before:]]
    assert noted == [
        ("batch", None, "/"),
        *(("flip", access.page_id, f"/{post}") for access, post in pages.flips),
    ]
    assert not any(call["token_in_url"] for call in pages.world.calls())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_revoked_token_is_refused_for_its_own_page_only(pages: Pages, place: int) -> None:
    pages.world.revoke(PAGES[place])
    found = pages.channel.flip_together(pages.flips)
    refused = found.pop(place)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.subcode, refused.scope) == (190, 460, Scope.PAGE)
    assert [type(verdict) for verdict in found] == [Published] * 2
    assert pages.public() == [page for page in PAGES if page != PAGES[place]]


def test_should_the_first_token_be_refused_for_all_no_page_takes_the_blame(pages: Pages) -> None:
    pages.world.set("strict_batch", True)
    pages.world.revoke("81")
    assert (pages.flip(), pages.public()) == ([Unknown] * 3, [])
    assert [type(pages.channel.flip(*flip)) for flip in pages.flips] == [
        Refused,
        Published,
        Published,
    ]


@pytest.mark.parametrize(
    ("kind", "verdict", "shown"),
    [
        (FaultKind.THROTTLED, Deferred, False),
        (FaultKind.REFUSED, Refused, False),
        (FaultKind.BEFORE_500, Unknown, False),
        (FaultKind.HTML_502, Unknown, False),
        (FaultKind.DROP_BEFORE, Unknown, False),
        (FaultKind.AFTER_500, Unknown, True),
        (FaultKind.DROP_AFTER, Unknown, True),
        (FaultKind.CUT_BODY, Unknown, True),
        (FaultKind.NO_CONTENT_TYPE, Published, True),
        (FaultKind.SLOW, Published, True),
    ],
)
def test_what_goes_wrong_with_one_page_stays_with_it(
    pages: Pages, kind: FaultKind, verdict: type, shown: bool
) -> None:
    pages.fail(kind, page="82", seconds=0.01)
    assert pages.flip() == [Published, verdict, Published]
    assert pages.public() == (["81", "82", "83"] if shown else ["81", "83"])


@pytest.mark.parametrize("kind", [FaultKind.DROP_AFTER, FaultKind.AFTER_500, FaultKind.CUT_BODY])
def test_an_answer_lost_after_the_effect_leaves_every_post_public_and_every_flip_unknown(
    pages: Pages, kind: FaultKind
) -> None:
    pages.fail(kind, step="batch")
    assert (pages.flip(), pages.public()) == ([Unknown] * 3, [*PAGES])


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.BEFORE_500, FaultKind.HTML_502])
def test_a_call_lost_before_the_effect_leaves_no_post_public_and_every_flip_unknown(
    pages: Pages, kind: FaultKind
) -> None:
    pages.fail(kind, step="batch")
    assert (pages.flip(), pages.public()) == ([Unknown] * 3, [])
    assert "flip" not in {call["step"] for call in pages.world.calls()}


def test_a_storm_meets_the_call_and_each_of_its_items(pages: Pages) -> None:
    pages.world.set(
        "storm",
        {"rate": 0.5, "seed": 7, "slow": 0, "wait": 1, "kinds": ["before_500", "drop_after"]},
    )
    for _ in range(10):
        pages.flip()
    met = Counter(call["step"] for call in pages.world.calls() if call["fault"])
    assert met["batch"] > 0
    assert met["flip"] > 0


def test_usage_is_told_by_each_item(pages: Pages) -> None:
    pages.world.set("usage", [91, 0])
    pages.flip()
    assert [(page, usage.percent, usage.of_app) for page, usage in pages.heard] == [
        (page, 91, False) for page in PAGES
    ]


def test_a_batch_waits_for_the_line_once(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "slow", now=lambda: datetime.now(UTC), delay=0.5) as sandbox:
        pages = Pages(
            sandbox.world, a_graph(ADDRESS, Nearby(sandbox.world, lambda: datetime.now(UTC)))
        )
        pages.channel = FacebookChannel(a_graph(sandbox.url))
        begun = time.monotonic()
        assert pages.flip() == [Published] * 3
        assert 0.5 <= time.monotonic() - begun < 1.5


@pytest.fixture
def nearby(tmp_path: Path) -> Iterator[Pages]:
    world, moment = World(tmp_path / "nearby"), datetime(2027, 5, 1, tzinfo=UTC)
    yield Pages(world, a_graph(ADDRESS, Nearby(world, lambda: moment)))
    world.close()


def test_the_sandbox_without_a_wire_flips_together_too(nearby: Pages) -> None:
    nearby.world.revoke("82")
    assert (nearby.flip(), nearby.public()) == ([Published, Refused, Published], ["81", "83"])


# Calls that the channel never makes


@pytest.fixture
def batch(pages: Pages, sandbox: Sandbox) -> Callable[[object], requests.Response]:
    def send(items: object) -> requests.Response:
        form = {
            "batch": items if isinstance(items, str) else json.dumps(items),
            "access_token": "token-81",
        }
        return requests.post(f"{sandbox.url}/v26.0/", data=form, timeout=60)

    return send


def test_an_item_without_a_token_goes_by_that_of_the_call(
    pages: Pages, batch: Callable[[object], requests.Response]
) -> None:
    url = f"v26.0/{pages.flips[0][1]}"
    [row] = batch([{"method": "POST", "relative_url": url, "body": "is_published=true"}]).json()
    assert (json.loads(row["body"]), pages.public()) == ({"success": True}, ["81"])
    assert "Content-Type" in {header["name"] for header in row["headers"]}


def test_a_token_in_an_items_address_is_noted_like_any_other(
    pages: Pages, batch: Callable[[object], requests.Response]
) -> None:
    url = f"v26.0/{pages.flips[0][1]}?{urlencode({'access_token': 'token-81'})}"
    batch([{"method": "POST", "relative_url": url, "body": "is_published=true"}])
    assert pages.world.calls()[-1]["token_in_url"] == 1


@pytest.mark.parametrize(
    "items",
    [
        [{"method": "GET", "relative_url": "me"}] * 51,
        [{"method": "POST", "relative_url": "v26.0/", "body": "batch=[]"}],
        [{"relative_url": "me"}],
        ["me"],
        7,
        "[",
    ],
    ids=["51", "nested", "no method", "text", "number", "cut"],
)
def test_a_batch_that_facebook_would_not_take_is_refused_as_a_whole(
    batch: Callable[[object], requests.Response], items: object
) -> None:
    answer = batch(items)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_what_asks_about_tokens_is_answered_in_a_batch_only(
    sandbox: Sandbox, batch: Callable[[object], requests.Response]
) -> None:
    [row] = batch([{"method": "GET", "relative_url": "v26.0/debug_token?input_token=x"}]).json()
    assert (
        json.loads(row["body"])["error"]["message"] == "(#100) You must provide an app access token"
    )
    alone = requests.get(
        f"{sandbox.url}/v26.0/debug_token", headers={"Authorization": "Bearer token-81"}, timeout=5
    )
    assert alone.json()["error"]["error_subcode"] == 33
