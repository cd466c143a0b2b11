"""Documents of LexisNexis: a head of labelled lines, the text, and labels below it."""

import re
from functools import partial

from archive import printed_dates
from archive.ingest.dumps.databases.clippings import (
    FOOT,
    PARAGRAPH,
    Clipping,
    blocks_of,
    read_fields,
)
from archive.ingest.printed.template_lines import is_section

START = re.compile(
    r"^[ \t]*(?:\d+ (?:of|de) \d+ DOCUMENTS?|Document \d+ (?:de|of|sur) \d+)[ \t]*$", re.M
)
END = re.compile(r"^[ \t]*(?:End of Document|Fin du document)[ \t]*$", re.M | re.I)
# Labels -> the field that they fill.
FIELDS = {
    "HEADLINE": "title",
    "TITRE": "title",
    "BYLINE": "author",
    "AUTEUR": "author",
    "SECTION": "place",
    "RUBRIQUE": "place",
    "BODY": "body",
    "CORPS": "body",
    "LENGTH": "",
    "LONGUEUR": "",
    "LANGUAGE": "",
    "LANGUE": "",
    "LOAD-DATE": "",
    "DATE-CHARGEMENT": "",
    "PUBLICATION-TYPE": "",
    "TYPE-PUBLICATION": "",
    "GRAPHIC": "",
    "GRAPHIQUE": "",
    "COPYRIGHT": "",
}
FIELD = re.compile(rf"^({'|'.join(FIELDS)})(?:(\s*:)\s*(.*)|\s*)$", re.I)
# Labels below a text, and what other ones open there.
BELOW_TEXT = (
    *("LANGUAGE", "LANGUE", "LOAD-DATE", "DATE-CHARGEMENT", "PUBLICATION-TYPE"),
    *("TYPE-PUBLICATION", "GRAPHIC", "GRAPHIQUE", "COPYRIGHT"),
)
# « Édition Nationale », « Late Edition - Final », « Première édition »
EDITION = re.compile(r"(?:\S+ ){0,2}[ée]dition(?: \S+){0,3}$", re.I)
CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ -]{2,30}\s*:")
OTHER = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ-]{2,20})\s?:\s")
MOST_WORDS = 3  # behind « Langue : »


def parts(text: str) -> list[str]:
    """Return the parts of a download, a document each; [] for any other text."""
    if START.search(text):
        return START.split(text)[1:]
    return END.split(text)[:-1]


def clipping_of(part: str) -> Clipping:
    """Return a document: its fields, and what stands above them."""
    clipping = Clipping()
    label_of = partial(_label, last_prose=_last_prose(part.split("\n")))
    preamble = read_fields(clipping, part, label_of, FIELDS)
    blocks = blocks_of("\n".join(preamble))
    if blocks and not clipping.title:
        clipping.title = _taken_title(blocks)
    for line in (line for block in blocks for line in block):
        if printed_dates.find_french(line):
            clipping.date = clipping.date or line
        else:
            clipping.publication = clipping.publication or line
    return clipping


def _taken_title(blocks: list[list[str]]) -> str:
    """Return the headline of a head that has no label for it, and take it from its lines.

    It stands below magazine and day, or above both. What shares the day's block, or calls itself
    an edition over another line, is the issue's: « 3 mai 2004 lundi / Édition Sud ».
    """
    lines = [(block, line) for block in blocks for line in block]
    days = [index for index, (_block, line) in enumerate(lines) if _has_day(line)]
    below = lines[2:] if days[:1] == [1] else []
    apart = [place for place in below if place[0] is not lines[1][0]]
    below = apart or below
    while len(below) > 1 and (EDITION.match(below[0][1]) or is_section(below[0][1])):
        below = below[1:]
    block, title = (below or lines)[0]
    block.remove(title)
    return title


def _has_day(line: str) -> bool:
    return bool(printed_dates.find_french(line))


def _label(
    raw_lines: list[str], index: int, name: str | None, *, last_prose: int
) -> tuple[str, str] | None:
    """Return the label of a line, in capitals, and its text; None for a line of the text.

    `last_prose` is the index of the last line that reads as one of a paragraph.
    """
    line = raw_lines[index].strip()
    label = FIELD.match(line)
    if not label and name is not None and name != "body":
        return _other_label(line)
    if not label:
        return None
    word, text = label[1].upper(), label[3] or ""
    opens_text = FIELDS[word] == "body" and name != "body"
    if not (label[2] or label[1].isupper() or opens_text):
        return None
    if name == "body":
        is_label = label[1].isupper() or "-" in word or len(text.split()) <= MOST_WORDS
        if word not in BELOW_TEXT or index < last_prose or not is_label or text[-1:] in "…!?":
            return None
    return word, text


def _other_label(line: str) -> tuple[str, str] | None:
    """Return a label of a head that is no field of ours: « ENCART: Le palmarès, page 14 »."""
    other = OTHER.match(line)
    return (other[1], "") if other else None


def _last_prose(raw_lines: list[str]) -> int:
    """Return the index of the last line without a label that has the words of a paragraph."""
    for index in range(len(raw_lines) - 1, 0, -1):
        line = raw_lines[index].strip()
        is_labelled = FIELD.match(line) or CAPITALS.match(line) or FOOT.match(line)
        if len(line.split()) >= PARAGRAPH and not is_labelled:
            return index
    return 0
