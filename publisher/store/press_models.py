"""Rows about press articles: what feeds suggest, and what became of opening a link."""

from django.db import models

from publisher.store.querysets import (
    FeedItemQuerySet,
    LinkCheckQuerySet,
)
from publisher.store.reason_columns import ReasonField


class FeedItem(models.Model):
    """An article that a newspaper's feed offered and that speaks of unions."""

    objects = FeedItemQuerySet.as_manager()

    # `publisher.domain.address.article_key`.
    key = models.CharField(max_length=500, unique=True)
    # Name of the feed in the configuration.
    feed = models.CharField(max_length=100)
    address = models.TextField()
    title = models.TextField()
    summary = models.TextField(blank=True, default="")
    # The word for which it was kept.
    keyword = models.CharField(max_length=100, blank=True, default="")
    published_at = models.DateTimeField()
    found_at = models.DateTimeField()
    # Somebody queued it, or put it aside.
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=200, blank=True, default="")
    dismissed = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["-published_at"], name="newest_articles"),)

    def __str__(self) -> str:
        return self.title


class FeedCheck(models.Model):
    """What came of reading a feed the last time."""

    # Name of the feed in the configuration.
    feed = models.CharField(max_length=100, unique=True)
    # A reason, as `to_json` writes it; empty when it was read.
    trouble = models.TextField(blank=True, default="")
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.feed}: {self.trouble or 'read'}"


class LinkCheck(models.Model):
    """What was found when a link that is to go out was opened."""

    objects = LinkCheckQuerySet.as_manager()

    key = models.CharField(max_length=500, unique=True)
    address = models.TextField()
    # dead, moved, fine, unclear
    state = models.CharField(max_length=10)
    # For staff.
    detail = ReasonField(blank=True, default="")
    moved_to = models.TextField(blank=True, default="")
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.state} {self.address}"
