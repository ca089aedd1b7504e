"""Reads config.toml with pydantic into one frozen `Config`, or says everything that is wrong
with it."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from publisher import resources
from publisher.config.values import (
    METRICS,
    SQLITE_NAME,
    Config,
    ConfigError,
    EngineKind,
    FacebookSettings,
    FeedSettings,
    InsightSettings,
    NoticeSettings,
    PageGroup,
    ServiceSettings,
    StorageSettings,
    TokenSource,
)
from publisher.domain import toml
from publisher.domain.address import url_trouble
from publisher.domain.durations import parse_duration
from publisher.domain.errors import UnfitValue
from publisher.domain.page import MAX_LATE, VIETNAM, ApprovalRule, Page, QuietHours, Unit
from publisher.domain.reason import Problem, Reason, nearest, reason
from publisher.domain.route import LATEST_HANDOVER, SOONEST_HANDOVER, PreferredRoutes, RouteName
from publisher.domain.text import nfc
from publisher.domain.toml import line_of
from publisher.sentences.catalogue import Value
from publisher.tables import LONGEST_WORD, StrictTable, dotted, problems_of


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: with every problem of the file at once.
    """
    try:
        return _checked(path)
    except ConfigError:
        raise
    except Exception as error:
        why = reason("config.stumbled", error=type(error).__name__)
        raise _whole(path.name, why) from error


def _checked(path: Path) -> Config:
    text = _read(path)
    try:
        raw = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_problem(path, error)]) from None
    except toml.OutOfBounds as beyond:
        found = Problem(path=path.name, line=beyond.line, reason=beyond.reason)
        raise ConfigError([found]) from None
    try:
        model = _ConfigFile.model_validate(raw)
    except ValidationError as error:
        problems = problems_of(error, path=path.name, text=text, model=_ConfigFile)
        raise ConfigError(problems) from None
    return _Builder(path.resolve(), model, text).build()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _whole(str(path), reason("config.no_file")) from None
    except UnicodeDecodeError:
        raise _whole(str(path), reason("config.not_utf8")) from None
    except OSError as error:
        raise _whole(str(path), reason("config.unreadable", error=error.strerror)) from None


def _whole(path: str, why: Reason) -> ConfigError:
    return ConfigError([Problem(path=path, line=None, reason=why)])


def _syntax_problem(path: Path, error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"line (\d+)", str(error))
    return Problem(
        path=path.name,
        line=int(found[1]) if found else None,
        reason=reason("config.syntax", error=str(error)),
    )


def _duration(value: object) -> timedelta:
    if not isinstance(value, str):
        raise UnfitValue("config.duration_without_quotes")
    return parse_duration(value)


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise UnfitValue("config.no_clock_time", value=repr(value)) from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnfitValue("config.no_zone", zone=value, example=VIETNAM) from None
    return value


def _page_id(value: object) -> str:
    if not re.fullmatch(r"[0-9]{1,30}", str(value)):
        raise UnfitValue("config.no_page_id", value=repr(value))
    return str(value)


def _version(value: str) -> str:
    if not re.fullmatch(r"v\d{1,3}\.\d", value):
        raise UnfitValue("config.no_version", value=value)
    return value


def _graph_url(value: str) -> str:
    secret = reason("config.tokens")
    return _server_url(value, example="https://graph.facebook.com", secret=secret)


def _endpoint_url(value: str) -> str:
    secret = reason("config.pictures_and_keys")
    return _server_url(value, example="https://s3.co-quan.vn", secret=secret) if value else ""


