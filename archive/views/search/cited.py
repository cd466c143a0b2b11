"""Who and what the editorials that answer cite, as a way to narrow a search down.

No index knows it, so it is counted where a reader opens it, and no other page waits for that.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive import search
from archive.models import Sheet
from archive.search.question import wording
from archive.search.question.answers import Answer, Value
from archive.search.question.query import CITED, DEEPEST, NOT, Question
from archive.views.search.addresses import FacetAddresses
from archive.views.search.look import Look
from archive.views.search.narrowing import MOST_COMBINED, MOST_OPENED, Address, FacetChoice

MOST_COUNTED = DEEPEST  # editorials that are counted
MOST_UNKNOWN = 3  # names without a sheet that the page tells of


class CitedPanel(NamedTuple):
    """Names that may be chosen or are, each with how many of the editorials cite it.

    `total`: how many names there are, of those that contain `like`; `is_beyond`: too many
    editorials answer to be counted, more than `most`; `everything` opens it, or folds it again.
    Before it is opened nothing is counted.
    """

    choices: list[FacetChoice]
    total: int
    everything: str
    is_opened: bool = False
    is_beyond: bool = False
    like: str = ""
    most: int = 0

    @property
    def is_cut(self) -> bool:
        return self.total > MOST_OPENED


def panel(
    question: Question,
    answer: Answer,
    look: Look,
    names: Mapping[str, str],
    to: Address,
    links: FacetAddresses,
) -> CitedPanel | None:
    """Return who and what is cited, None where nothing answers and none of it is chosen.

    `names`: {slug: what it is called} of what is chosen or excluded.
    """
    if look.facet == CITED:
        return _opened(question, look.like, to, links)
    if answer.shown > 1 or names:
        return _closed(question, names, to, links)
    return None


def _closed(
    question: Question, names: Mapping[str, str], to: Address, links: FacetAddresses
) -> CitedPanel:
    """Return the names that are chosen or excluded."""
    excluded = question.excluded(CITED)
    choices = [_taken(slug, label, 0, links, slug in excluded) for slug, label in names.items()]
    return CitedPanel(choices, len(choices), to(question, facet=CITED))


def _opened(question: Question, like: str, to: Address, links: FacetAddresses) -> CitedPanel:
    """Return the names that are cited most, or those with these letters in them."""
    counted = search.cited(question, MOST_COUNTED)
    values = _alike(counted or [], like)
    chosen, excluded = question.chosen(CITED), question.excluded(CITED)
    counts = {value.value: value.count for value in counted or ()}
    shown = list(
        dict.fromkeys([*chosen, *excluded, *(value.value for value in values[:MOST_OPENED])])
    )
    is_full = len(question.filters) >= MOST_COMBINED
    choices = []
    for slug, label in wording.labels(CITED, shown).items():
        count = counts.get(slug, 0)
        if slug in chosen or slug in excluded:
            choices.append(_taken(slug, label, count, links, slug in excluded))
        else:
            address = "" if is_full else links.having(CITED, slug)
            choices.append(FacetChoice(label, count, address))
    is_beyond = counted is None
    return CitedPanel(choices, len(values), to(question), True, is_beyond, like, MOST_COUNTED)


def unknown(question: Question) -> list[str]:
    """Return what is to be cited, or not, of which readers see no sheet: the first few."""
    asked = list(dict.fromkeys(question.chosen(CITED) + question.excluded(CITED)))
    if not asked:
        return []
    rows = Sheet.objects.filter(slug__in=asked, hidden=False).order_by()
    there = set(rows.values_list("slug", flat=True))
    return [slug for slug in asked if slug not in there][:MOST_UNKNOWN]


def _taken(
    slug: str, label: str, count: int, links: FacetAddresses, is_excluded: bool
) -> FacetChoice:
    address = links.without(CITED, NOT + slug if is_excluded else slug)
    return FacetChoice(label, count, address, chosen=not is_excluded, excluded=is_excluded)


def _alike(values: Sequence[Value], like: str) -> Sequence[Value]:
    if not like:
        return values
    named = Sheet.objects.filter(hidden=False).like(like)
    slugs = set(named.order_by().values_list("slug", flat=True))
    return [value for value in values if value.value in slugs]
