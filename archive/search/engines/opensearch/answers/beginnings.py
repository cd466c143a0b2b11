"""What the index holds that has a word for each of some beginnings.

Titles, names, phrases and words complete what is being typed.
"""

from collections.abc import Iterator, Sequence

from archive.search.engine import FollowingWord, WordUse
from archive.search.engines.opensearch.answers.order.page import newest_first
from archive.search.engines.opensearch.answers.queries import (
    Query,
    all_of,
    beginning,
    constant,
    in_row,
    opening,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.words.lexicon import TEXT, Lexicon
from archive.search.engines.opensearch.answers.words.spellings import IndexedSpellings
from archive.search.engines.opensearch.index.encoding import folded_terms
from archive.search.mending.repair import SpelledWord
from archive.search.question.answers import NAMES_OF
from archive.search.words.analysis import JOINTS

WORDS_IN = ("title", TEXT)  # the fields whose words complete what is being typed


class IndexedBeginnings:
    """See `engine.Beginnings`."""

    def __init__(self, reader: Reader, words: Sequence[str]):
        self._reader = reader
        self._words = words
        self._spellings = IndexedSpellings(Lexicon(reader))

    def _having_all(self, field: str) -> Query:
        return all_of([beginning(field, word) for word in self._words])

    def titles(self, most: int) -> Iterator[tuple[int, str]]:
        opens = constant(opening("title", self._words[0]), 1.0)
        body = {
            "query": {"bool": {"filter": [self._having_all("title")], "should": [opens]}},
            "sort": [{"_score": "desc"}, *newest_first()],
            "size": most,
            "_source": ["printed.title"],
            "docvalue_fields": ["id"],
        }
        for hit in self._reader.search(body)["hits"]["hits"]:
            yield hit["fields"]["id"][0], hit["_source"]["printed"]["title"]

    def names(self, facet: str, most: int) -> list[tuple[str, int]]:
        pairs = self._reader.values(facet, most, self._having_all(NAMES_OF[facet]))
        # Whatever has the words in its name has them in the names of all its editorials.
        totals = self._reader.counts({"term": {facet: slug}} for slug, _count in pairs)
        return [pair for pair, total in zip(pairs, totals, strict=True) if pair[1] == total]

    def phrases(self, most: int) -> list[tuple[str, int]]:
        body = {
            "query": all_of([{"prefix": {"words": word}} for word in self._words]),
            "sort": [{"editorials": "desc"}, {"phrase": "asc"}],
            "size": most,
            "_source": ["phrase", "editorials"],
        }
        phrases = self._reader.words(body)
        return [(entry["phrase"], entry["editorials"]) for entry in phrases]

    def words(self, beginning: str, most: int) -> Iterator[WordUse]:
        for word in self._beginning(beginning, most):
            yield WordUse(word.folded, word.form, word.uses)

    def following(
        self, before: Sequence[str], beginning: str, most: int
    ) -> Iterator[FollowingWord]:
        # Titles complete by themselves what follows in them alone.
        words = self._beginning(beginning, most)
        joints = ("", *JOINTS)
        rows = []
        for word in words:
            for joint in joints:
                rows.append(_row(before, joint, word.folded))
        counts = iter(self._reader.counts(rows))
        for word in words:
            uses = [(next(counts), joint) for joint in joints]
            count, joint = max(uses, key=lambda use: use[0])
            if count:
                yield FollowingWord(joint, WordUse(word.folded, word.form, count))

    def printed(self, form: str) -> str:
        return self._spellings.printed(form)

    def _beginning(self, beginning: str, most: int) -> list[SpelledWord]:
        return self._spellings.beginning(WORDS_IN, beginning, most)


def _row(before: Sequence[str], joint: str, folded: str) -> Query:
    """Return the query of the texts in which a word stands behind others, a joint between."""
    slots = [folded_terms(word) for word in before]
    if joint:
        slots.append([joint])
    return in_row(TEXT, [*slots, folded_terms(folded)])
