"""Everything that publishing asks of Facebook, in one object."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from publisher.channels.facebook.calls import Listener
from publisher.channels.facebook.routes import choose, routes_of
from publisher.channels.facebook.routes.common import GraphCalls
from publisher.channels.facebook.verdicts import GraphStep, judge
from publisher.channels.facebook.wire import CallFault, Graph
from publisher.channels.port import PageAccess, PageHealth, Route, Wish
from publisher.domain.reason import Reason
from publisher.domain.route import RouteName
from publisher.domain.verdict import Refused, Scope, Setback


class FacebookChannel(GraphCalls):
    """`publisher.channels.port.Channel` over the Graph API. Shared by threads."""

    def __init__(self, graph: Graph, listener: Listener | None = None) -> None:
        """`listener` hears the usage of every answer, with the page id of the call."""
        super().__init__(graph, listener)
        self._routes = routes_of(self)

    def route(self, name: RouteName) -> Route:
        """The way of this name."""
        return self._routes[name]

    def choose(self, wish: Wish) -> Route:
        """The way that a delivery goes."""
        return self._routes[choose(wish)]

    def check_page(self, access: PageAccess) -> PageHealth | Setback:
        """GET /me, which with a page's token is that page; any other token shows itself by another
        id.
        """
        page = self._get(access, "me", fields="id,name")
        if isinstance(page, CallFault):
            return judge(page, GraphStep.CHECK)
        if str(page.body.get("id")) != access.page_id:
            return Refused(reason=Reason("facebook.another_pages_token"), scope=Scope.PAGE)
        return PageHealth(
            name=str(page.body.get("name", "")),
            served_version=page.headers.get("facebook-api-version"),
            server_time=_date(page.headers.get("date")),
        )


def _date(value: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
