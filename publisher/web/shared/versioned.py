"""Addresses of static files carry a digest of their content, so that a new version is fetched at
once."""

import hashlib
from functools import cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStatic(StaticFilesStorage):
    """`/static/desk/desk.css?v=0a1b2c3d`."""

    def url(self, name: str | None) -> str:
        """The address of a static file."""
        return f"{super().url(name)}?v={_digest(name or '')}"


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), f"no static file {name}"
    with open(found, "rb") as file:  # noqa: PTH123 - what Django hands out is a string
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
