"""One segment of the index with its files mapped, and what is derived from them."""

from typing import NamedTuple

import numpy as np
from whoosh.fields import DATETIME, NUMERIC
from whoosh.filedb.filestore import FileStorage

from archive.search.engine import IndexDamaged
from archive.search.engines.haystack.kinds import is_text
from archive.search.engines.whoosh.index.arrays import ArrayFile, Arrays, read_arrays, write_arrays
from archive.search.engines.whoosh.index.gathering import SHARED_LEXICON
from archive.search.engines.whoosh.index.postings import (
    EMPTY_LEXICON,
    Inverted,
    Lexicon,
    PlacedPostings,
    Postings,
)
from archive.search.engines.whoosh.index.schema import LEXICON, document_field
from archive.search.engines.whoosh.index.segment import ArrayPerDocReader, ArraySegment
from archive.search.engines.whoosh.index.terms_reader import ArrayTermsReader
from archive.search.engines.whoosh.index.words.conflation import Key, KeyTable

NONE = np.iinfo(np.int64).max  # the place of a number that is not known


class Numbers(NamedTuple):
    """A column of whole numbers, one for each document; NONE where `known` is False."""

    values: np.ndarray
    known: np.ndarray


class MappedSegment:
    """The files of one segment, mapped. What is derived from them lasts as long as the segment."""

    def __init__(self, storage: FileStorage, schema, segment: ArraySegment):
        if not isinstance(segment, ArraySegment):
            raise IndexDamaged(f"{segment.segment_id()} was written by another engine")
        segment.check(storage)
        self.size: int = segment.doc_count_all()
        self.inverted: Inverted = segment.inverted(storage)
        self.documents = ArrayPerDocReader(storage, segment)
        self.terms = ArrayTermsReader(self.inverted, self.documents)
        self.storage, self.segment = storage, segment
        self._schema = schema
        self._document = document_field(schema)
        self._postings: dict[str, Postings | None] = {}
        self._placed: dict[str, PlacedPostings | None] = {}
        self._numbers: dict[str, Numbers] = {}
        self._lengths: dict[str, np.ndarray] = {}
        self._keys: dict[tuple[str, str], KeyTable] = {}
        self._listed: dict[tuple[str | None, frozenset[str]], np.ndarray] = {}

    def _kept(self, field: str) -> str:
        return self._document if field == LEXICON else field

    def postings(self, field: str) -> Postings | None:
        """Return the postings of a field, None where no document has it."""
        if field not in self._postings:
            kept = self._kept(field)
            is_there = kept in self.inverted.lexicon_of
            self._postings[field] = self.inverted.postings(kept) if is_there else None
        return self._postings[field]

    def placed(self, field: str) -> PlacedPostings | None:
        """Return the postings of a field of running text, None where no document has it."""
        if field not in self._placed:
            kept = self._kept(field)
            is_there = kept in self.inverted.lexicon_of
            self._placed[field] = self.inverted.placed(kept) if is_there else None
        return self._placed[field]

    def lexicon(self, field: str) -> Lexicon:
        """Return the terms of a field, or of all that share them; none where nobody has any."""
        sharing = self._sharing(field)
        return EMPTY_LEXICON if sharing is None else self.inverted.lexicon(sharing)

    def _sharing(self, field: str) -> str | None:
        """Return a field with postings whose lexicon is the field's own, None where there is none.

        What is asked by one field of running text is asked of all: where no document has it (none
        of a segment may have a text), another has its lexicon.
        """
        field, lexicon_of = self._kept(field), self.inverted.lexicon_of
        if field in lexicon_of:
            return field
        if not is_text(self._schema, field):
            return None
        for other, name in lexicon_of.items():
            if name == SHARED_LEXICON:
                return other
        return None

    def listed(self, field: str, forms: frozenset[str]) -> np.ndarray:
        """Return the numbers of those of some forms that the field's lexicon has, ascending.

        They are looked for once: a list of function words has hundreds.
        """
        sharing = self._sharing(field)
        name = (sharing and self.inverted.lexicon_of[sharing], forms)
        if name not in self._listed:
            find = self.lexicon(field).find
            numbers = {find(form.encode(errors="replace")) for form in forms}
            numbers.discard(-1)
            self._listed[name] = np.array(sorted(numbers), np.intp)
        return self._listed[name]

    def keys(self, field: str, key: Key) -> KeyTable | None:
        """Return the forms of a field's lexicon by their key, None where it has none."""
        sharing = self._sharing(field)
        if sharing is None:
            return None
        lexicon = self.inverted.lexicon_of[sharing]
        table = self._keys.get((lexicon, key.name))
        if table is None:
            table = KeyTable.of(self.storage, self.segment, self.lexicon(field), key)
            self._keys[lexicon, key.name] = table
        return table

    def lengths(self, field: str) -> np.ndarray:
        """Return the number of words in the field of each document, float32."""
        field = self._kept(field)
        if field not in self._lengths:
            self._lengths[field] = self.documents.lengths(field).astype(np.float32)
        return self._lengths[field]

    def numbers(self, field: str) -> Numbers:
        """Return a sortable field of whole numbers. Raises TypeError for any other field."""
        if field not in self._numbers:
            self._numbers[field] = self._read_numbers(field)
        return self._numbers[field]

    def _read_numbers(self, field: str) -> Numbers:
        kind = self._schema[field]
        if not isinstance(kind, NUMERIC) or kind.numtype is not int or not kind.column_type:
            raise TypeError(f"{field} is not a sortable field of whole numbers")
        column = self.documents.column_array(field, kind.column_type)
        if column is None:
            column = np.full(self.size, kind.default, np.uint64)
        column = column.astype(np.uint64)
        is_known = column != kind.default
        # Whoosh keeps signed numbers above zero by adding half of the range; dates as they are.
        half = 0
        if kind.signed and not isinstance(kind, DATETIME):
            half = 1 << (kind.bits - 1)
        numbers = (column - np.uint64(half)).view(np.int64)
        return Numbers(np.where(is_known, numbers, NONE), is_known)

    # What is derived of a large segment is written beside it; it goes when the segment goes.

    def read_beside(self, name: str) -> ArrayFile:
        """Return the arrays written under a name. Raises FileNotFoundError, IndexDamaged."""
        return read_arrays(self.storage, self.segment.make_filename(f".{name}"))

    def write_beside(self, name: str, arrays: Arrays, **about) -> None:
        """Write arrays under a name. Raises OSError."""
        write_arrays(self.storage, self.segment.make_filename(f".{name}"), arrays, **about)
