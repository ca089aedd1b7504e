"""Reads a configuration file into values, or says everything that is wrong with it."""

from pathlib import Path

from publisher.config.values import Config


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: with every problem of the file at once.
    """
    from publisher.config.reading import read

    return read(path)


def load_quickly(path: Path) -> Config:
    """As `load`, but a file that was found well before is not checked again.

    Raises:
        ConfigError: as `load` does.
    """
    from publisher.config.remembering import recall, remember

    known = recall(path)
    if known is None:
        known = load(path)
        remember(known)
    return known
