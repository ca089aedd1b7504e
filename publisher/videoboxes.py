"""What the boxes of an MP4 or MOV file (ISO 14496-12) say of it: how long, how large, which way up.

Only heads of boxes are read; the pictures themselves are passed over, wherever they stand.
"""

import struct
from collections.abc import Iterator
from enum import StrEnum
from typing import IO, NamedTuple

# A film of hours in fragments has thousands of boxes; more are no film.
MOST_BOXES = 200_000
# Of a box's content, bytes: the longest that we read is a track's head.
HEAD = 96


class NoFilm(StrEnum):
    """Why a file is no video that can be shown."""

    # Another kind of file.
    OTHER = "other"
    # Its end is missing, or its list of contents.
    CUT = "cut"
    # There is sound only, or pictures that stand still.
    NO_TRACK = "no_track"


class Film(NamedTuple):
    """A video as it is shown; 0 is what its file does not say."""

    seconds: float = 0.0
    # After it was turned upright, px.
    width: int = 0
    height: int = 0


class _Box(NamedTuple):
    kind: bytes
    # Where its content begins, and where it ends.
    start: int
    end: int


class _Cut(Exception):
    """A box ends behind what it stands in."""


class _Track(NamedTuple):
    film: bool
    width: int
    height: int


def read_film(file: IO[bytes]) -> Film | NoFilm:
    """What a file says of itself, whatever its bytes are."""
    size = file.seek(0, 2)
    file.seek(4)
    if file.read(4) != b"ftyp":
        return NoFilm.OTHER
    reader = _Reader(file)
    try:
        top = {box.kind: box for box in reader.boxes(0, size)}
        if b"moov" not in top and b"meta" in top:
            # A telephone's photo (HEIC) is made of boxes, too.
            return NoFilm.OTHER
        if b"moov" not in top or not top.keys() & {b"mdat", b"moof"}:
            return NoFilm.CUT
        return reader.film(top[b"moov"])
    except (_Cut, struct.error):
        return NoFilm.CUT


class _Reader:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._count = file, 0

    def boxes(self, start: int, end: int, *, inside: bool = False) -> Iterator[_Box]:
        """The boxes of a part of the file. Raises _Cut."""
        while end - start >= 8:
            box = self._box(start, end)
            if box is None:
                # What cameras and programs append behind the last box is no box.
                if inside:
                    raise _Cut
                return
            yield box
            start = box.end

    def film(self, moov: _Box) -> Film | NoFilm:
        """What the list of contents says. Raises _Cut."""
        scale, seconds, longer = 0, 0.0, 0.0
        tracks: list[_Track] = []
        for box in self.boxes(moov.start, moov.end, inside=True):
            if box.kind == b"mvhd":
                scale, seconds = self._length(box)
            elif box.kind == b"mvex":
                longer = self._fragments(box, scale)
            elif box.kind == b"trak":
                tracks.append(self._track(box))
        films = [track for track in tracks if track.film]
        if not films:
            return NoFilm.NO_TRACK
        # Others are previews or covers.
        shown = max(films, key=lambda track: track.width * track.height)
        return Film(seconds or longer, shown.width, shown.height)

    def _box(self, start: int, end: int) -> _Box | None:
        self._count += 1
        if self._count > MOST_BOXES:
            raise _Cut
        self._file.seek(start)
        size, kind = struct.unpack(">I4s", self._file.read(8))
        head = 8
        if not all(32 <= letter < 127 or letter == 0xA9 for letter in kind):
            return None
        if size == 1:
            [size], head = struct.unpack(">Q", self._file.read(8)), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise _Cut
        return _Box(kind, start + head, start + size)

    def _content(self, box: _Box) -> bytes:
        self._file.seek(box.start)
        return self._file.read(min(HEAD, box.end - box.start))

    def _length(self, mvhd: _Box) -> tuple[int, float]:
        """Units of a second, and seconds."""
        raw = self._content(mvhd)
        form, at = (">IQ", 20) if raw[:1] == b"\1" else (">II", 12)
        scale, units = struct.unpack_from(form, raw, at)
        unknown = units in (2**32 - 1, 2**64 - 1)
        return scale, 0.0 if unknown or not scale else units / scale

    def _fragments(self, mvex: _Box, scale: int) -> float:
        """Seconds, when the film is written in fragments."""
        for box in self.boxes(mvex.start, mvex.end, inside=True):
            if box.kind == b"mehd" and scale:
                raw = self._content(box)
                [units] = struct.unpack_from(">Q" if raw[:1] == b"\1" else ">I", raw, 4)
                return float(units / scale)
        return 0.0

    def _track(self, trak: _Box) -> _Track:
        film, width, height = False, 0, 0
        for box in self.boxes(trak.start, trak.end, inside=True):
            if box.kind == b"tkhd":
                width, height = _size(self._content(box))
            elif box.kind == b"mdia":
                film = self._is_film(box)
        return _Track(film, width, height)

    def _is_film(self, mdia: _Box) -> bool:
        return any(
            box.kind == b"hdlr" and self._content(box)[8:12] == b"vide"
            for box in self.boxes(mdia.start, mdia.end, inside=True)
        )


def _size(tkhd: bytes) -> tuple[int, int]:
    """Width and height (px) as a track is shown, from its head."""
    at = 52 if tkhd[:1] == b"\1" else 40
    across, down = struct.unpack_from(">ii", tkhd, at)
    width, height = (side >> 16 for side in struct.unpack_from(">II", tkhd, at + 36))
    # A quarter turn: what was across becomes down.
    return (height, width) if abs(down) > abs(across) else (width, height)
