"""One form for all the addresses of one page: a pure function on strings."""

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LONGEST = 500  # characters; what is longer ends in a hash, so that any database can index it
# Hosts that serve the same pages to telephones.
MOBILE = re.compile(r"^(?:(?:www\d?|m|mobile|amp|touch)\.)+(?=[^.]+\.)")
# Parameters that say where a reader came from, and those of sessions.
TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|hsa|stm|wt|itm|fb|action)_\w+|_?hs(?:enc|mi)|__hs\w+"
    r"|(?:fb|g|d|tw|msc?l?k|ya|y|gbra|wbra)clid|msclkid"
    r"|igshid?|mc_[ce]id|mkt_tok|_ga|_gl|xt(?:or|ref|s|cr|mc|np)|cmp(?:id)?|ncid|ocid|smid|sr_share"
    r"|spm|wtmc|wt\.\w+|ref_(?:src|url)|phpsessid|jsessionid|aspsessionid\w*|sessionid|replytocom",
    re.I,
)
# Parameters that ask for another dress of the same page.
DRESS = {
    ("page", "imprimer"), ("page", "print"), ("view", "print"), ("format", "print"),
    ("mode", "print"), ("tmpl", "component"), ("output", "amp"), ("outputtype", "amp"),
    ("layout", "print"), ("action", "print"), ("action", "imprimer"),
}  # fmt: skip
DRESS_NAMES = {"amp", "print", "imprimer", "printable", "version_imprimable", "mobile", "m"}
DRESS_NAMES |= {"noamp"}
DRESS_VALUES = {"", "1", "true", "yes", "oui", "on"}
# Ends of a path that stand for the same page without them.
TAIL = re.compile(
    r"/(?:amp|print|imprimer|imprimable|printable|mobile|index\.(?:html?|php|aspx?|jsp)|default\.aspx?)$",
    re.I,
)
AMP_FILE = re.compile(r"\.amp(?=\.html?$|$)", re.I)
SESSION = re.compile(r";jsessionid=[^/?]*", re.I)


def canonical(url: str) -> str:
    """Return the form that all addresses of a page share; "" where it is no address of the web.

    `https://m.exemple.fr/Article/?utm_source=x#haut` is "exemple.fr/Article". Neither http nor
    https, `www.` nor a mobile host, tracking, session, print and AMP variants nor a slash at the
    end make another page of it; parameters are set in order.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = MOBILE.sub("", host)
    if port not in (None, 80, 443):
        host += f":{port}"
    address = host + _path(parts.path)
    query = _query(parts.query)
    if query:
        address += f"?{query}"
    if parts.fragment[:1] in ("!", "/"):  # pages that a script tells apart
        address += f"#{parts.fragment}"
    if len(address) > LONGEST:
        address = f"{address[: LONGEST - 65]}#{hashlib.sha256(address.encode()).hexdigest()}"
    return address


def _path(path: str) -> str:
    path = quote(
        unquote(SESSION.sub("", path), errors="surrogateescape"),
        safe="/:@!$&'()*+,;=~-._",
        errors="surrogateescape",
    )
    path = AMP_FILE.sub("", re.sub(r"/{2,}", "/", path)).rstrip("/")
    while TAIL.search(path):
        path = TAIL.sub("", path).rstrip("/")
    return path


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, max_num_fields=200, errors="surrogateescape"
        )
    except ValueError:
        return query
    return urlencode(sorted(pair for pair in pairs if _tells(*pair)), errors="surrogateescape")


def _tells(name: str, value: str) -> bool:
    """Whether a parameter tells one page from another."""
    name, value = name.lower(), value.lower()
    if TRACKING.fullmatch(name) or (name, value) in DRESS:
        return False
    return not (name in DRESS_NAMES and value in DRESS_VALUES)
