"""Writes queue files: checked before, whole or not at all, and never over a change that was not
seen."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError

from publisher.domain.address import article_key
from publisher.domain.entry import ALL_PAGES
from publisher.domain.errors import PublisherError
from publisher.domain.reason import Problem, Reason, all_of, reason
from publisher.domain.text import clean, same_name, slug
from publisher.queuefiles.checks import MOST_NAMED, FileReading, Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.folder import KINDS, QueueReader, read_text
from publisher.queuefiles.front import new_file
from publisher.queuefiles.items import ONE_OF
from publisher.queuefiles.schema import Post
from publisher.tables import problems_of

Before = Callable[[Path], object]


def nothing(_path: Path) -> None:
    """What is done before a file appears that nothing in the database belongs to."""


class WriteRefused(PublisherError):
    """The file would not be valid, or is not as the caller has seen it; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(all_of(problems))
        self.problems = tuple(problems)


class Changed(WriteRefused):
    """Somebody else changed the file since it was read."""


def add_post(queue: Path, *, known: Known, name: str | None = None, **said: Any) -> Path:
    """Write `posts/NAME.md` and return its path; an existing file is never overwritten, the name
    gets a number.

    `said`: the post's fields by name, as a file has them. Photos and the video are files from
    anywhere, which are copied into the queue. Without pages the only one there is is meant.

    Raises:
        Refused: with everything that the reader would complain of.
        OSError: the folder cannot be written.
    """
    said["pages"] = chosen_pages(said.get("pages") or (), known)
    copied: list[Path] = []
    try:
        post = _post(said | _copies(queue, said, copied), known)
        stem = slug(name or post.text or post.headline or post.link or "") or "bai"
        content = new_file(post)
        path = queue / "posts" / f"{free_stem(queue, stem)}.md"
        check(queue, path, content, known)
        return _write_new(path, content)
    except BaseException:
        for path in copied:
            path.unlink(missing_ok=True)
        raise


def add_link(
    queue: Path,
    *,
    url: str,
    today: date,
    known: Known,
    text: str = "",
    headline: str | None = None,
    publication: str | None = None,
    pages: Sequence[str] = (),
    before: Before = nothing,
) -> Path:
    """Add an article to this month's list for these pages and return the list's path; all else in
    it stays.

    `before`: as in `update_file`.

    Raises:
        Refused: the address cannot be shared or stands in the queue already.
        OSError: the folder cannot be written.
    """
    pages = chosen_pages(pages, known)
    everywhere = pages in ([ALL_PAGES], list(known.pages))
    stem = f"{today:%Y-%m}" if everywhere else f"{today:%Y-%m}-{slug(' '.join(pages))}"
    path = queue / "links" / f"{stem}.md"
    parts = [
        url.strip(),
        *(
            clean(part or "").replace("|", "-").replace("\n", " ").strip()
            for part in (text, headline, publication)
        ),
    ]
    while not parts[-1]:
        parts.pop()
    line = "- " + " | ".join(parts)
    old = path.read_bytes() if path.exists() else b""
    standing = written_text(old) if old else render({"pages": pages}, "")
    content = standing.rstrip("\n") + ("\n" if standing.strip() else "") + line + "\n"
    check(queue, path, content, known)
    return update_file(
        path, content, seen=hashlib.sha256(old).hexdigest() if old else None, before=before
    )


def update_file(path: Path, content: str, *, seen: str | None, before: Before = nothing) -> Path:
    """Replace a file whose SHA-256 is still `seen` (hex; None: that must not exist).

    `before`: runs once the content is on the disk for good, before the file is seen under its name.
    What raises there keeps the file from being seen at all; so what belongs to it in the database
    is there with it, or neither.

    Raises:
        Changed: somebody changed it in the meantime.
        OSError: it cannot be written; the old file is intact.
    """
    if digest_of(path) != seen:
        why = reason("queuefiles.changed_meanwhile")
        raise Changed([Problem(path=path.name, line=None, reason=why)])
    if seen is None:
        return _write_new(path, content, before)
    temporary = _temporary(path, content)
    try:
        before(path)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def write_new_files(files: Sequence[tuple[Path, str]], *, before: Callable[[], object]) -> None:
    """Write files that must not exist yet: all of them or none. `before`: as in `update_file`, once
    for all.

    Raises:
        OSError: one cannot be written, or exists.
    """
    ready: list[tuple[Path, Path]] = []
    seen: list[Path] = []
    try:
        for path, content in files:
            ready.append((path, _temporary(path, content)))
        before()
        for path, temporary in ready:
            os.link(temporary, path)
            seen.append(path)
    except BaseException:
        for path in seen:
            path.unlink(missing_ok=True)
        raise
    finally:
        for _path, temporary in ready:
            temporary.unlink(missing_ok=True)


