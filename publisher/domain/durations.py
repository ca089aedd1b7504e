"""Lengths of time as people write them: "90s", "30m", "2h", "14d"."""

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_duration(text: str) -> timedelta:
    """The length that a text such as "2h" or "1h30m" says.

    Raises:
        ValueError: with a Vietnamese sentence when the text is no such length.
    """
    parts = re.findall(r"(\d+)([smhd])", text.strip())
    if not parts or "".join(number + unit for number, unit in parts) != re.sub(r"\s", "", text):
        raise ValueError(f"“{text}” không phải khoảng thời gian; viết như “30m”, “2h” hoặc “14d”")
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
