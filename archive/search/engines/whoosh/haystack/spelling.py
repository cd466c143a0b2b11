"""Words that the archive does not know -> the nearest that it does."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.search.engines.whoosh.answers.words.meaning import FOLDED
from archive.search.engines.whoosh.answers.words.repairs import repair
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import single_tokens

MOST_WORDS = 20  # of a query that are looked at
NEAREST = 50  # forms that a fuzzy word stands for


def corrected(snapshot: Snapshot, text: str) -> str | None:
    """Return the text with the archive's own words for those that it does not know.

    None where there is nothing to replace.
    """
    pieces, at = [], 0
    for word in single_tokens(text)[:MOST_WORDS]:
        if snapshot.spelled(LEXICON, snapshot.alike(LEXICON, word.form, FOLDED)):
            continue
        better = repair(snapshot, word.form)
        if better:
            pieces += [text[at : word.start], better]
            at = word.end
    if not pieces:
        return None
    return "".join([*pieces, text[at:]])


def near(snapshot: Snapshot, field: str, form: str, most: int, same: int = 0) -> dict[str, int]:
    """Return {form of the field: number of documents that have it} of the forms near to one.

    Near is what has at most so many letters added, left out, changed or swapped; so many letters
    at the beginning are the `same`.
    """
    counts = snapshot.spelled(field, snapshot.beginning(field, form[:same]))
    nearest = extract(form, counts.keys(), scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
    return {match: counts[match] for match, _distance, _key in nearest}
