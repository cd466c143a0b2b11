"""The text of a message as people type it: wrapped lines, quoted ones, a signature below."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from archive import text

SIGNATURE = re.compile(r"^-- ?$", re.M)
QUOTED = re.compile(r"[ \t]?>")
WRAPPED = re.compile(r"(?<=\S) \n(?=\S)")
# What mailing programs set around their letters: a line for those who see no HTML, links to leave,
# pictures that count readers.
PREHEADER = re.compile(
    r"<(?:div|span)\b[^<>]*style=\"[^\"<>]*display\s*:\s*none[^\"<>]*\"[^<>]*>"
    r".{0,5000}?</(?:div|span)>",
    re.S | re.I,
)
CHROME = re.compile(
    r"<(p|td|div|span)\b[^<>]*>(?:(?!</?(?:p|td|div|table|tr)\b).){0,400}?"
    r"(?:unsubscribe|désabonn|désinscri|se désabonner|view (?:this email )?in (?:your )?browser"
    r"|version en ligne|s[’']affiche mal|visualiser dans (?:votre|le) navigateur)"
    r"(?:(?!</?(?:p|td|div|table|tr)\b).){0,400}?</\1>",
    re.S | re.I,
)


def html(typed: str, is_flowed: bool) -> str:
    """Return a plain text as HTML: paragraphs, and what is quoted as a quotation."""
    signature = SIGNATURE.search(typed)
    if signature and signature.start() > 0:
        typed = typed[: signature.start()]
    if is_flowed:
        typed = WRAPPED.sub(" ", typed)
    html = ""
    for is_quoted, block in _blocks(typed):
        inner = "".join(
            f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in text.paragraphs(block)
        )
        html += f"<blockquote>{inner}</blockquote>" if is_quoted and inner else inner
    return html


def _blocks(typed: str) -> Iterator[tuple[bool, str]]:
    """Yield (is quoted, text) for each stretch of lines that are, or are not."""
    for is_quoted, lines in groupby(typed.split("\n"), lambda line: bool(QUOTED.match(line))):
        if is_quoted:
            yield True, "\n".join(re.sub(r"^[ \t]?(?:>[ \t]?)+", "", line) for line in lines)
        else:
            yield False, "\n".join(lines)


def without_chrome(typed: str) -> str:
    """Return the HTML of a letter without what only a mail program shows, or hides."""
    return CHROME.sub("", PREHEADER.sub("", typed))
