"""Deliveries as pages tell them: with a title, a picture, the sentence and the one button that a
problem needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from publisher.domain.delivery import Hold, State
from publisher.domain.errors import UnknownPlaceholder
from publisher.domain.message import fill
from publisher.domain.revision import Revision
from publisher.domain.text import without_emphasis
from publisher.features.scheduling.reschedule import can_move
from publisher.store.models import Delivery
from publisher.store.querysets import MISSED

# A template reads the properties of a row, and gives no request: hence `serving`.
from publisher.web.shared.context import serving
from publisher.web.shared.languages import language
from publisher.web.shared.zones import zone_of

# A longer title is cut by the page anyway.
TITLE = 160


class Button(NamedTuple):
    """Where the next step is."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery, or the same entry at the same time on several pages."""

    rows: Sequence[Delivery]

    @property
    def row(self) -> Delivery:
        """The first of them."""
        return self.rows[0]

    @property
    def keys(self) -> str:
        """All keys, for a form."""
        return ",".join(str(row.pk) for row in self.rows)

    @property
    def local(self) -> datetime:
        """The due time on the page's wall clock, naive, so that no template turns it into
        another zone."""
        return self.row.due_at.astimezone(zone_of(self.row.page)).replace(tzinfo=None)

    @property
    def title(self) -> str:
        """The first words of what it says."""
        return title_of(self.row)

    @property
    def thumb(self) -> str:
        """Address of a small picture."""
        return reverse("picture", args=[self.row.pk, self.row.revision_id, 0, "small"])

    @property
    def has_picture(self) -> bool:
        """Whether it shows any."""
        revision = Revision.from_json(self.row.revision.body)
        return bool(revision.card or revision.photos)

    @property
    def others(self) -> int:
        """How many pages beside the first."""
        return len(self.rows) - 1

    @property
    def movable(self) -> bool:
        """Whether all of them may get another time."""
        return all(can_move(row) for row in self.rows)

    @property
    def advice(self) -> str:
        """What a person has to do."""
        return self.row.advice(language())

    @property
    def button(self) -> Button:
        """The one that leads on."""
        return button_of(self.row)


def together(rows: Iterable[Delivery]) -> list[DeliveryRow]:
    """Deliveries of one entry that are due at one time and stand alike, told once;
    in their order.
    """
    found: dict[tuple[object, ...], list[Delivery]] = {}
    for row in rows:
        local = row.due_at.astimezone(zone_of(row.page)).replace(tzinfo=None)
        key = (
            row.entry_id,
            local,
            row.state,
            row.hold,
            bool(row.sent_back),
            row.removed_at is None,
        )
        found.setdefault(key, []).append(row)
    return [DeliveryRow(group) for group in found.values()]


def title_of(row: Delivery) -> str:
    """The first words of what a delivery (with its revision) says."""
    revision = Revision.from_json(row.revision.body)
    page = serving().pages.get(row.page)
    text = revision.text or revision.headline or revision.link or row.entry_id
    try:
        on = row.due_at.astimezone(zone_of(row.page)).date()
        text = fill(text, since=revision.since, on=on, unit=page.unit if page else None)
    except UnknownPlaceholder:
        pass
    plain = " ".join((without_emphasis(text) if revision.card else text).split())
    return plain if len(plain) <= TITLE else plain[: TITLE - 1].rstrip() + "…"


def button_of(row: Delivery) -> Button:
    """The one step that helps a delivery most."""
    own = reverse("delivery", args=[row.pk])
    match (row.state, row.hold):
        case (State.HELD, hold) if hold in MISSED:
            return Button(_("Quyết định"), own + "#decide")
        case (_, Hold.PAGE_PARKED) if row.page in serving().pages:
            return Button(_("Kết nối lại trang"), reverse("page", args=[row.page]))
        case (State.REFUSED, _):
            return Button(_("Sửa bài"), reverse("compose") + f"?entry={row.entry_id}")
        case (State.PLANNED, _) if row.sent_back:
            return Button(_("Sửa theo góp ý"), reverse("compose") + f"?entry={row.entry_id}")
        case _:
            return Button(_("Xem diễn biến"), own)
