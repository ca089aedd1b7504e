"""People's photos made ready for Facebook: upright, sRGB, small enough, and silent about where they were taken."""

import io
import warnings
from pathlib import Path
from typing import IO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

LARGEST_FILE = 60 * 1024 * 1024
MOST_PIXELS = 60_000_000
# Facebook shows no more (graph-api.md 3.2, read 2026-11-22): long side 2048 px, 4 MB.
LONG_SIDE = 2048
TARGET = 4_000_000
QUALITIES = (90, 85, 80, 70, 60)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")


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
    with _open(io.BytesIO(raw)) as file:
        try:
            file.draft("RGB", (LONG_SIDE, LONG_SIDE))
            upright = ImageOps.exif_transpose(file)
            picture = _flat(_in_srgb(upright))
        except (OSError, SyntaxError, ValueError) as error:
            raise PhotoRefused("bị hỏng hoặc tải về chưa trọn; hãy lấy lại ảnh gốc") from error
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return _small_enough(picture)


def _open(file: IO[bytes]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Our own limit follows; Pillow's warning would only repeat it.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise PhotoRefused("không phải tệp ảnh JPEG, PNG, WebP, GIF, TIFF hay BMP; hãy xuất lại ảnh") from None
    if picture.width * picture.height > MOST_PIXELS:
        raise PhotoRefused(f"rộng {picture.width}x{picture.height} điểm ảnh là quá lớn; hãy thu nhỏ ảnh")
    return picture


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
