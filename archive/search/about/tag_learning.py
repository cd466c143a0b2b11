"""What an archive's own tagging teaches of its suggestions: what words say, what each sign weighs.

Tagged texts are looked at as if they bore no tag yet, each by what all others teach, and their tags
tell which suggestions were right.
"""

from collections.abc import Iterator, Sequence
from random import Random

from archive.habits import keeping
from archive.habits.keeping import Habits, Origin
from archive.habits.weighing import sure_from, weighed
from archive.habits.wording import Counts, counts, learned, most_said
from archive.models import Editorial, Tagging, teaching
from archive.search.about.tag_evidence import WEIGHTS, Evidence, Measure
from archive.search.about.tagging import looked_at, read
from archive.search.documents import batches
from archive.search.engine import Engine

MOST_TEXTS = 2000  # whose words are learned from, evenly through the archive
MOST_LOOKED_AT = 400  # of them, for the weights
UNSAID = 3  # tags for which nothing may speak: such are to be looked at as well
SHOWN = 5  # suggestions, of which those that are sure are to be right


class Looked:
    """Tagged editorials as they were looked at: what speaks for each tag, which are right."""

    def __init__(self) -> None:
        self.evidence: list[list[Evidence]] = []
        self.right: list[list[bool]] = []

    def add(self, evidence: dict[str, Evidence], borne: frozenset[str]) -> None:
        telling = [slug for slug, of_tag in evidence.items() if not of_tag.is_everywhere]
        self.evidence.append([evidence[slug] for slug in telling])
        self.right.append([slug in borne for slug in telling])

    def measure(self) -> Measure:
        """Return what each sign weighs, and from where on the five shown are right."""
        rows = [of_tag.signs() for of_tags in self.evidence for of_tag in of_tags]
        weights = weighed(rows, [is_right for right in self.right for is_right in right], WEIGHTS)
        measure = Measure(weights, 0.0)
        shown: list[tuple[float, bool]] = []
        for of_tags, right in zip(self.evidence, self.right, strict=True):
            likelihoods = [of_tag.likelihood(measure) for of_tag in of_tags]
            shown += sorted(zip(likelihoods, right, strict=True), reverse=True)[:SHOWN]
        return Measure(weights, sure_from(shown))


def learned_habits(engine: Engine) -> tuple[Habits | None, Origin]:
    """Return how this archive's texts are tagged, None where they do not tell; and from which.

    Raises what the engine raises.
    """
    borne: dict[int, frozenset[str]] = {}
    if Tagging.objects.count() >= keeping.FEWEST:
        borne = teaching.tags_of_texts(MOST_TEXTS)
    ids = list(borne)
    origin = Origin.now(ids)
    lesson = learned(_wordings(ids), list(borne.values()))
    if lesson is None:
        return None, origin
    wording, without_itself = lesson
    rows = {pk: row for row, pk in enumerate(ids)}
    looked, names = Looked(), teaching.names_of_tags()
    for editorial in _editorials(teaching.evenly(ids, MOST_LOOKED_AT)):
        row = rows[editorial.pk]
        unsaid = dict.fromkeys(Random(row).choices(wording.tags, k=UNSAID), 0.0)
        by_words = unsaid | most_said(without_itself[row], wording.tags)
        look = looked_at(engine, editorial, read(editorial), names, names, by_words)
        looked.add(look.evidence, borne[editorial.pk])
    if not any(looked.evidence):  # all bear the same tags: nothing parts one from another
        return None, origin
    measure = looked.measure()
    return Habits(wording, dict(measure.weights), measure.sure), origin


def _wordings(ids: Sequence[int]) -> list[Counts]:
    """Return the words of these editorials, in their order."""
    words: dict[int, Counts] = {pk: {} for pk in ids}
    for editorial in _editorials(ids):
        words[editorial.pk] = counts(*read(editorial))
    return list(words.values())


def _editorials(ids: Sequence[int]) -> Iterator[Editorial]:
    """Yield editorials, a few at a time in memory."""
    editorials = Editorial.objects.order_by().select_related("publication")
    for portion in batches(ids):
        yield from editorials.filter(pk__in=portion)
