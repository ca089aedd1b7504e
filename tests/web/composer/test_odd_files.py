"""Files that are not where and how the desk writes them are opened, changed and taken away there as any other."""

from pathlib import Path
from uuid import uuid4

import pytest

from publisher.queuefiles import writing
from publisher.store.models import Delivery
from tests.web.composer.test_composer import fields, opened
from tests.web.desk import Desk

HEAD = '+++\npages = ["lai-chau"]\nat = 2027-05-01T07:30:00\n+++\n'


def put(desk: Desk, name: str, raw: bytes) -> None:
    path = desk.folder / "queue" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    desk.plan()


def test_a_post_in_a_subfolder_is_changed_and_deleted_as_any_post(desk: Desk) -> None:
    name = "posts/thang-12/ke-hoach.md"
    put(desk, name, (HEAD + "- Bài trong thư mục con\nDòng hai\n").encode())
    form = fields() | opened(desk, "em", "ke-hoach")
    data = form | {"text": "- Bài khác\nDòng hai", "at": "2027-05-02T08:15"}
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert desk.file(name) == HEAD.replace("05-01T07:30", "05-02T08:15") + data["text"] + "\n"
    desk.as_("em").post("/compose/delete", opened(desk, "em", "ke-hoach"))
    assert not (desk.folder / "queue" / name).exists()


def test_a_post_of_notepad_in_utf_16_is_changed_and_saved_as_utf_8(desk: Desk) -> None:
    put(desk, "posts/notepad.md", (HEAD + "Bài lưu bằng Notepad kiểu Unicode\n").encode("utf-16"))
    data = fields() | opened(desk, "em", "notepad") | {"text": "Bài đã sửa"}
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert desk.file("posts/notepad.md").endswith("+++\nBài đã sửa\n")


def test_a_form_that_is_sent_twice_queues_one_post(desk: Desk) -> None:
    data = fields(draft=str(uuid4()), text="Gửi hai lần")
    answers = [desk.as_("an").post("/compose", data).status_code for _ in range(3)]
    assert set(answers) == {302}
    assert Delivery.objects.exclude(state="held").filter(entry_id__contains="gui-hai").count() == 1


def test_a_name_that_was_taken_a_moment_ago_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, asked = writing.free_stem, []

    def late(queue: Path, stem: str) -> str:
        asked.append(stem)
        found = free(queue, stem)
        if len(asked) == 1:
            (queue / "posts" / f"{found}.md").write_text("Của người khác", encoding="utf-8")
        return found

    monkeypatch.setattr(writing, "free_stem", late)
    assert desk.as_("an").post("/compose", fields(text="Cùng lúc")).status_code == 302
    assert desk.file("posts/2027-05-01-cung-luc.md") == "Của người khác"
    assert desk.file("posts/2027-05-01-cung-luc-2.md").endswith("Cùng lúc\n")
