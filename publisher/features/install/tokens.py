"""Tokens in use: read from where the configuration says or from the vault, connected, checked
daily."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from publisher.channels.facebook.tokens import PageGrant, TokenCalls, TokenFacts
from publisher.channels.facebook.verdicts import row_of
from publisher.chores import Chore
from publisher.config.values import Config, TokenSource
from publisher.context import Context
from publisher.domain.errors import NotConnected, VaultError
from publisher.domain.page import Page
from publisher.domain.reason import NO_REASON, Reason, reason
from publisher.domain.secret import Secret
from publisher.domain.verdict import Deferred, Refused, Scope, Unknown
from publisher.store import deliveries as delivery_store
from publisher.store import page_states as page_store
from publisher.store import tokens as store
from publisher.vault import Vault

log = logging.getLogger("publisher.tokens")

# The database is asked again for tokens that another process connected.
FRESH = 2.0  # seconds
# A token is looked at once a day, and again when a campaign is about to begin.
DAILY = timedelta(hours=24)
# A hundred thousand tokens take hours; other chores come in between.
ROUND = timedelta(minutes=10)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
BEFORE_CAMPAIGN = timedelta(hours=24)
CAMPAIGN_CHECK = timedelta(hours=6)
# What posting needs, and what is lost without the others.
NEEDED = ("pages_manage_posts", "pages_read_engagement")
USEFUL = {
    "pages_manage_engagement": "token.no_first_comment",
    "pages_read_user_content": "token.no_sweeping",
    "read_insights": "token.no_insights",
}


# Tokens that are tried with a key before it is said to be the wrong one.
LOOKED_AT = 100


class PageTokens:
    """The tokens of all pages, as they are now.

    Shared by threads; the database is asked only now and then.
    """

    def __init__(self, sources: Mapping[str, TokenSource], vault: Vault) -> None:
        self._sources, self._vault = sources, vault
        self._sealed: dict[str, bytes] = {}
        # Opened when they are first asked for: a national office has a hundred thousand.
        self._opened: dict[str, tuple[bytes, Secret]] = {}
        # By page; what was given out may be spoken of, and a log line must not tell it.
        self._given: dict[str, Secret] = {}
        self._mark: object = None
        self._complained_of: object = None
        self._asked_at = float("-inf")
        self._open = False
        self._lock = threading.Lock()

    def open(self) -> None:
        """The database can be asked from now on."""
        self._open = True

    def check(self) -> None:
        """Look whether the key is the one with which the tokens were sealed, before work begins
        without any of them.

        Raises:
            VaultError: it opens none of those that are needed, or is no key.
        """
        self._vault.check()
        needed = [row.ciphertext for row in store.sealed() if not self._has_source(row.page)]
        # One that opens is enough: a single old one is told when it is asked for.
        for number, ciphertext in enumerate(needed, 1):
            try:
                self._vault.open(ciphertext)
            except VaultError:
                if number < min(len(needed), LOOKED_AT):
                    continue
                raise
            return

    def _has_source(self, page: str) -> bool:
        source = self._sources.get(page)
        return source is not None and source.read() is not None

    def token(self, page: str) -> Secret | None:
        """A page's token: where the configuration says first, then what `publisher connect`
        kept."""
        source = self._sources.get(page)
        found = (source.read() if source else None) or self._kept(page)
        if found:
            self._given[page] = found
        return found

    def known(self) -> list[Secret]:
        """Every token that was given out; asks nobody, so that a log line may use it."""
        return list(self._given.copy().values())

    def _kept(self, page: str) -> Secret | None:
        self._refresh()
        ciphertext, opened = self._sealed.get(page), self._opened.get(page)
        if ciphertext is None:
            return None
        if opened is None or opened[0] != ciphertext:
            try:
                opened = self._opened[page] = ciphertext, self._vault.open(ciphertext)
            except VaultError as error:
                # A wrong key opens none of them: said once for all.
                if self._complained_of != self._mark:
                    log.error("%s", error)
                self._complained_of = self._mark
                return None
        return opened[1]

    def _refresh(self) -> None:
        if not self._open or time.monotonic() - self._asked_at < FRESH:
            return
        with self._lock:
            self._asked_at = time.monotonic()
            mark = store.sealed_mark()
            if mark != self._mark:
                self._sealed, self._mark = (
                    {row.page: row.ciphertext for row in store.sealed()},
                    mark,
                )


class AppKeys(NamedTuple):
    """Our app at Facebook, when the operator gave it."""

    app_id: str
    secret: Secret


def app_keys(config: Config) -> AppKeys | None:
    """Our app at Facebook, when the configuration names it."""
    app_id, secret = config.facebook.app_id, config.facebook.app_secret.read()
    return AppKeys(app_id=app_id, secret=secret) if app_id and secret else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What connecting found for one page."""

    page: str
    # The token was kept.
    ok: bool
    messages: tuple[Reason, ...]


