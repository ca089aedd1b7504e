"""The running service's sign of life."""

from datetime import datetime, timedelta

from publisher.store.models import Service


def sign(*, pid: int, started_at: datetime, now: datetime) -> None:
    """Say that the service of this data folder lives."""
    Service.objects.update_or_create(pk=1, defaults={"pid": pid, "started_at": started_at, "seen_at": now})


def sign_off() -> None:
    """Say that it has ended in an orderly way."""
    Service.objects.all().delete()


def silence(*, now: datetime, longest: timedelta) -> tuple[datetime, datetime] | None:
    """From when until now no service gave a sign, when the last one did not end in order and that was long ago."""
    last = Service.objects.values_list("seen_at", flat=True).first()
    return (last, now) if last and now - last > longest else None
