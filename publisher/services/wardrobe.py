"""Which brand and emblem a unit wears: its own from the desk, or those of the configuration."""

from dataclasses import dataclass, replace
from pathlib import Path

from publisher.domain.page import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wardrobe:
    """Where units keep what they made at the desk."""

    folder: Path
    assets: Path

    def dressed(self, unit: Unit) -> Unit:
        """The unit with its own brand and emblem, where it has them."""
        own, logo = self.folder / f"{unit.slug}.toml", self.folder / f"{unit.slug}.png"
        if own.is_file():
            unit = replace(unit, brand=str(own))
        return replace(unit, logo=str(logo)) if logo.is_file() else unit
