"""Tells a database that came back from a backup, and ends its sessions.

A number in the database and the same one in a file beside the key rise together, at each start and end of a service
and every hour. A database whose number is behind the file's is older than what this machine has seen. Machines of a
cluster each have their own file; one that was away is behind the database, which means nothing.
"""

import logging
import re
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from publisher.files import write_whole
from publisher.store.models import Age

log = logging.getLogger("publisher.store")
FILE_NAME = "publisher.age"
# As the column holds them.
NUMBER = re.compile("[0-9]{1,18}")


def void_sessions() -> int:
    """Everybody signs in again; returns how many sessions ended.

    For a database that came back from a backup: who had signed out, or lost the password, would be signed in again.
    """
    count, _ = Session.objects.all().delete()
    return count


def grow_older(folder: Path) -> bool:
    """Let the database and the file beside the key grow older by one; whether the database was behind the file.

    Sessions of a database that was behind are void. Raises a database error.
    """
    place = folder / FILE_NAME
    seen = _seen(place)
    with transaction.atomic():
        row, _ = Age.objects.select_for_update().get_or_create(pk=1)
        behind = row.number < seen
        if behind:
            log.warning("the database is older than this machine has seen: %d sessions ended", void_sessions())
        Age.objects.filter(pk=1).update(number=seen + 1 if behind else F("number") + 1)
        number = Age.objects.values_list("number", flat=True).get(pk=1)
    _keep(place, number)
    return behind


def _seen(place: Path) -> int:
    """The highest number that this machine has seen; 0 when it has seen none."""
    try:
        said = place.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return 0
    return int(said) if NUMBER.fullmatch(said) else 0


def _keep(place: Path, number: int) -> None:
    try:
        write_whole(place, f"{number}\n".encode())
    except OSError as error:
        # The folder of the configuration may be read-only; then nobody tells an older database by it.
        log.warning("cannot write %s (%s)", place, error.strerror)
