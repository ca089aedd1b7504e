"""The rows: what was planned, what it said, what was tried. Rules live in the domain, transactions beside this file."""

from django.db import models
from django.db.models import Q

from publisher.domain.delivery import Hold, State

# Plain strings: a migration must not depend on our enums.
STATES = [(state.value, state.value) for state in State]
HOLDS = [(hold.value, hold.value) for hold in Hold]


class Revision(models.Model):
    """One version of an entry's content that was planned at some time; never changed, so history needs no files."""

    entry_id = models.CharField(max_length=200, db_index=True)
    digest = models.CharField(max_length=64)
    # A `publisher.domain.revision.Revision` as JSON.
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry_id", "digest"], name="one_row_a_version"),)

    def __str__(self) -> str:
        return f"{self.entry_id}@{self.digest[:8]}"


class Delivery(models.Model):
    """One occurrence of an entry on its way to one page."""

    entry_id = models.CharField(max_length=200)
    page = models.CharField(max_length=100)
    # Which appearance of the entry: "once", a year, or the wall time of a campaign slot.
    occurrence = models.CharField(max_length=40)
    campaign = models.CharField(max_length=200, blank=True, default="")
    # The file it stands in, relative to the queue folder.
    source = models.CharField(max_length=500, blank=True, default="")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="deliveries")

    due_at = models.DateTimeField()
    # Later than this is held, not sent.
    latest_at = models.DateTimeField()
    # The due time that a person replaced; while the queue still asks for that one, planning leaves the new one alone.
    moved_from = models.DateTimeField(null=True)
    # When the engine has to look at the row next; null when nothing is to do or a worker has it (lease_owner).
    wake_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=12, choices=STATES, default=State.PLANNED.value)
    hold = models.CharField(max_length=12, choices=HOLDS, blank=True, default="")
    # The state that a hold interrupted.
    held_from = models.CharField(max_length=12, blank=True, default="")
    # For staff, Vietnamese: what happened, and what to do.
    reason = models.TextField(blank=True, default="")
    next_step = models.TextField(blank=True, default="")
    # The queue no longer wants it (as opposed to a person who dropped it).
    vanished = models.BooleanField(default=False)

    approved_digest = models.CharField(max_length=64, blank=True, default="")
    approved_by = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)

    # What Facebook already holds for this revision.
    photo_ids = models.JSONField(default=list)
    photos_at = models.DateTimeField(null=True)
    draft_id = models.CharField(max_length=100, blank=True, default="")
    post_id = models.CharField(max_length=100, blank=True, default="")
    permalink = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True)
    comment_id = models.CharField(max_length=100, blank=True, default="")

    # Setbacks in a row, for the back-off.
    setbacks = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry_id", "page", "occurrence"], name="one_delivery_an_occurrence"),
        )
        indexes = (
            # Finding work costs the same however many deliveries wait for their day. "wake_at <= ?" implies the
            # condition, so SQLite and PostgreSQL use the index; one on a bound text value they could not.
            models.Index(fields=["wake_at", "id"], name="work", condition=Q(wake_at__isnull=False)),
            models.Index(fields=["lease_owner"], name="leased"),
            models.Index(fields=["page", "due_at"], name="page_calendar"),
            # Not (state, due_at): SQLite would take that for the claim, and sort all that wait in a state.
            models.Index(fields=["due_at", "state"], name="board"),
            models.Index(fields=["campaign"], name="by_campaign"),
            models.Index(fields=["source"], name="by_source"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.page} ({self.occurrence})"


class Attempt(models.Model):
    """One call to Facebook: written before it is made, completed with what came of it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    # Null while the call runs, and for ever when the process died in it.
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    object_id = models.CharField(max_length=100, blank=True, default="")
    detail = models.TextField(blank=True, default="")
    code = models.IntegerField(default=0)
    subcode = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.step} {self.outcome or '…'}"


class PageState(models.Model):
    """What is known of a page beside its configuration."""

    page = models.CharField(max_length=100, primary_key=True)
    # Set while nothing may be sent because of the token or the role.
    parked_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")
    next_step = models.TextField(blank=True, default="")
    # Of the token that was refused: another one un-parks the page.
    token_fingerprint = models.CharField(max_length=16, blank=True, default="")
    # Facebook asked us to wait until then.
    quiet_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.page


class Freeze(models.Model):
    """A stop of everything, of a unit or of a campaign, by a person; kept as history after its end."""

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


class Service(models.Model):
    """The running service's sign of life; one row."""

    pid = models.IntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pid {self.pid}"
