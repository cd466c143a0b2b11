"""The words of an archive by their spelling without accents, as `search.mending` asks for them."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from archive.search.engine import WordUse
from archive.search.engines.opensearch.answers.queries import Query, any_of, in_row
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.words.lexicon import (
    FORM,
    TEXT,
    Lexicon,
    anywhere,
)
from archive.search.engines.opensearch.index.encoding import folded_terms
from archive.search.mending import resembling as mending
from archive.search.mending.repair import Repair, SpelledWord
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import tokenize
from archive.search.words.slips import sound
from archive.text import fold

SPELLING, SOUND, USES, PRINTED = "spelling", "sound", "uses", "printed"
NEAREST = 40  # spellings that are looked at closely
FARTHEST = 2  # letters that the index tells apart: what is farther is near by its sound alone
EXPANSIONS = 500  # spellings that so many letters may lead to
MOST = 2_000  # forms that begin or hold alike


def resembling(reader: Reader, form: str, most: int) -> list[WordUse]:
    """See `Engine.resembling`."""
    spellings = IndexedSpellings(Lexicon(reader))
    return [
        WordUse(word.folded, word.form, word.uses)
        for word in mending.resembling(spellings, form, most)
    ]


class IndexedSpellings:
    """See `mending.texts.Spellings`."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._reader = lexicon.reader

    def near(self, fields: Sequence[str], folded: str, reach: int) -> list[SpelledWord]:
        name = "near", tuple(fields), folded, reach
        return self._reader.once(name, lambda: self._near(fields, folded, reach))

    def _near(self, fields: Sequence[str], folded: str, reach: int) -> list[SpelledWord]:
        # What is near is asked first: what else is looked for goes along.
        halves = []
        for cut in range(1, len(folded)):
            halves += [folded[:cut], folded[cut:]]
        self._lexicon.expect_spelled(halves)
        self._reader.expect_words(_search({"prefix": {SPELLING: folded}}, fields, MOST))
        fuzzy = {
            "value": folded,
            "fuzziness": min(reach, FARTHEST),
            "max_expansions": EXPANSIONS,
            "transpositions": True,
        }
        spelled_so: list[Query] = [{"fuzzy": {SPELLING: fuzzy}}, {"term": {SOUND: sound(folded)}}]
        near = []
        for entry in self._entries(any_of(spelled_so), fields):
            distance = OSA.distance(folded, fold(entry[FORM]), score_cutoff=reach)
            if distance <= reach:
                near.append((distance, entry))
        near.sort(key=lambda pair: pair[0])
        spellings = list(dict.fromkeys(fold(entry[FORM]) for _distance, entry in near))[:NEAREST]
        nearest = [entry for _distance, entry in near if fold(entry[FORM]) in spellings]
        return _by_spelling(nearest, fields)

    def beginning(self, fields: Sequence[str], prefix: str, most: int = MOST) -> list[SpelledWord]:
        """Return the words that begin so, or the most used forms of them."""
        return _by_spelling(self._entries({"prefix": {SPELLING: prefix}}, fields, most), fields)

    def holding(self, fields: Sequence[str], piece: str) -> list[SpelledWord]:
        pattern = {"wildcard": {SPELLING: {"value": f"*{piece}*"}}}
        return _by_spelling(self._entries(pattern, fields), fields)

    def spelled(self, fields: Sequence[str], folded: str) -> SpelledWord | None:
        uses = self._lexicon.uses(self._lexicon.spelled(folded), fields)
        if not uses:
            return None
        return SpelledWord(folded, uses)

    def following(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        return self._reader.counts(in_row(TEXT, [[left], [right]]) for left, right in pairs)

    def is_there(self, parts: Sequence[str]) -> bool:
        return self._reader.count(_having(parts)) > 0

    def expect(self, repairs: Sequence[Repair]) -> None:
        """Have asked with the next request whether some repairs are there, and what they mean."""
        self._reader.expect_counts(_having(repair.parts) for repair in repairs)
        for repair in repairs:
            self._lexicon.expect(token.form for token in tokenize(repair.form))

    def printed(self, form: str) -> str:
        return self._lexicon.printed(form)

    def _entries(self, query: Query, fields: Sequence[str], most: int = MOST) -> list[dict]:
        entries = self._reader.words(_search(query, fields, most))
        for entry in entries:
            self._lexicon.keep(entry)
        return entries


def _search(query: Query, fields: Sequence[str], most: int) -> dict:
    """Return the search of the words that meet a query and are used in some of the fields."""
    return {
        "query": {"bool": {"filter": [query, used_in(fields)]}},
        "sort": [{USES: "desc"}, {FORM: "asc"}],
        "size": most,
        "_source": [FORM, PRINTED, *FIELDS],
    }


def _having(parts: Sequence[str]) -> Query:
    """Return the query of what has a spelling, or several as a phrase."""
    if len(parts) == 1:
        return anywhere(folded_terms(parts[0]))
    slots = [folded_terms(part) for part in parts]
    return any_of([in_row(name, slots) for name in FIELDS])


def used_in(fields: Iterable[str]) -> Query:
    """Return the query of the forms that some editorial has in one of these fields."""
    return any_of([{"range": {field: {"gt": 0}}} for field in fields])


def _by_spelling(entries: Iterable[Mapping], fields: Sequence[str]) -> list[SpelledWord]:
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        uses = max(entry.get(field, 0) for field in fields)
        if uses:
            counts.setdefault(fold(entry[FORM]), {})[entry[FORM]] = uses
    return [SpelledWord(folded, forms) for folded, forms in counts.items()]
