"""What people and the machine ask of the rows, each question once.

Outside the store nobody writes a filter with a state or a time in it
(`tests/project/test_questions.py`).
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from publisher.domain.delivery import Hold, State
from publisher.domain.entry import AT_PAGE

if TYPE_CHECKING:
    # ruff takes what stands in a base's brackets for no use.
    from publisher.store.models import (  # noqa: F401
        Action,
        Approval,
        Delivery,
        Freeze,
        PageState,
        ServiceSign,
    )
    from publisher.store.people_models import (  # noqa: F401
        ApiToken,
        Draft,
        Invitation,
        KeyedCall,
        Membership,
        SignInFailure,
    )
    from publisher.store.press_models import FeedItem, LinkCheck  # noqa: F401

# The service's own; past its time in one of these a post is not out, or nobody knows.
NOT_OUT = (State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING, State.UNKNOWN)
# On their way to being public.
AHEAD = (State.PLANNED, State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING)
# Holds that a person ends one by one.
MISSED = (
    Hold.TOO_LATE,
    Hold.UNCERTAIN,
    Hold.RESTORED,
    Hold.REPEATED,
    Hold.STUMBLED,
    Hold.SHOWN,
)
# Of what shares a press link: it may still be changed.
UNSENT = (State.PLANNED, State.APPROVED, State.PREPARING, State.PREPARED, State.HELD)
# A post that is sent at all is sent within so long of its due time (`max_late`, or a person's
# word).
RECENT = timedelta(days=3)


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Questions about deliveries."""

    # By time

    def due_between(self, first: datetime, last: datetime) -> "DeliveryQuerySet":
        """Due from the one moment until before the other."""
        return self.filter(due_at__gte=first, due_at__lt=last)

    def due_from(self, moment: datetime) -> "DeliveryQuerySet":
        """Due at a moment or later."""
        return self.filter(due_at__gte=moment)

    def due_before(self, moment: datetime) -> "DeliveryQuerySet":
        """Due before a moment."""
        return self.filter(due_at__lt=moment)

    # On the way

    def in_states(self, states: Iterable[State]) -> "DeliveryQuerySet":
        """In one of some states."""
        return self.filter(state__in=[state.value for state in states])

    def not_in_states(self, states: Iterable[State]) -> "DeliveryQuerySet":
        """In none of some states."""
        return self.exclude(state__in=[state.value for state in states])

    def wanted(self) -> "DeliveryQuerySet":
        """Not cancelled."""
        return self.exclude(state=State.CANCELLED.value)

    def of_entry(self, entry_id: str) -> "DeliveryQuerySet":
        """Of an entry, versions of single pages too."""
        return self.filter(Q(entry_id=entry_id) | Q(entry_id__startswith=f"{entry_id}{AT_PAGE}"))

    def moved(self) -> "DeliveryQuerySet":
        """A person gave them another time than their entry's, and they are not public yet."""
        return self.filter(moved_from__isnull=False).exclude(
            state__in=[State.PUBLISHED.value, State.CANCELLED.value]
        )

    def ahead(self, *, now: datetime) -> "DeliveryQuerySet":
        """On the way: to come, or past the time and not too late."""
        return self.in_states(AHEAD).filter(due_at__gte=now - RECENT, latest_at__gte=now)

    def coming(self, *, now: datetime) -> "DeliveryQuerySet":
        """On the way, and the time is still to come."""
        return self.in_states(AHEAD).due_from(now)

    def not_out(self) -> "DeliveryQuerySet":
        """Approved, and not public as far as we know."""
        return self.in_states(NOT_OUT)

    def approved(self) -> "DeliveryQuerySet":
        """Approved, and not begun."""
        return self.in_states([State.APPROVED])

    # Waits for a person

    def awaiting_approval(self) -> "DeliveryQuerySet":
        """Waits for a yes."""
        return self.filter(state=State.PLANNED.value, sent_back="")

    def sent_back(self) -> "DeliveryQuerySet":
        """An approver wants changes."""
        return self.filter(state=State.PLANNED.value).exclude(sent_back="")

    def unapproved(self) -> "DeliveryQuerySet":
        """Without an approval, sent back or not."""
        return self.in_states([State.PLANNED])

    def missed(self) -> "DeliveryQuerySet":
        """Held because the time had passed, nobody can tell whether it is public, another post
        says the same, or our own code fell over it: a person decides."""
        holds = [hold.value for hold in MISSED]
        return self.filter(state=State.HELD.value, hold__in=holds, lease_owner="")

    def not_frozen(self) -> "DeliveryQuerySet":
        """Not held by a freeze: that needs one person, not one for each delivery."""
        return self.exclude(hold=Hold.FROZEN.value)

    # Public

    def published(self) -> "DeliveryQuerySet":
        """Public at some time."""
        return self.in_states([State.PUBLISHED])

    def standing(self) -> "DeliveryQuerySet":
        """Public, and nobody took it down."""
        return self.published().filter(removed_at=None)

    def shown(self) -> "DeliveryQuerySet":
        """Public as Facebook names it, and nobody took it down."""
        return self.standing().filter(published_at__isnull=False).exclude(post_id="")

    def published_since(self, moment: datetime) -> "DeliveryQuerySet":
        """Public since a moment."""
        return self.published().filter(published_at__gte=moment)

    def of_age(self, age: timedelta, *, within: timedelta, now: datetime) -> "DeliveryQuerySet":
        """Public for so long, and not for longer than `within` beyond it."""
        return self.standing().filter(
            published_at__lte=now - age, published_at__gt=now - age - within
        )

    def out_by(self, moment: datetime) -> "DeliveryQuerySet":
        """Public, and due by a moment."""
        return self.published().filter(due_at__lte=moment)

    def reported(self) -> "DeliveryQuerySet":
        """What a report counts: public and not taken down, refused, held."""
        states = (State.PUBLISHED, State.REFUSED, State.HELD)
        return self.filter(removed_at=None).in_states(states)

    def sharing_a_link(self) -> "DeliveryQuerySet":
        """Not sent yet, and shares a press article."""
        return self.in_states(UNSENT).exclude(article="")

    # Changes that count only while nobody else has changed the row

    def unchanged(self, row: "Delivery") -> "DeliveryQuerySet":
        """The row itself, while its state stands and nobody has it in work."""
        return self.filter(pk=row.pk, state=row.state, lease_owner="")

    def unmoved(self, row: "Delivery") -> "DeliveryQuerySet":
        """As `unchanged`, and due at the same time."""
        return self.unchanged(row).filter(due_at=row.due_at)

    def as_shown(self, row: "Delivery") -> "DeliveryQuerySet":
        """The row itself, while it waits for an approval and says what was shown."""
        return self.unapproved().filter(pk=row.pk, revision_id=row.revision_id, lease_owner="")

    def refused(self) -> "DeliveryQuerySet":
        """Refused, and nobody has it in work."""
        return self.filter(state=State.REFUSED.value, lease_owner="")

    def dropped(self) -> "DeliveryQuerySet":
        """Cancelled by a person while the queue wants it."""
        return self.filter(state=State.CANCELLED.value, vanished=False)


