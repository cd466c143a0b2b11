"""Better words for those of a query, by the texts on the cluster, as `search.mending` asks them."""

from collections.abc import Sequence
from functools import partial

from archive.search.engines.opensearch.answers.queries import Query, all_of, in_row
from archive.search.engines.opensearch.answers.words.lexicon import TEXT, Lexicon, anywhere
from archive.search.engines.opensearch.answers.words.meaning import Meaning, meaning
from archive.search.engines.opensearch.answers.words.spellings import IndexedSpellings
from archive.search.engines.opensearch.index.encoding import folded_terms
from archive.search.mending import corrections, repairs
from archive.search.mending.corrections import doubted_forms
from archive.search.mending.repair import Repair
from archive.search.question.parsing import Typed
from archive.search.question.typed_fields import FIELDS

LIKELY = 2  # repairs of a word that are looked at with the first: it is seldom another


def correction(lexicon: Lexicon, typed: Typed) -> str:
    """See `mending.corrections.correction`."""
    return corrections.correction(IndexedTexts(lexicon), typed)


def in_company(lexicon: Lexicon, typed: Typed) -> dict[str, str]:
    """See `mending.corrections.in_company`."""
    forms = doubted_forms(typed)
    return lexicon.reader.once(
        ("in company", forms), lambda: corrections.in_company(IndexedTexts(lexicon), forms)
    )


def repair(lexicon: Lexicon, form: str) -> str:
    """See `mending.repairs.repair`."""
    return lexicon.reader.once(("repair", form), lambda: _repair(lexicon, form))


def _repair(lexicon: Lexicon, form: str) -> str:
    spellings = IndexedSpellings(lexicon)
    candidates = repairs.repairs(spellings, form)
    spellings.expect(candidates[:LIKELY])
    return repairs.first_there(spellings, candidates)


class IndexedTexts:
    """See `mending.texts.Texts`."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._reader = lexicon.reader
        self._spellings = IndexedSpellings(lexicon)

    @property
    def size(self) -> int:
        return self._reader.size

    def word(self, form: str) -> Meaning:
        return meaning(self._lexicon, form)

    def words(self, forms: Sequence[str]) -> list[Meaning]:
        self._lexicon.expect(forms)
        return self._reader.together([partial(self.word, form) for form in forms])

    def is_there(self, word: Meaning) -> bool:
        return bool(word.exact)

    def is_printed_small(self, form: str) -> bool:
        return self._lexicon.is_printed_small(form)

    def has_forms(self, word: Meaning) -> bool:
        return bool(word.in_any_language())

    def forms(self, word: Meaning) -> list[str]:
        return word.forms()

    def uses(self, word: Meaning) -> int:
        return sum(self._lexicon.uses(word.in_any_language()).values())

    def rows(self, pairs: Sequence[tuple[Meaning, Meaning]], apart: int) -> list[int]:
        queries = []
        for first, second in pairs:
            slots = [first.in_any_language(), second.in_any_language()]
            queries.append(in_row(TEXT, slots, apart))
        return self._reader.counts(queries)

    def together(self, sets: Sequence[tuple[Sequence[Meaning], Sequence[str]]]) -> list[int]:
        queries = []
        for words, spellings in sets:
            conditions: list[Query] = []
            for word in words:
                conditions.append(anywhere(word.in_any_language()))
            for folded in spellings:
                conditions.append(anywhere(folded_terms(folded), FIELDS))
            queries.append(all_of(conditions))
        return self._reader.counts(queries)

    def repairs(self, form: str, fields: Sequence[str]) -> list[Repair]:
        return repairs.repairs(self._spellings, form, fields)

    def printed(self, form: str) -> str:
        return self._spellings.printed(form)
