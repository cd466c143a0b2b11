"""Documents of Factiva: with a code before each field, or without."""

import re
from functools import partial

from archive import printed_dates
from archive.ingest.dumps.databases.clippings import Clipping, blocks_of, read_fields, with_gaps
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section

END = re.compile(r"^(?:AN[ \t]+)?Document ([A-Z]{3,8}0*20\d{6}[a-z0-9]+)\s*$", re.M)
# Codes -> the field that they fill.
FIELDS = {
    "HD": "title",
    "BY": "author",
    "PD": "date",
    "SN": "publication",
    "SE": "section",
    "PG": "page",
    "ED": "issue",
    "LP": "body",
    "TD": "body",
}
# The codes that may have a single space behind them: https://developer.dowjones.com, « Factiva ».
CODES = (
    "SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|ART|CX|CLM|AN"
)
FIELD = re.compile(rf"^([A-Z]{{2,3}}(?=[ \t]{{2,}}|$)|(?:{CODES})\b)([ \t]*)(\S.*)?$")
CODED = re.compile(r"[a-z0-9]{2,10} : ")  # « CO coucad : Le Courrier des cadres »
ALIGNED = re.compile(r"^HD(?:\t| {2,})", re.M)
# Codes below a text, and those that are words as well.
BELOW_TEXT = ("CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN")
WORDS = ("LA", "ET", "SE", "CO", "IN", "RE", "ART")
BY = re.compile(r"(?:par|by|de notre \w+)\s+", re.I)
COUNT = re.compile(r"^\d[\d  ]* (?:mots|words)$", re.I)


def clipping_of(part: str, number: str) -> Clipping:
    """Return the document above the line with its number; an empty one where none stands there."""
    clipping = Clipping(number=number)
    if re.search(r"^HD[ \t]+\S", part, re.M):
        label_of = partial(_label, is_aligned=bool(ALIGNED.search(part)))
        read_fields(clipping, part, label_of, FIELDS)
        return clipping
    blocks = blocks_of(part)
    flat = [line for block in blocks for line in block]
    counted = next((index for index, line in enumerate(flat) if COUNT.match(line)), None)
    if not counted:
        return clipping
    head = flat[:counted]
    for section in filter(is_section, head[1:]):
        clipping.section, head = section, [line for line in head if line != section]
    if len(head) > 1 and (is_section(head[0]) or not _may_be_author(" ".join(head[1:]))):
        clipping.section, *head = head
    clipping.title, clipping.author = head[0], " ".join(head[1:])
    body_starts = _read_head(clipping, flat, counted + 1)
    clipping.body = _body_from(blocks, body_starts)
    return clipping


def _may_be_author(text: str) -> bool:
    """Return True for names, and for what a label announces as such: « Par X »."""
    return bool(names.printed(BY.sub("", text)) or BY.match(text))


def _label(
    raw_lines: list[str], index: int, name: str | None, *, is_aligned: bool
) -> tuple[str, str] | None:
    """Return the code that opens a line, and what it says; None for words of a text or headline.

    `is_aligned`: a column parts the codes from what they say.
    """
    label = FIELD.match(raw_lines[index].strip())
    if not label:
        return None
    code, gap, text = label[1], label[2], label[3] or ""
    is_apart = gap != " "
    if name == "body":
        if code in ("LP", "TD"):
            return code, text
        is_coded = CODED.match(text) or not (text.isupper() or raw_lines[index - 1].strip())
        if code not in BELOW_TEXT or not (is_apart or is_coded):
            return None
    elif not is_apart and (is_aligned or (name == "title" and code in WORDS and text.isupper())):
        return None
    return code, text


def _read_head(clipping: Clipping, flat: list[str], index: int) -> int:
    """Take date, magazine and page below the count of words; return where the text begins."""
    while index < len(flat) and len(flat[index]) < 80 and flat[index][-1] not in ".!?…»":
        line = flat[index]
        index += 1
        if not clipping.date and printed_dates.parse_french(line):
            clipping.date = line
        elif line.isdigit():
            clipping.page = line
        elif line.lower() in ("français", "anglais", "french", "english"):
            break
        elif clipping.date and not clipping.publication and not re.fullmatch(r"[\d:hH ]+", line):
            clipping.publication = line
    return index


def _body_from(blocks: list[list[str]], start: int) -> list[str]:
    """Return the lines of blocks from the line `start` on, counted through all of them."""
    passed = 0
    kept: list[list[str]] = []
    for block in blocks:
        kept.append(block[max(0, start - passed) :])
        passed += len(block)
    return with_gaps(list(filter(None, kept)))
