"""What every Graph call of the channel shares: the page's token, an ear for its limits, an
answer or a verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from publisher.channels.facebook.usage import read_usage
from publisher.channels.facebook.verdicts import (
    GraphStep,
    Meaning,
    judge,
    row_of,
)
from publisher.channels.facebook.wire import (
    Answer,
    BatchPost,
    CallFault,
    FilePart,
    Graph,
    Value,
)
from publisher.channels.port import PageAccess, Usage
from publisher.domain.reason import Reason
from publisher.domain.verdict import Accepted, Missing, Setback, Unknown

# Lists that are longer than so many parts of 100 are not looked at further: a page has about 600
# posts a year.
MOST_PARTS = 10
Listener = Callable[[str, Usage], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostBody:
    """A post before it is public: text, and either a link or up to ten uploaded photos."""

    message: str
    link: str | None
    # Facebook ids of uploaded photos in their order.
    photo_ids: Sequence[str]


class VideoKind(StrEnum):
    """Where a video is shown; each has an edge of its own at Facebook."""

    FEED = "feed"
    REEL = "reel"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSession:
    """A video upload under way: Facebook's names for it. Kept, so that it goes on after a crash."""

    video_id: str
    # Of a chunked upload to /videos; empty for reels and stories.
    session: str = ""
    # Where reels and stories take the bytes; empty for /videos.
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """How far an upload is."""

    # Bytes that Facebook has.
    offset: int
    complete: bool


class Calls:
    """Base of the channel's parts. Shared by threads."""

    def __init__(self, graph: Graph, listener: Listener | None = None) -> None:
        """`listener` hears the usage of every answer, with the page id of the call."""
        self._graph, self._listener = graph, listener

    def _get(self, access: PageAccess, path: str, **params: Value) -> Answer | CallFault:
        return self._heard(access, self._graph.get(path, access.token, **params))

    def _post(
        self,
        access: PageAccess,
        path: str,
        params: Mapping[str, Value],
        *,
        file: FilePart | None = None,
    ) -> Answer | CallFault:
        return self._heard(access, self._graph.post(path, access.token, params, file=file))

    def _post_together(
        self, posts: Sequence[tuple[PageAccess, str]], params: Mapping[str, Value]
    ) -> list[Answer | CallFault] | CallFault:
        """The same POST to several paths, each by its own page's token; a Fault is of the call as a
        whole.
        """
        answers = self._graph.post_together(
            [BatchPost(path, access.token, params) for access, path in posts]
        )
        if isinstance(answers, CallFault):
            # Whose usage its headers tell is not known; the verdict takes from them what is about
            # the app.
            return answers
        return [
            self._heard(access, answer) for (access, _), answer in zip(posts, answers, strict=True)
        ]

    def _delete(self, access: PageAccess, path: str) -> Answer | CallFault:
        return self._heard(access, self._graph.delete(path, access.token))

    def _list(
        self, access: PageAccess, path: str, step: GraphStep, **params: Value
    ) -> list[Mapping[str, Any]] | Setback:
        """Every row of an edge.

        Goes on by cursor: `paging.next` holds the token, and a part may be empty.
        """
        rows: list[Mapping[str, Any]] = []
        after: str | None = None
        for _ in range(MOST_PARTS):
            answer = self._get(access, path, limit=100, after=after, **params)
            if isinstance(answer, CallFault):
                return judge(answer, step)
            part = answer.body.get("data")
            if not isinstance(part, list):
                return odd()
            rows += [row for row in part if isinstance(row, Mapping)]
            paging = answer.body.get("paging") or {}
            after = (paging.get("cursors") or {}).get("after") if paging.get("next") else None
            if not after:
                break
        return rows

    def _heard(self, access: PageAccess, answer: Answer | CallFault) -> Answer | CallFault:
        if self._listener and answer.headers:
            for usage in read_usage(answer.headers):
                self._listener(access.page_id, usage)
        return answer


def created(answer: Answer | CallFault, step: GraphStep) -> Accepted | Setback:
    """What a create says: the id, or a verdict."""
    if isinstance(answer, CallFault):
        return judge(answer, step)
    name = answer.body.get("id")
    return Accepted(object_id=name) if isinstance(name, str) and name else odd()


def done(answer: Answer | CallFault, step: GraphStep, name: str) -> Accepted | Missing | Setback:
    """What a change of something that exists says."""
    if isinstance(answer, CallFault):
        return Missing() if is_gone(answer) else judge(answer, step)
    return Accepted(object_id=name) if answer.body.get("success") is True else odd()


def odd() -> Unknown:
    """An answer that is no error and not what the documentation promises."""
    return Unknown(reason=Reason("facebook.odd_answer"))


def is_gone(fault: CallFault) -> bool:
    """Whether Facebook says that there is no such object."""
    row = row_of(fault.code, fault.subcode)
    return row is not None and row.meaning is Meaning.GONE
