"""Calls of the API that carry a key of their caller's: repeated, they give the first answer again
and do nothing.

A call that was refused did nothing, so its key is free again.
"""

from datetime import datetime, timedelta

from publisher.chores import Chore
from publisher.context import Context
from publisher.domain.errors import PeopleError, PublisherError
from publisher.domain.reason import Reason
from publisher.store.models import ApiToken, KeyedCall

LIFE = timedelta(days=7)
# No call runs for so long: its process died in it.
LONGEST_CALL = timedelta(minutes=2)


class KeyInUse(PublisherError):
    """The call of this key is under way."""


def begin(context: Context, token: ApiToken, key: str, digest: str) -> KeyedCall:
    """Begin a call, or find the one that was made before: then it has a `status`.

    Raises:
        PeopleError: the key was given to a call that asked for something else.
        KeyInUse: the same call is under way.
    """
    return context.transactions.write(lambda: _begin(token, key, digest, context.clock()))


def end(context: Context, call: KeyedCall, *, status: int, body: str) -> None:
    """Remember what was answered."""
    rows = KeyedCall.objects.filter(pk=call.pk)
    context.transactions.write(lambda: rows.update(status=status, body=body))


def forget(context: Context, call: KeyedCall) -> None:
    """Let a call that did nothing be made anew."""
    rows = KeyedCall.objects.filter(pk=call.pk)
    context.transactions.write(lambda: rows.delete())


def prune(context: Context, now: datetime) -> None:
    """Forget what nobody repeats any more."""
    rows = KeyedCall.objects.begun_before(now - LIFE)
    context.transactions.write(lambda: rows.delete())


def _begin(token: ApiToken, key: str, digest: str, now: datetime) -> KeyedCall:
    KeyedCall.objects.begun_before(now - LIFE).filter(token=token, key=key).delete()
    call, made = KeyedCall.objects.get_or_create(
        token=token, key=key, defaults={"digest": digest, "begun_at": now}
    )
    if call.digest != digest:
        raise PeopleError(key="people.key_of_another")
    if made or call.status is not None:
        return call
    # Whoever began it is dead, or has not come back yet; of several only one goes on.
    dead = KeyedCall.objects.unanswered(begun_at=call.begun_at).filter(pk=call.pk)
    if call.begun_at > now - LONGEST_CALL or not dead.update(begun_at=now):
        raise KeyInUse("people.key_in_use")
    return call


CHORE = Chore(
    name="keyed_calls",
    title=Reason("chores.keyed_calls"),
    every=timedelta(hours=6),
    run=prune,
    first=timedelta(minutes=10),
)
