"""Makes small MP4 files: boxes as cameras write them, without pictures in them."""

import struct
from collections.abc import Sequence

TURNS = {False: (1, 0, 0, 1), True: (0, 1, -1, 0)}


def a_film(
    *,
    seconds: float = 20,
    size: tuple[int, int] = (1080, 1920),
    turned: bool = False,
    tracks: Sequence[bytes] = (b"soun", b"vide"),
    version: int = 0,
    list_first: bool = False,
    filling: int = 500,
) -> bytes:
    """A film; `turned` says that its pictures lie on their side, as a telephone's do."""
    moov = box(
        b"moov",
        _length(seconds, version),
        *(_track(kind, size, turned=turned, version=version) for kind in tracks),
    )
    mdat = box(b"mdat", bytes(range(256)) * (filling // 256 + 1))
    parts = (moov, mdat) if list_first else (mdat, moov)
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + b"".join(parts)


def box(kind: bytes, *content: bytes) -> bytes:
    """A box with its length before it."""
    whole = b"".join(content)
    return struct.pack(">I", len(whole) + 8) + kind + whole


def _length(seconds: float, version: int) -> bytes:
    times = (">QQIQ" if version else ">IIII", 0, 0, 1000, round(seconds * 1000))
    return box(b"mvhd", bytes((version, 0, 0, 0)), struct.pack(*times), bytes(80))


def _track(kind: bytes, size: tuple[int, int], *, turned: bool, version: int) -> bytes:
    across, right, down, below = (one << 16 for one in TURNS[turned])
    width, height = size if kind == b"vide" else (0, 0)
    head = (
        bytes((version, 0, 0, 3))
        + bytes(32 if version else 20)
        + bytes(16)
        + struct.pack(">9i", across, right, 0, down, below, 0, 0, 0, 1 << 30)
        + struct.pack(">II", width << 16, height << 16)
    )
    return box(b"trak", box(b"tkhd", head), box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13))))
