"""A search by names that were changed or merged since, by the names of today."""

from collections.abc import Mapping
from dataclasses import replace

from archive import issues
from archive.models import FormerAddress
from archive.search.question.query import CITED, NAMED, NOT, Question

# Facets whose values are or begin with addresses of names -> the models that have these.
MODEL_OF = {facet: facet for facet in NAMED} | {"issue": "publication", CITED: "sheet"}


def renamed(question: Question) -> Question:
    """Return the question by the addresses that its names have now; itself where they are those.

    Asks the database nothing where no name is chosen, and once where all have the address they had.
    """
    slugs: dict[str, list[str]] = {}
    for facet, choice in question.filters:
        if facet in MODEL_OF:
            slugs.setdefault(MODEL_OF[facet], []).append(slug_in(facet, choice))
    if not slugs:
        return question
    successors = FormerAddress.objects.successors(slugs)
    if not successors:
        return question
    filters = {(facet, _current(facet, choice, successors)) for facet, choice in question.filters}
    return replace(question, filters=tuple(sorted(filters)))


def slug_in(facet: str, choice: str) -> str:
    """Return the address of the name in a value of MODEL_OF: of an issue, its magazine's."""
    value = choice.removeprefix(NOT)
    return issues.parted(value)[0] if facet == "issue" else value


def _current(facet: str, choice: str, successors: Mapping[tuple[str, str], str]) -> str:
    """Return a value of a facet with the address that the name in it has now."""
    slug = slug_in(facet, choice)
    now = successors.get((MODEL_OF.get(facet, ""), slug), slug)
    sign = NOT if choice.startswith(NOT) else ""
    return sign + now + choice.removeprefix(NOT).removeprefix(slug)
