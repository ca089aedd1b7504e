"""What waits for a person, and what is stopped: the one list from which check, status, board,
metrics and notices tell.

Whatever is not in it is well. Its cost is what it finds, not what is finished or lies ahead.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from publisher.domain.delivery import Hold, State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.verdict import Stop
from publisher.features.press.link_watch import troubles as link_troubles
from publisher.features.scheduling.withheld import failed_in_words, failures, question
from publisher.store import attention as store
from publisher.store import stops as stop_store
from publisher.store import tokens as token_store
from publisher.store import work_counts as work_store
from publisher.store.attention import Rows
from publisher.store.freezes import active
from publisher.store.models import Delivery, PageState, ServiceSign
from publisher.store.stops import APP, Stopped

# What has to be approved is told so long before its time.
APPROVE_AHEAD = timedelta(hours=24)
# A reconciling that takes longer than this is worth a look, and a post that is later than this.
UNKNOWN_LONG, LATE_LONG = timedelta(minutes=15), timedelta(minutes=5)
# A connection that is lost for less comes back by itself.
OFFLINE_LONG = timedelta(minutes=1)
# Older troubles were told, or are of before there were notices.
MEMORY = timedelta(days=3)
# Days before a token ends.
TOKEN_DAYS = (14, 7, 1)
# The service signs every 5 s; after so long without a sign it is taken for dead.
SILENCE = timedelta(seconds=30)
# A cluster without a worker is told after so long (an upgrade takes less), when something is due
# within so long.
NO_WORKER, NO_WORKER_AHEAD = timedelta(minutes=2), timedelta(hours=1)


class Matter(StrEnum):
    """What is the matter."""

    DOWN = "down"
    PLANNING = "planning"
    LET_GO = "let_go"
    STUCK = "stuck"
    STOPPED = "stopped"
    PARKED = "parked"
    FROZEN = "frozen"
    LATE = "late"
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNDONE = "undone"
    APPROVAL = "approval"
    RETURNED = "returned"
    TOKEN = "token"
    LINK = "link"


TITLES = {
    Matter.DOWN: "Dịch vụ đăng bài",
    Matter.PLANNING: "Lập lịch",
    Matter.LET_GO: "Hàng đợi vơi đi nhiều, chờ quyết định",
    Matter.STUCK: "Việc kẹt",
    Matter.STOPPED: "Facebook đang không nhận",
    Matter.PARKED: "Trang đang dừng",
    Matter.FROZEN: "Đang tạm dừng",
    Matter.LATE: "Quá giờ mà chưa đăng",
    Matter.MISSED: "Bị lỡ, chờ quyết định",
    Matter.UNCERTAIN: "Chưa rõ đã hiện chưa, chờ quyết định",
    Matter.UNKNOWN: "Đối chiếu mãi chưa xong",
    Matter.REFUSED: "Facebook từ chối",
    Matter.UNDONE: "Đã đăng nhưng còn việc dang dở",
    Matter.APPROVAL: "Chờ duyệt, sắp đến giờ hoặc đã quá giờ",
    Matter.RETURNED: "Bị trả lại, chờ sửa",
    Matter.TOKEN: "Mã truy cập",
    Matter.LINK: "Đường dẫn báo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits for a person, or that everything waits for. Texts are Vietnamese."""

    matter: Matter
    # A page's slug, APP for all of them, or empty when it is about none.
    page: str = ""
    # A unit's slug; empty: it concerns all.
    unit: str = ""
    # Deliveries that it is about or that wait for it, and how many of them are past their time.
    count: int = 0
    overdue: int = 0
    since: datetime | None = None
    # Until when everything waits, and whether that is Facebook's estimate.
    until: datetime | None = None
    estimated: bool = False
    # Why, as Facebook or a person said it.
    reason: str = ""
    # What happened and until when, and what to do.
    text: str = ""
    next_step: str = ""
    # The same occasion has the same key.
    key: str = ""

    @property
    def title(self) -> str:
        """The matter in words."""
        return TITLES[self.matter]


