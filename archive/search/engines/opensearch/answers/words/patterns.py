"""The forms that begin as was typed, or fit its pattern."""

from archive.search.engines.opensearch.answers.queries import Query, fitting
from archive.search.engines.opensearch.answers.words.lexicon import FOLDED, FORM, TEXT, Lexicon
from archive.search.question.parsing import Kind, Term
from archive.text import fold

COUNTED = 100  # forms that are ranked by how often a text has them


def most_used(lexicon: Lexicon, term: Term, most: int) -> list[tuple[str, int]]:
    """Return the forms that most texts have, and how many have each."""
    return lexicon.reader.once(("most used", term), lambda: _most_used(lexicon, term))[:most]


def _most_used(lexicon: Lexicon, term: Term) -> list[tuple[str, int]]:
    folded = fold(term.text)
    query: Query = {"prefix": {FOLDED: folded}}
    if term.kind is Kind.PATTERN:
        query = {"regexp": {FOLDED: fitting(folded)}}
    in_texts = {"range": {TEXT: {"gt": 0}}}
    body = {
        "query": {"bool": {"filter": [query, in_texts]}},
        "sort": [{TEXT: "desc"}, {FORM: "asc"}],
        "size": COUNTED,
        "_source": [FORM, TEXT],
    }
    return [(entry[FORM], entry[TEXT]) for entry in lexicon.reader.words(body)]
