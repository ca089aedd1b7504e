"""Vietnamese stands in the catalogue and where the desk translates it; elsewhere it needs a reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import publisher

_ROOT = Path(publisher.__file__).parent
_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]", re.IGNORECASE)
# What the desk's own catalogue translates (python -m tools.messages).
_MARKED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
RULE = "a rule that reads Vietnamese"
SAMPLE = "content of the sample, the demo or a card: Vietnamese by nature"
LABEL = "a label of a table; the desk's catalogue has it (tools/messages.py: _tables)"
LETTER = "an official letter in Vietnamese, by the form that the state sets"
FILE = "a file that is handed on in Vietnamese"
BESIDE = "both languages stand beside each other"
# By file, and by the function, class or constant in it ("*": wherever in the file): why.
ALLOWED: dict[str, dict[str, str]] = {
    "cards/breaking.py": {"*": RULE},
    "cards/cleaning.py": {"SPOKEN": RULE},
    "cards/formats.py": {"FORMATS": LABEL},
    "channels/facebook/standin/timeline.py": {
        "*": "the stand-in's pages, for whoever tries things"
    },
    "cli/cards.py": {"SAMPLE_UNIT": SAMPLE},
    "cli/demo.py": {"PAGES": SAMPLE, "PEOPLE": SAMPLE, "_approve_first": SAMPLE},
    "domain/encodings.py": {"*": RULE},
    "domain/slogan.py": {"*": RULE},
    "domain/text.py": {"slug": RULE},
    "domain/wallclock.py": {"*": RULE},
    "domain/wording.py": {"*": RULE},
    "features/authoring/import_letter.py": {"_TERM": RULE, "_AGED": RULE, "greeting": SAMPLE},
    "features/authoring/import_sheet.py": {"*": FILE},
    "features/authoring/suggestions.py": {"*": SAMPLE},
    "features/install/new_folder.py": {"IGNORE": FILE},
    "features/press/feeds.py": {"KEYWORDS": RULE},
    "features/reports/calendar_files.py": {"*": FILE},
    "features/reports/calendar_pdf.py": {"*": FILE},
    "features/reports/documents.py": {"*": FILE},
    "features/reports/report_letter.py": {"*": LETTER},
    "features/reports/results.py": {"KINDS": LABEL, "report": LABEL},
    "features/reports/workload.py": {"UNITS": LABEL},
    # Doubts and notes of the reader, too: they wait to be codes.
    "letters": {"*": RULE},
    "pictures/delivery_pictures.py": {"_card_texts": SAMPLE},
    "queuefiles/bullets.py": {"*": RULE},
    "queuefiles/frontmatter.py": {"*": RULE},
    "queuefiles/items.py": {"_YES": RULE, "_NO": RULE, "as_text": FILE},
    "queuefiles/schema.py": {"*": BESIDE},
    "queuefiles/sheets.py": {"*": RULE},
    "queuefiles/values.py": {"WEEKDAYS": RULE},
    "store/django_settings.py": {"LANGUAGES": "a language's own name"},
    "web/templatetags/desk.py": {"WEEKDAYS": BESIDE},
}


def _docstrings(tree: ast.Module) -> set[ast.Constant]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _translated(tree: ast.Module) -> set[ast.AST]:
    return {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _MARKED
        for part in ast.walk(node)
    }


def _named(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
    return " ".join(target.id for target in targets if isinstance(target, ast.Name)) or "-"


def _literals(code: str, *, of_the_desk: bool) -> Iterator[tuple[str, str]]:
    """Where in the module, and the words."""
    tree = ast.parse(code)
    left: set[ast.AST] = {*_docstrings(tree), *(_translated(tree) if of_the_desk else ())}
    for stands in tree.body:
        for node in ast.walk(stands):
            text = node.value if isinstance(node, ast.Constant) and node not in left else ""
            if isinstance(text, str) and _VIETNAMESE.search(text):
                yield _named(stands), text


def _found() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(_ROOT.rglob("*.py")):
        file = path.relative_to(_ROOT)
        if file.parts[0] == "sentences" or "migrations" in file.parts:
            continue
        text = path.read_text(encoding="utf-8")
        # The reader of letters is one set of rules.
        name = "letters" if file.parts[0] == "letters" else file.as_posix()
        for place, words in _literals(text, of_the_desk=file.parts[0] == "web"):
            found.setdefault(name, {}).setdefault(place, []).append(words)
    return found


def test_what_people_read_comes_from_the_catalogue() -> None:
    loose = {
        f"{file}: {place}": words
        for file, places in _found().items()
        for place, words in places.items()
        if place not in ALLOWED.get(file, {}) and "*" not in ALLOWED.get(file, {})
    }
    assert loose == {}


def test_no_place_is_excused_without_need() -> None:
    found = _found()
    needless = [
        f"{file}: {place}"
        for file, places in ALLOWED.items()
        for place in places
        if file not in found or (place != "*" and place not in found[file])
    ]
    assert needless == []


def test_a_sentence_in_the_code_is_found_and_a_label_of_the_desk_is_not() -> None:
    code = 'def show():\n    """Nói."""\n    say(f"Đã ghi {n}")\n    say(_("Đã lưu"))\n'
    assert list(_literals(code, of_the_desk=True)) == [("show", "Đã ghi ")]
