"""A Whoosh codec whose postings are flat arrays, on which NumPy can work as well as Whoosh's own queries.

A segment is one file `.arr` (see `arrays`, `postings`) beside Whoosh's own column files. Lengths of fields are exact.
"""

from array import array
from bisect import bisect_left
from copy import copy
from functools import cached_property
from io import BytesIO

import numpy as np
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3PerDocWriter, W3Segment, _lenfield
from whoosh.columns import NumericColumn
from whoosh.filedb.structfile import BufferFile
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, map_file
from archive.search.engines.whoosh.index.postings import Inverted
from archive.search.engines.whoosh.index.tokenizer import EditorialTokenizer
from archive.search.words.analysis import positions

ARRAYS_EXT = ".arr"
LENGTHS = NumericColumn("I", default=0)


class Places(formats.Positions):
    """Whoosh's Positions, with the positions as plain unsigned integers of 32 bits, little-endian."""

    def encode(self, poslist):
        return np.asarray(poslist, "<u4").tobytes()

    def decode_positions(self, valuestring):
        return np.frombuffer(valuestring, "<u4").tolist()

    def decode_frequency(self, valuestring):
        return len(valuestring) // 4


class Words(fields.FieldType):
    """Running text: every form in it, as `analysis` cuts it, with its positions."""

    def __init__(self, stored=False):
        super().__init__(Places(), EditorialTokenizer(), scorable=True, stored=stored)

    def index(self, value, **kwargs):
        """Yields (form in UTF-8, count, count, positions) for each form of the text."""
        found, _ = positions(value)
        for form, places in found.items():
            yield form.encode(), len(places), len(places), array("I", places).tobytes()


class ArrayCodec(W3Codec):
    """Give it to Whoosh's writers: `index.writer(codec=ArrayCodec())`, or write with `writing.ArrayWriter`."""

    length_stats = False  # the lengths are not repeated in the postings

    def per_document_writer(self, storage, segment):
        return ArrayPerDocWriter(self, storage, segment)

    def field_writer(self, storage, segment):
        # A circle of Whoosh's own making: a codec hands out its writer, and writers make codecs.
        from archive.search.engines.whoosh.index.writing import ArrayFieldWriter

        return ArrayFieldWriter(storage, segment)

    def per_document_reader(self, storage, segment):
        return ArrayPerDocReader(storage, segment)

    def terms_reader(self, storage, segment):
        segment.check(storage)
        return ArrayTermsReader(segment.inverted(storage), ArrayPerDocReader(storage, segment))

    def new_segment(self, storage, indexname):
        return ArraySegment(self, indexname)


class ArraySegment(W3Segment):
    """A segment that knows how large its files are, so that a file cut short is noticed."""

    sizes: dict[str, int] = {}

    def should_assemble(self):
        return False

    def seal(self, storage) -> None:
        self.sizes = {name: storage.file_length(name) for name in self.list_files(storage)}

    def check(self, storage) -> None:
        """Raises IndexDamaged where a file is not as long as it was written, FileNotFoundError where it is gone."""
        for name, size in self.sizes.items():
            if storage.file_length(name) != size:
                raise IndexDamaged(f"{name} has {storage.file_length(name)} bytes instead of {size}")

    def inverted(self, storage) -> Inverted:
        name = self.make_filename(ARRAYS_EXT)
        return Inverted(ArrayFile(name, map_file(storage, name)))


class MappedFile(BufferFile):
    """A mapped file as Whoosh's column readers want it. It has no position that threads and forks would share."""

    def __init__(self, buffer, name):
        self._buf, self._name, self.onclose = buffer, name, None
        self.is_real = self.is_closed = False

    @cached_property
    def file(self):
        return BytesIO(self._buf)  # only for the rare columns that read in sequence

    def close(self):
        self.is_closed = True


class ArrayPerDocWriter(W3PerDocWriter):
    def add_field(self, fieldname, fieldobj, value, length):
        super().add_field(fieldname, fieldobj, value, 0)
        if length:
            self.add_column_value(_lenfield(fieldname), LENGTHS, length)
            self._fieldlengths[fieldname] += length


class ArrayPerDocReader(W3PerDocReader):
    """Stored fields, columns and lengths of a segment. All its files are mapped at once: a commit may delete them."""

    def __init__(self, storage, segment):
        super().__init__(storage, segment)
        names = (name for name in segment.sizes if name.endswith(W3Codec.COLUMN_EXT))
        self._mapped = {name: map_file(storage, name) if segment.sizes[name] else b"" for name in names}

    def beside(self, segment: ArraySegment) -> "ArrayPerDocReader":
        """The same documents with the deletions of another state of the segment."""
        other = copy(self)
        other._segment = segment
        return other

    def has_column(self, fieldname):
        return W3Codec.column_filename(self._segment, fieldname) in self._mapped

    def _get_column_file(self, fieldname):
        name = W3Codec.column_filename(self._segment, fieldname)
        return MappedFile(self._mapped[name], name), 0, len(self._mapped[name])

    def column_array(self, fieldname: str, column: NumericColumn) -> np.ndarray | None:
        """The stored numbers of a column, one a document, its default where there is none. None: no such column."""
        if not self.has_column(fieldname):
            return None
        file, _, _ = self._get_column_file(fieldname)
        values = np.full(self._doccount, column.default_value(), f"={column._typecode}")
        written = np.frombuffer(file._buf, f">{column._typecode}")
        values[: len(written)] = written
        return values

    def lengths(self, fieldname: str) -> np.ndarray:
        """The number of words in the field of each document."""
        found = self.column_array(_lenfield(fieldname), LENGTHS)
        return np.zeros(self._doccount, np.uint32) if found is None else found

    def doc_field_length(self, docnum, fieldname, default=0):
        if fieldname not in self._minlengths:
            self._minlengths[fieldname] = self.lengths(fieldname)
        return int(self._minlengths[fieldname][docnum]) or default

    def min_field_length(self, fieldname):
        return int(self.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname):
        return int(self.lengths(fieldname).max(initial=0))


