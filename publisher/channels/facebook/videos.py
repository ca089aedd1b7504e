"""Videos, reels and stories (graph-api.md 3.4, 3.5): the media id is known before anything is
public."""

from publisher.channels.facebook.calls import (
    Calls,
    Uploaded,
    UploadSession,
    VideoKind,
    is_gone,
    odd,
)
from publisher.channels.facebook.verdicts import (
    PROCESSING,
    VIDEO_BAD,
    GraphStep,
    judge,
)
from publisher.channels.facebook.wire import (
    Answer,
    CallFault,
    FilePart,
    Value,
)
from publisher.channels.port import Found, PageAccess, VideoFile
from publisher.domain.reason import Reason
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Invisible,
    Missing,
    Published,
    Scope,
    Setback,
)

# One call of a chunked upload carries what Facebook asks for, at most so many bytes.
CHUNK = 16 * 1024 * 1024
EDGES = {VideoKind.REEL: "video_reels", VideoKind.STORY: "video_stories"}


class VideoCalls(Calls):
    """Uploads that can go on after a crash, and what became of them."""

    def begin_video(
        self, access: PageAccess, kind: VideoKind, video: VideoFile
    ) -> UploadSession | Setback:
        """POST upload_phase=start."""
        if kind is VideoKind.FEED:
            answer = self._post(
                access,
                f"{access.page_id}/videos",
                {"upload_phase": "start", "file_size": video.size},
            )
        else:
            answer = self._post(
                access, f"{access.page_id}/{EDGES[kind]}", {"upload_phase": "start"}
            )
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.VIDEO)
        found = UploadSession(
            video_id=str(answer.body.get("video_id", "")),
            session=str(answer.body.get("upload_session_id", "")),
            url=str(answer.body.get("upload_url", "")),
        )
        complete = found.video_id and (found.session if kind is VideoKind.FEED else found.url)
        return found if complete else odd()

    def send_video(
        self,
        access: PageAccess,
        kind: VideoKind,
        video: VideoFile,
        upload: UploadSession,
        offset: int,
    ) -> Uploaded | Setback:
        """POST upload_phase=transfer with one chunk, or the rest of the file to the upload
        address."""
        if kind is VideoKind.FEED:
            return self._send_chunk(access, video, upload, offset)
        return self._send_rest(access, video, upload)

    def publish_video(
        self, access: PageAccess, kind: VideoKind, upload: UploadSession, message: str
    ) -> Accepted | Setback:
        """POST upload_phase=finish."""
        if kind is VideoKind.FEED:
            path, own = f"{access.page_id}/videos", {"upload_session_id": upload.session}
        else:
            path, own = f"{access.page_id}/{EDGES[kind]}", {"video_id": upload.video_id}
        params: dict[str, Value] = {"upload_phase": "finish", **own}
        if kind is VideoKind.REEL:
            params["video_state"] = "PUBLISHED"
        if message and kind is not VideoKind.STORY:
            params["description"] = message
        answer = self._post(access, path, params)
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.FINISH_VIDEO)
        return Accepted(object_id=upload.video_id) if answer.body.get("success") is True else odd()

    def look_video(
        self, access: PageAccess, video_id: str
    ) -> Published | Invisible | Missing | Setback:
        """GET /{video}?fields=status,published,permalink_url; reels and stories tell by
        publishing_phase.
        """
        answer = self._get(access, video_id, fields="id,status,published,permalink_url")
        if isinstance(answer, CallFault):
            return Missing() if is_gone(answer) else judge(answer, GraphStep.LOOK)
        return _video_state(answer, video_id)

    def publish_story(self, access: PageAccess, photo_id: str) -> Published | Setback:
        """POST /{page}/photo_stories photo_id."""
        answer = self._post(access, f"{access.page_id}/photo_stories", {"photo_id": photo_id})
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.STORY)
        name = answer.body.get("post_id")
        return (
            Published(post_id=str(name), permalink=None)
            if answer.body.get("success") and name
            else odd()
        )

    def find_story(self, access: PageAccess, media_id: str) -> Found | Setback:
        """GET /{page}/stories; by media id."""
        rows = self._list(
            access,
            f"{access.page_id}/stories",
            GraphStep.FIND_POST,
            fields="post_id,status,media_id",
        )
        if not isinstance(rows, list):
            return rows
        return Found(
            ids=tuple(str(row["post_id"]) for row in rows if str(row.get("media_id")) == media_id)
        )

    def _send_chunk(
        self, access: PageAccess, video: VideoFile, upload: UploadSession, offset: int
    ) -> Uploaded | Setback:
        with video.path.open("rb") as source:
            source.seek(offset)
            content = source.read(CHUNK)
        file = FilePart("video_file_chunk", "video.mp4", content, "video/mp4")
        where: dict[str, Value] = {
            "upload_phase": "transfer",
            "upload_session_id": upload.session,
            "start_offset": offset,
        }
        answer = self._post(access, f"{access.page_id}/videos", where, file=file)
        if isinstance(answer, CallFault):
            # A wrong offset is Facebook's word for where to go on.
            return (
                _at(answer.offset, video)
                if answer.offset is not None
                else judge(answer, GraphStep.VIDEO)
            )
        try:
            return _at(int(answer.body["start_offset"]), video)
        except (KeyError, TypeError, ValueError):
            return odd()

    def _send_rest(
        self, access: PageAccess, video: VideoFile, upload: UploadSession
    ) -> Uploaded | Setback:
        # Asked first: after a crash nobody here knows how far the bytes came.
        answer = self._get(access, upload.video_id, fields="status")
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.LOOK)
        uploading = (answer.body.get("status") or {}).get("uploading_phase") or {}
        have = int(uploading.get("bytes_transfered") or 0)
        if have >= video.size or uploading.get("status") == "complete":
            return Uploaded(offset=video.size, complete=True)
        with video.path.open("rb") as file:
            file.seek(have)
            sent = self._graph.send_bytes(
                upload.url, access.token, file, offset=have, size=video.size
            )
        if isinstance(sent, CallFault):
            return judge(sent, GraphStep.VIDEO)
        return Uploaded(offset=video.size, complete=True)


def _at(offset: int, video: VideoFile) -> Uploaded:
    return Uploaded(offset=offset, complete=offset >= video.size)


def _video_state(answer: Answer, video_id: str) -> Published | Invisible | Missing | Setback:
    status = answer.body.get("status") or {}
    phase = status.get("publishing_phase") or {}
    if answer.body.get("published") is True or phase.get("publish_status") == "published":
        return Published(post_id=video_id, permalink=_absolute(answer.body.get("permalink_url")))
    if "error" in (status.get("video_status"), phase.get("status"), phase.get("publish_status")):
        return VIDEO_BAD
    if status.get("video_status") in ("upload_failed", "expired"):
        return Missing()
    if (
        phase.get("status", "not_started") == "not_started"
        and status.get("video_status") != "processing"
    ):
        return Invisible(post_id=video_id)
    return Deferred(reason=Reason("facebook.video_at_work"), wait=PROCESSING, scope=Scope.DELIVERY)


def _absolute(permalink: object) -> str | None:
    """Facebook gives videos a path without its host."""
    if not isinstance(permalink, str) or not permalink:
        return None
    return f"https://www.facebook.com{permalink}" if permalink.startswith("/") else permalink
