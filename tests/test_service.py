"""The service against the sandbox over real HTTP: queue file in, public post out, whatever goes wrong between."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from publisher.app import App
from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.delivery import State
from publisher.domain.errors import CannotStart
from publisher.domain.page import VIETNAM
from publisher.features.press import feeds
from publisher.store.connection import close_store
from publisher.store.transactions import Direct
from publisher.web.shared.sessions import SessionStore
from tests.databases import ON_SQLITE
from tests.office import (
    PAGE,
    TOKEN,
    Office,
    eventually,
)


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox, database: None) -> Office:
    return Office(tmp_path, sandbox)


def test_a_text_goes_out_once_and_not_before_its_time(office: Office) -> None:
    office.write("a", wait=2)
    due = datetime.now(ZoneInfo(VIETNAM)) + timedelta(seconds=2)
    with office.running():
        eventually(lambda: len(office.public()) == 1)
    [post] = office.sandbox.timeline(PAGE)
    assert post.published_at >= due.replace(microsecond=0)


def test_a_card_and_photos_go_out_together_in_their_order(office: Office) -> None:
    for name in ("mot.png", "hai.png"):
        office.picture(name)
    office.write(
        "a", front='card = "slogan"\nphotos = ["mot.png", {file = "hai.png", alt = "Hội nghị"}]'
    )
    with office.running():
        eventually(lambda: len(office.public()) == 1)
    [post] = office.sandbox.timeline(PAGE)
    assert [alt for _, alt in post.photos] == ["Chào đoàn viên!", "", "Hội nghị"]


@ON_SQLITE
def test_a_photo_that_the_card_shows_is_not_posted_a_second_time(office: Office) -> None:
    for name in ("chan-dung.png", "them.png"):
        office.picture(name)
    photos = 'photos = ["chan-dung.png", {file = "them.png", alt = "Hội nghị"}]'
    office.write(
        "a", "Vì *đoàn viên*!", front=f'card = "quote"\n{photos}\n[fields]\nwho = "Lò Thị Mai"'
    )
    with office.running():
        eventually(lambda: len(office.public()) == 1)
    [post] = office.sandbox.timeline(PAGE)
    assert post.message == "Vì đoàn viên!"
    assert [alt for _, alt in post.photos] == ["Vì đoàn viên! Lò Thị Mai", "Hội nghị"]


def test_a_link_is_shared_with_its_hashtags_and_first_comment(office: Office) -> None:
    office.write(
        "a",
        front='link = "https://bao.vn/bai"\nhashtags = ["CongDoan"]\nfirst_comment = "Mời đọc."',
    )
    with office.running():
        eventually(
            lambda: [post.comments for post in office.sandbox.timeline(PAGE)] == [["Mời đọc."]]
        )
    [post] = office.sandbox.timeline(PAGE)
    assert (post.message, post.link) == ("Chào đoàn viên!\n\n#CongDoan", "https://bao.vn/bai")


# By page: the step that goes wrong there, and how.
BAD_ANSWERS = {
    str(2_000_000 + number): (step, kind)
    for number, (step, kind) in enumerate(
        product(
            ("upload", "create", "flip", "comment"),
            (
                FaultKind.BEFORE_500,
                FaultKind.AFTER_500,
                FaultKind.DROP_BEFORE,
                FaultKind.DROP_AFTER,
                FaultKind.HTML_502,
                FaultKind.CUT_BODY,
                FaultKind.NO_CONTENT_TYPE,
            ),
        )
    )
}

# A post with its card and its comment.
WHOLE = [(1, ["Mời đọc."])]


@ON_SQLITE
def test_a_bad_answer_at_any_step_neither_doubles_nor_loses_the_post(office: Office) -> None:
    """Each on a page of its own, all at once."""
    tables = ""
    for page, (step, kind) in BAD_ANSWERS.items():
        office.sandbox.add_page(page, f"{step} {kind}", f"{TOKEN}-{page}")
        (office.folder / f"{page}.token").write_text(f"{TOKEN}-{page}")
        office.sandbox.fail(Fault(kind=kind, step=step, page=page, times=1))
        tables += f'[pages.p{page}]\nfacebook_id = "{page}"\nunit = "u"\n'
        tables += f'token_file = "{page}.token"\n'
    office.configure(extra=tables)
    # A call of its own for each: in a batch an answer goes wrong in other ways.
    config = office.folder / "config.toml"
    config.write_text(config.read_text().replace("[service]", "[service]\nbatch = 1"))
    office.write("a", wait=2, front='pages = "*"\ncard = "slogan"\nfirst_comment = "Mời đọc."')

    def shown(page: str) -> list[tuple[int, list[str]]]:
        posts = office.sandbox.timeline(page)
        return [(len(post.photos), list(post.comments)) for post in posts]

    with office.running():
        eventually(lambda: all(shown(page)[-1:] == WHOLE for page in BAD_ANSWERS), 60)
        time.sleep(0.5)
    wrong = {BAD_ANSWERS[page]: shown(page) for page in BAD_ANSWERS if shown(page) != WHOLE}
    assert wrong == {}
    met = {(call["page"], call["step"]) for call in office.sandbox.calls() if call["fault"]}
    assert met == {(page, step) for page, (step, _) in BAD_ANSWERS.items()}


@ON_SQLITE
def test_a_throttled_page_waits_as_long_as_facebook_says(office: Office) -> None:
    office.sandbox.fail(Fault(kind=FaultKind.THROTTLED, step="create", minutes=9))
    office.write("a")
    with office.running():
        eventually(
            lambda: office.states().get("a") == State.APPROVED and bool(office.sandbox.calls())
        )
        time.sleep(1.5)
        assert [call["step"] for call in office.sandbox.calls()] == ["list", "create"]


def test_a_refused_post_waits_for_a_person_and_goes_on_when_its_text_is_mended(
    office: Office,
) -> None:
    office.sandbox.fail(Fault(kind=FaultKind.REFUSED, step="create", code=1500))
    office.write("a", "Lời cũ", wait=2)
    with office.running():
        eventually(lambda: office.states().get("a") == State.REFUSED)
        office.write("a", "Lời mới", wait=2)
        eventually(lambda: office.public() == ["Lời mới"])


def test_a_revoked_token_parks_the_page_and_a_new_one_lets_everything_go_on(office: Office) -> None:
    office.sandbox.revoke(PAGE)
    office.write("a", "Một")
    office.write("b", "Hai")
    with office.running():
        eventually(lambda: set(office.states().values()) == {State.HELD.value})
        office.sandbox.add_page(PAGE, "Công đoàn thử", "new-token")
        (office.folder / "token").write_text("new-token")
        eventually(lambda: sorted(office.public()) == ["Hai", "Một"])


@ON_SQLITE
def test_a_post_missed_by_more_than_max_late_is_held_and_not_sent(office: Office) -> None:
    office.configure(extra='max_late = "0s"')
    office.write("a", wait=2)
    office.sandbox.fail(Fault(kind=FaultKind.BEFORE_500, step="create", times=50))
    with office.running():
        eventually(lambda: office.states().get("a") == State.HELD, 20)
    assert office.public() == []


def test_an_unapproved_post_never_goes_out_and_an_approved_one_does(office: Office) -> None:
    from publisher.app import App, utc_now
    from publisher.features.review.approvals import Waiting, approve, waiting

    office.configure(approval="required")
    office.write("a", wait=1)
    with office.running():
        eventually(lambda: office.states().get("a") == State.PLANNED)
        time.sleep(1.5)
        assert office.public() == []
        app = App(office.config)
        found = [
            item for item in waiting(app.config.pages, app.pictures()) if isinstance(item, Waiting)
        ]
        assert approve(Direct(), found, by="Ada", now=utc_now()) == 1
        eventually(lambda: len(office.public()) == 1)


@ON_SQLITE
def test_a_broken_edit_leaves_what_was_planned_and_a_good_one_replaces_it(office: Office) -> None:
    with office.running() as service:
        office.write("a", "Bản đầu", wait=office.soon + 1)
        eventually(lambda: office.states().get("a") == State.PREPARED)
        path = office.folder / "queue" / "posts" / "a.md"
        path.write_text("+++\nat = hôm nay\n+++\nHỏng", encoding="utf-8")
        eventually(lambda: any("a.md:2" in str(problem) for problem in service.problems))
        eventually(lambda: office.public() == ["Bản đầu"])


@ON_SQLITE
def test_a_deleted_file_takes_its_delivery_with_it(office: Office) -> None:
    office.write("a", wait=600)
    with office.running():
        eventually(lambda: office.states().get("a") == State.PREPARED)
        (office.folder / "queue" / "posts" / "a.md").unlink()
        eventually(lambda: office.states().get("a") == State.CANCELLED)


def test_healthz_says_that_all_is_well(office: Office) -> None:
    with office.running() as service:
        answer = requests.get(f"{service.web_url}/healthz", timeout=60)
        assert (answer.status_code, answer.json()["ok"]) == (200, True)


@ON_SQLITE
def test_a_second_service_on_the_same_data_says_so(office: Office) -> None:
    with office.running(), pytest.raises(CannotStart, match="Đã có một dịch vụ"), office.running():
        pass


@ON_SQLITE
def test_a_data_folder_that_cannot_be_written_is_told_in_words(office: Office) -> None:
    (office.folder / "data").write_text("a file where the folder should be")
    with pytest.raises(CannotStart, match="Không ghi được thư mục dữ liệu"), office.running():
        pass


@ON_SQLITE
def test_no_token_ever_stands_in_an_address(office: Office) -> None:
    office.write("a", front='card = "slogan"\nfirst_comment = "Mời đọc."')
    with office.running():
        eventually(lambda: any(post.comments for post in office.sandbox.timeline(PAGE)))
    assert {call["token_in_url"] for call in office.sandbox.calls()} == {0}


@contextmanager
def frozen(office: Office, **extent: str) -> Iterator[None]:
    """A freeze while the service runs, as another process orders and ends it."""
    from publisher.app import utc_now
    from publisher.features.scheduling.freeze import Extent, freeze, unfreeze

    freeze(
        Direct(),
        Extent(**extent),
        reason="Quốc tang",
        by="Ada",
        now=utc_now(),
        pages=office.config.pages,
    )
    yield
    unfreeze(Direct(), Extent(**extent), by="Ada", now=utc_now(), pages=office.config.pages)


def test_a_freeze_holds_a_post_that_is_ready_and_its_end_lets_it_go_out_once(
    office: Office,
) -> None:
    with office.running():
        office.write("a", wait=office.soon)
        eventually(lambda: office.states().get("a") == State.PREPARED)
        with frozen(office):
            eventually(lambda: office.states().get("a") == State.HELD)
            time.sleep(0.5)
            assert office.public() == []
        eventually(lambda: len(office.public()) == 1)
        time.sleep(0.5)
    assert len(office.public()) == 1


@ON_SQLITE
def test_a_freeze_of_another_unit_or_campaign_holds_nothing(office: Office) -> None:
    office.write("a", wait=2)
    with office.running(), frozen(office, unit="khac"), frozen(office, campaign="khac"):
        eventually(lambda: len(office.public()) == 1)


@ON_SQLITE
def test_what_became_too_late_under_a_freeze_is_missed_and_not_sent(office: Office) -> None:
    office.configure(extra='max_late = "1s"')
    with office.running():
        due = office.write("a", wait=office.soon)
        eventually(lambda: office.states().get("a") == State.PREPARED)
        with frozen(office, unit="u"):
            eventually(lambda: office.states().get("a") == State.HELD)
            eventually(lambda: datetime.now(UTC) > due + timedelta(seconds=1.5), office.soon + 2)
        eventually(lambda: holds(office) == {"a": "too_late"})
    assert office.public() == []


@ON_SQLITE
def test_two_freezes_hold_until_the_second_is_ended_too(office: Office) -> None:
    with office.running():
        office.write("a", wait=office.soon)
        eventually(lambda: office.states().get("a") == State.PREPARED)
        with frozen(office):
            with frozen(office, unit="u"):
                eventually(lambda: office.states().get("a") == State.HELD)
            time.sleep(0.5)
            assert (office.public(), office.states()) == ([], {"a": State.HELD.value})
        eventually(lambda: len(office.public()) == 1)


@ON_SQLITE
def test_a_first_comment_waits_for_the_end_of_a_freeze(office: Office) -> None:
    office.sandbox.fail(Fault(kind=FaultKind.BEFORE_500, step="comment", times=1))
    office.write("a", wait=1, front='first_comment = "Mời đọc."')
    with office.running():
        eventually(lambda: len(office.public()) == 1)
        with frozen(office):
            time.sleep(2.5)
            assert [list(post.comments) for post in office.sandbox.timeline(PAGE)] == [[]]


def decide_on_the_missed(office: Office, what: str, seconds: float = 0) -> int:
    from publisher.app import utc_now
    from publisher.features.scheduling.missed import drop, missed, reschedule

    config = office.config
    deciding = App(config).context(Direct()).by("Ada")
    now = utc_now()
    if what == "drop":
        return drop(deciding, missed(), now=now)
    return reschedule(deciding, missed(), at=now + timedelta(seconds=seconds), now=now)


@contextmanager
def missed_post(office: Office) -> Iterator[None]:
    """The service with one post that was missed under a freeze."""
    office.configure(extra='max_late = "1s"')
    with office.running():
        due = office.write("a", wait=office.soon)
        eventually(lambda: office.states().get("a") == State.PREPARED)
        with frozen(office):
            eventually(lambda: office.states().get("a") == State.HELD)
            eventually(lambda: datetime.now(UTC) > due + timedelta(seconds=1.5), office.soon + 2)
        eventually(lambda: holds(office) == {"a": "too_late"})
        yield


def test_a_missed_post_goes_out_once_when_a_person_says_so(office: Office) -> None:
    with missed_post(office):
        assert decide_on_the_missed(office, "now") == 1
        eventually(lambda: len(office.public()) == 1)
        assert decide_on_the_missed(office, "now") == 0
        time.sleep(0.5)
    assert len(office.public()) == 1


@ON_SQLITE
def test_a_missed_post_that_was_moved_keeps_its_new_time_when_the_queue_is_planned_again(
    office: Office,
) -> None:
    with missed_post(office):
        decide_on_the_missed(office, "move", seconds=4)
        # Another file makes the service plan, and a restart would plan everything.
        office.write("b", wait=600)
        eventually(lambda: "b" in office.states())
        assert office.public() == []
        eventually(lambda: len(office.public()) == 1)


@ON_SQLITE
def test_a_missed_post_that_was_dropped_stays_dropped(office: Office) -> None:
    with missed_post(office):
        decide_on_the_missed(office, "drop")
        office.write("b", wait=600)
        eventually(lambda: "b" in office.states())
        assert office.states()["a"] == State.CANCELLED
    with office.running():
        time.sleep(1)
        assert office.states()["a"] == State.CANCELLED
    assert office.public() == []


def test_late_posts_of_a_page_go_out_in_due_order_with_gaps_and_never_as_a_burst(
    office: Office,
) -> None:
    config = office.folder / "config.toml"
    config.write_text(config.read_text().replace("[service]", '[service]\ncatch_up_gap = "2s"'))
    for number, name in enumerate(("c", "a", "b")):
        office.write(name, f"Bài {name}", wait=-300 + number)
    with office.running():
        eventually(lambda: len(office.public()) == 3, 20)
    posts = sorted(office.sandbox.timeline(PAGE), key=lambda post: post.published_at)
    assert [post.message for post in posts] == ["Bài c", "Bài a", "Bài b"]
    gaps = [
        (after.published_at - before.published_at).total_seconds()
        for before, after in pairwise(posts)
    ]
    assert all(gap >= 1.9 for gap in gaps), gaps


def test_the_story_of_a_delivery_tells_each_attempt_and_its_end(office: Office) -> None:
    from publisher.features.reports.history import stories

    office.sandbox.fail(Fault(kind=FaultKind.AFTER_500, step="flip", times=1))
    office.write("a")
    with office.running():
        eventually(lambda: len(office.public()) == 1)
        eventually(lambda: office.states().get("a") == State.PUBLISHED)
        told = "\n".join(stories("a", office.config.pages))
    steps = [
        "tạo bài nháp: được nhận",
        "chuyển bài sang công khai: không rõ kết quả",
        "xem lại bài trên trang: đã công khai",
    ]
    places = [told.find(step) for step in steps]
    assert -1 not in places, told
    assert places == sorted(places)
    assert "Bây giờ: đã đăng, lúc" in told
    assert TOKEN not in told


def test_every_step_and_outcome_of_an_attempt_has_words() -> None:
    import re

    from publisher.channels.facebook import routes
    from publisher.features import delivery
    from publisher.features.reports import history

    folders = [Path(str(module.__file__)).parent for module in (routes, delivery)]
    sources = [
        path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py")
    ]
    written = r'(?:\bname=|looking\(\s*|following\(\s*|shows=|hands_over=)"(\w+)"'
    chores = set(re.findall(r'Chore\(\s*(?:name=)?"(\w+)"', "".join(sources)))
    steps = set(re.findall(written, "".join(sources))) - chores
    assert len(steps) > 15
    assert steps <= history.STEPS.keys()
    outcomes = {
        "accepted",
        "published",
        "invisible",
        "missing",
        "found",
        "refused",
        "deferred",
        "unknown",
    }
    outcomes |= {"lost", "settled", ""}
    assert history.OUTCOMES.keys() == outcomes


def holds(office: Office) -> dict[str, str]:
    from publisher.store.models import Delivery

    return dict(Delivery.objects.values_list("entry_id", "hold"))


@ON_SQLITE
def test_a_backup_that_comes_back_signs_everybody_out(office: Office) -> None:
    """Whoever had signed out since, or was shut out, would come in again."""
    from django.contrib.sessions.models import Session

    file, backup = office.folder / "data" / "publisher.sqlite3", office.folder / "backup.sqlite3"
    with office.running():
        SessionStore().create()
        with closing(sqlite3.connect(file)) as database:
            database.execute("VACUUM INTO ?", [str(backup)])
    with office.running():
        assert Session.objects.count() == 1
    close_store()
    for old in file.parent.glob("publisher.sqlite3*"):
        old.unlink()
    backup.replace(file)
    with office.running():
        assert not Session.objects.exists()


def test_sessions_outlive_a_restart(office: Office) -> None:
    from django.contrib.sessions.models import Session

    for _ in range(3):
        with office.running():
            SessionStore().create()
    with office.running():
        assert Session.objects.count() == 3


def test_each_feed_is_read_by_a_chore_of_its_own(office: Office) -> None:
    office.configure(
        extra='[feeds.a]\nurl = "https://a.vn/rss"\n[feeds.b]\nurl = "https://b.vn/rss"\n',
    )
    chores = feeds.chores(office.config.feeds)
    assert [(chore.name, chore.slow) for chore in chores] == [("feed a", True), ("feed b", True)]
    assert chores[0].first < chores[1].first
