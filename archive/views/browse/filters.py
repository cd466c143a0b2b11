"""A list of editorials narrowed by magazine, author and tags: what may be chosen, with counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Author, Byline, Publication, Tag, Tagging
from archive.views.errors import Missing

Named = Publication | Author | Tag
MODELS = {"publication": Publication, "author": Author, "tag": Tag}
HEADINGS = {
    "publication": gettext_lazy("Revues"),
    "author": gettext_lazy("Auteurs"),
    "tag": gettext_lazy("Mots-clés"),
}
MOST_SHOWN = 8  # values of each
MOST_TAGS = 5  # at once


@dataclass(frozen=True)
class Choice:
    """A value and where the list goes with it, or without it where it is chosen."""

    name: str
    count: int | None  # None where it is not known
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Filter:
    parameter: str
    heading: str
    choices: list[Choice]
    has_more: bool


@dataclass(frozen=True)
class Chosen:
    """A magazine, an author, tags: any or none of them."""

    publication: list[Publication] = field(default_factory=list)
    author: list[Author] = field(default_factory=list)
    tag: list[Tag] = field(default_factory=list)

    @classmethod
    def read(cls, params: QueryDict) -> "Chosen":
        """From an address. Nothing of that name: a 404 that says so."""
        slugs = {name: list(dict.fromkeys(filter(None, params.getlist(name)))) for name in MODELS}
        if (
            len(slugs["publication"]) > 1
            or len(slugs["author"]) > 1
            or len(slugs["tag"]) > MOST_TAGS
        ):
            raise Missing(_("Cette liste ne se resserre pas ainsi."))
        return cls(**{name: _named(MODELS[name], slugs[name]) for name in MODELS})

    def __bool__(self) -> bool:
        return bool(self.publication or self.author or self.tag)

    def apply(self, editorials: QuerySet) -> QuerySet:
        for publication in self.publication:
            editorials = editorials.filter(publication=publication)
        for author in self.author:
            editorials = editorials.filter(
                pk__in=Byline.objects.filter(author=author).values("editorial")
            )
        for tag in self.tag:
            editorials = editorials.filter(
                pk__in=Tagging.objects.filter(tag=tag).values("editorial")
            )
        return editorials

    def parameters(self, without: Named | None = None) -> list[tuple[str, str]]:
        return [
            (name, one.slug) for name in MODELS for one in getattr(self, name) if one is not without
        ]

    def address(self, path: str) -> str:
        """The path with these parameters."""
        return f"{path}?{urlencode(self.parameters())}" if self else path


def _named(model: type[Named], slugs: list[str]) -> list[Named]:
    found = {one.slug: one for one in model.objects.filter(slug__in=slugs)} if slugs else {}
    if len(found) < len(slugs):
        raise Missing(_("L’archive ne connaît pas ce nom."))
    return [found[slug] for slug in slugs]


def filters(
    chosen: Chosen, editorials: QuerySet | None, by_publication: dict[int | None, int]
) -> list[Filter]:
    """For each parameter what is chosen and the most frequent of what else the editorials have. Magazines are counted
    by the caller, who has them; authors and tags cost a query each, and one for their names: without `editorials` there
    are none but those chosen."""
    counted = {
        "publication": sorted(
            ((pk, n) for pk, n in by_publication.items() if pk), key=lambda one: -one[1]
        )
    }
    if editorials is not None:
        numbers = editorials.order_by().values("pk")
        people, persons = (
            Byline.objects.filter(author__isnull=False),
            Count("editorial", distinct=True),
        )
        counted["author"] = _most_frequent(people, "author", numbers, persons)
        counted["tag"] = _most_frequent(Tagging.objects, "tag", numbers, Count("*"))
    made = (_filter(chosen, name, counted.get(name, [])) for name in MODELS)
    return [one for one in made if one.choices]


def _most_frequent(
    links: QuerySet, name: str, editorials: QuerySet, count: Count
) -> Iterable[tuple[int, int]]:
    counted = links.filter(editorial__in=editorials).order_by().values_list(name)
    return counted.annotate(n=count).order_by("-n", name)[: MOST_SHOWN + MOST_TAGS + 1]


def _filter(chosen: Chosen, name: str, counted: Iterable[tuple[int, int]]) -> Filter:
    held = getattr(chosen, name)
    counts = dict(counted)
    others = (
        []
        if held and name != "tag"
        else [pk for pk in counts if pk not in {one.pk for one in held}]
    )
    rows = MODELS[name].objects.in_bulk(others[:MOST_SHOWN])
    choices = [
        Choice(one.name, counts.get(one.pk), _here(chosen.parameters(one)), chosen=True)
        for one in held
    ]
    choices += [
        Choice(rows[pk].name, counts[pk], _here([*chosen.parameters(), (name, rows[pk].slug)]))
        for pk in others[:MOST_SHOWN]
        if len(held) < MOST_TAGS
    ]
    return Filter(name, HEADINGS[name], choices, len(others) > MOST_SHOWN)


def _here(parameters: list[tuple[str, str]]) -> str:
    """The same page with other parameters."""
    return f".?{urlencode(parameters)}" if parameters else "."
