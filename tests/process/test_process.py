"""Real processes: what must survive a kill, how the service stops, the demo as a newcomer starts it."""

import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.page import VIETNAM
from tests.office import PATIENCE, eventually

pytestmark = pytest.mark.process
PAGES = {f"p{number}": str(2_000_000 + number) for number in range(4)}
POSTS = 3


@pytest.fixture(autouse=True)
def _schema_is_there(tmp_path: Path, schema: Path) -> None:
    """Making it takes two seconds of work each time; the demo and a starter folder, elsewhere, make it by themselves."""
    (tmp_path / "data").mkdir()
    shutil.copyfile(schema, tmp_path / "data" / "publisher.sqlite3")


def publisher(*words: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "publisher", *words],
        cwd=folder,
        env=os.environ | {"TOKEN": "sandbox-token", "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def serving(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    process = publisher("run", folder=folder)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def write_config(folder: Path, sandbox: Sandbox) -> None:
    pages = ""
    for slug, facebook_id in PAGES.items():
        (folder / f"{slug}.token").write_text(f"token-{slug}")
        sandbox.add_page(facebook_id, slug, f"token-{slug}")
        pages += f'[pages.{slug}]\nfacebook_id = "{facebook_id}"\nunit = "u"\ntoken_file = "{slug}.token"\n'
    (folder / "config.toml").write_text(
        f'min_gap = "0s"\n[facebook]\ngraph_url = "{sandbox.url}"\ntimeout = "2s"\nlooks = ["1s", "1s"]\n'
        f"[service]\nport = 0\n"
        f'[units.u]\nname = "Công đoàn thử"\napproval = "none"\n{pages}',
        encoding="utf-8",
    )


def write_posts(folder: Path, *, first: float, step: float) -> None:
    (folder / "queue" / "posts").mkdir(parents=True, exist_ok=True)
    for number in range(POSTS):
        due = datetime.now(ZoneInfo(VIETNAM)) + timedelta(seconds=first + number * step)
        (folder / "queue" / "posts" / f"bai-{number}.md").write_text(
            f'+++\npages = "*"\nat = {due:%Y-%m-%dT%H:%M:%S}\ncard = "slogan"\nfirst_comment = "Mời đọc."\n+++\nBài số {number}\n',
            encoding="utf-8",
        )


def test_kill_9_at_random_moments_neither_doubles_nor_loses_a_post(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    write_config(tmp_path, sandbox)
    write_posts(tmp_path, first=3, step=3)
    for kind in (FaultKind.DROP_AFTER, FaultKind.AFTER_500, FaultKind.CUT_BODY):
        sandbox.fail(Fault(kind=kind, step="flip", times=2))
    for _ in range(8):
        with serving(tmp_path) as process:
            time.sleep(chance.uniform(0.6, 2.6))
            process.send_signal(signal.SIGKILL)

    def all_done() -> bool:
        posts = [post for page in PAGES.values() for post in sandbox.timeline(page)]
        return len(posts) >= len(PAGES) * POSTS and all(post.comments for post in posts)

    with serving(tmp_path):
        eventually(all_done, 40)
    for page in PAGES.values():
        found = sorted(
            (post.message, len(post.photos), len(post.comments)) for post in sandbox.timeline(page)
        )
        assert found == [(f"Bài số {number}", 1, 1) for number in range(POSTS)], f"seed {seed}"


def test_sigterm_ends_the_service_in_order(tmp_path: Path, sandbox: Sandbox) -> None:
    write_config(tmp_path, sandbox)
    with serving(tmp_path) as process:
        assert process.stdout
        assert "publisher đang chạy" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10 * PATIENCE) == 0
        assert "Đã dừng." in process.stdout.read()


def test_the_first_start_prints_a_link_for_the_first_administrator(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    write_config(tmp_path, sandbox)
    with serving(tmp_path) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        link = lines[2].strip()
        page = requests.get(link, timeout=10 * PATIENCE)
    assert "Chưa có người quản trị" in lines[1]
    assert page.status_code == 200
    assert "Tạo tài khoản của bạn" in page.text


def test_a_stop_signal_ends_the_service_whenever_it_comes(tmp_path: Path, sandbox: Sandbox) -> None:
    write_config(tmp_path, sandbox)
    for _ in range(6):
        with serving(tmp_path) as process:
            assert process.stdout
            process.stdout.readline()
            # Just when the main thread goes to rest.
            time.sleep(random.uniform(0, 0.004))
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=10 * PATIENCE) == 0


def test_sigterm_ends_the_service_while_it_plans_a_long_queue(tmp_path: Path) -> None:
    """It planned all of it before: more than a minute for 100,000 deliveries on a busy machine."""
    pages, posts = 500, 60
    tables = "".join(f'[pages.p{n}]\nfacebook_id = "{n + 1}"\nunit = "u"\n' for n in range(pages))
    (tmp_path / "config.toml").write_text(
        f'[service]\nport = 0\n[units.u]\nname = "Công đoàn thử"\n{tables}', encoding="utf-8"
    )
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    for number in range(posts):
        (tmp_path / "queue" / "posts" / f"bai-{number}.md").write_text(
            f'+++\nat = 2037-04-01T08:{number:02}:00\npages = ["*"]\n+++\nBài {number}\n'
        )
    database = tmp_path / "data" / "publisher.sqlite3"

    def planned() -> int:
        with closing(sqlite3.connect(database, timeout=10)) as own:
            [(count,)] = own.execute("SELECT count(*) FROM publisher_delivery").fetchall()
        return int(count)

    with serving(tmp_path) as process:
        assert process.stdout
        process.stdout.readline()
        eventually(lambda: planned() > 0, 30)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10 * PATIENCE) == 0
        assert "Đã dừng." in process.stdout.read()
    assert 0 < planned() < pages * posts


