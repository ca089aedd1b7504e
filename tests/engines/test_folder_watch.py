"""Watching the queue folder: what changes is told at once, also what changes while the watch begins."""

from pathlib import Path

from publisher.engines.folder_watch import QueueWatch
from tests.office import eventually


def test_a_file_that_is_written_before_the_watch_stands_is_seen_at_once(tmp_path: Path) -> None:
    seen: list[frozenset[Path] | None] = []

    def look(changed: frozenset[Path] | None) -> None:
        seen.append(changed)
        if len(seen) == 1:
            # After the first look has read the folder, and before anything watches it.
            (tmp_path / "a.md").write_text("A")

    watch = QueueWatch(tmp_path, look)
    watch.start()
    try:
        eventually(lambda: len(seen) > 1, 10)
        (tmp_path / "b.md").write_text("B")
        eventually(lambda: any(found and tmp_path / "b.md" in found for found in seen), 10)
    finally:
        watch.stop()


def test_a_quiet_folder_is_looked_at_once_more_and_then_left_alone(tmp_path: Path) -> None:
    seen: list[frozenset[Path] | None] = []
    watch = QueueWatch(tmp_path, seen.append)
    watch.start()
    try:
        eventually(lambda: len(seen) == 2, 10)
    finally:
        watch.stop()
    assert seen == [None, None]
