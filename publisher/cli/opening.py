"""What commands open: the application of a configuration file, its time and its zone."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.app import App, utc_now
from publisher.cards import api as cards
from publisher.cli.language import shown, words
from publisher.cli.output import complain
from publisher.config.reading import load
from publisher.store.shared_clock import SharedClock


def warn_of_bad_shaping() -> None:
    """Say loudly that text is not shaped as type should be, where pictures are about to be made."""
    report = cards.text_shaping()
    if not report.ok:
        complain(words("cli.warning", what=shown(report.message)))


def open_app(config: Path) -> App:
    """The application of a configuration file. Raises ConfigError."""
    return App(load(config))


def first_zone(application: App) -> ZoneInfo:
    """The time zone in which the command line speaks: the first page's."""
    return next(iter(application.config.pages.values())).zone


def now_of(application: App) -> datetime:
    """The time (UTC) by which the service goes: in a cluster its database's, which is open."""
    if not application.config.clustered:
        return utc_now()
    clock = SharedClock()
    clock.compare()
    return clock()
