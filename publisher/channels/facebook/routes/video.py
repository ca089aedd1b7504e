"""A video in the feed or a reel: uploaded ahead, its id known before anything is public."""

from dataclasses import asdict, replace
from datetime import datetime

from publisher.channels.facebook.calls import PostBody, Uploaded, UploadSession, VideoKind
from publisher.channels.facebook.routes.common import FacebookRoute, looking
from publisher.channels.port import (
    About,
    Answer,
    PageAccess,
    Posting,
    Remote,
    Repeating,
    RouteTraits,
    Step,
    StepDone,
    StepKind,
)
from publisher.domain.route import RouteName


class VideoRoute(FacebookRoute):
    """Facebook works on a video for a while before it shows it."""

    name = RouteName.VIDEO
    kind = VideoKind.FEED
    traits = RouteTraits(shows="finish_video", editable=False)

    def prepare(self, posting: Posting) -> Step | Remote:
        """Open an upload, then send what is missing; repeating leaves at most an invisible
        upload."""
        session, offset = _session(posting.remote)
        return self._send(posting, session, offset) if session else self._begin(posting)

    def flip(self, posting: Posting) -> Step | None:
        """Ask for the video to be shown; whether it is, looking tells, and then it may be asked
        again."""
        session, _ = _session(posting.remote)
        if session is None or not posting.remote.object_id:
            return None
        return Step(
            name=self.traits.shows,
            kind=StepKind.SHOWS,
            repeating=Repeating.HARMLESS,
            call=lambda: self.calls.publish_video(posting.access, self.kind, session, posting.text),
            about=About.POST,
        )

    def look(self, access: PageAccess, object_id: str) -> Step:
        """Ask whether it is public, or Facebook still at work on it; repeating changes nothing."""
        return looking("look", lambda: self.calls.look_video(access, object_id))

    def find(self, posting: Posting, since: datetime) -> Step:
        """Search the page's public posts for the video; repeating changes nothing."""
        # What only ours shows is the best mark.
        wanted = PostBody(
            message=posting.text, link=posting.link, photo_ids=(posting.remote.object_id,)
        )
        return looking(
            "find_post", lambda: self.calls.find_published(posting.access, wanted, since)
        )

    def _begin(self, posting: Posting) -> Step:
        def call() -> Answer:
            assert posting.video
            answer = self.calls.begin_video(posting.access, self.kind, posting.video)
            if not isinstance(answer, UploadSession):
                return answer
            kept = replace(posting.remote, upload=asdict(answer) | {"offset": 0})
            return StepDone(object_id=answer.video_id, remote=kept)

        return Step(
            name="begin_video", kind=StepKind.PREPARES, repeating=Repeating.ORPHANS, call=call
        )

    def _send(self, posting: Posting, session: UploadSession, offset: int) -> Step:
        def call() -> Answer:
            assert posting.video
            answer = self.calls.send_video(
                posting.access, self.kind, posting.video, session, offset
            )
            if not isinstance(answer, Uploaded):
                return answer
            upload = asdict(session) | {"offset": answer.offset}
            kept = replace(posting.remote, upload=upload)
            if answer.complete:
                kept = replace(kept, object_id=session.video_id)
            return StepDone(remote=kept, complete=answer.complete)

        return Step(
            name="send_video",
            kind=StepKind.PREPARES,
            repeating=Repeating.HARMLESS,
            call=call,
            about=About.PARTS,
        )


class ReelRoute(VideoRoute):
    """A video with an edge of its own; else as in the feed."""

    name = RouteName.REEL
    kind = VideoKind.REEL


def _session(remote: Remote) -> tuple[UploadSession | None, int]:
    kept = dict(remote.upload)
    offset = int(kept.pop("offset", 0))
    return (UploadSession(**kept), offset) if kept else (None, 0)
