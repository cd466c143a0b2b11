"""The text of a message as people type it: wrapped lines, quoted ones, a signature below."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby, islice

from archive import text
from archive.ingest.printed import bare_lines, labels

SIGNATURE = re.compile(r"^-- ?$", re.M)
QUOTED = re.compile(r"[ \t]?>")
WRAPPED = re.compile(r"(?<=\S) \n(?=\S)")
FIRST_LINES = 6  # of a letter, where its issue or its day is printed
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


def printed_date(plain: str) -> str | None:
    """Return the EDTF of an issue or a dateline above a letter; None where none is printed.

    « Le Chai, n° 61, 18 septembre 2001 », « Rennes, le 3 mai 1998 » date a text that a message
    only carries; other days above it may be those of a meeting.
    """
    for line in islice(filter(str.strip, plain.split("\n")), FIRST_LINES):
        label_line = labels.read(line.strip())
        if not label_line or not label_line.date:
            continue
        if (
            label_line.issue
            or label_line.publication
            or bare_lines.DATELINE.fullmatch(line.strip())
        ):
            return label_line.date
    return None


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
