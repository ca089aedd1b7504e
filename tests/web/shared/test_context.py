"""Who asks what the pages work with."""

from pathlib import Path

import publisher.web

# A template filter and the properties of a row get no request.
WITHOUT_REQUEST = {
    "shared/context.py",
    "shared/delivery_rows.py",
    "shared/zones.py",
    "templatetags/desk.py",
}


def test_only_what_has_no_request_asks_for_the_context_of_the_process() -> None:
    folder = Path(publisher.web.__file__).parent
    asking = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if " serving()" in (text := path.read_text(encoding="utf-8")) or "(serving()" in text
    }
    assert asking == WITHOUT_REQUEST
