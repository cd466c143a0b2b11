"""Which searches are dear: by what is asked, not by how long it took on a busy machine."""

from archive.search.question.clauses import Kind
from archive.search.question.query import Question

# Of the engine's time at 6,000 editorials a word takes 3 ms, three words 14, twenty-one 40; the
# beginning of a letter 5, three such 12. Where the database answers for the index, and in a larger
# archive, short beginnings and deep pages grow fastest.
DEEP = 1_000  # the last result of a page; people read some dozens
FEWEST_LETTERS = 3  # of a pattern: fewer begin thousands of words
MANY_FILTERS = 8  # more than links combine
PATTERNS = frozenset((Kind.PREFIX, Kind.PATTERN))
MANY_TERMS = 24  # different words; a pasted paragraph has more


def is_dear(question: Question) -> bool:
    """Return whether a search costs many times what people's searches do.

    Deep pages, patterns of a letter or two, many filters, pasted pages.
    """
    if question.page * question.page_size > DEEP or len(question.filters) > MANY_FILTERS:
        return True
    terms = 0
    for clause in question.typed.clauses:
        for term in clause.terms:
            terms += len(term.text.split())
            if term.kind in PATTERNS and sum(map(str.isalnum, term.text)) < FEWEST_LETTERS:
                return True
    return terms > MANY_TERMS
