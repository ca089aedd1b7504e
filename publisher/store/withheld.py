"""The question whether much may be cancelled at once, and turns of planning that failed.

Runs inside transactions.
"""

from datetime import datetime, timedelta

from publisher.domain.reason import Reason
from publisher.store.models import PlanningFailure, Withheld

# A service looks at its queue every minute. A failure that was not seen again for so long is of one
# that is gone.
FORGOTTEN = timedelta(minutes=10)


def current() -> Withheld | None:
    """The question that is open, or to which somebody said yes and which is not done yet."""
    return Withheld.objects.order_by("pk").first()


def ask(found: Withheld) -> None:
    """Put the question in the place of the one before, and of a yes to that."""
    end()
    found.save(force_insert=True)


def end() -> None:
    """There is no question any more."""
    Withheld.objects.all().delete()


def agree(digest: str, *, by: str, login: str, now: datetime) -> bool:
    """Note a yes; False when this is not the question, or somebody was faster."""
    asked = Withheld.objects.filter(digest=digest, agreed_by="")
    return asked.update(agreed_by=by, agreed_login=login, agreed_at=now) == 1


def note_failure(owner: str, text: Reason, *, now: datetime) -> None:
    """A turn of planning of this process did not come to its end."""
    PlanningFailure.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    same = PlanningFailure.objects.filter(owner=owner)
    if not same.update(seen_at=now, text=text):
        PlanningFailure.objects.create(owner=owner, since=now, seen_at=now, text=text)


def note_success(owner: str) -> None:
    """A turn of planning of this process came to its end."""
    PlanningFailure.objects.filter(owner=owner).delete()


def failures(*, now: datetime) -> list[PlanningFailure]:
    """Of all processes that fail at present, the longest first."""
    return list(
        PlanningFailure.objects.filter(seen_at__gte=now - FORGOTTEN).order_by("since", "owner")
    )
