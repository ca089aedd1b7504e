"""What a visitor sees: the list of pages and each page's public timeline, as plain pages without
scripts."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.channels.facebook.standin.state import PublicPost, World
from publisher.domain.address import host_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HTML = "text/html; charset=utf-8"
NO_CACHE = "no-store"
FOREVER = "public, max-age=31536000, immutable"
REFRESH = 3  # seconds
FACES = {"Regular": 400, "SemiBold": 600, "Bold": 700}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """Something that a browser gets."""

    content: bytes
    content_type: str
    # The Cache-Control header.
    cache: str


def page_for(path: str, world: World, *, now: datetime, fonts: Path | None) -> HttpAnswer | None:
    """The page, picture or font at a path; None when it is none of ours."""
    parts = [part for part in path.split("/") if part]
    match parts:
        case []:
            return _html("Các trang", _index(world))
        case ["timeline", page_id]:
            world.fire_scheduled(now=now)
            return _timeline(world, page_id)
        case ["pictures", name] if re.fullmatch(r"[0-9a-f]{64}\.jpg", name):
            return _file(world.photo_file(name.removesuffix(".jpg")), "image/jpeg")
        case ["videos", name] if re.fullmatch(r"\d+\.mp4", name):
            return _file(world.video_file(name.removesuffix(".mp4")), "video/mp4")
        case ["fonts", name] if fonts and re.fullmatch(r"BeVietnamPro-\w+\.ttf", name):
            return _file(fonts / name, "font/ttf")
        case ["timeline.css"]:
            return HttpAnswer(
                content=CSS.encode(), content_type="text/css; charset=utf-8", cache=NO_CACHE
            )
        case _:
            return None


def _file(path: Path, content_type: str) -> HttpAnswer | None:
    try:
        return HttpAnswer(content=path.read_bytes(), content_type=content_type, cache=FOREVER)
    except FileNotFoundError:
        return None


def _index(world: World) -> str:
    rows = [_index_row(page_id, name, world.timeline(page_id)) for page_id, name in world.pages()]
    empty = "<p class=empty>Chưa có trang nào.</p>"
    return (
        f"<header class=top><h1>Máy mô phỏng</h1>{NOTICE}</header><ul"
        f" class=pages>{''.join(rows) or empty}</ul>"
    )


def _index_row(page_id: str, name: str, posts: Sequence[PublicPost]) -> str:
    newest = f"mới nhất {_when(posts[0].published_at)}" if posts else "chưa có bài nào"
    return (
        f'<li><a href="/timeline/{escape(page_id)}">{_monogram(name)}<span><b>{escape(name)}</b>'
        f"<small>{len(posts)} bài · {newest}</small></span></a></li>"
    )


def _timeline(world: World, page_id: str) -> HttpAnswer | None:
    name = dict(world.pages()).get(page_id)
    if name is None:
        return None
    posts = world.timeline(page_id)
    articles = "".join(_article(name, post) for post in posts)
    empty = "<p class=empty>Chưa có bài nào hiện ra trên trang này.</p>"
    head = (
        '<header class=top><a class=back href="/">‹ Các trang</a><div'
        f" class=who>{_monogram(name)}<div><h1>{escape(name)}</h1><small>{len(posts)} bài đã"
        f" đăng</small></div></div>{NOTICE}</header>"
    )
    return _html(name, f"{head}<main>{articles or empty}</main>")


def _article(name: str, post: PublicPost) -> str:
    when = f'<time datetime="{post.published_at.isoformat()}">{_when(post.published_at)}</time>'
    place = KINDS.get(post.kind, "Công khai")
    head = (
        f"<div class=byline>{_monogram(name)}<span><b>{escape(name)}</b><small>{when} ·"
        f" {place}</small></span></div>"
    )
    words = f"<p class=words>{_linked(post.message)}</p>" if post.message else ""
    rest = _video(post) + _pictures(post) + _link_card(post) + _comments(name, post)
    return f'<article id="{escape(post.id)}">{head}{words}{rest}</article>'


def _video(post: PublicPost) -> str:
    if "video" not in post.kind and post.kind != "reel":
        return ""
    return f'<video src="/videos/{escape(post.media)}.mp4" controls preload=metadata></video>'


def _pictures(post: PublicPost) -> str:
    if not post.photos:
        return ""
    shown = "".join(
        f'<a href="/pictures/{digest}.jpg"><img src="/pictures/{digest}.jpg" alt="{escape(alt)}"'
        ' loading="lazy"></a>'
        for digest, alt in post.photos
    )
    return f'<div class="pictures n{min(len(post.photos), 5)}">{shown}</div>'


def _link_card(post: PublicPost) -> str:
    if not post.link or post.photos:
        return ""
    host = host_of(post.link) or post.link
    address = escape(post.link)
    return (
        f'<a class=card href="{address}" rel="noreferrer'
        f' nofollow"><small>{escape(host)}</small>{address}</a>'
    )


def _comments(name: str, post: PublicPost) -> str:
    rows = "".join(f"<li><b>{escape(name)}</b> {_linked(text)}</li>" for text in post.comments)
    return f"<ul class=comments>{rows}</ul>" if rows else ""


def _linked(text: str) -> str:
    """Escaped text with its addresses and hashtags marked, as a reader expects them."""
    html = escape(text)
    html = re.sub(
        r"https?://[^\s<]+[^\s<.,;:!?)]",
        lambda url: f'<a href="{url[0]}" rel="nofollow">{url[0]}</a>',
        html,
    )
    return re.sub(r"(?<![\w&/])#(\w+)", r"<span class=tag>#\1</span>", html)


def _monogram(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    letters = "".join(word[0] for word in words[-2:]) or name[:1]
    hue = int(hashlib.sha256(name.encode()).hexdigest()[:4], 16) % 5
    return f'<span class="monogram h{hue}" aria-hidden=true>{escape(letters)}</span>'


def _when(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M:%S, %d/%m/%Y}"


def _html(title: str, body: str) -> HttpAnswer:
    page = (
        f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>{escape(title)} – mô"
        " phỏng</title>"
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta'
        f" http-equiv=refresh content={REFRESH}>"
        '<link rel=stylesheet href="/timeline.css"><link rel=icon'
        f' href="data:,"></head><body>{body}</body></html>'
    )
    return HttpAnswer(content=page.encode(), content_type=HTML, cache=NO_CACHE)


# Where a visitor sees what is no plain post.
KINDS = {"video": "Video", "reel": "Thước phim", "photo_story": "Tin", "video_story": "Tin"}
NOTICE = (
    "<p class=notice>Trang mô phỏng để thử, không phải Facebook. Không có gì được đăng ra ngoài máy"
    " này.</p>"
)

CSS = (
    "".join(
        f"@font-face{{font-family:'Be Vietnam Pro';font-weight:{weight};"
        f"src:url('/fonts/BeVietnamPro-{face}.ttf') format('truetype')}}\n"
        for face, weight in FACES.items()
    )
    + """