class ActionQuerySet(QuerySet["Action"]):
    """Questions about the log."""

    def done_between(self, first: datetime | None, last: datetime | None) -> "ActionQuerySet":
        """Done from the one moment until before the other; None: without an edge."""
        found = self.filter(at__gte=first) if first else self.all()
        return found.filter(at__lt=last) if last else found


class ApprovalQuerySet(QuerySet["Approval"]):
    """Questions about approvals."""

    def given_between(self, first: datetime, last: datetime) -> "ApprovalQuerySet":
        """Given from the one moment until before the other."""
        return self.filter(at__gte=first, at__lt=last)


class FreezeQuerySet(QuerySet["Freeze"]):
    """Questions about freezes."""

    def standing(self) -> "FreezeQuerySet":
        """That hold at this moment."""
        return self.filter(ended_at=None)


class PageStateQuerySet(QuerySet["PageState"]):
    """Questions about pages."""

    def parked(self) -> "PageStateQuerySet":
        """On which nothing may be sent because of their token or role."""
        return self.filter(parked_at__isnull=False)

    def in_trouble(self) -> "PageStateQuerySet":
        """Stopped by Facebook, parked, or once found under another key."""
        return self.exclude(stop="", parked_at=None, renamed_at=None)

    def measured(self) -> "PageStateQuerySet":
        """Of which Facebook said how much of its limit is used."""
        return self.filter(usage_at__isnull=False)


