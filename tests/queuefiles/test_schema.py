"""The one list of fields: each says how people see it, and its example is one that the reader takes."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from publisher.domain.entry import Entry
from publisher.domain.revision import Revision
from publisher.queuefiles import schema
from publisher.queuefiles.schema import (
    LEFT_OUT,
    AnniversaryKeys,
    CampaignKeys,
    ExceptionKeys,
    LinkKeys,
    PhotoKeys,
    Post,
    PostKeys,
    title_of,
    titles_of,
)
from publisher.tables import MOST_FINDINGS, problems_of
from tools.write_fields import page

_MODELS = (PostKeys, LinkKeys, CampaignKeys, AnniversaryKeys, ExceptionKeys, PhotoKeys)
_FIELDS = [(model, name) for model in _MODELS for name in model.model_fields]


def _errors(model: type[BaseModel], text: str) -> list[str]:
    """The keys that the model does not take."""
    try:
        model.model_validate(tomllib.loads(text))
    except ValidationError as error:
        return [one.field for one in problems_of(error, path="a.md", text=text, model=model)]
    return []


@pytest.mark.parametrize(("model", "name"), _FIELDS)
def test_a_field_is_told_in_both_languages_with_an_example_that_is_read(
    model: type[BaseModel], name: str
) -> None:
    title = title_of(model, name)
    key = model.model_fields[name].alias or name

    wrong = _errors(model, f"{key} = {title.example}\n")

    assert all((title.vi, title.en, title.about_vi, title.about_en))
    assert [one for one in wrong if one.startswith(key)] == []


def test_an_example_differs_from_what_holds_without_it() -> None:
    """A form that offers it as a hint would offer nothing."""
    same = {
        (model.__name__, name)
        for model, name in _FIELDS
        if not model.model_fields[name].is_required()
        and _value(model, name) == model.model_fields[name].get_default(call_default_factory=True)
    }

    assert same == set()


def _value(model: type[BaseModel], name: str) -> object:
    needed = "".join(
        f"{field.alias or one} = {title_of(model, one).example}\n"
        for one, field in model.model_fields.items()
        if field.is_required() or one == name
    )
    return getattr(model.model_validate(tomllib.loads(needed)), name)


def test_a_wrong_key_within_a_table_is_told_by_its_whole_name_and_the_word_that_was_meant() -> None:
    text = "[exceptions.tinh]\nskipp = true\n"

    with pytest.raises(ValidationError) as caught:
        PostKeys.model_validate(tomllib.loads(text))

    [problem] = problems_of(caught.value, path="posts/a.md", text=text, model=PostKeys)
    assert (problem.field, problem.line) == ("exceptions.tinh.skipp", 2)
    assert problem.told() == (
        "posts/a.md:2: không có khóa “exceptions.tinh.skipp” → có phải ý bạn là “skip”?"
    )
    assert problem.told("en") == (
        "posts/a.md:2: there is no key “exceptions.tinh.skipp” → did you mean “skip”?"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'placement = "rel"',
            "“placement”: “rel” không dùng được; có phải ý bạn là “reel”?",
        ),
        (
            'format = "xyz"',
            "“format”: “xyz” không dùng được; chỉ dùng: cover, landscape, portrait, square, story",
        ),
        ('again = "true"', "“again”: phải là true hoặc false"),
        ("headline = 3", "“headline”: phải là chữ trong ngoặc kép"),
        ('photos = "a.jpg"', '“photos”: phải là danh sách trong ngoặc vuông, ví dụ ["a", "b"]'),
        ("photos = [3]", "“photos.0”: phải là một bảng TOML"),
        ("fields = 3", '“fields”: phải là một bảng TOML, mỗi dòng một trường: tên = "chữ"'),
        ("exceptions = 3", "“exceptions”: phải là các bảng TOML có tên"),
        ("exceptions = {tinh = 3}", "“exceptions.tinh”: phải là một bảng TOML"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_words(line: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PostKeys.model_validate(tomllib.loads(line))

    [problem] = problems_of(caught.value, path="a.md", text=line, model=PostKeys)
    assert problem.message == said


def test_of_many_wrong_items_of_one_key_some_are_told() -> None:
    text = "hashtags = [" + '"a b", ' * 500 + "]\nfirst = 1\n"

    with pytest.raises(ValidationError) as caught:
        PostKeys.model_validate(tomllib.loads(text))

    found = problems_of(caught.value, path="a.md", text=text, model=PostKeys)
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].field == "first"


def test_the_limits_that_forms_show_are_those_that_the_reader_holds() -> None:
    assert title_of(PostKeys, "photos").most == schema.MOST_PHOTOS
    assert title_of(CampaignKeys, "slots").most == schema.MOST_SLOTS
    assert title_of(PostKeys, "first_comment").most == schema.LONGEST_COMMENT


# Of a post and not of its version: moving it is no new one.
PLACE_AND_TIME = {
    "pages",
    "at",
    "after",
    "stagger",
    "max_late",
    "ignore_quiet",
    "again",
    "exceptions",
}
# By other names in an entry.
CALLED = {"at": "when", "after": "when", "exceptions": "not_on"}
ROOT = Path(__file__).parents[2]


def test_an_entry_and_its_version_hold_every_field() -> None:
    of_entry = {one.name for one in fields(Entry)}
    of_version = {one.name for one in fields(Revision)} | {"id"}
    assert {CALLED.get(name, name) for name in Post.model_fields} <= of_entry
    assert set(Post.model_fields) - of_version == PLACE_AND_TIME


def test_a_door_leaves_out_only_fields_that_there_are_and_says_why() -> None:
    for names in LEFT_OUT.values():
        assert names.keys() <= Post.model_fields.keys()
        assert all(names.values())


def test_the_page_of_fields_in_the_docs_is_the_list() -> None:
    docs = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    assert docs == page(), "run python -m tools.write_fields"


@pytest.mark.parametrize("file", ["queue/README.md", "docs/desk.md"])
def test_files_that_the_docs_show_have_keys_that_there_are(file: str) -> None:
    known = {key for model in _MODELS for key in titles_of(model)} | {"text"}
    text = (ROOT / file).read_text(encoding="utf-8")
    heads = re.findall(r"^\+\+\+\n(.*?)^\+\+\+\n", text, re.MULTILINE | re.DOTALL)
    heads += re.findall(r"^\[exceptions.*?(?=^```)", text, re.MULTILINE | re.DOTALL)
    shown = {key for head in heads for key in re.findall(r"^(\w+) *=", head, re.MULTILINE)}
    calls = re.findall(r"^  -d '(\{.*\})'", text, re.MULTILINE)
    shown |= {key for call in calls if '"pages"' in call for key in re.findall(r'"(\w+)":', call)}
    assert shown
    assert shown <= known


def test_the_guide_of_the_queue_names_every_key() -> None:
    text = (ROOT / "queue" / "README.md").read_text(encoding="utf-8")
    keys = {key for model in _MODELS for key in titles_of(model)}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text)] == []
