"""Posts and comments: the Graph calls of graph-api.md 3.1, 3.2, 3.6 to 3.9, each answered with a
verdict."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from publisher.channels.facebook.calls import (
    Calls,
    PostBody,
    created,
    done,
    is_gone,
    odd,
)
from publisher.channels.facebook.verdicts import GraphStep, judge
from publisher.channels.facebook.wire import (
    Answer,
    CallFault,
    FilePart,
    Value,
)
from publisher.channels.port import (
    Found,
    LinkCard,
    ListedPost,
    ListedPosts,
    PageAccess,
    PhotoUpload,
    RemoteDraft,
)
from publisher.domain.reason import Reason
from publisher.domain.text import nfc
from publisher.domain.verdict import (
    Accepted,
    Invisible,
    Missing,
    Published,
    Scope,
    Setback,
    Unknown,
)

# Facebook's own clock may differ from ours by so much.
CLOCK_SLACK = timedelta(minutes=5)
SAME_TIME = timedelta(minutes=1)
POST_FIELDS = (
    "id,message,created_time,is_published,scheduled_publish_time,application,"
    "attachments{media_type,target,unshimmed_url,subattachments}"
)


class PostCalls(Calls):
    """Photos, drafts, posts and comments."""

    def upload_photo(self, access: PageAccess, photo: PhotoUpload) -> Accepted | Setback:
        """POST /{page}/photos with the bytes, unpublished."""
        file = FilePart("source", "photo.jpg", photo.jpeg, "image/jpeg")
        params: dict[str, Value] = {"published": False, "alt_text_custom": photo.alt_text or None}
        if photo.for_schedule:
            params["temporary"] = True
        return created(
            self._post(access, f"{access.page_id}/photos", params, file=file), GraphStep.UPLOAD
        )

    def create_draft(self, access: PageAccess, draft: PostBody) -> Accepted | Setback:
        """POST /{page}/feed with published=false; no unpublished_content_type, with which nobody
        has seen it work.
        """
        answer = self._post(
            access, f"{access.page_id}/feed", {"published": False} | _content(draft)
        )
        return created(answer, GraphStep.DRAFT)

    def flip(self, access: PageAccess, post_id: str) -> Published | Setback:
        """POST /{post} is_published=true; one call, the permalink is asked for later."""
        return _flipped(self._post(access, post_id, {"is_published": True}), post_id)

    def flip_together(self, flips: Sequence[tuple[PageAccess, str]]) -> list[Published | Setback]:
        """POST / with a batch of POST /{post} is_published=true, each by its own page's token."""
        if not flips:
            return []
        answers = self._post_together(flips, {"is_published": True})
        if isinstance(answers, CallFault):
            return [_of_each(answers)] * len(flips)
        return [
            _flipped(answer, post_id) for (_, post_id), answer in zip(flips, answers, strict=True)
        ]

    def look(self, access: PageAccess, post_id: str) -> Published | Invisible | Missing | Setback:
        """GET /{post}?fields=id,is_published,permalink_url."""
        answer = self._get(access, post_id, fields="id,is_published,permalink_url")
        if isinstance(answer, CallFault):
            return Missing() if is_gone(answer) else judge(answer, GraphStep.LOOK)
        match answer.body:
            case {"is_published": True}:
                return Published(post_id=post_id, permalink=answer.body.get("permalink_url"))
            case {"is_published": False}:
                return Invisible(post_id=post_id)
            case _:
                return odd()

    # Facebook's own scheduler

    def schedule(self, access: PageAccess, draft: PostBody, at: datetime) -> Accepted | Setback:
        """POST /{page}/feed with scheduled_publish_time (unix seconds)."""
        when: dict[str, Value] = {
            "published": False,
            "scheduled_publish_time": int(at.timestamp()),
            "unpublished_content_type": "SCHEDULED",
        }
        answer = self._post(access, f"{access.page_id}/feed", when | _content(draft))
        return created(answer, GraphStep.SCHEDULE)

    def find_scheduled(self, access: PageAccess, draft: PostBody, at: datetime) -> Found | Setback:
        """GET /{page}/scheduled_posts; one of ours has our words and our time."""
        rows = self._list(
            access, f"{access.page_id}/scheduled_posts", GraphStep.FIND_POST, fields=POST_FIELDS
        )
        if not isinstance(rows, list):
            return rows
        return Found(ids=tuple(_id(row) for row in rows if _is_due(row, at) and _shows(row, draft)))

    def reschedule(
        self, access: PageAccess, post_id: str, at: datetime
    ) -> Accepted | Missing | Setback:
        """POST /{post} scheduled_publish_time."""
        answer = self._post(access, post_id, {"scheduled_publish_time": int(at.timestamp())})
        return done(answer, GraphStep.RESCHEDULE, post_id)

    # Directly in public: only where nothing else is taken

    def publish_directly(self, access: PageAccess, draft: PostBody) -> Published | Setback:
        """POST /{page}/feed with published=true."""
        answer = created(
            self._post(access, f"{access.page_id}/feed", {"published": True} | _content(draft)),
            GraphStep.DIRECT,
        )
        return (
            Published(post_id=answer.object_id, permalink=None)
            if isinstance(answer, Accepted)
            else answer
        )

    def find_published(
        self, access: PageAccess, draft: PostBody, since: datetime
    ) -> Found | Setback:
        """GET /{page}/published_posts; one of ours has our words, and one of our photos or our
        link.
        """
        earliest = since - CLOCK_SLACK
        path, unix = f"{access.page_id}/published_posts", int(earliest.timestamp())
        rows = self._list(access, path, GraphStep.FIND_POST, fields=POST_FIELDS, since=unix)
        if not isinstance(rows, list):
            return rows
        # `since` used to look at the time of the last change (reference/peers.md 2).
        return Found(
            ids=tuple(
                _id(row) for row in rows if _created_at(row) >= earliest and _shows(row, draft)
            )
        )

    # After publishing

    def edit(self, access: PageAccess, post_id: str, message: str) -> Accepted | Missing | Setback:
        """POST /{post} message; photos and link of a post cannot be changed."""
        return done(self._post(access, post_id, {"message": message}), GraphStep.EDIT, post_id)

    def delete(self, access: PageAccess, object_id: str) -> Accepted | Missing | Setback:
        """DELETE /{post or unused photo}."""
        return done(self._delete(access, object_id), GraphStep.DELETE, object_id)

    def comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Setback:
        """POST /{post}/comments."""
        return created(
            self._post(access, f"{post_id}/comments", {"message": message}), GraphStep.COMMENT
        )

    def find_comment(
        self, access: PageAccess, post_id: str, message: str
    ) -> Accepted | Missing | Setback:
        """GET /{post}/comments, newest first; ours is the page's own with the same words."""
        answer = self._get(
            access,
            f"{post_id}/comments",
            filter="toplevel",
            order="reverse_chronological",
            fields="id,message,from",
            limit=100,
        )
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.FIND_COMMENT)
        rows = answer.body.get("data")
        if not isinstance(rows, list):
            return odd()
        for row in rows:
            if _is_ours(row, access.page_id, message):
                return Accepted(object_id=str(row["id"]))
        return Missing()

    # Housekeeping

    def drafts(self, access: PageAccess) -> tuple[RemoteDraft, ...] | Setback:
        """GET /{page}/feed, which shows unpublished posts too; those that are neither public nor
        scheduled.
        """
        fields = "id,is_published,created_time,scheduled_publish_time,application"
        rows = self._list(access, f"{access.page_id}/feed", GraphStep.FIND_POST, fields=fields)
        if not isinstance(rows, list):
            return rows
        hidden = [
            row
            for row in rows
            if row.get("is_published") is False and not row.get("scheduled_publish_time")
        ]
        return tuple(
            RemoteDraft(id=_id(row), app_id=_app(row), created_at=_created_at(row))
            for row in hidden
        )

    def list_public(
        self, access: PageAccess, since: datetime, *, scheduled: bool
    ) -> ListedPosts | Setback:
        """GET /{page}/published_posts, and /{page}/scheduled_posts."""
        edges = ["published_posts", "scheduled_posts"] if scheduled else ["published_posts"]
        found: list[ListedPost] = []
        for edge in edges:
            within = {"since": int(since.timestamp())} if edge == "published_posts" else {}
            path, fields = f"{access.page_id}/{edge}", f"{POST_FIELDS},permalink_url"
            rows = self._list(access, path, GraphStep.FIND_POST, fields=fields, **within)
            if not isinstance(rows, list):
                return rows
            found += map(_public, rows)
        return ListedPosts(posts=tuple(found))

    def scrape(self, access: PageAccess, url: str) -> LinkCard | Setback:
        """POST /?id={url}&scrape=true."""
        answer = self._post(access, "", {"id": url, "scrape": True})
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.SCRAPE)
        return LinkCard(
            title=str(answer.body.get("title", "")), has_picture=bool(answer.body.get("image"))
        )


