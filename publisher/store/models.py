"""The rows: what was planned, what it said, what was tried.

Rules live in the domain, transactions beside this file.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from publisher.domain.actor import doer
from publisher.domain.delivery import Hold, State
from publisher.store.people_models import (
    ApiToken,
    Draft,
    Invitation,
    KeyedCall,
    Membership,
    Person,
    PlanImport,
    SignInFailure,
    Upload,
)
from publisher.store.press_models import FeedCheck, FeedItem, LinkCheck
from publisher.store.querysets import (
    ActionQuerySet,
    ApprovalQuerySet,
    DeliveryQuerySet,
    FreezeQuerySet,
    PageStateQuerySet,
    ServiceSignQuerySet,
)
from publisher.store.reason_columns import Explained, ReasonField

# Plain strings: a migration must not depend on our enums.
__all__ = [
    "Action",
    "ApiToken",
    "Approval",
    "Attempt",
    "Delivery",
    "Draft",
    "FeedCheck",
    "FeedItem",
    "Freeze",
    "Insight",
    "Invitation",
    "KeyedCall",
    "LinkCheck",
    "Membership",
    "Node",
    "Notice",
    "PageState",
    "Person",
    "PlanImport",
    "QueueProblem",
    "Receiver",
    "Restore",
    "ServiceSign",
    "SignInFailure",
    "StoredRevision",
    "StoredToken",
    "Stumble",
    "TokenCheck",
    "Turn",
    "Upload",
]

STATES = [(state.value, state.value) for state in State]
HOLDS = [(hold.value, hold.value) for hold in Hold]


class StoredRevision(models.Model):
    """One version of an entry's content that was planned at some time; never changed, so history
    needs no files.
    """

    entry_id = models.CharField(max_length=200, db_index=True)
    digest = models.CharField(max_length=64)
    # A `publisher.domain.revision.Revision` as JSON.
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "publisher_revision"
        constraints = (
            models.UniqueConstraint(fields=["entry_id", "digest"], name="one_row_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id}@{self.digest[:8]}"


class Delivery(Explained):
    """One occurrence of an entry on its way to one page."""

    objects = DeliveryQuerySet.as_manager()

    entry_id = models.CharField(max_length=200)
    page = models.CharField(max_length=100)
    # Which appearance of the entry: "once", a year, or the wall time of a campaign slot.
    occurrence = models.CharField(max_length=40)
    campaign = models.CharField(max_length=200, blank=True, default="")
    # The file it stands in, relative to the queue folder.
    source = models.CharField(max_length=500, blank=True, default="")
    # Nobody looks for the deliveries of a revision.
    revision = models.ForeignKey(
        StoredRevision, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    # `publisher.domain.address.article_key` of the press article that it shares; empty for others.
    article = models.CharField(max_length=500, blank=True, default="")
    # `Revision.words`: the same for copies of a post.
    words = models.CharField(max_length=32, blank=True, default="")

    due_at = models.DateTimeField()
    # Later than this is held, not sent.
    latest_at = models.DateTimeField()
    # The due time that a person replaced; while the queue still asks for that one, planning leaves
    # the new one alone.
    moved_from = models.DateTimeField(null=True)
    # When the engine has to look at the row next; null when nothing is to do or a worker has it
    # (lease_owner).
    wake_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=12, choices=STATES, default=State.PLANNED.value)
    hold = models.CharField(max_length=12, choices=HOLDS, blank=True, default="")
    # The state that a hold interrupted.
    held_from = models.CharField(max_length=12, blank=True, default="")
    # The queue no longer wants it (as opposed to a person who dropped it).
    vanished = models.BooleanField(default=False)

    approved_digest = models.CharField(max_length=64, blank=True, default="")
    approved_by = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    # What an approver wants changed; empty when it was not sent back. Another revision begins anew.
    sent_back = models.TextField(blank=True, default="")

    # What Facebook already holds for this revision.
    photo_ids = models.JSONField(default=list)
    photos_at = models.DateTimeField(null=True)
    draft_id = models.CharField(max_length=100, blank=True, default="")
    post_id = models.CharField(max_length=100, blank=True, default="")
    permalink = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True)
    comment_id = models.CharField(max_length=100, blank=True, default="")

    # The way in which it is being published (`publisher.domain.route`); chosen when preparing
    # begins.
    sequence = models.CharField(max_length=12, blank=True, default="")
    # Facebook's own scheduler publishes `draft_id` at this time; null when we do.
    scheduled_for = models.DateTimeField(null=True)
    # A post handed over to Facebook's scheduler that is no longer wanted: taken back before
    # anything else happens.
    recall_id = models.CharField(max_length=100, blank=True, default="")
    # Of a video upload under way: the route's own words, and the bytes that
    # arrived.
    upload = models.JSONField(default=dict)
    # Looks in a row that found nothing.
    looks = models.PositiveIntegerField(default=0)
    # Nothing is wrong, yet a person should know.
    warning = ReasonField(blank=True, default="")
    # When a person changed the words of the public post, and took it down.
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    # Setbacks in a row, for the back-off.
    setbacks = models.PositiveIntegerField(default=0)
    # How often our own code fell over it since it last got on.
    stumbles = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True, default="")
    # Whether there is an owner. A column of its own, because the owner and the end change while a
    # lease lasts, and PostgreSQL writes a row anew in every index when one column of any of them
    # changes.
    leased = models.BooleanField(default=False)
    # When the lease ends by itself; null when nobody holds one, and in the embedded engine, whose
    # leases end with it.
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entry_id", "page", "occurrence"], name="one_delivery_an_occurrence"
            ),
        )
        indexes = (
            # Finding work costs the same however many deliveries wait for their day. "wake_at <= ?"
            # implies the condition, so SQLite and PostgreSQL use the index; one on a bound text
            # value they could not.
            models.Index(fields=["wake_at", "id"], name="work", condition=Q(wake_at__isnull=False)),
            # Which pages have something in work.
            models.Index(fields=["page"], name="busy_pages", condition=Q(leased=True)),
            models.Index(fields=["page", "due_at"], name="page_calendar"),
            # Without the state: SQLite would take it for the claim, and sort all that wait in a
            # state; and a post that begins to be published would be written anew in every index.
            models.Index(fields=["due_at"], name="board"),
            models.Index(fields=["article"], name="by_article", condition=~Q(article="")),
            models.Index(fields=["page", "words"], name="by_words", condition=~Q(words="")),
            models.Index(fields=["campaign"], name="by_campaign"),
            models.Index(fields=["source"], name="by_source"),
            models.Index(fields=["post_id"], name="by_post", condition=~Q(post_id="")),
            models.Index(fields=["draft_id"], name="by_draft", condition=~Q(draft_id="")),
            # What tells a person to do something: refused, held, published with something left
            # undone. Not by state, or a post that begins to be published would be written anew in
            # every index.
            models.Index(fields=["due_at"], name="asks", condition=~Q(next_step="")),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.page} ({self.occurrence})"

    @property
    def address(self) -> str:
        """Where the post stands in public; empty when there is none that we know."""
        by_id = f"https://www.facebook.com/{self.post_id}" if self.post_id else ""
        return self.permalink or by_id


class Insight(models.Model):
    """What Facebook had counted of a post so many days after it was published."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="insights")
    # 1, 7, 28 …
    days = models.PositiveIntegerField()
    # By the metric's name; empty when the post was gone.
    values = models.JSONField(default=dict)
    collected_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["delivery", "days"], name="one_count_an_age"),
        )

    def __str__(self) -> str:
        return f"{self.delivery_id} +{self.days}"


