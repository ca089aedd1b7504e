"""What the sandbox answers: as the real host does (graph-api.md 3 and 9), refusing encodings
that only seem to work."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from publisher.channels.facebook.standin.state import (
    APP_ID,
    APP_SECRET,
    SCOPES,
    GraphError,
    World,
    unknown_object,
)

VERSION = "v26.0"
CHUNK = 1024 * 1024  # bytes that one call of a chunked video upload takes
STATES = {
    "feed": ("published", "draft", "scheduled"),
    "posts": ("published",),
    "published_posts": ("published",),
    "scheduled_posts": ("scheduled",),
}
METRICS = (
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_by_type_total",
    "post_video_views",
)
STORIES = ("photo_story", "video_story")
MOST_TOGETHER = 50  # calls in a batch
JSON_TYPE = "application/json; charset=UTF-8"
Json = dict[str, Any]
# A batch answers with a list; null is an item of which nothing came back.
Body = Json | list[Json | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A Graph call, read."""

    method: str
    path: str
    fields: Mapping[str, str]
    # A part of a form, or the bytes of an upload.
    file: bytes | None
    token: str
    token_in_url: bool
    # Lower-case names.
    headers: Mapping[str, str]
    # One of a batch.
    is_item: bool = False

    @property
    def is_batch(self) -> bool:
        """Whether it carries other calls."""
        return self.method == "POST" and not self.parts and "batch" in self.fields

    @property
    def parts(self) -> list[str]:
        """The path without the version."""
        return [part for part in self.path.split("/") if part]

    @property
    def step(self) -> str:
        """The word by which faults name this call."""
        match self.method, self.parts:
            case "POST", [_, "photos"]:
                return "upload"
            case "POST", [_, "feed"]:
                return self._create_step()
            case "POST", [_, "videos" | "video_reels" | "video_stories"] | ["rupload", _]:
                return "video_finish" if self.fields.get("upload_phase") == "finish" else "video"
            case "POST", [_, "photo_stories"]:
                return "story"
            case _, [_, "comments"]:
                return "comment" if self.method == "POST" else "find_comment"
            case "POST", []:
                return "scrape" if "scrape" in self.fields else "batch"
            case "POST", [_]:
                return "flip" if "is_published" in self.fields else "edit"
            case "DELETE", _:
                return "delete"
            case "GET", [_, edge] if edge in STATES or edge == "stories":
                return "list"
            case "GET", [name] if "_" in name or "status" in self.fields.get("fields", ""):
                return "look"
            case _:
                return "page"

    def _create_step(self) -> str:
        if self.fields.get("scheduled_publish_time"):
            return "schedule"
        return "create" if self.fields.get("published") == "false" else "direct"


class Reply(NamedTuple):
    """What comes back to a call."""

    status: int
    content: bytes
    content_type: str | None = JSON_TYPE
    headers: Mapping[str, str] = {}


