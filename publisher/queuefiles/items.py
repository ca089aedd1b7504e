"""Values of a post's fields as text on one line: as an option of the command line and a cell of a
table have them."""

import re
from collections.abc import Sequence
from typing import Any, get_origin

from publisher.domain.errors import UnfitValue
from publisher.queuefiles.schema import ExceptionKeys, Post

# Between a photo's file and its description, as between the parts of a link in its list.
BAR = "|"
# What one item of a field is called.
ONE_OF = {
    "pages": "page",
    "photos": "photo",
    "hashtags": "hashtag",
    "fields": "field",
    "exceptions": "exception",
}
_YES = frozenset(("có", "true", "yes", "x", "1", "đúng"))
_NO = frozenset(("không", "false", "no", "0", "sai"))


def is_list(name: str) -> bool:
    """Whether a field of a post holds several items."""
    return get_origin(Post.model_fields[name].annotation) in (tuple, dict)


def is_truth(name: str) -> bool:
    """Whether a field of a post is a yes or a no."""
    return Post.model_fields[name].annotation is bool


def gathered(name: str, items: Sequence[str]) -> Any:
    """The items of a field as a file's reader takes them. Raises UnfitValue."""
    match name:
        case "photos":
            return [_photo(item) for item in items]
        case "fields":
            return dict(_named(item) for item in items)
        case "exceptions":
            found: dict[str, dict[str, Any]] = {}
            for item in items:
                page, key, value = _exception(item)
                found.setdefault(page, {})[key] = value
            return found
        case _:
            return list(items)


def of_text(name: str, text: str) -> Any:
    """What a text says of a field that holds several items, or a yes or a no. Raises UnfitValue."""
    if is_truth(name):
        return truth(text)
    if name == "hashtags":
        return [tag for tag in re.split(r"[\s,;]+", text) if tag]
    # What is said of an item may hold a comma, and where each has a line of its own a semicolon.
    told = BAR in text or "=" in text
    between = r"[;,\n]" if not told else r"\n" if "\n" in text else r"[;\n]"
    return gathered(name, [item.strip() for item in re.split(between, text) if item.strip()])


def as_text(name: str, value: Any) -> str:
    """What `of_text` reads back, of a value as a file has it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    match name:
        case "hashtags":
            return " ".join(value)
        case "photos":
            photos = ({"file": one} if isinstance(one, str) else one for one in value)
            return "; ".join(BAR.join(filter(None, one.values())) for one in photos)
        case "fields":
            return "; ".join(f"{key}={text}" for key, text in value.items())
        case "exceptions":
            return "; ".join(
                f"{page}.{key}={as_text(key, one)}"
                for page, other in value.items()
                for key, one in other.items()
            )
        case _:
            return ", ".join(value) if isinstance(value, list) else str(value)


def truth(text: str) -> bool:
    """A yes or a no in words. Raises UnfitValue."""
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise UnfitValue("queuefiles.no_truth", text=text[:40])
    return word in _YES


def _photo(item: str) -> dict[str, str]:
    file, _, alt = item.partition(BAR)
    return {"file": file.strip(), "alt": alt.strip()} if alt.strip() else {"file": file.strip()}


def _named(item: str) -> tuple[str, str]:
    name, sign, text = item.partition("=")
    if not sign or not name.strip():
        raise UnfitValue("queuefiles.no_named_text", text=item[:40])
    return name.strip(), text.strip()


def _exception(item: str) -> tuple[str, str, Any]:
    """Of "huyen.text=Lời riêng"."""
    place, text = _named(item)
    page, dot, key = place.rpartition(".")
    if not dot or not page:
        raise UnfitValue("queuefiles.no_exception", text=item[:40])
    if key == "hashtags":
        return page, key, [tag for tag in re.split(r"[\s,;]+", text) if tag]
    field = ExceptionKeys.model_fields.get(key)
    return page, key, truth(text) if field and field.annotation is bool else text
