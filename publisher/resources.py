"""Finds the files that ship beside the code: assets, the sample queue, the example
configuration."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    # A wheel carries the files inside the package; a checkout has them one level up.
    bundled = _PACKAGE / "_resources"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def assets() -> Path:
    """The folder with fonts, templates, brands and word lists."""
    return _root() / "assets"


def sample_queue() -> Path:
    """The queue folder with the first real campaign."""
    return _root() / "queue"


def example_config() -> Path:
    """The configuration file in which every key is explained."""
    return _root() / "config.example.toml"