def matter_of(state: State, hold: str) -> Matter | None:
    """What is the matter with a delivery that tells a person what to do;

    None when something else tells it.
    """
    match state, hold:
        case State.REFUSED, _:
            return Matter.REFUSED
        case _, Hold.PAGE_PARKED:
            return Matter.PARKED
        case State.HELD, Hold.FROZEN:
            # One person ends a freeze, however much it holds.
            return None
        case State.HELD, Hold.UNCERTAIN:
            return Matter.UNCERTAIN
        case State.HELD, _:
            return Matter.MISSED
        case State.PUBLISHED, _:
            return Matter.UNDONE
        case _:
            return None


def attention(
    pages: Mapping[str, Page],
    *,
    now: datetime,
    only: bool = False,
    without: Collection[Matter] = (),
) -> list[Item]:
    """Everything that waits for a person, the worst first; with `only` no more than concerns these
    pages.

    `without`: what the caller tells in another way, and nobody has to look for.
    """
    found = (item for item in _all(pages, now, only, without) if item.matter not in without)
    return sorted(found, key=lambda item: (list(Matter).index(item.matter), item.page))


def _all(
    pages: Mapping[str, Page], now: datetime, only: bool, without: Collection[Matter]
) -> Iterator[Item]:
    def mine(found: Iterable[Rows]) -> list[Rows]:
        return [rows for rows in found if not only or rows.page in pages]

    asked, in_work = mine(store.asked()), store.in_work(now=now)
    overdue = mine([*store.waiting(now=now), *in_work.late])
    states = list(PageState.objects.exclude(stop="", parked_at=None))
    yield from stops_of(states, pages, overdue, now=now, only=only)
    halted = {state.page for state in states if stop_store.stands(state, now)}
    yield from _parked(states, pages, asked, only)
    yield from _late(pages, overdue, halted, now)
    yield from _of_rows(pages, asked, overdue, now)
    soon = mine(store.by_page(store.unapproved(now=now, until=now + APPROVE_AHEAD)))
    yield from (_counted(Matter.APPROVAL, pages, rows, _APPROVE, now) for rows in soon)
    yield from tokens(pages, now=now)
    yield from _stuck(in_work.stuck, now)
    if Matter.DOWN not in without:
        yield from down(now=now)
    if Matter.PLANNING not in without:
        yield from _planning(now)
    if Matter.FROZEN not in without:
        yield from _frozen(pages, asked, only)
    if Matter.RETURNED not in without:
        back = mine(store.by_page(store.returned(now=now)))
        yield from (_counted(Matter.RETURNED, pages, rows, _MEND, now) for rows in back)
    if Matter.LINK not in without:
        yield from _links(pages, now, only)


# The service


def service_pid(*, now: datetime) -> int | None:
    """The process that serves this data folder, None when there was no sign of it for 30 s."""
    row = ServiceSign.objects.filter(seen_at__gte=now - SILENCE).first()
    return row.pid if row else None


def down(*, now: datetime) -> Iterator[Item]:
    """Nobody is there to publish what is due."""
    due = Delivery.objects.filter(due_at__gte=now - MEMORY, due_at__lt=now + NO_WORKER_AHEAD)
    if (
        service_pid(now=now) is None
        and due.filter(state__in=[state.value for state in store.NOT_OUT]).exists()
    ):
        yield Item(matter=Matter.DOWN, key=f"silent:{now:%Y-%m-%d}", text=SILENT, next_step=_START)
    if missing := no_worker(now=now):
        yield missing


def _stuck(stuck: int, now: datetime) -> Iterator[Item]:
    if stuck:
        text = f"{stuck} lượt dở dang của tiến trình đã chết."
        yield Item(
            matter=Matter.STUCK,
            count=stuck,
            key=f"stuck:{now:%Y-%m-%d}",
            text=text,
            next_step=_WORKER,
        )


