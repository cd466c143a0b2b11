"""What every reader of outside material hands over: one Record a document, and its doubts.

Nothing here touches the database. Readers take the Doubt of
`archive.models.doubts` from here as well.
"""

import hashlib
import logging
import os
import re
import weakref
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import addresses, letter_texts
from archive.models import Editorial, LetterState
from archive.models.doubts import Doubt
from archive.models.editorials import LANGUAGE_CODE

# Words: fewer are a text all the same, but one to look at.
SHORT = 60
# Signs that nobody sees and that turn a line around: of one that is shown, also what follows it.
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PIECE = 2**20  # bytes read at once
HALVES = re.compile("[\ud800-\udfff]")
# What a record says in one text.
TEXTS = (
    *("title", "standfirst", "html", "publication", "section", "issue", "page", "language"),
    *("url", "source_id"),
)
LONGEST_ADDRESS = 1000  # characters: what the column holds
# Those of them that stand in one line each, among others' lines.
LINES = ("title", "standfirst", "publication", "section", "issue", "page")
log = logging.getLogger(__name__)


def storable(text: str) -> str:
    """Return a text as databases take it: half a surrogate pair becomes U+FFFD, NUL goes."""
    if text.isascii() and "\0" not in text:
        return text
    return HALVES.sub("\ufffd", text.replace("\0", ""))


def language_code(told: str) -> str:
    """Return a language as archives name it (« fr_FR » is "fr-FR"); "" for what is no code."""
    language, hyphen, region = told.strip().replace("_", "-").partition("-")
    code = f"{language.lower()}{hyphen}{region}"
    return code if LANGUAGE_CODE.fullmatch(code) else ""


@dataclass(frozen=True)
class Printed:
    """A byline as printed: name with its own capitals, role beside it (« Rédacteur en chef »).

    `kind` is the AuthorKind of who signs where the source tells it, else "".
    """

    name: str
    role: str = ""
    kind: str = ""


@dataclass(frozen=True)
class SourceLetter:
    """What a reader wrote to a text at its source, in plain paragraphs; as it stood there.

    `state` is one of LetterState, `source_id` the source's own lasting key, `parent` that of the
    letter that this one answers.
    """

    name: str
    text: str
    state: str = LetterState.WAITING.value
    written_at: datetime | None = None
    source_id: str = ""
    parent: str = ""

    def storable(self) -> "SourceLetter":
        """Return it without what no database takes, and what nobody sees."""
        name, text = letter_texts.line_of(self.name), letter_texts.paragraphs_of(self.text)
        key, parent = storable(self.source_id), storable(self.parent)
        return replace(self, name=name, text=text, source_id=key, parent=parent)


class SourceFile:
    """A file of many records, kept as the capture of each of them.

    It is open for as long as one of its records is held: what was unpacked of an archive is gone
    from its folder by then. `name` is that of the kept file in the storage, once it is there.
    """

    def __init__(self, path: Path, media_type: str):
        self.media_type = media_type
        self.name = ""
        # No block can close it: records of several files are saved together.
        self._file = open(path, "rb")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    @cached_property
    def sha256(self) -> str:
        with self.open() as file:
            sha256 = hashlib.sha256()
            while piece := file.read(PIECE):
                sha256.update(piece)
            return sha256.hexdigest()

    @cached_property
    def size(self) -> int:
        """Its bytes."""
        return os.fstat(self._file.fileno()).st_size

    def open(self) -> BinaryIO:
        """Return it open at its beginning, to be closed by whoever reads it."""
        self._file.seek(0)
        return os.fdopen(os.dup(self._file.fileno()), "rb")


@dataclass(frozen=True)
class Mending:
    """What an editor decided of a record before it comes in.

    `decided`: fields of the editorial as JSON (`models.Upload.mended`), and `added_tags`;
    `own`: those that were decided of this record alone, not of all its upload;
    `proposed`: keywords of the source that no tag is called; `by`: who decided; `ruled`: what rules
    decided (`models.import_rules.ruled`).
    """

    decided: dict[str, Any]
    own: frozenset[str] = frozenset()
    proposed: tuple[str, ...] = ()
    by: User | None = None
    ruled: dict[str, Any] = field(default_factory=dict)


