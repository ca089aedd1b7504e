"""What all commands share: words on the terminal, ends with a sentence instead of a traceback."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from publisher.cli.language import language, shown, words
from publisher.domain.errors import OutsideYears, PublisherError
from publisher.domain.reason import Problem
from publisher.domain.wallclock import parse_day, parse_moment

# For troubles that the user can mend; 2 is what Typer itself uses for a wrong option.
TROUBLE = 1
DAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


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


def say_problems(problems: Iterable[Problem]) -> None:
    """Problems, one a line, `file:line: what → what to do`."""
    for problem in problems:
        complain(shown(problem))


def a_day(text: str, option: str) -> date:
    """The date that an option gives; ends with a sentence when it is none."""
    try:
        return parse_day(text)
    except OutsideYears as outside:
        give_up(words("cli.no_day", what=f"{option} “{text}”", why=outside.reason))
    except ValueError:
        give_up(words("cli.not_a_day", what=f"{option} “{text}”"))


def a_moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment on the wall that an option gives; ends with a sentence when it is none."""
    try:
        return parse_moment(text).replace(tzinfo=zone)
    except OutsideYears as outside:
        give_up(words("cli.no_day", what=f"“{text}”", why=outside.reason))
    except ValueError:
        give_up(words("cli.not_a_day", what=f"“{text}”"))


def wall(at: datetime, zone: ZoneInfo) -> str:
    """A time as staff read it: "T5 15/04/2027 07:30"."""
    local = at.astimezone(zone)
    return f"{DAYS[language()][local.weekday()]} {local:%d/%m/%Y %H:%M}"


@contextmanager
def fail_kindly() -> Iterator[None]:
    """Turn the troubles that we know into a sentence and exit code 1; anything else is a defect and
    shows itself.
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
        give_up(shown(error))
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        give_up(words("cli.system", place=place, why=error.strerror or str(error)))
