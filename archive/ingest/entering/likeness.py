"""Finds texts that are nearly the same, in any archive: no text is compared with all others.

Of a text's shingles, three stems in a row each, the KEPT with the lowest hashes are kept (a
bottom-k sketch: Broder, « On the resemblance and containment of documents », 1997). A shortened
version keeps its share of them, which a simhash of the whole would not. Texts that have a few in
common are compared word by word.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import Stemmer
from django.db.models import Count
from rapidfuzz.distance import LCSseq

from archive import text
from archive.models import Editorial, Likeness, Shingle
from archive.models.chunks import chunks
from archive.models.editorials import editorials_changed

LENGTH = 3  # stems in a shingle
KEPT = 16  # shingles of a text
SHARED = 3  # of them that make two texts worth comparing
COMMON = (
    40  # texts with the same shingle from which on it is a phrase of the house and tells nothing
)
MOST = KEPT * COMMON  # of them read before their frequencies are asked for
COMPARED = 5  # texts with which a text is compared, those that share most first
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


class Common(NamedTuple):
    """What two texts share in the same order: of the shorter's words, and of the longer's."""

    shared: float
    covered: float


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(LANGUAGES.get(language[:2], "french"))


def words(plain: str) -> list[str]:
    """Return the words of a plain text, folded, in its order."""
    return text.folded_words(plain).split()


def shingles(folded_words: list[str], language: str) -> set[int]:
    """Return the sketch of a text's words: up to KEPT numbers of 63 bits."""
    if len(folded_words) < SHORTEST:
        return set()
    stemmed = " ".join(_stemmer(language or "fr").stemWords(folded_words))
    stems = stemmed.encode("utf-8", "surrogatepass").split(b" ")  # all at once: words are many
    shifted = [stems[start:] for start in range(LENGTH)]
    passages = set(map(b" ".join, zip(*shifted, strict=False)))
    hashes = sorted([blake2b(passage, digest_size=8).digest() for passage in passages])
    return {int.from_bytes(digest, "big") >> 1 for digest in hashes[:KEPT]}


def note(editorial: Editorial, is_first: bool = False) -> list[Likeness]:
    """Store an editorial's sketch and the pairs that it makes with others; return the fresh pairs.

    `is_first`: the editorial has no earlier sketch.
    """
    folded_words = words(editorial.text)
    sketch = shingles(folded_words, editorial.language)
    if not is_first:
        editorial.shingles.all().delete()
    Shingle.objects.keep({editorial.pk: sketch})
    fresh_pairs = []
    for candidate in _alike(editorial.pk, sketch):
        pair = _compared(editorial, folded_words, candidate)
        if pair:
            fresh_pairs.append(pair)
    return fresh_pairs


def note_new(editorials: Sequence[Editorial]) -> None:
    """Store the sketches of editorials that have none yet, and the pairs that each makes.

    They make them with those before it. What follows from their texts was derived just now.
    """
    sketches: dict[int, set[int]] = {}
    for editorial in editorials:
        sketches[editorial.pk] = shingles(editorial.words.split(), editorial.language)
    Shingle.objects.keep(sketches)
    sharing = _sharing(sketches)
    texts = _texts(set[int]().union(*sharing.values()))
    pairs = []
    for editorial in editorials:
        folded_words = editorial.words.split()
        for number in sharing[editorial.pk]:
            common = _common(folded_words, words(texts.get(number, "")))
            if common.shared >= ALIKE:
                pairs.append(_pair(editorial.pk, number, common))
    Likeness.objects.bulk_create(pairs)
    told = {pair.later_id for pair in pairs if pair.is_near_copy} - sketches.keys()
    if told:  # those that were stored just now are told already
        editorials_changed.send(Editorial, ids=sorted(told))


def _texts(ids: Collection[int]) -> dict[int, str]:
    """Return {id: plain text} of editorials."""
    texts: dict[int, str] = {}
    for chunk in chunks(ids):
        texts.update(Editorial.objects.filter(pk__in=chunk).values_list("pk", "text"))
    return texts


