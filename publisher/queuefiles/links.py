"""Reads `queue/links/*.md`: one press article a bullet, `- address | lead-in | headline |
newspaper`."""

import hashlib
from pathlib import PurePosixPath

from publisher.domain.entry import Entry, EntryKind, NextSlot, Source
from publisher.queuefiles.bullets import Bullet, bullets
from publisher.queuefiles.checks import FileReading, Findings, Known
from publisher.queuefiles.frontmatter import QueueFile
from publisher.queuefiles.schema import LinkKeys, as_they_stand

PARTS = 4


def read_links(document: QueueFile, *, known: Known) -> FileReading:
    """Every article of a file that is well, and the problems of the others."""
    findings = Findings(document=document, known=known)
    keys = findings.read(LinkKeys)
    if keys is None:
        return FileReading(problems=tuple(findings.problems))
    keys = keys.model_copy(update={"pages": findings.pages(keys.pages)})
    findings.check_card_name(keys.card)
    if findings.problems:
        return FileReading(problems=tuple(findings.problems))
    entries: dict[str, Entry] = {}
    for bullet in bullets(document.body, first_line=document.body_line):
        entry = _entry(document, keys, bullet)
        if _is_well(entry, bullet, entries, findings):
            entries[entry.id] = entry
    findings.check_lines()
    return FileReading(entries=tuple(entries.values()), problems=tuple(findings.problems))


def link_id(stem: str, url: str) -> str:
    """The id of an article in a file: it stays when other articles come and go."""
    return f"{stem}/{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _entry(document: QueueFile, keys: LinkKeys, bullet: Bullet) -> Entry:
    url, text, headline, publication, *_ = [part.strip() for part in bullet.text.split("|")] + [
        ""
    ] * PARTS
    return Entry(
        id=link_id(PurePosixPath(document.path).stem, url),
        kind=EntryKind.LINK,
        text=text,
        when=NextSlot(not_before=keys.after),
        source=Source(path=document.path, line=bullet.line),
        link=url,
        headline=headline or None,
        publication=publication or None,
        **as_they_stand(keys),
    )


def _is_well(entry: Entry, bullet: Bullet, before: dict[str, Entry], findings: Findings) -> bool:
    known_problems = len(findings.problems)
    findings.check_url(entry.link or "", bullet.line)
    findings.check_words(entry)
    if bullet.text.count("|") >= PARTS:
        findings.add(bullet.line, "queuefiles.too_many_bars")
    if other := before.get(entry.id):
        findings.add(
            bullet.line, "queuefiles.article_on_line", field="link", other=other.source.line
        )
    if entry.card and not (entry.headline or entry.text):
        findings.add(bullet.line, "queuefiles.card_without_words", field="headline")
    else:
        findings.check_card(entry)
    return len(findings.problems) == known_problems
