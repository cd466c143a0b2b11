"""A list of editorials narrowed by magazine, author and tags: what may be chosen, with counts."""

from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Author, Byline, Publication, Tag, Tagging
from archive.models.editorial_queries import EditorialQuerySet
from archive.search.question import wording
from archive.views.errors import Missing

Named = Publication | Author | Tag
NamedRow = TypeVar("NamedRow", Publication, Author, Tag)
MODELS: dict[str, type[Named]] = {"publication": Publication, "author": Author, "tag": Tag}
HEADINGS = {
    "publication": gettext_lazy("Revues"),
    "author": gettext_lazy("Auteurs"),
    "tag": gettext_lazy("Mots-clés"),
}
MOST_SHOWN = 8  # choices of each filter, besides those that are chosen
MOST_TAGS = 5  # at once
MOST_COUNTED = MOST_SHOWN + MOST_TAGS + 1  # so that it is known whether there are more


@dataclass(frozen=True)
class FilterChoice:
    """A name and where the list goes with it, or without it where it is chosen."""

    name: str
    count: int | None  # None where it is not known
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: by magazine, by author or by tag."""

    parameter: str
    heading: str | Promise
    choices: list[FilterChoice]
    has_more: bool


@dataclass(frozen=True)
class Chosen:
    """A magazine, an author, tags: any or none of them."""

    publication: list[Publication] = field(default_factory=list)
    author: list[Author] = field(default_factory=list)
    tag: list[Tag] = field(default_factory=list)

    @classmethod
    def read(cls, params: QueryDict, sees_drafts: bool = False) -> "Chosen":
        """Return what an address chooses.

        Raise Missing for too much, or for a name of nothing; to those who do not see drafts, a name
        that only drafts bear is one.
        """
        publications = _slugs(params, "publication", most=1)
        authors = _slugs(params, "author", most=1)
        tags = _slugs(params, "tag", most=MOST_TAGS)
        return cls(
            publication=_chosen_rows(Publication, publications, sees_drafts),
            author=_chosen_rows(Author, authors, sees_drafts),
            tag=_chosen_rows(Tag, sorted(tags), sees_drafts),
        )

    def is_as_sent(self, params: QueryDict) -> bool:
        """Return whether the parameters choose in the one order that the addresses here have."""
        sent = []
        for parameter, slugs in params.lists():
            if parameter in MODELS:
                sent += [(parameter, slug) for slug in slugs]
        return sent == self.parameters()

    def __bool__(self) -> bool:
        return bool(self.publication or self.author or self.tag)

    def apply(self, editorials: EditorialQuerySet) -> EditorialQuerySet:
        """Return those of the editorials that have all that is chosen."""
        for publication in self.publication:
            editorials = editorials.filter(publication=publication)
        for author in self.author:
            signed = Byline.objects.filter(author=author).values("editorial")
            editorials = editorials.filter(pk__in=signed)
        for tag in self.tag:
            tagged = Tagging.objects.filter(tag=tag).values("editorial")
            editorials = editorials.filter(pk__in=tagged)
        return editorials

    @property
    def names(self) -> list[str]:
        """The names of what is chosen: that of the magazine, of the author, of the tags."""
        return [named.name for named in (*self.publication, *self.author, *self.tag)]

    def of(self, parameter: str) -> list[Named]:
        """Return what is chosen by "publication", "author" or "tag"."""
        return getattr(self, parameter)

    def parameters(
        self, without: Named | None = None, besides: Named | None = None
    ) -> list[tuple[str, str]]:
        """Return the choice as pairs for an address, in their one order.

        One name may be left out, or chosen besides.
        """
        pairs = []
        for parameter, model in MODELS.items():
            slugs = [named.slug for named in self.of(parameter) if named is not without]
            if isinstance(besides, model):
                slugs.append(besides.slug)
            pairs += [(parameter, slug) for slug in sorted(slugs)]
        return pairs

    def address(self, path: str) -> str:
        """Return the path with these parameters."""
        if not self:
            return path
        return f"{path}?{urlencode(self.parameters())}"


def _slugs(params: QueryDict, parameter: str, most: int) -> list[str]:
    """Return what an address gives for a parameter, each once; raise Missing past `most`."""
    slugs = list(dict.fromkeys(filter(None, params.getlist(parameter))))
    if len(slugs) > most:
        raise Missing(_("Cette liste ne se resserre pas ainsi."))
    return slugs


def _chosen_rows(model: type[NamedRow], slugs: list[str], sees_drafts: bool) -> list[NamedRow]:
    """Return the rows of these addresses, in their order; raise Missing where one has none."""
    if not slugs:
        return []
    rows = model.objects.filter(slug__in=slugs)
    if not sees_drafts:
        rows = rows.filter(wording.is_told(model.__name__.lower()))
    by_slug = {row.slug: row for row in rows}
    if len(by_slug) < len(slugs):
        raise Missing(_("L’archive ne connaît pas ce nom."))
    return [by_slug[slug] for slug in slugs]


def filters(chosen: Chosen, counts: dict[str, dict[int, int]]) -> list[Filter]:
    """Return for each parameter what is chosen and the most frequent of what the editorials have.

    `counts`: {parameter: {number of a magazine, an author, a tag: how many}}, the most first;
    without those of a parameter there are none but those chosen.
    """
    offered = []
    for parameter in MODELS:
        filtering = _filter(chosen, parameter, counts.get(parameter, {}))
        if filtering.choices:
            offered.append(filtering)
    return offered


def counted_names(editorials: EditorialQuerySet) -> dict[str, dict[int, int]]:
    """Return {"author": {number: how many of the editorials have it}, "tag": …}, most first."""
    numbers = editorials.order_by().values("pk")
    signed = Byline.objects.filter(author__isnull=False)
    editorials_signed = Count("editorial", distinct=True)
    return {
        "author": _most_frequent(signed, "author", numbers, editorials_signed),
        "tag": _most_frequent(Tagging.objects.all(), "tag", numbers, Count("*")),
    }


def _most_frequent(
    links: QuerySet, name: str, editorials: QuerySet, count: Count
) -> dict[int, int]:
    counted = links.filter(editorial__in=editorials).order_by().values_list(name)
    return dict(counted.annotate(n=count).order_by("-n", name)[:MOST_COUNTED])


def _filter(chosen: Chosen, parameter: str, counts: dict[int, int]) -> Filter:
    borne = chosen.of(parameter)
    choices = []
    for named in borne:
        address = _same_page(chosen.parameters(without=named))
        choices.append(FilterChoice(named.name, counts.get(named.pk), address, chosen=True))
    more = []
    if not borne or parameter == "tag":
        numbers = {named.pk for named in borne}
        more = [number for number in counts if number not in numbers]
    rows = MODELS[parameter].objects.in_bulk(more[:MOST_SHOWN])
    if len(borne) < MOST_TAGS:
        for number in more[:MOST_SHOWN]:
            address = _same_page(chosen.parameters(besides=rows[number]))
            choices.append(FilterChoice(rows[number].name, counts[number], address))
    return Filter(parameter, HEADINGS[parameter], choices, len(more) > MOST_SHOWN)


def _same_page(parameters: list[tuple[str, str]]) -> str:
    """Return the address of the same page with other parameters."""
    if not parameters:
        return "."
    return f".?{urlencode(parameters)}"
