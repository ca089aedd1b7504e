"""What waits for a person is told by `check`, `status`, the board and the notices alike, and nothing else is."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from publisher.app import App
from publisher.cli.commands import app as commands
from publisher.domain.delivery import Hold, State
from publisher.domain.reason import reason, told
from publisher.domain.verdict import Stop
from publisher.features.people import notices
from publisher.features.reports.attention import TITLES, Matter, attention
from publisher.features.reports.workload import workload
from publisher.features.scheduling.freeze import Extent, freeze
from publisher.features.scheduling.renamed import follow_accounts
from publisher.store import heartbeats, stops, stumbles, withheld
from publisher.store.heartbeats import RUN
from publisher.store.models import (
    Delivery,
    LinkCheck,
    Node,
    PageState,
    PlanningFailure,
    TokenCheck,
    Withheld,
)
from publisher.store.transactions import Direct
from tests.databases import Emptied
from tests.web.clustered import a_cluster, sign
from tests.web.counting import queries
from tests.web.desk import Desk, soup

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
PAGE = "lai-chau"
Case = Callable[[Desk], object]


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose service lives, and the commands that look at the same rows at the same time."""
    return same_for_commands(desk, monkeypatch)


def same_for_commands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for module in ("status", "check", "watch"):
        monkeypatch.setattr(f"publisher.cli.{module}.open_app", lambda _: desk.app)
        monkeypatch.setattr(f"publisher.cli.{module}.now_of", lambda _: desk.now)
    monkeypatch.setattr(App, "open_store", lambda *_, **__: None)
    monkeypatch.setattr("publisher.features.install.check.open_store", lambda *_, **__: None)
    heartbeats.sign(pid=1, started_at=desk.now, now=desk.now)
    return desk


# Every state, hold and stop that a case below stands for.
WALKED: set[str] = set()


def put(desk: Desk, *, due: timedelta = 2 * DAY, **columns: Any) -> None:
    """One delivery of the page that stands in some way."""
    row = desk.post("bai", at="2027-04-16T08:00")
    at = desk.now + due
    values = {
        "state": "prepared",
        "due_at": at,
        "latest_at": at + 2 * HOUR,
        "wake_at": at,
    } | columns
    if isinstance(values["wake_at"], timedelta):
        values["wake_at"] = desk.now + values["wake_at"]
    if values["state"] in (State.HELD, State.REFUSED):
        values = (
            {"wake_at": None, "reason": "Vì thế.", "next_step": "Làm đi."}
            | values
            | {"wake_at": None}
        )
    Delivery.objects.filter(pk=row.pk).update(**values)


def stop(
    kind: Stop, *, page: str = PAGE, estimated: bool = False, since: timedelta = 10 * MINUTE
) -> Case:
    WALKED.add(kind.value)

    def begin(desk: Desk) -> None:
        until = desk.now + 40 * MINUTE
        put(desk, due=-5 * HOUR, latest_at=desk.now + HOUR, wake_at=until)
        stops.begin(
            page, kind, told("Quá nhiều."), now=desk.now - since, until=until, estimated=estimated
        )

    return begin


def park(desk: Desk) -> None:
    values = {"parked_at": desk.now, "reason": "Mã hỏng.", "next_step": "Xin mã."}
    PageState.objects.update_or_create(page=PAGE, defaults=values)


def stop_by_hand(extent: Extent) -> Case:
    def begin(desk: Desk) -> None:
        put(desk)
        freeze(
            Direct(),
            extent,
            reason="Quốc tang",
            by="Chi",
            now=desk.now,
            pages=desk.app.config.pages,
        )

    return begin


def a_dead_link(desk: Desk) -> None:
    put(desk, due=DAY, article="laodong.vn/1", state="approved")
    LinkCheck.objects.create(
        key="laodong.vn/1",
        address="https://laodong.vn/1",
        state="dead",
        detail="Không mở được.",
        checked_at=desk.now,
    )


