"""Words that the archive does not know -> the nearest that it does."""

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.search.analysis import tokenize
from archive.search.meaning import FOLDED, LEXICON
from archive.search.snapshot import Snapshot

MOST_WORDS = 20  # of a query that are looked at
SHORTEST = 3  # letters
NEAREST = 50


def corrected(snapshot: Snapshot, text: str) -> str | None:
    """The text with its unknown words replaced by the nearest of the archive, of these the most frequent; None where
    there is nothing to replace."""
    pieces, at = [], 0
    for token in [token for token in tokenize(text) if token.span == 1][:MOST_WORDS]:
        better = _nearest(snapshot, token.form)
        if better:
            pieces += [text[at : token.start], better]
            at = token.end
    return "".join([*pieces, text[at:]]) if pieces else None


def _nearest(snapshot: Snapshot, form: str) -> str | None:
    if len(form) < SHORTEST or form.isdigit() or snapshot.spelled(LEXICON, snapshot.alike(LEXICON, form, FOLDED)):
        return None
    found = near(snapshot, LEXICON, form, 1 if len(form) < 5 else 2)
    return min(found, key=lambda one: (OSA.distance(form, one), -found[one], one), default=None)


def near(snapshot: Snapshot, field: str, form: str, most: int, same: int = 0) -> dict[str, int]:
    """{form of the field with so many letters added, left out, changed or swapped: number of documents that have it};
    `same`: so many letters at its beginning are as they are."""
    known = snapshot.spelled(field, snapshot.beginning(field, form[:same]))
    found = extract(form, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
    return {one: known[one] for one, _distance, _key in found}
