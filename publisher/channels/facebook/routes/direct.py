"""Created in public at the due time: only where Facebook takes no drafts."""

from dataclasses import replace

from publisher.channels.facebook.routes.common import (
    PHOTO_LIFE,
    FacebookRoute,
    about_photos,
    body,
    draft_way,
    is_stale,
)
from publisher.channels.port import (
    Instead,
    Posting,
    Remote,
    Repeating,
    RouteTraits,
    Step,
    StepKind,
)
from publisher.domain.route import RouteName


class DirectRoute(FacebookRoute):
    """A lost answer is looked for in lists, which lag."""

    name = RouteName.DIRECT
    traits = RouteTraits(shows="direct", known_by_id=False, photo_life=PHOTO_LIFE)

    def prepare(self, posting: Posting) -> Step | Remote:
        """Upload the next photo; repeating leaves at most an invisible one."""
        return self.next_photo(posting) or replace(posting.remote, object_id="")

    def flip(self, posting: Posting) -> Step | None:
        """Create the post in public; repeating would show it twice."""
        if is_stale(posting):
            return None
        return Step(
            name=self.traits.shows,
            kind=StepKind.SHOWS,
            repeating=Repeating.TWICE,
            call=lambda: self.calls.publish_directly(posting.access, body(posting)),
            about=about_photos(posting),
            # The same content that was refused as a draft and is taken in public.
            instead_of=Instead("create_draft", draft_way(posting.kind)),
        )