def a_token(**columns: Any) -> Case:
    def keep(desk: Desk) -> None:
        values: dict[str, Any] = {"fingerprint": "x", "checked_at": desk.now} | columns
        if "ends" in values:
            values["expires_at"] = desk.now + values.pop("ends")
        TokenCheck.objects.create(page=PAGE, **values)

    return keep


def cannot_plan(desk: Desk) -> None:
    PlanningFailure.objects.create(owner="x", since=desk.now, seen_at=desk.now, text="Ổ đĩa đầy.")


def a_broken_file(desk: Desk) -> None:
    content = '+++\npages = ["lai-chau"]\nat = 2027-04-31T08:00:00\n+++\nChào!\n'
    (desk.folder / "queue" / "posts" / "hong.md").write_text(content, encoding="utf-8")
    desk.plan()


def a_chore_that_stumbles(desk: Desk) -> None:
    for _ in range(stumbles.MOST):
        stumbles.note(
            "chore links",
            told("Kiểm tra đường dẫn báo"),
            KeyError(),
            now=desk.now,
            until=desk.now + HOUR,
        )


def another_key(desk: Desk) -> None:
    PageState.objects.create(page="cu", account="1001")
    follow_accounts(desk.app.context(Direct(), clock=lambda: desk.now))


def lost_much(desk: Desk) -> None:
    withheld.ask(
        Withheld(
            digest="x",
            deliveries=[1],
            of=20,
            pages=[PAGE],
            sources=["posts/a.md"],
            asked_at=desk.now,
        )
    )


def is_silent(desk: Desk) -> None:
    put(desk, due=30 * MINUTE)
    heartbeats.sign(pid=1, started_at=desk.now - HOUR, now=desk.now - MINUTE)


def are_stuck(desk: Desk) -> None:
    put(
        desk,
        due=30 * SECOND,
        leased=True,
        lease_owner="may",
        lease_until=desk.now - MINUTE,
        wake_at=None,
    )


def state(**columns: Any) -> Case:
    WALKED.update({columns.get("state", "prepared"), columns.get("hold", "")})
    return lambda desk: put(desk, **columns)


