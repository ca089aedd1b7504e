"""Cards: what is drawn, what is refused, and that it is drawn the same every time."""

import io
import os
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from publisher import resources
from publisher.cards import api as cards
from publisher.cards import drawing
from publisher.cards.card import Card
from publisher.cards.formats import FORMATS
from publisher.domain.errors import CardRefused
from tests.queuefiles.test_queue_files import TEN_SLOGANS

ASSETS = resources.assets()
BRANDS = sorted((ASSETS / "brands").glob("*.toml"))
UNIT = "Liên đoàn Lao động tỉnh Lai Châu"
TEMPLATES = cards.templates(assets=ASSETS)
LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
GOLDEN = Path(__file__).parent / "golden"
FAILURES = Path(__file__).parents[1] / "failures"


def a_card(
    template: str = "slogan", *, brand: Path = BRANDS[0], logo: Path | None = None, **texts: str
) -> Card:
    given = {"footer": "#ThangCongNhan2027", **texts}
    return Card(template=template, texts=given, unit_name=UNIT, brand=brand, logo=logo)


def sample(name: str, brand: Path = BRANDS[0], wanted: str = "portrait") -> Card:
    return replace(
        cards.sample_card(name, assets=ASSETS, brand=brand, unit_name=UNIT), format=wanted
    )


ANNIVERSARY: dict[str, Any] = {
    "lead": "Kỷ niệm",
    "age": "64",
    "years": "năm",
    "dates": "15/4/1963 – 15/4/2027",
}
LONG = ("Công đoàn Việt Nam vì người lao động " * 6)[:220].strip()
PICTURES = {
    **{name: sample(name) for name in TEMPLATES},
    "slogan-long": a_card(text=TEN_SLOGANS[5]),
    "slogan-dates": a_card(text=TEN_SLOGANS[2]),
    "slogan-capitals": a_card(text="NGƯỜI LAO ĐỘNG ỔN ĐỊNH, ẤM NO, ẲM BỒNG", brand=BRANDS[1]),
    "slogan-one-word": a_card(text="Nghiêng"),
    "slogan-220-characters": a_card(text=LONG),
    "slogan-long-unit": replace(
        a_card(text=TEN_SLOGANS[0]),
        unit_name="Công đoàn cơ sở Trung tâm Y tế dự phòng và Kiểm soát bệnh tật khu vực Mường Tè – Nậm Nhùn",
    ),
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


def test_the_same_card_gives_the_same_bytes() -> None:
    card = a_card(text=TEN_SLOGANS[0])
    assert cards.render(card, assets=ASSETS) == cards.render(card, assets=ASSETS)


def test_decomposed_letters_give_the_same_picture_and_name() -> None:
    whole, apart = (
        a_card(text=unicodedata.normalize(form, TEN_SLOGANS[9])) for form in ("NFC", "NFD")
    )
    assert cards.render(whole, assets=ASSETS) == cards.render(apart, assets=ASSETS)
    assert cards.digest(whole, assets=ASSETS) == cards.digest(apart, assets=ASSETS)


def test_another_word_brand_or_logo_gives_another_name(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (40, 80), "red").save(logo)
    different = [
        a_card(text="A"),
        a_card(text="B"),
        a_card(text="A", brand=BRANDS[1]),
        a_card(text="A", logo=logo),
    ]
    assert len({cards.digest(card, assets=ASSETS) for card in different}) == 4


def test_the_units_own_logo_takes_the_place_of_the_seal_undistorted(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (100, 200), (0, 255, 0, 255)).save(logo)
    picture = cards.draw(a_card(text="A B", logo=logo), assets=ASSETS)
    green = (
        ImageChops.difference(picture, Image.new("RGB", picture.size, (0, 255, 0)))
        .convert("L")
        .point(lambda v: v == 0)
    )
    left, top, right, bottom = green.getbbox() or (0, 0, 0, 0)
    assert (bottom - top) == pytest.approx(2 * (right - left), abs=1)


def test_a_character_that_the_font_lacks_is_named() -> None:
    with pytest.raises(CardRefused, match=r"“中” \(U\+4E2D\)"):
        cards.render(a_card(text="Chào 中"), assets=ASSETS)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Kế hoạch № 438", "Kế hoạch Số 438"),
        ("Chúc mừng 🎉🎉 đoàn viên 👷‍♀️!", "Chúc mừng đoàn viên!"),
        ("Đơn giản\u200b hóa", "Đơn giản hóa"),
    ],
)
def test_signs_that_fonts_lack_are_spelled_out_or_left_to_the_caption(
    written: str, drawn: str
) -> None:
    assert cards.render(a_card(text=written), assets=ASSETS) == cards.render(
        a_card(text=drawn), assets=ASSETS
    )


