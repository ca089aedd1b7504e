"""Every way in which a post becomes public, in virtual time against the sandbox, with the bad answers of each way."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.domain.delivery import Hold, State
from publisher.domain.entry import Photo, Video
from publisher.domain.route import Placement, PreferredRoutes, RouteName
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.features.scheduling.missed import (
    drop,
    missed,
    reschedule,
)
from publisher.store.models import PageState
from publisher.store.transactions import Direct
from tests.clockwork import Clockwork, open_clockwork

HANDOVER = PreferredRoutes(
    text=RouteName.HANDOVER, link=RouteName.HANDOVER, photos=RouteName.HANDOVER
)
DIRECT = PreferredRoutes(text=RouteName.DIRECT, link=RouteName.DIRECT, photos=RouteName.DIRECT)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LOST = [FaultKind.AFTER_500, FaultKind.DROP_AFTER, FaultKind.CUT_BODY]
NEVER = [FaultKind.BEFORE_500, FaultKind.DROP_BEFORE, FaultKind.HTML_502]
Opener = Callable[..., Clockwork]


@pytest.fixture
def clockwork(tmp_path: Path, database: None) -> Iterator[Opener]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(open_clockwork(tmp_path, **settings).running())


def fail(
    clock: Clockwork,
    step: str,
    kind: FaultKind,
    *,
    times: int = 1,
    code: int = 100,
    subcode: int = 0,
) -> None:
    clock.sandbox.fail(Fault(kind=kind, step=step, times=times, code=code, subcode=subcode))


# Hand-over to Facebook's own scheduler


def test_a_post_is_handed_over_days_ahead_and_public_at_its_time_with_nobody_there(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=3 * DAY)
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.row().state) == (
        ["Xin chào đoàn viên!"],
        State.PREPARED,
    )
    clock.now += 4 * DAY
    assert clock.public() == ["Xin chào đoàn viên!"]
    clock.run(MINUTE)
    row = clock.row()
    assert (row.state, row.published_at, row.post_id) == (State.PUBLISHED, row.due_at, row.draft_id)


def test_what_is_too_near_for_facebooks_scheduler_is_drafted(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=15 * MINUTE)
    clock.run(14 * MINUTE)
    assert (clock.remote("scheduled"), clock.remote("draft")) == ([], ["Xin chào đoàn viên!"])
    clock.run(2 * MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_to_a_hand_over_is_looked_for_and_adopted(
    clockwork: Opener, kind: FaultKind
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.sandbox.world.set("lag", 40)
    fail(clock, "schedule", kind)
    clock.write(wait=DAY)
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.row().state) == (
        ["Xin chào đoàn viên!"],
        State.PREPARED,
    )
    clock.run(DAY)
    assert clock.public() == ["Xin chào đoàn viên!"]


@pytest.mark.parametrize("kind", NEVER)
def test_a_hand_over_that_never_arrived_is_made_again_after_the_last_look(
    clockwork: Opener, kind: FaultKind
) -> None:
    clock = clockwork(publishing=HANDOVER)
    fail(clock, "schedule", kind)
    clock.write(wait=DAY)
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.row().state) == (
        ["Xin chào đoàn viên!"],
        State.PREPARED,
    )


def test_two_posts_in_facebooks_scheduler_become_one_before_the_time(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.sandbox.world.set("lag", 100_000)
    fail(clock, "schedule", FaultKind.DROP_AFTER, times=2)
    clock.write(wait=2 * DAY)
    clock.run(12 * MINUTE)
    clock.run(MINUTE)
    clock.sandbox.world.set("lag", 0)
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.remote("deleted")) == (
        ["Xin chào đoàn viên!"],
        ["Xin chào đoàn viên!"],
    )


def test_moving_a_handed_over_post_moves_it_at_facebook(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.write(wait=2 * DAY)
    clock.run(DAY)
    assert clock.public() == []
    clock.run(DAY + MINUTE)
    assert (clock.public(), "reschedule:accepted" in clock.steps()) == (
        ["Xin chào đoàn viên!"],
        True,
    )


def test_taking_a_handed_over_post_out_of_the_queue_takes_it_back(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.drop("a")
    clock.run(2 * DAY)
    assert (clock.public(), clock.row().state, clock.row().recall_id) == ([], State.CANCELLED, "")


def test_editing_a_handed_over_post_takes_the_old_one_back_first(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    fail(clock, "delete", FaultKind.BEFORE_500, times=3)
    clock.write(wait=23 * HOUR, text="Lời mới")
    clock.run(HOUR)
    assert (clock.remote("scheduled"), clock.remote("deleted")) == (
        ["Lời mới"],
        ["Xin chào đoàn viên!"],
    )
    clock.run(DAY)
    assert clock.public() == ["Lời mới"]


def test_an_edit_while_the_answer_of_the_hand_over_is_missing_waits_until_it_is_found(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    fail(clock, "schedule", FaultKind.DROP_AFTER)
    clock.write(wait=DAY)
    clock.run(timedelta(seconds=1))
    assert clock.write(wait=DAY, text="Lời mới").busy
    clock.run(HOUR)
    clock.plan()
    clock.run(2 * DAY)
    assert clock.public() == ["Lời mới"]


def test_a_freeze_takes_back_what_facebook_would_publish_and_its_end_hands_it_over_again(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    freeze(Direct(), Extent(), reason="Quốc tang", by="Ada", now=clock.now, pages=clock.pages)
    clock.run(MINUTE)
    assert (clock.remote("scheduled"), clock.row().hold) == ([], Hold.FROZEN)
    unfreeze(Direct(), Extent(), by="Ada", now=clock.now, pages=clock.pages)
    clock.run(2 * DAY)
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_a_post_that_facebook_published_before_the_recall_is_not_deleted_but_told(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    clock.drop("a")
    clock.now += 2 * DAY
    clock.run(MINUTE)
    row = clock.row()
    assert (clock.public(), row.state) == (["Xin chào đoàn viên!"], State.PUBLISHED)
    assert "trước khi kịp thu hồi" in str(row.reason)


def test_a_scheduler_that_does_not_publish_is_helped(clockwork: Opener) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    world = clock.sandbox.world
    with world.transaction() as db:
        db.execute("UPDATE post SET state = 'draft', scheduled = NULL")
    clock.run(DAY)
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_a_hand_over_that_is_refused_falls_back_to_a_draft_and_is_remembered(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    fail(clock, "schedule", FaultKind.REFUSED)
    clock.write("a", wait=DAY)
    clock.write("b", wait=2 * DAY, text="Bài sau")
    clock.run(3 * DAY)
    assert clock.public() == ["Xin chào đoàn viên!", "Bài sau"]
    assert not [step for step in clock.steps("b") if step.startswith("schedule")]


# Directly, with read-back


def test_a_direct_post_is_one_call_at_its_time(clockwork: Opener) -> None:
    clock = clockwork(publishing=DIRECT)
    clock.write(wait=HOUR)
    clock.run(HOUR + MINUTE)
    assert (clock.public(), clock.steps()[0]) == (["Xin chào đoàn viên!"], "direct:published")


@pytest.mark.parametrize("kind", LOST)
def test_a_direct_post_whose_answer_was_lost_is_found_though_lists_lag(
    clockwork: Opener, kind: FaultKind
) -> None:
    clock = clockwork(publishing=DIRECT)
    clock.sandbox.world.set("lag", 45)
    fail(clock, "direct", kind)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (clock.public(), clock.row().state) == (["Xin chào đoàn viên!"], State.PUBLISHED)
    assert clock.steps()[:3] == ["direct:unknown", "find_post:missing", "find_post:found"]


def test_a_direct_post_that_is_nowhere_is_a_persons_decision(clockwork: Opener) -> None:
    clock = clockwork(publishing=DIRECT)
    fail(clock, "direct", FaultKind.DROP_BEFORE)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (clock.public(), clock.row().hold) == ([], Hold.UNCERTAIN)
    reschedule(
        clock.context().by("Ada"),
        missed(),
        at=clock.now,
        now=clock.now,
    )
    clock.run(MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_an_uncertain_post_that_a_person_saw_is_dropped(clockwork: Opener) -> None:
    clock = clockwork(publishing=DIRECT)
    fail(clock, "direct", FaultKind.DROP_BEFORE)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert drop(clock.context().by("Ada"), missed(), now=clock.now) == 1
    assert clock.row().state == State.CANCELLED


def test_facebooks_word_for_a_duplicate_means_looking_not_posting_again(clockwork: Opener) -> None:
    clock = clockwork(publishing=DIRECT)
    fail(clock, "direct", FaultKind.REFUSED, code=506)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (clock.steps()[0], clock.row().hold) == ("direct:refused", Hold.UNCERTAIN)


def test_a_page_that_refuses_drafts_gets_its_posts_directly_and_is_remembered(
    clockwork: Opener,
) -> None:
    clock = clockwork()
    fail(clock, "create", FaultKind.REFUSED)
    clock.write("a", wait=HOUR)
    clock.write("b", wait=2 * HOUR, text="Bài sau")
    clock.run(3 * HOUR)
    assert clock.public() == ["Xin chào đoàn viên!", "Bài sau"]
    assert (clock.steps("a")[:2], clock.steps("b")[0]) == (
        ["create_draft:refused", "direct:published"],
        "direct:published",
    )
    clock.now += 31 * DAY
    clock.write("c", wait=HOUR, text="Tháng sau")
    clock.run(2 * HOUR)
    assert clock.steps("c")[:2] == ["create_draft:accepted", "flip:published"]


def test_content_that_facebook_refuses_either_way_closes_no_way(clockwork: Opener) -> None:
    clock = clockwork()
    fail(clock, "create", FaultKind.REFUSED)
    fail(clock, "direct", FaultKind.REFUSED)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert clock.row().state == State.REFUSED
    assert not PageState.objects.filter(refuses__has_key="draft:text").exists()


def test_where_drafts_have_worked_a_refusal_is_about_the_content_and_told_early(
    clockwork: Opener,
) -> None:
    clock = clockwork()
    clock.write("a", wait=HOUR)
    clock.run(2 * HOUR)
    fail(clock, "create", FaultKind.REFUSED)
    clock.write("b", wait=HOUR, text="Bài sau")
    clock.run(51 * MINUTE)
    assert clock.row("b").state == State.REFUSED


def test_a_draft_that_may_not_be_flipped_is_posted_directly(
    clockwork: Opener, tmp_path: Path
) -> None:
    clock = clockwork()
    fail(clock, "flip", FaultKind.REFUSED)
    clock.write(wait=HOUR, photos=(a_photo(clock, tmp_path),))
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (len(post.photos), clock.steps()[-2]) == (1, "direct:published")


# Videos, reels, stories


def a_photo(clock: Clockwork, folder: Path, colour: str = "navy") -> Photo:
    import hashlib

    path = folder / f"{colour}.png"
    Image.new("RGB", (64, 48), colour).save(path)
    return Photo(
        path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), alt_text="Hội nghị"
    )


def a_video(folder: Path, size: int = 40_000_000) -> Video:
    import hashlib

    path = folder / "phim.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * (size // 256))
    content = path.read_bytes()
    return Video(path=str(path), sha256=hashlib.sha256(content).hexdigest(), size=len(content))


PLACES = [(Placement.FEED, "video"), (Placement.REEL, "reel"), (Placement.STORY, "video_story")]


@pytest.mark.parametrize(("placement", "kind"), PLACES)
def test_a_video_is_uploaded_ahead_and_shown_at_its_time(
    clockwork: Opener, tmp_path: Path, placement: Placement, kind: str
) -> None:
    clock, video = clockwork(), a_video(tmp_path)
    clock.sandbox.world.set("processing", 30)
    clock.write(wait=HOUR, video=video, placement=placement)
    clock.run(59 * MINUTE)
    assert (clock.public(), clock.row().state) == ([], State.PREPARED)
    assert (
        clock.sandbox.world.video_file(clock.row().draft_id).read_bytes()
        == Path(video.path).read_bytes()
    )
    clock.run(5 * MINUTE)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (post.kind, clock.row().state) == (kind, State.PUBLISHED)


@pytest.mark.parametrize("placement", [place for place, _ in PLACES])
@pytest.mark.parametrize("step", ["video", "video_finish"])
@pytest.mark.parametrize("kind", [*LOST, *NEVER])
def test_a_bad_answer_neither_doubles_nor_loses_a_video(
    clockwork: Opener, tmp_path: Path, placement: Placement, step: str, kind: FaultKind
) -> None:
    clock = clockwork()
    fail(clock, step, kind, times=2)
    clock.write(wait=HOUR, video=a_video(tmp_path, 2_000_000), placement=placement)
    clock.run(90 * MINUTE)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED)


def test_an_upload_goes_on_where_facebook_is_after_a_crash(
    clockwork: Opener, tmp_path: Path
) -> None:
    clock, video = clockwork(), a_video(tmp_path)
    fail(clock, "video", FaultKind.SLOW)
    clock.write(wait=HOUR, video=video)
    clock.run(30 * MINUTE)
    clock.now += 20 * MINUTE
    row = clock.row()
    world, page = clock.sandbox.world, clock.page.facebook_id
    name = world.start_video(page, "video", video.size, now=clock.now)
    world.take_bytes(page, name, 0, Path(video.path).read_bytes()[:20_000_000])
    row.upload = {"video_id": name, "session": name, "url": "", "offset": 16_000_000}
    row.save()
    clock.run(11 * MINUTE)
    assert world.video_file(name).read_bytes() == Path(video.path).read_bytes()
    assert len(clock.public()) == 1


def test_a_photo_story_shows_its_card_once(clockwork: Opener) -> None:
    clock = clockwork()
    clock.write(wait=HOUR, card="slogan", format="story", placement=Placement.STORY)
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (post.kind, len(post.photos)) == ("photo_story", 1)


@pytest.mark.parametrize("kind", [*LOST, *NEVER])
def test_a_bad_answer_neither_doubles_nor_loses_a_story(clockwork: Opener, kind: FaultKind) -> None:
    clock = clockwork()
    clock.sandbox.world.set("lag", 20)
    fail(clock, "story", kind)
    clock.write(wait=HOUR, card="slogan", format="story", placement=Placement.STORY)
    clock.run(2 * HOUR)
    assert (len(clock.public()), clock.row().state) == (1, State.PUBLISHED)


def test_a_video_gets_its_first_comment_and_can_be_taken_down(
    clockwork: Opener, tmp_path: Path
) -> None:
    from publisher.domain.errors import CannotAmend
    from publisher.features.delivery.amend import (
        edit,
        remove,
    )

    clock = clockwork()
    clock.write(
        wait=HOUR,
        video=a_video(tmp_path, 2_000_000),
        placement=Placement.REEL,
        first_comment="Mời xem.",
    )
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert list(post.comments) == ["Mời xem."]
    amending = clock.context().by("Ada")
    with pytest.raises(CannotAmend, match="không cho ứng dụng sửa lời video"):
        edit(amending, clock.row(), "Lời mới", now=clock.now)
    remove(amending, clock.row(), "Nhầm", now=clock.now)
    assert clock.public() == []


# Comments and links


@pytest.mark.parametrize("kind", [*LOST, *NEVER])
def test_a_comment_whose_answer_was_lost_stands_once_though_lists_lag(
    clockwork: Opener, kind: FaultKind
) -> None:
    clock = clockwork()
    clock.sandbox.world.set("lag", 45)
    fail(clock, "comment", kind)
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert list(post.comments) == ["Mời đọc."]


def test_hashtags_can_stand_in_the_first_comment(clockwork: Opener) -> None:
    from publisher.domain.entry import HashtagPlace

    clock = clockwork()
    clock.write(wait=HOUR, hashtags=("CongDoan",), hashtags_in=HashtagPlace.COMMENT)
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert (post.message, list(post.comments)) == ("Xin chào đoàn viên!", ["#CongDoan"])


def test_a_link_without_a_picture_is_warned_about_and_goes_out_all_the_same(
    clockwork: Opener,
) -> None:
    clock = clockwork()
    clock.sandbox.world.set("pictureless", ["https://bao.vn/khong-anh"])
    clock.write(wait=HOUR, link="https://bao.vn/khong-anh")
    clock.run(55 * MINUTE)
    assert "không thấy ảnh xem trước" in str(clock.row().warning)
    clock.run(HOUR)
    assert len(clock.public()) == 1


def test_a_page_keeps_the_gap_between_its_posts(clockwork: Opener) -> None:
    clock = clockwork(min_gap=5 * MINUTE)
    for name in "abc":
        clock.write(name, wait=HOUR, text=f"Bài {name}")
    clock.run(2 * HOUR)
    times = sorted(post.published_at for post in clock.sandbox.timeline(clock.page.facebook_id))
    assert [round((b - a).total_seconds()) for a, b in pairwise(times)] == [300, 300]


def test_a_comment_waits_for_a_new_token_when_the_old_one_dies_after_the_post(
    clockwork: Opener,
) -> None:
    from publisher.store import page_states

    clock = clockwork()
    clock.write(wait=HOUR, first_comment="Mời đọc.")
    clock.run(HOUR - timedelta(seconds=1))
    fail(clock, "comment", FaultKind.REFUSED, code=190, subcode=460)
    clock.run(HOUR)
    assert (clock.row().state, clock.row().hold) == (State.PUBLISHED, Hold.PAGE_PARKED)
    page_states.unpark([clock.page.slug], now=clock.now)
    clock.run(MINUTE)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert list(post.comments) == ["Mời đọc."]


def test_a_handed_over_post_that_a_freeze_took_back_is_made_anew_and_on_time(
    clockwork: Opener,
) -> None:
    clock = clockwork(publishing=HANDOVER)
    clock.write(wait=DAY)
    clock.run(HOUR)
    freeze(Direct(), Extent(), reason="Quốc tang", by="Ada", now=clock.now, pages=clock.pages)
    clock.run(MINUTE)
    unfreeze(Direct(), Extent(), by="Ada", now=clock.now, pages=clock.pages)
    clock.run(MINUTE)
    assert (clock.remote("scheduled"), clock.row().state) == (
        ["Xin chào đoàn viên!"],
        State.PREPARED,
    )


def test_a_post_that_is_woken_before_its_time_is_not_sent_before_its_time(
    clockwork: Opener,
) -> None:
    from publisher.store import page_states
    from publisher.store.models import Delivery

    clock = clockwork()
    clock.write(wait=HOUR)
    clock.run(55 * MINUTE)
    held = {
        "state": State.HELD,
        "held_from": State.PREPARED,
        "hold": Hold.PAGE_PARKED,
        "wake_at": None,
    }
    Delivery.objects.update(**held)
    page_states.unpark([clock.page.slug], now=clock.now)
    clock.run(4 * MINUTE)
    assert clock.public() == []
    clock.run(2 * MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]
