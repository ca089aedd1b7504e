"""What people do to a post that is public: other words, or taking it down. Who did it is kept."""

from datetime import datetime

from publisher.channels.port import PageAccess
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.errors import CannotAmend
from publisher.domain.message import compose
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.domain.route import RouteName
from publisher.domain.text import MESSAGE_LIMIT, nfc, utf16_length
from publisher.domain.verdict import Accepted, Deferred, Missing, Refused, Unknown
from publisher.features.delivery.stage import facts
from publisher.features.delivery.toolbox import UNSETTLED
from publisher.features.people.activity_log import What, note
from publisher.store import deliveries as store
from publisher.store.models import Action, Delivery

# Their words are no `message`; nobody has shown that they can be changed.
NO_EDIT = frozenset(
    way.value
    for way in (RouteName.VIDEO, RouteName.REEL, RouteName.PHOTO_STORY, RouteName.VIDEO_STORY)
)


def public(*, entry_id: str, page: str = "") -> list[Delivery]:
    """The public posts of an entry that nobody took down, by due time;

    only on one page when given.
    """
    rows = Delivery.objects.filter(entry_id=entry_id, state=State.PUBLISHED.value, removed_at=None)
    rows = rows.filter(page=page) if page else rows
    return list(rows.select_related("revision").order_by("due_at", "page"))


def words_of(revision: Revision, page: Page, row: Delivery) -> str:
    """What a revision says on the page, on the day of the delivery."""
    return compose(revision, unit=page.unit, on=row.due_at.astimezone(page.zone).date()).text


def edit(context: Context, row: Delivery, text: str, *, now: datetime) -> None:
    """Give a public post other words; pictures and link of a post cannot be changed at Facebook.

    Raises:
        CannotAmend: the text is too long, or Facebook refuses or does not answer; it may be tried
        again.
    """
    if row.sequence in NO_EDIT:
        raise CannotAmend(
            "Facebook không cho ứng dụng sửa lời video và tin; sửa ngay trên trang, hoặc gỡ rồi"
            " đăng lại."
        )
    words = nfc(text).strip()
    if utf16_length(words) > MESSAGE_LIMIT:
        raise CannotAmend(f"Lời mới dài quá {MESSAGE_LIMIT} ký tự; hãy rút ngắn.")
    if not words:
        raise CannotAmend("Lời mới trống; để bỏ bài, dùng “publisher published remove”.")
    before = words_of(Revision.from_json(row.revision.body), context.pages[row.page], row)
    _call(context, row, "edit", now, text=words)
    _note(context, row, What.EDIT, f"{before}\n→\n{words}", now, edited_at=now)


def remove(context: Context, row: Delivery, reason: str, *, now: datetime) -> None:
    """Take a public post down; one that is gone already counts as taken down.

    Raises:
        CannotAmend: Facebook refuses or does not answer; it may be tried again.
    """
    _call(context, row, "delete", now)
    _note(context, row, What.REMOVE, reason, now, removed_at=now, wake_at=None)


def actions(row: Delivery) -> list[Action]:
    """What people did to a delivery, in order."""
    return list(row.actions.order_by("at", "pk"))


def _access(context: Context, row: Delivery) -> PageAccess:
    token = context.token(row.page)
    if token is None:
        raise CannotAmend("Trang chưa có mã truy cập; kết nối trang rồi thử lại.")
    return PageAccess(page_id=context.pages[row.page].facebook_id, token=token)


def _call(context: Context, row: Delivery, step: str, now: datetime, *, text: str = "") -> None:
    access = _access(context, row)
    attempt = context.transactions.write(lambda: store.begin(row, step, now=now))
    if step == "edit":
        answer = context.channel.edit(access, row.post_id, text)
    else:
        answer = context.channel.delete(access, row.post_id)
    context.transactions.write(lambda: store.finish(attempt, now=now, **facts(answer)))
    match answer:
        case Accepted():
            return
        case Missing() if row.published_at and now - row.published_at < UNSETTLED:
            raise CannotAmend(
                "Facebook chưa tìm thấy bài: bài mới đăng thì có khi phải chờ, hoặc bài đã bị xóa. "
                "Mở trang xem; nếu bài còn đó, đợi một phút rồi làm lại."
            )
        case Missing() if step == "delete":
            return
        case Missing():
            raise CannotAmend("Bài không còn trên Facebook; có thể đã bị xóa ở đó.")
        case Refused(reason=reason):
            raise CannotAmend(
                f"{reason} {reason.advice()} Nếu gấp, sửa hoặc xóa ngay trên trang Facebook."
            )
        case Deferred(reason=reason) | Unknown(reason=reason):
            raise CannotAmend(
                f"{reason} Chưa chắc đã xong; chạy lại lệnh này (làm lại không hại gì)."
            )


def _note(
    context: Context, row: Delivery, what: What, detail: str, now: datetime, **changes: object
) -> None:
    def both() -> None:
        note(
            what,
            by=context.actor,
            now=now,
            delivery=row,
            unit=context.pages[row.page].unit.slug,
            detail=detail,
        )
        Delivery.objects.filter(pk=row.pk).update(**changes)

    context.transactions.write(both)
