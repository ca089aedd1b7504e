"""Units and their pages: who posts, where, and at which times of the day."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from publisher.domain.route import DRAFTS, PreferredRoutes

VIETNAM = "Asia/Ho_Chi_Minh"
# Later than this a post is not sent without a person, where a page or an entry says nothing else.
MAX_LATE = timedelta(hours=2)


class ApprovalRule(StrEnum):
    """Whether a unit's deliveries wait for a person's yes."""

    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A union organisation (đơn vị) that owns pages."""

    slug: str
    # The official name as it stands on cards, for example "Liên đoàn Lao động tỉnh Lai Châu".
    name: str
    # A brand of `assets/brands` by name, or the path of a brand file.
    brand: str
    # Absolute path of the unit's own emblem, or None while the drawn placeholder stands in.
    logo: str | None
    approval: ApprovalRule
    # Terms of its own that no line end on a card may split: "Quỹ Trợ vốn Lai Châu".
    glossary: tuple[str, ...] = ()
    # Whether a word segmenter looks for terms that no list holds (extra [segment]).
    segment: bool = False
    # What a post for many units fills in: "LĐLĐ tỉnh Lai Châu", "Lai Châu", a telephone or an
    # address.
    short_name: str = ""
    place: str = ""
    contact: str = ""
    # Without "#": stand behind those of every post.
    hashtags: tuple[str, ...] = ()
    # Whether everybody may see its published posts at /chia-se/SLUG.
    share_corner: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Wall-clock hours without posts; `start` may be later than `end`, which then is on the next
    day.
    """

    start: time
    end: time

    def covers(self, at: time) -> bool:
        """Whether a wall-clock time falls into the quiet hours (start included, end not)."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Facebook page (trang) of one unit."""

    slug: str
    # Decimal text: Facebook's ids are larger than 2^53.
    facebook_id: str
    unit: Unit
    # Wall-clock times in `zone`, ascending, at which queued entries go out.
    slots: tuple[time, ...]
    zone: ZoneInfo
    quiet: QuietHours | None
    # A delivery later than this after its due time is held, not sent.
    max_late: timedelta
    # How long before its due time a post is brought to Facebook unseen.
    prepare_ahead: timedelta = timedelta(minutes=10)
    # Between two posts of the page at least.
    min_gap: timedelta = timedelta()
    publishing: PreferredRoutes = DRAFTS
