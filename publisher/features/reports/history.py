"""A delivery's whole story, attempt by attempt, in words that staff and operators understand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from publisher.domain.actor import Via
from publisher.domain.page import Page
from publisher.domain.reason import Reason, reason
from publisher.features.reports.status import state_of
from publisher.sentences.catalogue import Language
from publisher.store.activity_log import What, did
from publisher.store.models import Action, Attempt, Delivery

STEPS = {
    "upload_photo": "reports.step_upload_photo",
    "create_draft": "reports.step_create_draft",
    "scrape": "reports.step_scrape",
    "schedule": "reports.step_schedule",
    "find_scheduled": "reports.step_find_scheduled",
    "reschedule": "reports.step_reschedule",
    "delete": "reports.step_delete",
    "begin_video": "reports.step_begin_video",
    "send_video": "reports.step_send_video",
    "finish_video": "reports.step_finish_video",
    "story": "reports.step_story",
    "direct": "reports.step_direct",
    "find_post": "reports.step_find_post",
    "list_public": "reports.step_list_public",
    "edit": "reports.step_edit",
    "flip": "reports.step_flip",
    "look": "reports.step_look",
    "comment": "reports.step_comment",
    "find_comment": "reports.step_find_comment",
}
OUTCOMES = {
    "": "reports.outcome_open",
    "accepted": "reports.outcome_accepted",
    "published": "reports.outcome_published",
    "invisible": "reports.outcome_invisible",
    "missing": "reports.outcome_missing",
    "found": "reports.outcome_found",
    "settled": "reports.outcome_settled",
    "refused": "reports.outcome_refused",
    "deferred": "reports.outcome_deferred",
    "unknown": "reports.outcome_unknown",
    "lost": "reports.outcome_lost",
}


class HistoryEvent(NamedTuple):
    """Something that happened to a delivery."""

    at: datetime
    words: Reason
    # "good", "bad" or "".
    mood: str


def stories(
    entry_id: str, pages: Mapping[str, Page], *, page: str = "", language: Language = "vi"
) -> Iterator[str]:
    """The lines of every delivery of an entry, by due time; only on one page when given. Empty when
    there is none."""
    rows = Delivery.objects.filter(entry_id=entry_id)
    if page:
        rows = rows.filter(page=page)
    for row in rows.order_by("due_at", "page"):
        yield from _story(row, pages[row.page].zone if row.page in pages else None, language)


def told(row: Delivery) -> list[HistoryEvent]:
    """Everything that happened to a delivery, in order."""
    found = [
        HistoryEvent(attempt.started_at, _attempt(attempt), _mood(attempt.outcome))
        for attempt in row.attempts.order_by("started_at", "pk")
    ]
    acted = list(row.actions.order_by("at", "pk"))
    found += [HistoryEvent(action.at, _action(action), "") for action in acted]
    if row.approved_at and not any(
        action.what == What.APPROVE and action.at == row.approved_at for action in acted
    ):
        # Approved before there was a log.
        approved = reason("reports.did", by=row.approved_by, did=did(What.APPROVE))
        found.append(HistoryEvent(row.approved_at, approved, "good"))
    return sorted(found, key=lambda one: one.at)


def _story(row: Delivery, zone: ZoneInfo | None, language: Language) -> Iterator[str]:
    due = _said(row.due_at, zone)
    yield reason("reports.story_of", entry=row.entry_id, page=row.page, at=due).said(language)
    if row.moved_from:
        moved = reason("reports.story_moved", at=_said(row.moved_from, zone))
        yield f"  {moved.said(language)}"
    for one in told(row):
        yield f"  {_said(one.at, zone)}  {one.words.said(language)}"
    for line in _stands(row, zone, language):
        yield f"  {line.said(language)}"
    if row.permalink:
        yield f"  {row.permalink}"


def _stands(row: Delivery, zone: ZoneInfo | None, language: Language) -> Iterator[Reason]:
    """How it stands now, and what a person has to do."""
    state = state_of(row)
    if row.published_at:
        yield reason("reports.story_public", state=state, at=_said(row.published_at, zone))
    else:
        yield reason("reports.story_now", state=state)
    if row.sent_back:
        yield reason("reports.story_sent_back", comment=row.sent_back)
    if row.reason:
        yield reason("reports.story_why", why=row.reason)
    if advice := row.advice(language):
        yield reason("reports.story_do", what=advice)
    if row.warning:
        yield reason("reports.story_warning", warning=row.warning)
    if row.wake_at:
        yield reason("reports.story_wakes", at=_said(row.wake_at, zone))


# Doors through which nobody signs in.
DOORS = {Via.COMMAND.value: "reports.did_by_command", Via.API.value: "reports.did_by_api"}


def _action(action: Action) -> Reason:
    code = DOORS.get(action.via, "reports.did")
    found = reason(code, by=action.by, did=did(action.what))
    if action.detail and action.what == What.SEND_BACK:
        return reason("reports.with_detail", said=found, detail=action.detail)
    return found


def _mood(outcome: str) -> str:
    if outcome in ("published", "accepted", "settled", "found"):
        return "good"
    return "bad" if outcome in ("refused", "unknown", "lost") else ""


def _attempt(attempt: Attempt) -> Reason:
    found = reason(
        "reports.attempt",
        step=_named(STEPS, attempt.step),
        outcome=_named(OUTCOMES, attempt.outcome),
    )
    if attempt.finished_at:
        took = (attempt.finished_at - attempt.started_at).total_seconds()
        found = reason("reports.took", said=found, seconds=took)
    if attempt.subcode:
        found = reason(
            "reports.with_subcode", said=found, code=attempt.code, subcode=attempt.subcode
        )
    elif attempt.code:
        found = reason("reports.with_code", said=found, code=attempt.code)
    if attempt.detail:
        return reason("reports.with_detail", said=found, detail=attempt.detail)
    return found


def _named(codes: Mapping[str, str], name: str) -> Reason | str:
    """By its code; a name of another version as it is."""
    return reason(codes[name]) if name in codes else name


def _said(moment: datetime, zone: ZoneInfo | None) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M:%S}"
