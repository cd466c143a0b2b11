"""A search by names that were changed or merged since, by the names of today."""

from dataclasses import replace

from archive.models import FormerAddress
from archive.search.question.query import CITED, NAMED, NOT, Question

SHEET = "sheet"  # the name of the model that `cited` asks for


def renamed(question: Question) -> Question:
    """Return the question by the addresses that its names have now; itself where they are those.

    Asks the database nothing where no name is chosen, and once where all have the address they had.
    """
    slugs = {}
    for facet in NAMED:
        chosen = question.chosen(facet) + question.excluded(facet)
        if chosen:
            slugs[facet] = chosen
    cited = question.chosen(CITED) + question.excluded(CITED)
    if cited:
        slugs[SHEET] = cited
    if not slugs:
        return question
    successors = FormerAddress.objects.successors(slugs)
    if not successors:
        return question
    filters = set()
    for facet, choice in question.filters:
        sign = NOT if choice.startswith(NOT) else ""
        slug = choice.removeprefix(NOT)
        model = SHEET if facet == CITED else facet
        filters.add((facet, sign + successors.get((model, slug), slug)))
    return replace(question, filters=tuple(sorted(filters)))
