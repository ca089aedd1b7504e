"""The files in `deploy/`: what they name exists, and what they set a real server takes."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from bench.dispatch import fill
from publisher import vault
from publisher.cli.commands import command as command_named
from publisher.config import values as config
from publisher.config.reading import load
from publisher.domain.delivery import State
from publisher.engines import cluster, job_worker
from publisher.features.delivery import sweep
from publisher.features.reports import insights
from publisher.store import (
    connection,
    flips,
    locks,
    planned_rows,
)
from publisher.store.flips import Lease
from publisher.store.models import Action, Approval, Attempt, Delivery, Insight
from tests import postgres
from tests.databases import Emptied

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
SERVICES = ["postgres", "upgrade", "web", "worker"]
OURS = ["upgrade", "web", "worker"]
NOW = datetime.now(UTC).replace(microsecond=0)


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def unit(name: str) -> ConfigParser:
    # As systemd, which knows keys that stand twice and tells large letters from small ones.
    found = ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return found


def assert_is_a_command(words: list[str]) -> None:
    """`publisher`, its command and options that this command has."""
    program, *rest = words
    assert Path(program).name == "publisher"
    command: Any = command_named(rest.pop(0))
    while rest and not rest[0].startswith("-"):
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("-")} <= known


def settings() -> dict[str, str]:
    text = (DEPLOY / "postgresql.conf").read_text(encoding="utf-8")
    return dict(re.findall(r"^(\w+) = (\S+)$", text, re.MULTILINE))


def seconds(span: str) -> int:
    number, measure = re.fullmatch(r"(\d+)([sm]?)", span).groups()  # type: ignore[union-attr]
    return int(number) * (60 if measure == "m" else 1)


# The operators' page


def test_every_command_of_the_page_on_scaling_exists() -> None:
    text = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    commands = re.findall(r"`(publisher (?!-)[a-z][^`]*)`", text)
    assert len(commands) > 10
    for command in commands:
        assert_is_a_command(shlex.split(command))


def test_what_the_page_on_scaling_links_to_exists() -> None:
    text = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_page_on_scaling_counts_as_the_program_does() -> None:
    text = " ".join((ROOT / "docs" / "scaling.md").read_text(encoding="utf-8").split())
    assert f"up to {connection.POOL} + {job_worker.CONNECTIONS} + {len(cluster.AT_ONCE)} (" in text
    assert f"A lease lasts {cluster.LEASE.total_seconds():.0f} s" in text
    assert f"at most {connection.LOCK_WAIT} s for a table" in text
    assert f"Numbers are read for {insights.MOST} posts every quarter" in text
    assert f"orphans are swept on {sweep.PAGES} pages every" in text
    assert f"looks back {planned_rows.MEMORY.days} days" in text


# systemd


@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_starts_is_a_command(name: str) -> None:
    assert_is_a_command(shlex.split(unit(name)["Service"]["ExecStart"]))


def test_a_worker_is_started_again_for_ever_and_may_end_its_calls() -> None:
    service, timeout = (
        unit("publisher-worker@.service")["Service"],
        load(ROOT / "config.example.toml").facebook.timeout,
    )
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > 2 * timeout.total_seconds()


def test_the_timer_has_its_service() -> None:
    assert unit("publisher-watch.timer")["Timer"]
    assert "publisher-watch.service" in UNITS


# Compose


def test_the_cluster_has_a_database_a_desk_and_two_workers() -> None:
    assert sorted(compose()["services"]) == SERVICES
    assert compose()["services"]["worker"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", OURS)
def test_what_a_container_starts_is_a_command(name: str) -> None:
    assert_is_a_command(compose()["services"][name]["command"])


def test_a_worker_in_a_container_may_end_its_calls_as_long_as_under_systemd() -> None:
    grace = seconds(compose()["services"]["worker"]["stop_grace_period"])
    assert grace == int(unit("publisher-worker@.service")["Service"]["TimeoutStopSec"])


def test_the_schema_is_made_before_anything_needs_it() -> None:
    services = compose()["services"]
    assert services["upgrade"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    done = {"upgrade": {"condition": "service_completed_successfully"}}
    assert [services[name]["depends_on"] for name in ("web", "worker")] == [done, done]


def test_every_volume_and_secret_of_a_service_is_declared() -> None:
    found = compose()
    for service in found["services"].values():
        named = {
            volume.split(":")[0] for volume in service["volumes"] if not volume.startswith(".")
        }
        assert named <= found["volumes"].keys()
        assert set(service.get("secrets", ())) <= found["secrets"].keys()


def test_folders_of_the_configuration_lie_on_volumes() -> None:
    found = load(DEPLOY / "config.compose.toml")
    mounted = [volume.split(":")[1] for volume in compose()["services"]["worker"]["volumes"]]
    assert found.storage
    assert str(found.data) in mounted
    assert str(found.queue) in mounted
    assert found.storage.folder
    # Inside the volume: a volume that is not mounted must not look like an empty object store.
    assert str(found.storage.folder.parent) in mounted


def test_the_configuration_for_compose_is_of_a_cluster() -> None:
    found = load(DEPLOY / "config.compose.toml")
    assert found.clustered
    assert found.database_env == "DATABASE_URL"


def test_the_health_check_asks_for_the_port_of_the_desk() -> None:
    [address] = re.findall(
        r"http://[\w.:]+/\w+", " ".join(compose()["services"]["web"]["healthcheck"]["test"])
    )
    assert (
        address == f"http://127.0.0.1:{load(DEPLOY / 'config.compose.toml').service.port}/healthz"
    )


# The image and the secrets


def test_no_secret_and_no_data_gets_into_the_image() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    let_in = re.findall(
        r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE
    )
    copied = [
        word
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
        for word in line.split()
    ]
    assert sorted(copied) == sorted(let_in)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert not any(word in text for word in ("DATABASE_URL", vault.VARIABLE, "PASSWORD", "TOKEN"))


def test_the_image_runs_as_somebody_without_rights_on_a_python_that_is_supported() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE) == ["publisher"]
    [version] = set(re.findall(r"^FROM python:3\.(\d+)-slim", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert int(version) >= int(project["requires-python"].removeprefix(">=3."))


def test_every_variable_is_one_that_the_program_reads() -> None:
    text = (DEPLOY / "cluster.env.example").read_text(encoding="utf-8")
    database = load(DEPLOY / "config.compose.toml").database_env
    assert set(re.findall(r"^(\w+)=", text, re.MULTILINE)) == {database, vault.VARIABLE}
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"(PUBLISHER_\w+)=", image)) == {config.VARIABLE}


def test_the_example_address_of_the_database_is_understood(postgresql: Emptied) -> None:
    text = (DEPLOY / "cluster.env.example").read_text(encoding="utf-8")
    [options] = re.findall(r"^DATABASE_URL=\S+?\?(\S+)$", text, re.MULTILINE)
    url = f"{postgresql.url}{'&' if '?' in postgresql.url else '?'}{options}"
    connection.open_store(url, cluster=True, pooled=True)
    assert connection.answers()
    connection.close_store()


# PostgreSQL


@pytest.fixture
def server() -> Iterator[postgres.Postgres]:
    found = postgres.Postgres()
    yield found
    found.stop()


@pytest.mark.postgresql
def test_a_server_starts_with_every_setting(server: postgres.Postgres) -> None:
    wanted, file = settings(), server.home / "data" / "deployed.conf"
    file.write_text((DEPLOY / "postgresql.conf").read_text(encoding="utf-8"), encoding="utf-8")
    with (server.home / "data" / "postgresql.conf").open("a") as own:
        own.write("\ninclude 'deployed.conf'\n")
    server.kill()
    server.start()
    with psycopg.connect(server.url) as asked:
        rows = asked.execute(
            "SELECT name, error FROM pg_file_settings WHERE sourcefile = %s", [str(file)]
        ).fetchall()
    assert {name for name, _ in rows} == wanted.keys()
    # The one thing that the command line of a server of tests says otherwise.
    assert {name for name, error in rows if error} == {"shared_buffers"}
    assert len(wanted) > 20


def test_a_claim_has_room_for_its_locks_and_every_process_for_its_connections() -> None:
    found = {name: int(value) for name, value in settings().items() if value.isdigit()}
    assert found["max_locks_per_transaction"] >= cluster.CLAIM
    # One that says that it is there, and those that wait to be alone with something.
    run = connection.POOL + 1 + locks.AT_ONCE
    worker = run + job_worker.CONNECTIONS + len(cluster.AT_ONCE)
    said = re.findall(
        r"a worker has (\d+) at most, a `publisher run` (\d+)",
        (DEPLOY / "postgresql.conf").read_text(),
    )
    assert said == [(str(worker), str(run))]
    assert 12 * worker + 2 * run < found["max_connections"]


def test_commits_are_durable() -> None:
    assert [settings()[name] for name in ("synchronous_commit", "fsync", "full_page_writes")] == [
        "on"
    ] * 3


# Deleting what is over


@pytest.fixture
def store(postgresql: Emptied) -> Iterator[str]:
    postgresql.empty()
    connection.open_store(postgresql.url, cluster=True)
    yield postgresql.url
    connection.close_store()


def published(days: int, **changes: Any) -> int:
    """A finished delivery so many days old, with all that hangs on it."""
    row = Delivery.objects.count()
    fill(1, 1, NOW - timedelta(days=days), first=row)
    found = Delivery.objects.latest("pk")
    done = {
        "state": State.PUBLISHED.value,
        "wake_at": None,
        "published_at": found.due_at,
        "source": "posts/cu.md",
    }
    Delivery.objects.filter(pk=found.pk).update(**(done | changes))
    Attempt.objects.create(
        delivery=found, step="flip", started_at=found.due_at, outcome="published"
    )
    Insight.objects.create(delivery=found, days=28, collected_at=found.due_at)
    Approval.objects.create(
        delivery=found,
        revision=found.revision,
        digest="x",
        by="Hoa",
        at=found.due_at,
        due_at=found.due_at,
    )
    Action.objects.create(delivery=found, at=found.due_at, by="Hoa", what="approve")
    return found.pk


def run_psql(url: str, file: str, told: str, *variables: str) -> "subprocess.CompletedProcess[str]":
    psql = shutil.which("psql") or str(postgres._binaries() / "psql")
    given = [word for variable in ("ON_ERROR_STOP=1", *variables) for word in ("-v", variable)]
    command = [psql, "-X", url, *given, "-f", str(DEPLOY / file)]
    return subprocess.run(command, input=told, capture_output=True, text=True, timeout=60)


def clean(
    url: str, names: str = "posts/moi.md\n", *, days: int = 90
) -> "subprocess.CompletedProcess[str]":
    return run_psql(url, "retention.sql", names, "attempts=30", f"days={days}")


def left() -> set[int]:
    return set(Delivery.objects.values_list("pk", flat=True))


def test_what_is_long_over_goes_with_all_that_hangs_on_it_and_the_log_stays(store: str) -> None:
    published(100)
    young = published(80)
    done = clean(store)
    assert done.returncode == 0, done.stderr
    assert left() == {young}
    assert Action.objects.count() == 2
    assert {row.delivery_id for row in Insight.objects.all()} == {young}
    assert {row.delivery_id for row in Approval.objects.all()} == {young}


def test_calls_go_before_their_posts(store: str) -> None:
    published(80)
    recent = published(20)
    assert clean(store).returncode == 0
    assert {row.delivery_id for row in Attempt.objects.all()} == {recent}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.HELD.value},
        {"state": State.UNKNOWN.value},
        {"wake_at": NOW},
        {"leased": True, "lease_owner": "may-1"},
    ],
)
def test_what_is_not_over_stays_however_old_it_is(store: str, changes: dict[str, Any]) -> None:
    kept = published(1000, **changes)
    assert clean(store).returncode == 0
    assert left() == {kept}
    assert Attempt.objects.count() == 1


def test_a_post_whose_file_is_in_the_queue_stays_or_it_would_be_planned_anew(store: str) -> None:
    by_file = published(500, source="posts/moi.md")
    by_name = published(500, entry_id="loi-chao@lai-chau")
    published(500, source="posts/moi.md", occurrence="2025")
    assert clean(store, "posts/moi.md\nloi-chao\n").returncode == 0
    assert left() == {by_file, by_name}


def test_campaigns_keep_the_year_that_they_look_back_at(store: str) -> None:
    campaign = published(401, campaign="thang-cong-nhan", occurrence="2026-05-01T07:30")
    published(431, campaign="thang-cong-nhan", occurrence="2026-04-01T07:30")
    assert clean(store).returncode == 0
    assert left() == {campaign}


def test_without_the_names_of_files_nothing_goes(store: str) -> None:
    kept = published(500)
    done = clean(store, "")
    assert done.returncode != 0
    assert "queue folder" in done.stderr
    assert left() == {kept}


def test_numbers_are_read_before_their_post_may_go(store: str) -> None:
    kept = published(59)
    assert clean(store, days=50).returncode != 0
    assert left() == {kept}


def test_more_rows_than_one_portion_go_at_one_due_time(store: str) -> None:
    fill(6_000, 100, NOW - timedelta(days=100))
    Delivery.objects.update(state=State.PUBLISHED.value, wake_at=None)
    assert clean(store).returncode == 0
    assert left() == set()


# Attempts by month


@pytest.mark.postgresql
def test_attempts_laid_out_by_month_go_on_as_before(server: postgres.Postgres) -> None:
    connection.open_store(server.url, cluster=True)
    old, recent = published(70), published(20)
    done = run_psql(server.url, "partition-attempts.sql", "")
    assert done.returncode == 0, done.stderr
    fill(1, 1, NOW, first=2)
    flip = Delivery.objects.latest("pk")
    tries = flips.begin([flip.pk], Lease("me", NOW), now=NOW)
    flips.end(list(tries.items()), owner="me", now=NOW, wake_at=NOW)
    found = Attempt.objects.order_by("pk").values_list("delivery_id", "pk", "outcome")
    assert list(found) == [(recent, 2, "published"), (flip.pk, 3, "published")]
    with psycopg.connect(server.url) as asked:
        months = asked.execute(
            "SELECT tableoid::regclass::text FROM publisher_attempt ORDER BY id"
        ).fetchall()
    assert months[-1] == (f"publisher_attempt_{NOW:%Y_%m}",)
    # Without its attempts a delivery can still be deleted, and with them too.
    assert clean(server.url).returncode == 0
    Delivery.objects.filter(pk__in=[old, recent]).delete()
    connection.close_store()


# Proxies


def test_the_example_proxies_take_what_the_desk_takes_and_close_the_metrics() -> None:
    from publisher.web.shared.connections import IDLE, LARGEST_BODY

    text = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    megabytes = LARGEST_BODY // 1_000_000
    assert f"client_max_body_size {megabytes}m;" in text
    assert f"max_size {megabytes}MB" in text
    assert "location /metrics { deny all; }" in text
    assert "respond /metrics 404" in text
    [kept] = re.findall(r"keepalive (\d+)s", text)
    assert int(kept) < IDLE, "a proxy must not send into a connection that is just being closed"