def test_a_second_service_says_so_and_exits(tmp_path: Path, sandbox: Sandbox) -> None:
    write_config(tmp_path, sandbox)
    with serving(tmp_path) as first:
        assert first.stdout
        first.stdout.readline()
        second = publisher("run", folder=tmp_path)
        output, _ = second.communicate(timeout=20 * PATIENCE)
        assert second.returncode == 1
        assert "Đã có một dịch vụ publisher" in output
        assert "Traceback" not in output


def test_the_demo_has_its_first_posts_public_and_exits_well(tmp_path: Path) -> None:
    process = publisher("demo", "--once", folder=tmp_path)
    output, _ = process.communicate(timeout=60 * PATIENCE)
    assert process.returncode == 0, output
    assert "đã đăng" in output


def test_a_starter_folder_is_checked_planned_and_previewed(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    def run(*words: str, folder: Path = tmp_path / "congdoan") -> tuple[int, str]:
        process = publisher(*words, folder=folder)
        output, _ = process.communicate(timeout=30 * PATIENCE)
        return process.returncode, output

    assert run("init", "congdoan", folder=tmp_path)[0] == 0
    assert run("init", "congdoan", folder=tmp_path)[0] == 1
    config = tmp_path / "congdoan" / "config.toml"
    config.write_text(
        config.read_text()
        .replace("https://graph.facebook.com", sandbox.url)
        .replace("LAI_CHAU_", "")
    )
    sandbox.add_page("100000000000001", "Công đoàn Lai Châu", "sandbox-token")
    code, output = run("check")
    assert (code, "“Công đoàn Lai Châu”, mã truy cập dùng được" in output) == (0, True), output
    assert run("queue", "add", "post", "Chào đoàn viên!", "--card", "slogan") == (
        0,
        f"Đã ghi {tmp_path}/congdoan/queue/posts/chao-doan-vien.md\n",
    )
    assert "chao-doan-vien" in run("queue", "list")[1]
    code, output = run("plan", "--from", "2027-04-15", "--until", "2027-04-15")
    assert "Kỷ niệm 64 năm Ngày thành lập Công đoàn tỉnh Lai Châu" in output
    code, output = run("preview", "thang-cong-nhan", "chao-doan-vien", "-o", "anh")
    assert (code, len(list((tmp_path / "congdoan" / "anh").iterdir()))) == (0, 16), output
    sandbox.revoke("100000000000001")
    code, output = run("check")
    assert (code, "Mật khẩu của tài khoản cấp mã đã đổi." in output) == (1, True), output
    assert "sandbox-token" not in output


def no_room() -> None:
    """Let every write to a file fail, as on a disk without room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_a_disk_without_room_is_told_in_a_sentence_and_leaves_nothing_half_written(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    write_config(tmp_path, sandbox)
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "publisher",
            "queue",
            "add",
            "post",
            "Chào đoàn viên!",
            "--page",
            "*",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        preexec_fn=no_room,
        timeout=30 * PATIENCE,
        check=False,
    )
    assert finished.returncode == 1
    assert finished.stderr.startswith("Hệ thống báo lỗi")
    assert "Traceback" not in finished.stderr
    assert list((tmp_path / "queue" / "posts").iterdir()) == []


def test_a_disk_that_fills_while_the_service_runs_delays_posts_and_neither_loses_nor_doubles_one(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    write_config(tmp_path, sandbox)
    began = time.monotonic()
    with serving(tmp_path) as process:
        assert process.stdout
        process.stdout.readline()
        # Far enough ahead that a machine that needed so long to start has prepared them all before.
        ahead = max(10.0, 6 * (time.monotonic() - began))
        due = time.monotonic() + ahead
        write_posts(tmp_path, first=ahead, step=0)
        # Prepared before the disk is full, due while it is.
        eventually(
            lambda: sum(call["step"] == "create" for call in sandbox.calls()) == len(PAGES) * POSTS,
            ahead,
        )
        assert time.monotonic() < due
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        time.sleep(max(0.0, due - time.monotonic()) + 3)
        assert process.poll() is None
        assert [post for page in PAGES.values() for post in sandbox.timeline(page)] == []
        resource.prlimit(
            process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        eventually(lambda: all(len(sandbox.timeline(page)) == POSTS for page in PAGES.values()), 20)
        time.sleep(1)
    assert [len(sandbox.timeline(page)) for page in PAGES.values()] == [POSTS] * len(PAGES)


OPENING = "import sys; from publisher.store.connection import open_store; open_store(sys.argv[1])"


def test_processes_that_meet_a_new_database_at_once_make_it_once(tmp_path: Path) -> None:
    words = [sys.executable, "-c", OPENING, f"sqlite:///{tmp_path}/moi.sqlite3"]
    found = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    crowd = [
        subprocess.Popen(words, env=found, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate(timeout=60 * PATIENCE)[1] for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 4, said


A_KEY = """
import sys
from datetime import UTC, datetime
from publisher.store.connection import open_store
open_store(f"sqlite:///{sys.argv[1]}")
from publisher.features.people.api_keys import issue
from publisher.store.models import Membership, Person
now = datetime.now(UTC)
person = Person.objects.create(login="chi", name="Chi", created_at=now)
Membership.objects.create(person=person, unit="*", role="administrator")
print(issue(person, name="x", scopes=["write"], now=now))
"""


def test_a_post_sent_while_the_disk_is_full_is_refused_whole_and_taken_once_there_is_room(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    write_config(tmp_path, sandbox)
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    with serving(tmp_path) as process:
        assert process.stdout
        url = next(
            found[1]
            for line in process.stdout
            if (found := re.search(r"(http://127.0.0.1:\d+)", line))
        )
        key = subprocess.run(
            [sys.executable, "-c", A_KEY, str(tmp_path / "data" / "publisher.sqlite3")],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
            timeout=60 * PATIENCE,
        ).stdout.strip()
        body = {
            "text": "Chào đoàn viên!",
            "pages": [next(iter(PAGES))],
            "at": "2037-05-01T07:30:00",
        }

        def send() -> requests.Response:
            return requests.post(
                f"{url}/api/v1/entries",
                json=body,
                headers={"Authorization": f"Bearer {key}"},
                timeout=20 * PATIENCE,
            )

        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        answer = send()
        assert (answer.status_code, list((tmp_path / "queue" / "posts").iterdir())) == (507, []), (
            answer.text
        )
        resource.prlimit(
            process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        assert send().status_code == 201
