"""The life of deliveries as a state machine under hypothesis: stages, crashes and lost answers in any order.

Real services, real rows on SQLite; Facebook is a model in memory whose every call may fail before or after its effect,
and the process may die at any call and at any commit. Whatever happened, when calm returns everything comes to its end.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from publisher.channels.facebook.calls import PostBody
from publisher.channels.pacing import Pace
from publisher.channels.port import (
    Found,
    LinkCard,
    ListedPost,
    ListedPosts,
    PageAccess,
    PhotoUpload,
)
from publisher.domain.delivery import State
from publisher.domain.entry import At, Entry, Photo, Queue
from publisher.domain.errors import Overtaken
from publisher.domain.reason import told
from publisher.domain.route import PreferredRoutes, RouteName
from publisher.domain.secret import Secret
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Invisible,
    Missing,
    Published,
    Refusal,
    Refused,
    Scope,
    Stop,
    Unknown,
)
from publisher.features.delivery.advance import advance
from publisher.features.delivery.bulk_flips import (
    claim_flips,
    end_flips,
    go_on,
    send,
)
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.features.scheduling.planning import plan_queue
from publisher.store import deliveries as store
from publisher.store.connection import close_store, open_store
from publisher.store.models import Attempt, Delivery, Freeze, PageState, StoredRevision
from publisher.store.transactions import Direct
from tests.conftest import a_page, an_entry
from tests.contexts import a_context
from tests.databases import is_postgresql, new_database
from tests.routed import Routed

START = datetime(2027, 4, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
R = TypeVar("R")
WAYS = {
    "draft": PreferredRoutes(),
    "handover": PreferredRoutes(*[RouteName.HANDOVER] * 3),
    "direct": PreferredRoutes(*[RouteName.DIRECT] * 3),
}
# What becomes of a call. The middle ones leave nobody knowing.
FATES = ("lost_before", "lost_after", "busy", "stopped", "die_before", "die_after")


NO_SUCH_OBJECT = Refused(
    reason=told("không có", "-"), scope=Scope.DELIVERY, code=100, subcode=33, meaning=Refusal.GONE
)


class Died(BaseException):
    """The process is gone."""


@dataclass
class RemotePost:
    """A post at the model of Facebook."""

    words: str
    photos: tuple[str, ...]
    # draft, scheduled, public, deleted
    state: str
    scheduled: datetime | None = None
    public_at: datetime | None = None
    made_at: datetime = START
    comments: list[str] = field(default_factory=list)


class ModelFacebook(Routed):
    """The channel over a model of Facebook in memory, which keeps to the rules of graph-api.md section 6."""

    def __init__(self) -> None:
        self.now = START
        self.posts: dict[str, RemotePost] = {}
        self.photos: dict[str, str] = {}
        self.chance: random.Random | None = None
        # For so many seconds at most a post that was made or shown is not known to reads, flips and comments.
        self.unknown_for = 0

    def fire(self) -> None:
        """Facebook's own scheduler."""
        for post in self.posts.values():
            if post.state == "scheduled" and post.scheduled and post.scheduled <= self.now:
                post.state, post.public_at = "public", post.scheduled

    def public(self) -> list[RemotePost]:
        """What a visitor could see at some time."""
        return [post for post in self.posts.values() if post.public_at]

    def _is_unknown(self, name: str) -> bool:
        """Deleted; or so new that Facebook does not know it yet, for a time that is drawn for each."""
        post = self.posts[name]
        waits = {
            at: self.unknown_for * random.Random(f"{name} {at}").random()
            for at in (post.made_at, post.public_at)
        }
        new = any(
            at and at <= self.now < at + timedelta(seconds=wait) for at, wait in waits.items()
        )
        return new or post.state == "deleted"

    def _call(self, effect: Callable[[], R]) -> Any:
        self.fire()
        stormy = self.chance is not None and self.chance.random() < BAD_CALLS
        fate = self.chance.choice(FATES) if self.chance and stormy else "well"
        if fate == "busy":
            return Deferred(reason=told("bận"), wait=MINUTE, scope=Scope.DELIVERY)
        if fate == "stopped":
            assert self.chance is not None
            scope = self.chance.choice([Scope.PAGE, Scope.APP])
            stop = self.chance.choice(list(Stop))
            return Deferred(reason=told("dừng"), wait=MINUTE, scope=scope, stop=stop)
        if fate == "die_before":
            raise Died
        if fate == "lost_before":
            return Unknown(reason=told("mất câu trả lời"))
        answer = effect()
        if fate == "die_after":
            raise Died
        return Unknown(reason=told("mất câu trả lời")) if fate == "lost_after" else answer

    def _ask(self, question: Callable[[], R]) -> Any:
        answer = self._call(question)
        return (
            Deferred(reason=told("bận"), wait=MINUTE, scope=Scope.DELIVERY)
            if isinstance(answer, Unknown)
            else answer
        )

    def _create(self, draft: PostBody, state: str, at: datetime | None = None) -> Any:
        if any(self.photos[name] for name in draft.photo_ids):
            return Refused(
                reason=told("ảnh đã dùng", "-"),
                scope=Scope.DELIVERY,
                code=100,
                subcode=1366051,
                meaning=Refusal.DUPLICATE,
            )
        name = f"77_{len(self.posts) + 1}"
        for photo in draft.photo_ids:
            self.photos[photo] = name
        public_at = self.now if state == "public" else None
        self.posts[name] = RemotePost(
            draft.message, tuple(draft.photo_ids), state, at, public_at, self.now
        )
        return name

    def upload_photo(self, access: PageAccess, photo: PhotoUpload) -> Any:
        def effect() -> Accepted:
            name = str(9_000 + len(self.photos))
            self.photos[name] = ""
            return Accepted(object_id=name)

        return self._call(effect)

    def create_draft(self, access: PageAccess, draft: PostBody) -> Any:
        def effect() -> Any:
            name = self._create(draft, "draft")
            return Accepted(object_id=name) if isinstance(name, str) else name

        return self._call(effect)

    def schedule(self, access: PageAccess, draft: PostBody, at: datetime) -> Any:
        def effect() -> Any:
            if not timedelta(minutes=10) <= at - self.now <= timedelta(days=29):
                return Refused(reason=told("giờ", "-"), scope=Scope.DELIVERY, code=100)
            name = self._create(draft, "scheduled", at)
            return Accepted(object_id=name) if isinstance(name, str) else name

        return self._call(effect)

    def publish_directly(self, access: PageAccess, draft: PostBody) -> Any:
        def effect() -> Any:
            name = self._create(draft, "public")
            return Published(post_id=name, permalink=None) if isinstance(name, str) else name

        return self._call(effect)

    def flip(self, access: PageAccess, post_id: str) -> Any:
        def effect() -> Any:
            post = self.posts[post_id]
            if self._is_unknown(post_id):
                return NO_SUCH_OBJECT
            if post.state != "public":
                post.state, post.public_at = "public", self.now
            return Published(post_id=post_id, permalink=None)

        return self._call(effect)

    def look(self, access: PageAccess, post_id: str) -> Any:
        def question() -> Any:
            post = self.posts[post_id]
            if self._is_unknown(post_id):
                return Missing()
            if post.state == "public":
                return Published(post_id=post_id, permalink=f"https://example.vn/{post_id}")
            return Invisible(post_id=post_id)

        return self._ask(question)

    def reschedule(self, access: PageAccess, post_id: str, at: datetime) -> Any:
        def effect() -> Any:
            post = self.posts[post_id]
            if self._is_unknown(post_id):
                return Missing()
            if post.state != "scheduled":
                return Refused(reason=told("đã đăng", "-"), scope=Scope.DELIVERY, code=100)
            post.scheduled = at
            return Accepted(object_id=post_id)

        return self._call(effect)

    def delete(self, access: PageAccess, object_id: str) -> Any:
        def effect() -> Any:
            if self._is_unknown(object_id):
                return Missing()
            self.posts[object_id].state = "deleted"
            return Accepted(object_id=object_id)

        return self._call(effect)

    def find_scheduled(self, access: PageAccess, draft: PostBody, at: datetime) -> Any:
        return self._ask(lambda: self._find("scheduled", draft))

    def find_published(self, access: PageAccess, draft: PostBody, since: datetime) -> Any:
        return self._ask(lambda: self._find("public", draft))

    def _find(self, state: str, draft: PostBody) -> Found:
        mine = [
            name
            for name, post in self.posts.items()
            if post.state == state and post.words == draft.message
        ]
        return Found(ids=tuple(mine))

    def comment(self, access: PageAccess, post_id: str, message: str) -> Any:
        def effect() -> Any:
            if self._is_unknown(post_id):
                return NO_SUCH_OBJECT
            self.posts[post_id].comments.append(message)
            return Accepted(object_id=f"{post_id}_c")

        return self._call(effect)

    def find_comment(self, access: PageAccess, post_id: str, message: str) -> Any:
        def question() -> Any:
            if self._is_unknown(post_id):
                return NO_SUCH_OBJECT
            there = message in self.posts[post_id].comments
            return Accepted(object_id=f"{post_id}_c") if there else Missing()

        return self._ask(question)

    def list_public(self, access: PageAccess, since: datetime, *, scheduled: bool) -> Any:
        def question() -> ListedPosts:
            shown = [(name, post) for name, post in self.posts.items() if post.state == "public"]
            return ListedPosts(
                posts=tuple(
                    ListedPost(id=name, text=post.words, links=(), at=self.now, address=name)
                    for name, post in shown
                )
            )

        return self._ask(question)

    def scrape(self, access: PageAccess, url: str) -> Any:
        return LinkCard(title="", has_picture=True)


