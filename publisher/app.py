"""The only wiring: from a configuration to the parts that work together.

Commands and engines ask here.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from publisher import resources
from publisher.cards import api as cards
from publisher.channels import CHANNELS
from publisher.channels.facebook.calls import Listener
from publisher.channels.facebook.insights import InsightCalls
from publisher.channels.facebook.tokens import TokenCalls
from publisher.channels.facebook.wire import Graph
from publisher.channels.pacing import Pace
from publisher.channels.port import Channel
from publisher.chores import Chore, told
from publisher.config.values import Config
from publisher.context import Context
from publisher.counter import Counter
from publisher.domain.entry import Queue
from publisher.domain.errors import CardRefused
from publisher.domain.reason import Problem
from publisher.domain.secret import Secret
from publisher.domain.wallclock import one_zone
from publisher.features.delivery import restore, sweep
from publisher.features.delivery.restore import Restored, look
from publisher.features.install import half_written, tokens
from publisher.features.install.tokens import PageTokens
from publisher.features.people import keyed_calls, notices, sign_in
from publisher.features.people.notices import Apprise, NoticeKind, Occasion, say
from publisher.features.press import feeds, link_watch
from publisher.features.reports import insights
from publisher.files import private_folder
from publisher.pictures.delivery_pictures import Pictures
from publisher.pictures.photo_looks import PhotoLooks
from publisher.queuefiles.folder import Known, QueueReader, Takes
from publisher.storage import Bucket, Folder, ObjectStore
from publisher.store.connection import is_postgresql, open_store
from publisher.store.locks import alone
from publisher.store.transactions import Committing, Pooled, Transactions, Writer
from publisher.vault import Vault

log = logging.getLogger("publisher.app")


def utc_now() -> datetime:
    """The clock of the commands and the service."""
    return datetime.now(UTC)


def chores(config: Config) -> list[Chore]:
    """All chores; a new one is declared beside its use case and named here."""
    found = [
        notices.CHORE,
        tokens.CHORE,
        sweep.CHORE,
        link_watch.CHORE,
        *feeds.chores(config.feeds),
        insights.CHORE,
        sign_in.CHORE,
        keyed_calls.CHORE,
        restore.CHORE,
        half_written.CHORE,
    ]
    return [told(chore) for chore in found]


class App:
    """A configuration and what is built from it. Building costs nothing; opening the store does."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def open_store(self, *, serving: bool = False, migrate: bool | None = None) -> None:
        """Open the database, for a process with many threads when `serving`. Raises StoreError, and
        VaultError then.

        `migrate` brings its schema up to date; a mere command does not do that to a cluster, where
        others work on it.
        """
        if migrate is None:
            migrate = serving or not self.config.clustered
        with suppress(OSError):
            # Said by the store in its own words.
            _private_data(self.config)
        open_store(
            self.config.database(), cluster=self.config.clustered, pooled=serving, migrate=migrate
        )
        self.tokens.open()
        if serving:
            self.check_key()

    def check_key(self) -> None:
        """Look at the key before work begins that needs it; the store is open.

        Raises:
            VaultError: it is no key, or not the one of the tokens that are kept.
        """
        self.tokens.check()

    def committing(self) -> AbstractContextManager[Committing]:
        """The transactions of a process that stays; the store is open and `serving`."""
        return Pooled() if is_postgresql() else Writer()

    @cached_property
    def tokens(self) -> PageTokens:
        """The tokens of all pages."""
        return PageTokens(self.config.tokens, self.vault)

    @property
    def vault(self) -> Vault:
        """What seals tokens at rest; its key lies beside the configuration."""
        return Vault(self.config.path.parent)

    @cached_property
    def counter(self) -> Counter:
        """How far publishing has come; lies beside the configuration."""
        return Counter(self.config.path)

    def token(self, page: str) -> Secret | None:
        """A page's token as it is now."""
        return self.tokens.token(page)

    def secrets(self) -> list[Secret]:
        """All secrets that are known now: what no log line may hold."""
        own = (self.config.facebook.app_secret.read(), self.config.service.metrics_key.read())
        addresses = [found.address.read() for found in self.config.notices]
        stored = self.config.storage.keys() if self.config.storage else None
        found = [
            *self.tokens.known(),
            *(stored or ()),
            *(secret for secret in (*own, *addresses) if secret),
        ]
        return [*found, *_passwords(self.config.database())]

    def pictures(self) -> Pictures:
        """The gallery in the data folder and on the object store; one for all threads, so that they
        wait for each other.
        """
        return self._pictures

    def own_pictures(self) -> Pictures:
        """The gallery of this machine alone: for a quick look that needs no other machine."""
        return Pictures(data=self.config.data, assets=resources.assets())

    @cached_property
    def _pictures(self) -> Pictures:
        return Pictures(
            data=self.config.data,
            assets=resources.assets(),
            object_store=self._object_store(),
            once=self._once,
        )

    def _once(self, name: str) -> AbstractContextManager[object]:
        """Machines of a cluster wait for the one that draws a picture; it is theirs too then."""
        if not self.config.clustered:
            return nullcontext()
        return alone(name)

    def _object_store(self) -> ObjectStore | None:
        found = self.config.storage
        if found is None:
            return None
        if found.folder:
            return Folder(found.folder)
        return Bucket(
            found.bucket,
            keys=found.keys,
            endpoint_url=found.endpoint_url,
            region=found.region,
            prefix=found.prefix,
        )

    def known(self) -> Known:
        """What queue files may refer to."""
        return Known(
            pages=frozenset(self.config.pages),
            cards=frozenset(cards.templates(assets=resources.assets())),
            card=_takes,
            look_at_photo=PhotoLooks(self.config.data).look,
            groups={name: group.pages for name, group in self.config.groups.items()},
            zone=one_zone(page.zone for page in self.config.pages.values()),
        )

    def reader(self, *, ending: Callable[[], bool] = lambda: False) -> QueueReader:
        """A reader of the queue folder that knows this configuration's pages."""
        return QueueReader(self.config.queue, known=self.known(), ending=ending)

    def channel(self, listener: Listener | None = None) -> Channel:
        """Facebook, or whatever `facebook.graph_url` points to.

        `listener` hears what its answers say of our limits.
        """
        return CHANNELS["facebook"](self.graph(), listener)

    def graph(self) -> Graph:
        """The wire to Facebook."""
        settings = self.config.facebook
        return Graph(
            graph_url=settings.graph_url,
            version=settings.version,
            timeout=settings.timeout,
            proxy=settings.proxy,
            app_secret=settings.app_secret.read(),
        )

    def look_for_restore(self, context: Context, *, used_before: bool) -> Restored | None:
        """Hold what may be public when the database is older than what was published; says so to
        people.
        """
        now = context.clock()
        found = look(
            context.transactions, context.counter, context.pages, used_before=used_before, now=now
        )
        if found:
            log.error("%s", found.told().whole())
            said = Occasion(f"restored:{now.timestamp():.0f}", NoticeKind.DOWN, "", found.told())
            say(context, said, now=now)
        return found

    def context(
        self,
        transactions: Transactions,
        *,
        clock: Callable[[], datetime] = utc_now,
        ending: Callable[[], bool] = lambda: False,
    ) -> Context:
        """What use cases work with, by the time of `clock` (UTC)."""
        pace = Pace(clock)
        return Context(
            config=self.config,
            transactions=transactions,
            clock=clock,
            channel=self.channel(pace.hear),
            token_calls=TokenCalls(self.graph()),
            insight_calls=InsightCalls(self.graph(), pace.hear),
            token=self.token,
            vault=self.vault,
            pictures=self.pictures(),
            pace=pace,
            counter=self.counter,
            messenger=Apprise(),
            queue=_QueueOnDisk(self),
            ending=ending,
        )