:root { color-scheme: light dark; --ground: #eef1f5; --sheet: #fff; --ink: #17202b;
  --quiet: #5b6877; --line: #dbe1e8;
  --accent: #0b4f9e; --note: #fff6d9; --note-ink: #5c4700 }
@media (prefers-color-scheme: dark) { :root { --ground: #12171d; --sheet: #1c232b; --ink: #e8edf2;
  --quiet: #9aa7b5;
  --line: #2e3843; --accent: #7db7ff; --note: #3a3218; --note-ink: #ffe9a8 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 'Be Vietnam Pro', system-ui, sans-serif }
a { color: var(--accent) }
.top, main, .pages { width: min(100% - 24px, 600px); margin: 0 auto }
.top { padding: 20px 0 4px }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 0; text-wrap: balance }
small { color: var(--quiet); font-size: .85rem; display: block }
.back { display: inline-block; padding: 6px 0; text-decoration: none }
.who, .byline, .pages a { display: flex; gap: 12px; align-items: center }
.notice { background: var(--note); color: var(--note-ink); padding: 8px 12px; border-radius: 8px;
  font-size: .88rem }
.monogram { flex: none; width: 44px; height: 44px; border-radius: 50%; display: grid;
  place-items: center; color: #fff;
  font-weight: 700 }
.h0 { background: #0b4f9e } .h1 { background: #a81f2d } .h2 { background: #14655a } .h3 {
  background: #6b3fa0 }
.h4 { background: #8a5a00 }
.pages { list-style: none; padding: 0; display: grid; gap: 10px }
.pages a { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px;
  padding: 14px; color: inherit;
  text-decoration: none }
.pages a:hover, .pages a:focus-visible { border-color: var(--accent) }
main { display: grid; gap: 16px; padding: 12px 0 48px }
article { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px;
  overflow: hidden;
  scroll-margin: 12px }
article:target { outline: 3px solid var(--accent) }
.byline { padding: 14px 16px 10px }
.byline b, .pages b { font-weight: 600; line-height: 1.3 }
.words { margin: 0; padding: 0 16px 14px; white-space: pre-wrap; overflow-wrap: anywhere }
.tag { color: var(--accent); font-weight: 600 }
.pictures { display: grid; gap: 2px }
.pictures img { display: block; width: 100%; height: 100%; object-fit: cover;
  background: var(--line) }
video { display: block; width: 100%; max-height: 640px; background: #000 }
.n2, .n4 { grid-template-columns: 1fr 1fr } .n3, .n5 { grid-template-columns: 1fr 1fr }
.n3 a:first-child, .n5 a:first-child { grid-column: 1 / -1 }
.card { display: block; padding: 12px 16px; border-top: 1px solid var(--line);
  background: var(--ground);
  overflow-wrap: anywhere; text-decoration: none }
.card small { text-transform: uppercase; letter-spacing: .03em }
.comments { list-style: none; margin: 0; padding: 12px 16px; border-top: 1px solid var(--line);
  overflow-wrap: anywhere }
.empty { color: var(--quiet); text-align: center; padding: 48px 0 }
"""
)
