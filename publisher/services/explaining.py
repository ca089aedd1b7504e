"""A delivery's whole story, attempt by attempt, in words that staff and operators understand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from publisher.domain.delivery import State
from publisher.domain.page import Page
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


def stories(entry_id: str, pages: Mapping[str, Page], *, page: str = "") -> Iterator[str]:
    """The lines of every delivery of an entry, by due time; only on one page when given. Empty when there is none."""
    rows = Delivery.objects.filter(entry_id=entry_id)
    if page:
        rows = rows.filter(page=page)
    for row in rows.order_by("due_at", "page"):
        yield from _story(row, pages[row.page].zone if row.page in pages else None)


def _story(row: Delivery, zone: ZoneInfo | None) -> Iterator[str]:
    yield f"{row.entry_id} trên trang {row.page}, giờ đăng {_said(row.due_at, zone)}"
    if row.moved_from:
        yield f"  giờ cũ {_said(row.moved_from, zone)}, đã có người đặt lại"
    if row.approved_at:
        yield f"  {_said(row.approved_at, zone)}  {row.approved_by} duyệt"
    for attempt in row.attempts.order_by("started_at", "pk"):
        yield f"  {_said(attempt.started_at, zone)}  {_attempt(attempt)}"
    state = HELD_WORDS.get(row.hold, "tạm giữ") if row.state == State.HELD else WORDS[State(row.state)]
    yield f"  Bây giờ: {state}" + (f", lúc {_said(row.published_at, zone)}" if row.published_at else "")
    if row.reason:
        yield f"  Vì sao: {row.reason}"
    if row.next_step:
        yield f"  Cần làm: {row.next_step}"
    if row.wake_at:
        yield f"  Dịch vụ xem lại lúc {_said(row.wake_at, zone)}"
    if row.permalink:
        yield f"  {row.permalink}"


def _attempt(attempt: Attempt) -> str:
    said = f"{STEPS.get(attempt.step, attempt.step)}: {OUTCOMES.get(attempt.outcome, attempt.outcome)}"
    if attempt.finished_at:
        said += f" sau {(attempt.finished_at - attempt.started_at).total_seconds():.1f} giây".replace(".", ",")
    if attempt.code:
        said += f" (mã {attempt.code}" + (f", mã phụ {attempt.subcode})" if attempt.subcode else ")")
    return said + (f": {attempt.detail}" if attempt.detail else "")


def _said(moment: datetime, zone: ZoneInfo | None) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M:%S}"