class Frail:
    """Transactions in whose commits the process may die: before, so that nothing is kept, or after."""

    def __init__(self) -> None:
        self.chance: random.Random | None = None

    def write(self, transact: Callable[[], R]) -> R:
        stormy = self.chance is not None and self.chance.random() < BAD_COMMITS
        fate = self.chance.choice(("die_before", "die_after")) if self.chance and stormy else "well"
        if fate == "die_before":
            raise Died
        result = Direct().write(transact)
        if fate == "die_after":
            raise Died
        return result


# Mostly well: a delivery has to come far before the interesting things can happen to it. Numbers, not lists of fates:
# hypothesis repeats parts of lists that it has seen, and what matters here is variety.
weather = st.integers(0, 2**32)
BAD_CALLS, BAD_COMMITS = 0.25, 0.03


class Life(RuleBasedStateMachine):
    """Everything that people, time, Facebook and the power supply may do."""

    folder: Path

    @initialize(
        way=st.sampled_from(sorted(WAYS)),
        comment=st.booleans(),
        photos=st.integers(0, 2),
        unknown_for=st.sampled_from([0, 6, 120]),
    )
    def begin(self, way: str, comment: bool, photos: int, unknown_for: int) -> None:
        for model in (Attempt, Delivery, StoredRevision, Freeze, PageState):
            model.objects.all().delete()
        self.way, self.facebook, self.frail = way, ModelFacebook(), Frail()
        self.facebook.unknown_for = unknown_for
        ahead = timedelta(days=7) if way == "handover" else timedelta(minutes=10)
        self.page = replace(
            a_page(), publishing=WAYS[way], prepare_ahead=ahead, max_late=timedelta(days=30)
        )
        self.queue: dict[str, Entry] = {}
        self.versions: Counter[str] = Counter()
        self.earliest: dict[str, datetime] = {}
        pace = Pace(lambda: self.facebook.now)
        self.desk = a_context(
            self.folder,
            {self.page.slug: self.page},
            service={"catch_up_gap": timedelta()},
            transactions=self.frail,
            channel=self.facebook,
            clock=lambda: self.facebook.now,
            token=lambda _: Secret("token"),
            pace=pace,
        )
        self.write("a", 60, photos, comment)

    # People

    @rule(
        name=st.sampled_from("abc"),
        minutes=st.integers(15, 600),
        photos=st.integers(0, 2),
        comment=st.booleans(),
    )
    def write(self, name: str, minutes: int, photos: int, comment: bool) -> None:
        """Write an entry, or another version of it for another time."""
        due = self.facebook.now + minutes * MINUTE
        self.versions[name] += 1
        self.earliest[name] = min(due, self.earliest.get(name, due))
        self.queue[name] = an_entry(
            name,
            text=f"{name} lần {self.versions[name]}",
            when=At(wall_time=due.astimezone(self.page.zone).replace(tzinfo=None)),
            photos=self._photos()[:photos],
            first_comment="Mời đọc." if comment else None,
        )
        self._plan()

    @rule(name=st.sampled_from("abc"))
    def take_out(self, name: str) -> None:
        self.queue.pop(name, None)
        self._plan()

    @rule()
    def stop_everything(self) -> None:
        freeze(
            Direct(),
            Extent(),
            reason="Quốc tang",
            by="Ada",
            now=self.facebook.now,
            pages=self.desk.pages,
        )

    @precondition(lambda self: Freeze.objects.filter(ended_at=None).exists())
    @rule()
    def let_go(self) -> None:
        unfreeze(Direct(), Extent(), by="Ada", now=self.facebook.now, pages=self.desk.pages)

    # The service works more often than people write.
    @rule(weather=weather, turns=st.integers(1, 8), bulk=st.booleans())
    def work_again(self, weather: int, turns: int, bulk: bool) -> None:
        self.work(weather, turns, bulk)

    # Time, and a process that may die

    @rule(minutes=st.sampled_from([1, 20, 240]))
    def nobody_works(self, minutes: int) -> None:
        """The machine is off."""
        self.facebook.now += minutes * MINUTE
        self.facebook.fire()

    @rule(weather=weather, turns=st.integers(1, 8), bulk=st.booleans())
    def work(self, weather: int, turns: int, bulk: bool) -> None:
        """The service works through the next moments at which something is due, until it dies."""
        self.facebook.chance = self.frail.chance = random.Random(weather)
        try:
            for _ in range(turns):
                wake = store.next_wake()
                self.facebook.now = max(self.facebook.now, wake or self.facebook.now)
                self._turn(bulk=bulk)
        except Died:
            pass
        finally:
            self.facebook.chance = self.frail.chance = None
            # Another process starts; whatever was leased is given back.
            Direct().write(lambda: store.recover(now=self.facebook.now, running=()))

    def _turn(self, *, bulk: bool) -> None:
        if bulk:
            self._flip_together()
        rows = store.claim(
            now=self.facebook.now, owner="model", states=list(State), skip=(), limit=100
        )
        for row in rows:
            with suppress(Overtaken):
                advance(self.desk, row)

    def _flip_together(self) -> None:
        states = (State.PREPARED, State.UNKNOWN)
        claimed = Direct().write(
            lambda: claim_flips(self.desk, owner="model", states=states, skip=(), limit=100)
        )
        done = []
        for flip in claimed.flips:
            answer = send(self.desk, flip)
            if isinstance(answer, Published):
                done.append(flip)
            else:
                go_on(self.desk, flip, answer)
        self.frail.write(lambda: end_flips(self.desk, done, owner="model"))
        for row in claimed.others:
            with suppress(Overtaken):
                advance(self.desk, row)

    # What must always hold

    @invariant()
    def nothing_is_public_twice(self) -> None:
        shown = Counter(post.words.split()[0] for post in self._public())
        assert all(number == 1 for number in shown.values()), shown

    @invariant()
    def nothing_is_early(self) -> None:
        for post in self._public():
            assert post.public_at is not None
            assert post.public_at >= self.earliest[post.words.split()[0]]

    def teardown(self) -> None:
        """Calm: everything comes to its end by itself."""
        if not hasattr(self, "desk"):
            return
        if Freeze.objects.filter(ended_at=None).exists():
            self.let_go()
        self._plan()
        for _ in range(2):
            self._run(timedelta(days=3))
            self._plan()
        self.nothing_is_public_twice()
        for row in Delivery.objects.select_related("revision"):
            self._judge(row)

    def _judge(self, row: Delivery) -> None:
        mine = [post for post in self._public() if post.words.split()[0] == row.entry_id]
        story = [(attempt.step, attempt.outcome) for attempt in row.attempts.order_by("pk")]
        assert row.lease_owner == "", story
        assert row.recall_id == "", story
        if row.state == State.PUBLISHED:
            entry = self.queue.get(row.entry_id)
            assert len(mine) == 1, story
            body = row.revision.body
            if mine[0].words in body and entry and entry.text == mine[0].words:
                assert len(mine[0].photos) == len(entry.photos), story
                assert mine[0].comments == ([entry.first_comment] if entry.first_comment else []), (
                    story
                )
        else:
            assert mine == [], (row.state, row.hold, story)
            # Only a direct post whose answer never came needs a person.
            in_order = row.state == State.CANCELLED or (
                self.way == "direct" and row.hold == "uncertain"
            )
            assert in_order, (row.state, row.hold, row.reason, story)

    # Helpers

    def _public(self) -> list[RemotePost]:
        return self.facebook.public() if hasattr(self, "facebook") else []

    def _run(self, span: timedelta) -> None:
        until, turns = self.facebook.now + span, 0
        while (wake := store.next_wake()) and wake <= until:
            self.facebook.now = max(self.facebook.now, wake)
            self._turn(bulk=turns % 2 == 0)
            turns += 1
            assert turns < 3_000, "the work does not end"
        self.facebook.now = until
        self.facebook.fire()

    def _photos(self) -> tuple[Photo, ...]:
        found = []
        for colour in ("navy", "maroon"):
            path = self.folder / f"{colour}.png"
            if not path.exists():
                Image.new("RGB", (32, 24), colour).save(path)
            found.append(
                Photo(path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
            )
        return tuple(found)

    def _plan(self) -> None:
        plan_queue(
            replace(self.desk, transactions=Direct()),
            Queue(entries=tuple(self.queue.values())),
            now=self.facebook.now,
        )


@pytest.fixture
def life(tmp_path: Path, database: None) -> Iterator[type[Life]]:
    open_store(new_database(tmp_path))
    yield type("LifeHere", (Life,), {"folder": tmp_path})
    close_store()


def test_whatever_happens_each_delivery_comes_to_its_right_end(life: type[Life]) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            # The rules are the same on both; what PostgreSQL may do differently shows in the first of them.
            max_examples=15 if is_postgresql() else 60,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
