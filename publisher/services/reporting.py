"""What is due, what went out, what needs a person: the answers for `publisher status`, `queue list` and the demo."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from publisher.domain.delivery import Hold, State
from publisher.store.freezes import active
from publisher.store.models import Delivery, PageState, Service

# The service signs every 5 s; after so long without a sign it is taken for dead.
SILENCE = timedelta(seconds=30)
FACEBOOK = "https://www.facebook.com/"
AHEAD = (State.PLANNED, State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING)
TROUBLE = (State.REFUSED, State.UNKNOWN, State.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One delivery in a list."""

    entry_id: str
    page: str
    due_at: datetime
    state: State
    hold: str
    published_at: datetime | None
    address: str
    reason: str
    next_step: str
    # A person took it down after it was public.
    removed: bool = False
    # Nothing is wrong, yet a person should know.
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The state of everything at one moment."""

    # None when no service runs on this data folder.
    service_pid: int | None
    counts: dict[State, int]
    unapproved: int
    coming: list[Line]
    gone_out: list[Line]
    # Needs a person: refused, held, unknown, or published with something left undone.
    trouble: list[Line]
    # What is stopped, why, by whom and since when.
    frozen: list[tuple[str, str, str, datetime]]
    # Pages that nothing is sent to, with the reason and what to do.
    parked: list[tuple[str, str, str]]


def board(*, now: datetime, limit: int) -> Board:
    """At most `limit` lines in each list; the nearest to now first."""
    rows = Delivery.objects.all()
    ahead = rows.filter(state__in=[state.value for state in AHEAD], due_at__gte=now - timedelta(hours=2))
    # A freeze needs one person, not one for each delivery.
    trouble = rows.filter(state__in=[state.value for state in TROUBLE]).exclude(hold=Hold.FROZEN.value)
    undone = rows.filter(state=State.PUBLISHED.value).exclude(next_step="")
    counted = rows.values_list("state").annotate(Count("pk"))
    return Board(
        service_pid=service_pid(now=now),
        counts={State(state): number for state, number in counted},
        unapproved=rows.filter(state=State.PLANNED.value, sent_back="", due_at__gte=now).count(),
        coming=_lines(ahead.order_by("due_at", "pk")[:limit]),
        gone_out=_lines(rows.filter(state=State.PUBLISHED.value).order_by("-published_at", "pk")[:limit]),
        trouble=_lines((trouble | undone).order_by("-due_at", "pk")[:limit]),
        frozen=[(found.unit or found.campaign, found.reason, found.begun_by, found.begun_at) for found in active()],
        parked=[
            (page.page, page.reason, page.next_step)
            for page in PageState.objects.filter(parked_at__isnull=False).order_by("page")
        ],
    )


def service_pid(*, now: datetime) -> int | None:
    """The process that serves this data folder, None when there was no sign of it for 30 s."""
    row = Service.objects.filter(seen_at__gte=now - SILENCE).first()
    return row.pid if row else None


def deliveries_of(entry_ids: Collection[str]) -> dict[str, list[Line]]:
    """The deliveries of some entries, each list by due time."""
    wanted = set(entry_ids)
    found: dict[str, list[Line]] = {entry_id: [] for entry_id in entry_ids}
    for line in _lines(Delivery.objects.order_by("due_at", "pk")):
        if line.entry_id in wanted:
            found[line.entry_id].append(line)
    return found


def state_in_words(line: Line) -> str:
    """The state as staff say it, in Vietnamese."""
    if line.state is State.HELD:
        return HELD_WORDS.get(line.hold, "tạm giữ")
    return "đã gỡ" if line.removed else WORDS[line.state]


HELD_WORDS = {
    Hold.TOO_LATE.value: "bị lỡ",
    Hold.PAGE_PARKED.value: "chờ trang",
    Hold.FROZEN.value: "tạm dừng",
    Hold.UNCERTAIN.value: "chưa rõ đã hiện chưa",
    Hold.RESTORED.value: "có thể đã đăng, dữ liệu là bản cũ",
}
WORDS = {
    State.PLANNED: "chờ duyệt",
    State.APPROVED: "đã duyệt",
    State.PREPARING: "đang chuẩn bị",
    State.PREPARED: "sẵn sàng",
    State.PUBLISHING: "đang đăng",
    State.PUBLISHED: "đã đăng",
    State.HELD: "tạm giữ",
    State.UNKNOWN: "đang đối chiếu",
    State.REFUSED: "bị từ chối",
    State.CANCELLED: "đã hủy",
}


def _lines(rows: Iterable[Delivery]) -> list[Line]:
    return [_line(row) for row in rows]


def _line(row: Delivery) -> Line:
    return Line(
        entry_id=row.entry_id,
        page=row.page,
        due_at=row.due_at,
        state=State(row.state),
        hold=row.hold,
        published_at=row.published_at,
        address=row.permalink or (FACEBOOK + row.post_id if row.post_id else ""),
        reason=row.reason,
        next_step=row.next_step,
        removed=row.removed_at is not None,
        warning=row.warning,
    )