class ArrayTermsReader(base.TermsReader):
    def __init__(self, inverted: Inverted, documents: "ArrayPerDocReader"):
        self._inverted, self._documents = inverted, documents
        self._lengths: dict[str, np.ndarray] = {}
        self._present: dict[str, list[int]] = {}

    def _span(self, field: str, term: bytes) -> tuple[int, slice]:
        """The number of a term and where its postings are. Raises KeyError."""
        if field in self._inverted.lexicon_of:
            number = self._inverted.lexicon(field).find(term)
            start = self._inverted.postings(field).start
            if number >= 0 and start[number] < start[number + 1]:
                return number, slice(int(start[number]), int(start[number + 1]))
        raise KeyError(f"No term {field}:{term!r}")

    def present(self, field: str) -> list[int]:
        """The numbers of the terms that this field has, of those in the lexicon that it shares."""
        if field not in self._present:
            has = np.diff(self._inverted.postings(field).start) if field in self._inverted.lexicon_of else []
            self._present[field] = np.flatnonzero(has).tolist()
        return self._present[field]

    def __contains__(self, term):
        try:
            return bool(self._span(*term))
        except KeyError:
            return False

    def indexed_field_names(self):
        return self._inverted.lexicon_of.keys()

    def cursor(self, fieldname, fieldobj):
        lexicon = self._inverted.lexicon(fieldname) if fieldname in self._inverted.lexicon_of else []
        return ArrayCursor(self, fieldname, fieldobj, lexicon)

    def terms(self):
        return (term for field in sorted(self._inverted.lexicon_of) for term in self._terms_of(field, b""))

    def terms_from(self, fieldname, prefix):
        for field in sorted(self._inverted.lexicon_of):
            if field >= fieldname:
                yield from self._terms_of(field, prefix if field == fieldname else b"")

    def _terms_of(self, field: str, start: bytes):
        lexicon, present = self._inverted.lexicon(field), self.present(field)
        for at in range(bisect_left(present, start, key=lexicon.__getitem__), len(present)):
            yield field, lexicon[present[at]]

    def items(self):
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname, prefix):
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname, tbytes):
        try:
            _, here = self._span(fieldname, tbytes)
        except KeyError as error:
            raise TermNotFound(*error.args) from error
        postings = self._inverted.postings(fieldname)
        docs = postings.docs[here]
        counts = np.ones(len(docs), np.uint8) if postings.counts is None else postings.counts[here]
        if fieldname not in self._lengths:
            self._lengths[fieldname] = self._documents.lengths(fieldname)
        lengths = self._lengths[fieldname][docs]
        low, high, total, most = lengths.min(), lengths.max(), counts.sum(), counts.max()
        return TermInfo(float(total), len(docs), int(low), int(high), float(most), int(docs[0]), int(docs[-1]))

    def frequency(self, fieldname, tbytes):
        _, here = self._span(fieldname, tbytes)
        counts = self._inverted.postings(fieldname).counts
        return float(here.stop - here.start if counts is None else counts[here].sum())

    def doc_frequency(self, fieldname, tbytes):
        _, here = self._span(fieldname, tbytes)
        return here.stop - here.start

    def matcher(self, fieldname, tbytes, format_, scorer=None):
        info = self.term_info(fieldname, tbytes)
        number, here = self._span(fieldname, tbytes)
        postings = self._inverted.postings(fieldname)
        docs = postings.docs[here]
        counts = np.ones(len(docs), np.uint8) if postings.counts is None else postings.counts[here]
        places = None
        if postings.places is not None:
            places = postings.places[postings.at[number] : postings.at[number + 1]]
        return ArrayMatcher((fieldname, tbytes), format_, scorer, docs, counts, places, info)

    def close(self):
        pass


class ArrayCursor(base.FieldCursor):
    def __init__(self, reader: ArrayTermsReader, field: str, fieldobj, lexicon):
        self._reader, self._field, self._type, self._lexicon = reader, field, fieldobj, lexicon
        self._numbers, self._at = reader.present(field), 0

    def first(self):
        self._at = 0
        return self.text()

    def find(self, term):
        term = term if isinstance(term, bytes) else self._type.to_bytes(term)
        self._at = bisect_left(self._numbers, term, key=self._lexicon.__getitem__)
        return self.text()

    def next(self):
        self._at += 1
        return self.text()

    def text(self):
        return self._type.from_bytes(self._lexicon[self._numbers[self._at]]) if self.is_valid() else None

    def term_info(self):
        number = self._numbers[self._at] if self.is_valid() else None
        return None if number is None else self._reader.term_info(self._field, self._lexicon[number])

    def is_valid(self):
        return self._at < len(self._numbers)


class ArrayMatcher(LeafMatcher):
    """The postings of one term to Whoosh's own queries; one block to its optimisations."""

    def __init__(self, term, format_, scorer, docs, counts, places, info):
        self._term, self.format, self.scorer = term, format_, scorer
        self._docs, self._counts, self._places, self._info = docs.tolist(), counts, places, info
        self._starts = None if places is None else np.cumsum(counts, dtype=np.int64) - counts
        self._at = 0

    def copy(self):
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other

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
        if self._places is None:
            return b"" if self.format.posting_size == 0 else int(self._counts[self._at]).to_bytes(4, "big")
        start = self._starts[self._at]
        return self.format.encode(self._places[start : start + self._counts[self._at]].tolist())

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
