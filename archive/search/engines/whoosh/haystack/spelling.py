"""Words that the archive does not know -> the nearest that it does."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.search.engines.whoosh.answers.meaning import FOLDED
from archive.search.engines.whoosh.answers.repairs import repair
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import tokenize

MOST_WORDS = 20  # of a query that are looked at
NEAREST = 50


def corrected(snapshot: Snapshot, text: str) -> str | None:
    """The text with the archive's own words for those that it does not know; None where there is nothing to replace."""
    pieces, at = [], 0
    for token in [token for token in tokenize(text) if token.span == 1][:MOST_WORDS]:
        known = snapshot.spelled(LEXICON, snapshot.alike(LEXICON, token.form, FOLDED))
        if not known and (better := repair(snapshot, token.form)):
            pieces += [text[at : token.start], better]
            at = token.end
    return "".join([*pieces, text[at:]]) if pieces else None


def near(snapshot: Snapshot, field: str, form: str, most: int, same: int = 0) -> dict[str, int]:
    """{form of the field with so many letters added, left out, changed or swapped: number of documents that have it};
    `same`: so many letters at its beginning are as they are."""
    known = snapshot.spelled(field, snapshot.beginning(field, form[:same]))
    found = extract(form, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
    return {one: known[one] for one, _distance, _key in found}
