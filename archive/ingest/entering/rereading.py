"""A capture looked at again: what of it an editorial holds, and what today's reader makes of it."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from archive import ingest, text
from archive.ingest import tables
from archive.ingest.entering import comparable, people
from archive.ingest.entering.masked import masked
from archive.ingest.files.decoding import decode
from archive.ingest.files.mappings import Mappings
from archive.ingest.pages import loading
from archive.ingest.records import Record, Rejected
from archive.models import (
    Capture,
    ColumnMapping,
    Editorial,
    Operation,
    OperationKind,
    Publication,
)
from archive.models.doubts import Doubt, replaced, unanswered
from archive.models.requests import granted_mask
from archive.models.states import State
from archive.models.stores import EDITORIALS

LARGEST = 64 * 2**20  # bytes that are held in memory to be shown or read again
# Which row, at the end of an origin, and of which sheet of a workbook.
ROW = re.compile(r"(?:#(?P<sheet>\d{1,6}))?:(?P<row>\d{1,15})$")
PLACE = re.compile(r"#\d+$")  # which document of several in a file
MOST_SHOWN = 200_000  # characters of a capture's text
SHORT = 20  # letters: what is shorter may stand anywhere by chance
SENTENCE = re.compile(r"(?<=[.!?…»])\s+")
LISTED = re.compile("[,;]")  # between what one cell lists
# Sentences, each with whether the editorial holds it; None beside the name of a column.
Line = list[tuple[str, bool | None]]
# An item of an export or a feed was cut out of its file: it is read again between a head and a foot
# of that kind.
EXPORT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    b' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    b' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    b' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
    b"<wp:wxr_version>1.2</wp:wxr_version>\n"
)
PARTS = (
    (re.compile(rb"\s*<item\b.*<wp:post_id", re.S), EXPORT, b"\n</channel>\n</rss>\n"),
    (
        re.compile(rb"\s*<item\b", re.S),
        EXPORT.replace(b"<wp:wxr_version>1.2</wp:wxr_version>\n", b"").replace(
            b"wordpress.org/export/1.2/", b"x.invalid/"
        ),
        b"\n</channel>\n</rss>\n",
    ),
    (
        re.compile(rb"\s*<entry\b", re.S),
        b'<feed xmlns="http://www.w3.org/2005/Atom">\n',
        b"\n</feed>\n",
    ),
)
# What is compared; of a part of a file only what does not depend on the file's head.
FIELDS = (
    "title",
    "title_supplied",
    "standfirst",
    "bylines",
    "date",
    "publication",
    "section",
    "issue",
    "page",
    "language",
    "source_url",
    "body",
)
OF_PARTS = ("title", "standfirst", "date", "body")
# A capture that says nothing about these says nothing against what other sources say.
ONLY_IF_TOLD = {"publication", "source_url", "language"}


# What the editorial holds and what was dropped


def lines(capture: Capture, content: bytes, editorial: Editorial) -> list[Line]:
    """Return the text of a capture's bytes, never its markup, line by line; of a table, its row.

    Raises Rejected where the capture is no text, or has no such row.
    """
    passages = _Passages(editorial)
    number = row_number(capture)
    if number is None:
        return _marked(plain_text(content)[:MOST_SHOWN], passages)
    with _as_file(capture, content) as path:
        place = ROW.search(capture.origin)
        sheet = int(place["sheet"] or 0) if place else 0
        row = tables.row_at(path, capture.media_type, number, sheet)
    marked_lines = []
    for name, cell in row:
        of_cell = _marked("\n".join(_strings(cell))[:MOST_SHOWN], passages)
        if of_cell:
            of_cell[0].insert(0, (f"{name or _('sans titre')} :", None))
        marked_lines += of_cell
    return marked_lines


def _marked(plain: str, passages: "_Passages") -> list[Line]:
    marked_lines = []
    for line in plain.split("\n"):
        if line.strip():
            marked: Line = [(sentence, sentence in passages) for sentence in SENTENCE.split(line)]
            marked_lines.append(marked)
    return marked_lines


def content_of(capture: Capture) -> bytes:
    """Return the bytes of a capture. Raises Rejected where they are too many, OSError."""
    if capture.size > LARGEST:
        raise Rejected(_("Ce fichier est trop gros pour être montré ici : enregistrez-le."))
    with capture.content.open() as file:
        return file.read()


def row_number(capture: Capture) -> int | None:
    """Return the line of its file on which the row begins that a capture is; None for others."""
    place = ROW.search(capture.origin)
    if place is None or capture.media_type not in tables.OF_ROWS:
        return None
    return int(place["row"])


def is_whole(capture: Capture, content: bytes) -> bool:
    """Return True if the bytes are those that came."""
    return hashlib.sha256(content).hexdigest() == capture.sha256


def plain_text(content: bytes) -> str:
    """Return the text of a capture's bytes: of HTML or XML, of JSON its strings, else as it is."""
    if re.search(rb"<(?:p|div|br|body|item|entry)\b", content, re.I):
        source, _doubts = loading.decode(content)
        unwrapped = re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"<p>\1</p>", source, flags=re.S)
        return text.plain(text.clean_html(unwrapped))
    source, _doubts = decode(content)
    try:
        document = json.loads(source)
    except (ValueError, RecursionError):
        return source
    return "\n".join(_strings(document))


