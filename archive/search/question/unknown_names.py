"""Slugs that a search narrows by and that no name of the archive has.

Programs are told of them as of parameters that are none: « no result » would say of a slip that the
archive has nothing.
"""

from collections import defaultdict
from typing import NamedTuple

from django.http import QueryDict
from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from archive import text
from archive.search.question.query import FILTERS, LONGEST_VALUE, MOST_VALUES, NOT, Question
from archive.search.question.renaming import MODEL_OF, renamed, slug_in
from archive.search.question.wording import MODELS, is_told

MOST_TOLD = 10  # names that are told of
MOST_COMPARED = 500  # names that begin alike
BEGINNING = 2  # characters
ALIKE = 0.6  # share of both slugs that stands in the same order


class UnknownName(NamedTuple):
    """A value of a facet that names nothing, and the one that it resembles ("" for none).

    An issue's names nothing where its magazine is none.
    """

    facet: str
    value: str
    nearest: str


def unknown_names(question: Question) -> list[UnknownName]:
    """Return what a question narrows by though no author, magazine, tag or sheet has that slug.

    Former ones are known where the question is by the names of today: `renamed`. Costs a query for
    each kind of name that is asked.
    """
    slugs: dict[str, dict[str, str]] = defaultdict(dict)  # facet -> {value: slug in it}
    for facet, choice in question.filters:
        if facet in MODEL_OF:
            slugs[facet][choice.removeprefix(NOT)] = slug_in(facet, choice)
    unknown = []
    for facet, asked in slugs.items():
        rows = MODELS[_named_by(facet)].objects.order_by().filter(slug__in=set(asked.values()))
        here = set(rows.values_list("slug", flat=True))
        unknown += [(facet, value) for value, slug in asked.items() if slug not in here]
    return [
        UnknownName(facet, value, _nearest(facet, value)) for facet, value in unknown[:MOST_TOLD]
    ]


def _nearest(facet: str, value: str) -> str:
    """Return the value, of those that readers are told, that another resembles most; "" for none.

    A name in the place of its slug is as near.
    """
    slug = slug_in(facet, value)
    typed = text.slug(slug)
    named = _named_by(facet)
    alike = MODELS[named].objects.filter(is_told(named), slug__startswith=typed[:BEGINNING])
    slugs = alike.order_by("slug").values_list("slug", flat=True)[:MOST_COMPARED]
    nearest = extractOne(typed, slugs, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    return nearest[0] + value.removeprefix(slug) if nearest else ""


def _named_by(facet: str) -> str:
    """Return of which facet a value names something: that of an issue names its magazine."""
    return "publication" if facet == "issue" else facet


def bare_signs(sent: QueryDict) -> list[str]:
    """Return the parameters of a search whose value is a - with nothing behind it to leave out."""
    facets = []
    for facet in FILTERS:
        values = [value[:LONGEST_VALUE].strip() for value in sent.getlist(facet)[:MOST_VALUES]]
        if any(value and not value.strip(NOT) for value in values):
            facets.append(facet)
    return facets


def problems(sent: QueryDict) -> list[str]:
    """Return what `parameters.refused` tells of the values of a search's parameters."""
    values = [f"{facet} = {NOT}" for facet in bare_signs(sent)]
    for name in unknown_names(renamed(Question.read(sent))):
        nearest = f" ({name.nearest}\N{NARROW NO-BREAK SPACE}?)" if name.nearest else ""
        values.append(f"{name.facet} = {name.value}{nearest}")
    return values
