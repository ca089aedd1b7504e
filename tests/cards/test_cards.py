"""Cards and photos: what is drawn, where lines break, what is refused."""

import io
import os
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from publisher import cards, resources
from publisher.cards import Card, CardRefused
from publisher.cards.brand import LEAST_CONTRAST, contrast, load_brand
from publisher.cards.breaking import load_terms, pieces
from publisher.cards.fit import fit
from publisher.cards.photo import PhotoRefused, prepare_photo, probe_photo
from publisher.cards.template import Text, load_template
from tests.content.test_queue_files import TEN_SLOGANS

ASSETS = resources.assets()
BRANDS = sorted((ASSETS / "brands").glob("*.toml"))
BOLD = ASSETS / "fonts" / "BeVietnamPro-ExtraBold.ttf"
TERMS = load_terms(ASSETS / "words" / "keep-together.txt")
GOLDEN = Path(__file__).parent / "golden"
FAILURES = Path(__file__).parents[1] / "failures"
# Marked by hand in the ten slogans: a line may not end between these.
COMPOUNDS = """công nhân|kết nối|đoàn viên|xây dựng|tổ chức|nhiệt liệt|hưởng ứng|chào mừng|quốc tế|lao động|tinh thần
bất diệt|hành động|an toàn|vệ sinh|tăng cường|quy trình|biện pháp|làm việc|cải thiện|điều kiện|căng thẳng|công đoàn
việt nam|giai cấp|hiện đại|lớn mạnh|trách nhiệm|xã hội|chiến đấu|học tập|bác hồ|vĩ đại|các cấp|hăng hái|thi đua|làm theo
tư tưởng|đạo đức|phong cách|hồ chí|chí minh|năm 2023|137 năm""".replace("\n", "|").split("|")
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


def a_card(template: str = "slogan", *, brand: Path = BRANDS[0], logo: Path | None = None, **texts: str) -> Card:
    unit = "Liên đoàn Lao động tỉnh Lai Châu"
    return Card(
        template=template, texts={"footer": "#ThangCongNhan2027", **texts}, unit_name=unit, brand=brand, logo=logo
    )


def lines_of(text: str, box: tuple[float, float]) -> list[str] | None:
    setting = fit(pieces(text, TERMS), BOLD, box=box, sizes=(12, 118), lines=10)
    return [line.text for line in setting.lines] if setting else None


ANNIVERSARY: dict[str, Any] = {"lead": "Kỷ niệm", "age": "64", "years": "năm", "dates": "15/4/1963 – 15/4/2027"}
PICTURES = {
    "slogan-long": a_card(text=TEN_SLOGANS[5]),
    "slogan-dates": a_card(text=TEN_SLOGANS[2]),
    "slogan-capitals": a_card(text="NGƯỜI LAO ĐỘNG ỔN ĐỊNH, ẤM NO, ẲM BỒNG", brand=BRANDS[1]),
    "anniversary": a_card("anniversary", text="Ngày thành lập Công đoàn tỉnh Lai Châu", **ANNIVERSARY),
    "press-link": a_card("press-link", text="Trao tặng mái ấm công đoàn cho đoàn viên", source="Báo Lao Động"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_card_looks_exactly_as_the_golden_picture(name: str) -> None:
    """Renew with UPDATE_GOLDEN=1 after looking at the new picture in tests/failures."""
    actual, path = cards.draw(PICTURES[name], assets=ASSETS), GOLDEN / f"{name}.png"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        actual.save(path, optimize=True)
    with Image.open(path) as file:
        expected = file.convert("RGB")
    difference = ImageChops.difference(actual, expected)
    if difference.getbbox():
        FAILURES.mkdir(exist_ok=True)
        for kind, picture in (("actual", actual), ("expected", expected), ("diff", difference)):
            picture.save(FAILURES / f"{name}-{kind}.png")
        pytest.fail(f"{name} looks different; see tests/failures/{name}-*.png")


@pytest.mark.parametrize("box", [(912, 740), (900, 500), (1040, 380), (700, 1100), (480, 900)])
@pytest.mark.parametrize("slogan", TEN_SLOGANS)
def test_no_compound_of_the_ten_slogans_is_split_and_no_syllable_left_alone(
    slogan: str, box: tuple[float, float]
) -> None:
    lines = lines_of(slogan, box)
    assert lines
    for above, below in pairwise(lines):
        joint = f"{above.split()[-1]} {below.split()[0]}".lower().strip("!:,.")
        assert joint not in COMPOUNDS
    assert len(lines[-1].split()) > 1 or "/" in lines[-1]
    assert "".join(lines).replace(" ", "") == slogan.replace(" ", "")


def test_the_authors_line_break_and_fixed_space_win() -> None:
    assert lines_of("Một hai\nba bốn", (900, 500)) == ["Một hai", "ba bốn"]
    narrow = lines_of("Một\u00a0hai\u00a0ba bốn năm", (500, 900))
    assert narrow
    assert narrow[0].startswith("Một hai ba")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=9), min_size=1, max_size=40),
    st.tuples(st.integers(60, 1000), st.integers(40, 1000)),
)
def test_any_vietnamese_text_stands_inside_its_box_or_is_refused(words: list[str], box: tuple[int, int]) -> None:
    setting = fit(pieces(" ".join(words), TERMS), BOLD, box=box, sizes=(12, 118), lines=10)
    if setting is None:
        return
    from publisher.cards import fonts

    assert all(fonts.width(BOLD, line.text) * setting.size <= box[0] * 1.01 for line in setting.lines)
    assert setting.lines[0].baseline - setting.lines[0].above >= -0.01
    assert setting.lines[-1].baseline + setting.lines[-1].below <= box[1] + 0.01
    for above, below in zip(setting.lines, setting.lines[1:], strict=False):
        assert above.baseline + above.below < below.baseline - below.above
    assert " ".join(line.text for line in setting.lines).split() == words


