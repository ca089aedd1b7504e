"""A rehearsal as a page: what, when, where, each picture, and what there is to look at again."""

import logging
import re
import subprocess
import sys
import threading
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.reason import Reason
from publisher.domain.roles import Ability
from publisher.features.review.rehearsal import Rehearsal, RehearsedPost, restored
from publisher.web.campaigns.views import of
from publisher.web.deliveries.pictures import kept
from publisher.web.shared import access
from publisher.web.shared.context import context_of

log = logging.getLogger("publisher.web")

# Seconds after which a rehearsal is given up.
PATIENCE = 600
DIGEST = re.compile(r"[0-9a-f]{64}")
# "running", "failed", or why there is nothing to rehearse.
_running: dict[str, str | Reason] = {}
_lock = threading.Lock()


@require_GET
def rehearsal(request: HttpRequest, slug: str) -> HttpResponse:
    """The last rehearsal of a campaign, or how far the running one is."""
    campaign = of(request, slug)
    found = _last(request, slug)
    with _lock:
        state = _running.get(slug, "")
    seen = access.pages(request)
    context = {
        "here": "campaigns",
        "campaign": campaign,
        "state": state,
        "may": bool(access.standing_of(request).units(Ability.WRITE)),
        "found": found,
        "made_at": _made_at(request, slug),
        # Each picture's address ends with its digest.
        "thumbs": f"{request.path}/",
        **(_told(found, only=set(seen)) if found else {}),
    }
    return render(request, "rehearsals/rehearsal.html", context)


@require_POST
def rehearse(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a rehearsal; it runs in a process of its own, away from publishing."""
    access.require(request, Ability.WRITE)
    of(request, slug)
    with _lock:
        if any(state == "running" for state in _running.values()):
            messages.error(request, _("Đang có một buổi tổng duyệt khác; chờ xong rồi bấm lại."))
            return redirect("rehearsal", slug)
        _running[slug] = "running"
    threading.Thread(
        target=_run,
        args=(slug, context_of(request).config.path, _folder(request, slug)),
        daemon=True,
    ).start()
    return redirect("rehearsal", slug)


@require_GET
def thumb(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """A small picture of a rehearsal."""
    of(request, slug)
    path = _folder(request, slug) / "thumbs" / f"{digest}.jpg"
    if not DIGEST.fullmatch(digest) or not path.is_file():
        raise Http404
    return kept(request, path.read_bytes(), digest[:32], "image/jpeg", "max-age=86400")


def standalone(found: Rehearsal) -> str:
    """The result as one file of HTML that needs only the folder `thumbs` beside it."""
    return render_to_string("rehearsals/rehearsal_file.html", {"found": found, **_told(found)})


def _told(found: Rehearsal, *, only: set[str] | None = None) -> dict[str, Any]:
    """The posts by day and by moment: one line for what many pages show at the same time."""
    posts = [post for post in found.posts if only is None or post.page in only]
    days = []
    for day, of_day in groupby(posts, key=lambda post: post.at[:10]):
        lines: dict[tuple[str, str], list[RehearsedPost]] = {}
        for post in of_day:
            lines.setdefault((post.at, post.entry), []).append(post)
        days.append((datetime.fromisoformat(day).date(), list(lines.values())))
    return {
        "days": days,
        "count": len(posts),
        "own": sum(post.own for post in posts),
        "page_count": len({post.page for post in posts}),
        "serious": [one for one in found.findings if one.serious],
        "other": [one for one in found.findings if not one.serious],
    }


def _run(slug: str, config: Path, folder: Path) -> None:
    """In a thread: the command itself, so that the database of this process stays what it is."""
    command = [
        sys.executable,
        "-m",
        "publisher",
        "rehearse",
        slug,
        "--quiet",
        "--output",
        str(folder),
    ]
    state: str | Reason = ""
    before = _stamp(folder)
    try:
        done = subprocess.run(
            [*command, "--config", str(config)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        # 1 means that something is to be mended, and the page says what.
        if refusal := _refusal(done.stderr):
            state = refusal
        elif done.returncode not in (0, 1) or _stamp(folder) == before:
            log.error("rehearsal of %s: %s", slug, done.stderr[-2000:])
            state = "failed"
    except (OSError, subprocess.TimeoutExpired):
        log.exception("rehearsal of %s", slug)
        state = "failed"
    finally:
        with _lock:
            _running[slug] = state


def _refusal(said: str) -> Reason | None:
    """Why the command found nothing to rehearse: its last line, as a reason is kept."""
    last = said.strip().rpartition("\n")[2]
    return Reason.from_json(last) if last.startswith("{") else None


def _stamp(folder: Path) -> int:
    """When the result was written, in nanoseconds; 0 when there is none."""
    try:
        return (folder / "result.json").stat().st_mtime_ns
    except OSError:
        return 0


def _last(request: HttpRequest, slug: str) -> Rehearsal | None:
    try:
        return restored((_folder(request, slug) / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _made_at(request: HttpRequest, slug: str) -> datetime | None:
    try:
        stamp = (_folder(request, slug) / "result.json").stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(stamp, context_of(request).clock().tzinfo)


def _folder(request: HttpRequest, slug: str) -> Path:
    # A campaign's id is the name of its file, so it is one of a path too.
    return context_of(request).config.data / "rehearsals" / slug
