"""What a designer wants to see over a card: safe area, boxes, baselines with sizes, and where
lines were broken."""

import io
from pathlib import Path

from PIL import ImageDraw

from publisher.cards import fonts
from publisher.cards.card import Card
from publisher.cards.drawing import OverlayMark, draw_card
from publisher.cards.formats import FORMATS

SAFE, BOX, LINE = (255, 255, 0), (0, 255, 255), (255, 0, 255)
DASH = 14


def overlay(card: Card, *, assets: Path) -> bytes:
    """The card with its construction drawn over it, as JPEG. Raises CardRefused as drawing does."""
    marks: list[OverlayMark] = []
    picture = draw_card(card, assets, None, marks).image
    pen = ImageDraw.Draw(picture)
    face = fonts.font(assets / "fonts" / "BeVietnamPro-SemiBold.ttf", 18)
    left, top, width, height = FORMATS[card.format].safe
    _dashed(pen, (left, top, left + width, top + height))
    for mark in marks:
        left, top, width, height = mark.box
        if mark.kind == "line":
            pen.line((left, top, left + width, top), fill=LINE, width=2)
            # A stroke down at the end: here the line was broken.
            pen.line((left + width, top - 16, left + width, top + 10), fill=LINE, width=3)
            pen.text((left + width + 6, top), f"{mark.note} px", font=face, fill=LINE, anchor="ls")
        else:
            pen.rectangle((left, top, left + width - 1, top + height - 1), outline=BOX, width=2)
            pen.text((left + 6, top + 20), mark.note, font=face, fill=BOX, anchor="ls")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=0)
    return buffer.getvalue()


def _dashed(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = (int(value) for value in box)
    for x in range(left, right, 2 * DASH):
        for y in (top, bottom):
            pen.line((x, y, min(right, x + DASH), y), fill=SAFE, width=3)
    for y in range(top, bottom, 2 * DASH):
        for x in (left, right):
            pen.line((x, y, x, min(bottom, y + DASH)), fill=SAFE, width=3)
