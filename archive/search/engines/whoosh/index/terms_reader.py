"""The terms and postings of a segment as Whoosh's own queries want to read them."""

from bisect import bisect_left

import numpy as np
from whoosh.codec import base
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from archive.search.engines.whoosh.index.postings import EMPTY_LEXICON, Inverted, Lexicon, Postings
from archive.search.engines.whoosh.index.segment import ArrayPerDocReader


class ArrayTermsReader(base.TermsReader):
    def __init__(self, inverted: Inverted, documents: ArrayPerDocReader):
        self._inverted, self._documents = inverted, documents
        self._lengths: dict[str, np.ndarray] = {}
        self._present: dict[str, list[int]] = {}

    def _span(self, field: str, term: bytes) -> tuple[int, slice]:
        """Return the number of a term and where its postings are. Raises KeyError."""
        if field in self._inverted.lexicon_of:
            number = self._inverted.lexicon(field).find(term)
            start = self._inverted.postings(field).start
            if number >= 0 and start[number] < start[number + 1]:
                return number, slice(int(start[number]), int(start[number + 1]))
        raise KeyError(f"No term {field}:{term!r}")

    def present(self, field: str) -> list[int]:
        """Return the numbers of the terms that this field has, of those in the shared lexicon."""
        if field not in self._inverted.lexicon_of:
            return []
        if field not in self._present:
            frequencies = np.diff(self._inverted.postings(field).start)
            self._present[field] = np.flatnonzero(frequencies).tolist()
        return self._present[field]

    def __contains__(self, term):
        try:
            return bool(self._span(*term))
        except KeyError:
            return False

    def indexed_field_names(self):
        return self._inverted.lexicon_of.keys()

    def cursor(self, fieldname, fieldobj):
        lexicon = EMPTY_LEXICON
        if fieldname in self._inverted.lexicon_of:
            lexicon = self._inverted.lexicon(fieldname)
        return ArrayCursor(self, fieldname, fieldobj, lexicon)

    def terms(self):
        for field in sorted(self._inverted.lexicon_of):
            yield from self._terms_of(field, b"")

    def terms_from(self, fieldname, prefix):
        for field in sorted(self._inverted.lexicon_of):
            if field == fieldname:
                yield from self._terms_of(field, prefix)
            elif field > fieldname:
                yield from self._terms_of(field, b"")

    def _terms_of(self, field: str, start: bytes):
        lexicon, present = self._inverted.lexicon(field), self.present(field)
        for at in range(bisect_left(present, start, key=lexicon.__getitem__), len(present)):
            yield field, lexicon[present[at]]

    def items(self):
        return self._with_infos(self.terms())

    def items_from(self, fieldname, prefix):
        return self._with_infos(self.terms_from(fieldname, prefix))

    def _with_infos(self, terms):
        for term in terms:
            yield term, self.term_info(*term)

    def term_info(self, fieldname, tbytes):
        try:
            _number, rows = self._span(fieldname, tbytes)
        except KeyError as error:
            raise TermNotFound(*error.args) from error
        postings = self._inverted.postings(fieldname)
        docs, counts = postings.docs[rows], _counts(postings, rows)
        if fieldname not in self._lengths:
            self._lengths[fieldname] = self._documents.lengths(fieldname)
        lengths = self._lengths[fieldname][docs]
        low, high, total, most = lengths.min(), lengths.max(), counts.sum(), counts.max()
        return TermInfo(
            float(total), len(docs), int(low), int(high), float(most), int(docs[0]), int(docs[-1])
        )

    def frequency(self, fieldname, tbytes):
        _number, rows = self._span(fieldname, tbytes)
        counts = self._inverted.postings(fieldname).counts
        if counts is None:
            return float(rows.stop - rows.start)
        return float(counts[rows].sum())

    def doc_frequency(self, fieldname, tbytes):
        _number, rows = self._span(fieldname, tbytes)
        return rows.stop - rows.start

    def matcher(self, fieldname, tbytes, format_, scorer=None):
        info = self.term_info(fieldname, tbytes)
        number, rows = self._span(fieldname, tbytes)
        postings = self._inverted.postings(fieldname)
        docs, counts = postings.docs[rows], _counts(postings, rows)
        places = None
        if postings.places is not None and postings.at is not None:
            places = postings.places[postings.at[number] : postings.at[number + 1]]
        return ArrayMatcher((fieldname, tbytes), format_, scorer, docs, counts, places, info)

    def close(self):
        pass


def _counts(postings: Postings, rows: slice) -> np.ndarray:
    """Return how often each of these postings' documents has the term: 1 where it is not kept."""
    if postings.counts is None:
        return np.ones(rows.stop - rows.start, np.uint8)
    return postings.counts[rows]


class ArrayCursor(base.FieldCursor):
    def __init__(self, reader: ArrayTermsReader, field: str, fieldobj, lexicon: Lexicon):
        self._reader, self._field, self._type, self._lexicon = reader, field, fieldobj, lexicon
        self._numbers, self._at = reader.present(field), 0

    def first(self):
        self._at = 0
        return self.text()

    def find(self, term):
        if not isinstance(term, bytes):
            term = self._type.to_bytes(term)
        self._at = bisect_left(self._numbers, term, key=self._lexicon.__getitem__)
        return self.text()

    def next(self):
        self._at += 1
        return self.text()

    def text(self):
        if not self.is_valid():
            return None
        return self._type.from_bytes(self._term())

    def term_info(self):
        if not self.is_valid():
            return None
        return self._reader.term_info(self._field, self._term())

    def _term(self) -> bytes:
        return self._lexicon[self._numbers[self._at]]

    def is_valid(self):
        return self._at < len(self._numbers)


class ArrayMatcher(LeafMatcher):
    """The postings of one term to Whoosh's own queries; one block to its optimisations."""

    def __init__(
        self,
        term: tuple[str, bytes],
        format_,
        scorer,
        docs: np.ndarray,
        counts: np.ndarray,
        places: np.ndarray | None,
        info: TermInfo,
    ):
        self._term, self.format, self.scorer = term, format_, scorer
        self._docs, self._counts, self._info = docs.tolist(), counts, info
        self._places = places
        if places is not None:
            self._starts = np.cumsum(counts, dtype=np.int64) - counts
        self._at = 0

    def copy(self):
        matcher = self.__class__.__new__(self.__class__)
        matcher.__dict__.update(self.__dict__)
        return matcher

    def is_active(self):
        return self._at < len(self._docs)

    def reset(self):
        self._at = 0

    def next(self):
        self._at += 1

    def skip_to(self, id):
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at)

    def id(self):
        return self._docs[self._at]

    def all_ids(self):
        return iter(self._docs[self._at :])

    def weight(self):
        return float(self._counts[self._at])

    def value(self):
        count = int(self._counts[self._at])
        if self._places is not None:
            start = self._starts[self._at]
            return self.format.encode(self._places[start : start + count].tolist())
        if self.format.posting_size == 0:
            return b""
        return count.to_bytes(4, "big")

    def skip_to_quality(self, minquality):
        if self.block_quality() <= minquality:
            self._at = len(self._docs)
            return 1
        return 0

    def block_min_length(self):
        return self._info.min_length()

    def block_max_length(self):
        return self._info.max_length()

    def block_max_weight(self):
        return self._info.max_weight()