def _flipped(answer: Answer | CallFault, post_id: str) -> Published | Setback:
    if isinstance(answer, CallFault):
        return judge(answer, GraphStep.FLIP)
    return (
        Published(post_id=post_id, permalink=None) if answer.body.get("success") is True else odd()
    )


def _of_each(fault: CallFault) -> Setback:
    """What the fault of a batch call as a whole means for each of its flips.

    An error may be about the token that the call went by, which is the first page's: 190 or a
    page's limit says nothing of the others. Whatever is not about the app leaves each flip
    undecided; its own page is asked by its own token.
    """
    verdict = judge(fault, GraphStep.FLIP)
    if isinstance(verdict, Unknown) or verdict.scope is Scope.APP:
        return verdict
    reason = Reason("facebook.not_together")
    return Unknown(reason=reason, code=verdict.code, subcode=verdict.subcode)


def _content(draft: PostBody) -> dict[str, Value]:
    return {
        "message": draft.message or None,
        "link": draft.link,
        "attached_media": [{"media_fbid": name} for name in draft.photo_ids] or None,
    }


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id", ""))


def _app(row: Mapping[str, Any]) -> str | None:
    app = row.get("application")
    return str(app["id"]) if isinstance(app, Mapping) and app.get("id") else None


def _created_at(row: Mapping[str, Any]) -> datetime:
    try:
        return datetime.strptime(str(row.get("created_time")), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        # Never older than an hour, never before a look began: what nobody can date is left alone or
        # looked at.
        return datetime.max.replace(tzinfo=UTC)


def _public(row: Mapping[str, Any]) -> ListedPost:
    parts = list(_attachments(row.get("attachments")))
    when = str(row.get("scheduled_publish_time") or "")
    at = datetime.fromtimestamp(int(when), UTC) if when.isdecimal() else _created_at(row)
    return ListedPost(
        id=_id(row),
        text=str(row.get("message") or ""),
        links=tuple(str(part["unshimmed_url"]) for part in parts if part.get("unshimmed_url")),
        at=at,
        address=str(row.get("permalink_url") or f"https://www.facebook.com/{_id(row)}"),
    )


def _is_due(row: Mapping[str, Any], at: datetime) -> bool:
    try:
        return (
            abs(float(row["scheduled_publish_time"]) - at.timestamp()) < SAME_TIME.total_seconds()
        )
    except (KeyError, TypeError, ValueError):
        return False


def _shows(row: Mapping[str, Any], draft: PostBody) -> bool:
    """Whether a post of a list is this draft (the match key of graph-api.md section 6)."""
    if _plain(str(row.get("message") or "")) != _plain(draft.message):
        return False
    parts = list(_attachments(row.get("attachments")))
    targets = {
        str(part["target"].get("id")) for part in parts if isinstance(part.get("target"), Mapping)
    }
    if draft.photo_ids and targets:
        return bool(targets & set(draft.photo_ids))
    links = {str(part["unshimmed_url"]) for part in parts if part.get("unshimmed_url")}
    return draft.link in links if draft.link and links else True


def _attachments(value: Any) -> Iterator[Mapping[str, Any]]:
    rows = value.get("data") if isinstance(value, Mapping) else None
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            yield row
            yield from _attachments(row.get("subattachments"))


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


def _is_ours(row: Any, page_id: str, message: str) -> bool:
    if not isinstance(row, Mapping):
        return False
    author = row.get("from")
    by_page = isinstance(author, Mapping) and str(author.get("id")) == page_id
    return by_page and _plain(str(row.get("message", ""))) == _plain(message)
