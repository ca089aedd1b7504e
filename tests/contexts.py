"""The Context that use cases get in tests: real parts on a folder, and what a test puts in their place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from publisher.app import App
from publisher.config.reading import load
from publisher.config.values import Config
from publisher.context import Context
from publisher.domain.page import Page
from publisher.store.transactions import Direct

ONE_PAGE = '[units.u]\nname = "Công đoàn thử"\n[pages.p]\nfacebook_id = "1"\nunit = "u"\n'


def a_config(folder: Path, pages: Mapping[str, Page], **service: object) -> Config:
    """A configuration of a folder with these pages and settings of the service."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    if not path.exists():
        path.write_text(ONE_PAGE, encoding="utf-8")
    config = load(path)
    settings = config.service._replace(**service)  # type: ignore[arg-type]
    return replace(config, pages=pages, service=settings)


def a_context(
    folder: Path,
    pages: Mapping[str, Page],
    *,
    service: Mapping[str, object] | None = None,
    **parts: object,
) -> Context:
    """A Context whose waits are as long as they say; `parts` go in the place of the real ones."""
    config = a_config(folder, pages, **{"plan_ahead": timedelta(days=30)} | dict(service or {}))
    made = App(config).context(Direct())
    return replace(made, **{"jitter": lambda wait: wait} | parts)  # type: ignore[arg-type]
