"""Downloads of press databases: Europresse, Factiva, LexisNexis, records of catalogues.

One file has many documents.

Each document has a head of labelled lines, a text, and a foot with the database's number of it.
What a head does not say stays unknown.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from archive import printed_dates
from archive.ingest.dumps import headlines, signatures
from archive.ingest.dumps.body_html import body_html, is_crosshead
from archive.ingest.dumps.databases import catalogue_records, europresse, factiva, lexisnexis
from archive.ingest.dumps.databases.clippings import FOOT, Clipping
from archive.ingest.dumps.dump_lines import Line, lines
from archive.ingest.dumps.judged_lines import CLOSED
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_caption, is_section
from archive.ingest.records import Doubt, Printed, Record, Rejected, doubts_of_length
from archive.languages import language
from archive.text import plain

ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
# « Par », « de notre envoyé spécial à Rodez, »
BY = re.compile(
    r"^(?:par|by)\s+|^de not?re (?:envoyée?|correspondante?|collaborat(?:eur|rice))"
    r"(?: spéciale?| permanente?)?(?: (?:à|au|aux|en) [^,]{2,30})?,?\s+",
    re.I,
)
LEAST_LINES = 2  # of a headline and a text
# What a database says of a document below its text: « Taille : Court, 140 mots ».
CATALOGUED = re.compile(
    r"(?:taille|sujet|type|lieu|mot-clé|langue|personne|société|entreprise|organisation|industrie"
    r"|secteur|catégorie|région|illustration|size|subject|location|keyword|language)"
    r"(?:s|x|\(s\))?(?: (?:uniforme|géographique|principal)(?:s|\(s\))?)? : [^.!?]{1,80}$",
    re.I,
)


def clippings(text: str) -> list[Clipping]:
    """Return the documents of a download, in their order; [] for any other text."""
    return list(filter(_is_whole, _documents(text)))


def without_text(text: str) -> list[Clipping]:
    """Return the documents of a download that have a head and no text."""
    return [
        clipping
        for clipping in _documents(text)
        if clipping.title and clipping.date and not any(clipping.body)
    ]


def _documents(text: str) -> Iterable[Clipping]:
    if europresse.END.search(text):
        return _parts(text, europresse.END, europresse.clipping_of)
    if factiva.END.search(text):
        return _parts(text, factiva.END, factiva.clipping_of)
    parts = lexisnexis.parts(text)
    return map(lexisnexis.clipping_of, parts) if parts else catalogue_records.clippings(text)


def records(source: str, text: str) -> Iterator[Record | Rejected]:
    """Yield a record for each document of a download; none for any other text.

    Those without a text are rejected.
    """
    documents = clippings(text)
    for number, clipping in enumerate(documents, start=1):
        yield _record(f"{source}#{number}", clipping)
    for clipping in without_text(text) if documents else []:
        reason = _("Ce document n’a pas de texte : « %(title)s ».") % {"title": clipping.title}
        yield Rejected(reason, source=source)


def _record(source: str, clipping: Clipping) -> Record:
    body = [line for line in lines("\n".join(clipping.body)) if not FOOT.match(line.text)]
    while len(body) > 1 and (CATALOGUED.match(body[-1].text) or ADDRESS.fullmatch(body[-1].text)):
        body.pop()
    body = _without_head(clipping, body)
    bylines, notes = _bylines(clipping.author), []
    signature = signatures.find(body, [])
    if signature.bylines and not (bylines or signature.unsure):
        bylines, body, notes = signature.bylines, signature.body, signature.notes
    record = Record(source=source, title=clipping.title, html=body_html(body, notes))
    text = plain(record.html)
    record.bylines = bylines
    record.date = printed_dates.parse_french(clipping.date) or _first_date(clipping.date)
    record.publication, record.section = clipping.publication, clipping.section
    record.issue, record.page = clipping.issue, clipping.page
    record.source_id, record.tags = clipping.number, clipping.tags
    record.language = language(text)
    record.doubts = doubts_of_length(text)
    for name, value in (("byline", record.bylines), ("date", record.date)):
        if not value:
            record.doubts.append(Doubt(name, "unknown"))
    if not record.publication:
        record.doubts.append(Doubt("publication", "unknown"))
    return record


def _without_head(clipping: Clipping, body: list[Line]) -> list[Line]:
    """Return the lines of a text without its headline, where a section stood in the place of that.

    The name below it, and captions above the text, are none of the text either.
    """
    if is_section(clipping.title) and _opens_with_headline(body):
        clipping.section, clipping.title = clipping.title, body[0].text
        body = body[1:]
    clipping.title, section = headlines.without_kicker(clipping.title)
    clipping.section = clipping.section or section
    if not clipping.author and len(body) > 1 and names.printed(body[0].text, least=2):
        clipping.author, body = body[0].text, body[1:]
    while len(body) > 1 and is_caption(body[0].text):
        body = body[1:]
    return body


def _opens_with_headline(body: list[Line]) -> bool:
    """Return True where a short line stands above the text, or above its author's name."""
    if len(body) < LEAST_LINES or CLOSED.search(body[0].text):
        return False
    return is_crosshead(body, 0) or bool(names.printed(body[1].text, least=2))


def _first_date(printed: str) -> str | None:
    for _start, _end, edtf in printed_dates.find_french(printed):
        return edtf
    return None


def _bylines(author: str) -> list[Printed]:
    """Return the names of a head's line of authors: « FAVRE Jean-Marc », « Par X et Y »."""
    author = BY.sub("", author.strip())
    if not author:
        return []
    return names.printed(author) or [Printed(author)]


def _is_whole(clipping: Clipping) -> bool:
    return bool(clipping.title and any(clipping.body))


def _parts(
    text: str, end: re.Pattern[str], read: Callable[[str, str], Clipping]
) -> Iterator[Clipping]:
    """Yield the documents of a text, each of which ends in a line with its number."""
    start = 0
    for match in end.finditer(text):
        yield read(text[start : match.start()], match.group().split()[-1].strip(":"))
        start = match.end()
