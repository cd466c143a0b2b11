"""What a page shows by other means than text, reduced to what can be read: players become links, pictures their captions."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# Patterns that outsiders' text is matched against are possessive, and look for no end that is not there: what is never
# closed costs no more than its length.
TOKEN = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*+"|'[^']*+')*+>)""", re.DOTALL)
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
    r"<(a|p|li|ul|ol|figure|figcaption|em|strong|b|i|span)(?:\s[^<>]*)?>(?:\s|&nbsp;|<br ?/?>)*</\1>"
)
ALONE = re.compile(r"<p>\s*(https?://[^\s<]+)\s*</p>")


def readable(html: str, page: str = "") -> str:
    """The HTML with a link for each player and none of its pictures; relative addresses are those of `page`."""
    out: list[str] = []
    playing: list[str] = []  # the tokens of the player that is open
    for token in tokens(html):
        name, closes = _tag(token)
        if playing:
            playing.append(token)
            if closes and name == _tag(playing[0])[0]:
                out.append(_player(playing, page))
                playing = []
        elif name in PLAYERS and not closes:
            playing = [token]
            if name == "embed" or token.endswith("/>"):
                out.append(_player(playing, page))
                playing = []
        elif name == "a" and not closes:
            out.append(_anchor(token, page))
        elif name not in DROPPED:
            out.append(token)
    if playing:  # never closed: only its first tag is a player's
        out += [_player(playing[:1], page), *playing[1:]]
    return without_empty("".join(out))


def without_empty(html: str) -> str:
    """The HTML without the links, items and paragraphs in which nothing is left."""
    for _depth in range(8):
        html, changed = EMPTY.subn("", html)
        if not changed:
            break
    return html


def tokens(html: str) -> list[str]:
    """Texts and tags in turn, a text first; a comment counts as a tag, one that never ends as text."""
    end = html.rfind("-->") + 3
    return TOKEN.split(
        html[:end] + html[end:].replace("<!--", "&lt;!--")
        if end > 2
        else html.replace("<!--", "&lt;!--")
    )


def linked(html: str) -> str:
    """A paragraph that is nothing but an address becomes a link, as WordPress embeds what stands there."""
    return ALONE.sub(lambda found: link(unescape(found[1]), unescape(found[1])), html)


def link(url: str, text: str = "") -> str:
    """A paragraph with a link to what is played; where nothing names it, the site's name stands for it."""
    return f'<p><a href="{escape(url)}">{escape(text or _site(url), quote=False)}</a></p>'


def _site(url: str) -> str:
    """« youtube.com »: of a film's address what can be read."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, entities resolved."""
    return {
        name.lower(): unescape(value.strip("\"'")).strip() for name, value in ATTRIBUTE.findall(tag)
    }


def absolute(url: str, page: str = "") -> str:
    """An address of the web, made whole by that of its page; "" for what is none (`javascript:`, `#note`)."""
    if url.startswith("#"):
        return ""
    try:
        url = urljoin(page, f"https:{url}" if url.startswith("//") else url)
        return url if urlsplit(url).scheme in ("http", "https", "mailto") else ""
    except ValueError:  # « http://[ »
        return ""


def _tag(token: str) -> tuple[str, bool]:
    """(name, closes) of a tag; ("", False) for text and comments."""
    found = TAG.match(token)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def _player(tokens: list[str], page: str) -> str:
    """A link to what is played; what stood inside, where it has no address (an <object> that holds text)."""
    given = [url for token in tokens if (url := _played(token))]
    whole = [url for url in given if "//" in url] + given  # older players repeat it, whole or not
    if url := next((url for one in whole if (url := absolute(one, page))), ""):
        return link(_same_page(url), attributes(tokens[0]).get("title", ""))
    return "".join(token for token in tokens if _tag(token)[0] not in PLAYERS | DROPPED)


def _played(token: str) -> str:
    """The address that a tag inside a player gives, as it is written."""
    name = _tag(token)[0]
    said = attributes(token) if name and name not in ("a", "img") else {}
    if name == "param":
        return (
            said.get("value", "") if said.get("name", "").lower() in ("movie", "src", "url") else ""
        )
    return said.get("src") or said.get("data-src") or said.get("data") or ""


def _same_page(url: str) -> str:
    for pattern, shown in SAME_PAGE:
        if found := pattern.search(url):
            return shown.format(found[1])
    return url


def _anchor(token: str, page: str) -> str:
    url = absolute(attributes(token).get("href", ""), page)
    return f'<a href="{escape(url)}">' if url else "<a>"
