"""Who did what when: one row for each thing a person does, written in the transaction that does
it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from publisher.store.models import Action, Delivery, signature
from publisher.store.text_search import holding


class What(StrEnum):
    """Things that people do."""

    WRITE = "write"
    CHANGE = "change"
    DELETE = "delete"
    RESTORE = "restore"
    MOVE = "move"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RETRY = "retry"
    RESCHEDULE = "reschedule"
    DROP = "drop"
    EDIT = "edit"
    REMOVE = "remove"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    UPLOAD = "upload"
    DISCARD = "discard"
    BRAND = "brand"
    CONNECT = "connect"
    SIGN_IN = "sign_in"
    INVITE = "invite"
    WITHDRAW = "withdraw"
    JOIN = "join"
    ROLES = "roles"
    KEY = "key"
    IMPORT = "import"
    SCHEDULE = "schedule"
    LET_GO = "let_go"


WORDS = {
    What.WRITE: "xếp bài",
    What.CHANGE: "sửa bài",
    What.DELETE: "xóa bài",
    What.RESTORE: "lấy lại bài đã xóa",
    What.MOVE: "dời giờ",
    What.APPROVE: "duyệt",
    What.SEND_BACK: "trả lại",
    What.RETRY: "gửi lại",
    What.RESCHEDULE: "đặt lại giờ cho lượt bị lỡ",
    What.DROP: "bỏ",
    What.EDIT: "sửa lời bài đã đăng",
    What.REMOVE: "gỡ bài",
    What.FREEZE: "tạm dừng",
    What.UNFREEZE: "bỏ tạm dừng",
    What.UPLOAD: "tải ảnh lên",
    What.DISCARD: "xóa ảnh",
    What.BRAND: "sửa bộ nhận diện",
    What.CONNECT: "kết nối trang",
    What.SIGN_IN: "đăng nhập",
    What.INVITE: "mời người",
    What.WITHDRAW: "rút lời mời",
    What.JOIN: "nhận lời mời",
    What.ROLES: "sửa tài khoản",
    What.KEY: "tạo hoặc thu hồi khóa API",
    What.IMPORT: "nhập kế hoạch thành chiến dịch",
    What.SCHEDULE: "đưa chiến dịch vào lịch",
    What.LET_GO: "đồng ý hủy nhiều lượt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which rows of the log to show; empty means all."""

    # None: of all units, and what concerns none.
    units: Collection[str] | None = None
    by: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    # In the entry's id or the detail.
    text: str = ""


def note(
    what: What,
    *,
    by: str,
    now: datetime,
    delivery: Delivery | None = None,
    unit: str = "",
    entry_id: str = "",
    page: str = "",
    detail: str = "",
    undo: dict[str, Any] | None = None,
) -> Action:
    """Write that somebody (a `Doer`, or a typed name) does something; expects the transaction that
    does it.
    """
    return Action.objects.create(
        delivery=delivery,
        at=now,
        **signature(by),
        what=what.value,
        detail=detail,
        unit=unit,
        entry_id=entry_id or (delivery.entry_id if delivery else ""),
        page=page or (delivery.page if delivery else ""),
        undo=undo or {},
    )


def entries(wanted: LogQuery) -> "QuerySet[Action]":
    """The log, the newest first."""
    rows = Action.objects.done_between(wanted.since, wanted.until).order_by("-at", "-pk")
    if wanted.units is not None:
        rows = rows.filter(unit__in=list(wanted.units))
    if wanted.by:
        rows = rows.filter(by=wanted.by)
    if wanted.what:
        rows = rows.filter(what=wanted.what)
    if wanted.text:
        rows = rows.filter(holding("entry_id", wanted.text) | holding("detail", wanted.text))
    return rows
