"""WordPress's shortcodes (« [caption …]…[/caption] », « [youtube …] ») to HTML that can be read.

Which names a site gave a meaning is not in its export. What cannot be a shortcode (« [sic] »,
« [mise à jour] ») is left as text; what must be one and says nothing that can be read is left out,
and told.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from archive.ingest.posts import embeds

ATTRIBUTES = (
    r"""\s++[\w:-]++\s*+=\s*+(?:"[^"\]]*+"|'[^'\]]*+'|“[^”\]]*+”|”[^”\]]*+”|«[^»\]]*+»"""
    r"""|[^\s"'\[\]]++)"""
)
CODE = re.compile(
    r"(?P<escaped>\[(?=\[))?\[(?P<close>/?)(?P<name>[A-Za-z][\w-]*+)"
    rf"(?P<attributes>(?:{ATTRIBUTES})*+)(?P<words>[^\[\]]*+)\]"
    r"(?(escaped)\])"
)
ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:(["'“”«])([^"'“”«»]*+)["'”»](?=\s|/|$)|(\S++))"""
)
OPENED = re.compile(r"\[([A-Za-z][\w-]*+)[\s\]=:]")
CLOSED = re.compile(r"\[/([A-Za-z][\w-]*+)\s*+\]")
ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<attributes>[^\]]*+)\](?P<inner>(?:(?!\[(?:wp_)?caption).)*?)"
    r"\[/(?:wp_)?caption\]",
    re.DOTALL,
)
PICTURE = re.compile(r"^\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?")
LISTING = re.compile(
    r"\[(?P<name>code|sourcecode|source|php|css|html|javascript|js|xml|sql|bash|shell|python|java"
    r"|ruby|perl|cpp|csharp|vb)(?P<attributes>\s[^\]]*+)?\]"
    r"(?P<inner>(?:(?!\[(?P=name)\b).)*?)\[/(?P=name)\]",
    re.DOTALL,
)
# Players by the name of the site that has the film; the shortcode gives its number or its whole
# address.
FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "googlevideo": "https://video.google.com/videoplay?docid={}",
}
FILM_NUMBER = re.compile(r"[\w-]{5,}")
# Pictures only: what they show beside their captions cannot be read.
PICTURES = {
    *("gallery", "ngg", "nggallery", "singlepic", "slideshow", "portfolio_slideshow"),
    "imagebrowser",
}
# Names that are a shortcode's wherever they stand.
SHORTCODES = {
    *FILMS,
    *PICTURES,
    *("embed", "audio", "video", "playlist", "caption", "more", "toc", "contact-form"),
}
# Attributes that hold what is played or linked, and those that hold a film's number.
LINKS = ("src", "url", "href", "mp3", "mp4", "m4a", "ogg", "webm", "file", "link")
FILM_LINKS = ("url", "id", "v", "src")


def readable(html: str, captions: Callable[[dict[str, str]], list[str]]) -> tuple[str, list[str]]:
    """Return the HTML without shortcodes, and the shortcodes of which nothing is left.

    `captions` answers a gallery's attributes with its pictures' captions, plain text.
    """
    if "[" not in html:
        return html, []
    html = CAPTION.sub(_figure, LISTING.sub(_listing, html))
    opened = set(OPENED.findall(html))
    paired = set(CLOSED.findall(html))
    left_out: list[str] = []

    def replaced(code: re.Match) -> str:
        if code["escaped"]:
            return code[0][1:-1]
        if not code["close"]:
            return _opening(code, paired, captions, left_out)
        if code["name"] in opened or code["name"] in SHORTCODES:
            return ""
        return code[0]

    return CODE.sub(replaced, html), left_out


def attributes(text: str) -> dict[str, str]:
    """Return a shortcode's attributes by name in lower case."""
    texts = {}
    for name, _mark, quoted, bare in ATTRIBUTE.findall(text):
        texts[name.lower()] = unescape(quoted.strip() or bare)
    return texts


def _listing(listing: re.Match) -> str:
    return f"<pre>{escape(unescape(listing['inner']).strip(), quote=False)}</pre>"


def _figure(picture: re.Match) -> str:
    """Return a picture's caption as a figure.

    Older exports give it as an attribute, newer ones behind the picture.
    """
    caption = attributes(picture["attributes"]).get("caption", "")
    caption = caption or PICTURE.sub("", picture["inner"]).strip()
    if not caption:
        return "\n\n"
    return f"\n\n<figure><figcaption>{caption}</figcaption></figure>\n\n"


def _opening(code: re.Match, paired: set[str], captions: Callable, left_out: list[str]) -> str:
    """Return what an opening shortcode shows, as HTML; list it as left out where that is lost."""
    name = code["name"].lower()
    stated = attributes(code["attributes"])
    words = code["words"].strip().removesuffix("/").strip(" :=")
    if name in PICTURES:
        return "".join(f"<p>{escape(caption, quote=False)}</p>" for caption in captions(stated))
    film = _film(name, stated, words)
    if film:
        return film
    address = ADDRESS.search(_first(stated, LINKS) or words)
    if address:
        if name in SHORTCODES or not words or code["words"][:1] in ":= ":
            return embeds.link(address[0])
        return code[0]
    if code["name"] in paired and not words:
        return _crosshead(stated)
    if stated.get("text"):  # « [vc_custom_heading text="…"] »
        return f"<p>{stated['text']}</p>"
    is_bare = not stated and name not in SHORTCODES and not code[0].endswith("/]")
    if words or is_bare:
        return code[0]  # words between square brackets
    left_out.append(code[0])
    return ""


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the first of these attributes that says anything; "" where none does."""
    for name in names:
        if stated.get(name):
            return stated[name]
    return ""


def _crosshead(stated: dict[str, str]) -> str:
    """Return the title of a part of a page as a crosshead; "" where it has none."""
    if not stated.get("title"):
        return ""
    return f"<h3>{escape(stated['title'], quote=False)}</h3>"


def _film(name: str, stated: dict[str, str], words: str) -> str:
    """Return a link to a film; "" where the shortcode is no film's or does not say which."""
    if name not in FILMS:
        return ""
    film = _first(stated, FILM_LINKS) or words
    address = ADDRESS.search(film)
    if address:
        return embeds.link(unescape(address[0]))
    number = FILM_NUMBER.match(film)
    if not number:
        return ""
    return embeds.link(FILMS[name].format(number[0]))
