"""Tries to sign in, counted so that nobody can guess for long and nobody can keep somebody else
out.

A place (an address, or a browser in which the person has signed in before) that failed with a name
too often waits until it is over. When others fail with the same name, a place that is not known
waits some seconds, once for each of its own tries: whoever has the password comes in, however hard
others try.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet

from publisher.chores import Chore
from publisher.domain.errors import MustWait
from publisher.domain.reason import Reason
from publisher.features.people.accounts import doer
from publisher.store.activity_log import What, note
from publisher.store.models import Person, SignInFailure

SPAN = timedelta(minutes=15)
# So many failures within this time: with one name from one place, and from one address with
# whatever names.
MOST_FROM_PLACE, MOST_FROM_ADDRESS = 5, 30
# From so many failures with one name, wherever from, places that are not known wait: 1, 2, 4 …
# seconds.
FREE_FOR_NAME, LONGEST_WAIT = 10, 30
# A provider gives one customer so much of IPv6.
ONE_CUSTOMER = 64  # bits
# Rows; whoever has so many addresses gains nothing by having more.
MOST_ROWS = 20_000
_KNOWN = "known:"


def begin(login: str, address: str, *, known: str, now: datetime) -> SignInFailure:
    """Take a place in the count before a password is looked at; it stays there unless `succeed`
    takes it back.

    `known`: names the browser, when the person has signed in there before. Raises MustWait.
    """
    _sweep(now)
    name, near = login.strip().lower()[:150], _place(address)
    where = f"{_KNOWN}{known}"[:64] if known else near
    if not known:
        _wait_for_name(name, near, now)
    # Counted once it stands there: of many at the same moment each sees those that stood before it.
    own = SignInFailure.objects.create(login=name, address=where, at=now)
    wait = _wait(_failures(now, login=name, address=where), MOST_FROM_PLACE, now)
    if not known:
        wait = max(wait, _wait(_failures(now, address=near), MOST_FROM_ADDRESS, now))
    if wait:
        own.delete()
        raise MustWait(wait)
    return own


def succeed(person: Person, tried: SignInFailure, address: str, *, now: datetime) -> None:
    """The password was right: what this place got wrong is forgotten; what others did is not."""
    SignInFailure.objects.filter(login=tried.login, address=tried.address).delete()
    note(What.SIGN_IN, by=doer(person), now=now, detail=address)


def _wait(rows: "QuerySet[SignInFailure]", most: int, now: datetime) -> timedelta:
    """Until when all is full; the newest row is the one that asks."""
    limiting = rows.order_by("-at", "-pk")[most : most + 1].first()
    return limiting.at + SPAN - now if limiting else timedelta()


def _wait_for_name(name: str, near: str, now: datetime) -> None:
    """Let a place wait that is not known, when many fail with the name. Raises MustWait."""
    told = SignInFailure.objects.waits().filter(login=name, address=near).order_by("-pk").first()
    if told and told.waits_until and told.waits_until > now:
        raise MustWait(told.waits_until - now)
    if told:
        # It has waited for this try; for the next one it waits again.
        SignInFailure.objects.waits().filter(login=name, address=near).delete()
        return
    over = (
        _failures(now, login=name).exclude(address=near).exclude(address__startswith=_KNOWN).count()
        - FREE_FOR_NAME
    )
    if over >= 0:
        wait = timedelta(seconds=min(2 ** min(over, 10), LONGEST_WAIT))
        SignInFailure.objects.create(login=name, address=near, at=now, waits_until=now + wait)
        raise MustWait(wait)


def _failures(now: datetime, **where: str) -> "QuerySet[SignInFailure]":
    return SignInFailure.objects.counted_since(now - SPAN).filter(**where)


def _sweep(now: datetime) -> None:
    SignInFailure.objects.until(now - SPAN).delete()
    if oldest := SignInFailure.objects.order_by("-pk")[MOST_ROWS : MOST_ROWS + 1].first():
        SignInFailure.objects.filter(pk__lte=oldest.pk).delete()


def _place(address: str) -> str:
    """An address as it is counted."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> ONE_CUSTOMER << ONE_CUSTOMER))
    return str(found)


# Sessions that have ended are rows that nobody needs.
CHORE = Chore(
    name="sessions",
    title=Reason("chores.sessions"),
    every=timedelta(hours=6),
    run=lambda _context, _now: SessionStore.clear_expired(),
    first=timedelta(hours=6),
)
