"""Draft, then flip: created unpublished ahead of time, made public by one small call that may be
repeated."""

from publisher.channels.facebook.routes.common import (
    PHOTO_LIFE,
    FacebookRoute,
    about_photos,
    body,
    draft_way,
    made,
)
from publisher.channels.port import (
    About,
    Posting,
    Remote,
    Repeating,
    RouteTraits,
    Step,
    StepKind,
)
from publisher.domain.route import RouteName


class DraftRoute(FacebookRoute):
    """The usual way."""

    name = RouteName.DRAFT
    traits = RouteTraits(shows="flip", photo_life=PHOTO_LIFE, together=True, reads_link=True)

    def prepare(self, posting: Posting) -> Step | Remote:
        """Upload the next photo, then create the draft; repeating leaves at most orphans, and a
        draft that was perhaps created has the photos."""
        return self.next_photo(posting) or self._create(posting)

    def _create(self, posting: Posting) -> Step:
        access, remote = posting.access, posting.remote
        return Step(
            name="create_draft",
            kind=StepKind.PREPARES,
            # A photo can be part of one post only.
            repeating=Repeating.USES_UP,
            call=lambda: made(self.calls.create_draft(access, body(posting)), remote),
            about=about_photos(posting),
            proves=draft_way(posting.kind),
            # Whether it is the draft or the content, the due time will tell: a direct post is
            # refused too then.
            otherwise=RouteName.DIRECT,
        )

    def flip(self, posting: Posting) -> Step | None:
        """Make the draft public; repeating a flip that took effect changes nothing."""
        if not (draft := posting.remote.object_id):
            return None
        return Step(
            name=self.traits.shows,
            kind=StepKind.SHOWS,
            repeating=Repeating.HARMLESS,
            call=lambda: self.calls.flip(posting.access, draft),
            about=About.POST,
            # Facebook took the draft and does not make it public: the content is well, so it is the
            # way that is closed.
            closes=draft_way(posting.kind),
        )
