"""What the sandbox remembers, in SQLite, so that it outlives a crash: pages, photos, posts,
comments, faults, calls."""

import hashlib
import json
import random
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.channels.facebook.standin.faults import Fault, FaultKind, read_fault
from publisher.domain.errors import PublisherError
from publisher.domain.reason import told

MOST_PHOTOS = 10
# What the publisher's own app is called here.
APP_ID = "1384"
APP_SECRET = "sandbox-app-secret"
SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_posts",
    "pages_manage_engagement",
)
# Facebook deletes unpublished photos that no post uses after about 24 hours (graph-api.md 3.2).
PHOTO_LIFE = timedelta(hours=24)
FIRST_ID = 5_550_001

SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, token TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS photo (
  id TEXT PRIMARY KEY, page TEXT NOT NULL, sha256 TEXT NOT NULL, alt TEXT NOT NULL,
  created REAL NOT NULL,
  post TEXT, position INTEGER, deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS photo_post ON photo (post, position);
CREATE TABLE IF NOT EXISTS post (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, page TEXT NOT NULL,
  message TEXT NOT NULL, link TEXT,
  state TEXT NOT NULL, created REAL NOT NULL, published REAL, scheduled REAL,
  kind TEXT NOT NULL DEFAULT 'post', app TEXT NOT NULL DEFAULT '1384', media TEXT);
CREATE TABLE IF NOT EXISTS video (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, page TEXT NOT NULL, kind TEXT NOT NULL,
  size INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL,
  finished REAL, post TEXT);
CREATE TABLE IF NOT EXISTS person (
  token TEXT PRIMARY KEY, name TEXT NOT NULL, pages TEXT NOT NULL, hidden TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires REAL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS post_page ON post (page, state, published);
CREATE TABLE IF NOT EXISTS comment (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, post TEXT NOT NULL, page TEXT NOT NULL,
  message TEXT NOT NULL,
  created REAL NOT NULL);
CREATE INDEX IF NOT EXISTS comment_post ON comment (post);
CREATE TABLE IF NOT EXISTS fault (
  number INTEGER PRIMARY KEY AUTOINCREMENT, order_ TEXT NOT NULL, remaining INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS call (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, step TEXT NOT NULL, page TEXT,
  path TEXT NOT NULL,
  fault TEXT, token_in_url INTEGER NOT NULL);
"""


class GraphError(PublisherError):
    """Facebook says no."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int = 0,
        status: int = 400,
        data: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(told(message))
        self.code, self.message, self.subcode, self.status, self.data = (
            code,
            message,
            subcode,
            status,
            data,
        )


def unknown_object(name: str) -> GraphError:
    """What Facebook says of what is not there, and of what it does not know yet."""
    return GraphError(
        100, f"Unsupported get request. Object with ID '{name}' does not exist", subcode=33
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPost:
    """A post as a visitor sees it."""

    id: str
    page: str
    message: str
    link: str | None
    published_at: datetime
    # Digest and description of each picture.
    photos: Sequence[tuple[str, str]]
    comments: Sequence[str]
    # "post", "video", "reel", "photo_story" or "video_story".
    kind: str = "post"
    # Of a video or story: the id of what it shows.
    media: str = ""


class World:
    """The state. Every method is one transaction; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._photos = folder / "photos"
        self._photos.mkdir(exist_ok=True)
        self._videos = folder / "videos"
        self._videos.mkdir(exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(
            folder / "sandbox.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {SCHEMA}")
        self._chance: random.Random | None = None

    def close(self) -> None:
        """Close the file; what was done stays."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One thread at a time; kept whole or not at all."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # Pages

    def add_page(self, page_id: str, name: str, token: str) -> None:
        """Make a page known; a page that is there gets the name and token, and is no longer
        revoked.
        """
        with self.transaction() as db:
            db.execute(
                "INSERT INTO page (id, name, token) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " name = excluded.name, token = excluded.token, revoked = 0",
                (page_id, name, token),
            )

    def revoke(self, page_id: str) -> None:
        """From now on the page's token is refused with 190/460; another token (`add_page`) is taken
        again.
        """
        with self.transaction() as db:
            db.execute("UPDATE page SET revoked = 1 WHERE id = ?", (page_id,))

    def pages(self) -> list[tuple[str, str]]:
        """Id and name of every page."""
        with self._lock:
            return [
                (row["id"], row["name"])
                for row in self._db.execute("SELECT id, name FROM page ORDER BY id")
            ]

    def page_of(self, token: str) -> sqlite3.Row:
        """The page that a token may act for. Raises GraphError 190."""
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(
                "SELECT * FROM page WHERE token = ?", (token,)
            ).fetchone()
        if row is None:
            raise GraphError(
                190, "Invalid OAuth access token - Cannot parse access token", status=401
            )
        if row["revoked"]:
            raise GraphError(
                190, "Error validating access token: The session has been invalidated", subcode=460
            )
        return row

    def page_token(self, page_id: str) -> str:
        """The token that a page's people hand out."""
        with self._lock:
            return str(
                self._db.execute("SELECT token FROM page WHERE id = ?", (page_id,)).fetchone()[
                    "token"
                ]
            )

    # People: users and system users with roles on pages

    def add_person(
        self,
        token: str,
        name: str,
        *,
        pages: Sequence[str],
        hidden: Sequence[str] = (),
        scopes: Sequence[str] = SCOPES,
        expires: datetime | None = None,
    ) -> None:
        """Make a person's token known.

        `hidden` pages belong to a business: `accounts` leaves them out.
        """
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO person (token, name, pages, hidden, scopes, expires) VALUES"
                " (?, ?, ?, ?, ?, ?)",
                (
                    token,
                    name,
                    json.dumps(list(pages)),
                    json.dumps(list(hidden)),
                    json.dumps(list(scopes)),
                    expires.timestamp() if expires else None,
                ),
            )

    def person_of(self, token: str) -> sqlite3.Row | None:
        """The person whose token this is."""
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(
                "SELECT * FROM person WHERE token = ?", (token,)
            ).fetchone()
        return row

    # What holds for a while

    def set(self, name: str, value: object) -> None:
        """Remember something under a name (JSON)."""
        with self.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                (name, json.dumps(value)),
            )

    def get(self, name: str, default: Any = None) -> Any:
        """What was remembered under a name."""
        with self._lock:
            row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return json.loads(row["value"]) if row else default

    # Publishing

    def add_photo(self, page: str, content: bytes, alt: str, *, now: datetime) -> str:
        """Keep an unpublished photo and return its id."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._photos / f"{digest}.jpg"
        if not path.exists():
            path.write_bytes(content)
        with self.transaction() as db:
            number = db.execute("SELECT COUNT(*) FROM photo").fetchone()[0] + 1
            name = str(9_000_000 + number)
            db.execute(
                "INSERT INTO photo (id, page, sha256, alt, created) VALUES (?, ?, ?, ?, ?)",
                (name, page, digest, alt, now.timestamp()),
            )
        return name

    def photo_file(self, digest: str) -> Path:
        """Where a photo's bytes lie."""
        return self._photos / f"{digest}.jpg"

    def create_post(
        self,
        page: str,
        *,
        message: str,
        link: str | None,
        photos: Sequence[str],
        published: bool,
        scheduled: float | None,
        now: datetime,
        app: str = APP_ID,
    ) -> str:
        """Create a post and return its id. Raises GraphError for what Facebook would refuse."""
        if not (message or link or photos):
            raise GraphError(197, "The post is empty. Please enter a message to share.")
        with self.transaction() as db:
            self._check_photos(db, page, photos, now)
            if published and self.get("refuse_repeat", True):
                self._refuse_repeat(db, page, message)
            state = "published" if published else "scheduled" if scheduled else "draft"
            number = db.execute(
                "INSERT INTO post (page, message, link, state, created, published, scheduled, app) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    page,
                    message,
                    link,
                    state,
                    now.timestamp(),
                    now.timestamp() if published else None,
                    scheduled,
                    app,
                ),
            ).lastrowid
            name = _name_post(db, page, number)
            for position, photo in enumerate(photos):
                db.execute(
                    "UPDATE photo SET post = ?, position = ? WHERE id = ?", (name, position, photo)
                )
        return name

    def _check_photos(
        self, db: sqlite3.Connection, page: str, photos: Sequence[str], now: datetime
    ) -> None:
        if len(photos) > MOST_PHOTOS:
            raise GraphError(100, "(#100) Too many photos in one post")
        if len(set(photos)) != len(photos):
            raise GraphError(100, "(#100) A photo is attached twice", subcode=1366051)
        for photo in photos:
            row = db.execute(
                "SELECT * FROM photo WHERE id = ? AND page = ? AND NOT deleted", (photo, page)
            ).fetchone()
            if row is None or now.timestamp() - row["created"] > PHOTO_LIFE.total_seconds():
                raise GraphError(100, "Unsupported get request. Object does not exist", subcode=33)
            if row["post"]:
                raise GraphError(100, "These photos were already posted.", subcode=1366051)

    def _refuse_repeat(self, db: sqlite3.Connection, page: str, message: str) -> None:
        newest = db.execute(
            "SELECT message FROM post WHERE page = ? AND state = 'published' ORDER BY published"
            " DESC LIMIT 1",
            (page,),
        ).fetchone()
        if newest and message and newest["message"] == message:
            raise GraphError(506, "(#506) Duplicate status message")

    def post(self, page: str, post_id: str) -> sqlite3.Row:
        """A post of the page that is not deleted; a video's id is its post's too. Raises GraphError
        100/33.
        """
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(
                "SELECT * FROM post WHERE page = ? AND state != 'deleted' "
                "AND (id = ? OR (kind IN ('video', 'reel', 'video_story') AND media = ?))",
                (page, post_id, post_id),
            ).fetchone()
        if row is None:
            raise unknown_object(post_id)
        return row

    def is_unknown(self, page: str, name: str, *, now: datetime) -> bool:
        """Whether a post, photo or video was made or made public so lately that not all of Facebook
        knows it yet.

        The setting "unknown_for" says for how many seconds at most; how long it is for each is
        drawn from its name.
        """
        most = float(self.get("unknown_for", 0))
        return any(
            0 <= now.timestamp() - at < most * _draw(f"{name} {at}")
            for at in self._changes(page, name, most)
        )

    def _changes(self, page: str, name: str, most: float) -> list[float]:
        if not most:
            return []
        with self._lock:
            rows = [
                *self._db.execute(
                    "SELECT created, published FROM post WHERE page = ? AND (id = ? OR media = ?)",
                    (page, name, name),
                ),
                *self._db.execute(
                    "SELECT created, NULL FROM photo WHERE page = ? AND id = ?", (page, name)
                ),
                *self._db.execute(
                    "SELECT created, finished FROM video WHERE page = ? AND id = ?", (page, name)
                ),
            ]
        return [at for row in rows for at in row if at is not None]

    def publish(self, page: str, post_id: str, *, now: datetime) -> None:
        """Make a post public; a public one stays as it is."""
        self.post(page, post_id)
        with self.transaction() as db:
            db.execute(
                "UPDATE post SET state = 'published', published = ?, scheduled = NULL "
                "WHERE id = ? AND state != 'published'",
                (now.timestamp(), post_id),
            )

    def edit(
        self, page: str, post_id: str, *, message: str | None, scheduled: float | None
    ) -> None:
        """Change a post's words or its scheduled time."""
        self.post(page, post_id)
        with self.transaction() as db:
            if message is not None:
                db.execute("UPDATE post SET message = ? WHERE id = ?", (message, post_id))
            if scheduled is not None:
                db.execute(
                    "UPDATE post SET scheduled = ? WHERE id = ? AND state = 'scheduled'",
                    (scheduled, post_id),
                )

    def delete(self, page: str, name: str) -> None:
        """Delete a post, or a photo that no post uses. Raises GraphError 100/33."""
        with self.transaction() as db:
            loose = "id = ? AND page = ? AND post IS NULL AND NOT deleted"
            if db.execute(f"UPDATE photo SET deleted = 1 WHERE {loose}", (name, page)).rowcount:
                return
        post = self.post(page, name)["id"]
        with self.transaction() as db:
            db.execute("UPDATE post SET state = 'deleted' WHERE id = ?", (post,))

    def fire_scheduled(self, *, now: datetime) -> None:
        """Publish the scheduled posts whose time has come."""
        due = "state = 'scheduled' AND scheduled <= ?"
        with self._lock:
            if not self._db.execute(
                f"SELECT 1 FROM post WHERE {due} LIMIT 1", (now.timestamp(),)
            ).fetchone():
                return
        with self.transaction() as db:
            db.execute(
                f"UPDATE post SET state = 'published', published = scheduled WHERE {due}",
                (now.timestamp(),),
            )

    def posts(self, page: str, states: Sequence[str]) -> list[sqlite3.Row]:
        """The page's posts in some states, newest first; of every kind."""
        marks = ", ".join("?" for _ in states)
        with self._lock:
            return self._db.execute(
                f"SELECT * FROM post WHERE page = ? AND state IN ({marks}) "
                "ORDER BY COALESCE(published, created) DESC, number DESC",
                (page, *states),
            ).fetchall()

    def photos_of(self, post_id: str) -> list[sqlite3.Row]:
        """The post's photos in their order."""
        with self._lock:
            return self._db.execute(
                "SELECT * FROM photo WHERE post = ? ORDER BY position", (post_id,)
            ).fetchall()

    def ever_public(self, page: str) -> list[sqlite3.Row]:
        """Every post that a visitor could see at some time, deleted ones too, oldest first."""
        with self._lock:
            return self._db.execute(
                "SELECT * FROM post WHERE page = ? AND published IS NOT NULL ORDER BY published,"
                " number",
                (page,),
            ).fetchall()

    # Videos and stories

    def start_video(self, page: str, kind: str, size: int, *, now: datetime) -> str:
        """Begin an upload and return the video's id."""
        with self.transaction() as db:
            number = db.execute(
                "INSERT INTO video (page, kind, size, created) VALUES (?, ?, ?, ?)",
                (page, kind, size, now.timestamp()),
            ).lastrowid
            name = str(8_800_000 + (number or 0))
            db.execute("UPDATE video SET id = ? WHERE number = ?", (name, number))
        return name

    def video(self, page: str, name: str) -> sqlite3.Row:
        """A video of the page. Raises GraphError 100/33."""
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(
                "SELECT * FROM video WHERE id = ? AND page = ?", (name, page)
            ).fetchone()
        if row is None:
            raise unknown_object(name)
        return row

    def take_bytes(
        self, page: str, name: str, offset: int, content: bytes, size: int | None = None
    ) -> int:
        """Append to an upload and return how many bytes are there.

        Raises GraphError 1363037 for a wrong offset.
        """
        row = self.video(page, name)
        if offset != row["received"]:
            data = {"start_offset": str(row["received"]), "end_offset": str(row["size"])}
            raise GraphError(1363037, "Wrong offset", subcode=1363037, data=data)
        with (self._videos / f"{name}.mp4").open("ab") as file:
            file.truncate(offset)
            file.write(content)
        received = offset + len(content)
        with self.transaction() as db:
            db.execute(
                "UPDATE video SET received = ?, size = COALESCE(?, size) WHERE id = ?",
                (received, size, name),
            )
        return received

    def video_file(self, name: str) -> Path:
        """Where a video's bytes lie."""
        return self._videos / f"{name}.mp4"

    def finish_video(self, page: str, name: str, message: str, *, now: datetime) -> str:
        """Publish a video; one that is public stays as it is. Returns the post's id."""
        row = self.video(page, name)
        if row["received"] < max(row["size"], 1):
            raise GraphError(6001, "(#6001) The upload is not complete")
        if row["post"]:
            return str(row["post"])
        post = self._publish_media(page, row["kind"], name, message, now)
        with self.transaction() as db:
            db.execute(
                "UPDATE video SET finished = ?, post = ? WHERE id = ?",
                (now.timestamp(), post, name),
            )
        return post

    def add_photo_story(self, page: str, photo: str, *, now: datetime) -> str:
        """Publish an unpublished photo as a story and return the post's id; twice
        shows it twice.
        """
        with self.transaction() as db:
            self._check_photos(db, page, [photo], now)
        name = self._publish_media(page, "photo_story", photo, "", now)
        return name

    def _publish_media(self, page: str, kind: str, media: str, message: str, now: datetime) -> str:
        with self.transaction() as db:
            number = db.execute(
                "INSERT INTO post (page, message, state, created, published, kind, media) "
                "VALUES (?, ?, 'published', ?, ?, ?, ?)",
                (page, message, now.timestamp(), now.timestamp(), kind, media),
            ).lastrowid
            return _name_post(db, page, number)

    def add_comment(self, page: str, post_id: str, message: str, *, now: datetime) -> str:
        """Comment as the page. Raises GraphError when the post is not public."""
        post = self.post(page, post_id)
        if post["state"] != "published":
            raise GraphError(100, "(#100) The post is not published yet")
        post_id = post["id"]
        with self.transaction() as db:
            number = db.execute(
                "INSERT INTO comment (post, page, message, created) VALUES (?, ?, ?, ?)",
                (post_id, page, message, now.timestamp()),
            ).lastrowid
            name = f"{post_id.partition('_')[2]}_{700 + (number or 0)}"
            db.execute("UPDATE comment SET id = ? WHERE number = ?", (name, number))
        return name

    def comments_of(self, post_id: str) -> list[sqlite3.Row]:
        """The post's comments, oldest first."""
        with self._lock:
            return self._db.execute(
                "SELECT * FROM comment WHERE post = ? ORDER BY number", (post_id,)
            ).fetchall()

    def timeline(self, page: str) -> list[PublicPost]:
        """What a visitor of the page sees, newest first."""
        return [
            PublicPost(
                id=row["id"],
                page=page,
                message=row["message"],
                link=row["link"],
                published_at=datetime.fromtimestamp(row["published"], UTC),
                photos=[(photo["sha256"], photo["alt"]) for photo in self._shown(row)],
                comments=[comment["message"] for comment in self.comments_of(row["id"])],
                kind=row["kind"],
                media=row["media"] or "",
            )
            for row in self.posts(page, ["published"])
        ]

    def _shown(self, row: sqlite3.Row) -> list[sqlite3.Row]:
        if row["kind"] != "photo_story":
            return self.photos_of(row["id"])
        with self._lock:
            return self._db.execute("SELECT * FROM photo WHERE id = ?", (row["media"],)).fetchall()

    # Faults and calls

    def order(self, fault: Fault) -> None:
        """Let something go wrong."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO fault (order_, remaining) VALUES (?, ?)",
                (json.dumps(asdict(fault)), fault.times),
            )

    def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        with self.transaction() as db:
            db.execute("DELETE FROM fault")

    def faults(self) -> list[dict[str, Any]]:
        """The orders that are not used up."""
        with self._lock:
            rows = self._db.execute(
                "SELECT * FROM fault WHERE remaining > 0 ORDER BY number"
            ).fetchall()
        return [json.loads(row["order_"]) | {"remaining": row["remaining"]} for row in rows]

    def note_call(
        self, *, step: str, page: str | None, path: str, token_in_url: bool, now: datetime
    ) -> Fault | None:
        """Note a call, and use up the first order that fits it."""
        with self.transaction() as db:
            fault = self._take(db, step, page) or self._mishap(db)
            db.execute(
                "INSERT INTO call (at, step, page, path, fault, token_in_url) VALUES (?, ?, ?, ?,"
                " ?, ?)",
                (now.timestamp(), step, page, path, fault.kind if fault else None, token_in_url),
            )
        return fault

    def _take(self, db: sqlite3.Connection, step: str, page: str | None) -> Fault | None:
        for row in db.execute("SELECT * FROM fault WHERE remaining > 0 ORDER BY number").fetchall():
            fault = read_fault(json.loads(row["order_"]))
            if fault.step in ("*", step) and fault.page in ("*", page):
                db.execute(
                    "UPDATE fault SET remaining = remaining - 1 WHERE number = ?", (row["number"],)
                )
                return fault
        return None

    def _mishap(self, db: sqlite3.Connection) -> Fault | None:
        """A random fault when a storm was ordered ("storm": rate, seed, kinds)."""
        row = db.execute("SELECT value FROM setting WHERE name = 'storm'").fetchone()
        if row is None:
            return None
        storm = json.loads(row["value"])
        self._chance = self._chance or random.Random(storm["seed"])
        if self._chance.random() >= storm["rate"]:
            return None
        return Fault(
            kind=FaultKind(self._chance.choice(storm["kinds"])),
            seconds=storm["slow"],
            minutes=storm["wait"],
        )

    def calls(self) -> list[dict[str, Any]]:
        """Every call, oldest first."""
        with self._lock:
            return [dict(row) for row in self._db.execute("SELECT * FROM call ORDER BY number")]


def _draw(words: str) -> float:
    """A share between 0 and 1, always the same for the same words."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big") / 2**32


def _name_post(db: sqlite3.Connection, page: str, number: int | None) -> str:
    name = f"{page}_{FIRST_ID + (number or 0) - 1}"
    db.execute("UPDATE post SET id = ? WHERE number = ?", (name, number))
    return name
