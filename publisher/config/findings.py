"""Turns pydantic's findings on a TOML text into problems that a person can act on: key, line,
what, what instead."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from publisher.domain.hints import line_of, nearest
from publisher.domain.problem import Problem

_SAYINGS = {
    "missing": "thiếu khóa bắt buộc",
    "string_type": "phải là chữ trong ngoặc kép",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "bool_type": "phải là true hoặc false",
    "list_type": 'phải là danh sách trong ngoặc vuông, ví dụ ["a", "b"]',
    "tuple_type": 'phải là danh sách trong ngoặc vuông, ví dụ ["a", "b"]',
    "dict_type": "phải là một bảng TOML",
    "model_type": "phải là một bảng TOML",
    "model_attributes_type": "phải là một bảng TOML",
}


def problems_of(
    error: ValidationError, *, path: str, text: str, model: type[BaseModel]
) -> Iterable[Problem]:
    """One problem for each finding, with the line where the key stands in the TOML text
    (1-based)."""
    for found in error.errors():
        where = tuple(part for part in found["loc"] if part != "[key]")
        fix = _fix(found, model, where)
        yield Problem(path=path, line=line_of(text, where), message=_message(found, where), fix=fix)


def _name(where: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in where)


def _message(found: ErrorDetails, where: Sequence[str | int]) -> str:
    if found["type"] == "extra_forbidden":
        return f"không có khóa “{_name(where)}”"
    if found["type"] == "value_error":
        return f"“{_name(where)}”: {found['ctx']['error']}"
    return f"“{_name(where)}”: {_SAYINGS.get(found['type'], found['msg'])}"


def _fix(found: ErrorDetails, model: type[BaseModel], where: Sequence[str | int]) -> str:
    if found["type"] != "extra_forbidden":
        return ""
    return nearest(str(where[-1]), _fields(model, where[:-1]))


def _fields(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """The keys that a nested model knows at a place;

    a mapping's own keys (slugs) are stepped over.
    """
    current = model
    for part in where:
        field = current.model_fields.get(str(part))
        if field is None:
            continue
        inner = [
            arg
            for arg in (field.annotation, *getattr(field.annotation, "__args__", ()))
            if isinstance(arg, type)
        ]
        nested = next((arg for arg in inner if issubclass(arg, BaseModel)), None)
        current = nested or current
    return [field.alias or name for name, field in current.model_fields.items()]
