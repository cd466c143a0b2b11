"""Finds texts that are nearly the same, in any archive: no text is compared with all others.

Of a text's shingles, three stems in a row each, the KEPT with the lowest hashes are kept (a bottom-k sketch: Broder, « On
the resemblance and containment of documents », 1997). A shortened version keeps its share of them, which a simhash of the
whole would not. Whoever has a few in common is compared word by word.
"""

import re
from collections import Counter
from functools import cache
from hashlib import blake2b

import Stemmer
from django.db.models import Count
from rapidfuzz.distance import LCSseq

from archive import text
from archive.models import Editorial, Likeness, Shingle

LENGTH = 3  # stems in a shingle
KEPT = 16  # shingles of a text
SHARED = 3  # of them that make two texts worth comparing
COMMON = 40  # texts with one shingle from which on it is a phrase of the house and tells nothing
MOST = KEPT * COMMON  # of them read before their frequencies are asked for
COMPARED = 5  # texts with which one is compared, those that share most first
SHORTEST = 30  # words: a shorter text is like too many
ALIKE = 0.7  # share of the shorter text's words that the longer has in the same order
LANGUAGES = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(LANGUAGES.get(language[:2], "french"))


def words(plain: str) -> list[str]:
    return re.findall(r"\w+", text.fold(plain))


def shingles(found: list[str], language: str) -> set[int]:
    """The sketch of a text's words: up to KEPT numbers of 63 bits."""
    if len(found) < SHORTEST:
        return set()
    stems = _stemmer(language or "fr").stemWords(found)
    rows = zip(*(stems[start:] for start in range(LENGTH)), strict=False)
    hashes = {
        blake2b(" ".join(row).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for row in rows
    }
    return {int.from_bytes(one, "big") >> 1 for one in sorted(hashes)[:KEPT]}


def note(editorial: Editorial, new: bool = False) -> list[Likeness]:
    """Keeps an editorial's sketch and the pairs that it makes with others; returns those that are new. A `new` editorial
    has no earlier sketch."""
    found = words(editorial.text)
    sketch = shingles(found, editorial.language)
    if not new:
        editorial.shingles.all().delete()
    Shingle.objects.bulk_create(
        Shingle(editorial=editorial, value=value) for value in sorted(sketch)
    )
    return [
        pair for other in _alike(editorial, sketch) if (pair := _compared(editorial, found, other))
    ]


def _alike(editorial: Editorial, sketch: set[int]) -> list[Editorial]:
    """Those that share enough of the sketch."""
    if not sketch:
        return []
    others = Shingle.objects.filter(value__in=sketch).exclude(editorial=editorial).order_by()
    rows = list(others.values_list("value", "editorial_id")[:MOST])
    if len(rows) == MOST:
        rare = (
            others.values("value")
            .annotate(n=Count("pk"))
            .filter(n__lte=COMMON)
            .values_list("value", flat=True)
        )
        rows = list(others.filter(value__in=list(rare)).values_list("value", "editorial_id"))
    holders = Counter(value for value, _pk in rows)
    sharing = Counter(pk for value, pk in rows if holders[value] <= COMMON)
    ids = [pk for pk, shared in sharing.most_common(COMPARED) if shared >= SHARED]
    return list(Editorial.objects.filter(pk__in=ids).only("pk", "text")) if ids else []


def _compared(editorial: Editorial, found: list[str], other: Editorial) -> Likeness | None:
    theirs = words(other.text)
    common, lengths = LCSseq.similarity(found, theirs), sorted((len(found), len(theirs)))
    if common < ALIKE * lengths[0]:
        return None
    one, two = sorted((editorial.pk, other.pk))
    said = {"shared": round(common / lengths[0], 3), "covered": round(common / lengths[1], 3)}
    pair, made = Likeness.objects.update_or_create(one_id=one, other_id=two, defaults=said)
    return pair if made else None
