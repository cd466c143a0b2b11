"""Better words for those of a query, by the texts of a snapshot, as `search.mending` asks them."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.matching import anywhere, postings
from archive.search.engines.whoosh.answers.words.meaning import Meaning, kept_meaning
from archive.search.engines.whoosh.answers.words.repairs import repairs
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.mending import corrections
from archive.search.mending.corrections import doubted_forms
from archive.search.mending.repair import Repair
from archive.search.question.parsing import Typed
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import as_name


def correction(snapshot: Snapshot, typed: Typed) -> str:
    """See `mending.corrections.correction`."""
    return corrections.correction(SnapshotTexts(snapshot), typed)


def in_company(snapshot: Snapshot, typed: Typed) -> dict[str, str]:
    """See `mending.corrections.in_company`; it is kept for the question."""
    forms = doubted_forms(typed)
    texts = SnapshotTexts(snapshot)
    return snapshot.once(("in company", forms), lambda: corrections.in_company(texts, forms))


class SnapshotTexts:
    """See `mending.texts.Texts`."""

    def __init__(self, snapshot: Snapshot):
        self._snapshot = snapshot

    @property
    def size(self) -> int:
        return self._snapshot.size

    def word(self, form: str) -> Meaning:
        return kept_meaning(self._snapshot, form)

    def words(self, forms: Sequence[str]) -> list[Meaning]:
        return [self.word(form) for form in forms]

    def is_there(self, word: Meaning) -> bool:
        return any(map(len, word.exact))

    def is_printed_small(self, form: str) -> bool:
        name = as_name(form)
        uses = self._snapshot.spelled(LEXICON, self._snapshot.terms(LEXICON, [form, name]))
        return uses.get(form, 0) > uses.get(name, 0)

    def has_forms(self, word: Meaning) -> bool:
        return any(map(len, word.in_any_language()))

    def forms(self, word: Meaning) -> list[str]:
        return word.forms(self._snapshot)

    def uses(self, word: Meaning) -> int:
        return self._snapshot.once_of_numbers(("uses", word.form), lambda: self._uses(word))

    def _uses(self, word: Meaning) -> int:
        uses = 0
        pairs = zip(self._snapshot.segments, word.in_any_language(), strict=True)
        for segment, terms in pairs:
            uses += int(wordlist.uses(segment, FIELDS, terms).sum())
        return uses

    def rows(self, pairs: Sequence[tuple[Meaning, Meaning]], apart: int) -> list[int]:
        counts = []
        for first, second in pairs:
            name = ("rows", first.form, second.form, apart)
            derive = partial(self._rows, first, second, apart)
            counts.append(self._snapshot.once_of_numbers(name, derive))
        return counts

    def _rows(self, first: Meaning, second: Meaning, apart: int) -> int:
        slots = [first.in_any_language(), second.in_any_language()]
        return len(phrase(self._snapshot, LEXICON, slots, apart).docs)

    def together(self, sets: Sequence[tuple[Sequence[Meaning], Sequence[str]]]) -> list[int]:
        counts = []
        for words, spellings in sets:
            mask = self._snapshot.all()
            for word in words:
                mask &= self._having(word)
            for folded in spellings:
                mask &= self._spelled(folded)
            counts.append(int(np.count_nonzero(mask)))
        return counts

    def repairs(self, form: str, fields: Sequence[str]) -> list[Repair]:
        return repairs(self._snapshot, form, fields)

    def printed(self, form: str) -> str:
        return wordlist.printed(self._snapshot, form)

    def _having(self, word: Meaning) -> np.ndarray:
        """A mask of the documents that have a word in any form; it is kept."""
        name = ("having", word.form)
        return self._snapshot.once_of_bytes(name, lambda: self._holding(word.in_any_language()))

    def _spelled(self, folded: str) -> np.ndarray:
        """A mask of the documents that have a word that is spelled so; it is kept."""
        name = ("spelled", folded)
        return self._snapshot.once_of_bytes(
            name, lambda: self._holding(wordlist.terms(self._snapshot, folded))
        )

    def _holding(self, terms: Terms) -> np.ndarray:
        """A mask of the documents that hold any of these terms in any field."""
        hits = [postings(self._snapshot, field, terms) for field in FIELDS]
        return anywhere(self._snapshot, hits)
