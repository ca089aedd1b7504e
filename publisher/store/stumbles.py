"""What our own code falls over again and again: a chore, a part of an engine. Runs inside
transactions."""

from datetime import datetime

from django.db import Error as DatabaseTrouble
from django.db.models import F

from publisher.domain.errors import PublisherError, StorageUnreachable, StoreError
from publisher.domain.reason import Reason, reason
from publisher.store.models import Stumble

# Once may be a moment's trouble; so often in a row a person is told.
MOST = 3


def note(name: str, what: Reason, error: Exception, *, now: datetime, until: datetime) -> None:
    """`what` did not go well once more; forgotten at `until`, unless it stumbles again."""
    Stumble.objects.filter(until__lt=now).delete()
    known = Stumble.objects.filter(name=name).first()
    since = known.since if known else now
    text = reason("attention.chore", what=what, since=since, why=why(error))
    if known:
        Stumble.objects.filter(name=name).update(times=F("times") + 1, text=text, until=until)
    else:
        Stumble.objects.create(name=name, since=since, text=text, until=until)


def stumbles(name: str) -> bool:
    """Whether it did not go well the last time."""
    return Stumble.objects.filter(name=name).exists()


def over(name: str) -> None:
    """It went well."""
    Stumble.objects.filter(name=name).delete()


def standing(*, now: datetime) -> list[Stumble]:
    """What goes wrong again and again, the longest first."""
    return list(Stumble.objects.filter(times__gte=MOST, until__gte=now).order_by("since", "name"))


def why(error: Exception) -> Reason:
    """What an exception means; nothing of what it says that may hold a password."""
    name = type(error).__name__
    if isinstance(error, StoreError | StorageUnreachable):
        return error.reason
    if isinstance(error, OSError):
        return reason("planning.system_error", why=error.strerror or name)
    if isinstance(error, PublisherError) and error.reason:
        return error.reason
    database = isinstance(error, DatabaseTrouble)
    return Reason("planning.database_error" if database else "planning.unexpected", {"name": name})


def passes(error: Exception) -> bool:
    """Whether the machine is to blame, not our code or what it was given: a full disk, a database
    or a network that is away."""
    return isinstance(error, DatabaseTrouble | OSError | StoreError)
