"""Who did what when: one row for each thing a person does, written in the transaction that does
it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from publisher.domain.reason import Reason, told
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
    RENAME = "rename"
    ADOPT = "adopt"


_DID = {
    What.WRITE: "log.write",
    What.CHANGE: "log.change",
    What.DELETE: "log.delete",
    What.RESTORE: "log.restore",
    What.MOVE: "log.move",
    What.APPROVE: "log.approve",
    What.SEND_BACK: "log.send_back",
    What.RETRY: "log.retry",
    What.RESCHEDULE: "log.reschedule",
    What.DROP: "log.drop",
    What.EDIT: "log.edit",
    What.REMOVE: "log.remove",
    What.FREEZE: "log.freeze",
    What.UNFREEZE: "log.unfreeze",
    What.UPLOAD: "log.upload",
    What.DISCARD: "log.discard",
    What.BRAND: "log.brand",
    What.CONNECT: "log.connect",
    What.SIGN_IN: "log.sign_in",
    What.INVITE: "log.invite",
    What.WITHDRAW: "log.withdraw",
    What.JOIN: "log.join",
    What.ROLES: "log.roles",
    What.KEY: "log.key",
    What.IMPORT: "log.import",
    What.SCHEDULE: "log.schedule",
    What.LET_GO: "log.let_go",
    What.RENAME: "log.rename",
    What.ADOPT: "log.adopt",
}


def did(what: str) -> Reason:
    """What somebody did, as follows their name."""
    return Reason(_DID[What(what)])


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which rows of the log to show; empty means all."""

    # None: of all units, and what concerns none.
    units: Collection[str] | None = None
    by: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    # In the entry's id or the detail: what people wrote, names and numbers.
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
    detail: Reason | str = "",
    undo: dict[str, Any] | None = None,
) -> Action:
    """Write that somebody (a `Doer`, or a typed name) does something; expects the transaction that
    does it. Words of people are taken as they are, whatever they look like.
    """
    return Action.objects.create(
        delivery=delivery,
        at=now,
        **signature(by),
        what=what.value,
        detail=told(detail) if detail and isinstance(detail, str) else detail,
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
