"""Tokens that `publisher connect` got, sealed, and what the last look at each page's token said."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max

from publisher.domain.reason import Reason
from publisher.store.models import StoredToken, TokenCheck


class Sealed(NamedTuple):
    """A page's token at rest."""

    page: str
    ciphertext: bytes
    connected_at: datetime


def sealed() -> list[Sealed]:
    """Every token that is kept."""
    rows = StoredToken.objects.order_by("page").values_list("page", "ciphertext", "connected_at")
    return [Sealed(page, bytes(ciphertext), at) for page, ciphertext, at in rows]


def sealed_mark() -> tuple[int, datetime | None]:
    """Another value whenever another token is kept, or one is gone: for those who need not read
    all of them again."""
    found = StoredToken.objects.aggregate(count=Count("page"), latest=Max("connected_at"))
    return found["count"], found["latest"]


def keep(
    page: str,
    ciphertext: bytes,
    *,
    name: str,
    expires_at: datetime | None,
    scopes: list[str],
    by: str,
    now: datetime,
) -> None:
    """Keep a page's token in place of the one before."""
    StoredToken.objects.update_or_create(
        page=page,
        defaults={
            "ciphertext": ciphertext,
            "name": name,
            "expires_at": expires_at,
            "scopes": scopes,
            "connected_by": by,
            "connected_at": now,
        },
    )


def note_check(
    page: str, fingerprint: str, *, now: datetime, expires_at: datetime | None, problem: Reason
) -> None:
    """Keep what a look at a page's token said."""
    TokenCheck.objects.update_or_create(
        page=page,
        defaults={
            "fingerprint": fingerprint,
            "checked_at": now,
            "expires_at": expires_at,
            "problem": problem,
        },
    )


def checks() -> Mapping[str, TokenCheck]:
    """The last look at each page's token."""
    return {check.page: check for check in TokenCheck.objects.all()}
