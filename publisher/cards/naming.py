"""The name of a picture by its content."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from PIL import __version__ as PILLOW

from publisher.cards.brand import load_brand
from publisher.cards.card import RECIPE, Card
from publisher.cards.segmenting import version
from publisher.domain.errors import CardRefused
from publisher.domain.text import nfc


def card_digest(card: Card, assets: Path) -> str:
    """Hex SHA-256 over template, brand, fonts, words, emblem, texts, and the versions that move
    pixels."""
    fonts = sorted((assets / "fonts").glob("*.ttf"))
    files = [
        assets / "templates" / f"{card.template}.toml",
        card.brand,
        assets / "words" / "keep-together.txt",
        *fonts,
    ]
    brand = load_brand(card.brand, assets)
    files += [path for path in (card.logo or brand.logo, *card.photos) if path]
    texts = {name: nfc(text) for name, text in card.texts.items()}
    told = [card.template, card.format, nfc(card.unit_name), texts, list(map(nfc, card.glossary))]
    if card.segment:
        told.append(f"underthesea {version()}")
    facts = [RECIPE, PILLOW, *told, [_file(path) for path in files]]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _file(path: Path) -> str:
    try:
        stat = path.stat()
        return _content(path, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise CardRefused("cards.file_unread", path=path, why=error.strerror) from None


@lru_cache(maxsize=256)
def _content(path: Path, _mtime_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