# Each state, hold and stop, and what is the matter then; None: nobody has to be told.
CASES: dict[str, tuple[Case, Matter | None]] = {
    # On their way
    "planned, days ahead": (state(state="planned"), None),
    "approved": (state(state="approved"), None),
    "preparing": (state(state="preparing", leased=True, wake_at=None), None),
    "prepared": (state(), None),
    "publishing": (state(state="publishing", due=-SECOND, leased=True, wake_at=None), None),
    "published": (state(state="published", due=-HOUR, wake_at=None), None),
    "cancelled": (state(state="cancelled", wake_at=None), None),
    "unknown for a moment": (state(state="unknown", due=-MINUTE), None),
    "some seconds late": (state(due=-20 * SECOND), None),
    # What waits for a person
    "not approved yet": (state(state="planned", due=3 * HOUR), Matter.APPROVAL),
    "not approved in time": (state(state="planned", due=-HOUR), Matter.APPROVAL),
    "approval that fell": (
        state(state="planned", due=HOUR, next_step="Duyệt lại."),
        Matter.APPROVAL,
    ),
    "sent back": (state(state="planned", sent_back="Sửa lời."), Matter.RETURNED),
    "refused": (state(state="refused", due=-HOUR), Matter.REFUSED),
    "refused ahead of its time": (state(state="refused"), Matter.REFUSED),
    "unknown for long": (
        state(state="unknown", due=-HOUR, wake_at=None, leased=True),
        Matter.UNKNOWN,
    ),
    "unknown for long, looked at later": (state(state="unknown", due=-HOUR), Matter.UNKNOWN),
    "something undone": (
        state(state="published", due=-HOUR, wake_at=None, next_step="Xem."),
        Matter.UNDONE,
    ),
    "missed": (state(state="held", hold="too_late", due=-5 * HOUR), Matter.MISSED),
    "uncertain": (state(state="held", hold="uncertain", due=-HOUR), Matter.UNCERTAIN),
    "perhaps public, the database is older": (
        state(state="held", hold="restored", due=-HOUR),
        Matter.MISSED,
    ),
    "repeats another": (
        state(state="held", hold="repeated", due=HOUR),
        Matter.REPEATED,
    ),
    "our code fell over it": (state(state="held", hold="stumbled", due=HOUR), Matter.STUMBLED),
    "our code falls over it each minute": (
        state(next_step="asks", reason=reason("delivery.stumbles", n=3, why=told("Đĩa đầy."))),
        Matter.STUMBLED,
    ),
    "a look over which our code falls": (
        state(state="unknown", due=-HOUR, next_step="asks", reason=told("Đĩa đầy.")),
        Matter.STUMBLED,
    ),
    "dropped, and Facebook's scheduler still has it": (
        state(
            state="cancelled",
            recall_id="1_2",
            next_step="asks",
            reason=reason("delivery.not_recalled"),
        ),
        Matter.RECALL,
    ),
    "on the page already": (state(state="held", hold="shown", due=HOUR), Matter.UNCERTAIN),
    "held for its page": (state(state="held", hold="page_parked", due=HOUR), Matter.PARKED),
    "comment that waits for the page": (
        state(state="published", hold="page_parked", due=-HOUR, wake_at=None, next_step="Xin mã."),
        Matter.PARKED,
    ),
    "late": (state(due=-10 * MINUTE), Matter.LATE),
    "late, and it wakes only in an hour": (state(due=-10 * MINUTE, wake_at=HOUR), Matter.LATE),
    "late, and in work": (
        state(state="approved", due=-10 * MINUTE, leased=True, wake_at=None),
        Matter.LATE,
    ),
    # Stops
    "throttled page": (stop(Stop.LIMIT), Matter.STOPPED),
    "throttled page, estimated": (stop(Stop.LIMIT, estimated=True), Matter.STOPPED),
    "throttled app": (stop(Stop.LIMIT, page="*"), Matter.STOPPED),
    "posting blocked": (stop(Stop.BLOCK), Matter.STOPPED),
    "posting blocked for the app": (stop(Stop.BLOCK, page="*"), Matter.STOPPED),
    "no connection": (stop(Stop.OFFLINE, page="*"), Matter.STOPPED),
    "parked page": (park, Matter.PARKED),
    "everything frozen": (stop_by_hand(Extent()), Matter.FROZEN),
    "a unit frozen": (stop_by_hand(Extent(unit="lai-chau")), Matter.FROZEN),
    "a campaign frozen": (stop_by_hand(Extent(campaign="thang")), Matter.FROZEN),
    # Beside deliveries
    "dead link": (a_dead_link, Matter.LINK),
    "dead token": (a_token(problem="Mã đã bị thu hồi."), Matter.TOKEN),
    "token that ends": (a_token(ends=5 * DAY), Matter.TOKEN),
    "token that lasts": (a_token(ends=90 * DAY), None),
    "nobody publishes": (is_silent, Matter.DOWN),
    "stuck": (are_stuck, Matter.STUCK),
    "planning failed": (cannot_plan, Matter.PLANNING),
    "the queue lost much": (lost_much, Matter.LET_GO),
    "a file that cannot be read": (a_broken_file, Matter.QUEUE),
    "a chore that stumbles": (a_chore_that_stumbles, Matter.CHORE),
    "a page with another key": (another_key, Matter.RENAMED),
}


def tell(desk: Desk, *command: str) -> set[Matter]:
    """What a command says of each matter."""
    text = CliRunner().invoke(commands, list(command)).output
    return {matter for matter, title in TITLES.items() if f"! {reason(title)}: " in text}


