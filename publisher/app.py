"""The only wiring: from a configuration to the parts that work together. Commands and engines ask here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import resources
from publisher.config import Config
from publisher.domain.secret import Secret
from publisher.services.picturing import Pictures

# What a command does not use it does not import: `preview` starts without Django and without HTTP.
if TYPE_CHECKING:
    from publisher.content.folder import Known, QueueReader, Takes
    from publisher.domain.channel import Channel
    from publisher.facebook.calls import Listener
    from publisher.facebook.graph import Graph
    from publisher.services.planning import Planner
    from publisher.services.publishing import Desk
    from publisher.store.writer import Transactions


def utc_now() -> datetime:
    """The clock of the commands and the service."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """A configuration and what is built from it. Building costs nothing; opening the store does."""

    config: Config

    def open_store(self) -> None:
        """Open the database. Raises StoreError."""
        from publisher.store.connection import open_store

        open_store(self.config.database_url)

    def token(self, page: str) -> Secret | None:
        """A page's token as it is now."""
        source = self.config.tokens.get(page)
        return source.read() if source else None

    def secrets(self) -> list[Secret]:
        """All tokens that are known now: what no log line may hold."""
        found = [self.token(page) for page in self.config.pages]
        found.append(self.config.facebook.app_secret.read())
        return [secret for secret in found if secret]

    def pictures(self) -> Pictures:
        """The gallery in the data folder."""
        return Pictures(data=self.config.data, assets=resources.assets())

    def known(self) -> "Known":
        """What queue files may refer to."""
        from publisher import cards
        from publisher.content.folder import Known

        return Known(
            pages=frozenset(self.config.pages),
            cards=frozenset(cards.templates(assets=resources.assets())),
            card=_takes,
            check_photo=_photo_problem,
        )

    def reader(self) -> "QueueReader":
        """A reader of the queue folder that knows this configuration's pages."""
        from publisher.content.folder import QueueReader

        return QueueReader(self.config.queue, known=self.known())

    def channel(self, listener: "Listener | None" = None) -> "Channel":
        """Facebook, or whatever `facebook.graph_url` points to. `listener` hears what its answers say of our limits."""
        from publisher.facebook.channel import FacebookChannel

        return FacebookChannel(self.graph(), listener)

    def graph(self) -> "Graph":
        """The wire to Facebook."""
        from publisher.facebook.graph import Graph

        settings = self.config.facebook
        return Graph(
            graph_url=settings.graph_url,
            version=settings.version,
            timeout=settings.timeout,
            proxy=settings.proxy,
            app_secret=settings.app_secret.read(),
        )

    def planner(self, transactions: "Transactions") -> "Planner":
        """What brings the deliveries in line with the queue."""
        from publisher.services.planning import Planner

        return Planner(
            transactions=transactions,
            pages=self.config.pages,
            pictures=self.pictures(),
            plan_ahead=self.config.service.plan_ahead,
        )

    def desk(self, transactions: "Transactions") -> "Desk":
        """What publishing works with."""
        from publisher.services.pacing import Pace
        from publisher.services.publishing import Desk

        pace = Pace(utc_now)
        return Desk(
            transactions=transactions,
            channel=self.channel(pace.hear),
            pace=pace,
            clock=utc_now,
            pages=self.config.pages,
            token=self.token,
            pictures=self.pictures(),
            catch_up_gap=self.config.service.catch_up_gap,
            prepare_ahead=self.config.service.prepare_ahead,
            looks=self.config.facebook.looks,
        )


@cache
def _takes(name: str) -> "Takes | None":
    from publisher import cards
    from publisher.content.folder import Takes

    try:
        template = cards.template_named(name, assets=resources.assets())
    except cards.CardRefused:
        return None
    return Takes(fields={field.name: (field.title, field.needed) for field in template.fields}, photos=template.photos)


def _photo_problem(path: Path) -> str | None:
    from publisher.cards.photo import probe_photo

    refusal = probe_photo(path)
    return str(refusal) if refusal else None
