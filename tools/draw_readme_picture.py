"""Draws docs/images/cards.jpg, the picture of the README: python tools/draw_readme_picture.py"""

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from publisher import resources
from publisher.cards import api as cards

ROOT = Path(__file__).resolve().parents[1]
UNIT = "Liên đoàn Lao động tỉnh Lai Châu"
ROWS = (
    (
        "slogan portrait",
        "anniversary portrait",
        "slogan-paper portrait",
        "statistics portrait",
        "solemn portrait",
    ),
    ("honour square", "announcement square", "event landscape", "press-link landscape"),
)
WIDTH, GAP = 1600, 16


def main() -> None:
    """Write the picture."""
    brands = sorted((resources.assets() / "brands").glob("*.toml"))
    rows = []
    for row in ROWS:
        pictures = []
        for number, words in enumerate(row):
            name, wanted = words.split()
            brand = brands[1] if (name, number) == ("event", 2) else brands[0]
            card = cards.sample_card(name, assets=resources.assets(), brand=brand, unit_name=UNIT)
            pictures.append(cards.draw(replace(card, format=wanted), assets=resources.assets()))
        rows.append(_row(pictures))
    whole = Image.new("RGB", (WIDTH, sum(row.height + GAP for row in rows) - GAP), "white")
    top = 0
    for row_picture in rows:
        whole.paste(row_picture, (0, top))
        top += row_picture.height + GAP
    buffer = io.BytesIO()
    whole.save(buffer, "JPEG", quality=86)
    (ROOT / "docs" / "images" / "cards.jpg").write_bytes(buffer.getvalue())


def _row(pictures: list[Image.Image]) -> Image.Image:
    ratio = sum(picture.width / picture.height for picture in pictures)
    height = round((WIDTH - GAP * (len(pictures) - 1)) / ratio)
    row = Image.new("RGB", (WIDTH, height), "white")
    left = 0
    for picture in pictures:
        size = (round(picture.width * height / picture.height), height)
        row.paste(picture.resize(size, Image.Resampling.LANCZOS), (left, 0))
        left += size[0] + GAP
    return row


main()
