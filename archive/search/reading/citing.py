"""Which editorials cite what is asked for, and what those that answer cite.

Both are looked up in the database: no index knows what texts name.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Count

from archive.models import Editorial, Mention
from archive.models.chunks import chunks
from archive.search.question.answers import Value
from archive.search.question.query import CITED, Question


def within(question: Question) -> Question:
    """Return the question with the ids of the editorials among which it is answered.

    It is itself where it asks for nothing cited.
    """
    chosen, excluded = question.chosen(CITED), question.excluded(CITED)
    if not (chosen or excluded):
        return question
    published = Editorial.objects.published().order_by()
    among = published.citing(chosen) if chosen else published
    numbers = set(among.values_list("pk", flat=True))
    if excluded:
        numbers -= set(published.citing(excluded).values_list("pk", flat=True))
    return replace(question, among=frozenset(numbers))


def without_cited(question: Question) -> Question:
    """Return the question without what is to be cited, its hits not folded: to count by it."""
    filters = tuple(pair for pair in question.filters if pair[0] != CITED)
    return replace(question, filters=filters, fold=False)


def counted(editorials: Collection[int]) -> list[Value]:
    """Return how many of these editorials cite each sheet that readers may see, by its slug.

    The most frequent come first, of as many by slug.
    """
    counts: Counter[str] = Counter()
    for chunk in chunks(editorials):
        named = Mention.objects.filter(editorial__in=chunk, form__sheet__hidden=False).order_by()
        rows = named.values_list("form__sheet__slug").annotate(n=Count("editorial", distinct=True))
        counts.update(dict(rows))
    falling = sorted(counts.items(), key=lambda value: (-value[1], value[0]))
    return [Value(slug, count) for slug, count in falling]