def _strings(node: object) -> Iterator[str]:
    """Yield the texts of a node of JSON, in its order."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, str):
        yield text.plain(text.clean_html(node)) if "<" in node else node


class _Passages:
    """The passages that an editorial holds, to be asked about sentences."""

    def __init__(self, editorial: Editorial):
        facts = [
            editorial.title,
            editorial.date_display,
            editorial.date,
            editorial.section,
            editorial.issue,
            editorial.page,
            editorial.source_url,
            str(editorial.publication or ""),
        ]
        for byline in editorial.bylines.all():
            facts += [byline.name, byline.role]
        facts += [tag.name for tag in editorial.tags.all()]
        paragraphs = [editorial.standfirst, *editorial.text.split("\n")]
        self.pieces = {_letters(passage) for passage in [*facts, *paragraphs]}
        for paragraph in paragraphs:
            self.pieces.update(_letters(sentence) for sentence in SENTENCE.split(paragraph))
        self.letters = _letters(" ".join([*facts, *paragraphs]))

    def __contains__(self, sentence: str) -> bool:
        letters = _letters(sentence)
        if not letters or letters in self.pieces:
            return True
        if len(letters) >= SHORT and letters in self.letters:
            return True
        return all(_letters(part) in self.pieces for part in LISTED.split(sentence))


def _letters(passage: str) -> str:
    return re.sub(r"[\W_]+", "", text.fold(passage))


# Reading again


@dataclass
class Difference:
    """A field that today's reader fills otherwise. `value` as in a record's JSON; `touched`: an
    editor changed it."""

    field: str
    before: str
    after: str
    value: object
    touched: bool


def read(capture: Capture) -> Record:
    """Return what today's reader makes of a capture, but for masked names and what was taken out.

    Raises Rejected, OSError.
    """
    content = content_of(capture)
    head, foot = _around(content)
    place = (
        PLACE.search(capture.origin) if row_number(capture) is None else ROW.search(capture.origin)
    )
    mappings = Mappings(ColumnMapping.objects.by_heading())
    with _as_file(capture, head + content + foot) as path:
        mask = granted_mask()
        for as_read in ingest.read(path, tables.OF_ROWS.get(capture.media_type, "auto"), mappings):
            is_there = place is None or as_read.source.endswith(place[0])
            if isinstance(as_read, Rejected) and (
                is_there or not tables.OF_ROWS.get(capture.media_type)
            ):
                raise as_read
            if is_there and isinstance(as_read, Record):
                comparable.without_taken_out(as_read, capture.editorial)
            record = masked(as_read, mask)
            if is_there and isinstance(record, Record):
                return record
    raise Rejected(_("La capture ne contient rien à reprendre."))


@contextmanager
def _as_file(capture: Capture, content: bytes) -> Iterator[Path]:
    """Yield a file with these bytes, called as the one that the capture came in."""
    name = (
        PurePath(re.sub(r"(?:#\d+)?(?::\d+)?$", "", capture.origin)).name[:100].lstrip(".")
        or "capture"
    )
    inside = Path(settings.MEDIA_ROOT, "unpacked")
    inside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=inside) as folder:
        path = Path(folder, name.encode()[:200].decode("utf-8", "ignore").replace("\0", ""))
        path.write_bytes(content)
        yield path


def _around(content: bytes) -> tuple[bytes, bytes]:
    """Return the head and the foot of the kind of file that the content was cut out of."""
    for opening, head, foot in PARTS:
        if opening.match(content):
            return head, foot
    return b"", b""


def differences(editorial: Editorial, record: Record, is_part: bool) -> list[Difference]:
    """Return the differences of a record of its capture from the editorial as it stands."""
    current = comparable.of_editorial(editorial)
    reread = comparable.of_record(record) | {"body": text.clean_html(record.html)}
    fields = OF_PARTS if is_part else FIELDS
    earlier = comparable.last_import(editorial)
    held = comparable.told(current)
    differing = []
    for name in fields:
        before, after = current[name], reread[name]
        if before == after or (not after and (record.file or name in ONLY_IF_TOLD)):
            continue  # an empty cell says nothing
        touched = name in earlier and earlier[name] != held[name]
        differing.append(Difference(name, _in_words(before), _in_words(after), after, touched))
    return differing


def is_part(capture: Capture) -> bool:
    """Return True if the capture is one of many in a file, whose head said more."""
    with capture.content.open() as file:
        return _around(file.read(100_000)) != (b"", b"")


def _in_words(fact: bool | str | list[list[str]]) -> str:
    """Return a field's fact as people read it: of bylines, « name, role ; name, role »."""
    if isinstance(fact, bool):
        return _("oui") if fact else _("non")
    if isinstance(fact, list):
        return " ; ".join(", ".join(filter(None, byline)) for byline in fact)
    return fact


