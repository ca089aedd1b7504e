"""A rehearsal: what is seen in a plan, and that it is the plan itself which is played."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.domain.entry import EntryKind, InRotation, Queue
from publisher.domain.errors import RehearsalRefused
from publisher.domain.page import VIETNAM, QuietHours
from publisher.features.review.rehearsal import (
    RealRows,
    RehearsalFinding,
    RehearsedPost,
    campaign_of,
    judged,
    look,
    play,
    restored,
    standing,
    window_of,
)
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from tests.conftest import a_campaign, a_page, an_entry
from tests.contexts import a_context
from tests.features.scheduling.test_planning import Room, room  # noqa: F401 - a fixture

WINDOW = (date(2027, 4, 20), date(2027, 4, 24))
NOW = datetime(2027, 4, 12, tzinfo=UTC)


def slogan(text: str, name: str) -> Any:
    return an_entry(
        name, text=text, kind=EntryKind.SLOGAN, when=InRotation(), campaign="c", card=None
    )


def campaign(*texts: str, **changes: Any) -> Any:
    slogans = tuple(slogan(text, f"c/{number}") for number, text in enumerate(texts))
    values: dict[str, Any] = {
        "id": "c",
        "starts": WINDOW[0],
        "ends": WINDOW[1],
        "slots": "08:00",
        "slogans": slogans,
    }
    return a_campaign(**(values | changes))


def shown(at: str, text: str = "Đoàn kết!", **changes: Any) -> RehearsedPost:
    values: dict[str, Any] = {
        "at": at,
        "page": "p",
        "entry": text,
        "own": True,
        "text": text,
        "link": "",
        "pictures": (),
        "state": "published",
        "reason": "",
        "approved": True,
    }
    return RehearsedPost(**(values | changes))


def seen(*posts: RehearsedPost, **changes: Any) -> list[RehearsalFinding]:
    page = a_page(slug="p", **changes)
    return look(
        posts, campaign=campaign("Đoàn kết!", pages=("p",)), pages={"p": page}, window=WINDOW
    )


def kinds(found: list[RehearsalFinding]) -> set[str]:
    return {one.kind for one in found}


EVERY_DAY = [
    shown(f"2027-04-{day}T08:00", f"Khẩu hiệu {'abcde'[day - 20] * 12}") for day in range(20, 25)
]


def test_a_good_plan_has_nothing_to_look_at() -> None:
    assert seen(*EVERY_DAY) == []


def test_days_without_a_post_are_gaps_and_pages_with_the_same_gap_are_one_line() -> None:
    pages = {name: a_page(slug=name) for name in ("p", "q")}
    posts = [shown("2027-04-20T08:00", page=name) for name in pages]
    found = look(posts, campaign=campaign("Đoàn kết!", pages=("*",)), pages=pages, window=WINDOW)
    assert [one.text for one in found if one.kind == "gap"] == [
        "trang p, q không có bài nào từ 21/4 đến 24/4"
    ]


def test_posts_that_hide_each_other_clash() -> None:
    found = seen(*EVERY_DAY, shown("2027-04-24T08:05", "Tin mới"))
    assert "clash" in kinds(found)


def test_too_many_posts_on_one_day_are_told() -> None:
    found = seen(
        *EVERY_DAY,
        *(
            shown(f"2027-04-24T{hour}:00", f"Tin số {'xyzt'[hour - 12] * 9}")
            for hour in range(12, 16)
        ),
    )
    assert [one.text for one in found if one.kind == "full"] == [
        "24/4: 5 bài trong một ngày trên trang p"
    ]


def test_the_same_words_twice_in_a_row_are_serious_and_too_soon_is_told() -> None:
    [first, *_] = seen(*EVERY_DAY, shown("2027-04-24T19:00", EVERY_DAY[-1].text))
    assert (first.kind, first.serious) == ("repeat", True)
    soon = seen(*EVERY_DAY, shown("2027-04-22T19:00", EVERY_DAY[1].text))
    assert any("lặp lại chỉ sau 35 giờ" in one.text for one in soon)


def test_texts_that_are_nearly_the_same_are_told() -> None:
    long = "Công đoàn Việt Nam đồng hành cùng người lao động trong mọi hoàn cảnh khó khăn"
    found = seen(
        *EVERY_DAY, shown("2027-04-21T19:00", f"{long}!"), shown("2027-04-23T19:00", f"{long}.")
    )
    assert "alike" in kinds(found)


def test_quiet_hours_missing_approvals_and_what_stops_are_told() -> None:
    quiet = QuietHours(start=time(22), end=time(5))
    found = seen(
        *EVERY_DAY,
        shown("2027-04-21T23:00", "Tin đêm", approved=False),
        shown("2027-04-22T12:00", "Tin hỏng", state="refused", reason="Bài trống."),
        quiet=quiet,
    )
    assert {"quiet", "approval", "stopped"} <= kinds(found)
    assert found[0].serious
    assert "1 trên 7 lượt chưa được duyệt" in next(
        one.text for one in found if one.kind == "approval"
    )


def test_a_campaign_that_is_over_is_refused_with_what_to_do() -> None:
    with pytest.raises(RehearsalRefused, match="đã kết thúc ngày 24/4/2027"):
        window_of(campaign("Đoàn kết!"), today=date(2027, 5, 1))


def test_an_unknown_campaign_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RehearsalRefused, match="có: c"):
        campaign_of(Queue(campaigns=(campaign("Đoàn kết!"),)), "la")


def test_a_running_campaign_is_rehearsed_from_today() -> None:
    assert window_of(campaign("Đoàn kết!"), today=date(2027, 4, 22)) == (
        date(2027, 4, 22),
        WINDOW[1],
    )


def test_a_draft_is_played_whole_and_what_comes_out_can_be_kept(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/r.sqlite3")
    one = campaign("Đoàn kết!", "Lao động!", draft=True, pages=("p",))
    page = a_page(slug="p")
    played = play(
        a_context(tmp_path, {"p": page}),
        Queue(campaigns=(one,)),
        one,
        known=RealRows([], []),
        now=NOW,
        window=WINDOW,
        folder=tmp_path / "sandbox",
    )
    close_store()
    assert [(post.at, post.text, post.state) for post in played.posts] == [
        (f"2027-04-{day}T08:00", text, "published")
        for day, text in zip(range(20, 25), ["Đoàn kết!", "Lao động!"] * 3, strict=False)
    ]
    found = judged([played], one, pages={"p": page}, window=WINDOW)
    assert restored(found.as_json()) == found


def test_what_is_planned_and_approved_already_keeps_its_slot_and_its_approval(
    room: Room,  # noqa: F811
    tmp_path: Path,
) -> None:
    front = '+++\ntitle = "C"\nfrom = 2027-04-20\nuntil = 2027-04-24\nslots = ["08:00"]\n+++\n'
    room.put("campaigns/c.md", front + "- Một!\n- Hai!\n")
    context = room.context()
    room.plan()
    queue = room.reader.refresh().queue
    known = standing(first=NOW, last=datetime(2027, 5, 1, tzinfo=UTC))
    before = {
        row.due_at.astimezone(ZoneInfo(VIETNAM)).strftime("%d"): row.entry_id
        for row in Delivery.objects.all()
    }
    # A slogan that is written later does not move what stands.
    room.put("campaigns/c.md", front + "- Ba!\n- Một!\n- Hai!\n")
    close_store()
    open_store(f"sqlite:///{tmp_path}/r.sqlite3")
    queue = room.reader.refresh().queue
    played = play(
        context,
        queue,
        campaign_of(queue, "c"),
        known=known,
        now=NOW,
        window=WINDOW,
        folder=tmp_path / "sandbox",
    )
    assert {post.at[8:10]: post.entry for post in played.posts} == before
    assert all(post.approved for post in played.posts)
