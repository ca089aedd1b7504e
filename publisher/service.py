"""`publisher run` without its signals: lock, store, queue watch, planning, engine and web pages
as one thing."""

import logging
import os
import platform
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from django.contrib.sessions.backends.db import SessionStore
from django.db import Error as DatabaseTrouble
from filelock import FileLock, Timeout

from publisher import __version__
from publisher.app import App, utc_now
from publisher.config.values import Config, FeedSettings
from publisher.context import Context
from publisher.domain.entry import Queue
from publisher.domain.errors import CannotStart, ShelfUnreachable, StoreError
from publisher.domain.page import VIETNAM
from publisher.domain.problem import Problem
from publisher.engines.clock import Chore
from publisher.engines.embedded import EmbeddedEngine
from publisher.engines.folder_watch import QueueWatch
from publisher.features.delivery.restore import count_on
from publisher.features.delivery.sweep import sweep
from publisher.features.install.tokens import check_tokens
from publisher.features.people.accounts import first_link, has_administrator
from publisher.features.people.notices import (
    NoticeKind,
    Occasion,
    say,
    tell,
)
from publisher.features.press.feeds import collect
from publisher.features.press.link_watch import watch_links
from publisher.features.reports import insights
from publisher.features.scheduling.planning import FullPages, PlanReport, plan_queue
from publisher.features.scheduling.withheld import asks_or_was_told, note_turn
from publisher.files import sweep_halves
from publisher.queuefiles.folder import QueueReader, QueueReading
from publisher.store import heartbeats
from publisher.store.connection import (
    answers,
    close_store,
    deliveries_in,
    is_empty_postgresql,
    is_postgresql,
)
from publisher.store.locks import ENGINES, alone, present
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Committing, Transactions
from publisher.web.shared.context import Wiring
from publisher.web.shared.context import provide as provide_desk
from publisher.web.shared.health import Health, provide
from publisher.web.shared.metrics import provide as provide_clock
from publisher.web.shared.server import WebServer

log = logging.getLogger("publisher.service")

# Campaigns are planned `plan_ahead` days ahead; once an hour the horizon moves on.
PLAN_ALL = timedelta(hours=1)


NOTICES = timedelta(seconds=20)
TOKENS, TOKENS_FIRST = timedelta(minutes=30), timedelta(seconds=15)
SWEEPING = timedelta(minutes=5)
# Sessions that have ended are rows that nobody needs.
INSIGHTS = timedelta(minutes=15)
FEEDS, LINKS, LINKS_FIRST = timedelta(minutes=30), timedelta(minutes=20), timedelta(seconds=20)
FEEDS_APART = timedelta(seconds=5)
# As many letters as a turn of a cluster has for a name.
CHORE_NAME = 40
SESSIONS = timedelta(hours=6)
COUNTING_ON = timedelta(hours=1)
# A process that was killed while it wrote leaves a hidden file.
HALVES = timedelta(hours=1)
# A service that gave no sign of life for so long and did not end in order was down.
DOWN = timedelta(minutes=2)


class Engine(Protocol):
    """When things run: embedded, or handed over to a cluster's workers."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End in order: calls under way come to their end, the rest is given back."""
        ...

    def poke(self) -> None:
        """Look for due work now."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether it does its work."""
        ...