def connect(
    context: Context, pasted: Secret, *, now: datetime
) -> tuple[list[Connected], list[Reason]]:
    """Turn a person's, a system user's or a page's token into page tokens and keep them, sealed.

    Returns what came of each configured page, and remarks for the person (pages that are not
    configured, what to mind).

    Raises:
        NotConnected: it is no token, or Facebook does not take it.
    """
    if not pasted.is_token():
        raise NotConnected("tokens.no_token")
    owner = context.token_calls.owner(pasted)
    if not isinstance(owner, tuple):
        raise NotConnected(owner.reason)
    remarks: list[Reason] = []
    of_page = next((page for page in context.pages.values() if page.facebook_id == owner[0]), None)
    if of_page:
        grants = {owner[0]: PageGrant(page_id=owner[0], name=owner[1], token=pasted, tasks=None)}
        return [_keep(context, of_page, grants[owner[0]], now)], remarks
    person = _lasting(context, pasted, remarks)
    listed = context.token_calls.accounts(person)
    grants = {grant.page_id: grant for grant in listed} if isinstance(listed, tuple) else {}
    found = [_connect_page(context, page, grants, person, now) for page in context.pages.values()]
    ours = {page.facebook_id for page in context.pages.values()}
    remarks += [
        reason("tokens.page_not_configured", name=grant.name, facebook_id=grant.page_id)
        for grant in grants.values()
        if grant.page_id not in ours
    ]
    return found, remarks


def _lasting(context: Context, pasted: Secret, remarks: list[Reason]) -> Secret:
    """The person's token for long: page tokens of a short one end with it."""
    app = app_keys(context.config)
    if app is None:
        remarks.append(reason("tokens.no_app"))
        return pasted
    long = context.token_calls.exchange(pasted, app_id=app.app_id, app_secret=app.secret)
    if isinstance(long, Secret):
        return long
    remarks.append(reason("tokens.not_exchanged", why=long.reason))
    return pasted


def _connect_page(
    context: Context,
    page: Page,
    grants: Mapping[str, PageGrant],
    person: Secret,
    now: datetime,
) -> Connected:
    grant = grants.get(page.facebook_id)
    if grant is None:
        # Pages of a business are missing from the list though they work.
        asked = context.token_calls.page(person, page.facebook_id)
        if not isinstance(asked, PageGrant):
            return Connected(page=page.slug, ok=False, messages=(_whole(asked), _NO_ROLE))
        grant = asked
    return _keep(context, page, grant, now)


def _keep(context: Context, page: Page, grant: PageGrant, now: datetime) -> Connected:
    facts = _inspect(context.token_calls, app_keys(context.config), grant.token)
    missing = list(_missing(grant, facts, page))
    if any(fatal for fatal, _ in missing):
        return Connected(page=page.slug, ok=False, messages=tuple(text for _, text in missing))
    ciphertext = context.vault.seal(grant.token)
    context.transactions.write(
        lambda: store.keep(
            page.slug,
            ciphertext,
            name=grant.name,
            expires_at=facts.expires_at if facts else None,
            scopes=list(facts.scopes) if facts else [],
            by=context.actor,
            now=now,
        )
    )
    kept = _kept(grant.name, facts)
    return Connected(page=page.slug, ok=True, messages=(kept, *(why for _, why in missing)))