def test_a_units_own_font_is_looked_into_before_it_draws_empty_boxes(tmp_path: Path) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(ASSETS / "fonts" / "BeVietnamPro-ExtraBold.ttf") as font:
        subsetter = Subsetter(Options())
        subsetter.populate(text="Chao LC.")
        subsetter.subset(font)
        font.save(tmp_path / "rieng.ttf")
    brand = tmp_path / "rieng.toml"
    brand.write_text(
        BRANDS[0].read_text().replace("BeVietnamPro-ExtraBold.ttf", "rieng.ttf"), encoding="utf-8"
    )
    assert cards.render(a_card(text="Chao", brand=brand), assets=ASSETS)
    with pytest.raises(CardRefused, match=r"“à” \(U\+00E0\)"):
        cards.render(a_card(text="Chào", brand=brand), assets=ASSETS)


def test_a_text_that_cannot_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(
        CardRefused, match="dài quá khung của mẫu “slogan” khổ dọc 4:5; hãy rút gọn"
    ):
        cards.render(a_card(text="Công đoàn Việt Nam " * 80), assets=ASSETS)


def test_everything_that_a_template_needs_and_lacks_is_told_at_once() -> None:
    with pytest.raises(CardRefused) as caught:
        cards.render(a_card("quote", text="A"), assets=ASSETS)
    assert "thiếu who (Người nói); cần ít nhất 1 ảnh, mới có 0" in str(caught.value)


