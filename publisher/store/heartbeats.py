"""Signs of life: of the running service, and of every process of a cluster.

Runs inside transactions.
"""

from datetime import datetime, timedelta

from publisher.store.models import Node, ServiceSign, Turn

# What a process of a cluster is.
RUN, WORKER = "run", "worker"
# Processes of a cluster sign every 5 s; one that gave no sign for so long is taken for dead.
DEAD = timedelta(seconds=30)
# What is known of a dead process is kept for so long, for people.
FORGOTTEN = timedelta(days=1)


def sign(*, pid: int, started_at: datetime, now: datetime) -> None:
    """Say that the service of this data folder lives."""
    ServiceSign.objects.update_or_create(
        pk=1, defaults={"pid": pid, "started_at": started_at, "seen_at": now}
    )


def sign_off() -> None:
    """Say that it has ended in an orderly way."""
    ServiceSign.objects.all().delete()


def silence(*, now: datetime, longest: timedelta) -> tuple[datetime, datetime] | None:
    """From when until now no service gave a sign, when the last one did not end in order and
    that was long ago."""
    last = ServiceSign.objects.values_list("seen_at", flat=True).first()
    return (last, now) if last and now - last > longest else None


def sign_node(node: Node) -> None:
    """Say that a process of the cluster lives; `node` with all its columns."""
    columns = {
        name: getattr(node, name)
        for name in ("role", "host", "pid", "version", "started_at", "seen_at")
    }
    Node.objects.update_or_create(
        name=node.name, defaults=columns | {"busy": node.busy, "done": node.done}
    )
    Node.objects.filter(seen_at__lt=node.seen_at - FORGOTTEN).delete()


def sign_off_node(name: str) -> None:
    """Say that a process has ended in an orderly way: others need not wait for its turns."""
    Node.objects.filter(name=name).delete()
    Turn.objects.filter(owner=name).delete()


def live_nodes(role: str, *, now: datetime) -> int:
    """How many processes of a role gave a sign lately."""
    return Node.objects.filter(role=role, seen_at__gte=now - DEAD).count()


def take_turn(name: str, *, owner: str, now: datetime, lasts: timedelta) -> bool:
    """Take the turn for something that one process does for all; False while another one has it."""
    free = Turn.objects.filter(name=name, until__lte=now)
    if free.update(owner=owner, until=now + lasts):
        return True
    _, made = Turn.objects.get_or_create(name=name, defaults={"owner": owner, "until": now + lasts})
    return made