@dataclass
class Record:
    """One document as a reader understood it. Empty means that the source does not say.

    `source` tells a person where it came from (a file's path, and a document's number where it
    holds several), `source_id` is the source's own lasting key. `date` is EDTF or None, `html` is
    cleaned, `capture` holds the original bytes; or else `file` is what it is a row of.
    `is_citation`: it makes no editorial, it completes the one that it cites. `comments` counts
    those that the source shows below the text, `letters` are those of them that are taken in.
    `categories` are those of the tags by which the source files its texts and nothing else:
    « article », « revue de presse ». `unmasked` is it as its source says it, where a person's name
    in it was masked. `site` is what a saved page is a part of, by its host or else its name: with
    what other pages it is compared. `taken_out` are the keys of the blocks that were taken out of
    its text, since other pages of its site have them, too (`pages.repeated`). `unsaid` are the
    editorial's fields of which it says nothing, where what it leaves empty says that there is none;
    None where the source cannot tell the two apart.
    """

    source: str
    title: str = ""
    title_supplied: bool = False
    standfirst: str = ""
    html: str = ""
    bylines: list[Printed] = field(default_factory=list)
    date: str | None = None
    publication: str = ""
    section: str = ""
    issue: str = ""
    page: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    url: str = ""
    source_id: str = ""
    is_draft: bool = False
    is_citation: bool = False
    comments: int = 0
    letters: list[SourceLetter] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    capture: bytes = b""
    media_type: str = ""
    file: SourceFile | None = None
    mending: Mending | None = None
    unmasked: "Record | None" = None
    site: str = ""
    taken_out: list[str] = field(default_factory=list)
    unsaid: frozenset[str] | None = None

    def make_storable(self) -> None:
        """Replace in all that is said what no database takes: see `storable`.

        A language that is no code is not known: what would be found by it, and how its words are
        read, no one could say.
        """
        for name in TEXTS:
            setattr(self, name, storable(getattr(self, name)))
        self.tags = list(map(storable, self.tags))
        self.categories = list(map(storable, self.categories))
        self.bylines = [
            replace(byline, name=storable(byline.name), role=storable(byline.role))
            for byline in self.bylines
        ]
        self._drop_directions()
        self.letters = [letter.storable() for letter in self.letters]
        code = language_code(self.language)
        if self.language and not code:
            self.doubts.append(Doubt("language", "unknown"))
        self.language = code
        self.doubts = [
            Doubt(doubt.field, doubt.code, storable(doubt.value)) for doubt in self.doubts
        ]

    def _drop_directions(self) -> None:
        """Take the signs of direction out of what stands in one line; a doubt tells it."""
        dropped = set()
        for name in LINES:
            line = getattr(self, name)
            if DIRECTIONS.search(line):
                setattr(self, name, DIRECTIONS.sub("", line))
                dropped.add(name)
        bylines = [
            replace(
                byline,
                name=DIRECTIONS.sub("", byline.name),
                role=DIRECTIONS.sub("", byline.role),
            )
            for byline in self.bylines
        ]
        if bylines != self.bylines:
            self.bylines = [byline for byline in bylines if byline.name.strip()]
            dropped.add("byline")
        self.tags = _without_directions(self.tags)
        self.categories = _without_directions(self.categories)
        self.doubts += [Doubt(name, "directions") for name in sorted(dropped)]

    def leave_out_address(self) -> None:
        """Leave out an address that is none of the web's, or too long to keep; a doubt tells it."""
        if not self.url:
            return
        if len(self.url) > LONGEST_ADDRESS or not addresses.canonical(self.url):
            self.doubts.append(Doubt("url", "unknown", self.url[:LONGEST_ADDRESS]))
            self.url = ""

    @property
    def state(self) -> str:
        """The state that the editorial is brought in with."""
        return (Editorial.State.DRAFT if self.is_draft else Editorial.State.PUBLISHED).value


def _without_directions(names: list[str]) -> list[str]:
    """Return the names without signs of direction, but for those that are nothing else."""
    bare = (DIRECTIONS.sub("", name) for name in names)
    return [name for name in bare if name.strip()]


class Rejected(Exception):
    """A document that cannot be taken in, with the reason in the user's terms and language.

    A reader raises it for a whole file, or yields it for one document and goes on. `unreadable`
    marks what could not even be opened.
    """

    def __init__(self, reason: str | Promise, source: str = "", unreadable: bool = False):
        super().__init__(reason)
        self.reason, self.source, self.unreadable = str(reason), source, unreadable


def refused_letter(reason: str, source: str) -> Rejected:
    """Return what to say of a reader's comment that is not taken in."""
    return Rejected(_("Commentaire non repris : %(reason)s.") % {"reason": reason}, source=source)


def unforeseen(source: str) -> Rejected:
    """Return what to say of a document over which a reader stumbled.

    The log keeps the error that is being handled.
    """
    log.exception("%s could not be read", source)
    return Rejected(_("Ce document n’a pas pu être lu ; le journal dit pourquoi."), source=source)


def doubts_of_length(text: str) -> list[Doubt]:
    """Return the doubt about a text that is so short that a part of it may be missing, or none."""
    if len(text.split()) < SHORT:
        return [Doubt("text", "short")]
    return []


def without_text() -> Rejected:
    """Return what to say of an entry that has a title at most."""
    return Rejected(_("L’entrée ne contient pas de texte."))