class GraphAnswers:
    """The bodies of successes; every method raises GraphError for what Facebook would refuse."""

    def __init__(
        self,
        world: World,
        now: datetime,
        base: str,
        take_item: Callable[[Call], Reply | None] | None = None,
    ) -> None:
        """`take_item` replies to each call of a batch; without it they are answered here, and none
        goes wrong.
        """
        self._world, self._now, self._base = world, now, base
        self._take_item = take_item or self.reply

    def reply(self, call: Call) -> Reply:
        """The answer to a call, be it a success or a refusal."""
        try:
            return Reply(200, json.dumps(self.answer(call)).encode())
        except GraphError as error:
            return refusal(error)

    def answer(self, call: Call) -> Body:
        """The body of a success. Raises GraphError."""
        self._world.fire_scheduled(now=self._now)
        if call.is_batch:
            return self._batch(call)
        if call.is_item and call.method == "GET" and call.path in _ONLY_IN_BATCHES:
            return self._about_token(call)
        if person := self._world.person_of(call.token):
            return self._for_person(person, call)
        page = self._world.page_of(call.token)
        owner = str(page["id"])
        for name in _named(owner, call):
            if self._world.is_unknown(owner, name, now=self._now):
                raise unknown_object(name)
        match call.method, call.parts:
            case "GET", ["me"]:
                return {"id": owner, "name": page["name"]}
            case "POST", []:
                return self._scrape(call)
            case "GET", [node] if node == owner:
                return {"id": owner, "name": page["name"]}
            case _, [node, edge] if node == owner:
                return self._edge(owner, edge, call)
            case "POST", ["rupload", video]:
                return self._take_upload(owner, video, call)
            case "GET", [post, "insights"]:
                return self._insights(owner, post, call)
            case _, [post, "comments"]:
                return self._comment(owner, page["name"], post, call)
            case "GET", [node] if "_" not in node:
                return self._video_status(owner, node)
            case "GET", [post]:
                return self._post_fields(self._world.post(owner, post))
            case "POST", [post]:
                return self._change(owner, post, call)
            case "DELETE", [name]:
                self._world.delete(owner, name)
                return {"success": True}
            case _:
                raise _NOT_ALLOWED

    def _edge(self, owner: str, edge: str, call: Call) -> Json:
        match call.method, edge:
            case "POST", "photos":
                return self._photo(owner, call)
            case "POST", "feed":
                return self._create(owner, call)
            case "POST", "videos" | "video_reels" | "video_stories":
                return self._video(owner, edge, call)
            case "POST", "photo_stories":
                name = self._world.add_photo_story(owner, _words(call, "photo_id"), now=self._now)
                return {"success": True, "post_id": name}
            case "GET", "stories":
                rows = [
                    row for row in self._listed(owner, ("published",)) if row["kind"] in STORIES
                ]
                return _page_of([_story_fields(row) for row in rows], call)
            case "GET", _ if edge in STATES:
                rows = [
                    row for row in self._listed(owner, STATES[edge]) if row["kind"] not in STORIES
                ]
                return _page_of([self._post_fields(row) for row in rows if _after(row, call)], call)
            case _:
                raise _NOT_ALLOWED

    def _listed(self, owner: str, states: tuple[str, ...]) -> list[sqlite3.Row]:
        """Lists lag behind by as many seconds as the setting "lag" says."""
        newest = self._now.timestamp() - float(self._world.get("lag", 0))
        return [
            row
            for row in self._world.posts(owner, states)
            if (row["published"] or row["created"]) <= newest
        ]

    # Photos and posts

    def _photo(self, owner: str, call: Call) -> Json:
        if call.file is None:
            raise GraphError(324, "(#324) Missing or invalid image file")
        if not call.file.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")):
            raise GraphError(100, "Invalid parameter", subcode=1366046)
        if _flag(call, "published", default=True):
            raise GraphError(100, "(#100) The sandbox takes unpublished photos only")
        name = self._world.add_photo(
            owner, call.file, call.fields.get("alt_text_custom", ""), now=self._now
        )
        return {"id": name}

    def _create(self, owner: str, call: Call) -> Json:
        scheduled = call.fields.get("scheduled_publish_time")
        published = _flag(call, "published", default=True)
        if scheduled and published:
            raise GraphError(100, "(#100) scheduled_publish_time needs published=false")
        name = self._world.create_post(
            owner,
            message=call.fields.get("message", ""),
            link=call.fields.get("link"),
            photos=_attached(call),
            published=published,
            scheduled=_schedule(scheduled, self._now) if scheduled else None,
            now=self._now,
        )
        return {"id": name, "post_supports_client_mutation_id": True}

    def _change(self, owner: str, post: str, call: Call) -> Json:
        if "is_published" in call.fields:
            if not _flag(call, "is_published", default=False):
                raise GraphError(100, "(#100) A post cannot be unpublished")
            self._world.publish(owner, post, now=self._now)
        else:
            time_ = call.fields.get("scheduled_publish_time")
            scheduled = _schedule(time_, self._now) if time_ else None
            self._world.edit(owner, post, message=call.fields.get("message"), scheduled=scheduled)
        return {"success": True}

    def _comment(self, owner: str, name: str, post: str, call: Call) -> Json:
        if call.method == "POST":
            return {
                "id": self._world.add_comment(owner, post, _words(call, "message"), now=self._now)
            }
        post = self._world.post(owner, post)["id"]
        newest = self._now.timestamp() - float(self._world.get("lag", 0))
        rows = [row for row in self._world.comments_of(post) if row["created"] <= newest]
        if call.fields.get("order") == "reverse_chronological":
            rows = rows[::-1]
        author = {"id": owner, "name": name}
        return _page_of(
            [{"id": row["id"], "message": row["message"], "from": author} for row in rows], call
        )

    def _scrape(self, call: Call) -> Json:
        """Addresses in the setting "pictureless" have no picture for their card."""
        url = _words(call, "id")
        picture = [] if url in self._world.get("pictureless", []) else [{"url": f"{url}#anh"}]
        return {"url": url, "type": "article", "title": url, "image": picture, "id": "10150"}

    def _insights(self, owner: str, post: str, call: Call) -> Json:
        """Numbers that look alive and are the same at each look; a name that Facebook does not know
        fails the call.
        """
        row = self._world.post(owner, post)
        names = call.fields.get("metric", "").split(",")
        if any(name not in METRICS for name in names):
            raise GraphError(100, "(#100) The value must be a valid insights metric")
        count = _popularity(row, self._now)
        values: dict[str, Any] = {
            "post_media_view": count,
            "post_total_media_view_unique": count * 7 // 10,
            "post_clicks": count // 20,
            "post_reactions_by_type_total": {"like": count // 25, "love": count // 80},
        }
        return {
            "data": [
                {
                    "name": name,
                    "period": "lifetime",
                    "values": [{"value": values.get(name, 0)}],
                    "id": f"{post}/{name}",
                }
                for name in names
            ]
        }

    def _post_fields(self, row: sqlite3.Row) -> Json:
        created = datetime.fromtimestamp(row["published"] or row["created"], UTC)
        fields: Json = {
            "id": row["id"],
            "message": row["message"],
            "created_time": f"{created:%Y-%m-%dT%H:%M:%S}+0000",
            "is_published": row["state"] == "published",
            # The real host gives an address of its own; ours is where the post can be seen.
            "permalink_url": f"{self._base}/timeline/{row['page']}#{row['id']}",
            "application": {"id": row["app"], "name": "publisher"},
        }
        if row["scheduled"]:
            fields["scheduled_publish_time"] = row["scheduled"]
        if photos := self._world.photos_of(row["id"]):
            shown = [{"media_type": "photo", "target": {"id": photo["id"]}} for photo in photos]
            fields["attachments"] = {
                "data": [{"media_type": "album", "subattachments": {"data": shown}}]
            }
        elif row["media"]:
            shown = [{"media_type": "video", "target": {"id": row["media"]}}]
            fields["attachments"] = {"data": shown}
        elif row["link"]:
            fields["attachments"] = {"data": [{"media_type": "link", "unshimmed_url": row["link"]}]}
        if row["state"] == "published":
            liked = _popularity(row, self._now) // 20
            fields["reactions"] = {"data": [], "summary": {"total_count": liked}}
            fields["comments"] = {
                "data": [],
                "summary": {"total_count": len(self._world.comments_of(row["id"]))},
            }
            # Absent when nobody shared, as at the real host.
            fields |= {"shares": {"count": liked // 6}} if liked >= 6 else {}
        return fields

    # Videos

    def _video(self, owner: str, edge: str, call: Call) -> Json:
        kind = {"videos": "video", "video_reels": "reel", "video_stories": "video_story"}[edge]
        match _words(call, "upload_phase"):
            case "start":
                size = int(call.fields.get("file_size", "0"))
                name = self._world.start_video(owner, kind, size, now=self._now)
                if edge == "videos":
                    return {"video_id": name, "upload_session_id": name, **_span(0, size)}
                return {"video_id": name, "upload_url": f"{self._base}/rupload/{name}"}
            case "transfer":
                name, offset = _words(call, "upload_session_id"), int(_words(call, "start_offset"))
                done = self._world.take_bytes(owner, name, offset, call.file or b"")
                return _span(done, int(self._world.video(owner, name)["size"]))
            case "finish":
                return self._finish(owner, edge, call)
            case _:
                raise GraphError(100, "(#100) Unknown upload_phase")

    def _finish(self, owner: str, edge: str, call: Call) -> Json:
        name = _words(call, "upload_session_id" if edge == "videos" else "video_id")
        if edge == "video_reels" and call.fields.get("video_state") != "PUBLISHED":
            raise GraphError(100, "(#100) The sandbox publishes reels at once")
        post = self._world.finish_video(
            owner, name, call.fields.get("description", ""), now=self._now
        )
        return {"success": True} | ({"post_id": post} if edge == "video_stories" else {})

    def _take_upload(self, owner: str, name: str, call: Call) -> Json:
        offset, size = int(call.headers.get("offset", "0")), int(call.headers.get("file_size", "0"))
        self._world.take_bytes(owner, name, offset, call.file or b"", size)
        return {"success": True}

    def _video_status(self, owner: str, name: str) -> Json:
        """Processing takes as many seconds as the setting "processing" says."""
        row = self._world.video(owner, name)
        complete = row["received"] >= max(row["size"], 1)
        taking = float(self._world.get("processing", 0))
        ready = bool(row["finished"]) and self._now.timestamp() - row["finished"] >= taking
        published = "published" if ready else "draft"
        return {
            "id": name,
            "published": ready,
            "permalink_url": f"/timeline/{owner}#{row['post']}",
            "status": {
                "video_status": (
                    "ready" if ready else "processing" if row["finished"] else "upload_complete"
                ),
                "uploading_phase": {
                    "status": "complete" if complete else "in_progress",
                    "bytes_transfered": row["received"],
                },
                "processing_phase": {"status": "complete" if ready else "not_started"},
                "publishing_phase": {
                    "status": (
                        "complete" if ready else "in_progress" if row["finished"] else "not_started"
                    ),
                    "publish_status": published,
                },
            },
        }

    # People and tokens

    def _for_person(self, person: sqlite3.Row, call: Call) -> Json:
        pages, hidden = json.loads(person["pages"]), json.loads(person["hidden"])
        match call.method, call.parts:
            case "GET", ["me"]:
                return {"id": "7001", "name": person["name"]}
            case "GET", ["me", "accounts"]:
                return _page_of([self._account(page) for page in pages], call)
            case "GET", [node] if node in (*pages, *hidden):
                return self._account(node)
            case _:
                raise _NOT_ALLOWED

    def _account(self, page_id: str) -> Json:
        name = dict(self._world.pages()).get(page_id, "")
        tasks = self._world.get(
            f"tasks-{page_id}", ["ANALYZE", "CREATE_CONTENT", "MANAGE", "MODERATE"]
        )
        return {
            "id": page_id,
            "name": name,
            "access_token": self._world.page_token(page_id),
            "tasks": tasks,
        }

    def _batch(self, call: Call) -> list[Json | None]:
        """The documentation calls the token of the whole a fallback; whether it must be valid all
        the same when each item brings its own is not said: the setting "strict_batch" refuses the
        whole then.
        """
        items = _items(call)
        if self._world.get("strict_batch", False):
            self._world.page_of(call.token)
        with_headers = call.fields.get("include_headers") != "false"
        return [_row(self._take_item(item), with_headers=with_headers) for item in items]

    def _about_token(self, call: Call) -> Json:
        if call.path == "/oauth/access_token":
            return self._exchange(call.fields)
        if call.token != f"{APP_ID}|{APP_SECRET}" and self._world.person_of(call.token) is None:
            raise GraphError(100, "(#100) You must provide an app access token")
        return {"data": self._debug(_words(call, "input_token"))}

    def _debug(self, token: str) -> Json:
        person = self._world.person_of(token)
        facts: Json = {
            "app_id": APP_ID,
            "is_valid": True,
            "expires_at": 0,
            "data_access_expires_at": 0,
        }
        if person:
            scopes, pages = (
                json.loads(person["scopes"]),
                json.loads(person["pages"]) + json.loads(person["hidden"]),
            )
            facts |= {"type": "USER", "expires_at": int(person["expires"] or 0), "scopes": scopes}
            return facts | {
                "granular_scopes": [{"scope": scope, "target_ids": pages} for scope in scopes]
            }
        try:
            page = self._world.page_of(token)
        except GraphError as error:
            trouble = {"code": error.code, "subcode": error.subcode, "message": error.message}
            return {"error": trouble, "is_valid": False, "scopes": []}
        scopes = self._world.get(f"scopes-{page['id']}", list(SCOPES))
        facts |= {"type": "PAGE", "profile_id": page["id"], "scopes": scopes}
        facts["expires_at"] = int(self._world.get(f"expires-{page['id']}", 0))
        return facts | {
            "granular_scopes": [{"scope": scope, "target_ids": [page["id"]]} for scope in scopes]
        }

    def _exchange(self, query: Mapping[str, str]) -> Json:
        if (query.get("client_id"), query.get("client_secret")) != (APP_ID, APP_SECRET):
            raise GraphError(1, "Error validating client secret.", status=400)
        if self._world.person_of(query.get("fb_exchange_token", "")) is None:
            raise GraphError(190, "Invalid OAuth access token", status=401)
        return {
            "access_token": query["fb_exchange_token"],
            "token_type": "bearer",
            "expires_in": 5183944,
        }


_NOT_ALLOWED = GraphError(200, "(#200) Permissions error or unsupported request", status=403)
# Their queries hold secrets: the sandbox takes them only where no address shows them.
_ONLY_IN_BATCHES = ("/debug_token", "/oauth/access_token")


def refusal(error: GraphError, headers: Mapping[str, str] | None = None) -> Reply:
    """A refusal as it comes back."""
    return Reply(error.status, json.dumps(envelope(error)).encode(), headers=headers or {})


def envelope(error: GraphError) -> Json:
    """A refusal as Facebook words it."""
    inner: Json = {
        "message": error.message,
        "type": "OAuthException",
        "code": error.code,
        "fbtrace_id": "A1b2C3d4E5f",
    }
    if error.subcode:
        inner["error_subcode"] = error.subcode
    if error.code in (1, 2):
        inner["is_transient"] = True
    if error.data:
        inner["error_data"] = dict(error.data)
    return {"error": inner}


def _named(owner: str, call: Call) -> list[str]:
    """The objects of a page that a call reads, changes or shows; photos may become part of a post
    at once.
    """
    match call.parts:
        case [node, "photo_stories"] if node == owner:
            return [call.fields.get("photo_id", "")]
        case [node, _] if node == owner:
            finish = call.fields.get("upload_phase") == "finish"
            return (
                [call.fields.get("upload_session_id") or call.fields.get("video_id", "")]
                if finish
                else []
            )
        case ["rupload", *_]:
            return []
        case [name, *_]:
            return [name]
        case _:
            return []


def _items(batch: Call) -> list[Call]:
    """The calls of a batch; an item's own token counts before that of the whole.
    Raises GraphError.
    """
    try:
        items = [_item(item, batch) for item in json.loads(batch.fields["batch"])]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise GraphError(
            100, "(#100) batch must be a list of {method, relative_url, body}"
        ) from None
    if len(items) > MOST_TOGETHER or any(item.is_batch for item in items):
        raise GraphError(100, f"(#100) A batch holds at most {MOST_TOGETHER} calls, and no batch")
    return items


def _item(item: Mapping[str, str], batch: Call) -> Call:
    parts = urlsplit(item["relative_url"])
    query, form = last_values(parts.query), last_values(item.get("body", ""))
    return Call(
        method=item["method"],
        path="/" + re.sub(r"^/?v\d+\.\d+/", "", parts.path).lstrip("/"),
        fields=query | form,
        file=None,
        token=form.get("access_token") or query.get("access_token") or batch.token,
        token_in_url="access_token" in query,
        headers=batch.headers,
        is_item=True,
    )


def last_values(query: str) -> dict[str, str]:
    """The fields of a query or of a form's body; the last of a name counts."""
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}


def _row(reply: Reply | None, *, with_headers: bool) -> Json | None:
    """A reply as one of a batch's answers."""
    if reply is None:
        return None
    named = ({"Content-Type": reply.content_type} if reply.content_type else {}) | dict(
        reply.headers
    )
    headers = (
        {"headers": [{"name": name, "value": value} for name, value in named.items()]}
        if with_headers
        else {}
    )
    return {"code": reply.status, **headers, "body": reply.content.decode()}


def _popularity(row: sqlite3.Row, now: datetime) -> int:
    """Views of a post: always the same for one post and age, growing over its first month."""
    draw = int.from_bytes(hashlib.sha256(str(row["id"]).encode()).digest()[:2], "big")
    days = max(0.0, now.timestamp() - (row["published"] or row["created"])) / 86_400
    return int((200 + draw % 1800) * min(1.0, days / 28) ** 0.3)


def _span(done: int, size: int) -> Json:
    return {"start_offset": str(done), "end_offset": str(min(done + CHUNK, size))}


def _story_fields(row: sqlite3.Row) -> Json:
    kind = "photo" if row["kind"] == "photo_story" else "video"
    return {
        "post_id": row["id"],
        "status": "published",
        "creation_time": str(int(row["published"])),
        "media_type": kind,
        "media_id": row["media"],
    }


def _after(row: sqlite3.Row, call: Call) -> bool:
    return float(row["published"] or row["created"]) >= float(call.fields.get("since", "0") or 0)


def _flag(call: Call, name: str, *, default: bool) -> bool:
    value = call.fields.get(name)
    if value is None:
        return default
    if value not in ("true", "false"):
        raise GraphError(100, f"(#100) {name} must be true or false")
    return value == "true"


def _words(call: Call, name: str) -> str:
    if not call.fields.get(name):
        raise GraphError(194, f"(#194) Requires the parameter {name}")
    return call.fields[name]


def _attached(call: Call) -> list[str]:
    try:
        media = json.loads(call.fields.get("attached_media", "[]"))
        return [str(item["media_fbid"]) for item in media]
    except (ValueError, TypeError, KeyError):
        raise GraphError(100, "(#100) attached_media must be a list of {media_fbid}") from None


def _schedule(value: str, now: datetime) -> float:
    try:
        moment = float(value)
    except ValueError:
        moment = 0.0
    ahead = moment - now.timestamp()
    # 10 minutes to just under 30 days (graph-api.md 3.9).
    if not 600 <= ahead <= 29.5 * 86_400:
        raise GraphError(100, "(#100) The specified scheduled publish time is invalid.")
    return moment


def _page_of(rows: list[Json], call: Call) -> Json:
    """One page of a list with cursors; `next` is there while more may follow."""
    start, limit = (
        int(call.fields.get("after", "0") or 0),
        min(int(call.fields.get("limit", "25")), 100),
    )
    shown = rows[start : start + limit]
    paging: Json = {"cursors": {"before": str(start), "after": str(start + len(shown))}}
    if start + limit < len(rows):
        paging["next"] = f"{call.path}?limit={limit}&after={start + limit}"
    return {"data": shown, "paging": paging}