def _server_url(value: str, *, example: str, secret: Reason) -> str:
    parts = _split(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise UnfitValue("config.no_server", value=value, example=example)
    if parts.scheme == "http" and not _is_own_network(parts.hostname):
        raise UnfitValue("config.open_line", secret=secret)
    return value.rstrip("/")


def _split(value: str) -> SplitResult:
    """The parts of an address; none of one that cannot be taken apart."""
    try:
        return urlsplit(value)
    except ValueError:
        return urlsplit("")


def _database(value: str | None) -> str | None:
    try:
        urlsplit(value or "")
    except ValueError:
        raise UnfitValue("config.no_database") from None
    return value


def _bucket(value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        raise UnfitValue("config.no_bucket", value=value)
    return value


def _prefix(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_/-]*", value):
        raise UnfitValue("config.no_prefix", value=value)
    return "/".join(part for part in value.split("/") if part)


def _is_own_network(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _looks(value: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if not value:
        raise UnfitValue("config.no_looks")
    return value


def _app_id(value: str) -> str:
    if not re.fullmatch(r"\d{0,30}", value):
        raise UnfitValue("config.no_app_id", value=value)
    return value


def _hashtags(value: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [tag for tag in value if not re.fullmatch(r"#?\w+", tag)]:
        raise UnfitValue("config.no_hashtag", tag=wrong[0])
    return tuple(nfc(tag).removeprefix("#") for tag in value)


def _whole_days(value: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if not value or any(age < timedelta(days=1) or age % timedelta(days=1) for age in value):
        raise UnfitValue("config.no_whole_days")
    return value


def _metric(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]{3,80}", value):
        raise UnfitValue("config.no_metric", value=value)
    return value


def _feed_url(value: str) -> str:
    if trouble := url_trouble(value):
        raise UnfitValue("config.no_feed", value=value, what=trouble)
    return value


def _hand_over_ahead(value: timedelta) -> timedelta:
    if not SOONEST_HANDOVER < value <= LATEST_HANDOVER:
        raise UnfitValue("config.no_hand_over_ahead")
    return value


def _public_url(value: str) -> str:
    parts = _split(value)
    if value and (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path.strip("/")
        or parts.query
    ):
        raise UnfitValue("config.no_public_url", value=value)
    return value.rstrip("/")


def _publishing(value: object) -> object:
    """One word for all kinds of posts, or a table with a word for each."""
    return dict.fromkeys(PreferredRoutes._fields, value) if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Zone = Annotated[str, AfterValidator(_zone)]


class _Facebook(StrictTable):
    graph_url: Annotated[str, AfterValidator(_graph_url)] = "https://graph.facebook.com"
    version: Annotated[str, AfterValidator(_version)] = "v26.0"
    timeout: Duration = timedelta(seconds=30)
    proxy: str | None = None
    looks: Annotated[tuple[Duration, ...], AfterValidator(_looks)] = (
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
    )
    app_id: Annotated[str, AfterValidator(_app_id)] = ""
    app_secret_env: str | None = None
    app_secret_file: str | None = None


class _ServiceTable(StrictTable):
    host: str = "127.0.0.1"
    port: Annotated[int, AfterValidator(lambda port: _within(port, 0, 65535))] = 8080
    prepare_ahead: Duration = timedelta(minutes=10)
    plan_ahead: Duration = timedelta(days=14)
    workers: Annotated[int, AfterValidator(lambda workers: _within(workers, 1, 256))] = 12
    batch: Annotated[int, AfterValidator(lambda batch: _within(batch, 1, 50))] = 50
    catch_up_gap: Duration = timedelta(minutes=3)
    hand_over_ahead: Annotated[Duration, AfterValidator(_hand_over_ahead)] = timedelta(days=7)
    public_url: Annotated[str, AfterValidator(_public_url)] = ""
    metrics_key_env: str | None = None
    metrics_key_file: str | None = None


class _UnitTable(StrictTable):
    name: str
    brand: str = "cong-doan"
    logo: str | None = None
    approval: ApprovalRule = ApprovalRule.REQUIRED
    glossary: tuple[str, ...] = ()
    segment: bool = False
    short_name: str = ""
    place: str = ""
    contact: str = ""
    hashtags: Annotated[tuple[str, ...], AfterValidator(_hashtags)] = ()
    share_corner: bool = True


Way = Literal["draft", "handover", "direct"]


class _PublishingTable(StrictTable):
    text: Way = "draft"
    link: Way = "draft"
    photos: Way = "draft"


class _PageTable(StrictTable):
    facebook_id: Annotated[str, BeforeValidator(_page_id)]
    unit: str
    slots: tuple[ClockTime, ...] = ()
    time_zone: Zone | None = None
    quiet: tuple[ClockTime, ClockTime] | None = None
    max_late: Duration | None = None
    min_gap: Duration | None = None
    publish: Annotated[_PublishingTable, BeforeValidator(_publishing)] = _PublishingTable()
    token_env: str | None = None
    token_file: str | None = None


NoticeKind = Literal[
    "approval",
    "refused",
    "unknown",
    "missed",
    "token",
    "parked",
    "link",
    "down",
    "stopped",
    "late",
    "queue",
]


class _NoticeTable(StrictTable):
    url_env: str | None = None
    url_file: str | None = None
    units: tuple[str, ...] = ()
    kinds: tuple[NoticeKind, ...] = ()
    every: Duration = timedelta(minutes=15)
    language: Literal["vi", "en"] = "vi"


class _Feed(StrictTable):
    url: Annotated[str, AfterValidator(_feed_url)]
    keywords: tuple[str, ...] = ()


class _Insights(StrictTable):
    after: Annotated[tuple[Duration, ...], AfterValidator(_whole_days)] = InsightSettings().after
    metrics: tuple[Annotated[str, AfterValidator(_metric)], ...] = METRICS


class _Storage(StrictTable):
    folder: str | None = None
    bucket: Annotated[str, AfterValidator(_bucket)] = ""
    endpoint_url: Annotated[str, AfterValidator(_endpoint_url)] = ""
    region: str = ""
    prefix: Annotated[str, AfterValidator(_prefix)] = ""
    access_key_env: str | None = None
    access_key_file: str | None = None
    secret_key_env: str | None = None
    secret_key_file: str | None = None


class _GroupTable(StrictTable):
    name: str
    pages: tuple[str, ...]


class _ConfigFile(StrictTable):
    data: str = "data"
    queue: str = "queue"
    engine: EngineKind = EngineKind.EMBEDDED
    database: Annotated[str | None, AfterValidator(_database)] = None
    database_env: str | None = None
    time_zone: Zone = VIETNAM
    max_late: Duration = MAX_LATE
    min_gap: Duration = timedelta(minutes=1)
    facebook: _Facebook = _Facebook()
    service: _ServiceTable = _ServiceTable()
    units: dict[str, _UnitTable] = Field(default_factory=dict)
    pages: dict[str, _PageTable] = Field(default_factory=dict)
    notices: dict[str, _NoticeTable] = Field(default_factory=dict)
    groups: dict[str, _GroupTable] = Field(default_factory=dict)
    feeds: dict[str, _Feed] = Field(default_factory=dict)
    insights: _Insights = _Insights()
    storage: _Storage | None = None


def _is_postgresql(url: str) -> bool:
    return url.partition("://")[0] in ("postgresql", "postgres")


def _has_password(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.password or "password" in parse_qs(parts.query))


def _within(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise UnfitValue("config.outside", low=low, high=high)
    return value


def _ways(raw: _PublishingTable) -> PreferredRoutes:
    return PreferredRoutes(
        text=RouteName(raw.text), link=RouteName(raw.link), photos=RouteName(raw.photos)
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # No file can have such a name.
        return False


class _Builder:
    """Checks what goes across tables (a page's unit, files that must exist) and builds the
    values."""

    def __init__(self, path: Path, model: _ConfigFile, text: str) -> None:
        self.path, self.model, self.text = path, model, text
        self.problems: list[Problem] = []

    def build(self) -> Config:
        units = {slug: self._unit(slug, unit) for slug, unit in self.model.units.items()}
        pages = {
            slug: page
            for slug, raw in self.model.pages.items()
            if (page := self._page(slug, raw, units))
        }
        self._check_ids_differ()
        self._check_notices(units)
        self._check_groups()
        self._check_host()
        self._check_database()
        self._check_storage()
        if not self.model.pages:
            self._problem(("pages",), "config.no_pages")
        config = self._config(units, pages)
        if self.problems:
            raise ConfigError(self.problems)
        return config

    def _config(self, units: dict[str, Unit], pages: dict[str, Page]) -> Config:
        data = self._absolute(self.model.data)
        fb, service = self.model.facebook, self.model.service
        return Config(
            path=self.path,
            data=data,
            queue=self._absolute(self.model.queue),
            engine=self.model.engine,
            database_env=self.model.database_env or "",
            database_url=self.model.database or f"sqlite:///{data / SQLITE_NAME}",
            units=units,
            pages=pages,
            tokens={slug: self._token(raw) for slug, raw in self.model.pages.items()},
            facebook=FacebookSettings(
                graph_url=fb.graph_url,
                version=fb.version,
                timeout=fb.timeout,
                proxy=fb.proxy,
                looks=fb.looks,
                app_id=fb.app_id,
                app_secret=self._source(fb.app_secret_env, fb.app_secret_file),
            ),
            notices=tuple(self._notice(name, raw) for name, raw in self.model.notices.items()),
            feeds=tuple(
                FeedSettings(name=name, url=raw.url, keywords=raw.keywords)
                for name, raw in self.model.feeds.items()
            ),
            insights=InsightSettings(
                after=self.model.insights.after, metrics=self.model.insights.metrics
            ),
            groups={
                slug: PageGroup(name=raw.name, pages=raw.pages)
                for slug, raw in self.model.groups.items()
            },
            service=ServiceSettings(
                **{
                    name: getattr(service, name)
                    for name in ServiceSettings._fields
                    if name != "metrics_key"
                },
                metrics_key=self._source(service.metrics_key_env, service.metrics_key_file),
            ),
            storage=self._storage(self.model.storage) if self.model.storage else None,
        )

    def _problem(self, where: tuple[str, ...], code: str, /, **arguments: Value) -> None:
        line, why = line_of(self.text, where), Reason(code, arguments)
        self.problems.append(
            Problem(path=self.path.name, line=line, reason=why, field=dotted(where))
        )

    def _absolute(self, name: str) -> Path:
        try:
            return (self.path.parent / Path(name).expanduser()).resolve()
        except (OSError, ValueError, RuntimeError):
            # It holds a NUL, names a person who is not there, or leads in a circle.
            short = name.replace("\0", "\\u0000")[:60]
            line = next(
                (number for number, line in enumerate(self.text.split("\n"), 1) if short in line),
                None,
            )
            why = reason("config.unusable_path", path=short)
            found = Problem(path=self.path.name, line=line, reason=why)
            if found not in self.problems:
                self.problems.append(found)
            return self.path.parent

    def _unit(self, slug: str, raw: _UnitTable) -> Unit:
        logo = self._absolute(raw.logo) if raw.logo else None
        if logo and not _is_file(logo):
            self._problem(("units", slug, "logo"), "config.no_logo", path=str(logo))
        return Unit(
            slug=slug,
            name=raw.name,
            brand=str(self._brand(slug, raw.brand)),
            logo=str(logo) if logo else None,
            approval=raw.approval,
            glossary=raw.glossary,
            segment=raw.segment,
            short_name=raw.short_name,
            place=raw.place,
            contact=raw.contact,
            hashtags=raw.hashtags,
            share_corner=raw.share_corner,
        )

    def _brand(self, slug: str, name: str) -> Path:
        shipped = resources.assets() / "brands"
        brand = self._absolute(name) if name.endswith(".toml") else shipped / f"{name}.toml"
        if not _is_file(brand):
            short = name[:LONGEST_WORD]
            hint = nearest(short, [found.stem for found in shipped.glob("*.toml")])
            self._problem(("units", slug, "brand"), "config.no_brand", brand=short, hint=hint)
        return brand

    def _page(self, slug: str, raw: _PageTable, units: Mapping[str, Unit]) -> Page | None:
        if raw.unit not in units:
            hint = nearest(raw.unit, units) if units else reason("config.add_unit")
            self._problem(
                ("pages", slug, "unit"), "config.unit_of_page", page=slug, unit=raw.unit, hint=hint
            )
            return None
        return Page(
            slug=slug,
            facebook_id=raw.facebook_id,
            unit=units[raw.unit],
            slots=tuple(sorted(set(raw.slots))),
            zone=ZoneInfo(raw.time_zone or self.model.time_zone),
            quiet=QuietHours(start=raw.quiet[0], end=raw.quiet[1]) if raw.quiet else None,
            max_late=raw.max_late if raw.max_late is not None else self.model.max_late,
            prepare_ahead=self._prepare_ahead(raw),
            min_gap=raw.min_gap if raw.min_gap is not None else self.model.min_gap,
            publishing=_ways(raw.publish),
        )

    def _prepare_ahead(self, raw: _PageTable) -> timedelta:
        service = self.model.service
        handed_over = RouteName.HANDOVER in _ways(raw.publish)
        return (
            max(service.prepare_ahead, service.hand_over_ahead)
            if handed_over
            else service.prepare_ahead
        )

    def _token(self, raw: _PageTable) -> TokenSource:
        return self._source(raw.token_env, raw.token_file)

    def _source(self, variable: str | None, file: str | None) -> TokenSource:
        return TokenSource(variable=variable, file=self._absolute(file) if file else None)

    def _notice(self, name: str, raw: _NoticeTable) -> NoticeSettings:
        address = self._source(raw.url_env, raw.url_file)
        return NoticeSettings(
            name=name,
            address=address,
            units=raw.units,
            kinds=raw.kinds,
            every=raw.every,
            language=raw.language,
        )

    def _storage(self, raw: _Storage) -> StorageSettings:
        return StorageSettings(
            folder=self._absolute(raw.folder) if raw.folder else None,
            bucket=raw.bucket,
            endpoint_url=raw.endpoint_url,
            region=raw.region,
            prefix=raw.prefix,
            access_key=self._source(raw.access_key_env, raw.access_key_file),
            secret_key=self._source(raw.secret_key_env, raw.secret_key_file),
        )

    def _check_storage(self) -> None:
        raw = self.model.storage
        if raw is None:
            return
        if not (raw.folder or raw.bucket):
            self._problem(("storage",), "config.storage_nowhere")
        if raw.folder and raw.bucket:
            self._problem(("storage", "bucket"), "config.storage_twice")
        elif raw.bucket:
            for name, sources in {
                "access_key": (raw.access_key_env, raw.access_key_file),
                "secret_key": (raw.secret_key_env, raw.secret_key_file),
            }.items():
                if not any(sources):
                    self._problem(
                        ("storage", "bucket"),
                        "config.bucket_without_key",
                        bucket=raw.bucket,
                        name=name,
                    )

    def _check_notices(self, units: Mapping[str, Unit]) -> None:
        for name, raw in self.model.notices.items():
            if not (raw.url_env or raw.url_file):
                self._problem(("notices", name), "config.notices_nowhere", name=name)
            for unit in raw.units:
                if unit not in units:
                    hint = nearest(unit, units)
                    self._problem(
                        ("notices", name, "units"), "config.no_unit", unit=unit, hint=hint
                    )

    def _check_groups(self) -> None:
        for slug, raw in self.model.groups.items():
            for page in raw.pages:
                if page not in self.model.pages:
                    hint = nearest(page, self.model.pages)
                    self._problem(
                        ("groups", slug, "pages"),
                        "config.page_of_group",
                        group=slug,
                        page=page,
                        hint=hint,
                    )

    def _check_host(self) -> None:
        service = self.model.service
        if not _is_loopback(service.host) and not service.public_url:
            self._problem(("service", "host"), "config.open_host", host=service.host)

    def _check_database(self) -> None:
        url, variable = self.model.database or "", self.model.database_env
        if _has_password(url):
            self._problem(("database",), "config.password_of_database")
        if self.model.engine is EngineKind.CLUSTER and not (variable or _is_postgresql(url)):
            self._problem(("engine",), "config.cluster_without_postgresql")

    def _check_ids_differ(self) -> None:
        seen: dict[str, str] = {}
        for slug, raw in self.model.pages.items():
            if (other := seen.setdefault(raw.facebook_id.lstrip("0"), slug)) != slug:
                self._problem(
                    ("pages", slug, "facebook_id"), "config.one_id_twice", page=slug, other=other
                )
