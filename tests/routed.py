"""Facebook's real routes over calls that a test makes up."""

from datetime import datetime

from publisher.channels.facebook.routes import choose, routes_of
from publisher.channels.port import ListedPosts, PageAccess, Route, Wish
from publisher.domain.route import RouteName


class Routed:
    """Base of a channel that has only the calls."""

    def route(self, name: RouteName) -> Route:
        return routes_of(self)[name]  # type: ignore[arg-type]

    def list_public(self, access: PageAccess, since: datetime, *, scheduled: bool) -> ListedPosts:
        return ListedPosts(posts=())

    def choose(self, wish: Wish) -> Route:
        return self.route(choose(wish))
