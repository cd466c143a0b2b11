"""WordPress's shortcodes (« [caption …]…[/caption] », « [youtube …] ») to HTML that can be read.

Which names a site gave a meaning is not in its export. What cannot be a shortcode (« [sic] », « [mise à jour] ») is left
as text; what must be one and says nothing that can be read is left out, and told.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from archive.ingest.posts import embeds

VALUES = r"""\s++[\w:-]++\s*+=\s*+(?:"[^"\]]*+"|'[^'\]]*+'|“[^”\]]*+”|”[^”\]]*+”|«[^»\]]*+»|[^\s"'\[\]]++)"""
CODE = re.compile(
    rf"(?P<escaped>\[(?=\[))?\[(?P<close>/?)(?P<name>[A-Za-z][\w-]*+)(?P<values>(?:{VALUES})*+)(?P<rest>[^\[\]]*+)\]"
    r"(?(escaped)\])"
)
VALUE = re.compile(
    r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:(["'“”«])([^"'“”«»]*+)["'”»](?=\s|/|$)|(\S++))"""
)
ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<values>[^\]]*+)\](?P<inner>(?:(?!\[(?:wp_)?caption).)*?)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
LISTING = re.compile(
    r"\[(?P<name>code|sourcecode|source|php|css|html|javascript|js|xml|sql|bash|shell|python|java|ruby|perl|cpp|csharp|vb)(?P<values>\s[^\]]*+)?\]"
    r"(?P<inner>(?:(?!\[(?P=name)\b).)*?)\[/(?P=name)\]",
    re.DOTALL,
)
# Players by the name of the site that has the film; the shortcode gives its number or its whole address.
FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "googlevideo": "https://video.google.com/videoplay?docid={}",
}
# Pictures only: what they show beside their captions cannot be read.
PICTURES = {
    "gallery",
    "ngg",
    "nggallery",
    "singlepic",
    "slideshow",
    "portfolio_slideshow",
    "imagebrowser",
}
KNOWN = {
    *FILMS,
    *PICTURES,
    "embed",
    "audio",
    "video",
    "playlist",
    "caption",
    "more",
    "toc",
    "contact-form",
}
LINKS = ("src", "url", "href", "mp3", "mp4", "m4a", "ogg", "webm", "file", "link")


def readable(html: str, captions: Callable[[dict[str, str]], list[str]]) -> tuple[str, list[str]]:
    """The HTML without shortcodes, and those of which nothing could be kept.

    `captions` answers a gallery's attributes with its pictures' captions, plain text.
    """
    if "[" not in html:
        return html, []
    html = LISTING.sub(
        lambda found: f"<pre>{escape(unescape(found['inner']).strip(), quote=False)}</pre>", html
    )
    html = CAPTION.sub(_figure, html)
    opened = set(re.findall(r"\[([A-Za-z][\w-]*+)[\s\]=:]", html))
    paired = set(re.findall(r"\[/([A-Za-z][\w-]*+)\s*+\]", html))
    left_out: list[str] = []

    def replaced(found: re.Match) -> str:
        if found["escaped"]:
            return found[0][1:-1]
        if found["close"]:
            return "" if found["name"] in opened | KNOWN else found[0]
        return _opening(found, paired, captions, left_out)

    return CODE.sub(replaced, html), left_out


def values(text: str) -> dict[str, str]:
    """A shortcode's attributes, names in lower case."""
    return {
        name.lower(): unescape(quoted.strip() or bare)
        for name, _mark, quoted, bare in VALUE.findall(text)
    }


def _figure(found: re.Match) -> str:
    """A picture with its caption, which older exports give as an attribute and newer ones behind the picture."""
    inner = re.sub(r"^\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?", "", found["inner"])
    caption = values(found["values"]).get("caption", "") or inner.strip()
    return f"\n\n<figure><figcaption>{caption}</figcaption></figure>\n\n" if caption else "\n\n"


def _opening(found: re.Match, paired: set[str], captions: Callable, left_out: list[str]) -> str:
    name, given, rest = (
        found["name"].lower(),
        values(found["values"]),
        found["rest"].strip().removesuffix("/").strip(" :="),
    )
    if name in PICTURES:
        return "".join(f"<p>{escape(text, quote=False)}</p>" for text in captions(given))
    if name in FILMS and (film := _film(name, given, rest)):
        return film
    if address := ADDRESS.search(next((given[key] for key in LINKS if given.get(key)), "") or rest):
        return (
            embeds.link(address[0])
            if name in KNOWN or not rest or found["rest"][:1] in ":= "
            else found[0]
        )
    if found["name"] in paired and not rest:
        return f"<h3>{escape(given['title'], quote=False)}</h3>" if given.get("title") else ""
    if given.get("text"):  # « [vc_custom_heading text="…"] »
        return f"<p>{given['text']}</p>"
    if rest or (not given and name not in KNOWN and not found[0].endswith("/]")):
        return found[0]  # words between square brackets
    left_out.append(found[0])
    return ""


def _film(name: str, given: dict[str, str], rest: str) -> str:
    number = next((given[key] for key in ("url", "id", "v", "src") if given.get(key)), rest)
    if address := ADDRESS.search(number):
        return embeds.link(unescape(address[0]))
    number = re.match(r"[\w-]{5,}", number)
    return embeds.link(FILMS[name].format(number[0])) if number else ""