def no_worker(*, now: datetime) -> Item | None:
    """That a cluster runs, none of its workers gave a sign for 2 minutes, and something is due."""
    absence = work_store.missing_workers(now=now)
    if absence is None or now - absence.since < NO_WORKER:
        return None
    rows = Delivery.objects.filter(due_at__gte=now - MEMORY, due_at__lt=now + NO_WORKER_AHEAD)
    if not rows.filter(state__in=[state.value for state in store.NOT_OUT]).exists():
        return None
    seen = absence.last_seen
    known = (
        f"lần cuối thấy lúc {seen.astimezone(ZoneInfo(VIETNAM)):%H:%M %d/%m}"
        if seen
        else "chưa thấy lần nào"
    )
    text = f"Không có tiến trình đăng bài nào chạy ({known}): bài đến giờ sẽ không được đăng."
    key = f"workers:{seen.timestamp() if seen else 0:.0f}"
    return Item(matter=Matter.DOWN, key=key, since=absence.since, text=text, next_step=_WORKER)


# Planning


def _planning(now: datetime) -> Iterator[Item]:
    for failure in failures(now=now):
        key = f"planning:{failure.owner[:100]}:{failure.since.timestamp():.0f}"
        yield Item(
            matter=Matter.PLANNING, since=failure.since, key=key, text=failed_in_words(failure)
        )
    asked = question()
    if asked and not asked.agreed_by:
        key = f"let-go:{asked.asked_at.timestamp():.0f}"
        yield Item(
            matter=Matter.LET_GO,
            count=asked.approved,
            since=asked.asked_at,
            key=key,
            text=str(asked),
        )


# Stops


def stops_of(
    states: Iterable[PageState],
    pages: Mapping[str, Page],
    overdue: Iterable[Rows],
    *,
    now: datetime,
    only: bool,
) -> Iterator[Item]:
    """The pages of which Facebook takes nothing, and the app ("*")."""
    standing = [stop_store.stopped(state) for state in states if stop_store.stands(state, now)]
    found = [
        stop
        for stop in standing
        if _is_told(stop, now) and (not only or stop.page in pages or stop.page == APP)
    ]
    if not found:
        return
    late = list(overdue)
    coming = store.waking_at([moment for stop in found for moment in stop.wakes], now=now)
    coming = [rows for rows in coming if not only or rows.page in pages]
    for stop in found:
        count = sum(rows.number for rows in late if stop.page in (rows.page, APP))
        behind = count + sum(rows.number for rows in coming if stop.page in (rows.page, APP))
        yield _stopped(stop, pages, behind, count, now)


def _is_told(stop: Stopped, now: datetime) -> bool:
    return stop.kind is not Stop.OFFLINE or now - stop.since >= OFFLINE_LONG


def _stopped(
    stop: Stopped, pages: Mapping[str, Page], behind: int, late: int, now: datetime
) -> Item:
    zone = _zone(pages, stop.page)
    who = "Cả ứng dụng" if stop.page == APP else f"Trang {stop.page}"
    since, until = clock(stop.since, zone), clock(max(stop.until, now), zone)
    end = f"Facebook ước tính đến {until}" if stop.estimated else f"một bài sẽ thử lại lúc {until}"
    text = (
        f"{who} không đăng được từ {since}: {stop.reason} Chờ: {end}. {behind} bài đang chờ, {late}"
        " bài đã quá giờ."
    )
    key = f"stop:{stop.page}:{stop.kind}:{stop.since.timestamp():.0f}"
    return Item(
        matter=Matter.STOPPED,
        page=stop.page,
        unit=_unit(pages, stop.page),
        count=behind,
        overdue=late,
        since=stop.since,
        until=max(stop.until, now),
        estimated=stop.estimated,
        reason=str(stop.reason),
        text=text,
        next_step=_BLOCKED if stop.kind is Stop.BLOCK else _WAIT,
        key=key,
    )


