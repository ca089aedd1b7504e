"""Keys for the API: a person's own, with scopes; kept as digests, shown once."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from publisher.domain.errors import PeopleError
from publisher.features.people.accounts import doer
from publisher.store.activity_log import What, note
from publisher.store.models import ApiToken, Person

LIFE = timedelta(days=365)
# "last used" is exact to so much: not every call writes.
USED_STEP = timedelta(minutes=10)
PREFIX = "cdp_"


class KeyScope(StrEnum):
    """What a key may be used for, beside what its person may do."""

    READ = "read"
    WRITE = "write"
    APPROVE = "approve"


def issue(person: Person, *, name: str, scopes: Sequence[str], now: datetime) -> str:
    """A new key; only its digest is kept. Raises PeopleError."""
    wanted = [KeyScope(scope) for scope in scopes if scope in list(KeyScope)]
    if not name.strip():
        raise PeopleError(name="people.key_name")
    if not wanted:
        raise PeopleError(scopes="people.key_scopes")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(
            person=person,
            name=name.strip()[:100],
            digest=_digest(secret),
            scopes=[scope.value for scope in wanted],
            created_at=now,
            expires_at=now + LIFE,
        )
        note(
            What.KEY, by=doer(person), now=now, detail=f"{name.strip()[:100]}: {', '.join(wanted)}"
        )
    return secret


def holder(secret: str, *, now: datetime) -> ApiToken | None:
    """The key of that secret, with its person, while it is good."""
    rows = ApiToken.objects.good(now=now).filter(digest=_digest(secret))
    found = rows.select_related("person").first()
    if found and (found.last_used_at is None or now - found.last_used_at > USED_STEP):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def revoke(person: Person, pk: int, *, now: datetime) -> bool:
    """Make a key of a person void; False when there is none."""
    with transaction.atomic():
        done = ApiToken.objects.standing().filter(pk=pk, person=person).update(revoked_at=now)
        if done:
            note(What.KEY, by=doer(person), now=now, detail=f"#{pk}")
    return bool(done)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
