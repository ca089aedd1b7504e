"""What we raise on purpose is told in a sentence, whichever view it passed by."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from publisher.domain.errors import NotFrozen, PublisherError, StorageUnreachable
from publisher.store.models import Person
from publisher.web.shared.middleware import ErrorMiddleware
from tests.domain.test_errors import ERRORS, make
from tests.web.desk import Desk

_TOLD = ErrorMiddleware(lambda _: HttpResponse())


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_error_of_the_tree_is_a_sentence_in_the_person_s_language(
    name: str, language: str
) -> None:
    error = make(name)

    with translation.override(language):
        answer = _TOLD.process_exception(RequestFactory().get("/api/v1/queue"), error)

    assert answer is not None
    assert answer.status_code == 422
    [said] = json.loads(answer.content)["problems"]
    assert error.said("en" if language == "en" else "vi") in said


def test_a_defect_is_no_sentence() -> None:
    assert _TOLD.process_exception(RequestFactory().get("/"), KeyError("x")) is None


def test_the_desk_names_no_command_that_the_command_line_names() -> None:
    error = NotFrozen("scheduling.not_frozen", extent="toàn bộ")

    assert "publisher status" in str(error)
    assert "publisher" not in error.said("vi") + error.said("en")


def test_a_view_that_lets_an_error_pass_answers_with_its_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.web.composer import views as compose

    def refuse(_: str) -> None:
        raise StorageUnreachable("storage.empty")

    monkeypatch.setattr(compose, "article", refuse)
    Person.objects.update(language="en")

    answer = desk.as_("an").post("/compose/link", {"link": "https://bao.vn/a"})

    assert answer.status_code == 422
    assert "The shared storage is empty" in answer.content.decode()


def test_a_nested_reason_is_told_in_the_same_language() -> None:
    inner = PublisherError("cards.broken").reason
    error = PublisherError("media.photo_unusable", name="a.jpg", why=inner)

    assert error.said("en").startswith("Photo a.jpg: is broken")
    assert error.said("vi").startswith("Ảnh a.jpg: bị hỏng")
