"""A WordPress post's content, as its database and its exports hold it, to clean HTML."""

import re
from collections.abc import Callable

from archive.ingest.posts import embeds, shortcodes
from archive.ingest.posts.paragraphs import paragraphs
from archive.text import clean_html

# Where WordPress, and others, put an article that nobody filed.
NO_SUBJECT = {
    "uncategorized",
    "uncategorised",
    "non-classe",
    "non-categorise",
    "sans-categorie",
    "unspecified",
}
# Blocks that show what stands elsewhere: a pattern used on several pages, another post.
ELSEWHERE = re.compile(r"<!--\s*wp:(?:core/)?(?:block|pattern|template-part)\s.*/-->", re.DOTALL)
# A block that is nothing but an address: « <!-- wp:embed {"url":"https://…"} /--> ».
BARE_EMBED = re.compile(
    r'<!--\s*wp:(?:core-)?embed\S*\s+\{[^{}]*?"url":"([^"\\]+)"[^{}]*\}\s*/-->\Z'
)


def clean(
    content: str, page: str = "", captions: Callable[[dict], list[str]] = lambda given: []
) -> tuple[str, list[str]]:
    """The content as an editorial's HTML, and what of it could not be kept, as it stood (a form, a pattern).

    `page` completes relative addresses; `captions` is as in `shortcodes.readable`.
    """
    parts = embeds.tokens(content)
    left_out = [part for part in parts if ELSEWHERE.fullmatch(part)]
    content = "".join(
        embeds.link(found[1]) if (found := BARE_EMBED.match(part)) else part for part in parts
    )
    content, unread = shortcodes.readable(content, captions)
    html = embeds.linked(paragraphs(embeds.readable(content, page)))
    return clean_html(html), left_out + unread
