"""Downloads of press databases: Europresse, Factiva, LexisNexis. One file, many documents.

Each document has a head of labelled lines, a text, and a foot with the database's number of it.
What a head does not say stays unknown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive import printed_dates
from archive.ingest.dumps.body_html import body_html
from archive.ingest.dumps.dump_lines import lines
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt, Printed, Record, doubts_of_length
from archive.languages import language
from archive.text import plain

EUROPRESSE_END = re.compile(
    r"^[^\n·]{0,30}\bnews·\S+.*$",
    re.M | re.I,
)
FACTIVA_END = re.compile(r"^(?:AN[ \t]+)?Document ([A-Z]{3,8}0*20\d{6}[a-z0-9]+)\s*$", re.M)
LEXIS_START = re.compile(
    r"^[ \t]*(?:\d+ (?:of|de) \d+ DOCUMENTS?|Document \d+ (?:de|of|sur) \d+)[ \t]*$", re.M
)
LEXIS_END = re.compile(r"^[ \t]*(?:End of Document|Fin du document)[ \t]*$", re.M | re.I)
# Labels of Factiva's and of LexisNexis' heads -> the field that they fill.
FACTIVA_FIELDS = {
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
LEXIS_FIELDS = {
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
    "COPYRIGHT": "",
}
# The codes that may have a single space behind them: https://developer.dowjones.com, « Factiva ».
FACTIVA_CODES = (
    "SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|ART|CX|CLM|AN"
)
FACTIVA_FIELD = re.compile(rf"^([A-Z]{{2,3}}(?=[ \t]{{2,}}|$)|(?:{FACTIVA_CODES})\b)[ \t]*(\S.*)?$")
LEXIS_FIELD = re.compile(rf"^({'|'.join(LEXIS_FIELDS)})(?:\s*:\s*(.*)|\s*)$", re.I)
PLACE = re.compile(
    r"^(?:(?P<section>[^,\d]{2,60}), )?(?P<date>[^,]*\b(?:19|20)\d\d)"
    r"(?:, (?P<issue>n[°o]\.? ?\d+))?"
    r"(?:, (?:p|page)s?\.? ?(?P<page>[\w-]+(?:, ?[\w-]+)*))?\.?$",
    re.I,
)
SOURCE = re.compile(r"^(?P<publication>[^,]{2,60}?)(?:, (?:no|n°|nº)\.? ?(?P<issue>[\w-]+))?$")
WORDS = re.compile(r"^\d[\d  ]* (?:mots|words)$", re.I)
FOOT = re.compile(
    r"^(?:©|\(c\)|copyright\b|tous droits réservés|all rights reserved|ce certificat est émis"
    r"|this certificate|certificat émis|numéro de document|document number|news·|illustration"
    r"|note\(s\)|encadré|load-date|classification)",
    re.I,
)
HEADER = re.compile(
    r"^(?:europresse|factiva|lexisnexis|nexis)\b.*$"
    r"|^(?:page|document) \d+ (?:sur|of|de) \d+(?: ©.*)?$",
    re.I,
)
# What Europresse tells of a source: each of these stands above its answer.
ABOUT_SOURCE = re.compile(
    r"^(?:nom de la source|type de source|périodicité|couverture géographique|provenance"
    r"|source name|source type|periodicity|geographical coverage|origin)$",
    re.I,
)


# What a database says of a document below its text: « Taille : Court, 140 mots ».
CATALOGUED = re.compile(r"[A-ZÀ-Þ][\w()’' -]{2,30} : [^.!?]{1,80}$")
# Instead of the name of the field that goes on: none does, or one that is not taken.
CLOSED, PASSED_OVER = "", "passed over"
PARAGRAPH = 6  # words of a line of the text


@dataclass
class Clipping:
    """A document of a press database: its fields as its head prints them, and its text."""

    title: str = ""
    author: str = ""
    date: str = ""
    publication: str = ""
    section: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    body: list[str] = field(default_factory=list)


def clippings(text: str) -> list[Clipping]:
    """Return the documents of a download, in their order; [] for any other text."""
    if EUROPRESSE_END.search(text):
        return list(filter(_is_whole, _parts(text, EUROPRESSE_END, _of_europresse)))
    if FACTIVA_END.search(text):
        return list(filter(_is_whole, _parts(text, FACTIVA_END, _of_factiva)))
    if LEXIS_START.search(text):
        return list(filter(_is_whole, map(_of_lexis, LEXIS_START.split(text)[1:])))
    if LEXIS_END.search(text):
        return list(filter(_is_whole, map(_of_lexis, LEXIS_END.split(text)[:-1])))
    return []


def records(source: str, text: str) -> Iterator[Record]:
    """Yield a record for each document of a download; none for any other text."""
    for number, clipping in enumerate(clippings(text), start=1):
        yield _record(f"{source}#{number}", clipping)


def _record(source: str, clipping: Clipping) -> Record:
    body = [line for line in lines("\n".join(clipping.body)) if not FOOT.match(line.text)]
    while len(body) > 1 and CATALOGUED.match(body[-1].text):
        body.pop()
    record = Record(source=source, title=clipping.title, html=body_html(body, []))
    text = plain(record.html)
    record.bylines = _bylines(clipping.author)
    record.date = printed_dates.parse_french(clipping.date) or _first_date(clipping.date)
    record.publication, record.section = clipping.publication, clipping.section
    record.issue, record.page = clipping.issue, clipping.page
    record.source_id = clipping.number
    record.language = language(text)
    record.doubts = doubts_of_length(text)
    for name, value in (("byline", record.bylines), ("date", record.date)):
        if not value:
            record.doubts.append(Doubt(name, "unknown"))
    if not record.publication:
        record.doubts.append(Doubt("publication", "unknown"))
    return record


def _first_date(printed: str) -> str | None:
    for _start, _end, edtf in printed_dates.find_french(printed):
        return edtf
    return None


def _bylines(author: str) -> list[Printed]:
    """Return the names of a head's line of authors: « FAVRE Jean-Marc », « Par X et Y »."""
    author = re.sub(r"^(?:par|by)\s+", "", author.strip(), flags=re.I)
    if not author:
        return []
    return names.printed(author) or [Printed(author)]


