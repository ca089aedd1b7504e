"""What felled a reader once goes through every reader: a plain finding, quickly, and no more."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from publisher import resources
from publisher.cards.photo import prepare_emblem
from publisher.config.reading import load
from publisher.domain.errors import PlanRefused, PublisherError
from publisher.features.press.feeds import read_feed
from publisher.features.press.page_head import decoded, said_of_itself
from publisher.letters.reading import plan_here
from publisher.queuefiles.sheets import SheetRefused, read_here
from tests.features.authoring.test_import_sheet import Office

HERE = Path(__file__).parent
CORPUS = [
    *sorted((HERE / "letters" / "broken").iterdir()),
    *(HERE / "config" / "data" / name for name in ("digits.toml", "nested.toml")),
    *(HERE / "queuefiles" / "data" / name for name in ("digits.md", "nested.md")),
    *sorted((HERE / "features" / "press" / "cases").iterdir()),
    HERE / "cards" / "data" / "logo-broken-chunk.png",
]
MOST_SECONDS = 5.0


def by_queue(folder: Path, raw: bytes) -> None:
    office = Office(folder)
    for name in ("posts/a.md", "campaigns/b.md", "links/c.md", "posts/tot.md"):
        path = office.queue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    path.write_text('+++\npages = ["tinh"]\n+++\nBài bên cạnh\n', encoding="utf-8")
    assert "tot" in {entry.id for entry in office.app.reader().refresh(None).queue.entries}


def by_config(folder: Path, raw: bytes) -> None:
    (folder / "config.toml").write_bytes(raw)
    load(folder / "config.toml")


def by_sheet(_folder: Path, raw: bytes) -> None:
    for name in ("a.xlsx", "a.csv"):
        with suppress(SheetRefused):
            read_here(raw, name)


def by_letter(_folder: Path, raw: bytes) -> None:
    for name in ("a.docx", "a.pdf", "a.txt", "a.md"):
        with suppress(PlanRefused):
            plan_here(raw, name, words=resources.assets() / "words")


def by_press(_folder: Path, raw: bytes) -> None:
    said_of_itself(decoded(raw, "text/html"))
    read_feed(raw)


def by_emblem(_folder: Path, raw: bytes) -> None:
    prepare_emblem(raw)


@pytest.mark.parametrize(
    "door",
    [by_queue, by_config, by_sheet, by_letter, by_press, by_emblem],
    ids=lambda x: x.__name__,
)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_what_felled_a_reader_once_fells_none(
    tmp_path: Path, path: Path, door: Callable[[Path, bytes], None]
) -> None:
    begun = time.process_time()
    with suppress(PublisherError):
        door(tmp_path, path.read_bytes())
    assert time.process_time() - begun < MOST_SECONDS
