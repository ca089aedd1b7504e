"""What the boxes of a video say: as cameras write them, cut off, odd, and broken at random by seed."""

import io
import random
import struct
from typing import Any

import pytest

from publisher.videoboxes import MOST_BOXES, Film, NoFilm, read_film
from tests.films import a_film, box

UPRIGHT = Film(seconds=20, width=1080, height=1920)


def read(raw: bytes) -> Film | NoFilm:
    return read_film(io.BytesIO(raw))


@pytest.mark.parametrize("film", [{}, {"list_first": True}, {"version": 1}])
def test_a_film_says_how_long_and_how_large_it_is(film: dict[str, Any]) -> None:
    assert read(a_film(**film)) == UPRIGHT


@pytest.mark.parametrize("version", [0, 1])
def test_a_film_that_a_telephone_took_upright_is_upright(version: int) -> None:
    assert read(a_film(size=(1920, 1080), turned=True, version=version)) == UPRIGHT


def test_of_several_tracks_the_largest_counts() -> None:
    small, large = (a_film(size=size, tracks=[b"vide"]) for size in ((160, 90), (1080, 1920)))
    tracks = b"".join(raw[raw.index(b"trak") - 4 :] for raw in (small, large, small))
    mvhd = large[large.index(b"mvhd") - 4 : large.index(b"trak") - 4]
    raw = box(b"ftyp", b"isom") + box(b"moov", mvhd, tracks) + box(b"mdat")
    assert read(raw) == UPRIGHT


def test_a_film_in_fragments_says_its_length_elsewhere() -> None:
    whole = a_film(seconds=0)
    track = whole[whole.index(b"trak") - 4 :]
    mvhd = whole[whole.index(b"mvhd") - 4 : whole.index(b"trak") - 4]
    longer = box(b"mvex", box(b"mehd", bytes(4), struct.pack(">I", 45_000)))
    raw = box(b"ftyp", b"isom") + box(b"moov", mvhd, longer, track) + box(b"moof")
    assert read(raw) == Film(45, 1080, 1920)


@pytest.mark.parametrize("list_first", [False, True])
def test_a_film_that_ends_too_early_anywhere_is_cut(list_first: bool) -> None:
    whole = a_film(list_first=list_first)
    for length in range(12, len(whole) - 1, 7):
        assert read(whole[:length]) is NoFilm.CUT, length


def test_a_film_whose_pictures_are_longer_than_4_gb_may_count_in_64_bits() -> None:
    whole = a_film(list_first=True)
    at = whole.index(b"mdat") - 4
    long = struct.pack(">I4sQ", 1, b"mdat", 516) + bytes(500)
    assert read(whole[:at] + long) == UPRIGHT
    assert read(whole[:at] + struct.pack(">I4sQ", 1, b"mdat", 1 << 60)) is NoFilm.CUT


def test_what_a_camera_appends_behind_the_last_box_is_passed_over() -> None:
    assert read(a_film() + bytes(3)) == UPRIGHT
    assert read(a_film() + b"\x12\x34\x56\x78\x9a\xbc\xde\xf0" * 9) == UPRIGHT


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", NoFilm.OTHER),
        (b"\xff\xd8\xff\xe0 a photo", NoFilm.OTHER),
        (box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", bytes(40)), NoFilm.OTHER),
        (box(b"ftyp", b"isom"), NoFilm.CUT),
        (box(b"ftyp", b"isom") + bytes(5000), NoFilm.CUT),
        (a_film(tracks=[b"soun"]), NoFilm.NO_TRACK),
        (a_film(tracks=[]), NoFilm.NO_TRACK),
        (box(b"ftyp", b"isom") + box(b"free") * (MOST_BOXES + 1), NoFilm.CUT),
    ],
)
def test_what_is_no_film_is_told_apart(raw: bytes, why: NoFilm) -> None:
    assert read(raw) is why


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Lengths, kinds and numbers written over, parts cut out, doubled or cut off."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(4, len(found) - 4)
        match chance.randrange(5):
            case 0:
                found[at : at + 4] = chance.choice(
                    [b"\xff" * 4, b"\0" * 4, b"\0\0\0\1", b"\x7f\xff\xff\xff", b"vide", b"meta"]
                )
            case 1:
                del found[at : at + chance.randint(1, 12)]
            case 2:
                found[at:at] = found[at : at + chance.randint(1, 60)]
            case 3:
                del found[max(at, 40) :]
            case _:
                found[at] = chance.randrange(256)
    return bytes(found)


def test_whatever_the_bytes_are_there_is_an_answer() -> None:
    chance, found = random.Random(19), set()
    for number in range(3000):
        raw = a_film(version=number % 2, list_first=number % 3 == 0, filling=0)
        answer = read(mutated(raw, chance))
        found.add(answer if isinstance(answer, NoFilm) else Film)
    assert found == {Film, *NoFilm}
