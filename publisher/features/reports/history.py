"""A delivery's whole story, attempt by attempt, in words that staff and operators understand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from publisher.domain.actor import Via
from publisher.domain.delivery import HOLD_WORDS, STATE_WORDS, State
from publisher.domain.page import Page
from publisher.sentences.catalogue import Language
from publisher.store.activity_log import WORDS as LOG_WORDS
from publisher.store.activity_log import What
from publisher.store.models import Action, Attempt, Delivery

STEPS = {
    "upload_photo": "tải ảnh lên",
    "create_draft": "tạo bài nháp",
    "scrape": "cho Facebook đọc trước đường dẫn",
    "schedule": "giao bài cho lịch của Facebook",
    "find_scheduled": "tìm bài trong lịch của Facebook",
    "reschedule": "dời giờ trong lịch của Facebook",
    "delete": "xóa trên Facebook",
    "begin_video": "mở lượt tải video",
    "send_video": "tải video lên",
    "finish_video": "cho video hiện ra",
    "story": "đăng tin",
    "direct": "đăng thẳng",
    "find_post": "tìm bài trên trang",
    "edit": "sửa lời bài đã đăng",
    "flip": "chuyển bài sang công khai",
    "look": "xem lại bài trên trang",
    "comment": "gửi bình luận đầu tiên",
    "find_comment": "tìm lại bình luận",
}
OUTCOMES = {
    "": "chưa biết kết quả",
    "accepted": "được nhận",
    "published": "đã công khai",
    "invisible": "bài còn ẩn",
    "missing": "không thấy",
    "found": "tìm thấy",
    "settled": "đã đối chiếu xong",
    "refused": "bị từ chối",
    "deferred": "Facebook bảo chờ",
    "unknown": "không rõ kết quả, sẽ đối chiếu",
    "lost": "tiến trình dừng giữa chừng, sẽ đối chiếu",
}


class HistoryEvent(NamedTuple):
    """Something that happened to a delivery."""

    at: datetime
    words: str
    # "good", "bad" or "".
    mood: str


def stories(
    entry_id: str, pages: Mapping[str, Page], *, page: str = "", language: Language = "vi"
) -> Iterator[str]:
    """The lines of every delivery of an entry, by due time; only on one page when given. Empty when
    there is none.

    `language` "en" tells what Facebook's codes mean in English.
    """
    rows = Delivery.objects.filter(entry_id=entry_id)
    if page:
        rows = rows.filter(page=page)
    for row in rows.order_by("due_at", "page"):
        yield from _story(row, pages[row.page].zone if row.page in pages else None, language)


def told(row: Delivery, *, language: Language = "vi") -> list[HistoryEvent]:
    """Everything that happened to a delivery, in order."""
    found = [
        HistoryEvent(attempt.started_at, _attempt(attempt, language), _mood(attempt.outcome))
        for attempt in row.attempts.order_by("started_at", "pk")
    ]
    acted = list(row.actions.order_by("at", "pk"))
    found += [HistoryEvent(action.at, _action(action), "") for action in acted]
    if row.approved_at and not any(
        action.what == What.APPROVE and action.at == row.approved_at for action in acted
    ):
        # Approved before there was a log.
        found.append(HistoryEvent(row.approved_at, f"{row.approved_by} duyệt", "good"))
    return sorted(found, key=lambda one: one.at)


def _story(row: Delivery, zone: ZoneInfo | None, language: Language) -> Iterator[str]:
    yield f"{row.entry_id} trên trang {row.page}, giờ đăng {_said(row.due_at, zone)}"
    if row.moved_from:
        yield f"  giờ cũ {_said(row.moved_from, zone)}, đã có người đặt lại"
    for one in told(row, language=language):
        yield f"  {_said(one.at, zone)}  {one.words}"
    state = (
        HOLD_WORDS.get(row.hold, "tạm giữ")
        if row.state == State.HELD
        else STATE_WORDS[State(row.state)]
    )
    if row.removed_at:
        state = "đã gỡ"
    yield f"  Bây giờ: {state}" + (
        f", lúc {_said(row.published_at, zone)}" if row.published_at else ""
    )
    if row.sent_back:
        yield f"  Bị trả lại: {row.sent_back}"
    if row.reason:
        yield f"  Vì sao: {row.reason}"
    if advice := row.advice():
        yield f"  Cần làm: {advice}"
    if row.warning:
        yield f"  Lưu ý: {row.warning}"
    if row.wake_at:
        yield f"  Dịch vụ xem lại lúc {_said(row.wake_at, zone)}"
    if row.permalink:
        yield f"  {row.permalink}"


# Doors through which nobody signs in.
DOORS = {Via.COMMAND.value: " (dòng lệnh)", Via.API.value: " (khóa API)"}


def _action(action: Action) -> str:
    words = f"{action.by} {LOG_WORDS[What(action.what)]}{DOORS.get(action.via, '')}"
    return f"{words}: {action.detail}" if action.detail and action.what == What.SEND_BACK else words


def _mood(outcome: str) -> str:
    if outcome in ("published", "accepted", "settled", "found"):
        return "good"
    return "bad" if outcome in ("refused", "unknown", "lost") else ""


def _attempt(attempt: Attempt, language: Language) -> str:
    said = (
        f"{STEPS.get(attempt.step, attempt.step)}: {OUTCOMES.get(attempt.outcome, attempt.outcome)}"
    )
    if attempt.finished_at:
        said += (
            f" sau {(attempt.finished_at - attempt.started_at).total_seconds():.1f} giây".replace(
                ".", ","
            )
        )
    if attempt.code:
        said += f" (mã {attempt.code}" + (
            f", mã phụ {attempt.subcode})" if attempt.subcode else ")"
        )
    detail = attempt.detail.said(language)
    return said + (f": {detail}" if detail else "")


def _said(moment: datetime, zone: ZoneInfo | None) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M:%S}"
