"""Collects what Facebook counted of our posts, some days after each was published."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from publisher.chores import Chore
from publisher.context import Context
from publisher.domain.reason import Reason
from publisher.domain.verdict import Missing
from publisher.features.delivery.gates import at_rest
from publisher.store.models import Delivery, Insight

log = logging.getLogger("publisher.insights")

# Posts of one round: reading numbers stays a small part of the calls.
MOST = 60
# A count that was missed because the service was off is still worth something for so long.
LATE = timedelta(days=7)


def collect(context: Context, *, now: datetime) -> int:
    """Ask for the numbers whose time has come; returns how many posts were asked about."""
    asked, settings = 0, context.config.insights
    for row, days in _due(settings.after, now):
        access = at_rest(context, row.page, now)
        if access is None:
            continue
        asked += 1
        values = context.insight_calls.of_post(access, row.post_id, settings.metrics)
        if isinstance(values, dict):
            context.transactions.write(partial(_keep, row, days, values, now))
        elif isinstance(values, Missing):
            # Taken down at Facebook: asking again tells nothing more.
            context.transactions.write(partial(_keep, row, days, {}, now))
        else:
            log.info(
                "no numbers of %s on %s yet: %s", row.entry_id, row.page, type(values).__name__
            )
        if asked >= MOST:
            break
    return asked


def _due(after: Sequence[timedelta], now: datetime) -> Iterator[tuple[Delivery, int]]:
    """Posts whose numbers are to be asked for, each with the age in days."""
    for age in sorted(after):
        rows = Delivery.objects.of_age(age, within=LATE, now=now).shown()
        for row in rows.exclude(insights__days=age.days).order_by("published_at")[:MOST]:
            yield row, age.days


def _keep(row: Delivery, days: int, values: dict[str, int], now: datetime) -> None:
    Insight.objects.update_or_create(
        delivery=row, days=days, defaults={"values": values, "collected_at": now}
    )


CHORE = Chore(
    name="insights",
    title=Reason("chores.insights"),
    every=timedelta(minutes=15),
    run=lambda context, now: collect(context, now=now),
    first=timedelta(seconds=20),
    slow=True,
)
