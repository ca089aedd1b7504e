"""Print files: true size, bleed, embedded fonts, text that copies back, the brand's own inks."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from publisher import resources
from publisher.cards.card import Card
from publisher.cards.printing import MM, load_products, print_pdf
from publisher.domain.errors import CardRefused
from tests.queuefiles.test_queue_files import TEN_SLOGANS

ASSETS = resources.assets()
PRODUCTS = load_products(ASSETS)
BRAND = ASSETS / "brands" / "cong-doan.toml"
UNIT = "Liên đoàn Lao động tỉnh Lai Châu"


def a_card(text: str = TEN_SLOGANS[6], brand: Path = BRAND) -> Card:
    return Card(template="slogan", texts={"text": text}, unit_name=UNIT, brand=brand, logo=None)


def page_of(pdf: bytes) -> pypdf.PageObject:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0]


def resources_of(page: pypdf.PageObject, kind: str) -> dict[str, Any]:
    found: Any = page["/Resources"]
    return dict(found.get(kind, {}))


def embedded(page: pypdf.PageObject) -> list[bool]:
    fonts = (found.get_object() for found in resources_of(page, "/Font").values())
    return ["/FontFile2" in font["/FontDescriptor"] for font in fonts]


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_page_has_its_size_in_millimetres_with_bleed_around(name: str) -> None:
    product = PRODUCTS[name]
    page = page_of(print_pdf(a_card(), product, assets=ASSETS))
    trim = [float(value) / MM / product.scale for value in page.trimbox]
    media = [float(value) / MM / product.scale for value in page.mediabox]
    edge = product.bleed
    assert trim == pytest.approx([edge, edge, edge + product.width, edge + product.height], abs=0.1)
    assert media == pytest.approx(
        [0, 0, product.width + 2 * edge, product.height + 2 * edge], abs=0.1
    )


def test_what_is_longer_than_a_page_may_be_is_one_tenth_and_says_so_in_its_name() -> None:
    assert PRODUCTS["phong"].file_part == "phong-6000x3500mm-ti-le-1-10"
    assert PRODUCTS["bang-ron"].file_part == "bang-ron-4000x700mm"


@pytest.mark.parametrize("text", TEN_SLOGANS)
def test_every_font_is_embedded_and_the_slogan_copies_back(text: str) -> None:
    page = page_of(print_pdf(a_card(text), PRODUCTS["pano"], assets=ASSETS))
    fonts = embedded(page)
    assert fonts
    assert all(fonts)
    assert text.replace(" ", "") in page.extract_text().replace("\n", "").replace(" ", "")


def test_decomposed_letters_give_the_same_file() -> None:
    import unicodedata

    apart = unicodedata.normalize("NFD", TEN_SLOGANS[0])
    product = PRODUCTS["bang-ron"]
    assert print_pdf(a_card(apart), product, assets=ASSETS) == print_pdf(
        a_card(TEN_SLOGANS[0]), product, assets=ASSETS
    )


def test_lines_are_broken_by_the_rules_of_the_cards() -> None:
    page = page_of(print_pdf(a_card(), PRODUCTS["pano"], assets=ASSETS))
    assert "Công đoàn Việt Nam\nlà tổ chức" in page.extract_text()


def test_the_brands_own_inks_are_used(tmp_path: Path) -> None:
    brand = tmp_path / "in.toml"
    inks = "[cmyk]\naccent = [20, 100, 100, 10]\ngold = [0, 18, 75, 0]\non_dark = [0, 0, 0, 0]\n"
    brand.write_text(BRAND.read_text(encoding="utf-8") + inks, encoding="utf-8")
    contents = page_of(print_pdf(a_card(brand=brand), PRODUCTS["a4"], assets=ASSETS)).get_contents()
    assert contents is not None
    drawn = contents.get_data()
    assert b".2 1 1 .1 k" in drawn
    assert b" rg\n" not in drawn


def test_a_text_that_is_too_long_is_refused_with_the_product(tmp_path: Path) -> None:
    with pytest.raises(CardRefused, match="dài quá khổ Băng rôn; hãy rút gọn"):
        print_pdf(a_card("Công đoàn Việt Nam " * 60), PRODUCTS["bang-ron"], assets=ASSETS)


def test_a_units_own_emblem_is_printed(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGBA", (60, 60), (0, 200, 0, 255)).save(tmp_path / "logo.png")
    pdf = print_pdf(replace(a_card(), logo=tmp_path / "logo.png"), PRODUCTS["a4"], assets=ASSETS)
    assert resources_of(page_of(pdf), "/XObject")


@pytest.mark.parametrize("cut", ["junk", "broken part", "other kind"])
def test_an_emblem_that_is_no_picture_is_refused_in_words(tmp_path: Path, cut: str) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(out, "ICO" if cut == "other kind" else "PNG")
    raw = b"junk" if cut == "junk" else out.getvalue()
    if cut == "broken part":
        at = raw.index(b"IDAT")
        raw = raw[: at - 4] + (30).to_bytes(4, "big") + raw[at : at + 38] + b"M\xfc\0\1" * 99
    (tmp_path / "logo.png").write_bytes(raw)
    with pytest.raises(CardRefused, match=r"biểu trưng logo\.png không phải tệp ảnh đọc được"):
        print_pdf(replace(a_card(), logo=tmp_path / "logo.png"), PRODUCTS["a4"], assets=ASSETS)


def test_type_that_cannot_be_read_is_not_printed(tmp_path: Path) -> None:
    pale = tmp_path / "nhat.toml"
    text = BRAND.read_text(encoding="utf-8").replace('on_dark = "#FFFFFF"', 'on_dark = "#C03030"')
    pale.write_text(text, encoding="utf-8")
    with pytest.raises(CardRefused, match=r"nhat\.toml: chữ bản in màu on_dark trên nền accent"):
        print_pdf(a_card(brand=pale), PRODUCTS["a4"], assets=ASSETS)


def test_print_files_are_written_for_an_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from publisher.cli.commands import app

    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    post = '+++\nat = 2027-05-01T07:30:00\ncard = "slogan"\n+++\nChào mừng ngày 1/5!\n'
    (tmp_path / "w" / "queue" / "posts" / "a.md").write_text(post, encoding="utf-8")
    result = CliRunner().invoke(app, ["print", "a", "-p", "bang-ron", "-p", "phong", "-o", "in"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "w" / "in").iterdir()) == [
        "a--lai-chau--bang-ron-4000x700mm.pdf",
        "a--lai-chau--phong-6000x3500mm-ti-le-1-10.pdf",
    ]
    result = CliRunner().invoke(app, ["print", "a", "-p", "bangron"])
    assert "Không có vật phẩm in “bangron”: có phải ý bạn là “bang-ron”?" in str(result.exception)