class Service:
    """The running service;

    use as a context manager. Leaving it lets calls under way end and gives the rest back.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._clock: Callable[[], datetime] = SharedClock() if config.clustered else utc_now
        self._app = App(config)
        self._stack = ExitStack()
        self._planning: QueuePlanning | None = None
        # Long rounds of chores leave the rest for another time.
        self._ending = threading.Event()
        self._web: WebServer | None = None

    @property
    def web_url(self) -> str:
        """Where the web pages are served."""
        assert self._web, "the service runs inside its with block only"
        return self._web.url

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the queue at present, one text a finding."""
        return self._planning.problems if self._planning else ()

    def __enter__(self) -> "Service":
        """Raises CannotStart or StoreError when it cannot start."""
        with ExitStack() as stack:
            used_before = _is_used(self._config.data)
            stack.enter_context(_only_one(self._config.data))
            self._app.open_store(serving=True)
            stack.callback(close_store)
            _not_forgotten(self._config.sqlite_file)
            if is_postgresql() and not stack.enter_context(
                present(ENGINES, sole=not self._config.clustered)
            ):
                raise CannotStart(_OTHER_ENGINE)
            if isinstance(self._clock, SharedClock):
                self._clock.compare()
            web = self._listen()
            writer = stack.enter_context(self._app.committing())
            self._app.look_for_restore(writer, used_before=used_before, now=self._clock())
            # Once more at the end: a copy that is made while it runs is older by then.
            self._count_on(writer)
            stack.callback(self._count_on, writer)
            context = self._app.context(writer, clock=self._clock)
            engine = self._engine(context, writer)
            planning = QueuePlanning(
                self._app.reader(),
                context,
                engine.poke,
                alone=self._alone,
                name=f"{platform.node()}:{os.getpid()}" if self._config.clustered else "",
            )
            watch = QueueWatch(_existing(self._config.queue), planning.take_in)
            provide(lambda: _health(engine, watch, planning))
            provide_clock(self._clock)
            provide_desk(self._wiring(writer, planning, engine))
            engine.start()
            stack.callback(engine.stop)
            watch.start()
            stack.callback(watch.stop)
            web.start()
            stack.callback(web.stop)
            self._planning, self._web = planning, web
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._stack.close()

    def _engine(self, context: Context, writer: Committing) -> "Engine":
        chores, service = self._chores(context, writer), self._config.service
        if not isinstance(self._clock, SharedClock):
            return EmbeddedEngine(
                desk=context,
                writer=writer,
                workers=service.workers,
                batch=service.batch,
                chores=chores,
            )
        # Its libraries cost a start that one machine does not need.
        from publisher.engines.cluster import ClusterEngine, in_turn, node_name

        name = node_name()
        shared = [in_turn(chore, writer=writer, clock=self._clock, owner=name) for chore in chores]
        return ClusterEngine(
            desk=context,
            writer=writer,
            clock=self._clock,
            name=name,
            role=heartbeats.RUN,
            chores=shared,
        )

    def _alone(self) -> AbstractContextManager[None]:
        """Two processes that plan the same queue at once would do everything twice."""
        return alone("planning") if self._config.clustered else nullcontext()

    def _chores(self, context: Context, writer: Committing) -> list[Chore]:
        telling, checking = self._app.telling(writer), self._app.checking(writer)
        was_down = heartbeats.silence(now=self._clock(), longest=DOWN)
        if was_down:
            say(telling, _was_down(was_down), now=self._clock())
        app_id = self._config.facebook.app_id
        return [
            Chore(name="notices", every=NOTICES, do=lambda: tell(telling, now=self._clock())),
            Chore(
                name="tokens",
                every=TOKENS,
                do=lambda: check_tokens(checking, now=self._clock()),
                first=TOKENS_FIRST,
                slow=True,
            ),
            Chore(
                name="sweeping",
                every=SWEEPING,
                do=lambda: sweep(context, app_id=app_id),
                first=SWEEPING,
            ),
            Chore(
                name="links",
                every=LINKS,
                do=lambda: watch_links(writer, now=self._clock(), ending=self._ending.is_set),
                first=LINKS_FIRST,
                slow=True,
            ),
            *self._feeds(writer),
            Chore(
                name="insights",
                every=INSIGHTS,
                do=lambda: self._collect_insights(context),
                first=LINKS_FIRST,
                slow=True,
            ),
            Chore(name="sessions", every=SESSIONS, do=SessionStore.clear_expired, first=SESSIONS),
            Chore(
                name="counter",
                every=COUNTING_ON,
                do=lambda: self._count_on(writer),
                first=COUNTING_ON,
            ),
            Chore(name="halves", every=HALVES, do=self._sweep_halves, first=LINKS_FIRST, slow=True),
        ]

    def _count_on(self, writer: Committing) -> None:
        try:
            count_on(writer, self._app.counter)
        except DatabaseTrouble as error:
            # It ends in order all the same; the next start or hour counts on.
            log.warning("%s", error)

    def _sweep_halves(self) -> int:
        data, queue = self._config.data, self._config.queue
        return sweep_halves(folder for top in (data, queue) for folder in (top, *top.glob("*/")))

    def _collect_insights(self, context: Context) -> int:
        calls = context.insight_calls
        return insights.collect(context, calls, self._config.insights, now=self._clock())

    def _feeds(self, writer: Transactions) -> list[Chore]:
        """A chore a feed, each with its own thread: one that hangs keeps no other from being
        read."""

        def look(feed: FeedSettings) -> int:
            return collect(writer, [feed], now=self._clock(), ending=self._ending.is_set)

        return [
            Chore(
                name=f"feed {feed.name}"[:CHORE_NAME],
                every=FEEDS,
                do=partial(look, feed),
                # One after the other, so that a dozen newspapers are not opened at once.
                first=LINKS_FIRST + number * FEEDS_APART,
                slow=True,
            )
            for number, feed in enumerate(self._config.feeds)
        ]

    def _wiring(self, writer: Committing, planning: "QueuePlanning", engine: "Engine") -> Wiring:
        return Wiring(
            app=self._app,
            transactions=writer,
            clock=self._clock,
            pictures=self._app.pictures(),
            queue=planning.queue,
            problems=lambda: planning.problems,
            take_in=lambda paths: planning.take_in_or_raise(frozenset(paths)),
            poke=engine.poke,
        )

    def first_link(self) -> str | None:
        """Where the first administrator makes an account; None when there is one already."""
        if has_administrator():
            return None
        base = self._config.service.public_url or self.web_url
        return f"{base}/invitation/{first_link(now=self._clock())}"

    def _listen(self) -> WebServer:
        service = self._config.service
        try:
            return WebServer(
                host=service.host,
                port=service.port,
                secret=self._app.vault.derive("desk"),
                public_url=service.public_url,
            )
        except OSError as error:
            raise CannotStart(
                f"Không mở được cổng {service.host}:{service.port} ({error.strerror}); "
                "đổi [service] port trong config.toml hoặc tắt chương trình đang dùng cổng đó."
            ) from error


