"""What a page shows by other means than text, reduced to what can be read.

Players become links, pictures their captions.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# Patterns that outsiders' text is matched against are possessive, and look for no end that is not
# there: what is never closed costs no more than its length.
TOKEN = re.compile(
    r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*+"|'[^']*+')*+>)""",
    re.DOTALL,
)
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
PLAYERS = {"iframe", "object", "embed", "video", "audio"}
DROPPED = {"img", "picture", "source", "param", "track", "input"}
# Addresses that only a frame can show, and the page that shows the same.
SAME_PAGE = (
    (
        re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+)"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"vimeo\.com/moogaloop\.swf\?(?:.*&)?clip_id=(\d+)"), "https://vimeo.com/{}"),
    (
        re.compile(r"(?:www\.)?dailymotion\.com/(?:embed/video|swf(?:/video)?)/(\w+)"),
        "https://www.dailymotion.com/video/{}",
    ),
)
EMPTY = re.compile(
    r"<(a|p|li|ul|ol|figure|figcaption|em|strong|b|i|span)(?:\s[^<>]*)?>"
    r"(?:\s|&nbsp;|<br ?/?>)*</\1>"
)
ALONE = re.compile(r"<p>\s*(https?://[^\s<]+)\s*</p>")


def readable(html: str, page: str = "") -> str:
    """Return the HTML with a link for each player and none of its pictures.

    Relative addresses are those of `page`.
    """
    pieces: list[str] = []
    player: list[str] = []  # the tokens of the player that is open
    for token in tokens(html):
        name, closes = _tag(token)
        if player:
            player.append(token)
            if closes and name == _tag(player[0])[0]:
                pieces.append(_player_link(player, page))
                player = []
        elif name in PLAYERS and not closes:
            player = [token]
            if name == "embed" or token.endswith("/>"):
                pieces.append(_player_link(player, page))
                player = []
        elif name == "a" and not closes:
            pieces.append(_anchor(token, page))
        elif name not in DROPPED:
            pieces.append(token)
    if player:  # never closed: only its first tag is a player's
        pieces += [_player_link(player[:1], page), *player[1:]]
    return without_empty("".join(pieces))


def without_empty(html: str) -> str:
    """Return the HTML without the links, items and paragraphs in which nothing is left."""
    for _depth in range(8):
        html, changed = EMPTY.subn("", html)
        if not changed:
            break
    return html


def tokens(html: str) -> list[str]:
    """Return texts and tags in turn, a text first.

    A comment counts as a tag, one that never ends as text.
    """
    closed, end, unclosed = html.rpartition("-->")
    return TOKEN.split(closed + end + unclosed.replace("<!--", "&lt;!--"))


def linked(html: str) -> str:
    """Return the HTML with a link for each paragraph that is nothing but an address.

    So does WordPress, which embeds what stands there.
    """
    return ALONE.sub(_alone_link, html)


def _alone_link(paragraph: re.Match) -> str:
    url = unescape(paragraph[1])
    return link(url, url)


def link(url: str, text: str = "") -> str:
    """Return a paragraph with a link to what is played.

    Where nothing names it, the site's name stands for it.
    """
    return f'<p><a href="{escape(url)}">{escape(text or _site(url), quote=False)}</a></p>'


def _site(url: str) -> str:
    """Return of a film's address what can be read: « youtube.com »."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag by name in lower case, entities resolved."""
    texts = {}
    for name, quoted in ATTRIBUTE.findall(tag):
        texts[name.lower()] = unescape(quoted.strip("\"'")).strip()
    return texts


def absolute(url: str, page: str = "") -> str:
    """Return an address of the web, made whole by that of its page.

    "" for what is none (`javascript:`, `#note`).
    """
    if url.startswith("#"):
        return ""
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        url = urljoin(page, url)
        scheme = urlsplit(url).scheme
    except ValueError:  # « http://[ »
        return ""
    if scheme in ("http", "https", "mailto"):
        return url
    return ""


def _tag(token: str) -> tuple[str, bool]:
    """Return (name, closes) of a tag; ("", False) for text and comments."""
    tag = TAG.match(token)
    if not tag:
        return "", False
    return tag[2].lower(), bool(tag[1])


def _player_link(player: list[str], page: str) -> str:
    """Return a link to what is played.

    Where a player has no address, return what stands inside it (an <object> that holds text).
    """
    addresses = list(filter(None, map(_played, player)))
    # Older players repeat their address, whole or not.
    whole = [address for address in addresses if "//" in address]
    for address in whole + addresses:
        url = absolute(address, page)
        if url:
            return link(_same_page(url), attributes(player[0]).get("title", ""))
    return "".join(token for token in player if _tag(token)[0] not in PLAYERS | DROPPED)


def _played(token: str) -> str:
    """Return the address that a tag inside a player gives, as it is written; "" for none."""
    name, _closes = _tag(token)
    if not name or name in ("a", "img"):
        return ""
    stated = attributes(token)
    if name != "param":
        return stated.get("src") or stated.get("data-src") or stated.get("data") or ""
    if stated.get("name", "").lower() in ("movie", "src", "url"):
        return stated.get("value", "")
    return ""


def _same_page(url: str) -> str:
    """Return the address of the page that shows what a frame's address does."""
    for pattern, page in SAME_PAGE:
        film = pattern.search(url)
        if film:
            return page.format(film[1])
    return url


def _anchor(token: str, page: str) -> str:
    url = absolute(attributes(token).get("href", ""), page)
    if not url:
        return "<a>"
    return f'<a href="{escape(url)}">'
