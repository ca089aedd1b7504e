"""The contact sheet: all pictures small on one page, with captions."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from publisher import resources
from publisher.cards import fonts

THUMB = (360, 450)
CAPTION = 56
GAP = 24
PAPER, INK = (244, 246, 249), (23, 32, 43)


def contact_sheet(pictures: Sequence[tuple[str, bytes]], columns: int) -> bytes:
    """JPEG of the pictures (caption, JPEG bytes), so many in a row at most."""
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    size = (columns * (THUMB[0] + GAP) + GAP, rows * (THUMB[1] + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, PAPER)
    for number, (caption, jpeg) in enumerate(pictures):
        left = GAP + number % columns * (THUMB[0] + GAP)
        top = GAP + number // columns * (THUMB[1] + CAPTION + GAP)
        _place(sheet, jpeg, caption, left, top)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _place(sheet: Image.Image, jpeg: bytes, caption: str, left: int, top: int) -> None:
    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.draft("RGB", THUMB)
        picture.thumbnail(THUMB)
        sheet.paste(
            picture,
            (left + (THUMB[0] - picture.width) // 2, top + (THUMB[1] - picture.height) // 2),
        )
    face = fonts.font(resources.assets() / "fonts" / "BeVietnamPro-Regular.ttf", 17)
    text = caption
    while face.getlength(text) > THUMB[0]:
        text = text[:-2].rstrip("…") + "…"
    ImageDraw.Draw(sheet).text((left, top + THUMB[1] + 30), text, font=face, fill=INK, anchor="ls")
