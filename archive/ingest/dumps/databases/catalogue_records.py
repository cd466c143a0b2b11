"""Records of catalogues and databases: a label, a colon and a value a line, then the text.

« Titre ........ : La mer monte » is such a line. The colons of a record stand in one column, which
tells it from a page that happens to have labels.
"""

import re
from collections.abc import Iterator

from archive import printed_dates
from archive.ingest.dumps.databases.clippings import Clipping
from archive.ingest.dumps.dump_lines import DRAWN_RULE
from archive.ingest.printed.forwarded_mail import COVER
from archive.ingest.printed.template_lines import kind
from archive.text import fold

LINE = re.compile(r"[ \t]*(?P<label>[^\W\d_][^:\n]{0,40}):[ \t]*(?P<value>.*)")
LEAST_FIELDS = 4  # lines with a label of a record
LEAST_WORDS = 40  # of a text
MOST_FOOT = 60  # words below the rule that ends a text
# Labels, folded and in the singular, by the field that they fill.
LABELS = {
    "title": ("titre", "titre de l'article", "title"),
    "author": ("auteur", "author"),
    "publication": (
        *("source", "in", "revue", "journal", "magazine", "publication", "periodique"),
        *("titre de la revue", "titre du periodique"),
    ),
    "date": ("date", "date de parution", "date de publication", "parution"),
    "issue": ("numero", "issue"),
    "section": ("rubrique", "section"),
    "page": ("page", "pagination"),
    "tags": ("mot cle", "mot-cle", "sujet", "descripteur", "keyword"),
    "body": ("texte", "texte integral"),
}
FIELDS = {label: field for field, labels in LABELS.items() for label in labels}
PLURAL = re.compile(r"\(s\)|s\b")
BRACKET = re.compile(r"\s*\([^()]*\)$")
# Where the number, the month and the pages begin behind the title of a periodical.
TITLE_END = re.compile(r"\.?\s+(?:ISSN\b|\(|[-–—]\s|n ?[°o] ?\d)|,(?=[^,]*\d)", re.I)
NUMBER = re.compile(r"\bn ?[°o]s?\.? ?(\d{1,5}(?:[-/]\d{1,3})?)", re.I)
PAGES = re.compile(r"\bpp?\. ?(\d{1,4}(?:-\d{1,4})?)")
# « Nord, Ada », as libraries sort their authors.
INVERTED = re.compile(r"([^\W\d_][^,\d]{1,40}), ([A-ZÀ-Þ][^,\d]{1,30})")
TAG_SIGNS = re.compile(r"\s*(?:;|\s--\s)\s*")


def clippings(text: str) -> list[Clipping]:
    """Return the documents of a dump of such records, in their order; [] for any other text."""
    raw_lines = text.split("\n")
    heads = list(_heads(raw_lines))
    if not heads or len(" ".join(raw_lines[: heads[0][0]]).split()) > COVER:
        return []
    documents: list[Clipping] = []
    ends = [first for first, _end in heads[1:]] + [len(raw_lines)]
    for (first, end), following in zip(heads, ends, strict=True):
        document = _clipping(raw_lines[first:end], raw_lines[end:following])
        if len(" ".join(document.body).split()) < LEAST_WORDS:
            return []
        documents.append(document)
    return documents


def _heads(raw_lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line and the end of the labelled lines of each record."""
    index = 0
    while index < len(raw_lines):
        first, (index, fields) = index, _run(raw_lines, index)
        if len(fields) >= LEAST_FIELDS and "title" in fields:
            yield first, index


def _run(raw_lines: list[str], first: int) -> tuple[int, list[str]]:
    """Return the end of the lines with a colon in the first one's column, and their fields.

    Blank lines may stand between them; what is indented beyond the colon goes on with a value. The
    label of the text is the last.
    """
    column, end = _column(raw_lines[first]), first
    fields: list[str] = []
    for index in range(first, len(raw_lines) if column else first):
        line = raw_lines[index]
        if _column(line) == column:
            fields.append(_field(line))
            end = index + 1
            if fields[-1] == "body":
                break
        elif index == end and line.strip() and not line[:column].strip():
            end = index + 1
        elif line.strip():
            break
    return max(end, first + 1), fields


def _column(line: str) -> int:
    """Return the place of the colon behind a label; 0 for any other line."""
    labelled = LINE.match(line)
    return labelled.end("label") if labelled else 0


def _field(line: str) -> str:
    """Return the field that the label of a line fills; "" where it fills none."""
    label = line.partition(":")[0].strip(" .\t")
    return FIELDS.get(PLURAL.sub("", fold(label)), "")


def _clipping(head: list[str], below: list[str]) -> Clipping:
    clipping = Clipping(body=_body(below))
    for field, value in _values(head):
        if field == "publication":
            _take_source(clipping, value)
        elif field == "author":
            clipping.author = ", ".join(map(_in_order, value.split(";")))
        elif field == "tags":
            clipping.tags += filter(None, TAG_SIGNS.split(value))
        elif field == "body":
            clipping.body.insert(0, value)
        elif field == "issue":
            clipping.issue = f"n° {value}" if value[:1].isdigit() else value
        elif field:
            setattr(clipping, field, value)
    return clipping


def _values(head: list[str]) -> list[tuple[str, str]]:
    """Return the fields of a record with their values, each on one line."""
    values: list[tuple[str, str]] = []
    column = _column(head[0])
    for line in head:
        labelled = LINE.match(line)
        if labelled and _column(line) == column:
            values.append((_field(line), " ".join(labelled["value"].split())))
        elif line.strip():
            field, value = values[-1]
            values[-1] = field, " ".join([value, *line.split()])
    return values


def _body(below: list[str]) -> list[str]:
    """Return the lines of a text without its heading, and without what is below its last rule."""
    first = 0
    while first < len(below) and _is_heading(below[first]):
        first += 1
    end, words = len(below), 0
    for index in range(len(below) - 1, first, -1):
        words += len(below[index].split())
        if words > MOST_FOOT:
            break
        if _is_rule(below[index]):
            end = index
    return below[first:end]


def _is_rule(line: str) -> bool:
    return bool(DRAWN_RULE.fullmatch(line.strip()))


def _is_heading(line: str) -> bool:
    """Return True for a rule, a blank line and « TEXTE INTÉGRAL (saisie) »."""
    text = BRACKET.sub("", " ".join(line.split()))
    return not text or _is_rule(line) or kind(text) == "chrome"


def _take_source(clipping: Clipping, source: str) -> None:
    """Take the periodical, and the number, month and pages that stand behind it."""
    end = TITLE_END.search(source)
    behind = source[end.start() :] if end else ""
    clipping.publication = source[: end.start()].strip(" .") if end else source
    number, pages = NUMBER.search(behind), PAGES.search(behind)
    clipping.issue = clipping.issue or (f"n° {number[1]}" if number else "")
    clipping.page = clipping.page or (pages[1] if pages else "")
    for start, stop, _edtf in printed_dates.find_french(behind):
        clipping.date = clipping.date or behind[start:stop]


def _in_order(author: str) -> str:
    """Return « Ada Nord » for « Nord, Ada (1951-....) »."""
    return INVERTED.sub(r"\2 \1", BRACKET.sub("", author.strip()))
