"""The desk that the tests of this folder open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.store.connection import close_store
from tests.web.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield Desk(tmp_path)
    close_store()
