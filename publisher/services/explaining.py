"""A delivery's whole story, attempt by attempt, in words that staff and operators understand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from publisher.domain.delivery import State
from publisher.domain.page import Page
from publisher.facebook.verdicts import row_of
from publisher.services.reporting import HELD_WORDS, WORDS
from publisher.store.models import Attempt, Delivery

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
ACTIONS = {
    "edit": "sửa lời bài đã đăng",
    "remove": "gỡ bài",
    "reschedule": "đặt lại giờ cho lượt bị lỡ",
    "drop": "bỏ lượt bị lỡ",
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


def stories(entry_id: str, pages: Mapping[str, Page], *, page: str = "", language: str = "vi") -> Iterator[str]:
    """The lines of every delivery of an entry, by due time; only on one page when given. Empty when there is none.

    `language` "en" tells what Facebook's codes mean in English.
    """
    rows = Delivery.objects.filter(entry_id=entry_id)
    if page:
        rows = rows.filter(page=page)
    for row in rows.order_by("due_at", "page"):
        yield from _story(row, pages[row.page].zone if row.page in pages else None, language)


def _story(row: Delivery, zone: ZoneInfo | None, language: str) -> Iterator[str]:
    yield f"{row.entry_id} trên trang {row.page}, giờ đăng {_said(row.due_at, zone)}"
    if row.moved_from:
        yield f"  giờ cũ {_said(row.moved_from, zone)}, đã có người đặt lại"
    if row.approved_at:
        yield f"  {_said(row.approved_at, zone)}  {row.approved_by} duyệt"
    told = [(attempt.started_at, _attempt(attempt, language)) for attempt in row.attempts.order_by("started_at", "pk")]
    told += [
        (action.at, f"{action.by} {ACTIONS.get(action.what, action.what)}") for action in row.actions.order_by("at")
    ]
    for moment, words in sorted(told, key=lambda item: item[0]):
        yield f"  {_said(moment, zone)}  {words}"
    state = HELD_WORDS.get(row.hold, "tạm giữ") if row.state == State.HELD else WORDS[State(row.state)]
    if row.removed_at:
        state = "đã gỡ"
    yield f"  Bây giờ: {state}" + (f", lúc {_said(row.published_at, zone)}" if row.published_at else "")
    if row.reason:
        yield f"  Vì sao: {row.reason}"
    if row.next_step:
        yield f"  Cần làm: {row.next_step}"
    if row.warning:
        yield f"  Lưu ý: {row.warning}"
    if row.wake_at:
        yield f"  Dịch vụ xem lại lúc {_said(row.wake_at, zone)}"
    if row.permalink:
        yield f"  {row.permalink}"


def _attempt(attempt: Attempt, language: str) -> str:
    said = f"{STEPS.get(attempt.step, attempt.step)}: {OUTCOMES.get(attempt.outcome, attempt.outcome)}"
    if attempt.finished_at:
        said += f" sau {(attempt.finished_at - attempt.started_at).total_seconds():.1f} giây".replace(".", ",")
    if attempt.code:
        said += f" (mã {attempt.code}" + (f", mã phụ {attempt.subcode})" if attempt.subcode else ")")
    detail = attempt.detail
    if language == "en" and attempt.code and (row := row_of(attempt.code, attempt.subcode)):
        detail = f"{row.reason.en} {row.next_step.en}".strip()
    return said + (f": {detail}" if detail else "")


def _said(moment: datetime, zone: ZoneInfo | None) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M:%S}"
