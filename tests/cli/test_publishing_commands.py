"""`publisher connect`, `published`, `watch` as an operator runs them."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.standin.state import APP_ID, APP_SECRET
from tests.office import (
    PAGE,
    TOKEN,
    Office,
    eventually,
)

pytestmark = pytest.mark.process


def run(folder: Path, *words: str, typed: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "publisher", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "APP_SECRET": APP_SECRET},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox) -> Office:
    return Office(tmp_path, sandbox)


def test_a_pasted_token_connects_the_page_and_check_is_content(
    office: Office, sandbox: Sandbox
) -> None:
    sandbox.world.add_person("person-token", "Ada", pages=[PAGE])
    config = office.folder / "config.toml"
    text = config.read_text().replace('token_file = "token"\n', "")
    config.write_text(
        text.replace(
            "[facebook]", f'[facebook]\napp_id = "{APP_ID}"\napp_secret_env = "APP_SECRET"'
        )
    )
    code, output = run(office.folder, "check")
    assert (code, "publisher connect" in output) == (1, True), output
    code, output = run(office.folder, "connect", "--by", "Ada", typed="person-token\n")
    assert (code, "đã lưu mã truy cập" in output) == (0, True), output
    code, output = run(office.folder, "check")
    assert (code, "mã truy cập dùng được" in output) == (0, True), output
    assert not {word for word in (TOKEN, "person-token", APP_SECRET) if word in output}


def test_a_bad_token_ends_with_a_sentence(office: Office) -> None:
    code, output = run(office.folder, "connect", "--by", "Ada", typed="nonsense\n")
    assert (code, "Traceback" in output, "nonsense" in output) == (1, False, False)
    assert "Mã truy cập của trang không còn dùng được." in output


def test_a_public_post_gets_the_words_of_its_file_and_is_taken_down(office: Office) -> None:
    office.write("a", "Lời đầu", wait=1)
    with office.running():
        eventually(lambda: office.public() == ["Lời đầu"])
    office.write("a", "Lời sửa", wait=1)
    assert run(office.folder, "published", "edit", "a", "--by", "Ada")[0] == 0
    assert office.public() == ["Lời sửa"]
    assert run(office.folder, "published", "remove", "a", "--by", "Ada")[0] == 1
    assert run(office.folder, "published", "remove", "a", "--by", "Ada", "--reason", "Nhầm")[0] == 0
    assert office.public() == []
    assert "Ada gỡ bài" in run(office.folder, "doctor", "a")[1]


def test_a_silent_service_is_told_and_a_living_one_is_not(office: Office) -> None:
    code, output = run(office.folder, "watch")
    assert (code, "Dịch vụ publisher không chạy" in output) == (1, True)
    with office.running():
        code, output = run(office.folder, "watch")
        assert (code, "Dịch vụ đang chạy" in output) == (0, True)


def test_a_service_that_was_down_says_so_when_it_is_back(office: Office) -> None:
    from publisher.store.models import Notice, ServiceSign

    with office.running():
        pass
    with office.running():
        ServiceSign.objects.all().delete()
    import publisher.store.connection as connection

    connection.open_store(office.config.database_url)
    ServiceSign.objects.create(
        pk=1, pid=1, started_at=datetime.now(UTC), seen_at=datetime.now(UTC) - timedelta(hours=1)
    )
    connection.close_store()
    with office.running():
        [text] = Notice.objects.filter(kind="down").values_list("text", flat=True)
    assert "Dịch vụ đã ngừng từ" in str(text)
