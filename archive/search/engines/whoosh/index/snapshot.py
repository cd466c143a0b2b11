"""The index as it stands after one commit, as arrays: every file mapped, little copied.

A document's number is its number in its segment plus the segment's base. Snapshots never change;
threads share them, and so do forked processes. `commits` gives the newest one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from archive.search.engines.whoosh.index.codec import ArrayCodec
from archive.search.engines.whoosh.index.facet_column import FacetColumn
from archive.search.engines.whoosh.index.keeping import Keeping
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment, Numbers
from archive.search.engines.whoosh.index.segment import ArraySegment
from archive.search.engines.whoosh.index.words.conflation import Key

MOST_KEPT = 2_000  # of what is derived from a snapshot: a searched word makes about six
MOST_NUMBERS = 10_000  # of words and pairs of them: how often these are in the archive
MOST_FORMS = 20_000  # of which it is kept how many documents have each
MOST_BYTES = 18_000_000  # of arrays that are kept by word
BYTES_OF_NAME = 500  # that one of them takes beside its arrays

# For each segment, the numbers of the terms meant, in its lexicon of the field asked.
Terms = tuple[np.ndarray, ...]
Derived = TypeVar("Derived")


class Weighed(Protocol):
    """What tells how many bytes its arrays take."""

    @property
    def nbytes(self) -> int: ...


Sized = TypeVar("Sized", bound=Weighed)


class Snapshot:
    """The index as it stands: its segments, where the documents of each begin, what is deleted.

    `size` counts the deleted documents too, `count` does not; `live` is None where nothing is
    deleted.
    """

    def __init__(
        self, schema, generation: int, segments: Sequence[tuple[MappedSegment, ArraySegment]]
    ):
        self.schema, self.generation = schema, generation
        self.segments = [mapped for mapped, _state in segments]
        self.states = [state for _mapped, state in segments]
        self.bases: list[int] = []
        self.size = 0
        for mapped in self.segments:
            self.bases.append(self.size)
            self.size += mapped.size
        self.live = self._live()
        self.count = self.size
        if self.live is not None:
            self.count = int(np.count_nonzero(self.live))
        self._derived = Keeping(MOST_KEPT)
        self._numbers = Keeping(MOST_NUMBERS)
        self._weighed = Keeping(MOST_BYTES, _bytes)

    def _live(self) -> np.ndarray | None:
        if not any(state.has_deletions() for state in self.states):
            return None
        live = np.ones(self.size, bool)
        for state, base in zip(self.states, self.bases, strict=True):
            live[np.fromiter(state.deleted_docs(), np.intp) + base] = False
        return live

    def all(self) -> np.ndarray:
        """Return a mask of all documents that are not deleted; it may be changed."""
        if self.live is None:
            return np.ones(self.size, bool)
        return self.live.copy()

    def mask(self, docs: np.ndarray) -> np.ndarray:
        """Return a mask of these documents, without the deleted."""
        mask = np.zeros(self.size, bool)
        mask[docs] = True
        if self.live is None:
            return mask
        return mask & self.live

    # Terms

    def terms(self, field: str, forms: Iterable[str | bytes]) -> Terms:
        """Return the terms that are exactly these forms."""
        encoded = list(map(_in_bytes, forms))
        terms = []
        for segment in self.segments:
            numbers = set(map(segment.lexicon(field).find, encoded))
            numbers.discard(-1)
            terms.append(np.array(sorted(numbers), np.intp))
        return tuple(terms)

    def listed(self, field: str, forms: frozenset[str]) -> Terms:
        """Return the same of a list that is asked for again and again."""
        return tuple(segment.listed(field, forms) for segment in self.segments)

    def beginning(self, field: str, prefix: str | bytes) -> Terms:
        """Return all terms that begin so."""
        encoded = _in_bytes(prefix)
        terms = []
        for segment in self.segments:
            terms.append(np.arange(*segment.lexicon(field).prefixed(encoded)))
        return tuple(terms)

    def within(
        self, field: str, start: bytes, end: bytes | None, after=False, before=False
    ) -> Terms:
        """Return all terms from `start` to `end` in the order of their bytes.

        `after` and `before` leave out the bounds.
        """
        find_first, find_last = bisect_left, bisect_right
        if after:
            find_first = bisect_right
        if before:
            find_last = bisect_left
        terms = []
        for segment in self.segments:
            lexicon = segment.lexicon(field)
            last = len(lexicon)
            if end is not None:
                last = find_last(lexicon, end)
            terms.append(np.arange(find_first(lexicon, start), last))
        return tuple(terms)

    def alike(self, field: str, form: str, *keys: Key) -> Terms:
        """Return all terms that share one of these keys with a form, and the form itself."""
        if len(keys) == 1:  # whose table has the form itself as well
            return self.keyed(field, keys[0].of(form), keys[0])
        alike = [set(numbers.tolist()) for numbers in self.terms(field, [form])]
        for key in keys:
            for numbers, sharing in zip(alike, self.keyed(field, key.of(form), key), strict=True):
                numbers.update(sharing.tolist())
        return tuple(np.array(sorted(numbers), np.intp) for numbers in alike)

    def keyed(self, field: str, shared: str, key: Key) -> Terms:
        """Return all terms whose key of this kind is `shared`."""
        terms = []
        for segment in self.segments:
            table = segment.keys(field, key)
            numbers = [] if table is None else table.find(shared)
            terms.append(np.array(numbers, np.intp))
        return tuple(terms)

    def forms(self, field: str, terms: Terms) -> list[str]:
        """Return the forms of terms, each once, whether this field has them or another."""
        forms: dict[str, None] = {}
        for segment, numbers in zip(self.segments, terms, strict=True):
            lexicon = segment.lexicon(field)
            for number in numbers.tolist():
                forms[lexicon[number].decode(errors="replace")] = None
        return list(forms)

    def spelled(self, field: str, terms: Terms) -> dict[str, int]:
        """Return {form: how many documents have it in this field}, deleted ones included.

        Forms that the field lacks are left out.
        """
        counts: dict[str, int] = {}
        for segment, numbers in zip(self.segments, terms, strict=True):
            postings = segment.postings(field)
            if postings is None or not len(numbers):
                continue
            lexicon = segment.lexicon(field)
            frequencies = postings.start[numbers + 1] - postings.start[numbers]
            for number, frequency in zip(numbers.tolist(), frequencies.tolist(), strict=True):
                if frequency:
                    form = lexicon[number].decode(errors="replace")
                    counts[form] = counts.get(form, 0) + frequency
        return counts

    def having(self, field: str, forms: Collection[str]) -> dict[str, int]:
        """Return {form: how many documents have it in this field}, 0 included, deleted ones too.

        Of the words of a text most were in the text before: what was counted is kept.
        """
        kept: dict[str, int] = self.once(("having", field), dict)
        counts = {form: kept[form] for form in kept.keys() & forms}
        missing = [form for form in forms if form not in counts]
        if missing:
            spelled = self.spelled(field, self.terms(field, missing))
            looked_up = {form: spelled.get(form, 0) for form in missing}
            counts |= looked_up
            if len(kept) + len(missing) > MOST_FORMS:
                kept.clear()
            kept |= looked_up
        return counts

    # Documents

    def lengths(self, field: str) -> np.ndarray:
        """Return the number of words in the field of each document, float32."""
        lengths = [segment.lengths(field) for segment in self.segments]
        return self._joined(("lengths", field), lengths)

    def average_length(self, field: str) -> float:
        """Return the average number of words in the field, at least 1."""
        return self.once(("average", field), lambda: self._average_length(field))

    def _average_length(self, field: str) -> float:
        if not self.size:
            return 1.0
        return max(float(self.lengths(field).mean()), 1.0)

    def numbers(self, field: str) -> Numbers:
        """Return a sortable field of whole numbers. Raises TypeError for any other field."""
        columns = [segment.numbers(field) for segment in self.segments]
        return Numbers(
            self._joined(("values", field), [column.values for column in columns]),
            self._joined(("known", field), [column.known for column in columns]),
        )

    def fractions(self, field: str) -> Numbers:
        """Return a sortable field of numbers that need not be whole."""
        kind = self.schema[field]
        columns = []
        for segment in self.segments:
            column = segment.documents.column_array(field, kind.column_type)
            if column is None:
                column = np.full(segment.size, np.inf)
            columns.append(column)
        values = self._joined(("fractions", field), columns)
        return Numbers(values, values != np.inf)

    def facet(self, field: str) -> FacetColumn:
        """Return a field whose values are single terms."""
        return self.once(
            ("facet", field), lambda: FacetColumn(field, self.segments, self.bases, self.size)
        )

    def stored(self, doc: int) -> dict:
        """Return the stored fields of a document."""
        number = int(np.searchsorted(self.bases, doc, side="right")) - 1
        return self.segments[number].documents.stored_fields(int(doc) - self.bases[number])

    def _joined(self, name: tuple, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """Return the arrays of all segments as one."""
        if len(arrays) == 1:
            return arrays[0]
        if not arrays:
            return np.zeros(0, np.int64)
        return self.once(name, lambda: np.concatenate(arrays))

    def once(self, name: tuple, derive: Callable[[], Derived]) -> Derived:
        """Return what is derived from this snapshot under a name, derived once.

        Of MOST_KEPT such things those that were not asked for while as many others were are
        forgotten.
        """
        return self._derived.once(name, derive)

    def once_of_numbers(self, name: tuple, derive: Callable[[], int]) -> int:
        """Return the same of a number, of which many are kept and no other thing goes for them."""
        return self._numbers.once(name, derive)

    def once_of_bytes(self, name: tuple, derive: Callable[[], Sized]) -> Sized:
        """Return the same of what is large: of MOST_BYTES, by the `nbytes` of each."""
        return self._weighed.once(name, derive)

    def verify(self) -> None:
        """Read every file. Raises IndexDamaged where one is not as written."""
        for segment, state in zip(self.segments, self.states, strict=True):
            state.verify(segment.storage)

    # Whoosh

    @cached_property
    def reader(self):
        """A Whoosh reader of this very state, for what only Whoosh's own queries can do."""
        return self.opened()

    def opened(self):
        """Return a Whoosh reader of this state that is whoever's who asks: to read and close."""
        if not self.segments:
            return EmptyReader(self.schema)
        readers = []
        for mapped, state in zip(self.segments, self.states, strict=True):
            codec = _OpenedCodec(mapped, state)
            readers.append(
                SegmentReader(mapped.storage, self.schema, state, self.generation, codec)
            )
        if len(readers) == 1:
            return readers[0]
        return MultiReader(readers, self.generation)

    def searcher(self) -> Searcher:
        return Searcher(self.reader)


def _bytes(derived: Weighed) -> int:
    return derived.nbytes + BYTES_OF_NAME


def _in_bytes(form: str | bytes) -> bytes:
    if isinstance(form, bytes):
        return form
    return form.encode(errors="replace")


class _OpenedCodec(ArrayCodec):
    """Hands a SegmentReader the files that are already open."""

    def __init__(self, mapped: MappedSegment, state: ArraySegment):
        super().__init__()
        self._mapped, self._state = mapped, state

    def terms_reader(self, storage, segment):
        return self._mapped.terms

    def per_document_reader(self, storage, segment):
        return self._mapped.documents.beside(self._state)
