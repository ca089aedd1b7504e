"""`publisher cards`: every template in every format and brand, told as it comes, drawn on all cores."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from typer.testing import CliRunner

from publisher import resources
from publisher.cards import api as cards
from publisher.cards.batch import render_many
from publisher.cards.card import Card
from publisher.cards.overlay import overlay
from publisher.cli.commands import app
from publisher.domain.errors import CardRefused

ASSETS = resources.assets()
BRAND = ASSETS / "brands" / "cong-doan.toml"


def sample(name: str = "slogan") -> Card:
    return cards.sample_card(name, assets=ASSETS, brand=BRAND, unit_name="Công đoàn thử")


def test_a_batch_on_two_cores_gives_the_bytes_of_one_by_one_in_their_order() -> None:
    found = [replace(sample(), texts={"text": f"Khẩu hiệu {number}"}) for number in range(24)]
    found[5] = replace(found[5], texts={"text": "A" * 900})
    one_by_one = list(render_many(found, assets=ASSETS, workers=1))
    together = list(render_many(found, assets=ASSETS, workers=2))
    assert [isinstance(one, CardRefused) for one in together] == [
        number == 5 for number in range(24)
    ]
    assert [one for one in together if isinstance(one, bytes)] == [
        one for one in one_by_one if isinstance(one, bytes)
    ]


def test_the_overlay_shows_construction_and_leaves_the_card_itself_alone() -> None:
    before = cards.render(sample(), assets=ASSETS)
    with Image.open(io.BytesIO(overlay(sample(), assets=ASSETS))) as drawn:
        plain = cards.draw(sample(), assets=ASSETS)
        assert ImageChops.difference(drawn.convert("RGB"), plain).getbbox()
    assert cards.render(sample(), assets=ASSETS) == before


def test_templates_are_listed_with_their_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["cards"])
    assert (
        "quote          Trích lời, có chân dung. Trường: text*, who*, role; ảnh: 1" in result.output
    )
    assert [name for name in cards.templates(assets=ASSETS) if name not in result.output] == []


def test_a_text_is_drawn_in_what_was_asked_for_with_a_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [
        "cards",
        "-o",
        "anh",
        "-t",
        "Chào mừng!",
        "--template",
        "slogan",
        "--template",
        "solemn",
        "--brand",
    ]
    result = CliRunner().invoke(
        app, [*words, "cong-doan", "--format", "square", "--format", "cover"]
    )
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "anh").iterdir()) == [
        "slogan--cover--cong-doan.jpg",
        "slogan--square--cong-doan.jpg",
        "solemn--cover--cong-doan.jpg",
        "solemn--square--cong-doan.jpg",
        "tat-ca--cong-doan.jpg",
    ]


def test_a_text_that_fits_nowhere_is_told_for_each_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [
        "cards",
        "-o",
        "anh",
        "-t",
        "Công đoàn " * 300,
        "--template",
        "slogan",
        "--format",
        "square",
    ]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert result.stderr.count("dài quá khung của mẫu “slogan” khổ vuông") == 2


def test_an_unknown_brand_is_answered_with_a_suggestion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["cards", "-o", "anh", "--brand", "cong-doann"])
    assert result.exit_code == 1
    assert "Không có bộ nhận diện “cong-doann”: có phải ý bạn là “cong-doan”?" in result.stderr