def _sharing(sketches: dict[int, set[int]]) -> dict[int, list[int]]:
    """Return {id: those before it that share enough of its sketch} of editorials just stored."""
    places = {pk: place for place, pk in enumerate(sketches)}
    holders: dict[int, list[int]] = {}
    for chunk in chunks(set[int]().union(*sketches.values())):
        rows = Shingle.objects.filter(value__in=chunk).order_by()
        counted = rows.values("value").annotate(n=Count("pk"))
        shared = counted.filter(n__gt=1, n__lte=COMMON + len(sketches))
        values = list(shared.values_list("value", flat=True))
        for shingle, pk in rows.filter(value__in=values).values_list("value", "editorial_id"):
            holders.setdefault(shingle, []).append(pk)
    sharing = {}
    for number, sketch in sketches.items():
        shares: Counter[int] = Counter()
        for shingle in sketch & holders.keys():
            before = [pk for pk in holders[shingle] if places.get(pk, -1) < places[number]]
            if len(before) <= COMMON:
                shares.update(before)
        sharing[number] = _nearest(shares)
    return sharing


def _nearest(shares: Counter[int]) -> list[int]:
    """Return the ids that share most, if they share enough, the oldest first among equals."""
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return [pk for pk, shared in ranked[:COMPARED] if shared >= SHARED]


def near(plain: str, language: str) -> list[Editorial]:
    """Return the editorials with nearly the same plain text as one that is not stored yet."""
    folded_words = words(plain)
    alike = []
    for candidate in _alike(None, shingles(folded_words, language)):
        if _common(folded_words, words(candidate.text)).shared >= ALIKE:
            alike.append(candidate)
    return alike


def is_near(plain: str, other: str) -> bool:
    """Return True where two plain texts are nearly the same."""
    return _common(words(plain), words(other)).shared >= ALIKE


def is_nearly_all(plain: str, other: str) -> bool:
    """Return True where either of two plain texts is nearly all of the other."""
    return _common(words(plain), words(other)).covered >= ALIKE


def _alike(number: int | None, sketch: set[int]) -> list[Editorial]:
    """Return the other editorials that share enough of the sketch, with their text alone."""
    if not sketch:
        return []
    elsewhere = Shingle.objects.filter(value__in=sketch).exclude(editorial=number).order_by()
    rows = list(elsewhere.values_list("value", "editorial_id")[:MOST])
    if len(rows) == MOST:
        counted = elsewhere.values("value").annotate(n=Count("pk"))
        rare = counted.filter(n__lte=COMMON).values_list("value", flat=True)
        rows = list(elsewhere.filter(value__in=list(rare)).values_list("value", "editorial_id"))
    holders = Counter(shingle for shingle, _pk in rows)
    sharing = Counter(pk for shingle, pk in rows if holders[shingle] <= COMMON)
    ids = _nearest(sharing)
    if not ids:
        return []
    return list(Editorial.objects.filter(pk__in=ids).only("pk", "text"))


def _common(some: list[str], others: list[str]) -> Common:
    common = LCSseq.similarity(some, others)
    shorter, longer = sorted((len(some), len(others)))
    return Common(common / (shorter or 1), common / (longer or 1))


def _compared(
    editorial: Editorial, folded_words: list[str], candidate: Editorial
) -> Likeness | None:
    """Return the pair of both if they are alike and were no pair before; update it if they were."""
    common = _common(folded_words, words(candidate.text))
    if common.shared < ALIKE:
        return None
    pair = _pair(editorial.pk, candidate.pk, common)
    pair, is_fresh = Likeness.objects.update_or_create(
        earlier_id=pair.earlier_id,
        later_id=pair.later_id,
        defaults={"shared": pair.shared, "covered": pair.covered},
    )
    if not is_fresh:
        return None
    return pair


def _pair(some: int, other: int, common: Common) -> Likeness:
    """Return the pair of two editorials, not stored."""
    earlier, later = sorted((some, other))
    shared, covered = round(common.shared, 3), round(common.covered, 3)
    return Likeness(earlier_id=earlier, later_id=later, shared=shared, covered=covered)