class Attempt(models.Model):
    """One call to Facebook: written before it is made, completed with what came of it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    # Null while the call runs, and for ever when the process died in it.
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    object_id = models.CharField(max_length=100, blank=True, default="")
    detail = ReasonField(blank=True, default="")
    code = models.IntegerField(default=0)
    subcode = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.step} {self.outcome or '…'}"


class PageState(Explained):
    """What is known of a page beside its configuration."""

    objects = PageStateQuerySet.as_manager()

    page = models.CharField(max_length=100, primary_key=True)
    # To which account its key leads; empty when the service has not begun since it is kept.
    account = models.CharField(max_length=30, blank=True, default="")
    # The key that led there before, and when this one was found.
    renamed_from = models.CharField(max_length=100, blank=True, default="")
    renamed_at = models.DateTimeField(null=True)
    # Set while nothing may be sent because of the token or the role.
    parked_at = models.DateTimeField(null=True)
    # Of the token that was refused: another one un-parks the page.
    token_fingerprint = models.CharField(max_length=16, blank=True, default="")
    # Facebook takes nothing: why (`publisher.domain.verdict.Stop`; empty: no stop), in its words,
    # and since when.
    stop = models.CharField(max_length=10, blank=True, default="")
    stop_reason = ReasonField(blank=True, default="")
    stopped_at = models.DateTimeField(null=True)
    # Nothing is sent before; then one delivery alone tries. By Facebook's estimate, or by the steps
    # that were refused.
    quiet_until = models.DateTimeField(null=True)
    estimated = models.BooleanField(default=False)
    stop_tries = models.PositiveIntegerField(default=0)
    # The delivery that tries, and until when its answer is waited for.
    probe = models.BigIntegerField(null=True)
    probe_until = models.DateTimeField(null=True)
    # When the last stop came to its end.
    opened_at = models.DateTimeField(null=True)
    # When what is planned was held against what the account shows; null while that is to be done.
    compared_at = models.DateTimeField(null=True)
    # Ways of publishing ("draft:text", "draft:photos", "handover" …) that Facebook took or refused
    # on this page, each with the time (ISO, UTC) at which it was seen.
    works = models.JSONField(default=dict)
    refuses = models.JSONField(default=dict)
    # How much of Facebook's limit is used up, in percent, and when it said so.
    usage = models.PositiveIntegerField(default=0)
    usage_at = models.DateTimeField(null=True)
    # When orphans were last looked for.
    swept_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.page


class Freeze(models.Model):
    """A stop of everything, of a unit or of a campaign, by a person; kept as
    history after its end.
    """

    objects = FreezeQuerySet.as_manager()

    # Both empty: everything.
    unit = models.CharField(max_length=100, blank=True, default="")
    campaign = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField()
    begun_by = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.unit or self.campaign or '*'}: {self.reason}"


class Restore(models.Model):
    """An older or an empty database was found in the place of a newer one (`publisher.counter`)."""

    found_at = models.DateTimeField()
    # The last moment that it knows of; null when it knows of none.
    since = models.DateTimeField(null=True)
    # When the whole queue was planned on it; until then what comes new from the queue may be
    # public.
    planned_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"restored, found at {self.found_at}"


class Signed(models.Model):
    """A row that a person signs: a name as it was shown, and what stays when names change or are
    borrowed."""

    by = models.CharField(max_length=200)
    # The account and its sign-in name. Null and empty: known by name only (the command line, rows
    # of before).
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    login = models.CharField(max_length=150, blank=True, default="")
    # Of `publisher.domain.actor.Via`; empty in rows of before.
    via = models.CharField(max_length=10, blank=True, default="")
    # Of the API (`ApiToken`), by which it was done.
    key = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


def signature(by: str) -> dict[str, Any]:
    """The columns of `Signed` for somebody: a `Doer`, or a name that somebody typed."""
    who = doer(by)
    return {
        "by": str(who),
        "person_id": who.person,
        "login": who.login,
        "via": who.via.value,
        "key": who.key,
    }


class Action(Signed):
    """Something that a person did: who, when, what, to what. The log; never changed."""

    objects = ActionQuerySet.as_manager()

    # Null when it concerns no single delivery.
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, null=True, related_name="actions"
    )
    at = models.DateTimeField()
    # Of `publisher.store.activity_log.What`.
    what = models.CharField(max_length=20)
    detail = ReasonField(blank=True, default="")
    # Empty: it concerns all units, or none.
    unit = models.CharField(max_length=100, blank=True, default="")
    entry_id = models.CharField(max_length=200, blank=True, default="")
    page = models.CharField(max_length=100, blank=True, default="")
    # What takes it back, for `publisher.features.scheduling.undo`; empty when nothing does.
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["-at", "-id"], name="newest_actions"),
            models.Index(fields=["entry_id"], name="actions_of_entry"),
        )

    def __str__(self) -> str:
        return f"{self.by}: {self.what}"


class Approval(Signed):
    """A person's yes to a delivery as it was shown: kept when it is withdrawn, for the record."""

    objects = ApprovalQuerySet.as_manager()

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="approvals")
    revision = models.ForeignKey(StoredRevision, on_delete=models.PROTECT, related_name="approvals")
    # As `Delivery.approved_digest`.
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    # The words and pictures as they were approved: what a later difference is shown against.
    shown = models.JSONField(default=dict)
    due_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["-at", "-id"], name="newest_approvals"),)

    def __str__(self) -> str:
        return f"{self.by}: {self.digest[:8]}"