class ServiceSignQuerySet(QuerySet["ServiceSign"]):
    """Questions about the service's sign of life."""

    def seen_since(self, moment: datetime) -> "ServiceSignQuerySet":
        """Given at a moment or later."""
        return self.filter(seen_at__gte=moment)


class KeyedCallQuerySet(QuerySet["KeyedCall"]):
    """Questions about calls of the API that have a key."""

    def begun_before(self, moment: datetime) -> "KeyedCallQuerySet":
        """Begun before a moment."""
        return self.filter(begun_at__lt=moment)

    def unanswered(self, *, begun_at: datetime) -> "KeyedCallQuerySet":
        """Begun at this very moment, and not answered."""
        return self.filter(begun_at=begun_at, status=None)


class ApiTokenQuerySet(QuerySet["ApiToken"]):
    """Questions about keys of the API."""

    def standing(self) -> "ApiTokenQuerySet":
        """That nobody took back."""
        return self.filter(revoked_at=None)

    def good(self, *, now: datetime) -> "ApiTokenQuerySet":
        """That open the door at this moment."""
        return self.standing().filter(expires_at__gt=now, person__is_active=True)

    def running(self, *, now: datetime) -> "ApiTokenQuerySet":
        """That nobody took back and that have not ended."""
        return self.standing().filter(expires_at__gt=now)


class InvitationQuerySet(QuerySet["Invitation"]):
    """Questions about invitations."""

    def unused(self) -> "InvitationQuerySet":
        """That nobody has used."""
        return self.filter(used_at=None)

    def open(self, *, now: datetime) -> "InvitationQuerySet":
        """That nobody has used, and that are still good."""
        return self.unused().filter(expires_at__gt=now)


class MembershipQuerySet(QuerySet["Membership"]):
    """Questions about roles."""

    def held(self) -> "MembershipQuerySet":
        """By people who may sign in."""
        return self.filter(person__is_active=True)


class SignInFailureQuerySet(QuerySet["SignInFailure"]):
    """Questions about passwords that were wrong."""

    def counted_since(self, moment: datetime) -> "SignInFailureQuerySet":
        """Tries after a moment, without the waits."""
        return self.filter(at__gt=moment, waits_until=None)

    def waits(self) -> "SignInFailureQuerySet":
        """The waits."""
        return self.filter(waits_until__isnull=False)

    def until(self, moment: datetime) -> "SignInFailureQuerySet":
        """At a moment or before."""
        return self.filter(at__lte=moment)


class FeedItemQuerySet(QuerySet["FeedItem"]):
    """Questions about articles of feeds."""

    def untaken(self) -> "FeedItemQuerySet":
        """That nobody has shared or put aside."""
        return self.filter(taken_at=None)

    def suggested(self) -> "FeedItemQuerySet":
        """As the desk shows them."""
        return self.untaken().filter(dismissed=False)

    def found_before(self, moment: datetime) -> "FeedItemQuerySet":
        """Found before a moment."""
        return self.filter(found_at__lt=moment)


class LinkCheckQuerySet(QuerySet["LinkCheck"]):
    """Questions about press links that were opened."""

    def in_states(self, states: Collection[str]) -> "LinkCheckQuerySet":
        """Of which this is known."""
        return self.filter(state__in=states)

    def looked_at_since(self, moment: datetime) -> "LinkCheckQuerySet":
        """Opened after a moment."""
        return self.filter(checked_at__gt=moment)


class DraftQuerySet(QuerySet["Draft"]):
    """Questions about what people write."""

    def queued(self) -> "DraftQuerySet":
        """That became posts."""
        return self.filter(body__has_key="queued")

    def unqueued(self) -> "DraftQuerySet":
        """That are still drafts."""
        return self.exclude(body__has_key="queued")

    def kept_before(self, moment: datetime) -> "DraftQuerySet":
        """Kept last before a moment."""
        return self.filter(updated_at__lt=moment)
