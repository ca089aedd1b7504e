"""From a person's token to the tokens of pages, and what Facebook says of a token (graph-api.md
section 2).

Secrets that Facebook wants in a query (`debug_token`, `oauth/access_token`) travel inside a batch
call's body instead, so that no address, and no log of a proxy on the way, ever holds one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from publisher.channels.facebook.calls import Calls, odd
from publisher.channels.facebook.verdicts import GraphStep, judge
from publisher.channels.facebook.wire import CallFault
from publisher.channels.port import PageAccess
from publisher.domain.secret import Secret
from publisher.domain.verdict import Setback


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGrant:
    """A page that a person may act for."""

    page_id: str
    name: str
    token: Secret
    # What the person may do there: CREATE_CONTENT, MODERATE, …; None when Facebook does not tell.
    tasks: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """What debug_token says."""

    valid: bool
    # USER, PAGE, SYSTEM_USER …
    kind: str
    # UTC; None: never.
    expires_at: datetime | None
    scopes: tuple[str, ...]
    # Pages for which posting was granted; None: all of them.
    posting_on: tuple[str, ...] | None
    # Facebook's numbers and words when it is not valid.
    code: int = 0
    subcode: int = 0


class TokenCalls(Calls):
    """Calls about tokens."""

    def accounts(self, person: Secret) -> tuple[PageGrant, ...] | Setback:
        """GET /me/accounts.

        Leaves out pages that a business owns unless business_management was granted.
        """
        access = PageAccess(page_id="me", token=person)
        rows = self._list(
            access, "me/accounts", GraphStep.CHECK, fields="id,name,access_token,tasks"
        )
        return (
            tuple(grant for row in rows if (grant := _grant(row)))
            if isinstance(rows, list)
            else rows
        )

    def page(self, person: Secret, page_id: str) -> PageGrant | Setback:
        """GET /{page}?fields=id,name,access_token: finds a page that `accounts` leaves out."""
        access = PageAccess(page_id=page_id, token=person)
        answer = self._get(access, page_id, fields="id,name,access_token")
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.CHECK)
        return _grant(answer.body) or odd()

    def owner(self, token: Secret) -> tuple[str, str] | Setback:
        """GET /me: id and name of the page or person whose token it is."""
        answer = self._get(PageAccess(page_id="me", token=token), "me", fields="id,name")
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.CHECK)
        return str(answer.body.get("id", "")), str(answer.body.get("name", ""))

    def inspect(self, token: Secret, *, app_id: str, app_secret: Secret) -> TokenFacts | Setback:
        """GET /debug_token, asked by the app itself."""
        app = Secret(f"{app_id}|{app_secret.reveal()}")
        found = self._graph.ask_together(
            app, [f"debug_token?{urlencode({'input_token': token.reveal()})}"]
        )
        answer = found if isinstance(found, CallFault) else found[0]
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.CHECK)
        data = answer.body.get("data")
        return _facts(data) if isinstance(data, Mapping) else odd()

    def exchange(self, token: Secret, *, app_id: str, app_secret: Secret) -> Secret | Setback:
        """GET /oauth/access_token: a person's short-lived token for one of about 60 days."""
        query = {
            "grant_type": "fb_exchange_token",
            "client_id": app_id,
            "client_secret": app_secret.reveal(),
            "fb_exchange_token": token.reveal(),
        }
        app = Secret(f"{app_id}|{app_secret.reveal()}")
        found = self._graph.ask_together(app, [f"oauth/access_token?{urlencode(query)}"])
        answer = found if isinstance(found, CallFault) else found[0]
        if isinstance(answer, CallFault):
            return judge(answer, GraphStep.CHECK)
        long = answer.body.get("access_token")
        return Secret(long) if isinstance(long, str) and long else odd()


def _grant(row: Mapping[str, Any]) -> PageGrant | None:
    token, tasks = row.get("access_token"), row.get("tasks")
    if not isinstance(token, str) or not token:
        return None
    return PageGrant(
        page_id=str(row.get("id", "")),
        name=str(row.get("name", "")),
        token=Secret(token),
        tasks=tuple(map(str, tasks)) if isinstance(tasks, list) else None,
    )


def _facts(data: Mapping[str, Any]) -> TokenFacts:
    error = data.get("error") if isinstance(data.get("error"), Mapping) else {}
    return TokenFacts(
        valid=data.get("is_valid") is True,
        kind=str(data.get("type", "")),
        expires_at=_moment(data.get("expires_at")),
        scopes=tuple(map(str, data.get("scopes") or ())),
        posting_on=_targets(data.get("granular_scopes")),
        code=int((error or {}).get("code", 0)),
        subcode=int((error or {}).get("subcode", 0)),
    )


def _targets(scopes: Any) -> tuple[str, ...] | None:
    """The pages of pages_manage_posts; a scope without targets holds for all (seen in recorded
    calls).
    """
    for scope in scopes if isinstance(scopes, list) else []:
        if isinstance(scope, Mapping) and scope.get("scope") == "pages_manage_posts":
            ids = scope.get("target_ids")
            return tuple(map(str, ids)) if isinstance(ids, list) else None
    return None


def _moment(seconds: Any) -> datetime | None:
    return (
        datetime.fromtimestamp(int(seconds), UTC)
        if isinstance(seconds, int | float) and seconds > 0
        else None
    )
