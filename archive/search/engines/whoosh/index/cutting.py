"""Many texts cut into their words at once, as arrays.

It gives the postings that `analysis.positions` gives text by text, at a fifth of the cost: most of
the words of a text were met before, and what is known of one is looked up instead of found again.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.postings import ranges, stable_order, starts_of
from archive.search.words.analysis import (
    MOST_IN_CAPITALS,
    PARAGRAPH,
    as_name,
    chunk_forms,
    chunks,
    in_capitals,
    is_acronym,
    pieces,
)
from archive.text import paragraph_parts

NO_FORM = 0  # the number of no form


class Cut(NamedTuple):
    """The postings of one field of some texts, by form and then by text.

    Of each posting: its term's place among `terms`, its text, its count; then all their places in
    the texts. `lengths` are the places of each text, those of acronyms and names counted too, those
    where paragraphs begin not.
    """

    terms: list[bytes]
    of_terms: np.ndarray
    texts: np.ndarray
    counts: np.ndarray
    places: np.ndarray
    lengths: np.ndarray


class _Tokens(NamedTuple):
    """Tokens in the order of the texts: form, text, place, whether it is written as a name."""

    forms: np.ndarray
    texts: np.ndarray
    places: np.ndarray
    are_names: np.ndarray


def _together(tokens: _Tokens, others: _Tokens) -> _Tokens:
    """Return tokens in the order of their texts."""
    order = np.argsort(np.concatenate([tokens.texts, others.texts]), kind="stable")
    columns = []
    for column, more in zip(tokens, others, strict=True):
        columns.append(np.concatenate([column, more])[order])
    return _Tokens(*columns)


class _Pieces(dict[str, int]):
    """The number of each piece that was met, and the chunks in it.

    They are `chunks[starts[number]:starts[number + 1]]`, by their numbers in `numbers`.
    """

    def __init__(self) -> None:
        self.numbers = _Chunks()
        self.chunks, self.starts = array("I"), array("I", [0])

    def __missing__(self, piece: str) -> int:
        """Take in a new piece."""
        self.chunks.extend(map(self.numbers.__getitem__, chunks(piece)))
        self.starts.append(len(self.chunks))
        number = self[piece] = len(self)
        return number


class _Chunks(dict[str, int]):
    """The number of each chunk that was met, and what is known of it by that number.

    `tokens`: the number of its first token in `forms` and `offsets`, which has that of the next
    chunk's behind it.
    """

    def __init__(self) -> None:
        self.encoded: list[bytes] = [b""]  # forms in UTF-8 by their numbers
        self.widths, self.tokens = array("I"), array("I", [0])
        self.forms, self.offsets = array("I"), array("I")
        self.are_upper, self.are_names = bytearray(), bytearray()
        self.acronyms = array("I")  # the form of each as an acronym, or NO_FORM
        self._numbers: dict[str, int] = {}
        self._names: dict[int, int] = {}
        self.paragraph = self._form(PARAGRAPH)

    def __missing__(self, printed: str) -> int:
        """Take in a new chunk."""
        chunk = printed.lower()
        if chunk.isalnum():
            self.forms.append(self._form(chunk))
            self.offsets.append(0)
            width = 1
        else:
            tokens, width = chunk_forms(printed)
            for form, offset in tokens:
                self.forms.append(self._form(form))
                self.offsets.append(offset)
        acronym = NO_FORM
        if is_acronym(printed):
            acronym = self._form(in_capitals(chunk.replace(".", "")))
        self.tokens.append(len(self.forms))
        self.widths.append(width)
        self.are_upper.append(printed.isupper())
        self.are_names.append(printed != chunk and chunk.isalnum())
        self.acronyms.append(acronym)
        number = self[printed] = len(self)
        return number

    def name(self, form: int) -> int:
        """Return the form of what is only written as a name, by the form itself."""
        name = self._names.get(form)
        if name is None:
            name = self._names[form] = self._form(as_name(self.encoded[form].decode()))
        return name

    def _form(self, form: str) -> int:
        number = self._numbers.get(form)
        if number is None:
            self.encoded.append(form.encode())
            number = self._numbers[form] = len(self.encoded) - 1
        return number


def _read(numbers: array | bytearray, kind: type = np.uint32) -> np.ndarray:
    """Return what grows from batch to batch as an array, not copied.

    Nothing may be added as long as that is there.
    """
    return np.frombuffer(numbers, kind)


class Cutter:
    """Cuts texts, and remembers the pieces that it has met: at most about MOST_PIECES."""

    MOST_PIECES = 300_000  # 80 MB; texts of 40,000 editorials have as many

    def __init__(self) -> None:
        self._pieces = _Pieces()

    def cut(self, fields: Sequence[Sequence[str]]) -> list[Cut]:
        """Return the postings of the texts of each field."""
        if len(self._pieces) > self.MOST_PIECES:
            self._pieces = _Pieces()
        printed: list[str] = []
        ends = [0]  # of each text, in pieces
        paragraphs: list[int] = []  # where each begins, in pieces, but for the first of a text
        of_paragraphs: list[int] = []  # their texts
        for number, text in enumerate(chain.from_iterable(fields)):
            first, *others = paragraph_parts(text) or [""]
            printed += pieces(first)
            for paragraph in others:
                paragraphs.append(len(printed))
                of_paragraphs.append(number)
                printed += pieces(paragraph)
            ends.append(len(printed))
        numbers, starts = self._chunks_of(printed)
        of_text = np.diff(starts[ends])
        bounds = np.cumsum([0, *map(len, fields)])
        tokens = self._tokens(numbers, of_text)
        texts = np.array(of_paragraphs, np.intp)
        begun = self._begun(numbers, starts[ends][texts], starts[paragraphs], texts)
        marks = _together(self._acronyms(numbers, of_text), begun)
        return list(self._by_field(tokens, marks, bounds))

    def _chunks_of(self, printed: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of all chunks, and at which of them each piece begins."""
        numbers = np.fromiter(map(self._pieces.__getitem__, printed), np.intp, len(printed))
        starts = _read(self._pieces.starts)
        counts = np.diff(starts)[numbers]
        at = ranges(starts[numbers], counts)
        return _read(self._pieces.chunks)[at].astype(np.intp), starts_of(counts).astype(np.intp)

    def _begun(
        self, numbers: np.ndarray, firsts: np.ndarray, at: np.ndarray, texts: np.ndarray
    ) -> _Tokens:
        """Return a token for each paragraph, by the chunk at which it begins.

        `firsts` are the first chunks of its text.
        """
        widths = _read(self._pieces.numbers.widths)[numbers].astype(np.int64)
        ends = np.concatenate([[0], np.cumsum(widths)])
        forms = np.full(len(at), self._pieces.numbers.paragraph, np.uint32)
        return _Tokens(forms, texts, ends[at] - ends[firsts], np.zeros(len(at), bool))

    def _tokens(self, numbers: np.ndarray, of_text: np.ndarray) -> _Tokens:
        known = self._pieces.numbers
        starts = _read(known.tokens)
        counts = np.diff(starts)[numbers]
        at = ranges(starts[numbers], counts)
        chunk = np.repeat(np.arange(len(numbers)), counts)
        texts = np.repeat(np.arange(len(of_text)), of_text)
        places = self._places(numbers, of_text)[chunk] + _read(known.offsets)[at]
        are_names = _read(known.are_names, bool)[numbers]
        return _Tokens(_read(known.forms)[at], texts[chunk], places, are_names[chunk])

    def _places(self, numbers: np.ndarray, of_text: np.ndarray) -> np.ndarray:
        """Return at which place of its text each chunk begins."""
        widths = _read(self._pieces.numbers.widths)[numbers].astype(np.int64)
        ends = np.cumsum(widths)
        starts = ends - widths
        firsts = np.cumsum(of_text) - of_text
        is_full = of_text > 0
        return starts - np.repeat(starts[firsts[is_full]], of_text[is_full])

    def _acronyms(self, numbers: np.ndarray, of_text: np.ndarray) -> _Tokens:
        """Return the acronyms as such: those that stand in no line of capitals."""
        known = self._pieces.numbers
        is_upper = _read(known.are_upper, bool)[numbers]
        texts = np.repeat(np.arange(len(of_text)), of_text)
        # A row of capitals ends before what is in small letters, and with its text.
        begins = ~is_upper
        begins[1:] |= texts[1:] != texts[:-1]
        row = np.cumsum(begins)
        lengths = np.bincount(row, is_upper)
        forms = _read(known.acronyms)[numbers]
        at = np.flatnonzero((forms != NO_FORM) & (lengths[row] <= MOST_IN_CAPITALS))
        places = self._places(numbers, of_text)[at]
        return _Tokens(forms[at], texts[at], places, np.zeros(len(at), bool))

    def _by_field(self, tokens: _Tokens, marks: _Tokens, bounds: np.ndarray) -> Iterator[Cut]:
        ends = np.searchsorted(tokens.texts, bounds)
        mark_ends = np.searchsorted(marks.texts, bounds)
        runs = zip(pairwise(bounds), pairwise(ends), pairwise(mark_ends), strict=True)
        for (first, last), run, mark_run in runs:
            columns = []
            for column, more in zip(tokens, marks, strict=True):
                columns.append(np.concatenate([column[slice(*run)], more[slice(*mark_run)]]))
            of_field = _Tokens(*columns)
            yield self._grouped(of_field._replace(texts=of_field.texts - first), last - first)

    def _grouped(self, tokens: _Tokens, texts: int) -> Cut:
        order = stable_order(tokens.forms)
        tokens = _Tokens(*(column[order] for column in tokens))
        begins = np.ones(len(order), bool)
        begins[1:] = tokens.forms[1:] != tokens.forms[:-1]
        begins[1:] |= tokens.texts[1:] != tokens.texts[:-1]
        starts = np.flatnonzero(begins)
        counts = np.diff(starts, append=len(order))
        names = self._names(tokens, starts)
        forms = np.concatenate([tokens.forms[starts], names.forms])
        in_texts = np.concatenate([tokens.texts[starts], names.texts])
        counts = np.concatenate([counts, np.ones(len(names.forms), np.intp)])
        distinct, of_terms = np.unique(forms, return_inverse=True)
        lengths = np.where(forms == self._pieces.numbers.paragraph, 0, counts)
        return Cut(
            [self._pieces.numbers.encoded[form] for form in distinct.tolist()],
            of_terms,
            in_texts,
            counts,
            np.concatenate([tokens.places, names.places]),
            np.bincount(in_texts, lengths, minlength=texts).astype(np.intp),
        )

    def _names(self, tokens: _Tokens, starts: np.ndarray) -> _Tokens:
        """Return a token for each form that a text has as a name only, where it is first."""
        if not len(starts):
            return tokens
        at = starts[np.logical_and.reduceat(tokens.are_names, starts)]
        names = [self._pieces.numbers.name(form) for form in tokens.forms[at].tolist()]
        forms = np.array(names, np.uint32)
        return _Tokens(forms, tokens.texts[at], tokens.places[at], tokens.are_names[at])
