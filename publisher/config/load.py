"""Reads a configuration file into values, or says everything that is wrong with it."""

from pathlib import Path

from publisher.config.reading import read
from publisher.config.values import Config


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: with every problem of the file at once.
    """
    return read(path)