class QueuePlanning:
    """Takes in changes of the queue: reads, plans, tells the engine. One change at a time."""

    def __init__(
        self,
        reader: QueueReader,
        context: Context,
        poke: Callable[[], None],
        *,
        alone: Callable[[], AbstractContextManager[None]],
        name: str = "",
    ) -> None:
        """`alone`: within, no other process plans.

        `name` is this process's, where others may plan too.
        """
        self._reader, self._context, self._poke, self._alone = reader, context, poke, alone
        self._full: FullPages = {}
        self._planning = threading.Lock()
        # The reader's own: a page that asks for the queue does not wait until it is planned.
        self._lock = threading.Lock()
        self._planned_all_at: datetime | None = None
        # Under which a failure is kept: one process of a cluster may fail while others do not.
        self._name = name
        self._reading: QueueReading | None = None
        self._queue: Queue | None = None
        self.problems: tuple[Problem, ...] = ()
        # Why the last turn did not come to its end, in Vietnamese; empty after one that did.
        self.failure = ""
        # What the database says of it; None: nobody knows, a process before this one may have
        # failed.
        self._noted: str | None = None

    def queue(self) -> Queue:
        """The queue as it was read last; put together once after each change."""
        with self._lock:
            if self._queue is None:
                self._queue = (self._reading or self._reader.refresh(None)).queue
            return self._queue

    def take_in(self, changed: frozenset[Path] | None) -> None:
        """Read what changed (None: look at every file) and plan it; a turn that fails is told, and
        raises nothing.

        Whoever wrote the files is not to blame: they are there, and the next turn plans them.
        """
        with suppress(Exception):
            self.take_in_or_raise(changed)

    def take_in_or_raise(self, changed: frozenset[Path] | None) -> None:
        """As `take_in`, for somebody who waits for the end: what made a turn fail is raised
        after it was told."""
        with self._planning:
            now, trouble, failure = self._context.clock(), None, ""
            try:
                failure = self._turn(changed, now)
            except Exception as error:
                trouble, failure = error, _why(error)
                if failure != self.failure:
                    log.exception("could not take in the changes of the queue")
            self._note(failure, now)
            if trouble:
                raise trouble

    def _turn(self, changed: frozenset[Path] | None, now: datetime) -> str:
        """Why it did not do all that it should; empty when it did."""
        reading = self._read(changed)
        everything = (
            self._planned_all_at is None
            or now - self._planned_all_at >= PLAN_ALL
            or asks_or_was_told()
        )
        report = (
            self._plan(reading, now, everything=everything)
            if everything or reading.changed
            else None
        )
        return _what_is_missing(reading, report)

    def _note(self, failure: str, now: datetime) -> None:
        if failure:
            # Nobody knows what the turn did; the next one plans everything.
            self._planned_all_at = None
            log.warning("planning failed: %s", failure)
        self.failure = failure
        if not failure and self._noted == "":
            return
        try:
            self._context.transactions.write(lambda: note_turn(self._name, failure, now=now))
            self._noted = failure
        except (DatabaseTrouble, StoreError):
            # /healthz tells it all the same.
            log.warning("could not note how planning ended")

    def _read(self, changed: frozenset[Path] | None) -> QueueReading:
        with self._lock:
            self._reading = self._reader.refresh(changed)
            if self._reading.changed:
                self._queue = None
            return self._reading

    def _plan(self, reading: QueueReading, now: datetime, *, everything: bool) -> PlanReport:
        # What fails is planned anew with everything: the reader will not tell of these changes
        # again.
        planned_at, self._planned_all_at = self._planned_all_at, None
        with self._alone():
            report = plan_queue(
                self._context,
                self.queue() if everything else reading.changed_queue,
                now=now,
                broken=reading.broken,
                changed=None if everything else reading.changed,
                complete=reading.complete,
                full=self._full,
            )
        if not report.busy:
            self._planned_all_at = now if everything else planned_at
        self._tell((*reading.problems, *report.problems))
        if report.added or report.changed or report.cancelled:
            log.info(
                "planned: %d new, %d changed, %d cancelled",
                report.added,
                report.changed,
                report.cancelled,
            )
        self._poke()
        return report

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        known = frozenset(self.problems)
        for problem in problems:
            if problem not in known:
                log.warning("%s", problem)
        self.problems = problems


