"""Addresses of press articles: without what follows readers about, comparable, and tagged when somebody asks. Pure."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# What advertising and mail systems append; no newspaper needs it to find its article.
TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid igshid igsh mc_cid mc_eid _ga _gl yclid zarsrc zanpid ref_src ref_url "
    "share_source vero_id oly_enc_id oly_anon_id __twitter_impression mibextid rdid share_url sfnsn".split()
)
PREFIXES = ("utm_", "fb_", "hsa_", "pk_", "mtm_", "zalo_")
# Two hosts of one site.
SUBDOMAINS = ("www.", "m.", "amp.", "mobile.")
UTM_SOURCE, UTM_MEDIUM = "facebook", "fanpage"
# Characters of a key; the columns that hold one are as wide.
LONGEST_KEY = 500


def url_trouble(url: str) -> str | None:
    """What keeps an address from being shared, in Vietnamese; None when nothing does."""
    if any(char.isspace() for char in url):
        return "có khoảng trắng"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "sai dạng"
    if parts.scheme not in ("http", "https"):
        return "không bắt đầu bằng http:// hoặc https://"
    if not host or "." not in host:
        return "thiếu tên miền"
    return "chứa tên đăng nhập" if parts.username else None


def bare(url: str) -> str:
    """The address without tracking parameters and without a fragment; anything else stays as it is."""
    parts = urlsplit(url.strip())
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    same = len(kept) == len(parse_qsl(parts.query, keep_blank_values=True))
    # Rewritten only where something went: an address is the newspaper's, also in how it is spelled.
    query = parts.query if same else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def article_key(url: str) -> str:
    """What two addresses of one article have in common: for comparing, not for opening. At most LONGEST_KEY long."""
    parts = urlsplit(bare(url))
    host = (parts.hostname or "").lower()
    for subdomain in SUBDOMAINS:
        host = host.removeprefix(subdomain)
    path = parts.path.rstrip("/")
    for ending in ("/amp", ".amp"):
        path = path.removesuffix(ending)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    key = f"{host}{path}" + (f"?{query}" if query else "")
    if len(key) <= LONGEST_KEY:
        return key
    # Its beginning alone would be that of other articles too.
    return f"{key[: LONGEST_KEY - 65]}#{hashlib.sha256(key.encode()).hexdigest()}"


def tagged(url: str, campaign: str) -> str:
    """The address with our own UTM parameters, so that the newspaper's or our portal's statistics show the page."""
    parts = urlsplit(bare(url))
    own = {"utm_source": UTM_SOURCE, "utm_medium": UTM_MEDIUM, "utm_campaign": campaign}
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *own.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _tracks(name: str) -> bool:
    lower = name.lower()
    return lower in TRACKING or lower.startswith(PREFIXES)
