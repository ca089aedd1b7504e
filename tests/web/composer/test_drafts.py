"""A draft becomes one post, however often and from wherever it is queued, and no words of it are lost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from publisher.features.authoring import composer
from publisher.store.models import Action, Delivery, Draft
from tests.web.desk import Desk, soup, words

NAME = str(uuid.UUID(int=7))


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "post",
        "text": "Chúc mừng ngày hội của người lao động!",
        "pages": ["lai-chau"],
        "when": "at",
        "at": "2027-05-01T07:30",
        "draft": NAME,
    } | changes


def posts(desk: Desk) -> list[str]:
    return [
        path.read_text(encoding="utf-8") for path in (desk.folder / "queue" / "posts").glob("*.md")
    ]


def test_a_draft_that_is_queued_twice_is_one_post_with_one_answer(desk: Desk) -> None:
    client = desk.as_("an")
    first, second = (client.post("/compose", fields()) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(posts(desk)) == 1
    assert Delivery.objects.filter(campaign="").count() == 1
    assert Action.objects.filter(what="write").count() == 1


def test_a_slogan_that_is_queued_twice_stands_once_in_its_campaign(desk: Desk) -> None:
    sent = fields(kind="slogan", campaign="thang", text="Mỗi ngày một niềm vui lao động!")
    for _ in range(2):
        assert desk.as_("an").post("/compose", sent).status_code == 302
    assert desk.file("campaigns/thang.md").count("Mỗi ngày một niềm vui") == 1


def test_other_words_of_a_queued_draft_are_shown_beside_it_and_may_take_its_place(
    desk: Desk,
) -> None:
    client = desk.as_("an")
    client.post("/compose", fields())
    sent = fields(text="Lời từ thẻ kia", more="1")
    response = client.post("/compose", sent)
    assert response.status_code == 409
    said = words(response)
    assert "đã được xếp vào hàng đợi với lời khác" in said
    assert "Lời từ thẻ kia" in said
    assert "Chúc mừng ngày hội" in said
    page = BeautifulSoup(response.content, "html.parser")
    hidden = {
        name: str(page.select(f"#composer [name={name}]")[0]["value"]) for name in ("entry", "seen")
    }
    assert client.post("/compose", sent | hidden).status_code == 302
    (text,) = posts(desk)
    assert "Lời từ thẻ kia" in text


def test_a_draft_whose_post_was_deleted_may_be_queued_again(desk: Desk) -> None:
    client = desk.as_("an")
    client.post("/compose", fields())
    (desk.folder / "queue" / "posts").glob("*.md").__next__().unlink()
    assert client.post("/compose", fields()).status_code == 302
    assert len(posts(desk)) == 1


def test_the_address_of_a_queued_draft_leads_to_its_post(desk: Desk) -> None:
    client = desk.as_("an")
    client.post("/compose", fields())
    response = client.get("/compose", {"draft": NAME})
    assert response["Location"].startswith("/compose?entry=2027-05-01-")


def test_the_draft_of_another_is_not_touched_by_its_name(desk: Desk) -> None:
    desk.as_("em").post(f"/drafts/{NAME}", fields(text="Của Em"))
    assert desk.as_("an").post("/compose", fields()).status_code == 302
    assert "Của Em" in words(desk.as_("em").get("/drafts"))


def test_who_saw_an_older_draft_writes_over_none_and_may_after_being_told(desk: Desk) -> None:
    client = desk.as_("an")
    seen = client.post(f"/drafts/{NAME}", fields(draft_seen="0")).json()["version"]
    client.post(f"/drafts/{NAME}", fields(draft_seen=seen, text="Thẻ một"))
    answer = client.post(f"/drafts/{NAME}", fields(draft_seen=seen, text="Thẻ hai"))
    assert answer.status_code == 409
    assert "Thẻ một" in words(client.get("/drafts"))
    again = fields(draft_seen=answer.json()["version"], text="Thẻ hai")
    assert client.post(f"/drafts/{NAME}", again).status_code == 200
    assert "Thẻ hai" in words(client.get("/drafts"))


def test_a_page_says_how_new_its_draft_is(desk: Desk) -> None:
    client = desk.as_("an")
    client.post(f"/drafts/{NAME}", fields(draft_seen="0"))
    page = soup(client.get("/compose", {"draft": NAME}))
    assert page.select("[name=draft_seen]")[0]["value"] == "1"


def test_words_that_are_kept_late_make_no_draft_of_a_queued_post(desk: Desk) -> None:
    client = desk.as_("an")
    client.post("/compose", fields())
    assert client.post(f"/drafts/{NAME}", fields(draft_seen="0")).status_code in (200, 409)
    assert "form" not in Draft.objects.get().body
    assert "Chúc mừng" not in words(client.get("/drafts"))


def test_a_queued_draft_is_forgotten_after_a_month(desk: Desk) -> None:
    client = desk.as_("an")
    client.post("/compose", fields())
    desk.now += timedelta(days=31)
    client.post(
        "/compose", fields(draft=str(uuid.uuid4()), text="Bài khác hẳn", at="2027-06-01T07:30")
    )
    assert not Draft.objects.filter(pk=NAME).exists()


def test_a_name_that_another_program_takes_meanwhile_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, tries = composer.save, []

    def once_too_late(*args: Any, **more: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise FileExistsError(17, "File exists")
        return save(*args, **more)

    monkeypatch.setattr(composer, "save", once_too_late)
    response = desk.as_("an").post("/compose", fields())
    assert response.status_code == 302
    assert len(posts(desk)) == 1
