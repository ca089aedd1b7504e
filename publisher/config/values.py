"""The configuration as everything else sees it: frozen values, absolute paths, no secrets."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from publisher.domain.errors import PublisherError
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Problem, Reason, all_of
from publisher.domain.secret import Secret
from publisher.sentences.catalogue import Language

DEFAULT_NAME = "config.toml"
# The database in the data folder, unless `database` says otherwise.
SQLITE_NAME = "publisher.sqlite3"
# Names the configuration file in the place of --config.
VARIABLE = "PUBLISHER_CONFIG"


# Valid in v26 (graph-api.md 3.10, read 2026-11-22).
METRICS = (
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_by_type_total",
    "post_video_views",
)


class ConfigError(PublisherError):
    """The configuration cannot be used; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(all_of(problems))
        self.problems = problems


class EngineKind(StrEnum):
    """When things run, and where."""

    # One process, its own threads.
    EMBEDDED = "embedded"
    # Any number of processes on any number of machines, on PostgreSQL and Procrastinate.
    CLUSTER = "cluster"


class TokenSource(NamedTuple):
    """Where a page's token is found: an environment variable or a file.

    The configuration itself never holds one.
    """

    variable: str | None
    file: Path | None

    def read(self) -> Secret | None:
        """The token as it stands now, or None; read anew at each call, so a new token needs no
        restart.
        """
        if self.variable and (value := os.environ.get(self.variable, "").strip()):
            return Secret(value)
        if self.file:
            try:
                value = self.file.read_text(encoding="utf-8-sig").strip()
            except (OSError, UnicodeDecodeError):
                return None
            return Secret(value) if value else None
        return None

    def named(self) -> Reason:
        """Where that is, in words."""
        variable, file = self.variable or "", str(self.file or "")
        if variable and file:
            return Reason("config.variable_or_file", {"variable": variable, "file": file})
        if variable:
            return Reason("config.variable", {"variable": variable})
        return Reason("config.file", {"file": file}) if file else Reason("config.nowhere")


class FacebookSettings(NamedTuple):
    """How Facebook is reached."""

    graph_url: str
    version: str
    timeout: timedelta
    proxy: str | None
    # When lists are looked at for something whose answer was lost, one wait after the other.
    looks: tuple[timedelta, ...]
    # Of our own app at Facebook; empty when not given.
    app_id: str
    app_secret: TokenSource


class ServiceSettings(NamedTuple):
    """How the service works."""

    host: str
    port: int
    prepare_ahead: timedelta
    plan_ahead: timedelta
    workers: int
    # Posts that may be made public in one call when more of them are due at once than `workers`; 1:
    # none together.
    batch: int
    # Between posts of one page that go out late, after an outage or a freeze.
    catch_up_gap: timedelta
    # How long before its due time a post is handed over to Facebook's scheduler, on pages that want
    # it.
    hand_over_ahead: timedelta
    # Where people open the desk through a reverse proxy, as "https://bien-tap.congdoan.vn"; empty:
    # at host and port.
    public_url: str
    # What opens /metrics from elsewhere; names no place when only this machine may read it.
    metrics_key: TokenSource


class StorageSettings(NamedTuple):
    """Where all machines find the same pictures and videos: a folder that they mount, or a
    bucket in an S3 store."""

    # None: the bucket.
    folder: Path | None
    bucket: str
    # Of the store; empty: Amazon's.
    endpoint_url: str
    region: str
    # Before all names, without slashes at its ends; empty for none.
    prefix: str
    access_key: TokenSource
    secret_key: TokenSource

    def keys(self) -> tuple[Secret, Secret] | None:
        """Access key and secret key as they stand now, None while one of them is missing."""
        access, secret = self.access_key.read(), self.secret_key.read()
        return (access, secret) if access and secret else None


class InsightSettings(NamedTuple):
    """Which numbers of a post are asked for, and when."""

    # After it was published.
    after: tuple[timedelta, ...] = (timedelta(days=1), timedelta(days=7), timedelta(days=28))
    # Names of Facebook's metrics; one that it refuses drops out alone.
    metrics: tuple[str, ...] = METRICS


class FeedSettings(NamedTuple):
    """A newspaper's RSS or Atom feed that is looked through for articles about unions."""

    name: str
    url: str
    # Words one of which an article must speak of; empty: the usual ones of unions.
    keywords: tuple[str, ...]


class PageGroup(NamedTuple):
    """Pages that are often chosen together."""

    name: str
    pages: tuple[str, ...]


class NoticeSettings(NamedTuple):
    """Somebody who is told what needs a person."""

    name: str
    # Of an Apprise address, which holds secrets.
    address: TokenSource
    # Empty means all.
    units: tuple[str, ...]
    kinds: tuple[str, ...]
    every: timedelta
    language: Language = "vi"


COUNTING = InsightSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an operator decides; paths are absolute."""

    path: Path
    data: Path
    queue: Path
    engine: EngineKind
    # Without a password; `database()` gives the one to open.
    database_url: str
    # Names the environment variable that holds an address with its password, in the place of
    # `database_url`.
    database_env: str
    units: Mapping[str, Unit]
    pages: Mapping[str, Page]
    tokens: Mapping[str, TokenSource]
    facebook: FacebookSettings
    service: ServiceSettings
    notices: tuple[NoticeSettings, ...]
    groups: Mapping[str, PageGroup]
    feeds: tuple[FeedSettings, ...] = ()
    insights: InsightSettings = COUNTING
    # None: what is kept lies in the data folder of this machine alone.
    storage: StorageSettings | None = None

    @property
    def sqlite_file(self) -> Path:
        """Where the database lies while the configuration names no other."""
        return self.data / SQLITE_NAME

    @property
    def clustered(self) -> bool:
        """Whether several processes share the work."""
        return self.engine is EngineKind.CLUSTER

    def database(self) -> str:
        """The address of the database as it stands now; with `database_env` it may
        hold a password.
        """
        return (
            os.environ.get(self.database_env, "") if self.database_env else ""
        ) or self.database_url
