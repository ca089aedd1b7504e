"""`publisher status` and `watch`: how the work goes, on one machine and on many."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.dispatch import fill
from publisher.cli.commands import app
from publisher.store import heartbeats
from publisher.store.connection import close_store, open_store
from publisher.store.heartbeats import RUN, WORKER
from publisher.store.models import Delivery, Node
from tests.databases import Emptied, new_database, on_postgresql


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    close_store()
    return result.exit_code, result.output + str(result.exception or "")


@pytest.fixture
def url(folder: Path, postgresql: Emptied) -> str:
    """The database of a cluster that the working folder belongs to."""
    with on_postgresql(postgresql):
        url = new_database(folder)
    config = folder / "config.toml"
    lines = [
        line
        for line in config.read_text("utf-8").splitlines()
        if not line.startswith(("engine", "database"))
    ]
    config.write_text(
        "\n".join(['engine = "cluster"', f'database = "{url}"', *lines]), encoding="utf-8"
    )
    return url


def sign(
    name: str, role: str = WORKER, *, silent: float = 0, version: str = "1.0", busy: int = 0
) -> None:
    seen = datetime.now(UTC) - timedelta(seconds=silent)
    started = seen - timedelta(hours=1)
    node = Node(
        name=name,
        role=role,
        host=f"may-{name}",
        pid=7,
        version=version,
        started_at=started,
        seen_at=seen,
    )
    node.busy, node.done = busy, 3_400
    heartbeats.sign_node(node)


def test_one_machine_tells_queue_lateness_and_database_and_nothing_of_workers(folder: Path) -> None:
    run("status")
    open_store(f"sqlite:///{folder / 'data' / 'publisher.sqlite3'}")
    fill(2, 2, datetime.now(UTC) - timedelta(minutes=5))
    close_store()
    code, output = run("status")
    assert code == 0
    assert "Hàng chờ: 2 lượt đến giờ (đăng 2), 0 đang xử lý\n" in output
    assert "Trễ nhất bây giờ: 5 phút\n" in output
    assert "khoảng 2 lượt đăng, khoảng 0 lần gửi\n" in output
    assert "worker" not in output


def test_a_cluster_tells_each_process_with_its_last_sign(url: str) -> None:
    open_store(url, cluster=True)
    fill(3, 3, datetime.now(UTC) - timedelta(minutes=5))
    Delivery.objects.filter(entry_id="bai-0").update(wake_at=None, leased=True, lease_owner="due-1")
    sign("a", busy=12, silent=3)
    sign("b", silent=600)
    sign("c", RUN)
    close_store()
    code, output = run("status")
    assert code == 0
    assert "Tiến trình đăng bài (worker): 1 đang chạy\n" in output
    assert "may-a (tiến trình 7, bản 1.0): 3 giây trước; đang xử lý 12, đã xong 3.400\n" in output
    assert "may-b (tiến trình 7, bản 1.0): KHÔNG có dấu hiệu sống từ 10 phút trước" in output
    assert "Hàng chờ: 2 lượt đến giờ (đăng 2), 1 đã giao cho worker, 0 đang xử lý\n" in output
    assert "phiên bản" not in output


def test_an_upgrade_under_way_and_work_of_a_dead_process_are_told(url: str) -> None:
    open_store(url, cluster=True)
    now = datetime.now(UTC)
    fill(1, 1, now)
    Delivery.objects.update(
        wake_at=None, leased=True, lease_owner="may", lease_until=now - timedelta(minutes=2)
    )
    sign("a")
    sign("b", version="1.1")
    close_store()
    output = run("status")[1]
    assert "Đang có nhiều phiên bản cùng chạy (1.0, 1.1)" in output
    assert "VIỆC KẸT: 1 lượt dở dang của tiến trình đã chết: hãy chạy “publisher worker”" in output


def test_a_cluster_without_a_worker_says_loudly_what_to_do(url: str) -> None:
    output = run("status")[1]
    assert (
        "KHÔNG có worker nào chạy: bài đến giờ sẽ không được đăng; hãy chạy “publisher worker”"
        in output
    )


def test_watch_ends_in_trouble_when_only_the_workers_are_missing(url: str) -> None:
    open_store(url, cluster=True)
    now = datetime.now(UTC)
    fill(1, 1, now + timedelta(minutes=30))
    heartbeats.sign(pid=7, started_at=now, now=now)
    sign("c", RUN)
    sign("a")
    close_store()
    assert run("watch")[0] == 0
    open_store(url, cluster=True)
    sign("a", silent=180)
    close_store()
    code, output = run("watch")
    assert (code, "Không có tiến trình đăng bài nào chạy" in output) == (1, True), output
