"""What many documents hold in one field, gathered before it is written all at once."""

from collections.abc import Sequence

from whoosh import fields

from archive.search.engines.haystack.kinds import DayNumber, ExactValue, Number
from archive.search.engines.whoosh.index.gathering import ArrayPool
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.segment import ArrayPerDocWriter


class Column:
    """A field of some documents: what of it is found, compared and stored."""

    def __init__(self, name: str, kind: fields.FieldType):
        self.name, self.kind = name, kind
        self._stored_name = f"_stored_{name}"

    def take(self, number: int, document: dict, stored: dict) -> None:
        """Take in the field of a document, and add to what is stored of the document."""
        content = document.get(self.name)
        if content is None:
            return
        kept = document.get(self._stored_name, content)
        if self.kind.stored and kept is not None:
            stored[self.name] = kept
        self._index(number, content, kept)

    def _index(self, number: int, content, kept) -> None:
        raise NotImplementedError

    def write(self, pool: ArrayPool, writer: ArrayPerDocWriter) -> None:
        """Write what was taken in."""
        raise NotImplementedError


class _Texts(Column):
    """Running text, whose postings are cut many texts at a time."""

    def _index(self, number, content, kept):
        pass

    def write(self, pool, writer):
        pass


class _Terms(Column):
    """Exact values."""

    def __init__(self, name, kind):
        super().__init__(name, kind)
        self._terms: list[bytes] = []
        self._docs: list[int] = []

    def _index(self, number, content, kept):
        for term, *_ in self.kind.index(content):
            self._terms.append(term)
            self._docs.append(number)

    def write(self, pool, writer):
        pool.add_terms(self.name, self._terms, self._docs)


class _Numbers(Column):
    """Whole numbers, each a term and a value to compare by."""

    def __init__(self, name, kind):
        super().__init__(name, kind)
        self._numbers: list[int] = []
        self._docs: list[int] = []

    def _index(self, number, content, kept):
        self._numbers.append(self.kind.to_column_value(content))
        self._docs.append(number)

    def write(self, pool, writer):
        pool.add_terms(self.name, list(map(self.kind.sortable_to_bytes, self._numbers)), self._docs)
        writer.add_numbers(self.name, self.kind.column_type, self._docs, self._numbers)


class _Others(Column):
    """What other kinds of fields make of a content: in full, and posting by posting."""

    def __init__(self, name, kind):
        super().__init__(name, kind)
        self._postings: list[tuple] = []
        self._values: list[tuple] = []
        self._lengths: dict[int, int] = {}

    def _index(self, number, content, kept):
        length = 0
        for term, count, weight, places in self.kind.index(content):
            self._postings.append((self.name, term, number, weight, places))
            length += count if self.kind.scorable else 0
        if length:
            self._lengths[number] = length
        if self.kind.column_type and kept is not None:
            self._values.append((number, self.kind.to_column_value(kept)))

    def write(self, pool, writer):
        for posting in self._postings:
            pool.add(posting)
        writer.add_lengths(self.name, list(self._lengths), list(self._lengths.values()))
        for number, value in self._values:
            writer.add_value(self.name, self.kind.column_type, number, value)


def columns(kinds: Sequence[tuple[str, fields.FieldType]]) -> list[Column]:
    """Return a column for each of these fields, empty as yet."""
    return [_column(name, kind) for name, kind in kinds]


def _column(name: str, kind: fields.FieldType) -> Column:
    if isinstance(kind, Words):
        return _Texts(name, kind)
    if isinstance(kind, ExactValue) and not kind.column_type:
        return _Terms(name, kind)
    if isinstance(kind, Number | DayNumber):
        return _Numbers(name, kind)
    return _Others(name, kind)
