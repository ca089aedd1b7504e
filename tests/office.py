"""A working folder with the sandbox beside it, and what staff do there."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from publisher.channels.facebook.standin.server import Sandbox
from publisher.config.reading import load
from publisher.config.values import Config
from publisher.domain.page import VIETNAM
from publisher.service import Service
from tests import databases

PAGE = "1000001"
TOKEN = "sandbox-token"


class Office:
    """A working folder, the sandbox beside it, and what staff do there."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder, self.sandbox = folder, sandbox
        sandbox.add_page(PAGE, "Công đoàn thử", TOKEN)
        (folder / "token").write_text(TOKEN)
        (folder / "queue" / "posts").mkdir(parents=True)
        self._database = databases.setting(folder)
        self._started_in = 0.0
        self.configure()

    def configure(self, *, approval: str = "none", extra: str = "") -> None:
        (self.folder / "config.toml").write_text(
            f'{self._database}min_gap = "0s"\n[facebook]\ngraph_url = "{self.sandbox.url}"\ntimeout = "2s"\n'
            'looks = ["1s", "1s", "2s"]\n'
            f"[service]\nport = 0\n"
            f'[units.u]\nname = "Công đoàn thử"\napproval = "{approval}"\n'
            f'[pages.p]\nfacebook_id = "{PAGE}"\nunit = "u"\nslots = ["07:30"]\ntoken_file = "token"\n{extra}',
            encoding="utf-8",
        )

    @property
    def config(self) -> Config:
        return load(self.folder / "config.toml")

    def write(
        self, name: str, text: str = "Chào đoàn viên!", *, wait: float = 1.0, front: str = ""
    ) -> datetime:
        """A post that is due in `wait` seconds; when that is."""
        due = datetime.now(ZoneInfo(VIETNAM)) + timedelta(seconds=wait)
        path = self.folder / "queue" / "posts" / f"{name}.md"
        front = front if "pages" in front else f'pages = "*"\n{front}'
        path.write_text(
            f"+++\nat = {due:%Y-%m-%dT%H:%M:%S}\n{front}\n+++\n{text}\n", encoding="utf-8"
        )
        return due

    def picture(self, name: str) -> None:
        Image.new("RGB", (64, 48), "navy").save(self.folder / "queue" / "posts" / name)

    def public(self) -> list[str]:
        return [post.message for post in self.sandbox.timeline(PAGE)]

    def states(self) -> dict[str, str]:
        from publisher.store.models import Delivery

        return dict(Delivery.objects.values_list("entry_id", "state"))

    @contextmanager
    def running(self) -> Iterator[Service]:
        began = time.monotonic()
        with Service(self.config) as service:
            self._started_in = time.monotonic() - began
            yield service

    @property
    def soon(self) -> float:
        """Seconds in which this machine, by what it took to start, has prepared a post for certain."""
        return max(2.0, 6 * self._started_in)


# A machine that does much beside the tests is so many times slower; a limit that is not met costs nothing.
PATIENCE = 10


def eventually(what: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until it is so; `seconds` that it may take on a quiet machine."""
    began = time.monotonic()
    while not what():
        waited = time.monotonic() - began
        assert waited < seconds * PATIENCE, "it did not happen in time"
        # Looking takes time from those who are waited for: the longer it takes, the less often.
        time.sleep(min(0.25, max(0.02, waited / 20)))
