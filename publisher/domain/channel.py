"""The port to Facebook: the few calls that the services make, each of which answers with a value and never raises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Invisible, Missing, Published, Setback


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post before it is public: text, and either a link or up to ten uploaded photos."""

    message: str
    link: str | None
    # Facebook ids of uploaded photos in their order.
    photo_ids: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHealth:
    """What Facebook says of a page and our token for it."""

    name: str
    # The API version that Facebook served, None when it does not tell.
    served_version: str | None
    # What Facebook's clock showed (the answer's Date header), None when it does not tell.
    server_time: datetime | None = None


class Channel(Protocol):
    """What publishing needs of Facebook. No method raises for anything that the network or Facebook does."""

    def upload_photo(self, access: PageAccess, photo: PhotoUpload) -> Accepted | Setback:
        """Upload one photo unpublished; repeating leaves at most an invisible orphan."""
        ...

    def create_draft(self, access: PageAccess, draft: Draft) -> Accepted | Setback:
        """Create the post unpublished; repeating leaves at most an invisible orphan."""
        ...

    def flip(self, access: PageAccess, post_id: str) -> Published | Setback:
        """Make the draft public; repeating a flip that took effect changes nothing."""
        ...

    def look(self, access: PageAccess, post_id: str) -> Published | Invisible | Missing | Setback:
        """Ask whether a post is public."""
        ...

    def comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Setback:
        """Comment as the page; repeating would show twice."""
        ...

    def find_comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Missing | Setback:
        """Look for the page's own comment with exactly this text."""
        ...

    def check_page(self, access: PageAccess) -> PageHealth | Setback:
        """Ask Facebook about the page and the token; changes nothing."""
        ...
