"""What the house itself writes in Markdown, as clean HTML: its own pages, introductions."""

import re
from html import unescape
from typing import NamedTuple

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from archive import text, typesetting

LONGEST = 200_000  # characters that are read
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>", re.DOTALL)


class Titled(NamedTuple):
    """A text with its first heading apart: "" where it begins without one."""

    title: str
    html: SafeString


def titled(markdown: str, language: str) -> Titled:
    """Return what was written, its heading as plain text, the rest as it is set for reading."""
    rendered = MARKDOWN.render(markdown[:LONGEST])
    heading = HEADING.match(rendered)
    title = ""
    if heading:
        title = " ".join(unescape(text.plain(heading[1])).split())
        rendered = rendered[heading.end() :]
    return Titled(title, _set(rendered, language))


def html(markdown: str, language: str) -> SafeString:
    """Return what was written as HTML that is clean, set for reading in its language (ISO 639)."""
    return _set(MARKDOWN.render(markdown[:LONGEST]), language)


def _set(rendered: str, language: str) -> SafeString:
    clean = text.clean_html(rendered, is_own=True)
    return SafeString(typesetting.typeset(clean, language))
