"""Handed over to Facebook's own scheduler, so that this machine may be off."""

from publisher.channels.facebook.routes.common import PHOTO_LIFE, about_photos, body, looking, made
from publisher.channels.facebook.routes.draft import DraftRoute
from publisher.channels.port import Posting, Remote, Repeating, RouteTraits, Step, StepKind
from publisher.domain.route import RouteName

HANDOVER = RouteName.HANDOVER.value


class HandoverRoute(DraftRoute):
    """What its scheduler did not publish is a draft like others."""

    name = RouteName.HANDOVER
    # Photos for the scheduler are marked as such when they are uploaded.
    traits = RouteTraits(
        shows="flip",
        hands_over="schedule",
        own_photos=True,
        photo_life=PHOTO_LIFE,
        reads_link=True,
    )

    def prepare(self, posting: Posting) -> Step | Remote:
        """Upload the next photo, then hand over; repeating the latter would show it twice."""
        return self.next_photo(posting) or self._schedule(posting)

    def _schedule(self, posting: Posting) -> Step:
        access, remote, at = posting.access, posting.remote, posting.due_at
        return Step(
            name=self.traits.hands_over,
            kind=StepKind.PREPARES,
            repeating=Repeating.TWICE,
            call=lambda: made(self.calls.schedule(access, body(posting), at), remote, at=at),
            about=about_photos(posting),
            # Too far, too near, or the content: a draft in time will tell.
            closes=HANDOVER,
        )

    def find_prepared(self, posting: Posting) -> Step | None:
        """Look for it in Facebook's scheduler, after its time among what is public; repeating
        changes nothing."""
        access, at = posting.access, posting.due_at
        find = self.calls.find_scheduled if posting.now < at else self.calls.find_published
        return looking("find_scheduled", lambda: find(access, body(posting), at))