def _parked(
    known: Iterable[PageState], pages: Mapping[str, Page], asked: Iterable[Rows], only: bool
) -> Iterator[Item]:
    held = [rows for rows in asked if matter_of(rows.state, rows.hold) is Matter.PARKED]
    states = {state.page: state for state in known if state.parked_at}
    for page in sorted(
        {rows.page for rows in held} | {page for page in states if not only or page in pages}
    ):
        state, own = states.get(page), [rows for rows in held if rows.page == page]
        reason = (
            str(state.reason)
            if state
            else "Trang không còn trong cấu hình, hoặc chưa có mã truy cập."
        )
        since = state.parked_at if state else min(rows.earliest for rows in own)
        assert since
        yield Item(
            matter=Matter.PARKED,
            page=page,
            unit=_unit(pages, page),
            count=sum(rows.number for rows in own),
            since=since,
            reason=reason,
            text=f"Trang {page}: {reason}",
            next_step=(
                state.advice() if state else "Khai báo lại trang, hoặc chạy “publisher connect”."
            ),
            key=f"parked:{page}:{since.timestamp():.0f}",
        )


def _frozen(pages: Mapping[str, Page], asked: Iterable[Rows], only: bool) -> Iterator[Item]:
    held = [rows for rows in asked if rows.hold == Hold.FROZEN]
    units = {page.unit.slug for page in pages.values()}
    for freeze in active():
        if only and freeze.unit and freeze.unit not in units:
            continue
        own = (
            rows.number
            for rows in held
            if not freeze.unit or _unit(pages, rows.page) == freeze.unit
        )
        extent = freeze.unit or freeze.campaign or "toàn bộ"
        yield Item(
            matter=Matter.FROZEN,
            unit=freeze.unit,
            count=store.frozen(freeze.campaign) if freeze.campaign else sum(own),
            since=freeze.begun_at,
            text=(
                f"{extent}: {freeze.reason} ({freeze.begun_by},"
                f" {clock(freeze.begun_at, ZoneInfo(VIETNAM))})."
            ),
            next_step="Bài tự đi tiếp khi có người bỏ tạm dừng.",
            key=f"freeze:{freeze.pk}",
        )


# Deliveries


def _late(
    pages: Mapping[str, Page], overdue: Iterable[Rows], stops: Collection[str], now: datetime
) -> Iterator[Item]:
    """What is past its time though nothing is known to be in its way."""
    rows = [
        one
        for one in overdue
        if one.state is not State.UNKNOWN and one.page not in stops and APP not in stops
    ]
    for page in sorted({one.page for one in rows}):
        own = [one for one in rows if one.page == page]
        since = min(one.earliest for one in own)
        if now - since < LATE_LONG:
            continue
        count = sum(one.number for one in own)
        text = (
            f"Trang {page}: {count} bài đã quá giờ mà chưa đăng, lâu nhất từ"
            f" {clock(since, _zone(pages, page))}."
        )
        key = f"late:{page}:{since:%Y-%m-%d}"
        yield Item(
            matter=Matter.LATE,
            page=page,
            unit=_unit(pages, page),
            count=count,
            overdue=count,
            since=since,
            text=text,
            next_step="Bài lần lượt được đăng bù; nếu mãi không đăng, xem nhật ký của dịch vụ.",
            key=key,
        )


def _of_rows(
    pages: Mapping[str, Page], asked: Iterable[Rows], overdue: Iterable[Rows], now: datetime
) -> Iterator[Item]:
    for rows in asked:
        matter = matter_of(rows.state, rows.hold)
        if matter and matter is not Matter.PARKED:
            yield _counted(matter, pages, rows, _STEPS[matter], now)
    for rows in overdue:
        if rows.state is State.UNKNOWN and now - rows.earliest > UNKNOWN_LONG:
            yield _counted(Matter.UNKNOWN, pages, rows, _STEPS[Matter.UNKNOWN], now)


