"""People's photos: upright, in sRGB, silent about where they were taken; ready for Facebook, or cropped for a card."""

import io
import warnings
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import IO

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageOps, UnidentifiedImageError

from publisher.cards.formats import Box

LARGEST_FILE = 60 * 1024 * 1024
MOST_PIXELS = 60_000_000
# Facebook shows no more (graph-api.md 3.2, read 2026-11-22): long side 2048 px, 4 MB.
LONG_SIDE = 2048
TARGET = 4_000_000
QUALITIES = (90, 85, 80, 70, 60)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
# What telephones write (ISO 23008-12): the brand stands after "ftyp".
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Photos are looked at so small to find what matters in them, px.
GLANCE = 96


class PhotoRefused(ValueError):
    """The file cannot be used; the text is Vietnamese and says why and what to do."""


def probe_photo(path: Path) -> PhotoRefused | None:
    """What is wrong with a picture file, seen from its size and head alone; None when nothing is."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return PhotoRefused(f"lớn hơn {LARGEST_FILE // 1024 // 1024} MB; hãy thu nhỏ ảnh")
        with path.open("rb") as file, _open(file):
            return None
    except PhotoRefused as refusal:
        return refusal
    except OSError as error:
        return PhotoRefused(f"không đọc được ({error.strerror})")


def prepare_photo(raw: bytes) -> bytes:
    """The picture as JPEG (4:4:4, at most 2048 px and 4 MB): turned upright, in sRGB, without any metadata.

    Raises:
        PhotoRefused: it is no picture, too large, or broken off.
    """
    if len(raw) > LARGEST_FILE:
        raise PhotoRefused(f"lớn hơn {LARGEST_FILE // 1024 // 1024} MB; hãy thu nhỏ ảnh")
    picture = _upright(io.BytesIO(raw), LONG_SIDE)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return _small_enough(picture)


def cropped(path: Path, size: tuple[int, int]) -> Image.Image:
    """The photo filling a size (px), RGB, cropped around what matters in it. Raises PhotoRefused."""
    try:
        stat = path.stat()
        if stat.st_size > LARGEST_FILE:
            raise PhotoRefused(f"lớn hơn {LARGEST_FILE // 1024 // 1024} MB; hãy thu nhỏ ảnh")
        return _cropped(path, stat.st_mtime_ns, size)
    except OSError as error:
        raise PhotoRefused(f"không đọc được ({error.strerror})") from None


@lru_cache(maxsize=16)
def _cropped(path: Path, _mtime_ns: int, size: tuple[int, int]) -> Image.Image:
    with path.open("rb") as file:
        picture = _upright(file, 2 * max(size))
    return picture.resize(size, Image.Resampling.LANCZOS, box=crop_box(picture, size[0] / size[1]), reducing_gap=2.0)


def crop_box(picture: Image.Image, ratio: float) -> tuple[float, float, float, float]:
    """The part of a picture (left, top, right, bottom, px) with a ratio of width to height that shows what matters.

    Our own measure, since face detectors bring 60 MB of OpenCV: on a thumbnail, edges and strong colours count, skin
    tones count most, the middle a little; of all crops of full width or height the richest one is taken. Of a standing
    picture rather the upper part, where heads are.
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
    """Boxes (px) for one to six photos in a box: the first is the largest, the others stand beside or below it."""
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
        return [(left, top, first, height), *_grid(others, grid, gap, columns=1 if others <= 2 else 2)]
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
        ImageOps.expand(edges.crop((1, 1, edges.width - 1, edges.height - 1)), 1, 0) if min(edges.size) > 2 else edges
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
    """Where (0 to 1) the richest window begins that is as long as a share of the whole; `lean` when all is even."""
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
    """RGB pixels, turned as the camera was held, in sRGB; `wanted` is the long side that is needed, px."""
    with _open(source) as file:
        try:
            file.draft("RGB", (wanted, wanted))
            return _flat(_in_srgb(ImageOps.exif_transpose(file)))
        except (OSError, SyntaxError, ValueError) as error:
            raise PhotoRefused("bị hỏng hoặc tải về chưa trọn; hãy lấy lại ảnh gốc") from error


def _open(file: IO[bytes]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Our own limit follows; Pillow's warning would only repeat it.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=(*FORMATS, *_heif(file)))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise PhotoRefused("không phải tệp ảnh JPEG, PNG, HEIC, WebP, GIF, TIFF hay BMP; hãy xuất lại ảnh") from None
    if picture.width * picture.height > MOST_PIXELS:
        raise PhotoRefused(f"rộng {picture.width}x{picture.height} điểm ảnh là quá lớn; hãy thu nhỏ ảnh")
    return picture


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
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return picture
    return converted or picture


def _flat(picture: Image.Image) -> Image.Image:
    """RGB; what was transparent becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, (0, 0), layer)
        return ground
    # A copy without `info`, in which Pillow keeps EXIF and comments.
    return Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())


def _small_enough(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, subsampling=0)
        if buffer.tell() <= TARGET:
            break
    return buffer.getvalue()
