"""Pictures broken at random, by seed: whatever the bytes, an answer is a clean JPEG or our own refusal."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from publisher.cards import isolation
from publisher.cards.photo import examine_photo, prepare_emblem, prepare_photo
from publisher.domain.errors import PhotoRefused

CASES = 60
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def sample(kind: str) -> bytes:
    picture = Image.effect_noise((48, 32), 60).convert("RGB")
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    said = {} if kind in ("GIF", "BMP") else {"exif": exif, "icc_profile": profile}
    return saved(picture, kind, **said)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or cut off; rather near the head, where readers decide."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = min(int(chance.expovariate(3 / len(raw))), len(found) - 1)
        match chance.randrange(6):
            case 0:
                found[at : at + 4] = chance.choice(
                    [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0"]
                )
            case 1:
                del found[at : at + chance.randint(1, 40)]
            case 2:
                found[at:at] = found[at : at + chance.randint(1, 200)]
            case 3 if len(found) > 40:
                del found[chance.randint(20, len(found)) :]
            case _:
                found[at] = chance.randrange(256)
        if len(found) < 4:
            break
    return bytes(found)


def answered(prepare: Callable[[bytes], bytes], raw: bytes) -> bytes | str:
    """The picture, or the words of the refusal."""
    try:
        return prepare(raw)
    except PhotoRefused as refusal:
        return str(refusal)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_photo_becomes_a_clean_jpeg_or_is_refused_in_words(kind: str) -> None:
    chance, whole, made = random.Random(f"{kind} 15"), sample(kind), 0
    isolation.prepare_photo(whole)
    for number in range(CASES):
        answer = answered(isolation.prepare_photo, mutated(whole, chance))
        if isinstance(answer, bytes):
            made += 1
            assert answer.startswith(b"\xff\xd8"), number
            assert b"Exif" not in answer, number
        else:
            assert "; hãy " in answer, number
    assert made < CASES


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_mutated_emblem_becomes_a_clean_png_or_is_refused_in_words(kind: str) -> None:
    chance, whole = random.Random(f"{kind} 16"), sample(kind)
    for number in range(CASES):
        answer = answered(isolation.prepare_emblem, mutated(whole, chance))
        if isinstance(answer, bytes):
            assert answer.startswith(b"\x89PNG"), number
            assert b"iCCP" not in answer, number
        else:
            assert "; hãy " in answer, number


# Those that mutation finds seldom

SMALL = Image.effect_noise((60, 40), 60).convert("RGB")


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        len(content).to_bytes(4, "big")
        + name
        + content
        + zlib.crc32(name + content).to_bytes(4, "big")
    )


def with_chunk(added: bytes) -> bytes:
    """A good PNG with something between its head and its pixels."""
    raw = saved(SMALL, "PNG")
    return raw[:33] + added + raw[33:]


def with_exif(raw: bytes) -> bytes:
    return saved(SMALL, "JPEG", exif=raw)


def many_frames(kind: str) -> bytes:
    frames = [Image.new("L", (8, 8), shade % 250) for shade in range(1000)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def many_tags(count: int) -> bytes:
    """A TIFF of 8 x 8 whose directory is full of tags that nobody knows."""
    known = [
        (256, 8),
        (257, 8),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, 8),
        (279, 64),
    ]
    tags = known + [(43_000 + number % 5_000, 1) for number in range(count - len(known))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return (
        b"II*\0"
        + struct.pack("<I", 72)
        + b"\0" * 64
        + struct.pack("<H", count)
        + entries
        + b"\0" * 4
    )


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: with_exif(b"Exif\0\0" + b"\xff" * 64), id="EXIF that is none"),
        pytest.param(
            lambda: with_exif(b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 99),
            id="EXIF without end",
        ),
        pytest.param(lambda: saved(SMALL, "PNG", icc_profile=b"\0" * 500), id="profile of zeros"),
        pytest.param(lambda: saved(SMALL, "JPEG", icc_profile=b"acsp" * 90), id="profile of words"),
        pytest.param(
            lambda: saved(SMALL.convert("CMYK"), "JPEG", icc_profile=b"x"),
            id="CMYK, profile too short",
        ),
        pytest.param(lambda: saved(SMALL.convert("CMYK"), "TIFF"), id="CMYK"),
        pytest.param(lambda: saved(SMALL.convert("I;16"), "PNG"), id="16 bits"),
        pytest.param(lambda: saved(SMALL.convert("L").convert("F"), "TIFF"), id="floating point"),
        pytest.param(
            lambda: saved(SMALL.quantize(9), "PNG", transparency=bytes(range(256))),
            id="clear palette",
        ),
        pytest.param(
            lambda: saved(SMALL, "MPO", save_all=True, append_images=[SMALL] * 20), id="MPO"
        ),
        pytest.param(lambda: many_tags(60_000), id="tags"),
    ],
)
def test_a_good_picture_with_odd_things_around_it_is_taken(make: Callable[[], bytes]) -> None:
    assert prepare_photo(make()).startswith(b"\xff\xd8")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_moves_is_told_as_such(kind: str, tmp_path: Path) -> None:
    raw = many_frames(kind)
    (tmp_path / "a").write_bytes(raw)
    for look in (lambda: prepare_photo(raw), lambda: examine_photo(tmp_path / "a")):
        with pytest.raises(PhotoRefused) as refusal:
            look()
        assert refusal.value.reason.code == "cards.animated"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: saved(SMALL, "JPEG")[:600], id="JPEG broken off"),
        pytest.param(lambda: saved(SMALL, "PNG")[:-900], id="PNG broken off"),
        pytest.param(
            lambda: with_chunk(b"\0\0\0\x04\xc3\x1a\0\x01abcdefgh"),
            id="PNG with a chunk that is none",
        ),
        pytest.param(
            lambda: with_chunk(chunk(b"zTXt", b"a\0\0" + zlib.compress(b" " * 9_000_000))),
            id="PNG with a bomb",
        ),
        pytest.param(
            lambda: with_chunk(
                chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b" " * 9_000_000)) * 20
            ),
            id="many bombs",
        ),
        pytest.param(
            lambda: with_chunk(chunk(b"iCCP", b"a\0\0" + zlib.compress(b" " * 9_000_000))),
            id="profile bomb",
        ),
        pytest.param(lambda: saved(SMALL, "TIFF")[:3000], id="TIFF broken off"),
        pytest.param(
            lambda: b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 1 << 60), id="BigTIFF without end"
        ),
        pytest.param(lambda: saved(SMALL, "ICO"), id="ICO"),
        pytest.param(lambda: saved(SMALL, "ICNS"), id="ICNS"),
        pytest.param(lambda: saved(SMALL, "EPS"), id="EPS"),
        pytest.param(lambda: saved(SMALL, "PCX"), id="PCX"),
        pytest.param(lambda: saved(SMALL, "PPM"), id="PPM"),
        pytest.param(lambda: saved(SMALL, "TGA"), id="TGA"),
        pytest.param(lambda: saved(SMALL, "JPEG2000"), id="JPEG 2000"),
        pytest.param(lambda: b"8BPS\0\1" + b"\0" * 60, id="PSD"),
        pytest.param(lambda: b"%PDF-1.4\n", id="PDF"),
        pytest.param(lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
    ],
)
def test_a_file_that_is_broken_or_of_a_kind_that_nobody_needs_is_refused(
    make: Callable[[], bytes],
) -> None:
    raw = make()
    for prepare in (prepare_photo, prepare_emblem):
        with pytest.raises(PhotoRefused):
            prepare(raw)
