"""TOML tables by pydantic: a value of the model, or all that is wrong, each with its key, its line,
and what to write instead. The configuration and the queue's files share it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Strict, ValidationError
from pydantic_core import ErrorDetails

from publisher.domain.errors import PublisherError, UnfitValue
from publisher.domain.reason import Problem, Reason, nearest, reason, told
from publisher.domain.text import nfc
from publisher.domain.toml import line_of

# Findings that one key tells of, and unknown keys of a text; who mends them sees the rest then.
MOST_FINDINGS = 30
# Characters of what somebody wrote that are repeated to him, and compared with what he may have
# meant.
LONGEST_WORD = 60

Where = tuple[str | int, ...]

_FITS_NOT = {
    "missing": reason("tables.required"),
    "string_type": reason("tables.text"),
    "int_type": reason("tables.whole_number"),
    "int_parsing": reason("tables.whole_number"),
    "bool_type": reason("tables.truth"),
    "bool_parsing": reason("tables.truth"),
    "list_type": reason("tables.list"),
    "tuple_type": reason("tables.list"),
    "dict_type": reason("tables.table"),
    "model_type": reason("tables.table"),
    "model_attributes_type": reason("tables.table"),
}


class StrictTable(BaseModel):
    """A table that holds the keys of the model and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def plain_text(value: str) -> str:
    """Text in NFC, without blanks around it. Raises UnfitValue."""
    if "\0" in value:
        raise UnfitValue("tables.null_character")
    return nfc(value).strip()


Text = Annotated[str, AfterValidator(plain_text)]
WholeNumber = Annotated[int, Strict()]
Truth = Annotated[bool, Strict()]


def problems_of(
    error: ValidationError, *, path: str, text: str, model: type[BaseModel]
) -> list[Problem]:
    """The findings of pydantic on a TOML text, in the order of its lines (1-based)."""
    found = [
        Problem(
            path=path,
            line=line_of(text, where),
            reason=_reason(one, where, model),
            field=dotted(where),
        )
        for one, where in _told_of(error)
    ]
    return sorted(found, key=lambda problem: problem.line or 0)


def dotted(where: Iterable[str | int]) -> str:
    """A key with the tables around it: "pages.tinh.slots"."""
    return ".".join(map(str, where))


def reason_of(error: Exception) -> Reason:
    """Why a value does not fit."""
    return error.reason if isinstance(error, PublisherError) else told(str(error))


def _told_of(error: ValidationError) -> Iterator[tuple[ErrorDetails, Where]]:
    counted: Counter[tuple[object, bool]] = Counter()
    for found in error.errors(include_url=False):
        where = tuple(part for part in found["loc"] if part != "[key]")
        unknown = found["type"] == "extra_forbidden"
        kind = (where[0] if len(where) > 1 else "", unknown)
        counted[kind] += 1
        if counted[kind] <= MOST_FINDINGS:
            yield found, where


def _reason(found: ErrorDetails, where: Where, model: type[BaseModel]) -> Reason:
    if found["type"] == "extra_forbidden":
        hint = nearest(str(where[-1])[:LONGEST_WORD], _keys_at(model, where[:-1]))
        return reason("tables.unknown_key", key=dotted(where), hint=hint)
    return reason("tables.key", key=dotted(where), what=_what(found))


def _what(found: ErrorDetails) -> Reason:
    match found["type"]:
        case "value_error":
            return reason_of(found["ctx"]["error"])
        case "literal_error" | "enum":
            known = re.findall("'(.*?)'", found["ctx"]["expected"])
            word = str(found["input"])[:LONGEST_WORD]
            return reason("tables.other_word", word=word, hint=nearest(word, known))
        case kind:
            return _FITS_NOT.get(kind) or told(found["msg"])


def _keys_at(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """The keys that a model knows at a place; the names of a mapping's own tables are stepped
    over."""
    current = model
    for part in where:
        if field := current.model_fields.get(str(part)):
            current = _model_in(field.annotation) or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
