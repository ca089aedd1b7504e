"""Addresses of press articles: without what follows readers about, comparable, and tagged when
somebody asks. Pure."""

import hashlib
import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from publisher.domain.reason import Reason, reason

# What advertising and mail systems append; no newspaper needs it to find its article.
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid igshid igsh mc_cid mc_eid _ga _gl yclid zarsrc zanpid"
    " ref_src ref_url share_source vero_id oly_enc_id oly_anon_id __twitter_impression mibextid"
    " rdid share_url sfnsn".split()
)
PREFIXES = ("utm_", "fb_", "hsa_", "pk_", "mtm_", "zalo_")
# Two hosts of one site.
SUBDOMAINS = ("www.", "m.", "amp.", "mobile.")
UTM_SOURCE, UTM_MEDIUM = "facebook", "fanpage"
# Characters of a key; the columns that hold one are as wide.
LONGEST_KEY = 500
# Of an address; no newspaper needs half of it.
LONGEST = 4000
LONGEST_HOST = 253
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?", re.IGNORECASE)


def url_trouble(url: str) -> Reason | None:
    """What keeps an address from being shared or opened; None when nothing does."""
    if any(char.isspace() for char in url):
        return reason("address.blank")
    if any(_is_strange(char) for char in url):
        return reason("address.strange")
    if len(url) > LONGEST:
        return reason("address.long", most=LONGEST)
    parts = _parts(url)
    if parts is None:
        return reason("address.form")
    if parts.scheme not in ("http", "https"):
        return reason("address.scheme")
    if "@" in parts.netloc:
        return reason("address.login")
    if "[" in parts.netloc and ":" not in (parts.hostname or ""):
        return reason("address.host")
    return _host_trouble(parts.hostname or "") or _port_trouble(parts)


def host_of(url: str) -> str:
    """The host of an address; empty when it has none or cannot be understood."""
    parts = _parts(url)
    return (parts.hostname or "") if parts else ""


def joined(base: str, reference: str) -> str:
    """Where a reference on a page leads; empty when that is nothing that could be opened."""
    try:
        found = urljoin(base, reference.strip())
    except ValueError:
        return ""
    return found if url_trouble(found) is None else ""


def bare(url: str) -> str:
    """The address without tracking parameters and without a fragment; what is no address stays as
    it is.
    """
    parts = _parts(url.strip())
    if parts is None:
        return url.strip()
    given = _query(parts)
    kept = [(name, value) for name, value in given if not _tracks(name)]
    # Rewritten only where something went: an address is the newspaper's, also in how it is spelled.
    query = parts.query if len(kept) == len(given) else _encoded(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def article_key(url: str) -> str:
    """What two addresses of one article have in common: for comparing, not for opening.

    At most LONGEST_KEY long.
    """
    address = bare(url)
    parts = _parts(address)
    key = _name(parts) if parts else address
    if len(key) <= LONGEST_KEY:
        return key
    # Its beginning alone would be that of other articles too.
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    return f"{key[: LONGEST_KEY - 65]}#{digest}"


def tagged(url: str, campaign: str) -> str:
    """The address with our own UTM parameters, so that the newspaper's or our portal's
    statistics show the page."""
    address = bare(url)
    parts = _parts(address)
    if parts is None:
        return address
    own = [("utm_source", UTM_SOURCE), ("utm_medium", UTM_MEDIUM), ("utm_campaign", campaign)]
    return urlunsplit(
        (parts.scheme, parts.netloc, parts.path, _encoded([*_query(parts), *own]), "")
    )


def _name(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    for subdomain in SUBDOMAINS:
        host = host.removeprefix(subdomain)
    path = parts.path.rstrip("/")
    for ending in ("/amp", ".amp"):
        path = path.removesuffix(ending)
    query = _encoded(sorted(_query(parts)))
    return f"{host}{path}" + (f"?{query}" if query else "")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # Split anew where they are asked for, and some of Python's refusals come only then.
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _query(parts: SplitResult) -> list[tuple[str, str]]:
    return parse_qsl(parts.query, keep_blank_values=True)


def _encoded(query: list[tuple[str, str]]) -> str:
    return urlencode(query, errors="replace")


def _is_strange(char: str) -> bool:
    """Control characters and halves of a character: nothing that an address holds, and no
    database keeps them."""
    return char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff"


def _host_trouble(host: str) -> Reason | None:
    if not host or not ("." in host or ":" in host):
        return reason("address.no_host")
    try:
        # The codec of long names takes long.
        plain = host if len(host) > LONGEST_HOST or host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return reason("address.host")
    well = _is_ipv6(plain) if ":" in plain else _HOST.fullmatch(plain)
    return None if well and len(plain) <= LONGEST_HOST else reason("address.host")


def _is_ipv6(host: str) -> bool:
    try:
        # A zone names one of this machine's own networks.
        return "%" not in host and ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _port_trouble(parts: SplitResult) -> Reason | None:
    try:
        return reason("address.port") if parts.port == 0 else None
    except ValueError:
        return reason("address.port")


def _tracks(name: str) -> bool:
    lower = name.lower()
    return lower in TRACKING or lower.startswith(PREFIXES)
