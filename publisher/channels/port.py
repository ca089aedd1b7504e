"""The port to a channel: what a delivery needs of the place where it is to appear, each call of
which answers with a value and never raises.

A delivery *has* a route: the way it goes, one remote call a step. The first line of each verb says
what repeating its call does, because that decides what may be done after a lost answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from publisher.domain.route import Placement, PostKind, RouteName
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Invisible, Missing, Published, Setback

# So many calls travel together at most: Facebook's limit for one batch call.
MOST_TOGETHER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccess:
    """Which page, and the token that may act for it."""

    page_id: str
    token: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoUpload:
    """One picture as bytes, ready for Facebook."""

    # JPEG, at most 4 MB, without metadata.
    jpeg: bytes
    # What a person who cannot see the picture is told; empty when nobody wrote it.
    alt_text: str
    # Part of a post that Facebook's own scheduler will publish; such photos live longer.
    for_schedule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHealth:
    """What Facebook says of a page and our token for it."""

    name: str
    # The API version that Facebook served, None when it does not tell.
    served_version: str | None
    # What Facebook's clock showed (the answer's Date header), None when it does not tell.
    server_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFile:
    """A video as a file of ours."""

    path: Path
    # Bytes.
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at a list found: the ids of everything that matches, and none when it is
    empty."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """What Facebook will show of a link."""

    title: str
    has_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteDraft:
    """A post of the page that is neither public nor scheduled."""

    id: str
    # Id of the app that made it; None when Facebook does not tell.
    app_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPost:
    """A post that the channel shows, or that its own scheduler will show."""

    id: str
    text: str
    # What it shares.
    links: tuple[str, ...]
    # Since when it is there, or from when on.
    at: datetime
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPosts:
    """What the account's own list shows, whoever made it."""

    posts: tuple[ListedPost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of a limit is used up, from the headers of one answer."""

    # The highest of the percentages in it; at 100 Facebook refuses.
    percent: int
    # How long Facebook asks to wait; zero when it does not.
    wait: timedelta
    # Of the app as a whole rather than of one page.
    of_app: bool


class Repeating(Enum):
    """What repeating a call does."""

    # Changes nothing.
    HARMLESS = auto()
    # Leaves at most something that nobody sees.
    ORPHANS = auto()
    # As ORPHANS, and what was uploaded for it may be used up by the first.
    USES_UP = auto()
    # May show it twice: it is looked for before.
    TWICE = auto()


class StepKind(Enum):
    """At which point of a delivery's life a call is made."""

    # Before the due time, with nothing to be seen.
    PREPARES = auto()
    # Makes it public.
    SHOWS = auto()
    # Asks, and changes nothing.
    LOOKS = auto()
    # Gives another time to what the channel publishes itself.
    MOVES = auto()
    # After it is public.
    FOLLOWS = auto()


class About(Enum):
    """What "no such object" is said of, as the answer to a call."""

    ACCOUNT = auto()
    # What was uploaded for the post.
    PARTS = auto()
    # The post that was prepared.
    POST = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What the channel holds of a delivery that is not public yet."""

    object_id: str = ""
    # Ids of uploaded photos in their order, and when the first was uploaded.
    photos: tuple[str, ...] = ()
    photos_at: datetime | None = None
    # Of an upload under way: its route's own words.
    upload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A preparing step took effect."""

    # What the step made; empty when it made nothing of its own.
    object_id: str = ""
    remote: Remote
    # Nothing is missing for the due time any more.
    complete: bool = False
    # The channel publishes it by itself at this time.
    scheduled_for: datetime | None = None


Answer = (
    StepDone | Accepted | Published | Invisible | Missing | Found | ListedPosts | LinkCard | Setback
)


class Instead(NamedTuple):
    """A call that goes another way because a step was refused: when it is taken, the first way is
    closed there."""

    step: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One remote call that a route wants to be made, and what may be concluded from its answer."""

    # As attempts keep it.
    name: str
    kind: StepKind
    repeating: Repeating
    call: Callable[[], Answer]
    about: About = About.ACCOUNT
    # One of many: between them what is due goes first.
    yields: bool = False
    # A way of publishing ("draft:text") that is open when the step is taken, and one that is closed
    # when it is refused.
    proves: str = ""
    closes: str = ""
    # By which way it goes when this one may not be taken here at all.
    otherwise: RouteName | None = None
    instead_of: Instead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A delivery as its route sees it."""

    access: PageAccess
    kind: PostKind
    text: str
    link: str | None
    due_at: datetime
    now: datetime
    remote: Remote
    # Only for preparing.
    photos: Sequence[PhotoUpload] = ()
    video: VideoFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTraits:
    """What a route can."""

    # The step that makes public.
    shows: str
    # The step that hands it over to the channel's own scheduler; empty when there is none.
    hands_over: str = ""
    # What becomes public has its id before: after a lost answer it is looked at. Else lists are
    # searched.
    known_by_id: bool = True
    # What a list does not show was not published: it may be sent again.
    surely_found: bool = False
    # Uploaded photos are of use to no other route; they live so long while no post uses them.
    own_photos: bool = False
    photo_life: timedelta = timedelta.max
    # Several may be flipped in one call.
    together: bool = False
    # The channel reads its link ahead.
    reads_link: bool = False
    # Its words can be changed in public; it takes comments; it has an address of its own.
    editable: bool = True
    commented: bool = True
    addressed: bool = True


class Route(Protocol):
    """How one delivery becomes public on its channel, step by step."""

    name: RouteName
    traits: RouteTraits

    def prepare(self, posting: Posting) -> Step | Remote:
        """The next call that brings it there unseen, or what is there when nothing is missing;
        repeating leaves at most orphans, unless the step says otherwise."""
        ...

    def find_prepared(self, posting: Posting) -> Step | None:
        """Look for what a lost preparing step may have made (Found); repeating changes nothing.

        None where repeating that step is harmless.
        """
        ...

    def flip(self, posting: Posting) -> Step | None:
        """Make it public; the step says whether repeating shows it twice.

        None when what was prepared is not there, or too old.
        """
        ...

    def look(self, access: PageAccess, object_id: str) -> Step:
        """Ask whether it is public; repeating changes nothing."""
        ...

    def find(self, posting: Posting, since: datetime) -> Step:
        """Search what is public since a moment (aware) for it (Found); repeating changes
        nothing."""
        ...

    def move(self, access: PageAccess, object_id: str, at: datetime) -> Step:
        """Give what the channel publishes itself another time; repeating changes nothing."""
        ...

    def recall(self, access: PageAccess, object_id: str) -> Step:
        """Take back what is not public; repeating finds nothing any more (Missing)."""
        ...

    def edit(self, access: PageAccess, object_id: str, text: str) -> Step:
        """Give the public post other words; repeating changes nothing."""
        ...

    def remove(self, access: PageAccess, object_id: str) -> Step:
        """Take the public post down; repeating finds nothing any more (Missing)."""
        ...


class Wish(NamedTuple):
    """What decides which way a delivery goes."""

    placement: Placement
    has_video: bool
    kind: PostKind
    # What the page prefers.
    wanted: RouteName
    # Until it is due.
    ahead: timedelta
    # Whether a way ("handover", "draft:text") was refused on the page lately.
    is_closed: Callable[[str], bool]


class Channel(Protocol):
    """A kind of place where posts appear.

    No method raises for anything that the network or the other side does.
    """

    def route(self, name: RouteName) -> Route:
        """The way of this name."""
        ...

    def choose(self, wish: Wish) -> Route:
        """The way that a delivery goes."""
        ...

    def flip(self, access: PageAccess, post_id: str) -> Published | Setback:
        """Make a draft public; repeating a flip that took effect changes nothing."""
        ...

    def flip_together(self, flips: Sequence[tuple[PageAccess, str]]) -> list[Published | Setback]:
        """Make drafts public in one call, an answer to each in their order; repeating is as
        harmless as with `flip`.

        Each goes by its own page's token. What was decided about the call as a whole is no verdict
        on any of its pages: then each is Unknown. Raises ValueError for more than MOST_TOGETHER.
        """
        ...

    def comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Setback:
        """Comment as the page; repeating would show twice."""
        ...

    def find_comment(
        self, access: PageAccess, post_id: str, message: str
    ) -> Accepted | Missing | Setback:
        """Look for the page's own comment with exactly this text; repeating changes nothing."""
        ...

    def delete(self, access: PageAccess, object_id: str) -> Accepted | Missing | Setback:
        """Delete a draft or an unused photo; repeating finds nothing any more."""
        ...

    def drafts(self, access: PageAccess) -> tuple[RemoteDraft, ...] | Setback:
        """Every post of the page that is neither public nor scheduled, whoever made it; repeating
        changes nothing."""
        ...

    def list_public(
        self, access: PageAccess, since: datetime, *, scheduled: bool
    ) -> ListedPosts | Setback:
        """Every post that was made public since a moment (aware), and with `scheduled` those that
        the channel's own scheduler has; repeating changes nothing."""
        ...

    def scrape(self, access: PageAccess, url: str) -> LinkCard | Setback:
        """Let the channel read a link ahead; repeating reads it again."""
        ...

    def check_page(self, access: PageAccess) -> PageHealth | Setback:
        """Ask about the page and the token; repeating changes nothing."""
        ...
