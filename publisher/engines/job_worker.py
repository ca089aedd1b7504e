"""The hands of a cluster's worker: takes chunks from Procrastinate and gives their deliveries to
a crew."""

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from procrastinate import exceptions
from procrastinate.app import App
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from publisher.chores import note_stumble, note_well
from publisher.context import Context
from publisher.domain.reason import Reason
from publisher.engines import jobs
from publisher.engines.cluster import AT_ONCE, LEASE, Work
from publisher.engines.pool import (
    FLIPS,
    LANES,
    Lane,
    WorkerPool,
)
from publisher.features.delivery.bulk_flips import Claimed, begin_flips
from publisher.store import flips, heartbeats, leases
from publisher.store.flips import DueFlip, Lease
from publisher.store.transactions import Committing

log = logging.getLogger("publisher.engine")

# After the database was away.
AGAIN = 1.0  # seconds
HEARTBEAT = 5.0  # seconds
# Connections of Procrastinate's own: to fetch and to finish; one more listens for each lane.
CONNECTIONS = 4
STALLED = heartbeats.DEAD
# Planning cancels what no configuration knows; until then it is offered again after so long.
STRANGE = timedelta(seconds=3)
_CHUNKS = Reason("chores.chunks")


class JobWorker:
    """Takes chunks of each lane and does them, some at a time. `start`, then `stop`."""

    def __init__(
        self, *, context: Context, writer: Committing, crew: WorkerPool, name: str
    ) -> None:
        """`name`: of this process, as `ClusterEngine`'s; under it the crew's
        deliveries are leased.
        """
        self._context, self._writer, self._crew, self._name = context, writer, crew, name
        self._lanes = {lane.name: lane for lane in LANES}
        # Handed over to us and not begun, by claim.
        self._waiting: dict[tuple[str, int], Sequence[int]] = {}
        self._lock = threading.Lock()
        # Pages that we have said are unknown to us.
        self._told: set[str] = set()
        self._stumbled = False
        self._stopping = threading.Event()
        self._serving = False
        self._thread = threading.Thread(target=self._run, name="chunks", daemon=True)

    def start(self) -> None:
        """Take chunks."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more; return when calls that are under way have come to their end."""
        self._stopping.set()
        self._crew.stop()
        self._thread.join()

    def in_work(self) -> Iterator[Work]:
        """What the crew has in hand, and what waits for it."""
        with self._lock:
            waiting = [Work(claim, pks) for (claim, _), pks in self._waiting.items()]
        yield from waiting
        if mine := self._crew.deliveries():
            yield Work(self._name, mine)

    @property
    def done(self) -> int:
        """Deliveries that came to the end of a stage."""
        return self._crew.done

    @property
    def healthy(self) -> bool:
        """Whether chunks are being taken."""
        return self._thread.is_alive() and self._serving

    # One chunk, in a thread of its own

    def do(self, lane_name: str, claim: str, pks: Sequence[int]) -> None:
        """Bring the deliveries of a chunk further; those that are no longer the claim's are left
        alone.
        """
        lane, key, left = self._lanes[lane_name], (claim, pks[0]), list(pks)
        try:
            while left and not self._stopping.is_set():
                with self._lock:
                    self._waiting[key] = left
                claimed = self._writer.write(partial(self._begin, lane, claim, left))
                taken = {flip.delivery for flip in claimed.flips} | {
                    row.pk for row in claimed.others
                }
                if not taken:
                    break
                left = [pk for pk in left if pk not in taken] if claimed.found > len(taken) else []
                with self._lock:
                    self._waiting[key] = left
                self._crew.take(lane, claimed).wait()
            if left:
                self._writer.write(
                    lambda: leases.let_go(left, owner=claim, wake_at=self._context.clock())
                )
            if self._stumbled:
                self._stumbled = False
                note_well(self._context, f"{self._name} chunks")
        except Exception as error:
            # The rows come back when their leases end.
            log.exception("chunk of %d deliveries stopped", len(pks))
            self._stumbled, now = True, self._context.clock()
            note_stumble(self._context, f"{self._name} chunks", _CHUNKS, error, now=now)
        finally:
            with self._lock:
                self._waiting.pop(key, None)

    def _begin(self, lane: Lane, claim: str, pks: Sequence[int]) -> Claimed:
        now = self._context.clock()
        lease = Lease(self._name, now + LEASE, after=claim)
        found = self._ours(flips.handed(pks, owner=claim), claim, now)
        if lane is FLIPS:
            return begin_flips(self._context, found, lease, now=now)
        rows = flips.lease([due.pk for due in found], lease)
        return Claimed([], rows, len(rows))

    def _ours(self, found: list[DueFlip], claim: str, now: datetime) -> list[DueFlip]:
        """Without those of pages that our configuration does not know: another worker's may be
        newer."""
        strange = [due for due in found if due.page not in self._context.pages]
        if strange:
            pages = {due.page for due in strange}
            if not pages <= self._told:
                log.warning(
                    "config.toml here does not know %s; left to other workers",
                    ", ".join(sorted(pages)),
                )
            self._told |= pages
            leases.let_go([due.pk for due in strange], owner=claim, wake_at=now + STRANGE)
        return [due for due in found if due.page in self._context.pages]

    # Procrastinate

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        asyncio.get_running_loop().set_default_executor(
            ThreadPoolExecutor(sum(AT_ONCE.values()) + 4, thread_name_prefix="chunk")
        )
        while not self._stopping.is_set():
            try:
                await self._serve_until_trouble()
            except (exceptions.ConnectorException, OSError) as error:
                log.warning("the queue is out of reach (%s); trying again in %s s", error, AGAIN)
            self._serving = False
            if not self._stopping.is_set():
                await asyncio.sleep(AGAIN)

    async def _serve_until_trouble(self) -> None:
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONNECTIONS)
        app = jobs.app.with_connector(connector)
        async with app.open_async():
            tasks = [asyncio.create_task(self._take(app, lane)) for lane in LANES]
            tasks += [
                asyncio.create_task(self._rescue(app)),
                asyncio.create_task(self._until_stopped()),
            ]
            self._serving = True
            done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in others:
                # A worker that is cancelled takes no more and waits for what it has begun.
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            for task in done:
                task.result()

    async def _take(self, app: App, lane: Lane) -> None:
        await app.run_worker_async(
            queues=[lane.name],
            name=f"{self._name}-{lane.name}",
            concurrency=AT_ONCE[lane.name],
            install_signal_handlers=False,
            delete_jobs="always",
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED.total_seconds(),
            additional_context={jobs.JOB_WORKER: self},
        )

    async def _rescue(self, app: App) -> None:
        """Let jobs of workers that are gone run again: what they had not begun need not wait for
        its lease to end."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            stalled = await app.job_manager.get_stalled_jobs(
                seconds_since_heartbeat=STALLED.total_seconds()
            )
            for job in stalled:
                try:
                    await app.job_manager.retry_job(job)
                except exceptions.ConnectorException as error:
                    log.info("job %s was taken back by another worker (%s)", job.id, error)

    async def _until_stopped(self) -> None:
        while not self._stopping.is_set():
            await asyncio.sleep(0.1)
