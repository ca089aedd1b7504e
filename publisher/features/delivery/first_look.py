"""Before the first post of a page that this database does not know: the account's own list is held
against what is planned there. A lost database, a new machine, a colleague with another tool: what
is public already waits for a person instead of going out again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from publisher.channels.port import (
    Answer,
    ListedPost,
    ListedPosts,
    PageAccess,
    Repeating,
    Step,
    StepKind,
)
from publisher.domain.address import article_key
from publisher.domain.delivery import Hold, State
from publisher.domain.errors import PublisherError
from publisher.domain.message import compose
from publisher.domain.page import Page
from publisher.domain.reason import Reason, reason
from publisher.domain.revision import Revision
from publisher.domain.route import RouteName
from publisher.domain.text import words_of
from publisher.domain.verdict import Refused, Scope
from publisher.features.delivery.stage import Stage
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.models import Delivery

# What is older may be said again.
SPAN = timedelta(days=90)
# A campaign says the same again and again: only what appeared at about its own time is its post.
NEAR = timedelta(hours=3)


class Unread(NamedTuple):
    """The list did not come; what follows from the answer is settled as ever."""

    step: Step
    answer: Answer


def compared(stage: Stage, access: PageAccess) -> bool | Unread:
    """Whether the account's own list was held against what is planned, once for its page; False
    after the delivery was put aside."""
    slug = stage.row.page
    if page_store.is_compared(slug):
        return True
    step = _list(stage, access)
    answer = stage.attempt(step)
    if isinstance(answer, Refused):
        _refused(stage, access, answer)
        return False
    if not isinstance(answer, ListedPosts):
        return Unread(step, answer)
    owned = stage.transact(lambda: store.owned(slug))
    posts = [post for post in answer.posts if post.id not in owned]
    own = _same(stage.row, posts, stage.page)
    if own:
        # First: whoever dies here leaves the comparing to the next one.
        stage.hold(Hold.SHOWN, _told(own), **_evidence(own))
    page = stage.page
    stage.transact(lambda: _hold_planned(slug, page, posts, now=stage.now))
    return own is None


def _list(stage: Stage, access: PageAccess) -> Step:
    channel, since = stage.context.channel, stage.now - SPAN
    scheduled = RouteName.HANDOVER in stage.page.publishing
    return Step(
        name="list_public",
        kind=StepKind.LOOKS,
        repeating=Repeating.HARMLESS,
        call=lambda: channel.list_public(access, since, scheduled=scheduled),
    )


def _refused(stage: Stage, access: PageAccess, refused: Refused) -> None:
    """The list is not for us. A dead token parks the page, as any call would; else it is tried
    again, and then a person decides."""
    health = stage.context.channel.check_page(access)
    why = reason("delivery.list_unread", why=refused.reason)
    if isinstance(health, Refused) and health.scope is not Scope.DELIVERY:
        stage.refuse(health)
    elif not stage.look_later(State.APPROVED, reason=why):
        stage.hold(Hold.SHOWN, why, looks=0)


def _hold_planned(slug: str, page: Page, posts: Sequence[ListedPost], *, now: datetime) -> None:
    """Let go on what waited for the list, and hold what it shows already."""
    page_store.note_compared(slug, now=now)
    for row in store.not_begun(slug) if posts else ():
        if found := _same(row, posts, page):
            store.hold_planned(row, Hold.SHOWN, _told(found), **_evidence(found))


def _same(row: Delivery, posts: Sequence[ListedPost], page: Page) -> ListedPost | None:
    """The post of the list that says what a delivery would say; None when there is none."""
    content = Revision.from_json(row.revision.body)
    try:
        day = row.due_at.astimezone(page.zone).date()
        message = compose(content, unit=page.unit, on=day)
    except PublisherError:
        # It cannot be said at all; preparing tells why.
        return None
    said, article = words_of(message.text), article_key(message.link) if message.link else ""
    for post in posts:
        near = not row.campaign or abs(post.at - row.due_at) <= NEAR
        if near and _says(post, said, article):
            return post
    return None


def _says(post: ListedPost, said: str, article: str) -> bool:
    links = {article_key(link) for link in post.links}
    if said and words_of(post.text) == said:
        return not article or not links or article in links
    return not said and bool(article) and article in links


def _told(post: ListedPost) -> Reason:
    return reason("delivery.shown", at=post.at, address=post.address)


def _evidence(post: ListedPost) -> dict[str, Any]:
    return {"post_id": post.id, "permalink": post.address}
