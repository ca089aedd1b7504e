"""Writes docs/fields.md from the one list of fields in publisher/queuefiles/schema.py; a test holds
the two together.
"""

from pathlib import Path

from pydantic import BaseModel

from publisher.queuefiles.schema import (
    KINDS,
    LEFT_OUT,
    AnniversaryKeys,
    ExceptionKeys,
    FieldTitle,
    PhotoKeys,
    Post,
    kinds_of,
    titles_of,
)

DOCS = Path(__file__).parents[1] / "docs" / "fields.md"
HEAD = """# Every field of an entry

Written by `python -m tools.write_fields` from `publisher/queuefiles/schema.py`. A key means the
same at every door: files, API, sheet (column of the Vietnamese title), command line, composer.
`text` is the body of a post's file. How files look: [queue/README.md](../queue/README.md).

A file without `pages` means the only page there is; where there are several it is asked about and
planned nowhere. All pages are written: `pages = "*"`.
"""
LINE = "| `{key}` | {title} | {about} | `{example}` | {of} |\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD, *(_of_kind(kind) for kind in KINDS)]
    parts += [
        _table("In `photos`", PhotoKeys),
        _table("In `[exceptions.PAGE]`", ExceptionKeys),
        _table("In `[[anniversaries]]` of a campaign", AnniversaryKeys),
        _left_out(),
    ]
    return "\n".join(parts)


def _of_kind(kind: str) -> str:
    titles = titles_of(Post if kind == "post" else KINDS[kind])
    return _rows(f"Of a {kind}", titles, kind)


def _table(name: str, model: type[BaseModel]) -> str:
    return _rows(name, titles_of(model), "")


def _rows(name: str, titles: dict[str, FieldTitle], kind: str) -> str:
    also = "also of" if kind else "at most"
    head = f"## {name}\n| key | title | what for | example | {also} |\n|---|---|---|---|---|\n"
    return head + "".join(_row(key, title, kind) for key, title in titles.items())


def _row(key: str, title: FieldTitle, kind: str) -> str:
    others = ", ".join(one for one in kinds_of(key) if one != kind) if kind else ""
    most = f"(at most {title.most})" if title.most and kind else str(title.most or "")
    return LINE.format(
        key=key,
        title=f"{title.vi} / {title.en}",
        about=f"{title.about_vi} {title.about_en}",
        example=title.example.replace("|", "\\|"),
        of=f"{others} {most}".strip(),
    )


def _left_out() -> str:
    said = [
        f"- {door}: `{name}` ({why})\n"
        for door, names in LEFT_OUT.items()
        for name, why in names.items()
    ]
    return "## What a door leaves out\n" + "".join(said)


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
