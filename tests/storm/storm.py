"""The storm: a real `publisher run`, killed with -9 again and again, while Facebook answers as badly as it can."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from publisher.channels.facebook.standin.faults import FaultKind
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.page import VIETNAM
from tests.films import a_film
from tests.office import PATIENCE
from tests.storm.judge import Finding, Wanted, judge, leaked, needless

ROOT = Path(__file__).parents[2]
# What may happen to any call. A slow answer comes after our own time-out.
KINDS = (
    FaultKind.AFTER_500,
    FaultKind.BEFORE_500,
    FaultKind.DROP_AFTER,
    FaultKind.DROP_BEFORE,
    FaultKind.HTML_502,
    FaultKind.CUT_BODY,
    FaultKind.NO_CONTENT_TYPE,
    FaultKind.SLOW,
    FaultKind.THROTTLED,
)
TIMEOUT, SLOW, LAG = 1, 1.6, 3.0  # seconds
UNKNOWN = 6.0  # seconds for which a new object is at most unknown
FIRST = 8.0  # seconds from the start to the first post
# A storm in which less went wrong proves nothing; so long it may go on for that, in seconds.
FELT, LONGER = 10, 60 * PATIENCE
COMMENT = "Mời đoàn viên đọc thêm."


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """How hard the storm is."""

    seed: int
    pages: int = 20
    # On each page.
    posts: int = 15
    kills: int = 25
    # Share of the calls that go wrong.
    rate: float = 0.15
    # Seconds over which the posts are due.
    span: float = 70.0
    # Seconds without kills and faults in which everything has to come to its end.
    # A page that Facebook throttles, and whose one that tried was killed, goes on after a minute or two.
    patience: float = 240.0

    @property
    def deliveries(self) -> int:
        """How many posts on all pages."""
        return self.pages * self.posts


@dataclass(slots=True, kw_only=True)
class Report:
    """What the storm left."""

    weather: Weather
    findings: list[Finding] = field(default_factory=list)
    kills: int = 0
    faults: int = 0
    waiting_for_a_person: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        counted: dict[str, int] = {}
        for finding in self.findings:
            counted[finding.what] = counted.get(finding.what, 0) + 1
        wrong = (
            ", ".join(f"{number} {what}" for what, number in sorted(counted.items()))
            or "nothing wrong"
        )
        return (
            f"seed {self.weather.seed}: {self.weather.deliveries} deliveries on {self.weather.pages} pages, "
            f"{self.kills} kills, {self.faults} bad answers, {self.waiting_for_a_person} left to a person, "
            f"{self.seconds:.0f} s: {wrong}"
        )


class Storm:
    """One storm in one folder."""

    def __init__(self, folder: Path, weather: Weather) -> None:
        self.folder, self.weather = folder, weather
        self.chance = random.Random(weather.seed)
        self.page_ids = {f"p{number}": str(3_000_000 + number) for number in range(weather.pages)}
        self.tokens = {slug: f"storm-token-{slug}-first" for slug in self.page_ids}
        # Two pages on which Facebook takes no drafts, in the eyes of their owner.
        self.direct = set(list(self.page_ids)[:2]) if weather.pages > 4 else set()
        self.revoked = list(self.page_ids)[-1]
        self.second_token = f"storm-token-{self.revoked}-second"
        self.log = folder / "service.log"

    def run(self) -> Report:
        """Our publisher in the storm, and the judge's word."""
        with Sandbox(self.folder / "sandbox", now=lambda: datetime.now(UTC)) as facebook:
            wanted = self._prepare(facebook)
            report = self._blow(facebook, [sys.executable, "-m", "publisher", "run"], self._settled)
            waiting, states = self._states()
            report.waiting_for_a_person = len(waiting)
            report.findings = judge(facebook.world, wanted, waiting=waiting) + self._judge_states(
                states
            )
            report.findings += needless(facebook.world, wanted, self._given_up(states))
            tokens = [*self.tokens.values(), self.second_token]
            report.findings += leaked(
                tokens, [self.log, *self.folder.glob("data/*.sqlite3*")], facebook.world
            )
        return report

    def run_naive(self) -> Report:
        """The naive publisher in the same storm."""
        with Sandbox(self.folder / "sandbox", now=lambda: datetime.now(UTC)) as facebook:
            wanted = self._prepare(facebook)
            self._write_plan(wanted)
            command = [sys.executable, "-m", "tests.storm.naive", str(self.folder), facebook.url]
            report = self._blow(facebook, command, self._naive_is_done)
            report.findings = judge(facebook.world, wanted)
        return report

    # The stage

    def _prepare(self, facebook: Sandbox) -> list[Wanted]:
        self.start = datetime.now(UTC)
        for slug, page_id in self.page_ids.items():
            facebook.add_page(page_id, slug, self.tokens[slug])
            (self.folder / f"{slug}.token").write_text(self.tokens[slug])
        self._write_config(facebook.url)
        posts = self.folder / "queue" / "posts"
        posts.mkdir(parents=True)
        for number in range(3):
            Image.new("RGB", (120, 90), ("navy", "maroon", "olive")[number]).save(
                posts / f"anh-{number}.png"
            )
        (posts / "phim.mp4").write_bytes(a_film(filling=2_000_000))
        return [one for slug in self.page_ids for one in self._write_posts(posts, slug)]

    def _write_config(self, url: str) -> None:
        tables = (
            f'min_gap = "0s"\n[facebook]\ngraph_url = "{url}"\ntimeout = "{TIMEOUT}s"\nlooks = ["4s", "2s", "2s"]\n'
            '[service]\nport = 0\ncatch_up_gap = "0s"\n[units.u]\nname = "Công đoàn thử"\napproval = "none"\n'
        )
        for slug, page_id in self.page_ids.items():
            way = "direct" if slug in self.direct else "draft"
            tables += f'[pages.{slug}]\nfacebook_id = "{page_id}"\nunit = "u"\npublish = "{way}"\n'
            tables += f'token_file = "{slug}.token"\n'
        (self.folder / "config.toml").write_text(tables, encoding="utf-8")

    def _write_posts(self, posts: Path, slug: str) -> list[Wanted]:
        found = []
        for number in range(self.weather.posts):
            due = self.start + timedelta(seconds=FIRST + self.chance.uniform(0, self.weather.span))
            found.append(self._write_post(posts, slug, number, due.replace(microsecond=0)))
        return found

    def _write_post(self, posts: Path, slug: str, number: int, due: datetime) -> Wanted:
        photos, card = self.chance.choice(
            [(0, False), (0, True), (1, False), (2, True), (3, False)]
        )
        video = self.chance.random() < 0.15
        if video:
            photos, card = 0, False
        comment = COMMENT if self.chance.random() < 0.4 else ""
        words = f"Bài số {number} của trang {slug}"
        front = [
            f'pages = ["{slug}"]',
            f"at = {due.astimezone(ZoneInfo(VIETNAM)):%Y-%m-%dT%H:%M:%S}",
        ]
        front += ['card = "slogan"'] if card else []
        if video:
            front += ['video = "phim.mp4"', f'placement = "{self.chance.choice(("feed", "reel"))}"']
        front += (
            [f"photos = {json.dumps([f'anh-{n}.png' for n in range(photos)])}"] if photos else []
        )
        front += [f'first_comment = "{comment}"'] if comment else []
        text = "\n".join(["+++", *front, "+++", words, ""])
        (posts / f"{slug}-{number:02}.md").write_text(text, encoding="utf-8")
        return Wanted(
            page_id=self.page_ids[slug],
            words=words,
            due_at=due,
            photos=photos + card,
            comment=comment,
            may_wait_for_a_person=slug in self.direct,
        )

    def _write_plan(self, wanted: list[Wanted]) -> None:
        slugs = {page_id: slug for slug, page_id in self.page_ids.items()}
        picture = self.folder / "anh.jpg"
        Image.new("RGB", (120, 90), "navy").save(picture)
        plan = [
            {
                "page": one.page_id,
                "token": self.tokens[slugs[one.page_id]],
                "words": one.words,
                "due": one.due_at.timestamp(),
                "photos": [str(picture)] * one.photos,
                "comment": one.comment,
            }
            for one in wanted
        ]
        (self.folder / "plan.json").write_text(json.dumps(plan))

    # The weather

    def _blow(self, facebook: Sandbox, command: list[str], settled: Callable[[], bool]) -> Report:
        report, began = Report(weather=self.weather), time.monotonic()
        self._set_weather(facebook)
        end = FIRST + self.weather.span
        revoke_at, renew_at = end * 0.4, end * 0.7
        while report.kills < self.weather.kills or time.monotonic() - began < end:
            process = self._start(command)
            time.sleep(self.chance.uniform(0.4, 2 * max(1.0, end / self.weather.kills) - 0.4))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            report.kills += 1
            if revoke_at is not None and time.monotonic() - began > revoke_at:
                facebook.revoke(self.page_ids[self.revoked])
                revoke_at = float("inf")
            if time.monotonic() - began > renew_at:
                self._renew(facebook)
                renew_at = float("inf")
        self._calm(facebook, command, settled)
        report.faults = self._faults(facebook)
        report.seconds = time.monotonic() - began
        return report

    def _set_weather(self, facebook: Sandbox) -> None:
        storm = {"rate": self.weather.rate, "seed": self.weather.seed, "slow": SLOW, "wait": 0.03}
        facebook.world.set("storm", storm | {"kinds": [kind.value for kind in KINDS]})
        facebook.world.set("lag", LAG)
        facebook.world.set("unknown_for", UNKNOWN)
        # Whether Facebook still refuses a repeated text nobody knows (graph-api.md 10); no publisher may rest on it.
        facebook.world.set("refuse_repeat", False)

    def _drop_wind(self, facebook: Sandbox) -> None:
        facebook.world.set(
            "storm", {"rate": 0.0, "seed": 0, "slow": 0, "wait": 0, "kinds": ["before_500"]}
        )

    def _renew(self, facebook: Sandbox) -> None:
        facebook.add_page(self.page_ids[self.revoked], self.revoked, self.second_token)
        (self.folder / f"{self.revoked}.token").write_text(self.second_token)

    def _calm(self, facebook: Sandbox, command: list[str], settled: Callable[[], bool]) -> None:
        """The wind drops; whatever is still open has to come to its end by itself."""
        process = self._start(command)
        try:
            self._let_it_be_felt(facebook, settled)
            self._drop_wind(facebook)
            deadline = time.monotonic() + self.weather.patience
            while not settled() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:
            os.killpg(process.pid, signal.SIGTERM) if process.poll() is None else None
            process.wait(timeout=30 * PATIENCE)

    def _let_it_be_felt(self, facebook: Sandbox, settled: Callable[[], bool]) -> None:
        """Let it blow without blows for a while: on a busy machine a process may be killed before it calls anybody."""
        deadline = time.monotonic() + LONGER
        while self._faults(facebook) <= FELT and not settled() and time.monotonic() < deadline:
            time.sleep(0.2)

    def _faults(self, facebook: Sandbox) -> int:
        return sum(bool(call["fault"]) for call in facebook.calls())

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    # Our own rows

    def _rows(self) -> list[tuple[str, str, str, str, str]]:
        """None while nobody lived long enough to make the table, as on a busy machine."""
        file = self.folder / "data" / "publisher.sqlite3"
        query = "SELECT page, entry_id, state, hold, wake_at IS NULL FROM publisher_delivery"
        try:
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=10)) as db:
                return db.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []

    def _settled(self) -> bool:
        rows = self._rows()
        done = sum(
            bool((state == "published" or hold == "uncertain") and asleep)
            for _, _, state, hold, asleep in rows
        )
        return len(rows) == done == self.weather.deliveries

    def _states(self) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, str, str]]]:
        rows = self._rows()
        waiting = [(page, entry_id) for page, entry_id, _, hold, _ in rows if hold == "uncertain"]
        return [(self.page_ids[page], _words(entry_id)) for page, entry_id in waiting], rows

    def _given_up(self, rows: list[tuple[str, str, str, str, str]]) -> list[tuple[str, str]]:
        """What a person is asked about, or told that it will not be."""
        left = [row for row in rows if row[2] in ("refused", "held", "unknown")]
        return [(self.page_ids[page], _words(entry_id)) for page, entry_id, *_ in left]

    def _judge_states(self, rows: list[tuple[str, str, str, str, str]]) -> list[Finding]:
        """Every delivery in its right state: public, or left to a person where only a person can know."""
        wrong = [
            row
            for row in rows
            if not (row[2] == "published" or (row[3] == "uncertain" and row[0] in self.direct))
        ]
        return [Finding(what="state", wanted=f"{row[1]}: {row[2]} {row[3]}") for row in wrong]

    def _naive_is_done(self) -> bool:
        done = self.folder / "done.json"
        try:
            return len(json.loads(done.read_text())) == self.weather.deliveries
        except (OSError, ValueError):
            return False


def _words(entry_id: str) -> str:
    slug, _, number = entry_id.partition("-")
    return f"Bài số {int(number)} của trang {slug}"


def keep(folder: Path, seed: int) -> Path:
    """Keep what a storm left, to be looked at; where it is."""
    kept = Path(f"storm-{seed}")
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    return kept
