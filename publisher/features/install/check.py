"""`publisher check`: whether everything that publishing rests on is well, each in one plain
sentence."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import Error as DatabaseError

from publisher import resources
from publisher.cards import api as cards
from publisher.cards import segmenting
from publisher.channels.port import Channel, PageAccess, PageHealth
from publisher.config.values import Config, TokenSource
from publisher.domain.errors import StoreError, VaultError
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Reason, reason, told
from publisher.domain.secret import Secret
from publisher.domain.verdict import Deferred, Refused, Unknown
from publisher.features.reports.attention import attention
from publisher.files import OTHERS
from publisher.store.connection import open_store

# A clock that is wrong by more than this publishes at the wrong minute.
CLOCK_TOLERANCE = timedelta(seconds=60)
# No working clock shows a day before this version was written.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
_MOMENT = "%d/%m/%Y %H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One thing that was looked at."""

    subject: Reason
    message: Reason
    ok: bool
    # Well enough to work, yet a person should know.
    warning: bool = False

    @property
    def mark(self) -> str:
        """The sign before the line."""
        return "!" if self.warning else "✓" if self.ok else "✗"


def check_all(
    config: Config,
    channel: Channel,
    token: Callable[[str], Secret | None],
    *,
    now: Callable[[], datetime],
) -> Iterator[CheckResult]:
    """Look at everything in turn; nothing is changed but a schema that is behind where no other
    machine works on it.
    """
    told = reason("install.pages", path=config.path, n=len(config.pages))
    yield CheckResult(subject=Reason("install.configuration"), message=told, ok=True)
    yield _fonts()
    yield _shaping()
    yield _clock(now())
    yield _database(config)
    if config.clustered and config.storage is None:
        yield _warning(Reason("install.storage"), Reason("install.no_storage"))
    yield _folder(Reason("install.data_folder"), config.data, private=True)
    yield _folder(Reason("install.queue_folder"), config.queue, private=config.queue == config.data)
    yield from _extras(config.units.values())
    yield from _logos(config.units.values())
    for page in config.pages.values():
        yield from _page(
            page, config.tokens[page.slug], token(page.slug), channel, config.facebook.version, now
        )


def waiting(pages: Mapping[str, Page], *, now: datetime) -> Iterator[CheckResult]:
    """What waits for a person, or is stopped; the store is open."""
    for item in attention(pages, now=now):
        yield _warning(item.title, item.text)


def _warning(subject: Reason, message: Reason) -> CheckResult:
    return CheckResult(subject=subject, message=message, ok=True, warning=True)


def _fonts() -> CheckResult:
    found = sorted((resources.assets() / "fonts").glob("*.ttf"))
    names = ", ".join(path.stem for path in found)
    message = told(names) if names else Reason("install.no_fonts")
    return CheckResult(subject=Reason("install.fonts"), message=message, ok=bool(found))


def _shaping() -> CheckResult:
    report = cards.text_shaping()
    return CheckResult(subject=Reason("install.shaping"), message=report.message, ok=report.ok)


def _clock(now: datetime) -> CheckResult:
    wrong = now < WRITTEN
    shown = reason("install.clock_wrong", day=now.date()) if wrong else told(f"{now:{_MOMENT}} UTC")
    return CheckResult(subject=Reason("install.clock"), message=shown, ok=not wrong)


def check_key(look: Callable[[], None]) -> CheckResult:
    """Whether `look` finds the key well."""
    subject = Reason("install.key")
    try:
        look()
    except VaultError as error:
        return CheckResult(subject=subject, message=error.reason, ok=False)
    except (OSError, DatabaseError) as error:
        message = reason("install.key_unseen", why=str(error))
        return CheckResult(subject=subject, message=message, ok=False)
    return CheckResult(subject=subject, message=Reason("install.key_well"), ok=True)


def _database(config: Config) -> CheckResult:
    subject = Reason("install.database")
    try:
        open_store(config.database(), cluster=config.clustered, migrate=not config.clustered)
    except StoreError as error:
        return CheckResult(subject=subject, message=error.reason, ok=False)
    return CheckResult(subject=subject, message=Reason("install.database_well"), ok=True)


def _folder(subject: Reason, folder: Path, *, private: bool) -> CheckResult:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"publisher")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        message = reason("install.folder_unwritten", folder=folder, why=error.strerror)
        return CheckResult(subject=subject, message=message, ok=False)
    if private and folder.stat().st_mode & OTHERS:
        return _warning(subject, reason("install.folder_open", folder=folder))
    return CheckResult(
        subject=subject, message=reason("install.folder_well", folder=folder), ok=True
    )


def _extras(units: Iterable[Unit]) -> Iterator[CheckResult]:
    for unit in units:
        if unit.segment and not segmenting.version():
            yield CheckResult(subject=told(unit.name), message=segmenting.MISSING, ok=False)


def _logos(units: Iterable[Unit]) -> Iterator[CheckResult]:
    for unit in units:
        if unit.logo is None:
            yield _warning(told(unit.name), reason("install.no_emblem", unit=unit.slug))


def _page(
    page: Page,
    source: TokenSource,
    token: Secret | None,
    channel: Channel,
    version: str,
    now: Callable[[], datetime],
) -> Iterator[CheckResult]:
    subject = reason("install.page", page=page.slug)
    if token is None:
        message = reason("install.no_token", where=source.named())
        yield CheckResult(subject=subject, message=message, ok=False)
        return
    if not token.is_token():
        why = Reason("token.unseen")
        message = reason("install.token_unfit", where=source.named(), why=why)
        yield CheckResult(subject=subject, message=message, ok=False)
        return
    answer = channel.check_page(PageAccess(page_id=page.facebook_id, token=token))
    match answer:
        case PageHealth():
            yield from _health(subject, answer, version, now())
        case Refused(reason=why):
            yield CheckResult(subject=subject, message=why, ok=False)
        case Deferred(reason=why) | Unknown(reason=why):
            message = reason("install.facebook_unasked", why=why)
            yield CheckResult(subject=subject, message=message, ok=False)


def _health(
    subject: Reason, health: PageHealth, version: str, now: datetime
) -> Iterator[CheckResult]:
    well = reason("install.page_well", name=health.name)
    yield CheckResult(subject=subject, message=well, ok=True)
    if health.served_version and health.served_version != version:
        served = health.served_version
        yield _warning(subject, reason("install.other_version", served=served, version=version))
    if health.server_time and abs(health.server_time - now) > CLOCK_TOLERANCE:
        gap = round(abs((health.server_time - now).total_seconds()))
        message = reason("install.clock_off", n=gap)
        yield CheckResult(subject=Reason("install.clock"), message=message, ok=False)
