"""The forms that begin as was typed, or fit its pattern."""

from archive.search.engines.opensearch.answers.queries import Query, fitting
from archive.search.engines.opensearch.answers.words.lexicon import FOLDED, FORM, TEXT, Lexicon
from archive.search.question.parsing import Kind, Term
from archive.text import fold


def most_used(lexicon: Lexicon, term: Term, most: int) -> list[tuple[str, int]]:
    """Return the forms that most texts have, and how many have each."""
    folded = fold(term.text)
    query: Query = {"prefix": {FOLDED: folded}}
    if term.kind is Kind.PATTERN:
        query = {"regexp": {FOLDED: fitting(folded)}}
    in_texts = {"range": {TEXT: {"gt": 0}}}
    body = {
        "query": {"bool": {"filter": [query, in_texts]}},
        "sort": [{TEXT: "desc"}, {FORM: "asc"}],
        "size": most,
        "_source": [FORM, TEXT],
    }
    return [(entry[FORM], entry[TEXT]) for entry in lexicon.reader.words(body)]