def test_the_same_card_gives_the_same_bytes() -> None:
    card = a_card(text=TEN_SLOGANS[0])
    assert cards.render(card, assets=ASSETS) == cards.render(card, assets=ASSETS)


def test_decomposed_letters_give_the_same_picture_and_name() -> None:
    whole, apart = (a_card(text=unicodedata.normalize(form, TEN_SLOGANS[9])) for form in ("NFC", "NFD"))
    assert cards.render(whole, assets=ASSETS) == cards.render(apart, assets=ASSETS)
    assert cards.digest(whole, assets=ASSETS) == cards.digest(apart, assets=ASSETS)


def test_another_word_brand_or_logo_gives_another_name(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (40, 80), "red").save(logo)
    different = [a_card(text="A"), a_card(text="B"), a_card(text="A", brand=BRANDS[1]), a_card(text="A", logo=logo)]
    assert len({cards.digest(card, assets=ASSETS) for card in different}) == 4


def test_the_units_own_logo_takes_the_place_of_the_seal_undistorted(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (100, 200), (0, 255, 0, 255)).save(logo)
    picture = cards.draw(a_card(text="A B", logo=logo), assets=ASSETS)
    green = [x for x in range(1080) if picture.getpixel((x, 160)) == (0, 255, 0)]
    assert 74 <= len(green) <= 76


def test_a_character_that_the_font_lacks_is_named() -> None:
    with pytest.raises(CardRefused, match=r"“★” \(U\+2605\)"):
        cards.render(a_card(text="Chào ★"), assets=ASSETS)


def test_a_numero_sign_is_written_out() -> None:
    assert cards.render(a_card(text="Kế hoạch № 438"), assets=ASSETS)


def test_a_text_that_cannot_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(CardRefused, match="dài quá khung của mẫu “slogan”; hãy rút gọn"):
        cards.render(a_card(text="Công đoàn Việt Nam " * 80), assets=ASSETS)


def test_a_text_of_220_characters_fits() -> None:
    assert cards.render(a_card(text=("Công đoàn Việt Nam vì người lao động " * 6)[:220].strip()), assets=ASSETS)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda path: path.stem)
def test_every_text_of_every_template_stands_out_from_its_ground(brand: Path) -> None:
    colors = load_brand(brand, ASSETS).colors
    for name in cards.templates(assets=ASSETS):
        for layer in load_template(ASSETS / "templates" / f"{name}.toml").layers:
            for ground in layer.on if isinstance(layer, Text) else ():
                assert isinstance(layer, Text)
                assert contrast(colors[layer.color], colors[ground]) >= LEAST_CONTRAST


def test_a_brand_with_pale_type_is_refused_by_name(tmp_path: Path) -> None:
    pale = tmp_path / "nhat.toml"
    pale.write_text(BRANDS[0].read_text().replace('on_dark = "#FFFFFF"', 'on_dark = "#5577AA"'))
    with pytest.raises(CardRefused, match=r"nhat\.toml: chữ unit màu on_dark trên nền ground"):
        cards.render(a_card(text="A B", brand=pale), assets=ASSETS)


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
    [(b"MZ not a picture", "không phải tệp ảnh"), (jpeg((600, 400))[:900], "bị hỏng"), (b"", "không phải")],
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


def test_a_ground_that_was_kept_gives_the_same_card(tmp_path: Path) -> None:
    card = a_card(text="Chào mừng!")
    fresh = cards.render(card, assets=ASSETS)
    assert cards.render(card, assets=ASSETS, grounds=tmp_path) == fresh
    assert len(list(tmp_path.iterdir())) == 1
    assert cards.render(card, assets=ASSETS, grounds=tmp_path) == fresh


def test_a_ground_that_was_cut_short_is_drawn_again(tmp_path: Path) -> None:
    card = a_card(text="Chào mừng!")
    fresh = cards.render(card, assets=ASSETS, grounds=tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert cards.render(card, assets=ASSETS, grounds=tmp_path) == fresh


def test_grounds_do_not_fill_the_disk(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.rgb").write_bytes(b"x")
    cards.render(a_card(text="Chào mừng!"), assets=ASSETS, grounds=tmp_path)
    assert len(list(tmp_path.iterdir())) == 24
