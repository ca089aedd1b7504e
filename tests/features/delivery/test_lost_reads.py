"""What Facebook made or showed a moment ago and does not know yet: looked at again, looked for, then concluded."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.context import Context
from publisher.domain.delivery import Hold, State
from publisher.domain.entry import Photo, Video
from publisher.domain.errors import CannotAmend
from publisher.domain.route import Placement, PreferredRoutes, RouteName
from publisher.domain.verdict import Published
from publisher.features.delivery.amend import (
    edit,
    remove,
)
from publisher.features.delivery.bulk_flips import (
    claim_flips,
    end_flips,
    go_on,
    send_together,
)
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.features.scheduling.missed import missed, reschedule
from publisher.store import page_states
from publisher.store.models import Delivery
from publisher.store.transactions import Direct
from tests.clockwork import Clockwork, open_clockwork

HANDOVER = PreferredRoutes(
    text=RouteName.HANDOVER, link=RouteName.HANDOVER, photos=RouteName.HANDOVER
)
DIRECT = PreferredRoutes(text=RouteName.DIRECT, link=RouteName.DIRECT, photos=RouteName.DIRECT)
WAYS = {"draft": None, "handover": HANDOVER, "direct": DIRECT}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOST = [FaultKind.AFTER_500, FaultKind.DROP_AFTER, FaultKind.CUT_BODY]
NEVER = [FaultKind.BEFORE_500, FaultKind.DROP_BEFORE, FaultKind.HTML_502]
WORDS = "Xin chào đoàn viên!"
Opener = Callable[..., Clockwork]


@pytest.fixture
def clockwork(tmp_path: Path, database: None) -> Iterator[Opener]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(open_clockwork(tmp_path, **settings).running())


def fail(clock: Clockwork, step: str, kind: FaultKind, *, times: int = 1) -> None:
    clock.sandbox.fail(Fault(kind=kind, step=step, times=times))


def unknown(clock: Clockwork, step: str, *, times: int = 1) -> None:
    """Let Facebook know no such object in the next calls of a step."""
    clock.sandbox.fail(Fault(kind=FaultKind.REFUSED, step=step, times=times, code=100, subcode=33))


def unknown_for(clock: Clockwork, seconds: float) -> None:
    clock.sandbox.world.set("unknown_for", seconds)


def once_with_its_comment(clock: Clockwork) -> None:
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    row = clock.row()
    assert (row.state, row.post_id, bool(row.permalink)) == (State.PUBLISHED, post.id, True), (
        clock.steps()
    )
    assert list(post.comments) == ["Mời đọc."], clock.steps()


def a_photo(folder: Path) -> Photo:
    import hashlib

    path = folder / "anh.png"
    Image.new("RGB", (64, 48), "navy").save(path)
    return Photo(
        path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), alt_text="Hội nghị"
    )


def a_video(folder: Path) -> Video:
    import hashlib

    path = folder / "phim.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 4_000)
    content = path.read_bytes()
    return Video(path=str(path), sha256=hashlib.sha256(content).hexdigest(), size=len(content))


# Every way


@pytest.mark.parametrize("seconds", [6, 60, 600])
@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_post_and_its_comment_stand_once_though_facebook_does_not_know_them_at_first(
    clockwork: Opener, way: str, seconds: int
) -> None:
    clock = clockwork(publishing=WAYS[way])
    unknown_for(clock, seconds)
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    clock.run(2 * HOUR)
    once_with_its_comment(clock)


@pytest.mark.parametrize("kind", [*LOST, *NEVER])
@pytest.mark.parametrize("wait", [SECOND, HOUR])
def test_a_flip_whose_answer_was_lost_is_looked_at_until_facebook_knows_the_post(
    clockwork: Opener, kind: FaultKind, wait: timedelta
) -> None:
    clock = clockwork()
    unknown_for(clock, 600)
    fail(clock, "flip", kind, times=2)
    clock.write(wait=wait, first_comment="Mời đọc.")
    clock.run(wait + 2 * HOUR)
    once_with_its_comment(clock)


def test_a_post_that_was_prepared_a_moment_ago_is_late_by_seconds_only(clockwork: Opener) -> None:
    clock = clockwork()
    unknown_for(clock, 6)
    clock.write(wait=SECOND)
    clock.run(MINUTE)
    row = clock.row()
    assert row.published_at
    assert (row.published_at - row.due_at < timedelta(seconds=8), clock.public()) == (True, [WORDS])
    assert clock.steps().count("create_draft:accepted") == 1


def test_a_flip_is_tried_again_within_seconds_and_then_at_the_long_looks(clockwork: Opener) -> None:
    clock = clockwork()
    unknown(clock, "flip", times=6)
    clock.write(wait=HOUR)
    clock.run(HOUR + 13 * MINUTE)
    row = clock.row()
    tries = row.attempts.filter(step="flip").order_by("pk").values_list("started_at", flat=True)
    assert [(at - row.due_at).seconds for at in tries][:5] == [0, 2, 6, 14, 44]
    assert (clock.public(), clock.steps().count("create_draft:accepted")) == ([WORDS], 1)


# Given up only when it is gone and not in the list


def lose_draft(clock: Clockwork) -> None:
    """A person deletes our draft in Business Suite, before its time."""
    clock.run(55 * MINUTE)
    clock.sandbox.world.delete(clock.page.facebook_id, clock.row().draft_id)


def test_a_draft_that_surely_is_gone_and_was_never_shown_is_made_again(
    clockwork: Opener, tmp_path: Path
) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, photos=(a_photo(tmp_path),), first_comment="Mời đọc.")
    lose_draft(clock)
    clock.run(HOUR)
    once_with_its_comment(clock)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), "find_post:missing" in clock.steps()) == (1, True)


def test_a_draft_that_is_gone_and_public_under_another_name_is_adopted(clockwork: Opener) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    lose_draft(clock)
    clock.sandbox.world.create_post(
        clock.page.facebook_id,
        message=WORDS,
        link=None,
        photos=(),
        published=True,
        scheduled=None,
        now=clock.now,
    )
    clock.run(HOUR)
    once_with_its_comment(clock)


def test_a_post_that_a_look_never_knows_again_is_found_in_the_list(clockwork: Opener) -> None:
    clock = clockwork()
    fail(clock, "flip", FaultKind.DROP_AFTER)
    unknown(clock, "look", times=7)
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    clock.run(2 * HOUR)
    once_with_its_comment(clock)
    assert "find_post:found" in clock.steps()


@pytest.mark.parametrize("kind", [LOST[0], NEVER[0]])
def test_a_post_that_was_perhaps_public_and_is_gone_is_a_persons_decision(
    clockwork: Opener, kind: FaultKind
) -> None:
    clock = clockwork()
    fail(clock, "flip", kind)
    clock.write(wait=HOUR)
    clock.run(HOUR)
    clock.sandbox.world.delete(clock.page.facebook_id, clock.row().draft_id)
    clock.run(10 * MINUTE)
    assert clock.row().state == State.UNKNOWN
    clock.run(10 * MINUTE)
    assert (clock.row().state, clock.row().hold, clock.public()) == (State.HELD, Hold.UNCERTAIN, [])
    reschedule(
        clock.context().by("Ada"),
        missed(),
        at=clock.now,
        now=clock.now,
    )
    clock.run(MINUTE)
    assert clock.public() == [WORDS]


def test_a_draft_that_is_there_and_yet_never_flipped_is_posted_directly(clockwork: Opener) -> None:
    clock = clockwork()
    unknown(clock, "flip", times=50)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (clock.public(), clock.steps().count("flip:refused")) == ([WORDS], 7)


@pytest.mark.parametrize(("times", "drafts", "flips"), [(2, 1, 3), (50, 1, 7)])
def test_an_old_draft_that_a_flip_does_not_know_is_looked_at_and_tried_with_pauses(
    clockwork: Opener, times: int, drafts: int, flips: int
) -> None:
    clock = clockwork()
    clock.write(wait=HOUR)
    clock.run(55 * MINUTE)
    freeze(Direct(), Extent(), reason="Quốc tang", by="Ada", now=clock.now, pages=clock.pages)
    clock.run(30 * MINUTE)
    unknown(clock, "flip", times=times)
    unfreeze(Direct(), Extent(), by="Ada", now=clock.now, pages=clock.pages)
    clock.run(HOUR)
    assert clock.public() == [WORDS]
    assert clock.steps().count("create_draft:accepted") == drafts
    assert sum(step.startswith("flip:") for step in clock.steps()) == flips


def test_a_question_that_is_refused_gives_no_post_up(clockwork: Opener) -> None:
    clock = clockwork()
    fail(clock, "flip", FaultKind.DROP_AFTER)
    clock.sandbox.fail(Fault(kind=FaultKind.REFUSED, step="look", code=100))
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (clock.public(), clock.row().state) == ([WORDS], State.PUBLISHED)


# Flips in bulk and in batch calls


def flip_together(clock: Clockwork) -> None:
    """What a crew does with flips that are due together: claimed, sent in one call, ended."""
    desk, states = clock.context(), (State.PREPARED, State.UNKNOWN)
    claimed = Direct().write(
        lambda: claim_flips(desk, owner="crew", states=states, skip=(), limit=10)
    )
    if not claimed.flips:
        return
    answers = list(zip(claimed.flips, send_together(desk, claimed.flips), strict=True))
    Direct().write(
        lambda: end_flips(
            desk, [flip for flip, said in answers if isinstance(said, Published)], owner="crew"
        )
    )
    for flip, said in answers:
        if not isinstance(said, Published):
            go_on(desk, flip, said)


@pytest.mark.parametrize("names", ["a", "ab"])
def test_flips_in_bulk_and_in_batch_calls_wait_until_facebook_knows_the_drafts(
    clockwork: Opener, names: str
) -> None:
    clock = clockwork()
    for name in names:
        clock.write(name, wait=HOUR, text=f"Bài {name}")
    clock.run(55 * MINUTE)
    unknown(clock, "flip", times=2 * len(names))
    clock.now += 5 * MINUTE
    for _ in range(3):
        flip_together(clock)
        assert "unknown" not in set(Delivery.objects.values_list("state", flat=True))
        clock.now += 5 * SECOND
    clock.run(MINUTE)
    assert sorted(clock.public()) == [f"Bài {name}" for name in names]
    assert [clock.steps(name).count("create_draft:accepted") for name in names] == [1] * len(names)


# Hand-over


def test_what_facebooks_scheduler_published_a_second_ago_is_not_taken_for_gone(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    unknown(clock, "look", times=5)
    clock.run(DAY)
    assert (clock.public(), clock.row().state, clock.row().published_at) == (
        [WORDS],
        State.PUBLISHED,
        clock.row().due_at,
    )


def test_a_handed_over_post_that_is_unwanted_at_once_is_taken_back(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    unknown_for(clock, 60)
    clock.write(wait=DAY)
    clock.run(SECOND)
    clock.drop("a")
    clock.run(2 * DAY)
    assert (clock.public(), clock.row().state, clock.row().recall_id) == ([], State.CANCELLED, "")
    assert "xem lại" not in str(clock.row().reason)


def test_a_post_that_went_out_in_the_second_before_its_recall_is_not_posted_again(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.now = clock.row().due_at - SECOND
    clock.write(wait=2 * HOUR, text="Lời mới")
    clock.now += 2 * SECOND
    unknown(clock, "look", times=3)
    clock.run(3 * HOUR)
    assert (clock.public(), clock.row().state) == ([WORDS], State.PUBLISHED)


def test_a_recall_whose_answer_was_lost_does_not_wait_for_the_long_looks(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    fail(clock, "delete", FaultKind.DROP_AFTER)
    clock.drop("a")
    clock.run(2 * MINUTE)
    assert (clock.remote("scheduled"), clock.row().recall_id) == ([], "")


def test_moving_what_was_handed_over_a_second_ago_moves_it_at_facebook(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    unknown_for(clock, 60)
    clock.write(wait=DAY)
    clock.run(SECOND)
    clock.write(wait=2 * DAY)
    clock.run(3 * DAY)
    assert (clock.public(), "reschedule:accepted" in clock.steps()) == ([WORDS], True)
    assert clock.row().published_at == clock.row().due_at


def test_a_handed_over_post_that_is_gone_before_its_time_is_made_again_when_it_is_moved(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.sandbox.world.delete(clock.page.facebook_id, clock.row().draft_id)
    clock.write(wait=2 * DAY)
    clock.run(3 * DAY)
    assert clock.public() == [WORDS]


def test_a_handed_over_post_that_is_gone_after_its_time_is_a_persons_decision(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.now += DAY
    assert clock.public() == [WORDS]
    clock.sandbox.world.delete(clock.page.facebook_id, clock.row().draft_id)
    clock.run(HOUR)
    assert (clock.row().hold, clock.public()) == (Hold.UNCERTAIN, [])


def test_of_two_in_facebooks_scheduler_one_is_deleted_though_it_is_not_known_at_first(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.sandbox.world.set("lag", 100_000)
    fail(clock, "schedule", FaultKind.DROP_AFTER, times=2)
    clock.write(wait=2 * DAY)
    clock.run(13 * MINUTE)
    clock.sandbox.world.set("lag", 0)
    unknown(clock, "delete", times=2)
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.remote("deleted")) == ([WORDS], [WORDS])
    clock.run(3 * DAY)
    assert clock.public() == [WORDS]


# Photos, videos, stories


@pytest.mark.parametrize(
    ("way", "step"), [("draft", "create"), ("handover", "schedule"), ("direct", "direct")]
)
def test_photos_that_facebook_does_not_know_yet_close_no_way_and_are_not_sent_again(
    clockwork: Opener, tmp_path: Path, way: str, step: str
) -> None:
    clock = clockwork(publishing=WAYS[way])
    unknown(clock, step, times=3)
    clock.write(wait=DAY, photos=(a_photo(tmp_path),))
    clock.run(2 * DAY)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), clock.steps().count("upload_photo:accepted")) == (1, 1)
    assert not page_states.refuses(clock.page.slug, "handover", now=clock.now)


def test_photos_that_surely_are_gone_are_sent_again(clockwork: Opener, tmp_path: Path) -> None:
    clock = clockwork()
    unknown(clock, "create", times=7)
    clock.write(wait=HOUR, photos=(a_photo(tmp_path),))
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), clock.steps().count("upload_photo:accepted")) == (1, 2)


@pytest.mark.parametrize("placement", [Placement.FEED, Placement.REEL, Placement.STORY])
@pytest.mark.parametrize("wait", [SECOND, HOUR])
@pytest.mark.parametrize("kind", [None, FaultKind.DROP_AFTER, FaultKind.DROP_BEFORE])
def test_a_video_stands_once_though_facebook_does_not_know_it_at_first(
    clockwork: Opener, tmp_path: Path, placement: Placement, wait: timedelta, kind: FaultKind | None
) -> None:
    clock = clockwork()
    unknown_for(clock, 20)
    if kind:
        fail(clock, "video_finish", kind)
    clock.write(wait=wait, video=a_video(tmp_path), placement=placement)
    clock.run(wait + HOUR)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED), clock.steps()
    assert clock.steps().count("begin_video:accepted") == 1


@pytest.mark.parametrize("placement", [Placement.FEED, Placement.REEL, Placement.STORY])
def test_a_video_that_a_look_never_knows_again_is_found_in_the_list(
    clockwork: Opener, tmp_path: Path, placement: Placement
) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, video=a_video(tmp_path), placement=placement)
    clock.run(59 * MINUTE)
    unknown(clock, "look", times=7)
    clock.run(HOUR)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED), clock.steps()
    assert "find_post:found" in clock.steps()


def test_a_photo_story_waits_until_facebook_knows_its_photo(clockwork: Opener) -> None:
    clock = clockwork()
    unknown_for(clock, 20)
    clock.write(wait=SECOND, card="slogan", format="story", placement=Placement.STORY)
    clock.run(HOUR)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED)
    assert clock.steps().count("upload_photo:accepted") == 1


# Comments and people


def test_a_comment_waits_until_facebook_knows_the_post(clockwork: Opener) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    unknown(clock, "comment", times=3)
    clock.run(2 * HOUR)
    once_with_its_comment(clock)


def test_a_comment_that_never_could_be_sent_is_told(clockwork: Opener) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    clock.run(59 * MINUTE)
    unknown(clock, "comment", times=50)
    clock.run(2 * HOUR)
    assert (clock.public(), clock.row().wake_at) == ([WORDS], None)
    assert "không gửi được bình luận đầu tiên" in str(clock.row().reason)


def amending(clock: Clockwork) -> Context:
    return clock.context().by("Ada")


def test_taking_down_what_facebook_does_not_know_yet_is_not_said_to_be_done(
    clockwork: Opener,
) -> None:
    clock = clockwork()
    clock.write(wait=SECOND)
    clock.run(MINUTE)
    unknown(clock, "delete")
    with pytest.raises(CannotAmend, match="đợi một phút rồi làm lại"):
        remove(amending(clock), clock.row(), "Nhầm", now=clock.now)
    assert (clock.public(), clock.row().removed_at) == ([WORDS], None)
    remove(amending(clock), clock.row(), "Nhầm", now=clock.now)
    assert clock.public() == []


def test_other_words_for_what_facebook_does_not_know_yet_are_asked_for_again(
    clockwork: Opener,
) -> None:
    clock = clockwork()
    clock.write(wait=SECOND)
    clock.run(MINUTE)
    unknown(clock, "edit")
    with pytest.raises(CannotAmend, match="đợi một phút rồi làm lại"):
        edit(amending(clock), clock.row(), "Lời mới", now=clock.now)
    edit(amending(clock), clock.row(), "Lời mới", now=clock.now)
    assert clock.public() == ["Lời mới"]
