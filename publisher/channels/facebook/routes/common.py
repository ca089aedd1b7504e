"""What Facebook's routes share: photos first, and what is done to a post by its id."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.posts import PostCalls
from publisher.channels.facebook.videos import VideoCalls
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
from publisher.domain.route import PostKind, RouteName
from publisher.domain.verdict import Accepted, Setback

# Facebook deletes an unpublished photo that no post uses after about 24 hours (graph-api.md 3.2,
# read 2026-11-22).
PHOTO_LIFE = timedelta(hours=20)


class GraphCalls(PostCalls, VideoCalls):
    """Every call of which routes are made. Shared by threads."""


class FacebookRoute:
    """Base of the routes; keeps nothing of a delivery."""

    name: RouteName
    traits: RouteTraits

    def __init__(self, calls: GraphCalls) -> None:
        self.calls = calls

    def find_prepared(self, posting: Posting) -> Step | None:
        """Nothing to look for: repeating leaves at most orphans."""
        return None

    def look(self, access: PageAccess, object_id: str) -> Step:
        """Ask whether it is public; repeating changes nothing."""
        return looking("look", lambda: self.calls.look(access, object_id))

    def find(self, posting: Posting, since: datetime) -> Step:
        """Search the page's public posts for it; repeating changes nothing."""
        return looking(
            "find_post", lambda: self.calls.find_published(posting.access, body(posting), since)
        )

    def move(self, access: PageAccess, object_id: str, at: datetime) -> Step:
        """Give it another time in Facebook's scheduler; repeating changes nothing."""
        return Step(
            name="reschedule",
            kind=StepKind.MOVES,
            repeating=Repeating.HARMLESS,
            call=lambda: self.calls.reschedule(access, object_id, at),
        )

    def recall(self, access: PageAccess, object_id: str) -> Step:
        """Delete what is not public; repeating finds nothing any more."""
        return self.remove(access, object_id)

    def edit(self, access: PageAccess, object_id: str, text: str) -> Step:
        """Give the public post other words; repeating changes nothing."""
        return following("edit", lambda: self.calls.edit(access, object_id, text))

    def remove(self, access: PageAccess, object_id: str) -> Step:
        """Delete the public post; repeating finds nothing any more."""
        return following("delete", lambda: self.calls.delete(access, object_id))

    def next_photo(self, posting: Posting) -> Step | None:
        """Upload the next photo; repeating leaves at most an invisible one. None when all are
        there."""
        remote = posting.remote
        done = len(remote.photos)
        if done >= len(posting.photos):
            return None
        photo = replace(posting.photos[done], for_schedule=self.traits.own_photos)

        def call() -> Answer:
            answer = self.calls.upload_photo(posting.access, photo)
            if not isinstance(answer, Accepted):
                return answer
            photos = (*remote.photos, answer.object_id)
            kept = replace(remote, photos=photos, photos_at=remote.photos_at or posting.now)
            return StepDone(object_id=answer.object_id, remote=kept)

        return Step(
            name="upload_photo",
            kind=StepKind.PREPARES,
            repeating=Repeating.ORPHANS,
            call=call,
            yields=True,
        )


def looking(name: str, call: Callable[[], Answer]) -> Step:
    """A question."""
    return Step(name=name, kind=StepKind.LOOKS, repeating=Repeating.HARMLESS, call=call)


def following(name: str, call: Callable[[], Answer]) -> Step:
    """A change of what is there, which may be repeated."""
    return Step(name=name, kind=StepKind.FOLLOWS, repeating=Repeating.HARMLESS, call=call)


def body(posting: Posting) -> PostBody:
    """The post with what was uploaded for it."""
    return PostBody(message=posting.text, link=posting.link, photo_ids=posting.remote.photos)


def made(answer: Accepted | Setback, remote: Remote, *, at: datetime | None = None) -> Answer:
    """A post was created: nothing is missing any more."""
    if not isinstance(answer, Accepted):
        return answer
    kept = replace(remote, object_id=answer.object_id)
    return StepDone(object_id=answer.object_id, remote=kept, complete=True, scheduled_for=at)


def about_photos(posting: Posting) -> About:
    """Of what Facebook says that it does not exist when a post with photos is made."""
    return About.PARTS if posting.remote.photos else About.ACCOUNT


def is_stale(posting: Posting) -> bool:
    """Whether photos that no post uses yet may be gone by now."""
    at = posting.remote.photos_at
    return at is not None and posting.now - at > PHOTO_LIFE


def draft_way(kind: PostKind) -> str:
    """Under which name it is remembered whether a page takes drafts of a kind."""
    return f"draft:{kind}"
