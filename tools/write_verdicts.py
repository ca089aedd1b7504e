"""Writes docs/verdicts.md from the table in publisher/channels/facebook/verdicts.py; a test holds
the two together.
"""

from pathlib import Path

from publisher.channels.facebook.verdicts import (
    BY_SUBCODE,
    STRANGE,
    TABLE,
    Meaning,
    VerdictRow,
)
from publisher.domain.verdict import Stop

DOCS = Path(__file__).parents[1] / "docs" / "verdicts.md"
HEAD = """# What Facebook's answers mean

Written by `python -m tools.write_verdicts` from `publisher/channels/facebook/verdicts.py`
and `publisher/sentences/facebook.py`. Numbers count, never words.

| what came | before publishing, publishing | a question |
|---|---|---|
| nothing left this machine (name, route, refused connection) | Deferred: the same call again | Deferred |
| time-out, reset, 5xx, HTML, a cut or odd body | **Unknown**: look first, never blindly again | Deferred |
| class TRANSIENT | **Unknown** | Deferred |
| class THROTTLED | Deferred until Facebook's own estimate, else one tries after 2, 5, 10, 20 min | Deferred |
| class THROTTLED, posting | Deferred; one tries after 1, 2, 4 … 24 h | Deferred |
| AUTH, PERMISSION, POLICY | Refused; the page is parked until it has another token or a person acts | Refused |
| SETTINGS | Refused for the whole app | Refused |
| INVALID, DUPLICATE, GONE | Refused; a direct post's DUPLICATE is looked for first | Refused |
| 200–299 and 80000–80014 without a row | as PERMISSION and THROTTLED | Refused, Deferred |
| a code in no row | Refused (Unknown with a 5xx or `is_transient`) | Deferred |

| code | subcode | class | Vietnamese | English |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = [(str(code), str(sub or ""), row) for (code, sub), row in sorted(TABLE.items())]
    rows += [("any", str(sub), row) for sub, row in sorted(BY_SUBCODE.items())]
    rows.append(("other", "", STRANGE))
    return HEAD + "".join(
        f"| {code} | {sub} | {_class(row)} | {_vi(row)} | {_en(row)} |\n" for code, sub, row in rows
    )


def _class(row: VerdictRow) -> str:
    return row.meaning.name + (
        ", posting" if row.meaning is Meaning.THROTTLED and row.stop is Stop.BLOCK else ""
    )


def _vi(row: VerdictRow) -> str:
    return f"{row.reason.said()} {row.reason.advice()}".strip()


def _en(row: VerdictRow) -> str:
    return f"{row.reason.said('en')} {row.reason.advice('en')}".strip()


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