def apply(editorial: Editorial, version: int, chosen: list[Difference], record: Record, by) -> bool:
    """Take over these fields, as one operation.

    Return False, and change nothing, where one of them was changed since `version` was shown.
    """
    with Operation.objects.recording(OperationKind.EDIT, by, _("Extraction refaite")) as operation:
        locked = Editorial.objects.select_for_update()
        if locked.values_list("version", flat=True).get(pk=editorial.pk) != version:
            return False
        fields, byline_doubts = _as_state(chosen)
        with operation.noting(EDITORIALS, [editorial.pk]) as before:
            state = before[editorial.pk]
            assert state is not None, "its version was read and it is locked"
            chosen_facts = {change.field: change.value for change in chosen}
            left_open = unanswered(state["doubts"], fields)
            doubts = replaced(left_open, [*record.doubts, *byline_doubts], fields)
            imported = state["imported"] | _kept(chosen_facts)
            EDITORIALS.write({editorial.pk: fields | {"doubts": doubts, "imported": imported}})
    return True


def _kept(facts: State) -> State:
    """Return what a capture says as an editorial keeps it that holds the same."""
    if "body" in facts:
        return comparable.told(facts)
    return facts


def _as_state(chosen: list[Difference]) -> tuple[State, list[Doubt]]:
    """Return the chosen fields as in a state, and what should be checked of the bylines."""
    state: State = {}
    for difference in chosen:
        state[difference.field] = difference.value
    byline_doubts: list[Doubt] = []
    publication, bylines = state.get("publication"), state.get("bylines")
    if isinstance(publication, str):
        state["publication"] = Publication.objects.named(publication).pk
    if isinstance(bylines, list):
        signed, byline_doubts = people.signatories(bylines)
        state["bylines"] = [[name, role, person and person.pk] for person, name, role in signed]
    return state, byline_doubts
