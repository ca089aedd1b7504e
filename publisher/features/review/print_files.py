"""Slogans as print files: the same words, units and brands as on the cards, in millimetres."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publisher.cards.printing import Product, load_products, print_pdf
from publisher.domain.entry import Entry
from publisher.domain.errors import CardRefused
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Problem, nearest, reason
from publisher.domain.revision import freeze
from publisher.features.review.preview import units_of, wanted_entries
from publisher.pictures.brand_store import BrandStore
from publisher.pictures.delivery_pictures import card_of
from publisher.queuefiles.folder import QueueReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Files to write, and what could not be set."""

    files: Sequence[tuple[str, bytes]]
    problems: Sequence[Problem]


def print_entries(
    names: Iterable[str],
    products: Sequence[str],
    *,
    reader: QueueReader,
    pages: Mapping[str, Page],
    assets: Path,
    brand_store: BrandStore,
    today: date,
    on: date | None,
) -> Printed:
    """One PDF for each entry, unit and product.

    Raises:
        NothingFound: for a name that is in no file.
        CardRefused: for an unknown product, or when the extra for printing is not installed.
    """
    known = load_products(assets)
    if strange := [name for name in products if name not in known]:
        raise CardRefused(
            "review.unknown",
            names=[reason("review.no_product", name=n, hint=nearest(n, known)) for n in strange],
        )
    files: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for entry, day in wanted_entries(names, reader, today, on):
        for unit in units_of(entry, pages):
            for product in (known[name] for name in products):
                try:
                    files.append(_printed(entry, brand_store.dressed(unit), day, product, assets))
                except CardRefused as refusal:
                    place = entry.source
                    why = reason("review.not_set", product=product.title, why=refusal.reason)
                    problems.append(Problem(path=place.path, line=place.line, reason=why))
    return Printed(files=files, problems=problems)


def _printed(
    entry: Entry, unit: Unit, day: date, product: Product, assets: Path
) -> tuple[str, bytes]:
    revision = freeze(entry)
    card = card_of(revision, unit=unit, on=day)
    if card is None:
        raise CardRefused("review.no_card")
    name = f"{entry.id.replace('/', '_')}--{unit.slug}--{product.file_part}.pdf"
    return name, print_pdf(card, product, assets=assets)