def _is_whole(clipping: Clipping) -> bool:
    return bool(clipping.title and clipping.body)


def _parts(
    text: str, end: re.Pattern[str], read: Callable[[str, str], Clipping]
) -> Iterator[Clipping]:
    """Yield the documents of a text, each of which ends in a line with its number."""
    start = 0
    for match in end.finditer(text):
        yield read(text[start : match.start()], match.group().split()[-1].strip(":"))
        start = match.end()


def _blocks(part: str) -> list[list[str]]:
    """Return the lines of a part by blocks between blank lines, without the database's own."""
    blocks: list[list[str]] = [[]]
    for raw_line in part.split("\n"):
        line = " ".join(raw_line.split())
        if HEADER.match(line) or FOOT.match(line):
            line = ""
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return list(filter(None, blocks))


def _of_europresse(part: str, number: str) -> Clipping:
    clipping = Clipping(number=number)
    blocks = _blocks(part)
    place = _place_of_document(blocks)
    if place < 0 or place + 2 >= len(blocks):
        return clipping
    above = [line for block in blocks[max(0, place - 6) : place] for line in block]
    head, title, *rest = blocks[place:]
    _take_source(clipping, above, head)
    clipping.title = " ".join(title)
    if len(rest) > 1 and _may_be_author(rest[0]):
        clipping.author = " ".join(rest.pop(0))
    clipping.body = _with_gaps(rest)
    return clipping


def _place_of_document(blocks: list[list[str]]) -> int:
    """Return the index of the block with a document's day and page; -1 where none has them.

    Of several the one with the most text below it: a list of contents has days too.
    """
    places = [
        index for index, block in enumerate(blocks) if any(map(_is_place, block)) or not index
    ]
    texts: list[int] = []
    for place, following in zip(places, [*places[1:], len(blocks)], strict=True):
        below = [line for block in blocks[place + 1 : following] for line in block]
        texts.append(sum(map(len, below)))
    if not any(any(map(_is_place, block)) for block in blocks):
        return 0 if len(blocks) > 2 else -1
    return max(zip(texts, places, strict=True))[1]


def _is_place(line: str) -> bool:
    place = PLACE.match(line)
    return bool(place and printed_dates.find_french(place["date"]))