def on_the_board(desk: Desk) -> set[Matter]:
    page = soup(desk.as_("chi").get("/"))
    text = " ".join(page.get_text(" ").split())
    found = {Matter(str(banner["data-matter"])) for banner in page.select("[data-matter]")}
    rows = Delivery.objects.exclude(state="planned").exclude(state="cancelled", next_step="")
    if page.select_one("#trouble .line"):
        found |= {matter for row in rows if (matter := of_a_row(row))}
    found |= {Matter.RETURNED} if page.select_one("#h-returned") else set()
    found |= {Matter.FROZEN} if "Đang tạm dừng" in text else set()
    found |= {Matter.LINK} if "Không mở được." in text else set()
    found |= {Matter.PLANNING} if "Hàng đợi chưa xếp được lịch" in text else set()
    found |= {Matter.LET_GO} if "Hàng đợi không còn" in text else set()
    return found | (
        {Matter.DOWN}
        if "Dịch vụ đăng bài không chạy" in text or "Không có tiến trình" in text
        else set()
    )


def of_a_row(row: Delivery) -> Matter | None:
    """In a list of deliveries, by what its sentence says."""
    match row.state, row.hold:
        case "unknown", _ if not row.next_step:
            return Matter.UNKNOWN
        case "refused", _:
            return Matter.REFUSED
        case _, "page_parked":
            return Matter.PARKED
        case "held", "uncertain" | "shown":
            return Matter.UNCERTAIN
        case "held", "repeated":
            return Matter.REPEATED
        case ("held", "stumbled") | ("prepared", _):
            return Matter.STUMBLED
        case "unknown", _ if row.next_step:
            return Matter.STUMBLED
        case "cancelled", _:
            return Matter.RECALL
        case "held", _:
            return Matter.MISSED
        case _:
            return Matter.UNDONE


def by_notices(desk: Desk) -> set[Matter]:
    """Notices have coarser kinds: by their keys."""
    keys = [
        said.key.partition(":")[0] for said in notices.look(desk.app.config.pages, now=desk.now)
    ]
    words = {
        "freeze": Matter.FROZEN,
        "stop": Matter.STOPPED,
        "too_late": Matter.MISSED,
        "restored": Matter.MISSED,
        "shown": Matter.UNCERTAIN,
        "let-go": Matter.LET_GO,
        "workers": Matter.DOWN,
    }
    found = {words[key] if key in words else Matter(key) for key in keys}
    # Of a service that is dead its own notices cannot tell: the timer's command does.
    dead = CliRunner().invoke(commands, ["watch"]).exit_code
    return found | ({Matter.DOWN} if dead else set())


def all_tell(desk: Desk) -> list[set[Matter]]:
    return [tell(desk, "check"), tell(desk, "status"), on_the_board(desk), by_notices(desk)]


def test_every_state_hold_and_stop_is_walked() -> None:
    by_hand = {Hold.FROZEN.value}
    assert {one.value for one in (*State, *Hold, *Stop)} - by_hand <= WALKED
    assert {matter for _, matter in CASES.values() if matter} == set(Matter)


@pytest.mark.parametrize("name", CASES)
def test_check_status_board_and_notices_tell_the_same(office: Desk, name: str) -> None:
    case, matter = CASES[name]
    case(office)
    Delivery.objects.filter(wake_at__isnull=True, state="prepared").update(
        wake_at=office.now + HOUR
    )
    expected = {matter} if matter else set()
    assert all_tell(office) == [expected] * 4
    assert {item.matter for item in attention(office.app.config.pages, now=office.now)} == expected
    well = "Mọi mục đều ổn" in CliRunner().invoke(commands, ["check"]).output
    assert not (well and expected)


