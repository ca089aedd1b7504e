"""Photos: upright, silent about their place, small enough, cropped around what matters."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from publisher.cards.photo import arrange, cropped, prepare_photo, probe_photo
from publisher.domain.errors import PhotoRefused


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
    refusal = probe_photo(path)
    assert refusal
    assert "quá lớn" in str(refusal)


def test_a_telephones_heic_is_read(tmp_path: Path) -> None:
    import pillow_heif

    path = tmp_path / "anh.heic"
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(path)
    assert probe_photo(path) is None
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
