"""Lengths of time as people write them: "90s", "30m", "2h", "14d"."""

import re
from datetime import timedelta

from publisher.domain.errors import UnfitValue

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
# Nothing that we wait for takes longer, and a moment so long after another is still on the
# calendar.
LONGEST = timedelta(days=3650)
# Digits of one number: ten years have fewer seconds.
DIGITS = 9
# Characters of what somebody wrote that are repeated to him.
LONGEST_TEXT = 40


def parse_duration(text: str) -> timedelta:
    """The length that a text such as "2h" or "1h30m" says.

    Raises:
        UnfitValue: the text is no such length, or a longer one than ten years.
    """
    parts = re.findall(r"(\d+)([smhd])", text.strip())
    if not parts or "".join(number + unit for number, unit in parts) != re.sub(r"\s", "", text):
        raise UnfitValue("tables.no_duration", text=text[:LONGEST_TEXT])
    if any(len(number) > DIGITS for number, _ in parts):
        raise _too_long(text)
    found = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if found > LONGEST:
        raise _too_long(text)
    return found


def said(length: timedelta) -> str:
    """The text that `parse_duration` reads back, in whole seconds: "2h", "2m30s"."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = (f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")))
    return "".join(part for part in parts if part[0] != "0") or "0s"


def _too_long(text: str) -> UnfitValue:
    return UnfitValue("tables.long_duration", text=text[:LONGEST_TEXT])