def _counted(
    matter: Matter, pages: Mapping[str, Page], rows: Rows, step: str, now: datetime
) -> Item:
    first = clock(rows.earliest, _zone(pages, rows.page))
    return Item(
        matter=matter,
        page=rows.page,
        unit=_unit(pages, rows.page),
        count=rows.number,
        since=rows.earliest,
        text=f"Trang {rows.page}: {rows.number} bài, giờ đăng sớm nhất {first}.",
        next_step=step,
        # Of each delivery its own notice is told.
        key="",
        overdue=rows.number if rows.earliest < now else 0,
    )


def tokens(pages: Mapping[str, Page], *, now: datetime) -> Iterator[Item]:
    """Tokens that are dead, lack something or end soon."""
    for slug, check in token_store.checks().items():
        if slug not in pages:
            continue
        unit, key = _unit(pages, slug), f"token:{slug}:{check.fingerprint}"
        if check.problem:
            text = f"Trang {slug}: {check.problem}"
            yield Item(
                matter=Matter.TOKEN,
                page=slug,
                unit=unit,
                reason=check.problem,
                text=text,
                key=f"{key}:bad",
            )
        if check.expires_at is None:
            continue
        left = check.expires_at - now
        if days := min((days for days in TOKEN_DAYS if left <= timedelta(days=days)), default=0):
            ends = check.expires_at.astimezone(pages[slug].zone)
            text = f"Trang {slug}: mã truy cập hết hạn {ends:%H:%M %d/%m/%Y}."
            step = "Lấy mã mới rồi chạy “publisher connect”."
            yield Item(
                matter=Matter.TOKEN,
                page=slug,
                unit=unit,
                until=check.expires_at,
                text=text,
                next_step=step,
                key=f"{key}:{days}",
            )


def _links(pages: Mapping[str, Page], now: datetime, only: bool) -> Iterator[Item]:
    rows = Delivery.objects.filter(due_at__gte=now, due_at__lt=now + timedelta(days=2))
    rows = rows.filter(page__in=list(pages)) if only else rows
    found = link_troubles(rows)
    if not found:
        return
    for one in store.by_page(Delivery.objects.filter(pk__in=list(found))):
        yield _counted(Matter.LINK, pages, one, "Mở bài, kiểm tra đường dẫn báo.", now)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as notices tell it."""
    return f"{moment.astimezone(zone):%H:%M %d/%m}"


def _zone(pages: Mapping[str, Page], slug: str) -> ZoneInfo:
    return pages[slug].zone if slug in pages else ZoneInfo(VIETNAM)


def _unit(pages: Mapping[str, Page], slug: str) -> str:
    return pages[slug].unit.slug if slug in pages else ""


SILENT = "Dịch vụ publisher không chạy: bài đến giờ sẽ không được đăng."
_NO_PAGE = "Trang không còn trong cấu hình, hoặc chưa có mã truy cập."
_START = "Khởi động lại dịch vụ trên máy chủ."
_WORKER = "Chạy “publisher worker” trên ít nhất một máy."
_WAIT = "Không phải làm gì: bài tự đi tiếp khi Facebook nhận lại."
_BLOCKED = (
    "Mở trang xem thông báo của Facebook và giãn bài ra; bài tự đi tiếp khi Facebook nhận lại."
)
_APPROVE = "Xem và duyệt, hoặc trả lại."
_MEND = "Sửa theo góp ý rồi lưu lại."
_STEPS = {
    Matter.REFUSED: "Mở từng bài, sửa theo lời nhắc.",
    Matter.MISSED: "Chọn: đăng ngay, dời giờ hoặc bỏ.",
    Matter.UNCERTAIN: "Mở trang xem, rồi chọn: đăng ngay hoặc bỏ.",
    Matter.UNKNOWN: "Mở trang xem bài đã hiện chưa; publisher vẫn tiếp tục đối chiếu.",
    Matter.UNDONE: "Mở từng bài, xem việc còn lại.",
}
