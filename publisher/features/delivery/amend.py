"""What people do to a post that is public: other words, or taking it down. Who did it is kept."""

from datetime import datetime

from publisher.channels.port import PageAccess, Route, Step
from publisher.context import Context
from publisher.domain.errors import CannotAmend
from publisher.domain.message import compose
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.domain.route import RouteName
from publisher.domain.text import MESSAGE_LIMIT, nfc, utf16_length
from publisher.domain.verdict import Accepted, Missing
from publisher.features.delivery.gates import access_to
from publisher.features.delivery.settle import told_at_once
from publisher.features.delivery.stage import UNSETTLED, facts
from publisher.store import deliveries as store
from publisher.store.activity_log import What, note
from publisher.store.models import Action, Delivery


def public(*, entry_id: str, page: str = "") -> list[Delivery]:
    """The public posts of an entry that nobody took down, by due time; only on one
    page when given.
    """
    rows = Delivery.objects.standing().filter(entry_id=entry_id)
    rows = rows.filter(page=page) if page else rows
    return list(rows.select_related("revision").order_by("due_at", "page"))


def words_of(revision: Revision, page: Page, row: Delivery) -> str:
    """What a revision says on the page, on the day of the delivery."""
    return compose(revision, unit=page.unit, on=row.due_at.astimezone(page.zone).date()).text


def can_edit(context: Context, row: Delivery) -> bool:
    """Whether the channel lets the words of a public post be changed."""
    return _route(context, row).traits.editable


def edit(context: Context, row: Delivery, text: str, *, now: datetime) -> None:
    """Give a public post other words; pictures and link of a post cannot be changed at Facebook.

    Raises:
        CannotAmend: the text is too long, or Facebook refuses or does not answer; it may be tried
        again.
    """
    route = _route(context, row)
    if not can_edit(context, row):
        raise CannotAmend("delivery.not_editable")
    words = nfc(text).strip()
    if utf16_length(words) > MESSAGE_LIMIT:
        raise CannotAmend("delivery.words_too_long", limit=MESSAGE_LIMIT)
    if not words:
        raise CannotAmend("delivery.no_words")
    before = words_of(Revision.from_json(row.revision.body), context.pages[row.page], row)
    _call(context, row, route.edit(_access(context, row), row.post_id, words), now)
    _note(context, row, What.EDIT, f"{before}\n→\n{words}", now, edited_at=now)


def remove(context: Context, row: Delivery, reason: str, *, now: datetime) -> None:
    """Take a public post down; one that is gone already counts as taken down.

    Raises:
        CannotAmend: Facebook refuses or does not answer; it may be tried again.
    """
    route = _route(context, row)
    _call(context, row, route.remove(_access(context, row), row.post_id), now)
    _note(context, row, What.REMOVE, reason, now, removed_at=now, wake_at=None)


def actions(row: Delivery) -> list[Action]:
    """What people did to a delivery, in order."""
    return list(row.actions.order_by("at", "pk"))


def _route(context: Context, row: Delivery) -> Route:
    return context.channel.route(RouteName(row.sequence or RouteName.DRAFT))


def _access(context: Context, row: Delivery) -> PageAccess:
    access = access_to(context, row.page)
    if access is None:
        raise CannotAmend("delivery.not_connected")
    return access


def _call(context: Context, row: Delivery, step: Step, now: datetime) -> None:
    attempt = context.transactions.write(lambda: store.begin(row, step.name, now=now))
    answer = step.call()
    context.transactions.write(lambda: store.finish(attempt, now=now, **facts(answer)))
    if isinstance(answer, Missing):
        at = row.published_at
        if at is not None and now - at < UNSETTLED:
            raise CannotAmend("delivery.amended_too_soon")
        if step.name == "edit":
            raise CannotAmend("delivery.amended_too_late")
    elif not isinstance(answer, Accepted):
        raise CannotAmend(told_at_once(answer))


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
