"""Draws a card with Pillow: layer upon layer, every decision about type made before by `fit`."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import assert_never

from PIL import Image, ImageDraw, UnidentifiedImageError

from publisher.cards import Card, CardRefused, fonts
from publisher.cards.brand import LEAST_CONTRAST, Brand, contrast, load_brand
from publisher.cards.breaking import load_terms, pieces
from publisher.cards.fit import Setting, fit
from publisher.cards.grounds import ground_of
from publisher.cards.template import Box, GroundLayer, Label, Logo, Template, Text, load_template
from publisher.domain.text import nfc

QUALITY = 92
# The font lacks it; "Số" is what it means.
SPOKEN = {"№": "Số"}
SMOOTH = 4


def draw_card(card: Card, assets: Path, grounds: Path | None) -> Image.Image:
    """The card's pixels. Raises CardRefused."""
    template = load_template(assets / "templates" / f"{card.template}.toml")
    brand = load_brand(card.brand, assets)
    layers = [layer for layer in template.layers if not isinstance(layer, GroundLayer)]
    ground = ground_of(template, brand, grounds)
    drawing = _Drawing(template, brand, assets, _texts(card, template), card.logo, ground)
    for layer in layers:
        drawing.draw(layer)
    return drawing.image


def encode(image: Image.Image) -> bytes:
    """JPEG without chroma subsampling, in which red type on blue would bleed."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    return buffer.getvalue()


def _texts(card: Card, template: Template) -> dict[str, str]:
    texts = {name: _clean(text) for name, text in {**card.texts, "unit": card.unit_name}.items()}
    if lacking := [name for name in template.needs if not texts.get(name)]:
        raise CardRefused(f"mẫu “{template.name}” cần có {', '.join(lacking)}")
    return texts


def _clean(text: str) -> str:
    for sign, word in SPOKEN.items():
        text = text.replace(sign, word)
    return nfc(text).strip()


class _Drawing:
    def __init__(
        self,
        template: Template,
        brand: Brand,
        assets: Path,
        texts: Mapping[str, str],
        logo: Path | None,
        ground: Image.Image,
    ) -> None:
        self.template, self.brand, self.texts, self.logo = template, brand, texts, logo
        self.terms = load_terms(assets / "words" / "keep-together.txt")
        self.image = ground
        self.pen = ImageDraw.Draw(self.image)

    def draw(self, layer: Logo | Text | Label) -> None:
        match layer:
            case Logo():
                self._logo(layer)
            case Text():
                self._text(layer)
            case Label():
                self._label(layer)
            case _ as never:
                assert_never(never)

    # Emblem

    def _logo(self, layer: Logo) -> None:
        left, top, width, height = layer.box
        emblem = self._own_logo(width, height) if self.logo else self._seal(layer, round(min(width, height)))
        at = (round(left + (width - emblem.width) / 2), round(top + (height - emblem.height) / 2))
        self.image.paste(emblem, at, emblem)

    def _own_logo(self, width: float, height: float) -> Image.Image:
        assert self.logo
        try:
            with Image.open(self.logo) as file:
                emblem = file.convert("RGBA")
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            raise CardRefused(f"biểu trưng {self.logo.name} không phải tệp ảnh đọc được") from None
        scale = min(width / emblem.width, height / emblem.height)
        size = (max(1, round(emblem.width * scale)), max(1, round(emblem.height * scale)))
        return emblem.resize(size, Image.Resampling.LANCZOS)

    def _seal(self, layer: Logo, size: int) -> Image.Image:
        """A ring with the unit's initials: plainly no official emblem, and fit to be seen until that one comes."""
        big = size * SMOOTH
        mask = Image.new("L", (big, big))
        pen = ImageDraw.Draw(mask)
        edge = big // 60
        pen.ellipse((edge, edge, big - edge, big - edge), outline=255, width=big // 28)
        pen.ellipse((big // 12, big // 12, big - big // 12, big - big // 12), outline=255, width=big // 110)
        face = fonts.font(self.brand.fonts["extrabold"], big * 0.36)
        initials = _initials(self.texts["unit"])
        left, top, right, bottom = face.getbbox(initials, anchor="ls")
        pen.text(((big - left - right) / 2, (big - top - bottom) / 2), initials, font=face, fill=255, anchor="ls")
        seal = Image.new("RGBA", (size, size), self.brand.colors[layer.color])
        seal.putalpha(mask.reduce(SMOOTH))
        return seal

    # Words

    def _text(self, layer: Text) -> None:
        text = self.texts.get(layer.field, "")
        if not text:
            return
        self._check_contrast(layer.color, layer.on, layer.field)
        setting = self._fit(text, layer.font, layer.box, layer.size, layer.lines)
        left, top, width, height = layer.box
        spare = height - setting.height
        top += {"top": 0.0, "middle": spare / 2, "bottom": spare}[layer.valign]
        x, anchor = (left + width / 2, "ms") if layer.align == "center" else (left, "ls")
        face = fonts.font(self.brand.fonts[layer.font], setting.size)
        for line in setting.lines:
            at = (x, round(top + line.baseline))
            self.pen.text(at, line.text, font=face, fill=self.brand.colors[layer.color], anchor=anchor)

    def _label(self, layer: Label) -> None:
        text = self.texts.get(layer.field, "")
        if not text:
            return
        self._check_contrast(layer.color, (layer.fill,), layer.field)
        left, top, width, height = layer.box
        pad = height * 0.4
        setting = self._fit(text, layer.font, (left, top, width - 2 * pad, height), layer.size, 1)
        path = self.brand.fonts[layer.font]
        tag = (left, top, left + fonts.width(path, setting.lines[0].text) * setting.size + 2 * pad, top + height)
        self.pen.rounded_rectangle(tag, radius=height / 5, fill=self.brand.colors[layer.fill])
        line = setting.lines[0]
        baseline = round(top + (height - setting.height) / 2 + line.baseline)
        face = fonts.font(path, setting.size)
        self.pen.text((left + pad, baseline), line.text, font=face, fill=self.brand.colors[layer.color], anchor="ls")

    def _fit(self, text: str, font: str, box: Box, sizes: tuple[float, float], lines: int) -> Setting:
        path = self.brand.fonts[font]
        if strange := fonts.missing_characters(path, text.replace("\n", " ")):
            named = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in strange[:5])
            raise CardRefused(f"phông chữ không có ký tự {named}; hãy bỏ hoặc thay ký tự đó")
        setting = fit(pieces(text, self.terms), path, box=(box[2], box[3]), sizes=sizes, lines=lines)
        if setting is None:
            raise CardRefused(
                f"“{text[:60]}” ({len(text)} ký tự) dài quá khung của mẫu “{self.template.name}”; hãy rút gọn"
            )
        return setting

    def _check_contrast(self, color: str, grounds: tuple[str, ...], field: str) -> None:
        for ground in grounds:
            found = contrast(self.brand.colors[color], self.brand.colors[ground])
            if found < LEAST_CONTRAST:
                has, needs = (f"{ratio:.1f}:1".replace(".", ",") for ratio in (found, LEAST_CONTRAST))
                where = f"bộ nhận diện {self.brand.path.name}: chữ {field} màu {color} trên nền {ground}"
                raise CardRefused(f"{where} chỉ tương phản {has}, cần ít nhất {needs}")


def _initials(unit: str) -> str:
    """The initials of a unit's own name: the last two capitalised syllables ("… tỉnh Lai Châu" gives "LC")."""
    capitals = [word[0] for word in unit.split() if word[:1].isupper()]
    return "".join(capitals[-2:]) or unit[:1].upper() or "?"
