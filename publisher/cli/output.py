"""What all commands share: words on the terminal, ends with a sentence instead of a traceback."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

from publisher.domain.errors import PublisherError

if TYPE_CHECKING:
    from publisher.app import App
    from publisher.domain.problem import Problem

# For troubles that the user can mend; 2 is what Typer itself uses for a wrong option.
TROUBLE = 1


def say(text: str = "") -> None:
    """A line for the user."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """A line about trouble."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def give_up(text: str) -> NoReturn:
    """End with a sentence and exit code 1."""
    complain(text)
    raise SystemExit(TROUBLE)


def say_problems(problems: Iterable["Problem"]) -> None:
    """Problems, one a line, `file:line: what → what to do`."""
    for problem in problems:
        complain(str(problem))


def warn_of_bad_shaping() -> None:
    """Say loudly that text is not shaped as type should be, where pictures are about to be made."""
    from publisher.cards import api as cards

    report = cards.text_shaping()
    if not report.ok:
        complain(f"CẢNH BÁO: {report.message}")


def open_app(config: Path) -> "App":
    """The application of a configuration file. Raises ConfigError."""
    from publisher.app import App
    from publisher.config.load import load

    return App(load(config))


def a_day(text: str, option: str) -> date:
    """The date that an option gives; ends with a sentence when it is none."""
    from publisher.domain.errors import OutsideYears
    from publisher.domain.wallclock import parse_day

    try:
        return parse_day(text)
    except OutsideYears as outside:
        give_up(f"{option} “{text}”: {outside}.")
    except ValueError:
        give_up(f"{option} “{text}” không phải ngày; viết như 2027-05-01 (năm-tháng-ngày).")


def wall(at: datetime, zone: ZoneInfo) -> str:
    """A time as staff read it: "T5 15/04/2027 07:30"."""
    local = at.astimezone(zone)
    return f"{('T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN')[local.weekday()]} {local:%d/%m/%Y %H:%M}"


def first_zone(application: "App") -> ZoneInfo:
    """The time zone in which the command line speaks: the first page's."""
    return next(iter(application.config.pages.values())).zone


def now_of(application: "App") -> datetime:
    """The time (UTC) by which the service goes: in a cluster its database's, which is open."""
    from publisher.app import utc_now
    from publisher.store.shared_clock import SharedClock

    if not application.config.clustered:
        return utc_now()
    clock = SharedClock()
    clock.compare()
    return clock()


@contextmanager
def fail_kindly() -> Iterator[None]:
    """Turn the troubles that we know into a sentence and exit code 1;

    anything else is a defect and shows itself.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output has seen enough.
        sys.stderr.close()
        raise SystemExit(0) from None
    except PublisherError as error:
        give_up(str(error))
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        give_up(
            f"Hệ thống báo lỗi{place}: {error.strerror or error}. Xem lại quyền, chỗ trống và đường"
            " dẫn."
        )