def digest_of(path: Path) -> str | None:
    """Hex SHA-256 of a file: what `update_file` takes as seen. None when it does not exist."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def render(front: dict[str, Any], body: str) -> str:
    """A queue file: TOML front matter and a body."""
    table = tomlkit.document()
    for key, value in front.items():
        table[key] = value
    return f"+++\n{tomlkit.dumps(table)}+++\n{body}\n"


def chosen_pages(pages: Sequence[str], known: Known, *, place: str = "--page") -> list[str]:
    """The pages that were chosen, or the only one there is. Raises WriteRefused: somebody has to
    choose among several."""
    if pages or len(known.pages) == 1:
        return list(pages or known.pages)
    some = sorted(known.pages)[:MOST_NAMED]
    why = reason("queuefiles.which_pages", known=some)
    raise _refused(place, why, field="pages")


def check(queue: Path, path: Path, content: str, known: Known) -> None:
    """Refuse content that the reader would complain of. Raises WriteRefused."""
    name = path.relative_to(queue).as_posix()
    reading = read_text(
        name, content.encode(), file=path, known=known, photo_folder=known.photo_folder(queue)
    )
    problems = list(reading.problems) or _twice(queue, name, reading, known)
    if problems:
        raise WriteRefused(problems)


def _twice(queue: Path, name: str, reading: FileReading, known: Known) -> list[Problem]:
    """Articles of the new text that stand in another list of links."""
    addresses = {
        article_key(entry.link or ""): entry for entry in reading.entries if entry.kind == "link"
    }
    if not addresses:
        return []
    others = QueueReader(queue, known=known).refresh(None).queue.entries
    return [
        Problem(
            path=name,
            line=addresses[article_key(other.link or "")].source.line,
            reason=reason("queuefiles.article_at", path=other.source.path, line=other.source.line),
            field="link",
        )
        for other in others
        if other.link and article_key(other.link) in addresses and other.source.path != name
    ]


def _post(said: Mapping[str, Any], known: Known) -> Post:
    """Raises WriteRefused: each value that does not fit at its option."""
    try:
        return Post.model_validate(dict(said), context={"zone": known.zone})
    except ValidationError as error:
        found = problems_of(error, path="", text="", model=Post)
        raise WriteRefused([replace(one, path=option(one.field)) for one in found]) from None


def option(field: str) -> str:
    """The option of the command line for a field of a post."""
    name = field.partition(".")[0]
    return f"--{ONE_OF.get(name, name).replace('_', '-')}"


_MISSING = {"photos": "queuefiles.no_photo_file", "video": "queuefiles.no_video_file"}


def _copies(queue: Path, said: Mapping[str, Any], copied: list[Path]) -> dict[str, Any]:
    """Photos and video as they are called in the queue, after they were copied there."""
    photos = [one if isinstance(one, dict) else {"file": one} for one in said.get("photos") or ()]
    # By its name on the disk, which need not be spelled as we would.
    files = [("photos", Path(photo["file"])) for photo in photos]
    files += [("video", Path(said["video"]))] if said.get("video") else []
    missing = [
        Problem(path=str(path), line=None, reason=reason(_MISSING[field]), field=field)
        for field, path in files
        if not path.is_file()
    ]
    if missing:
        raise WriteRefused(missing)
    for _field, path in files:
        copied.append(_copy(path, queue / "photos"))
    names = [path.name for path in copied]
    own = {"photos": [photo | {"file": name} for photo, name in zip(photos, names, strict=False)]}
    return own | ({"video": names[-1]} if said.get("video") else {})


def _copy(photo: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = slug(photo.stem) or "anh", photo.suffix.lower()
    for number in range(1, 10_000):
        target = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            with target.open("xb") as copy, photo.open("rb") as original:
                shutil.copyfileobj(original, copy)
        except FileExistsError:
            continue
        except OSError:
            target.unlink(missing_ok=True)
            raise
        return target
    raise FileExistsError(f"{folder / stem}")


def free_stem(queue: Path, stem: str) -> str:
    """A file name that no entry has yet, whatever its kind and folder: the name is its id."""
    taken = {same_name(path.stem) for kind in KINDS for path in (queue / kind).rglob("*.md")}
    for number in range(1, 100_000):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if same_name(candidate) not in taken:
            return candidate
    raise FileExistsError(stem)


def _write_new(path: Path, content: str, before: Before = nothing) -> Path:
    temporary = _temporary(path, content)
    try:
        before(path)
        # A link fails where a rename would overwrite what another program has just written there.
        os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _temporary(path: Path, content: str) -> Path:
    """The content in a new hidden file in the same folder, on the disk for good."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".moi-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp keeps others out; queue files are for the office.
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _refused(option: str, why: Reason, *, field: str) -> WriteRefused:
    return WriteRefused([Problem(path=option, line=None, reason=why, field=field)])
