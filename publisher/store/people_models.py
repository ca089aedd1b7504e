"""Rows about the people at the desk: accounts, roles, invitations, drafts, uploads, tokens of
the API."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from publisher.domain.actor import name_key
from publisher.store.querysets import (
    ApiTokenQuerySet,
    DraftQuerySet,
    InvitationQuerySet,
    KeyedCallQuerySet,
    MembershipQuerySet,
    SignInFailureQuerySet,
)


class People(BaseUserManager["Person"]):
    """Finds people by the name with which they sign in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of that sign-in name, whatever its capitals. Raises Person.DoesNotExist."""
        return self.get(login=(username or "").strip().lower())

    def active(self) -> "models.QuerySet[Person]":
        """Who may sign in."""
        return self.filter(is_active=True)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their memberships."""

    # Lower case; an e-mail address or a short name.
    login = models.CharField(max_length=150, unique=True)
    # As it stands in approvals and in the log.
    name = models.CharField(max_length=200)
    # Names that people would take for one another have the same.
    name_key = models.CharField(max_length=400, blank=True, default="", db_index=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row; the key of the name follows the name."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The role of a person in a unit."""

    objects = MembershipQuerySet.as_manager()

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    # Slug of the configuration, or "*".
    unit = models.CharField(max_length=100)
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "unit"], name="one_role_a_unit"),)

    def __str__(self) -> str:
        return f"{self.role}@{self.unit}"


class Invitation(models.Model):
    """A link by which somebody sets a password: for a new account, or for one that is there."""

    objects = InvitationQuerySet.as_manager()

    # SHA-256 of what stands in the link: who reads the database cannot use it.
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    # [unit, role] pairs that the new account gets.
    roles = models.JSONField(default=list)
    # A new password for this person, not a new account.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    by = models.CharField(max_length=200)
    # Whose right to let people in it lives on; null: of `publisher run`, or known by name only.
    giver = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="given")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or str(self.person or "")


class SignInFailure(models.Model):
    """A try to sign in that failed or is under way, or was told to wait: too many make the next
    ones wait."""

    objects = SignInFailureQuerySet.as_manager()

    login = models.CharField(max_length=150)
    # Where it came from: an address, or a browser in which the person has signed in before.
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    # No try yet: this place was told to wait until then, for others have failed with this name too
    # often.
    waits_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.login} {self.at}"


class Draft(models.Model):
    """What a person is writing (bản nháp), and for a while what became of it."""

    objects = DraftQuerySet.as_manager()

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    # The fields of the composer as they stand.
    body = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["person", "updated_at"], name="drafts_of"),)

    def __str__(self) -> str:
        return str(self.id)


class PlanImport(models.Model):
    """An official plan that a person uploaded, as its lines were read; the campaign is made from it
    in a review.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plan_imports")
    # "plan": an official letter; "sheet": a table of posts.
    kind = models.CharField(max_length=10, default="plan")
    # Of the file.
    name = models.CharField(max_length=300)
    # The file itself, of a table that an older version took in; newer ones keep what was read of
    # it.
    content = models.BinaryField(null=True)
    # What was read: `publisher.plans.Plan.as_json` of a letter,
    # `publisher.queuefiles.sheets.Sheet.as_json` of a table. Empty: an older version took it in,
    # and it is read when somebody looks at it.
    found = models.JSONField(default=dict)
    # `publisher.plans.Line.as_json`, one a line.
    lines = models.JSONField(default=list)
    # What the reader has to say about the file.
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    # Id of the campaign that was made from it; empty before.
    campaign = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["person", "-created_at"], name="plans_of"),)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A photo of the media gallery: a file in `queue/photos` and what is known of it."""

    # Within queue/photos.
    file = models.CharField(max_length=300, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    # px
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # bytes
    alt_text = models.TextField(blank=True, default="")
    # Whose; "*" for files that no person uploaded here.
    unit = models.CharField(max_length=100)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["-at"], name="newest_uploads"),)

    def __str__(self) -> str:
        return self.file


class ApiToken(models.Model):
    """A person's key for the API; it can do at most what the person can."""

    objects = ApiTokenQuerySet.as_manager()

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    # What it is for, in the person's words.
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    # Of `publisher.features.people.api_keys.Scope`.
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class KeyedCall(models.Model):
    """A call of the API to which its caller gave a key, so that repeating it does nothing."""

    objects = KeyedCallQuerySet.as_manager()

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="keyed_calls")
    # In the caller's words.
    key = models.CharField(max_length=200)
    # Of what was asked.
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField(db_index=True)
    # The first answer; null while the call runs, and when its process died in it.
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="one_call_a_key"),)

    def __str__(self) -> str:
        return self.key