def _kept(name: str, facts: TokenFacts | None) -> Reason:
    if facts is None:
        return reason("token.kept", name=name)
    if facts.expires_at is None:
        return reason("token.kept_for_ever", name=name)
    return reason("token.kept_until", name=name, ends=facts.expires_at)


def _missing(
    grant: PageGrant, facts: TokenFacts | None, page: Page
) -> Iterator[tuple[bool, Reason]]:
    """What the token lacks, in plain words; the first of each pair: whether nothing can be posted
    so.
    """
    if grant.tasks is not None and "CREATE_CONTENT" not in grant.tasks:
        yield True, Reason("token.no_content_task")
    if facts is None:
        return
    if not facts.valid:
        row = row_of(facts.code, facts.subcode)
        yield True, row.reason if row else NOT_VALID
        return
    for scope in NEEDED:
        if scope not in facts.scopes:
            yield True, reason("token.lacks", scope=scope)
    if facts.posting_on is not None and page.facebook_id not in facts.posting_on:
        yield True, Reason("token.not_this_page")
    for scope, loss in USEFUL.items():
        if scope not in facts.scopes:
            yield False, reason("token.lacks_useful", scope=scope, loss=Reason(loss))


def _inspect(calls: TokenCalls, app: AppKeys | None, token: Secret) -> TokenFacts | None:
    if app is None:
        return None
    facts = calls.inspect(token, app_id=app.app_id, app_secret=app.secret)
    return facts if isinstance(facts, TokenFacts) else None


def _whole(setback: Refused | Deferred | Unknown) -> Reason:
    return reason("tokens.whole", why=setback.reason)


_NO_ROLE = Reason("token.no_role")
NOT_VALID = Reason("token.not_valid")


def check_tokens(context: Context, *, now: datetime) -> None:
    """Look at every token whose turn it is; a page whose token is dead is parked at once.

    Those that were looked at longest ago come first, and what is not done after ROUND waits for the
    next time.
    """
    known, began = store.checks(), time.monotonic()
    soon = delivery_store.campaign_pages(now=now, until=now + BEFORE_CAMPAIGN)
    for slug in sorted(
        context.pages, key=lambda slug: known[slug].checked_at if slug in known else LONG_AGO
    ):
        page, token, last = context.pages[slug], context.token(slug), known.get(slug)
        if token is None:
            continue
        if time.monotonic() - began > ROUND.total_seconds():
            return
        every = CAMPAIGN_CHECK if slug in soon else DAILY
        if last and last.fingerprint == token.fingerprint() and now - last.checked_at < every:
            continue
        _check(context, page, token, now)


def _check(context: Context, page: Page, token: Secret, now: datetime) -> None:
    found = (
        context.token_calls.owner(token)
        if token.is_token()
        else Refused(reason=reason("token.unseen"), scope=Scope.PAGE)
    )
    if isinstance(found, Deferred | Unknown):
        return
    dead = found if isinstance(found, Refused) else None
    facts = _inspect(context.token_calls, app_keys(context.config), token) if dead is None else None
    problem = reason("token.dead", why=dead.reason) if dead else NO_REASON
    if facts and not facts.valid:
        row = row_of(facts.code, facts.subcode)
        problem = row.reason if row else NOT_VALID
    elif facts:
        grant = PageGrant(page_id=page.facebook_id, name=page.slug, token=token, tasks=None)
        found_missing = [why for fatal, why in _missing(grant, facts, page) if fatal]
        problem = reason("token.problems", whys=found_missing) if found_missing else NO_REASON

    def note() -> None:
        store.note_check(
            page.slug,
            token.fingerprint(),
            now=now,
            expires_at=facts.expires_at if facts else None,
            problem=problem,
        )
        if dead:
            page_store.park(
                page.slug,
                now=now,
                reason=dead.reason,
                fingerprint=token.fingerprint(),
            )

    context.transactions.write(note)


CHORE = Chore(
    name="tokens",
    title=Reason("chores.tokens"),
    every=timedelta(minutes=30),
    run=lambda context, now: check_tokens(context, now=now),
    first=timedelta(seconds=15),
    slow=True,
)
