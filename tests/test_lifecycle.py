"""How a process that stays begins and ends: in order, also when it cannot begin."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from publisher.domain.errors import CannotStart
from publisher.lifecycle import Lifecycle
from tests.contexts import a_config


class Trace(Lifecycle):
    """Notes what begins and what ends; `broken` is the part that does not begin."""

    said: list[str]
    broken = ""

    def begin(self, stack: ExitStack) -> None:
        self.said = []
        for part in ("store", "engine", "web"):
            if part == self.broken:
                raise CannotStart("running.no_cluster")
            self.said.append(f"{part} begins")
            stack.callback(self.said.append, f"{part} ends")


@pytest.fixture
def process(tmp_path: Path) -> Trace:
    return Trace(a_config(tmp_path, {}))


def test_what_began_last_ends_first(process: Trace) -> None:
    with process:
        assert process.said == ["store begins", "engine begins", "web begins"]
    assert process.said[3:] == ["web ends", "engine ends", "store ends"]


def test_what_began_ends_when_the_rest_cannot_begin(process: Trace) -> None:
    process.broken = "web"
    with pytest.raises(CannotStart, match="publisher worker"), process:
        pass
    assert process.said == ["store begins", "engine begins", "engine ends", "store ends"]
