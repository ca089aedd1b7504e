"""Lengths of time as people write them: "90s", "30m", "2h", "14d"."""

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
# Nothing that we wait for takes longer, and a moment so long after another is still on the
# calendar.
LONGEST = timedelta(days=3650)
# Digits of one number: ten years have fewer seconds.
DIGITS = 9


def parse_duration(text: str) -> timedelta:
    """The length that a text such as "2h" or "1h30m" says.

    Raises:
        ValueError: with a Vietnamese sentence when the text is no such length, or a longer one than
        ten years.
    """
    parts = re.findall(r"(\d+)([smhd])", text.strip())
    if not parts or "".join(number + unit for number, unit in parts) != re.sub(r"\s", "", text):
        raise ValueError(
            f"“{text[:40]}” không phải khoảng thời gian; viết như “30m”, “2h” hoặc “14d”"
        )
    if any(len(number) > DIGITS for number, _ in parts):
        raise _too_long(text)
    found = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if found > LONGEST:
        raise _too_long(text)
    return found


def _too_long(text: str) -> ValueError:
    return ValueError(
        f"“{text[:40]}” là khoảng thời gian quá dài (hơn 10 năm); viết như “30m”, “2h” hoặc “14d”"
    )