@pytest.mark.parametrize("brand", BRANDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("wanted", FORMATS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_drawn_in_every_format_and_brand(
    name: str, wanted: str, brand: Path
) -> None:
    """Contrast, room and glyphs are checked while drawing: what cannot be read is refused."""
    picture = cards.draw(sample(name, brand, wanted), assets=ASSETS)
    assert picture.size == FORMATS[wanted].size


def test_emphasis_is_set_in_another_colour_at_the_same_place() -> None:
    plain = cards.draw(a_card(text="Vì người lao động"), assets=ASSETS)
    strong = cards.draw(a_card(text="Vì *người lao động*"), assets=ASSETS)
    difference = ImageChops.difference(plain, strong)
    # Only the colour changes: the blue of white letters, not their shape.
    red, _, blue = difference.split()
    assert (red.getbbox(), blue.getbbox() is None) == (None, False)


def test_a_colour_that_cannot_be_read_gives_way_to_the_next_of_the_template(tmp_path: Path) -> None:
    brand = tmp_path / "vang-tham.toml"
    brand.write_text(BRANDS[0].read_text().replace('gold = "#FFD15C"', 'gold = "#1550A0"'))
    plain = cards.draw(a_card(text="Vì người lao động", brand=brand), assets=ASSETS)
    strong = cards.draw(a_card(text="Vì *người lao động*", brand=brand), assets=ASSETS)
    assert ImageChops.difference(plain, strong).getbbox() is None


def test_the_name_lines_and_emblem_of_a_brand_are_used(tmp_path: Path) -> None:
    Image.new("RGBA", (100, 100), (0, 255, 0, 255)).save(tmp_path / "huy-hieu.png")
    brand = tmp_path / "don-vi.toml"
    lines = 'lines = ["CÔNG ĐOÀN", "VIÊN CHỨC TỈNH"]\nlogo = "huy-hieu.png"\n'
    brand.write_text(lines + BRANDS[0].read_text(), encoding="utf-8")
    picture = cards.draw(a_card(text="A B", brand=brand), assets=ASSETS)
    other = cards.draw(
        replace(a_card(text="A B", brand=brand), unit_name="Tên khác"), assets=ASSETS
    )
    assert picture.getpixel((540, 144)) == (0, 255, 0)
    assert ImageChops.difference(picture, other).getbbox() is None


def test_a_brand_with_pale_type_is_refused_by_name(tmp_path: Path) -> None:
    pale = tmp_path / "nhat.toml"
    pale.write_text(BRANDS[0].read_text().replace('on_dark = "#FFFFFF"', 'on_dark = "#5577AA"'))
    with pytest.raises(CardRefused, match=r"nhat\.toml: chữ unit màu on_dark trên nền ground"):
        cards.render(a_card(text="A B", brand=pale), assets=ASSETS)


def in_a_new_process(card: Card, grounds: Path | None = None) -> bytes:
    drawing.forget()
    return cards.render(card, assets=ASSETS, grounds=grounds)


def test_a_ground_that_was_kept_gives_the_same_card(tmp_path: Path) -> None:
    card = a_card(text="Chào mừng!")
    fresh = in_a_new_process(card)
    assert in_a_new_process(card, tmp_path) == fresh
    assert len(list(tmp_path.iterdir())) == 1
    assert in_a_new_process(card, tmp_path) == fresh


def test_a_ground_that_was_cut_short_is_drawn_again(tmp_path: Path) -> None:
    card = a_card(text="Chào mừng!")
    fresh = in_a_new_process(card, tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert in_a_new_process(card, tmp_path) == fresh


def test_grounds_do_not_fill_the_disk(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.rgb").write_bytes(b"x")
    in_a_new_process(a_card(text="Chào mừng!"), tmp_path)
    assert len(list(tmp_path.iterdir())) == 24


@settings(deadline=None, max_examples=40)
@pytest.mark.slow
@given(
    st.sampled_from([name for name in TEMPLATES if name not in ("quote", "photo", "photos")]),
    st.sampled_from(sorted(FORMATS)),
    st.lists(st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=8), min_size=1, max_size=30),
)
def test_any_vietnamese_text_leaves_the_margins_alone_or_is_refused(
    name: str, wanted: str, words: list[str]
) -> None:
    card = sample(name, wanted=wanted)
    given = replace(card, texts=dict(card.texts) | {"text": " ".join(words)})
    empty = replace(card, texts=dict(card.texts) | {"text": "."})
    picture, why = drawn_or_refused(given)
    if picture is None:
        assert "rút gọn" in why
        return
    box = ImageChops.difference(picture, cards.draw(empty, assets=ASSETS)).getbbox()
    left, top, width, height = FORMATS[wanted].safe
    assert box is None or (
        box[0] >= left - 8
        and box[1] >= top - 8
        and box[2] <= left + width + 8
        and box[3] <= top + height + 12
    )


def drawn_or_refused(card: Card) -> tuple[Image.Image | None, str]:
    try:
        return cards.draw(card, assets=ASSETS), ""
    except CardRefused as refusal:
        return None, str(refusal)


@pytest.mark.parametrize("name", ["slogan", "statistics", "photo", "solemn"])
@pytest.mark.parametrize("wanted", ["portrait", "landscape"])
def test_encoding_only_what_differs_gives_the_pixels_of_encoding_the_whole(
    name: str, wanted: str
) -> None:
    card = sample(name, wanted=wanted)
    picture = cards.draw(card, assets=ASSETS)
    whole = io.BytesIO()
    picture.save(whole, "JPEG", quality=90, subsampling=0)
    with (
        Image.open(io.BytesIO(cards.render(card, assets=ASSETS))) as spliced,
        Image.open(whole) as plain,
    ):
        assert ImageChops.difference(spliced, plain).getbbox() is None
        assert not spliced.getexif()
    with Image.open(io.BytesIO(cards.render_png(card, assets=ASSETS))) as lossless:
        assert ImageChops.difference(lossless, picture).getbbox() is None