class _QueueOnDisk:
    """The queue of a command: read when it is asked for; the service plans what it finds."""

    problems: tuple[Problem, ...] = ()

    def __init__(self, app: App) -> None:
        self._app = app

    def queue(self) -> Queue:
        """As the files are now."""
        return self._app.reader().refresh(None).queue

    def known(self) -> Known:
        """What its files may refer to."""
        return self._app.known()

    def take_in_now(self, paths: Iterable[Path]) -> None:
        """Nothing: the service watches the folder."""


def _passwords(address: str) -> set[Secret]:
    """What an address holds that nobody may read: the password as it is written there, and as it
    is meant."""
    try:
        parts = urlsplit(address)
        written = [parts.password or "", *parse_qs(parts.query).get("password", [])]
    except ValueError:
        # An address that cannot be read is told nowhere either.
        return {Secret(address)}
    return {Secret(word) for word in (*written, *map(unquote, written)) if word}


@cache
def _takes(name: str) -> Takes | None:
    try:
        template = cards.template_named(name, assets=resources.assets())
    except CardRefused:
        return None
    return Takes(
        fields={field.name: (field.title, field.needed) for field in template.fields},
        photos=template.photos,
    )


def _private_data(config: Config) -> None:
    """Keep the data folder from others: it holds the database, drafts and pictures of the days to
    come.

    Not when the queue lies within, which is for the office. Raises OSError when it cannot be made.
    """
    if config.data.resolve() not in (config.queue.resolve(), *config.queue.resolve().parents):
        private_folder(config.data)
