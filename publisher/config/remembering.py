"""Remembers a configuration that was found well, so that a quick look at a card need not check it
again.

Importing the library that checks it takes longer than drawing a card. What is kept is data (JSON),
holds no secret, and is valid only for the very same text at the same place.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from publisher import __version__, resources
from publisher.config.values import (
    Config,
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
from publisher.domain.page import ApprovalRule, Page, QuietHours, Unit
from publisher.domain.route import PreferredRoutes, RouteName
from publisher.files import private_folder, write_whole


def recall(path: Path) -> Config | None:
    """The configuration of this file if it stands there as it did when it was remembered, else
    None."""
    try:
        text = path.read_bytes()
        kept = json.loads(_place(path, text).read_bytes())
        # Files that the configuration names may be gone.
        return _from_json(kept) if all(map(os.path.exists, kept["files"])) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        # A text that is no configuration, a memory that is damaged: both are read anew, and told
        # then.
        return None


def remember(config: Config) -> None:
    """Keep a configuration that was just read;

    a folder that cannot be written only costs the time.
    """
    units = config.units.values()
    files = [name for unit in units for name in (unit.brand, unit.logo) if name]
    try:
        place = _place(config.path, config.path.read_bytes())
        for old in place.parent.glob("config-*.json"):
            old.unlink(missing_ok=True)
        private_data(config)
        write_whole(place, json.dumps(_to_json(config) | {"files": files}).encode(), durable=False)
    except (OSError, ValueError, RuntimeError):
        pass


def private_data(config: Config) -> None:
    """Keep the data folder from others: it holds the database, drafts and pictures of the days to
    come.

    Not when the queue lies within, which is for the office. Raises OSError when it cannot be made.
    """
    if config.data.resolve() not in (config.queue.resolve(), *config.queue.resolve().parents):
        private_folder(config.data)


def _place(path: Path, text: bytes) -> Path:
    """The file beside the data that holds what this text said;

    the data folder is the one thing read from it.
    """
    where = path.resolve()
    facts = [__version__, str(where), str(resources.assets()), text.decode("utf-8-sig")]
    name = hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]
    data = tomllib.loads(facts[-1]).get("data", "data")
    return (where.parent / Path(data).expanduser()) / f"config-{name}.json"


def _to_json(config: Config) -> dict[str, Any]:
    fb, service = config.facebook, config.service
    return {
        "path": str(config.path),
        "data": str(config.data),
        "queue": str(config.queue),
        "database": [config.engine.value, config.database_url, config.database_env],
        "units": {slug: _unit_to_json(unit) for slug, unit in config.units.items()},
        "pages": {slug: _page_to_json(page) for slug, page in config.pages.items()},
        "tokens": {slug: _source_to_json(source) for slug, source in config.tokens.items()},
        "facebook": [
            *(fb.graph_url, fb.version, fb.timeout.total_seconds(), fb.proxy),
            [look.total_seconds() for look in fb.looks],
            fb.app_id,
            _source_to_json(fb.app_secret),
        ],
        "service": [
            *(_plain(value) for value in service[:-1]),
            _source_to_json(service.metrics_key),
        ],
        "notices": [
            [
                found.name,
                _source_to_json(found.address),
                found.units,
                found.kinds,
                found.every.total_seconds(),
            ]
            for found in config.notices
        ],
        "groups": {slug: [group.name, group.pages] for slug, group in config.groups.items()},
        "feeds": config.feeds,
        "insights": [
            [age.total_seconds() for age in config.insights.after],
            config.insights.metrics,
        ],
        "storage": _storage_to_json(config.storage) if config.storage else None,
    }


def _plain(value: Any) -> Any:
    return value.total_seconds() if isinstance(value, timedelta) else value


def _source_to_json(source: TokenSource) -> list[str | None]:
    return [source.variable, str(source.file) if source.file else None]


def _storage_to_json(found: StorageSettings) -> list[Any]:
    keys = [_source_to_json(found.access_key), _source_to_json(found.secret_key)]
    return [str(found.folder) if found.folder else None, *found[1:5], *keys]


def _storage(folder: str | None, *rest: Any) -> StorageSettings:
    bucket, url, region, prefix, access, secret = rest
    place = Path(folder) if folder else None
    return StorageSettings(place, bucket, url, region, prefix, _source(*access), _source(*secret))


def _source(variable: str | None, file: str | None) -> TokenSource:
    return TokenSource(variable=variable, file=Path(file) if file else None)


def _unit_to_json(unit: Unit) -> list[Any]:
    own = [unit.short_name, unit.place, unit.contact, list(unit.hashtags), unit.share_corner]
    return [
        unit.name,
        unit.brand,
        unit.logo,
        unit.approval.value,
        list(unit.glossary),
        unit.segment,
        own,
    ]


def _page_to_json(page: Page) -> list[Any]:
    quiet = [page.quiet.start.isoformat(), page.quiet.end.isoformat()] if page.quiet else None
    slots = [slot.isoformat() for slot in page.slots]
    spans = [
        page.max_late.total_seconds(),
        page.prepare_ahead.total_seconds(),
        page.min_gap.total_seconds(),
    ]
    return [
        page.facebook_id,
        page.unit.slug,
        slots,
        page.zone.key,
        quiet,
        spans,
        list(page.publishing),
    ]


def _from_json(kept: Mapping[str, Any]) -> Config:
    units = {slug: _unit(slug, *values) for slug, values in kept["units"].items()}
    url, version, timeout, proxy, looks, app_id, app_secret = kept["facebook"]
    engine, database_url, database_env = kept["database"]
    host, port, prepare_ahead, plan_ahead, workers, batch, gap, hand_over_ahead, public_url, key = (
        kept["service"]
    )
    return Config(
        path=Path(kept["path"]),
        data=Path(kept["data"]),
        queue=Path(kept["queue"]),
        engine=EngineKind(engine),
        database_url=database_url,
        database_env=database_env,
        units=units,
        pages={slug: _page(slug, units, *values) for slug, values in kept["pages"].items()},
        tokens={slug: _source(*source) for slug, source in kept["tokens"].items()},
        notices=tuple(
            NoticeSettings(
                name, _source(*address), tuple(units_), tuple(kinds), timedelta(seconds=every)
            )
            for name, address, units_, kinds, every in kept["notices"]
        ),
        insights=InsightSettings(
            after=tuple(timedelta(seconds=age) for age in kept["insights"][0]),
            metrics=tuple(kept["insights"][1]),
        ),
        feeds=tuple(FeedSettings(name, url, tuple(words)) for name, url, words in kept["feeds"]),
        groups={
            slug: PageGroup(name, tuple(pages)) for slug, (name, pages) in kept["groups"].items()
        },
        storage=_storage(*kept["storage"]) if kept["storage"] else None,
        facebook=FacebookSettings(
            graph_url=url,
            version=version,
            timeout=timedelta(seconds=timeout),
            proxy=proxy,
            looks=tuple(timedelta(seconds=look) for look in looks),
            app_id=app_id,
            app_secret=_source(*app_secret),
        ),
        service=ServiceSettings(
            host=host,
            port=port,
            prepare_ahead=timedelta(seconds=prepare_ahead),
            plan_ahead=timedelta(seconds=plan_ahead),
            workers=workers,
            batch=batch,
            catch_up_gap=timedelta(seconds=gap),
            hand_over_ahead=timedelta(seconds=hand_over_ahead),
            public_url=public_url,
            metrics_key=_source(*key),
        ),
    )


def _unit(
    slug: str,
    name: str,
    brand: str,
    logo: str | None,
    approval: str,
    glossary: list[str],
    segment: bool,
    own: list[Any],
) -> Unit:
    short_name, place, contact, hashtags, share_corner = own
    return Unit(
        slug=slug,
        name=name,
        brand=brand,
        logo=logo,
        approval=ApprovalRule(approval),
        glossary=tuple(glossary),
        segment=segment,
        short_name=short_name,
        place=place,
        contact=contact,
        hashtags=tuple(hashtags),
        share_corner=share_corner,
    )


def _page(
    slug: str,
    units: Mapping[str, Unit],
    facebook_id: str,
    unit: str,
    slots: list[str],
    zone: str,
    quiet: list[str] | None,
    spans: list[float],
    publishing: list[str],
) -> Page:
    max_late, prepare_ahead, min_gap = (timedelta(seconds=span) for span in spans)
    return Page(
        slug=slug,
        facebook_id=facebook_id,
        unit=units[unit],
        slots=tuple(map(time.fromisoformat, slots)),
        zone=ZoneInfo(zone),
        quiet=(
            QuietHours(start=time.fromisoformat(quiet[0]), end=time.fromisoformat(quiet[1]))
            if quiet
            else None
        ),
        max_late=max_late,
        prepare_ahead=prepare_ahead,
        min_gap=min_gap,
        publishing=PreferredRoutes(*map(RouteName, publishing)),
    )
