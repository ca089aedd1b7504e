"""Keeps the desk's English catalogue: `python tools/messages.py` collects what pages say and
compiles the translations.

Vietnamese is the language of the code's messages and needs no catalogue. New messages come without
a translation; tests/web/shared/test_languages.py fails until each has one. Needs the dev
requirements (Babel).
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "publisher" / "web"
FOLDER = WEB / "locale" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "gettext_lazy": None,
}


def messages() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Where each message stands, and the message (a pair when it has a plural)."""
    from django.utils.translation.template import templatize

    for path in sorted(WEB.rglob("*.html")):
        # templatize writes what xgettext reads; trimmed of the X's that stand for everything else.
        code = templatize(path.read_text(encoding="utf-8"))
        for call in re.finditer(
            r"n?gettext\((?:[^()']|'(?:[^'\\]|\\.)*')*\)|_\((?:[^()']|'(?:[^'\\]|\\.)*')*\)", code
        ):
            yield from _extracted(call[0], path)
    for path in sorted(WEB.rglob("*.py")):
        yield from _extracted(path.read_text(encoding="utf-8"), path)
    yield from ((where, word) for where, words in _tables() for word in words)


def catalogue() -> Catalog:
    """The translations as they are, with every message that is used now and none besides."""
    path = FOLDER / "django.po"
    old = (
        read_po(io.BytesIO(path.read_bytes()), locale="en")
        if path.exists()
        else Catalog(locale="en")
    )
    new = Catalog(
        locale="en",
        project="publisher",
        version="",
        header_comment="# English of the desk.",
        charset="utf-8",
    )
    # A date of its own would change the file at each run.
    new.creation_date = new.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
    for where, message in messages():
        kept = old.get(message if isinstance(message, str) else message[0])
        new.add(message, kept.string if kept else "", locations=[(where, 0)])
    return new


def po(found: Catalog) -> bytes:
    """The catalogue as people read it."""
    out = io.BytesIO()
    write_po(out, found, sort_output=True, include_lineno=False, omit_header=False, width=110)
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', b"", out.getvalue()
    )


def mo(found: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, found)
    return out.getvalue()


def _extracted(code: str, path: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    where = path.relative_to(ROOT).as_posix()
    for _line, message, _comments, _context in extract(
        "python", io.BytesIO(code.encode()), keywords=KEYWORDS
    ):
        if message:
            yield where, message if isinstance(message, str) else (message[0], message[1])


def _tables() -> Iterator[tuple[str, list[str]]]:
    """Words that services keep in tables and pages translate when they show them."""
    from publisher.cards.formats import FORMATS
    from publisher.features.reports import workload

    yield "publisher/features/reports/workload.py", list(workload.UNITS)

    yield "publisher/cards/formats.py", [one.title for one in FORMATS.values()]
    yield from _assets()


def _assets() -> Iterator[tuple[str, list[str]]]:
    """Names of templates, of their fields, of printed products and of days."""
    from publisher.cards.printing import load_products
    from publisher.cards.template import load_template
    from publisher.features.authoring.anniversaries import known_days

    assets = ROOT / "assets"
    for path in sorted((assets / "templates").glob("*.toml")):
        template = load_template(path)
        titles = [template.title, *(field.title for field in template.fields)]
        yield path.relative_to(ROOT).as_posix(), titles
    products = load_products(assets).values()
    yield "assets/print/products.toml", [one.title for one in products]
    yield "assets/calendar", list(dict.fromkeys(day.name for day in known_days(assets)))


def main() -> None:
    """Write both files and say what lacks a translation."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = catalogue()
    (FOLDER / "django.po").write_bytes(po(found))
    (FOLDER / "django.mo").write_bytes(mo(found))
    for message in found:
        if message.id and not (
            message.string if isinstance(message.string, str) else all(message.string or [""])
        ):
            print(message.id)  # noqa: T201 - a tool for developers


if __name__ == "__main__":
    main()