def _was_down(span: tuple[datetime, datetime]) -> Occasion:
    since, until = (moment.astimezone(ZoneInfo(VIETNAM)) for moment in span)
    text = (
        f"Dịch vụ đã ngừng từ {since:%H:%M %d/%m} đến {until:%H:%M %d/%m} (mất điện, tắt máy hoặc"
        " lỗi); nay chạy lại."
    )
    return Occasion(f"down:{since.timestamp():.0f}", NoticeKind.DOWN, "", text)


def _only_one(data: Path) -> FileLock:
    """Hold the data folder; released by the system when the process dies in whatever way."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "service.lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise CannotStart(
            f"Đã có một dịch vụ publisher chạy trên thư mục {data}; mỗi thư mục dữ liệu chỉ một"
            " dịch vụ. Xem bằng “publisher status”, hoặc tắt dịch vụ kia trước."
        ) from None
    except OSError as error:
        raise CannotStart(
            f"Không ghi được thư mục dữ liệu {data} ({error.strerror}); xem lại quyền ghi."
        ) from error
    return lock


_OTHER_ENGINE = (
    "Trên cơ sở dữ liệu này đang có máy chạy với engine khác: “embedded” chỉ một dịch vụ, “cluster”"
    " thì mọi máy đều là “cluster”. Tắt các tiến trình kia, hoặc sửa engine trong config.toml cho"
    " giống nhau."
)


def _is_used(data: Path) -> bool:
    """Whether a service published from this folder before: pictures that were prepared lie
    there."""
    return (data / "service.lock").exists() and any((data / "cards").glob("*"))


def _not_forgotten(left: Path) -> None:
    """An empty PostgreSQL beside a SQLite file with posts: somebody changed `database` and
    forgot to move them."""
    if is_empty_postgresql() and deliveries_in(left):
        raise CannotStart(
            f"PostgreSQL còn trống mà tệp {left} có bài: chạy ngay thì những bài đã đăng sẽ đăng"
            " lại. Chạy “publisher database move” để chuyển, hoặc đổi tên tệp ấy nếu muốn bắt đầu"
            " lại từ đầu."
        )


def _existing(queue: Path) -> Path:
    try:
        queue.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"Không có thư mục hàng đợi {queue} ({error.strerror}).") from error
    return queue


def _why(error: Exception) -> str:
    """What kept a turn from its end, in Vietnamese;

    nothing of what an error says that may hold a password.
    """
    if isinstance(error, StoreError | ShelfUnreachable):
        return str(error)
    if isinstance(error, OSError):
        return f"Hệ thống báo lỗi ({error.strerror or type(error).__name__})."
    where = "Cơ sở dữ liệu báo lỗi" if isinstance(error, DatabaseTrouble) else "Lỗi ngoài dự kiến"
    return f"{where} ({type(error).__name__}); xem nhật ký của dịch vụ."


def _what_is_missing(reading: QueueReading, report: PlanReport | None) -> str:
    """What a look did not see although it should be there, in Vietnamese;

    empty when nothing is missing.
    """
    if report and report.stood:
        return str(report.problems[-1])
    return str(reading.problems[0]) if reading.lost else ""


def _health(engine: "Engine", watch: QueueWatch, planning: "QueuePlanning") -> Health:
    working, database, planned = engine.healthy and watch.alive, answers(), not planning.failure
    return Health(
        ok=working and database and planned,
        engine=working,
        database=database,
        planning=planned,
        version=__version__,
    )
