"""The few Graph calls that publishing makes, each answered with a verdict."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from publisher.domain.channel import Draft, PageAccess, PageHealth, PhotoUpload
from publisher.domain.text import nfc
from publisher.domain.verdict import Accepted, Invisible, Missing, Published, Refused, Scope, Setback, Unknown
from publisher.facebook.graph import Answer, Fault, Graph
from publisher.facebook.verdicts import Meaning, Step, judge, row_of


class FacebookChannel:
    """`publisher.domain.channel.Channel` over the Graph API. Shared by threads."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def upload_photo(self, access: PageAccess, photo: PhotoUpload) -> Accepted | Setback:
        """POST /{page}/photos with the bytes, unpublished."""
        answer = self._graph.post(
            f"{access.page_id}/photos",
            access.token,
            file=("photo.jpg", photo.jpeg, "image/jpeg"),
            published=False,
            alt_text_custom=photo.alt_text or None,
        )
        return _created(answer, Step.UPLOAD)

    def create_draft(self, access: PageAccess, draft: Draft) -> Accepted | Setback:
        """POST /{page}/feed with published=false; no unpublished_content_type, with which nobody has seen it work."""
        answer = self._graph.post(
            f"{access.page_id}/feed",
            access.token,
            message=draft.message or None,
            link=draft.link,
            attached_media=[{"media_fbid": name} for name in draft.photo_ids] or None,
            published=False,
        )
        return _created(answer, Step.DRAFT)

    def flip(self, access: PageAccess, post_id: str) -> Published | Setback:
        """POST /{post} is_published=true; one call, the permalink is asked for later."""
        answer = self._graph.post(post_id, access.token, is_published=True)
        if isinstance(answer, Fault):
            return judge(answer, Step.FLIP)
        if answer.body.get("success") is True:
            return Published(post_id=post_id, permalink=None)
        return _odd()

    def look(self, access: PageAccess, post_id: str) -> Published | Invisible | Missing | Setback:
        """GET /{post}?fields=id,is_published,permalink_url."""
        answer = self._graph.get(post_id, access.token, fields="id,is_published,permalink_url")
        if isinstance(answer, Fault):
            return Missing() if _is_gone(answer) else judge(answer, Step.LOOK)
        match answer.body:
            case {"is_published": True}:
                return Published(post_id=post_id, permalink=answer.body.get("permalink_url"))
            case {"is_published": False}:
                return Invisible(post_id=post_id)
            case _:
                return _odd()

    def comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Setback:
        """POST /{post}/comments."""
        answer = self._graph.post(f"{post_id}/comments", access.token, message=message)
        return _created(answer, Step.COMMENT)

    def find_comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Missing | Setback:
        """GET /{post}/comments, newest first; ours is the page's own with the same words."""
        answer = self._graph.get(
            f"{post_id}/comments",
            access.token,
            filter="toplevel",
            order="reverse_chronological",
            fields="id,message,from",
            limit=100,
        )
        if isinstance(answer, Fault):
            return judge(answer, Step.FIND_COMMENT)
        rows = answer.body.get("data")
        if not isinstance(rows, list):
            return _odd()
        for row in rows:
            if _is_ours(row, access.page_id, message):
                return Accepted(object_id=str(row["id"]))
        return Missing()

    def check_page(self, access: PageAccess) -> PageHealth | Setback:
        """GET /me, which with a page's token is that page; any other token shows itself by another id."""
        page = self._graph.get("me", access.token, fields="id,name")
        if isinstance(page, Fault):
            return judge(page, Step.CHECK)
        if str(page.body.get("id")) != access.page_id:
            return Refused(
                reason="Mã truy cập không phải của trang này.",
                next_step="Lấy page token của đúng trang, hoặc sửa facebook_id.",
                scope=Scope.PAGE,
            )
        return PageHealth(
            name=str(page.body.get("name", "")),
            served_version=page.headers.get("facebook-api-version"),
            server_time=_date(page.headers.get("date")),
        )


def _created(answer: Answer | Fault, step: Step) -> Accepted | Setback:
    if isinstance(answer, Fault):
        return judge(answer, step)
    name = answer.body.get("id")
    return Accepted(object_id=name) if isinstance(name, str) and name else _odd()


def _odd() -> Unknown:
    return Unknown(reason="Facebook trả lời khác thường.")


def _is_gone(fault: Fault) -> bool:
    row = row_of(fault.code, fault.subcode)
    return row is not None and row.meaning is Meaning.GONE


def _is_ours(row: Any, page_id: str, message: str) -> bool:
    if not isinstance(row, Mapping):
        return False
    author = row.get("from")
    by_page = isinstance(author, Mapping) and str(author.get("id")) == page_id
    return by_page and nfc(str(row.get("message", ""))).strip() == nfc(message).strip()


def _date(value: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
