"""A kept capture looked at again: what of it an editorial holds, and what today's reader makes of it."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from archive import ingest, text
from archive.ingest.entering import people
from archive.ingest.entering.record_json import of_editorial, of_record
from archive.ingest.files.decoding import decode
from archive.ingest.pages import loading
from archive.ingest.records import Record, Rejected
from archive.models import Capture, Editorial, Operation, OperationKind, Publication
from archive.models.doubts import Doubt, replaced
from archive.models.states import State
from archive.models.stores import EDITORIALS

MOST_SHOWN = 200_000  # characters of a capture's text
SHORT = 20  # letters: what is shorter may stand anywhere by chance
SENTENCE = re.compile(r"(?<=[.!?…»])\s+")
# An item of an export or a feed was cut out of its file: it is read again between a head and a foot of that kind.
EXPORT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    b' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
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
)
FIELDS += ("language", "source_url", "body")
OF_PARTS = ("title", "standfirst", "date", "body")
# A capture that says nothing about these says nothing against what is known otherwise.
ONLY_IF_SAID = {"publication", "source_url", "language"}


# What was kept and what was dropped


def lines(capture: Capture, editorial: Editorial) -> list[list[tuple[str, bool]]]:
    """The capture's text, never its markup: [[(sentence, whether the editorial holds it), …], …] line by line. Raises
    Rejected where it is no text, OSError where its bytes are gone."""
    held = _Held(editorial)
    plain = plain_text(content_of(capture))[:MOST_SHOWN]
    return [
        [(part, part in held) for part in SENTENCE.split(line)]
        for line in plain.split("\n")
        if line.strip()
    ]


def content_of(capture: Capture) -> bytes:
    with capture.content.open() as file:
        return file.read()


def is_whole(capture: Capture, content: bytes) -> bool:
    """Whether the bytes are those that came."""
    return hashlib.sha256(content).hexdigest() == capture.sha256


def plain_text(content: bytes) -> str:
    if re.search(rb"<(?:p|div|br|body|item|entry)\b", content, re.I):
        source, _doubts = loading.decode(content)
        unwrapped = re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"<p>\1</p>", source, flags=re.S)
        return text.plain(text.clean_html(unwrapped))
    source, _doubts = decode(content)
    try:
        said = json.loads(source)
    except (ValueError, RecursionError):
        return source
    return "\n".join(_strings(said))


def _strings(said) -> Iterator[str]:
    """The texts of an object of JSON, in its order."""
    if isinstance(said, str):
        yield text.plain(text.clean_html(said)) if "<" in said else said
    elif isinstance(said, dict | list):
        for value in said.values() if isinstance(said, dict) else said:
            yield from _strings(value)


class _Held:
    """What an editorial holds, to be asked about sentences."""

    def __init__(self, editorial: Editorial):
        names = [part for byline in editorial.bylines.all() for part in (byline.name, byline.role)]
        facts = [
            editorial.title,
            editorial.date_display,
            editorial.section,
            editorial.issue,
            str(editorial.publication or ""),
        ]
        facts += [*names, *(tag.name for tag in editorial.tags.all())]
        whole = [editorial.standfirst, *editorial.text.split("\n")]
        self.pieces = {
            _letters(one)
            for one in [*facts, *whole, *(s for one in whole for s in SENTENCE.split(one))]
        }
        self.all = _letters(" ".join([*facts, *whole]))

    def __contains__(self, sentence: str) -> bool:
        letters = _letters(sentence)
        return (
            not letters or letters in self.pieces or (len(letters) >= SHORT and letters in self.all)
        )


def _letters(said: str) -> str:
    return re.sub(r"[\W_]+", "", text.fold(said))


# Reading again


@dataclass
class Difference:
    """A field that today's reader fills otherwise. `value` as in a record's JSON; `touched`: an editor changed it."""

    field: str
    before: str
    after: str
    value: object
    touched: bool


def read(capture: Capture) -> Record:
    """What today's reader makes of a capture. Raises Rejected, OSError."""
    content = content_of(capture)
    name = PurePath(re.sub(r"[#:]\d+$", "", capture.origin)).name[:100].lstrip(".") or "capture"
    inside = Path(settings.MEDIA_ROOT, "unpacked")
    inside.mkdir(parents=True, exist_ok=True)
    head, foot = _around(content)
    with tempfile.TemporaryDirectory(dir=inside) as folder:
        path = Path(folder, name.encode()[:200].decode("utf-8", "ignore").replace("\0", ""))
        path.write_bytes(head + content + foot)
        for item in ingest.read(path):
            if isinstance(item, Rejected):
                raise item
            return item
    raise Rejected(_("La capture ne contient rien à reprendre."))


def _around(content: bytes) -> tuple[bytes, bytes]:
    return next(((head, foot) for looks, head, foot in PARTS if looks.match(content)), (b"", b""))


def differences(editorial: Editorial, record: Record, is_part: bool) -> list[Difference]:
    """Between the editorial as it stands and a record of its capture."""
    now, found = of_editorial(editorial), []
    said = of_record(record) | {"body": text.clean_html(record.html)}
    for name in OF_PARTS if is_part else FIELDS:
        if now[name] == said[name] or (name in ONLY_IF_SAID and not said[name]):
            continue
        touched = name in editorial.imported and editorial.imported[name] != now[name]
        found.append(Difference(name, _shown(now[name]), _shown(said[name]), said[name], touched))
    return found


def is_part(capture: Capture) -> bool:
    """Whether it is one of many in a file, whose head said more."""
    with capture.content.open() as file:
        return _around(file.read(100_000)) != (b"", b"")


def _shown(value) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return " ; ".join(", ".join(filter(None, pair)) for pair in value)
    return value


def apply(editorial: Editorial, version: int, chosen: list[Difference], record: Record, by) -> bool:
    """Takes over these fields, as one operation; False, and nothing is changed, where one of them was changed since
    `version` was shown."""
    with Operation.objects.recording(OperationKind.EDIT, by, _("Extraction refaite")) as operation:
        if (
            Editorial.objects.select_for_update()
            .values_list("version", flat=True)
            .get(pk=editorial.pk)
            != version
        ):
            return False
        values, unsure = _as_state(chosen)
        with operation.noting(EDITORIALS, [editorial.pk]) as before:
            now = before[editorial.pk]
            doubts = replaced(now["doubts"], [*record.doubts, *unsure], values)
            imported = now["imported"] | {one.field: one.value for one in chosen}
            EDITORIALS.write({editorial.pk: values | {"doubts": doubts, "imported": imported}})
    return True


def _as_state(chosen: list[Difference]) -> tuple[State, list[Doubt]]:
    """Return the chosen fields as in a state, and what should be checked of whoever the bylines name."""
    values = {difference.field: difference.value for difference in chosen}
    unsure = []
    if "publication" in values:
        values["publication"] = Publication.objects.named(values["publication"]).pk
    if "bylines" in values:
        signed, unsure = people.signatories(values["bylines"])
        values["bylines"] = [[name, role, person and person.pk] for person, name, role in signed]
    return values, unsure
