"""After publishing: the permalink and the first comment.

The post itself is out whatever happens here.
"""

from publisher.channels.pacing import Importance
from publisher.channels.port import PageAccess
from publisher.domain.delivery import State
from publisher.domain.reason import Reason, reason
from publisher.domain.route import RouteName
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Missing,
    Published,
    Refused,
    Scope,
    Stop,
    Unknown,
)
from publisher.features.delivery.send import Sending
from publisher.features.delivery.stage import is_gone
from publisher.features.delivery.toolbox import AFTERCARE_TRIES, FROZEN_LOOK, UNSETTLED
from publisher.store import deliveries as store
from publisher.store.reason_columns import asking

STORIES = (RouteName.PHOTO_STORY, RouteName.VIDEO_STORY)
VIDEOS = (RouteName.VIDEO, RouteName.REEL)


class Aftercare(Sending):
    """Published."""

    def aftercare(self) -> None:
        """Ask for the permalink and place the first comment."""
        comment = (
            None if self.sequence in STORIES or self.page is None else self._message().first_comment
        )
        wants_comment = bool(comment) and not self.row.comment_id and self.row.removed_at is None
        wants_link = not self.row.permalink and self.sequence not in STORIES
        if self.row.setbacks >= AFTERCARE_TRIES and wants_comment:
            return self._end(State.PUBLISHED, wake_at=None, **asking(_NO_COMMENT))
        if self.row.setbacks >= AFTERCARE_TRIES or not (wants_comment or wants_link):
            return self._end(State.PUBLISHED, wake_at=None)
        importance = Importance.PREPARE if wants_comment else Importance.REST
        if not (access := self._access(importance)):
            return None
        if wants_link and not self._ask_permalink(access):
            return None
        if comment and wants_comment:
            if self._freeze():
                # A comment is a word of the unit's too: it waits with everything else.
                return self._release(wake_at=self._now() + FROZEN_LOOK)
            return self._comment(access, comment)
        return self._end(State.PUBLISHED, wake_at=None, setbacks=0)

    def _ask_permalink(self, access: PageAccess) -> bool:
        look = self.desk.channel.look_video if self.sequence in VIDEOS else self.desk.channel.look
        match self._attempt("look", lambda: look(access, self.row.post_id)):
            case Published(permalink=permalink) if permalink:
                self._write(store.change, permalink=permalink)
                return True
            case Refused() as refused if refused.scope is not Scope.DELIVERY:
                self._park(refused)
                return False
            case Deferred(stop=Stop()):
                self._release(wake_at=self._now())
                return False
            case _:
                self._later()
                return False

    def _comment(self, access: PageAccess, text: str) -> None:
        if store.may_have_happened(self.row, "comment") and not self._comment_is_missing(
            access, text
        ):
            return
        match self._attempt(
            "comment", lambda: self.desk.channel.comment(access, self.row.post_id, text)
        ):
            case Accepted(object_id=comment_id):
                self._end(State.PUBLISHED, comment_id=comment_id, wake_at=None)
            case Refused() as refused if is_gone(refused) and self._is_new():
                self._later()
            case Refused() as refused if refused.scope is not Scope.DELIVERY:
                self._park(refused)
            case Refused() as refused:
                note = reason("delivery.comment_refused", why=refused.reason)
                self._end(State.PUBLISHED, wake_at=None, **asking(note))
            case Deferred(stop=Stop()):
                self._release(wake_at=self._now())
            case Deferred():
                self._later()
            case Unknown():
                # A blind retry would show it twice: looked for first, more than once, because lists
                # lag.
                self._write(store.change, looks=0)
                self._look_later(State.PUBLISHED, setbacks=self.row.setbacks + 1)

    def _is_new(self) -> bool:
        """Whether not all of Facebook may know the post yet."""
        return self.row.published_at is not None and self._now() - self.row.published_at < UNSETTLED

    def _comment_is_missing(self, access: PageAccess, text: str) -> bool:
        """Whether it is surely not there: lists lag, so one look does not tell."""
        match self._attempt(
            "find_comment", lambda: self.desk.channel.find_comment(access, self.row.post_id, text)
        ):
            case Missing():
                return not self._look_later(State.PUBLISHED)
            case Accepted(object_id=comment_id):
                self._end(State.PUBLISHED, comment_id=comment_id, wake_at=None, looks=0)
            case Refused() as refused if refused.scope is not Scope.DELIVERY:
                self._park(refused)
            case _:
                self._later()
        return False


_NO_COMMENT = Reason("delivery.no_comment")