@pytest.fixture
def cluster(tmp_path: Path, postgresql: Emptied, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with a_cluster(tmp_path, postgresql) as desk:
        yield same_for_commands(desk, monkeypatch)


def test_a_cluster_without_a_worker_is_told_by_all_four(cluster: Desk) -> None:
    put(cluster, due=30 * MINUTE)
    sign(cluster, "c", RUN, silent=0)
    Node.objects.update(started_at=cluster.now - HOUR)
    assert all_tell(cluster) == [{Matter.DOWN}] * 4


def test_a_stop_is_told_with_since_why_until_and_how_much_waits_and_is_overdue(
    office: Desk,
) -> None:
    row = office.post("hai", at="2027-04-14T08:30")
    stop(Stop.LIMIT)(office)
    Delivery.objects.filter(pk=row.pk).update(state="approved", wake_at=office.now + 40 * MINUTE)
    expected = (
        "Trang lai-chau không đăng được từ 07:50 14/04: Quá nhiều. Chờ: một bài sẽ thử lại lúc 08:40 14/04. "
        "2 bài đang chờ, 1 bài đã quá giờ."
    )
    [item] = [
        one
        for one in attention(office.app.config.pages, now=office.now)
        if one.matter is Matter.STOPPED
    ]
    assert (str(item.text), item.count, item.overdue) == (expected, 2, 1)
    [said] = [
        one
        for one in notices.look(office.app.config.pages, now=office.now)
        if one.kind == "stopped"
    ]
    assert expected in str(said.text)
    banner = soup(office.as_("chi").get("/")).select_one('[data-matter="stopped"]')
    assert banner
    text = " ".join(banner.get_text(" ").split())
    assert (
        "Quá nhiều. Từ 07:50 hôm nay, thử lại lúc 08:40 hôm nay. 2 bài đang chờ, 1 bài đã quá giờ."
        in text
    )
    gauges = office.as_(None).get("/metrics").content.decode()
    assert 'publisher_stopped_seconds{page="lai-chau"} 600.0' in gauges
    assert 'publisher_stopped_waiting{page="lai-chau"} 2.0' in gauges
    assert 'publisher_stopped_overdue{page="lai-chau"} 1.0' in gauges
    assert "publisher_overdue 1.0" in gauges


def test_a_stop_of_another_unit_is_not_told_on_the_board_and_the_apps_is(office: Desk) -> None:
    put(office)
    stops.begin(
        "lai-chau",
        Stop.LIMIT,
        told("Riêng."),
        now=office.now,
        until=office.now + HOUR,
        estimated=False,
    )
    board = soup(office.as_("dung").get("/"))
    assert not board.select('[data-matter="stopped"]')
    stops.begin(
        "*", Stop.LIMIT, told("Chung."), now=office.now, until=office.now + HOUR, estimated=True
    )
    [banner] = soup(office.as_("dung").get("/")).select('[data-matter="stopped"]')
    assert "Chung." in banner.get_text()
    assert "Facebook ước tính" in banner.get_text()


def test_nothing_is_late_is_said_by_due_times_and_not_by_when_it_wakes(office: Desk) -> None:
    put(office, due=-HOUR, latest_at=office.now + HOUR, wake_at=office.now + 20 * MINUTE)
    found = workload(now=office.now)
    assert (found.late, found.overdue) == (HOUR, 1)
    assert "Trễ nhất bây giờ: 60 phút" in CliRunner().invoke(commands, ["status"]).output
    assert "publisher_overdue_seconds 3600.0" in office.as_(None).get("/metrics").content.decode()


@pytest.mark.parametrize("hold", ["page_parked", "frozen"])
def test_what_a_stop_holds_past_its_time_is_late_as_long_as_it_may_go_out(
    office: Desk, hold: str
) -> None:
    put(office, due=-HOUR, state="held", hold=hold, latest_at=office.now + HOUR)
    assert workload(now=office.now).late == HOUR
    Delivery.objects.update(latest_at=office.now - SECOND)
    assert workload(now=office.now).late == timedelta()


def test_the_board_asks_at_most_twenty_two_times_whatever_stands_still(office: Desk) -> None:
    stop(Stop.LIMIT)(office)
    stops.begin(
        "*", Stop.BLOCK, told("Chung."), now=office.now, until=office.now + HOUR, estimated=False
    )
    park(office)
    a_token(ends=5 * DAY)(office)
    browser = office.as_("chi")
    browser.get("/")
    assert queries(lambda: browser.get("/")) <= 22