class StoredToken(models.Model):
    """A page's token as `publisher connect` got it, encrypted; the key lies
    outside the database.
    """

    page = models.CharField(max_length=100, primary_key=True)
    ciphertext = models.BinaryField()
    # What debug_token said: Facebook's name of the page, when the token ends (null: never), what it
    # may do.
    name = models.CharField(max_length=200, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    scopes = models.JSONField(default=list)
    connected_by = models.CharField(max_length=200)
    connected_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.page


class TokenCheck(models.Model):
    """The last look at a page's token, wherever the token is kept."""

    page = models.CharField(max_length=100, primary_key=True)
    fingerprint = models.CharField(max_length=16)
    checked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # Empty when all is well.
    problem = ReasonField(blank=True, default="")

    def __str__(self) -> str:
        return self.page


class Notice(models.Model):
    """Something that people are told once: waits here until every receiver has it."""

    # Names the occasion, so that it is told once however often it is seen.
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    unit = models.CharField(max_length=100, blank=True, default="")
    text = ReasonField()
    created_at = models.DateTimeField()
    # By receiver: when it was sent.
    sent = models.JSONField(default=dict)
    # Every receiver that wants it has it.
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["created_at"], name="open_notices", condition=Q(done_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.text.said()[:60]}"


class Receiver(models.Model):
    """When somebody was last sent a message."""

    name = models.CharField(max_length=100, primary_key=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Node(models.Model):
    """A process of a cluster and its last sign of life."""

    # As `Delivery.lease_owner` of what it has in work.
    name = models.CharField(max_length=64, primary_key=True)
    # "run" (web, planning, handing over) or "worker" (handing over and calling Facebook).
    role = models.CharField(max_length=10)
    host = models.CharField(max_length=200)
    pid = models.IntegerField()
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    # Deliveries that it has in work, and how many it has finished.
    busy = models.PositiveIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class Turn(models.Model):
    """Something that one process of a cluster does for all, again and again; whoever takes the turn
    does it.
    """

    name = models.CharField(max_length=40, primary_key=True)
    owner = models.CharField(max_length=64)
    # Nobody else takes it before.
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ServiceSign(models.Model):
    """The running service's sign of life; one row."""

    objects = ServiceSignQuerySet.as_manager()

    pid = models.IntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "publisher_service"

    def __str__(self) -> str:
        return f"pid {self.pid}"


class Withheld(models.Model):
    """So many deliveries that the queue wants no more that a person has to say yes before they
    go; one row at most."""

    # Of the keys, in their order.
    digest = models.CharField(max_length=64)
    # Keys of the deliveries, sorted.
    deliveries = models.JSONField(default=list)
    # How many were approved and not public in all.
    of = models.PositiveIntegerField()
    pages = models.JSONField(default=list)
    # Files that they stood in, the first ones.
    sources = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    # Empty until somebody has said yes.
    agreed_by = models.CharField(max_length=200, blank=True, default="")
    agreed_login = models.CharField(max_length=150, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{len(self.deliveries)}/{self.of} {self.agreed_by}"


class PlanningFailure(models.Model):
    """A process whose last turn of planning did not come to its end; gone after one that did."""

    owner = models.CharField(max_length=200, primary_key=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    text = ReasonField()

    def __str__(self) -> str:
        return f"{self.owner}: {self.text.said()[:60]}"


class QueueProblem(models.Model):
    """What is wrong in the queue at present, as reading and planning found it; gone when they find
    it no more."""

    # Of all that it says.
    digest = models.CharField(max_length=32, primary_key=True)
    # As of a `publisher.domain.reason.Problem`.
    path = models.CharField(max_length=500)
    line = models.PositiveIntegerField(null=True)
    field = models.CharField(max_length=200, blank=True, default="")
    reason = ReasonField()
    # The one unit whose it is; empty when that is not known, or it concerns several.
    unit = models.CharField(max_length=100, blank=True, default="")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason.said()[:60]}"


class Stumble(models.Model):
    """A chore, or a part of an engine, that our own code falls over again and again; gone after
    one that went well."""

    name = models.CharField(max_length=100, primary_key=True)
    # In a row.
    times = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    text = ReasonField()
    # Whoever stumbled may be gone: forgotten then, unless it stumbles again.
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} ×{self.times}"
