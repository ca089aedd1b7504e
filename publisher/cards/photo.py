"""People's photos: upright, in sRGB, silent about where they were taken; ready for Facebook, or
cropped for a card.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import IO

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from publisher.cards.formats import Box
from publisher.domain.errors import PhotoRefused, PhotoTooLarge

LARGEST_FILE = 60 * 1024 * 1024
# Decoded in full, a pixel takes four bytes, and turning it or laying it on white as many again; the
# reader of WebP needs more beside it. With these limits no picture needs 400 MB (measured kind by
# kind, 2026-11).
MOST_PIXELS = 40_000_000
# A telephone's camera takes HEIC of 48 million.
MOST_PIXELS_OF = {"WEBP": 20_000_000, "HEIF": 50_000_000}
LONGEST_SIDE = 15_000
# A JPEG is decoded at a half, a quarter or an eighth, line by line, unless all its coefficients
# must come first.
MOST_PIXELS_REDUCED = 200_000_000
MOST_COEFFICIENTS = 300_000_000  # bytes
# Facebook shows no more (graph-api.md 3.2, read 2026-11-22): long side 2048 px, 4 MB.
LONG_SIDE = 2048
TARGET = 4_000_000
QUALITIES = (90, 85, 80, 70, 60)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
# (A camera's MPO and a TIFF of several pages have frames that do not move.)
ANIMATED = frozenset({"GIF", "PNG", "WEBP"})
EMBLEM_FORMATS = ("PNG", "JPEG", "WEBP")
LONG_SIDE_OF_EMBLEM = 2000  # px
# What telephones write (ISO 23008-12): the brand stands after "ftyp".
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# How a camera was held, as EXIF counts it, and what brings its picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Photos are looked at so small to find what matters in them, px.
GLANCE = 96
# What white may be in a picture of whole numbers or fractions, which does not say it.
WHITES = {"I": (255, 65_535, 2**31 - 1), "F": (1.0, 255.0, 65_535.0)}
# A JPEG that is only looked at is decoded about so small, px.
LOOK = 512


def examine_photo(path: Path) -> bool:
    """Whether a picture file is grey deeper than 8 bits; all of it is decoded, to see that it can
    be.

    Files from elsewhere are looked at by `publisher.cards.isolation`.

    Raises:
        PhotoRefused: as `prepare_photo`.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PhotoTooLarge("cards.file_too_large", most=LARGEST_FILE // 1024 // 1024)
        with path.open("rb") as file:
            with _open(file) as picture:
                deep = _is_deep(picture)
            file.seek(0)
            _upright(file, LOOK)
            return deep
    except OSError as error:
        raise PhotoRefused("cards.photo_unread", why=error.strerror) from None


def prepare_photo(raw: bytes) -> bytes:
    """The picture as JPEG (4:4:4, at most 2048 px and 4 MB): turned upright, in sRGB, without any
    metadata.

    Bytes from elsewhere are prepared in a process of their own: `publisher.cards.isolation`.

    Raises:
        PhotoRefused: it is no picture, too large, or broken off.
    """
    if len(raw) > LARGEST_FILE:
        raise PhotoTooLarge("cards.file_too_large", most=LARGEST_FILE // 1024 // 1024)
    picture = _upright(io.BytesIO(raw), LONG_SIDE)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return _small_enough(_bare(picture))


def prepare_emblem(raw: bytes) -> bytes:
    """An emblem as PNG with its transparency, at most 2000 px, without any metadata.

    Raises PhotoRefused.
    """
    with _open(io.BytesIO(raw), EMBLEM_FORMATS) as file, _trouble_told():
        _reduce(file, LONG_SIDE_OF_EMBLEM)
        emblem = _instead(file, _eight_bits(file).convert("RGBA"))
        emblem.thumbnail((LONG_SIDE_OF_EMBLEM, LONG_SIDE_OF_EMBLEM))
        out = io.BytesIO()
        _bare(emblem).save(out, "PNG")
    return out.getvalue()


def cropped(path: Path, size: tuple[int, int]) -> Image.Image:
    """The photo filling a size (px), RGB, cropped around what matters in it.

    Raises PhotoRefused.
    """
    try:
        stat = path.stat()
        if stat.st_size > LARGEST_FILE:
            raise PhotoTooLarge("cards.file_too_large", most=LARGEST_FILE // 1024 // 1024)
        return _cropped(path, stat.st_mtime_ns, size)
    except OSError as error:
        raise PhotoRefused("cards.photo_unread", why=error.strerror) from None


@lru_cache(maxsize=16)
def _cropped(path: Path, _mtime_ns: int, size: tuple[int, int]) -> Image.Image:
    with path.open("rb") as file:
        picture = _upright(file, 2 * max(size))
    return picture.resize(
        size, Image.Resampling.LANCZOS, box=crop_box(picture, size[0] / size[1]), reducing_gap=2.0
    )


def crop_box(picture: Image.Image, ratio: float) -> tuple[float, float, float, float]:
    """The part of a picture (left, top, right, bottom, px) with a ratio of width to height that
    shows what matters.

    Our own measure, since face detectors bring 60 MB of OpenCV: on a thumbnail, edges and strong
    colours count, skin tones count most, the middle a little; of all crops of full width or height
    the richest one is taken. Of a standing picture rather the upper part, where heads are.
    """
    width, height = picture.size
    interest = _interest(picture)
    if width / height > ratio:
        window = height * ratio
        start = _richest(_sums(interest, (interest.width, 1)), window / width, lean=0.5)
        return start * width, 0, min(width, start * width + window), height
    window = width / ratio
    start = _richest(_sums(interest, (1, interest.height)), window / height, lean=0.38)
    return 0, start * height, width, min(height, start * height + window)


def arrange(count: int, box: Box, gap: float) -> Sequence[Box]:
    """Boxes (px) for one to six photos in a box: the first is the largest, the others stand
    beside or below it."""
    left, top, width, height = box
    if count <= 1:
        return [box][:count]
    wide = width > height * 1.15
    if count == 2:
        half = ((width if wide else height) - gap) / 2
        if wide:
            return [(left, top, half, height), (left + half + gap, top, half, height)]
        return [(left, top, width, half), (left, top + half + gap, width, half)]
    others = min(count, 6) - 1
    if wide:
        first = width * 0.6
        grid = (left + first + gap, top, width - first - gap, height)
        return [
            (left, top, first, height),
            *_grid(others, grid, gap, columns=1 if others <= 2 else 2),
        ]
    first = height * 0.6
    grid = (left, top + first + gap, width, height - first - gap)
    return [(left, top, width, first), *_grid(others, grid, gap, columns=min(others, 3))]


def _grid(count: int, box: Box, gap: float, *, columns: int) -> list[Box]:
    rows = -(-count // columns)
    height = (box[3] - gap * (rows - 1)) / rows
    cells: list[Box] = []
    for row in range(rows):
        inside = min(columns, count - row * columns)
        width = (box[2] - gap * (inside - 1)) / inside
        top = box[1] + row * (height + gap)
        cells += [(box[0] + column * (width + gap), top, width, height) for column in range(inside)]
    return cells


def _interest(picture: Image.Image) -> Image.Image:
    """How much there is to see in each part, as a grey thumbnail."""
    small = picture.copy()
    small.thumbnail((GLANCE, GLANCE), Image.Resampling.BOX, reducing_gap=2.0)
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES)
    # The filter leaves the outermost pixels as they are.
    edges = (
        ImageOps.expand(edges.crop((1, 1, edges.width - 1, edges.height - 1)), 1, 0)
        if min(edges.size) > 2
        else edges
    )
    saturation = small.convert("HSV").getchannel("S").point([value // 4 for value in range(256)])
    luma, blue, red = small.convert("YCbCr").split()
    # Skin of all shades lies in a small part of the colour plane (Chai and Ngan, 1999).
    skin = ImageChops.multiply(
        red.point([255 * (133 <= value <= 173) for value in range(256)]),
        blue.point([255 * (77 <= value <= 127) for value in range(256)]),
    )
    skin = ImageChops.multiply(skin, luma.point([255 * (value > 50) for value in range(256)]))
    return ImageChops.add(ImageChops.add(edges, saturation), skin, scale=2.0)


def _sums(interest: Image.Image, size: tuple[int, int]) -> list[int]:
    """The interest of each column (height 1) or row (width 1)."""
    return list(interest.resize(size, Image.Resampling.BOX).tobytes())


def _richest(sums: Sequence[int], share: float, *, lean: float) -> float:
    """Where (0 to 1) the richest window begins that is as long as a share of the whole; `lean` when
    all is even.
    """
    count = len(sums)
    window = max(1, min(count, round(share * count)))
    totals = [0, *accumulate(sums)]
    spare = count - window
    if spare <= 0:
        return 0.0
    most = max(1, max(totals[start + window] - totals[start] for start in range(spare + 1)))

    def worth(start: int) -> float:
        off = abs(start / spare - lean)
        return (totals[start + window] - totals[start]) / most - 0.15 * off

    best = max(range(spare + 1), key=worth)
    return min(best / count, 1 - share)


def _upright(source: IO[bytes], wanted: int) -> Image.Image:
    """RGB pixels, turned as the camera was held, in sRGB; `wanted` is the long side that is needed,
    px.

    Of a large picture never more than two copies lie in memory: each step closes what it was given.
    """
    with _open(source) as file, _trouble_told():
        _reduce(file, wanted)
        file.load()
        varied = file.mode != "RGB" and not _is_one_colour(file)
        picture = _flat(_in_srgb(_eight_bits(_turned(file))))
        if varied and _is_one_colour(picture):
            # White letters on nothing, or a depth that we do not understand.
            raise PhotoRefused("cards.one_colour")
        return picture


@contextmanager
def _trouble_told() -> Iterator[None]:
    """Whatever a reader of Pillow stumbles over becomes our own refusal: each has errors of its
    own kinds."""
    with warnings.catch_warnings():
        # What a reader finds odd about a file is of no use to whoever uploaded it.
        warnings.simplefilter("ignore")
        try:
            yield
        except PhotoRefused:
            raise
        except MemoryError as error:
            raise PhotoTooLarge("cards.too_much") from error
        except Exception as error:
            raise PhotoRefused("cards.broken") from error


def _open(file: IO[bytes], formats: Sequence[str] = FORMATS) -> Image.Image:
    """The picture of which only the head was read, and which is small enough to be decoded."""
    # Pillow's reader of WebP takes memory for all of it when it opens a file.
    _check_size("WEBP", _size_of_webp(file))
    try:
        with _trouble_told():
            picture = Image.open(
                file, formats=(*formats, *(_heif(file) if formats is FORMATS else ()))
            )
    except PhotoRefused as refusal:
        if isinstance(refusal.__cause__, Image.DecompressionBombError | MemoryError):
            raise PhotoTooLarge("cards.too_much") from None
        raise PhotoRefused("cards.no_photo" if formats is FORMATS else "cards.no_emblem") from None
    try:
        _check(picture)
    except PhotoRefused:
        picture.close()
        raise
    return picture


def _check(picture: Image.Image) -> None:
    """Raise PhotoTooLarge for what cannot be decoded within the memory that we give it, and
    PhotoRefused for what moves: of an animation a page shows the first frame alone."""
    if picture.format in ANIMATED and getattr(picture, "is_animated", False):
        raise PhotoRefused("cards.animated")
    if not isinstance(picture, JpegImageFile):
        _check_size(picture.format or "", picture.size)
    elif (
        picture.width * picture.height > MOST_PIXELS_REDUCED
        or _coefficients(picture) > MOST_COEFFICIENTS
    ):
        raise PhotoTooLarge("cards.photo_too_large", width=picture.width, height=picture.height)


def _check_size(name: str, size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS_OF.get(name, MOST_PIXELS) or max(size) > LONGEST_SIDE:
        raise PhotoTooLarge("cards.photo_too_large", width=size[0], height=size[1])


def _size_of_webp(file: IO[bytes]) -> tuple[int, int]:
    """What stands in the head of a WebP (RFC 9649); nothing for other files."""
    head = file.read(30).ljust(30, b"\0")
    file.seek(0)
    if head[:4] + head[8:12] != b"RIFFWEBP":
        return 0, 0
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return (
        int.from_bytes(head[26:28], "little") & 0x3FFF,
        int.from_bytes(head[28:30], "little") & 0x3FFF,
    )


def _coefficients(picture: JpegImageFile) -> int:
    """How much of a JPEG lies in memory until its last line has come, bytes: only of a
    progressive one."""
    if not picture.info.get("progressive"):
        return 0
    layers = [(across, down) for _, across, down, _ in picture.layer]
    full = max(across for across, _ in layers) * max(down for _, down in layers)
    return (
        2
        * picture.width
        * picture.height
        * sum(across * down for across, down in layers)
        // max(1, full)
    )


def _reduce(file: Image.Image, wanted: int) -> None:
    """Have a JPEG decoded at a part of its size, as long as its long side keeps what is wanted."""
    least = (wanted, wanted)
    if file.width * file.height > MOST_PIXELS:
        # Both sides in their proportion: else a long, low picture would be decoded in full.
        longest = max(file.size)
        least = (max(1, file.width * wanted // longest), max(1, file.height * wanted // longest))
    file.draft("RGB", least)


def _turned(picture: Image.Image) -> Image.Image:
    try:
        turn = TURNS.get(picture.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 - whatever is wrong with its notes, the picture itself is well
        turn = None
    return picture if turn is None else _instead(picture, picture.transpose(turn))


def _instead(old: Image.Image, new: Image.Image) -> Image.Image:
    """The new one; the pixels of the old one are given back at once."""
    if new is not old:
        old.close()
    return new


def _heif(file: IO[bytes]) -> tuple[str, ...]:
    """The name of Pillow's reader for a telephone's HEIC, which is loaded only for such a file."""
    head = file.read(12)
    file.seek(0)
    if head[4:8] != b"ftyp" or head[8:12] not in HEIC:
        return ()
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return ("HEIF",)


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except MemoryError:
        raise
    # A profile that is none: the picture is shown as if it had none.
    except Exception:  # noqa: BLE001
        return picture
    return _instead(picture, converted) if converted else picture


def _is_deep(picture: Image.Image) -> bool:
    return picture.mode.startswith("I;16") or picture.mode in WHITES


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Deeper greys as greys of 8 bits; Pillow's own conversion cuts off everything above 255."""
    if not _is_deep(picture):
        return picture
    if picture.mode in WHITES:
        grey = _scaled(picture)
    else:
        grey = Image.frombytes("L", picture.size, _upper_bytes(picture))
    grey.info = picture.info.copy()
    if "transparency" in grey.info:
        grey.info["transparency"] //= 256
    return _instead(picture, grey)


def _upper_bytes(picture: Image.Image) -> bytes:
    """Of greys of 16 bits, as Pillow does it with deep colours; the lower ones when 8 bits were
    merely kept in 16."""
    raw, first = picture.tobytes(), 0 if picture.mode == "I;16B" else 1
    upper = raw[first::2]
    return upper if any(upper) else raw[1 - first :: 2]


def _scaled(picture: Image.Image) -> Image.Image:
    """Whole numbers or fractions as greys, by the least white that is none too small for them."""
    [(low, high)] = _extremes(picture)
    white = next((white for white in WHITES[picture.mode] if 0 <= low <= high <= white), None)
    if white is None:
        raise PhotoRefused("cards.unknown_depth")
    scale = 255 / white
    return picture.point(lambda value: value * scale + 0.5).convert("L")


def _is_one_colour(picture: Image.Image) -> bool:
    if picture.mode.startswith("I;16"):
        raw = picture.tobytes()
        return all(half.count(half[:1]) == len(half) for half in (raw[::2], raw[1::2]))
    return all(low == high for low, high in _extremes(picture))


def _extremes(picture: Image.Image) -> list[tuple[float, float]]:
    """The least and the most of each band."""
    found = picture.getextrema()
    bands: list[tuple[float, float]] = [band for band in found if isinstance(band, tuple)]
    return bands or [(found[0], found[1])]  # type: ignore[list-item]


def _flat(picture: Image.Image) -> Image.Image:
    """RGB; what was transparent becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        if picture.mode != "RGBA":
            picture = _instead(picture, picture.convert("RGBA"))
        picture.paste("white", mask=ImageChops.invert(picture.getchannel("A")))
    return picture if picture.mode == "RGB" else _instead(picture, picture.convert("RGB"))


def _bare(picture: Image.Image) -> Image.Image:
    """A copy without `info`, in which Pillow keeps EXIF, profiles and comments."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def _small_enough(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, subsampling=0)
        if buffer.tell() <= TARGET:
            break
    return buffer.getvalue()
