"""After publishing: the permalink and the first comment.

The post itself is out whatever happens here.
"""

from dataclasses import replace
from datetime import timedelta

from publisher.channels.pacing import Importance
from publisher.channels.port import About, PageAccess, Repeating, Step, StepKind
from publisher.domain.delivery import State
from publisher.domain.reason import Reason
from publisher.domain.verdict import Accepted, Invisible, Missing, Published
from publisher.features.delivery import gates
from publisher.features.delivery.settle import settle
from publisher.features.delivery.stage import Stage
from publisher.store import deliveries as store
from publisher.store.reason_columns import asking

# A first comment or a permalink that does not come is not worth asking for longer: these last
# beyond `UNSETTLED`.
AFTERCARE_TRIES = 11
# Nobody waits for a permalink; the calls that make posts public go first.
AFTERCARE_DELAY = timedelta(seconds=3)
# How often a first comment looks whether a freeze has ended.
FROZEN_LOOK = timedelta(minutes=1)


def aftercare(stage: Stage) -> None:
    """Ask for the permalink and place the first comment."""
    row, comment = stage.row, _wanted_comment(stage)
    wants_link = stage.route.traits.addressed and not row.permalink
    if row.setbacks >= AFTERCARE_TRIES and comment:
        return stage.end(State.PUBLISHED, wake_at=None, **asking(_NO_COMMENT))
    if row.setbacks >= AFTERCARE_TRIES or not (comment or wants_link):
        return stage.end(State.PUBLISHED, wake_at=None)
    access = stage.let_in(Importance.PREPARE if comment else Importance.REST)
    if not access or (wants_link and not _ask_permalink(stage, access)):
        return None
    if comment is None:
        return stage.end(State.PUBLISHED, wake_at=None, setbacks=0)
    if gates.first(gates.COMMENT, gates.View(stage.context, [row], now=stage.now), row):
        # A comment is a word of the unit's too: it waits with everything else.
        return stage.release(wake_at=stage.now + FROZEN_LOOK)
    return _comment(stage, access, comment)


def _wanted_comment(stage: Stage) -> str | None:
    """The first comment that is still missing."""
    row = stage.row
    if row.comment_id or row.removed_at or row.page not in stage.context.pages:
        return None
    return (stage.message.first_comment or None) if stage.route.traits.commented else None


def _ask_permalink(stage: Stage, access: PageAccess) -> bool:
    step = replace(stage.route.look(access, stage.row.post_id), kind=StepKind.FOLLOWS)
    match stage.attempt(step):
        case Published(permalink=permalink) if permalink:
            stage.write(store.change, permalink=permalink)
            return True
        case Published() | Invisible() | Missing():
            stage.later()
        case setback:
            settle(stage, step, setback)
    return False


def _comment(stage: Stage, access: PageAccess, text: str) -> None:
    may_be_there = store.may_have_happened(stage.row, "comment")
    if may_be_there and not _comment_is_missing(stage, access, text):
        return
    channel, post = stage.context.channel, stage.row.post_id
    step = Step(
        name="comment",
        kind=StepKind.FOLLOWS,
        repeating=Repeating.TWICE,
        call=lambda: channel.comment(access, post, text),
        about=About.POST,
    )
    match stage.attempt(step):
        case Accepted(object_id=comment_id):
            stage.end(State.PUBLISHED, comment_id=comment_id, wake_at=None)
        case setback:
            settle(stage, step, setback)


def _comment_is_missing(stage: Stage, access: PageAccess, text: str) -> bool:
    """Whether it is surely not there: lists lag, so one look does not tell."""
    channel, post = stage.context.channel, stage.row.post_id
    step = Step(
        name="find_comment",
        kind=StepKind.FOLLOWS,
        repeating=Repeating.HARMLESS,
        call=lambda: channel.find_comment(access, post, text),
    )
    match stage.attempt(step):
        case Missing():
            return not stage.look_later(State.PUBLISHED)
        case Accepted(object_id=comment_id):
            stage.end(State.PUBLISHED, comment_id=comment_id, wake_at=None, looks=0)
        case setback:
            settle(stage, step, setback)
    return False


_NO_COMMENT = Reason("delivery.no_comment")
