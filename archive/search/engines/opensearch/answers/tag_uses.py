"""How tags are used, and what their names in texts are worth."""

from collections.abc import Sequence

from archive.search.engine import Saying, TagUse, TagUses
from archive.search.engines.opensearch.answers.alike import TAGGED
from archive.search.engines.opensearch.answers.queries import (
    Query,
    all_of,
    having,
    in_row,
    none_of,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.words.lexicon import TEXT
from archive.search.engines.opensearch.index.encoding import folded_terms
from archive.search.words.analysis import MARK
from archive.text import fold

ANY_MAGAZINE: Query = {"exists": {"field": "publication"}}


def tag_uses(reader: Reader, tags: Sequence[Saying], magazine: str) -> TagUses:
    """See `engine.Engine.tag_uses`."""
    of_magazine = all_of([TAGGED, none_of([ANY_MAGAZINE])])
    if magazine:
        of_magazine = all_of([TAGGED, having("publication", [magazine])])
    queries = [of_magazine]
    for tag in tags:
        bearing = having("tag", [tag.slug])
        saying = all_of([TAGGED, in_row(TEXT, _tokens(tag.slots))])
        queries += [bearing, all_of([bearing, of_magazine]), saying, all_of([saying, bearing])]
    first, *counts = reader.counts(queries)
    quadruples = zip(*[iter(counts)] * 4, strict=True)
    return TagUses(first, [TagUse(*quadruple) for quadruple in quadruples])


def _tokens(slots: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the tokens of each word, whatever its accents.

    What says how it is written is one itself.
    """
    tokens = []
    for spellings in slots:
        of_word: list[str] = []
        for spelling in spellings:
            if spelling.startswith(MARK):
                of_word.append(spelling)
            else:
                of_word += folded_terms(fold(spelling))
        tokens.append(of_word)
    return tokens
