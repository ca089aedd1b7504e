"""What the desk shows of a cluster: its machines to operators, to everybody that nobody publishes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.store.models import Delivery
from tests.databases import Emptied
from tests.web.clustered import a_cluster, sign
from tests.web.counting import queries
from tests.web.desk import Desk, soup, words

IDLE = "Không có tiến trình đăng bài nào đang chạy."


@pytest.fixture
def cluster(tmp_path: Path, postgresql: Emptied) -> Iterator[Desk]:
    with a_cluster(tmp_path, postgresql) as desk:
        yield desk


def test_an_operator_sees_the_queue_lateness_and_each_process(cluster: Desk) -> None:
    row = cluster.post("bai")
    late = cluster.now - timedelta(minutes=3)
    Delivery.objects.filter(pk=row.pk).update(state="prepared", due_at=late, wake_at=late)
    sign(cluster, "a", silent=3)
    sign(cluster, "b", silent=90)
    sign(cluster, "c", "run")
    card = soup(cluster.as_("chi").get("/")).select_one("#machinery")
    assert card
    facts = dict(
        zip(
            (one.text for one in card.select("dt")),
            (one.text.strip() for one in card.select("dd")),
            strict=True,
        )
    )
    assert facts["Tiến trình đăng bài"] == "1 đang chạy"
    assert facts["Hàng chờ"] == "1 lượt đến giờ, trong đó 0 đã giao; 0 đang xử lý"
    assert facts["Trễ nhất bây giờ"] == "3 phút"
    signs = [
        tuple(found.text.strip() for found in line.select("strong, .state"))
        for line in card.select("li")
    ]
    assert signs == [
        ("may-c", "0 giây trước"),
        ("may-a", "3 giây trước"),
        ("may-b", "im lặng 90 giây"),
    ]


def test_several_versions_are_an_upgrade_that_is_not_finished(cluster: Desk) -> None:
    sign(cluster, "a", version="1.0")
    assert "Nhiều phiên bản" not in words(cluster.as_("chi").get("/"))
    sign(cluster, "b", version="1.1")
    assert "Nhiều phiên bản cùng chạy (1.0, 1.1)" in words(cluster.as_("chi").get("/"))


@pytest.mark.parametrize("login", ["an", "binh", "hoa"])
def test_the_machines_concern_operators_alone(cluster: Desk, login: str) -> None:
    sign(cluster, "a")
    assert not soup(cluster.as_(login).get("/")).select("#machinery")


@pytest.mark.parametrize("path", ["/", "/calendar"])
def test_everybody_sees_once_that_no_worker_lives(cluster: Desk, path: str) -> None:
    sign(cluster, "a", silent=40)
    assert words(cluster.as_("an").get(path)).count(IDLE) == 1
    sign(cluster, "b")
    assert IDLE not in words(cluster.as_("an").get(path))


def test_one_machine_shows_nothing_of_all_this(desk: Desk) -> None:
    page = soup(desk.as_("chi").get("/"))
    assert not page.select("#machinery")
    assert IDLE not in page.text


def test_more_rows_and_processes_cost_no_more_queries(cluster: Desk) -> None:
    sign(cluster, "a")
    cluster.post("bai-0")
    client = cluster.as_("chi")
    client.get("/")
    few = queries(lambda: client.get("/"))
    for number in range(1, 6):
        cluster.post(f"bai-{number}", f"Bài số {number}")
        sign(cluster, f"b{number}")
    assert queries(lambda: client.get("/")) == few
