"""Nothing outside `channels/` names a channel, except texts for people: what is left is listed here and shrinks."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import publisher

ROOT = Path(publisher.__file__).parent
# What names Facebook in the code, beside words for people, and why it still does. Issue 18 (channels beside Facebook)
# empties it: outlets in the place of pages take most with them.
KNOWN = {
    "app.py": "builds the wire of the one channel from its section",
    "cli/sandbox.py": "starts the stand-in",
    "config/reading.py": "the section of the configuration, and a page's id there",
    "config/values.py": "the section",
    "context.py": "tokens and numbers are asked for by calls that the port does not have",
    "cli/demo.py": "starts the stand-in and writes a configuration for it",
    "domain/address.py": "whether an address is of the page's own site",
    "domain/page.py": "a page's id",
    "engines/usage_memory.py": "a page's id, under which limits are heard of",
    "features/delivery/counters.py": "names of metrics that operators know",
    "features/delivery/stage.py": "when lists are looked at again is set in the section",
    "features/delivery/gates.py": "a page's id",
    "features/delivery/sweep.py": "the app's id is set in the section",
    "features/install/check.py": "the version in the section, a page's id",
    "features/install/tokens.py": "tokens are of Facebook only",
    "features/scheduling/renamed.py": "a page's id",
    "features/review/rehearsal.py": "plays against the stand-in",
    "pictures/delivery_pictures.py": "a page's id in the digest of an approval",
    "store/models.py": "the address of a post without a permalink",
    "web/api/entries.py": "a page's id",
    "web/api/shapes.py": "a page's id",
    "web/approvals/views.py": "the preview of a post",
    "web/composer/facebook_preview.py": "the preview of a post",
    "web/composer/preview.py": "the preview of a post",
    "web/deliveries/views.py": "the preview of a post",
    "web/sharing/views.py": "where members share to",
}
FACEBOOK = re.compile("facebook", re.IGNORECASE)
# A key, an address, the name of a metric: no words for people.
WORD = re.compile(r"[\w./:{}%#?=-]+")


def names_of(path: Path) -> set[str]:
    """What a module calls by a channel's name: names, and texts that are no words for people."""
    source = path.read_text(encoding="utf-8")
    if not FACEBOOK.search(source):
        return set()
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    found = {token.string for token in tokens if token.type == tokenize.NAME}
    constants = (
        node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)
    )
    found |= {text for text in constants if isinstance(text, str) and WORD.fullmatch(text)}
    return {name for name in found if FACEBOOK.search(name)}


@cache
def modules() -> dict[str, set[str]]:
    """Every module outside the channels that names one."""
    rooms = {"channels", "sentences", "migrations"}
    outside = [path for path in ROOT.rglob("*.py") if not rooms & set(path.relative_to(ROOT).parts)]
    named = {path.relative_to(ROOT).as_posix(): names_of(path) for path in outside}
    # A module's own name says it too.
    return {name: found for name, found in named.items() if found or FACEBOOK.search(name)}


def test_only_what_is_listed_names_a_channel() -> None:
    new = {name: found for name, found in modules().items() if name not in KNOWN}
    assert new == {}, "say it by channels.port, or by a trait of the route"


def test_the_list_shrinks() -> None:
    assert KNOWN.keys() - modules().keys() == set(), "take out what names none any more"


def test_no_number_of_facebook_is_known_outside_its_verdict_table() -> None:
    numbers = re.compile(r"\b(1404082|1366051|1390008|2446079|1363042)\b|\.subcode ==|\.code ==")
    outside = [
        path
        for path in (ROOT / "features").rglob("*.py")
        if numbers.search(path.read_text(encoding="utf-8"))
    ]
    assert outside == []
