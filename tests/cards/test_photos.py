"""Photos: upright, silent about their place, small enough, cropped around what matters."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from publisher.cards.photo import arrange, cropped, examine_photo, prepare_emblem, prepare_photo
from publisher.domain.errors import PhotoRefused

DATA = Path(__file__).parent / "data"


def jpeg(size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    buffer = io.BytesIO()
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, 0, size[0] // 2, size[1]))
    picture.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def test_a_photo_is_turned_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (22.0, 23.0, 0.0)}
    raw = prepare_photo(jpeg(exif=exif.tobytes()))
    with Image.open(io.BytesIO(raw)) as photo:
        assert photo.size == (40, 60)
        assert not photo.getexif()
    assert b"Exif" not in raw


@pytest.mark.slow
def test_a_large_photo_is_made_small_enough() -> None:
    noise = Image.effect_noise((3000, 2400), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG", compress_level=1)
    raw = prepare_photo(buffer.getvalue())
    with Image.open(io.BytesIO(raw)) as photo:
        assert max(photo.size) == 2048
    assert len(raw) <= 4_000_000


def test_transparency_becomes_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(io.BytesIO(prepare_photo(buffer.getvalue()))) as photo:
        assert photo.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"MZ not a picture", "không phải tệp ảnh"),
        (jpeg((600, 400))[:900], "bị hỏng"),
        (b"", "không phải"),
    ],
)
def test_a_false_or_broken_photo_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(PhotoRefused, match=why):
        prepare_photo(raw)


def test_a_decompression_bomb_is_refused_from_its_head(tmp_path: Path) -> None:
    path = tmp_path / "bom.png"
    Image.new("1", (9000, 9000)).save(path)
    with pytest.raises(PhotoRefused, match="quá lớn"):
        examine_photo(path)


def test_a_telephones_heic_is_read(tmp_path: Path) -> None:
    import pillow_heif

    path = tmp_path / "anh.heic"
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(path)
    assert not examine_photo(path)
    with Image.open(io.BytesIO(prepare_photo(path.read_bytes()))) as photo:
        assert (photo.format, photo.size) == ("JPEG", (64, 48))


def test_colours_of_another_profile_are_brought_to_srgb() -> None:
    from PIL import ImageCms

    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A camera whose red is what others call green.
    swapped = (
        profile.replace(b"rXYZ", b"????", 1)
        .replace(b"gXYZ", b"rXYZ", 1)
        .replace(b"????", b"gXYZ", 1)
    )
    Image.new("RGB", (8, 8), (200, 30, 30)).save(buffer, "PNG", icc_profile=swapped)
    with Image.open(io.BytesIO(prepare_photo(buffer.getvalue()))) as photo:
        assert "icc_profile" not in photo.info
        assert photo.getpixel((4, 4)) == (30, 200, 31)


def deep(mode: str, kind: str, values: tuple[float, float], **options: object) -> bytes:
    """A picture of two greys side by side."""
    form = {"I;16": "<H", "I;16B": ">H", "I": "=i", "F": "=f"}[mode]
    row = b"".join(16 * struct.pack(form, value) for value in values)
    buffer, picture = io.BytesIO(), Image.frombytes(mode, (32, 16), 16 * row)
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def greys(raw: bytes) -> list[int]:
    with Image.open(io.BytesIO(prepare_photo(raw))) as photo:
        return [photo.convert("L").tobytes()[at] for at in (260, 284)]


@pytest.mark.parametrize(
    ("mode", "kind", "values"),
    [
        ("I;16", "PNG", (30_000, 60_000)),
        ("I;16", "TIFF", (30_000, 60_000)),
        ("I;16B", "TIFF", (30_000, 60_000)),
        ("I;16", "PNG", (117, 233)),
        ("I;16B", "TIFF", (117, 233)),
        ("I", "TIFF", (30_000, 60_000)),
        ("I", "TIFF", (117, 233)),
        ("I", "TIFF", (983_000_000, 1_960_000_000)),
        ("F", "TIFF", (0.458, 0.914)),
        ("F", "TIFF", (117.0, 233.0)),
        ("F", "TIFF", (30_000.0, 60_000.0)),
    ],
)
def test_a_grey_of_many_bits_stays_the_grey_that_it_is(
    tmp_path: Path, mode: str, kind: str, values: tuple[float, float]
) -> None:
    raw = deep(mode, kind, values)
    assert greys(raw) == pytest.approx([117, 233], abs=1)
    (tmp_path / "a").write_bytes(raw)
    assert examine_photo(tmp_path / "a")


def test_a_deep_grey_is_turned_upright_too() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(
        io.BytesIO(prepare_photo(deep("I;16", "PNG", (9000, 60_000), exif=exif.tobytes())))
    ) as photo:
        assert photo.size == (16, 32)


def test_a_scan_of_16_bits_that_came_out_all_white_is_grey() -> None:
    with Image.open(io.BytesIO(prepare_photo((DATA / "xam16.png").read_bytes()))) as photo:
        assert photo.convert("L").getextrema() != (255, 255)


def test_deep_colours_are_read_as_they_are() -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    raw = b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(b"\0" + struct.pack(">HHH", 30_000, 60_000, 5_000))),
            chunk(b"IEND", b""),
        )
    )
    with Image.open(io.BytesIO(prepare_photo(raw))) as photo:
        assert list(photo.tobytes()) == pytest.approx([117, 234, 19], abs=2)


@pytest.mark.parametrize(
    ("mode", "values"), [("F", (-1.0, 0.5)), ("F", (0.0, 1e9)), ("I", (-5, 80))]
)
def test_a_depth_that_is_not_surely_understood_is_refused(
    mode: str, values: tuple[float, float]
) -> None:
    with pytest.raises(PhotoRefused, match="độ sâu màu"):
        prepare_photo(deep(mode, "TIFF", values))


def test_what_comes_out_in_one_colour_only_is_refused_and_a_plain_picture_is_not() -> None:
    letters = Image.new("RGBA", (8, 8), (255, 255, 255, 0))
    letters.paste((255, 255, 255, 255), (2, 2, 6, 6))
    buffer = io.BytesIO()
    letters.save(buffer, "PNG")
    for raw in (buffer.getvalue(), deep("I;16", "PNG", (30_000, 30_001))):
        with pytest.raises(PhotoRefused, match="một màu"):
            prepare_photo(raw)
    assert greys(deep("I;16", "PNG", (30_000, 30_000))) == pytest.approx([117, 117], abs=1)


def test_a_deep_emblem_keeps_its_greys() -> None:
    with Image.open(io.BytesIO(prepare_emblem(deep("I;16", "PNG", (30_000, 60_000))))) as emblem:
        assert emblem.getpixel((1, 1)) == (117, 117, 117, 255)


def test_a_photo_that_was_downloaded_by_half_is_seen_when_it_is_looked_at() -> None:
    with pytest.raises(PhotoRefused, match="tải về chưa trọn"):
        examine_photo(DATA / "tai-do.jpg")


@pytest.mark.parametrize("at", [120, 900])
def test_a_crop_goes_to_where_the_person_is_and_not_to_the_middle(tmp_path: Path, at: int) -> None:
    photo = Image.new("RGB", (1200, 600), (120, 150, 190))
    pen = ImageDraw.Draw(photo)
    pen.ellipse((at - 60, 150, at + 60, 300), fill=(224, 172, 140))
    pen.rectangle((at - 90, 300, at + 90, 560), fill=(180, 30, 40))
    photo.save(tmp_path / "a.png")
    picture = cropped(tmp_path / "a.png", (400, 600))
    skin = [x for x in range(400) if picture.getpixel((x, 225)) == (224, 172, 140)]
    assert len(skin) > 100


def test_a_standing_photo_without_a_subject_keeps_its_upper_part(tmp_path: Path) -> None:
    photo = Image.new("RGB", (400, 1200), "grey")
    photo.paste("white", (0, 0, 400, 300))
    photo.save(tmp_path / "a.png")
    picture = cropped(tmp_path / "a.png", (400, 600))
    assert picture.size == (400, 600)


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("box", [(10.0, 20.0, 900.0, 500.0), (0.0, 0.0, 500.0, 900.0)])
def test_photos_of_a_collage_stay_inside_and_apart(
    count: int, box: tuple[float, float, float, float]
) -> None:
    cells = arrange(count, box, 8)
    assert len(cells) == count
    for left, top, width, height in cells:
        assert left >= box[0] - 0.01
        assert top >= box[1] - 0.01
        assert left + width <= box[0] + box[2] + 0.01
        assert top + height <= box[1] + box[3] + 0.01
    for number, one in enumerate(cells):
        for other in cells[number + 1 :]:
            apart_x = one[0] + one[2] <= other[0] + 0.01 or other[0] + other[2] <= one[0] + 0.01
            apart_y = one[1] + one[3] <= other[1] + 0.01 or other[1] + other[3] <= one[1] + 0.01
            assert apart_x or apart_y
