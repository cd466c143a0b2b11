"""A WordPress post's content, as its database and its exports hold it, to clean HTML."""

import re
from collections.abc import Callable

from archive.ingest.posts import embeds, shortcodes
from archive.ingest.posts.paragraphs import paragraphs
from archive.text import clean_html, plain

# Where WordPress, and others, put an article that nobody filed.
NO_SUBJECT = {
    *("uncategorized", "uncategorised", "non-classe", "non-categorise", "sans-categorie"),
    "unspecified",
}
# Blocks that show what stands elsewhere: a pattern used on several pages, another post.
ELSEWHERE = re.compile(r"<!--\s*wp:(?:core/)?(?:block|pattern|template-part)\s.*/-->", re.DOTALL)
# A block that is nothing but an address: « <!-- wp:embed {"url":"https://…"} /--> ».
BARE_EMBED = re.compile(
    r'<!--\s*wp:(?:core-)?embed\S*\s+\{[^{}]*?"url":"([^"\\]+)"[^{}]*\}\s*/-->\Z'
)


def no_captions(attributes: dict[str, str]) -> list[str]:
    """Return the captions of a gallery whose pictures nobody knows: none."""
    return []


def clean(
    content: str,
    page: str = "",
    captions: Callable[[dict[str, str]], list[str]] = no_captions,
) -> tuple[str, list[str]]:
    """Return the content as an editorial's HTML, and what of it is lost, as it stood.

    A form is lost, and a pattern. `page` completes relative addresses; `captions` is as in
    `shortcodes.readable`.
    """
    left_out = []
    pieces = []
    for token in embeds.tokens(content):
        if ELSEWHERE.fullmatch(token):
            left_out.append(token)
        embed = BARE_EMBED.match(token)
        if embed:
            token = embeds.link(embed[1])
        pieces.append(token)
    readable, unread = shortcodes.readable("".join(pieces), captions)
    html = embeds.linked(paragraphs(embeds.readable(readable, page)))
    return clean_html(html), left_out + unread


def line(html: str) -> str:
    """Return HTML that stands in one line (a title, a name, a caption) as its text."""
    return " ".join(plain(html).split())
