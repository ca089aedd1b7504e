"""A small mutator of texts that people write: what it makes of a seed depends on its dice alone."""

import random
from collections.abc import Sequence

# What readers fell over, or might: numbers, nesting, names, times, signs.
TOKENS = (
    b"9" * 5000,
    b"0x" + b"f" * 5000,
    b"-" * 80,
    b"[" * 600,
    b"{" * 600,
    b"{a=" * 600,
    b"a." * 300,
    b'"""',
    b"'''",
    b"+++\n",
    b"\n+++\n",
    b"[[",
    b"]]",
    b"\0",
    b'"\\u0000"',
    b'"\\ud800"',
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"0001-01-01T00:00:00",
    b"9999-12-31T23:59:59",
    b"2027-02-30",
    b"2027-04-15T07:30:00+07:00",
    b"0001-01-01",
    b"9999-12-31",
    b'"02-29"',
    b"25:00:00",
    b"1e999",
    b"-0.0",
    b"nan",
    b"inf",
    b"18446744073709551616",
    b'"999999999999999999999999999999h"',
    b'"0s"',
    b"true",
    b"[]",
    b"{}",
    b'""',
    b'"*"',
    b'"' + b"x" * 300 + b'"',
    b'"../../../../etc/passwd"',
    b'"http://["',
    b"http://a.b:99999/",
    b"https://[::1",
    b"- http://[ | a | b | c",
    b"{age}",
    b"{age:9999-99-99}",
    b"{year}{unit}{short}{place}",
    b"{" * 50 + b"}" * 50,
    b"<!--",
    b"-->",
    b"- \n",
    b"| | | |",
    "“”‘’".encode(),
    b"\r",
    b"\r\n",
    b"\t",
    b"#",
    b"=",
)


def mutated(seeds: Sequence[bytes], dice: random.Random) -> bytes:
    """One of the seeds, changed a little in one to four places."""
    raw = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 4)):
        dice.choice((_insert, _replace_value, _cut, _repeat, _flip, _join))(raw, seeds, dice)
    return bytes(raw)


def _place(raw: bytearray, dice: random.Random) -> int:
    return dice.randint(0, len(raw))


def _insert(raw: bytearray, _seeds: Sequence[bytes], dice: random.Random) -> None:
    place = _place(raw, dice)
    raw[place:place] = dice.choice(TOKENS)


def _replace_value(raw: bytearray, _seeds: Sequence[bytes], dice: random.Random) -> None:
    """What stands behind the sign of one line."""
    places = [number for number, sign in enumerate(raw) if sign == ord("=")]
    if places:
        start = dice.choice(places) + 1
        end = raw.find(b"\n", start)
        raw[start : end if end >= 0 else len(raw)] = b" " + dice.choice(TOKENS)


def _cut(raw: bytearray, _seeds: Sequence[bytes], dice: random.Random) -> None:
    start = _place(raw, dice)
    del raw[start : start + dice.randint(1, 60)]


def _repeat(raw: bytearray, _seeds: Sequence[bytes], dice: random.Random) -> None:
    start = _place(raw, dice)
    raw[start:start] = raw[start : start + dice.randint(1, 80)] * dice.randint(1, 5)


def _flip(raw: bytearray, _seeds: Sequence[bytes], dice: random.Random) -> None:
    if raw:
        raw[dice.randrange(len(raw))] = dice.randrange(256)


def _join(raw: bytearray, seeds: Sequence[bytes], dice: random.Random) -> None:
    other = dice.choice(seeds)
    start = _place(raw, dice)
    raw[start:start] = other[: dice.randint(0, 300)]