def _take_source(clipping: Clipping, above: list[str], head: list[str]) -> None:
    """Take the magazine and its issue from above the day, or from the first line beside it."""
    places = [line for line in head if _is_place(line)]
    sources = [line for line in head if line not in places]
    named = [above[index + 1] for index in _names_of_source(above)]
    source = SOURCE.match((sources[:1] or named[-1:] or above[-1:] or [""])[0])
    if source:
        clipping.publication, clipping.issue = source["publication"], _issue(source["issue"])
    elif sources:
        clipping.publication = sources[0]
    for line in [*sources[1:], *places]:
        _take_place(clipping, line)


def _names_of_source(lines: list[str]) -> list[int]:
    wording = ("nom de la source", "source name")
    return [index for index, line in enumerate(lines[:-1]) if line.lower() in wording]


def _issue(number: str | None) -> str:
    if not number:
        return ""
    return f"n° {number}"


def _take_place(clipping: Clipping, line: str) -> None:
    """Take section, date, issue and page of « Idées, mercredi 23 octobre 2002, p. 54 »."""
    place = PLACE.match(line)
    if not place:
        clipping.section = clipping.section or line
        return
    clipping.date = place["date"]
    clipping.section = place["section"] or clipping.section
    clipping.page = place["page"] or ""
    clipping.issue = place["issue"] or clipping.issue


def _may_be_author(block: list[str]) -> bool:
    line = " ".join(block)
    if len(line) > 100 or line[-1] in ".?!…":
        return False
    return bool(names.printed(re.sub(r"^par\s+", "", line, flags=re.I)))


def _with_gaps(blocks: list[list[str]]) -> list[str]:
    """Return the lines of blocks with a blank one between two."""
    spaced: list[str] = []
    for block in blocks:
        spaced += [*block, ""]
    return spaced


def _of_factiva(part: str, number: str) -> Clipping:
    clipping = Clipping(number=number)
    if re.search(r"^HD[ \t]+\S", part, re.M):
        _read_fields(clipping, part, FACTIVA_FIELD, FACTIVA_FIELDS)
        return clipping
    blocks = _blocks(part)
    flat = [line for block in blocks for line in block]
    counted = next((index for index, line in enumerate(flat) if WORDS.match(line)), None)
    if not counted:
        return clipping
    clipping.title, clipping.author = flat[0], " ".join(flat[1:counted])
    if counted > 2 and is_section(flat[0]):
        clipping.section, clipping.title = flat[0], flat[1]
        clipping.author = " ".join(flat[2:counted])
    body_starts = _read_factiva_head(clipping, flat, counted + 1)
    clipping.body = _body_from(blocks, body_starts)
    return clipping


def _read_factiva_head(clipping: Clipping, flat: list[str], index: int) -> int:
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
    return _with_gaps(list(filter(None, kept)))


def _of_lexis(part: str) -> Clipping:
    clipping = Clipping()
    preamble = _read_fields(clipping, part, LEXIS_FIELD, LEXIS_FIELDS)
    lines = [line for line in preamble if not (FOOT.match(line) or HEADER.match(line))]
    if lines and not clipping.title:
        clipping.title = lines.pop(0)
    for line in lines:
        if printed_dates.find_french(line):
            clipping.date = clipping.date or line
        else:
            clipping.publication = clipping.publication or line
    return clipping


def _read_fields(
    clipping: Clipping, part: str, pattern: re.Pattern[str], fields: dict[str, str]
) -> list[str]:
    """Fill a clipping from labelled lines; return the lines above the first label.

    A field goes on over the lines below its label, up to a blank one; a text up to the next label.
    """
    preamble: list[str] = []
    name: str | None = None  # of the field that goes on
    for raw_line in part.split("\n"):
        line = " ".join(raw_line.split())
        if HEADER.match(line):
            continue
        label = pattern.match(raw_line.strip())
        if label:
            name, line = fields.get(label[1].upper()) or PASSED_OVER, label[2] or ""
        if name is None:
            preamble += filter(None, [line])
        elif name == "body":
            clipping.body.append(line)
        elif name == "place" and line:
            clipping.section, _semicolon, page = line.partition(";")
            clipping.page = re.sub(r"^\s*(?:p|pg|page)s?\.?\s*", "", page, flags=re.I)
            name = CLOSED
        elif not line:
            name = CLOSED
        elif name == CLOSED and clipping.title and len(line.split()) >= PARAGRAPH:
            name = "body"  # some sources have no label for their text
            clipping.body.append(line)
        elif name not in (CLOSED, PASSED_OVER):
            setattr(clipping, name, " ".join(filter(None, (getattr(clipping, name), line))))
    return preamble
