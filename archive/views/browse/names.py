"""Pages of magazines, authors and tags, and their indexes."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import text
from archive.models import Author, Byline, Editorial, Publication, Tag, Tagging
from archive.views.browse import timeline
from archive.views.browse.timeline import Span
from archive.views.errors import Missing
from archive.views.paging import page, page_of_editorials

ONE_PAGE = (
    200  # names that stand together; more are shown a letter at a time, a long letter in pages
)
LONGEST_LIKE = 60  # characters
MOST_RELATED = 16
MOST_COMBINED = 5  # tags
DIGITS = "0–9"  # where names stand that begin with no letter
# What links them to editorials, by what; an editorial may name an author twice.
LINKS = {Author: (Byline.objects, "author"), Tag: (Tagging.objects, "tag")}
COUNT = {Author: Count("editorial", distinct=True), Tag: Count("*")}


# What readers may see of names


def listed(model: type[Author] | type[Tag]) -> QuerySet:
    """Those with at least one published editorial."""
    links, name = LINKS[model]
    return model.objects.filter(
        Exists(links.filter(**{name: OuterRef("pk")}).exclude(editorial__in=_unpublished()))
    )


def counts(model: type[Author] | type[Tag], numbers: list[int] | None = None) -> QuerySet:
    """(number of the author or tag, how many published editorials it has)."""
    links, name = LINKS[model]
    links = links.filter(
        **{f"{name}__in" if numbers is not None else f"{name}__isnull": numbers or []}
    )
    published = links.exclude(editorial__in=_unpublished()).order_by()
    return published.values_list(name).annotate(n=COUNT[model])


def most_frequent(model: type[Author] | type[Tag], most: int) -> list:
    """The names that most editorials have, each with `editorial_count`."""
    links, name = LINKS[model]
    published = (
        links.filter(**{f"{name}__isnull": False}).exclude(editorial__in=_unpublished()).order_by()
    )
    found = dict(published.values_list(name).annotate(n=COUNT[model]).order_by("-n", name)[:most])
    return _counted(model, found)


def _counted(model, found: dict[int, int]) -> list:
    rows = model.objects.in_bulk(found)
    for number, one in rows.items():
        one.editorial_count = found[number]
    return [rows[number] for number in found]


def _unpublished() -> QuerySet:
    """Few, and found by their index; to join all that are published would take ten times as long."""
    return Editorial.objects.unpublished().values("pk")


# Indexes


def authors(request: HttpRequest) -> HttpResponse:
    return _index(request, Author, "sort_name", "browse/authors.html")


def tags(request: HttpRequest) -> HttpResponse:
    return _index(request, Tag, "name", "browse/tags.html")


def _index(
    request: HttpRequest, model: type[Author] | type[Tag], filed: str, template: str
) -> HttpResponse:
    """All names by first letter, or those that are `like` something. Of long indexes no more is loaded than is shown."""
    names = listed(model).annotate(initial=Substr(filed, 1, 1)).order_by()
    letters = _letters(dict(names.values_list("initial").annotate(n=Count("pk"))))
    total = sum(count for count, _initials in letters.values())
    like = _like(request)
    letter = "" if like else request.GET.get("letter", "")
    if letter and letter not in letters:
        raise Missing(_("Aucun nom ne commence ainsi."))
    is_long = total > ONE_PAGE
    if is_long and not like:
        letter = letter or next((one for one in letters if one != DIGITS), DIGITS)
    if like:
        names = names.filter(key__contains=text.fold(like))
    elif letter:
        names = names.filter(initial__in=letters[letter][1])
    filing = sorted((text.fold(name), pk) for pk, name in names.values_list("pk", filed))
    found = page(request, [pk for _key, pk in filing], per_page=ONE_PAGE)
    context = {
        "letters": [(initial, count) for initial, (count, _initials) in letters.items()],
        "shown": letter,
        "by_letter": is_long or bool(letter) or bool(like),
        "is_long": is_long,
        "like": like,
        "total": total,
        "groups": _by_letter(model, filed, list(found.object_list)),
        "page": found,
    }
    return render(request, template, context)


def _like(request: HttpRequest) -> str:
    """What names are to contain."""
    return "".join(filter(str.isprintable, request.GET.get("like", "")[:LONGEST_LIKE])).strip()


def _letters(initials: dict[str, int]) -> dict[str, tuple[int, list[str]]]:
    """{letter: (how many names, the signs they begin with)}: « É » and « e » stand under E."""
    found: dict[str, tuple[int, list[str]]] = {}
    for sign, count in initials.items():
        before, signs = found.get(_letter(sign), (0, []))
        found[_letter(sign)] = before + count, [*signs, sign]
    return dict(sorted(found.items(), key=lambda item: (item[0] != DIGITS, item[0])))


def _letter(name: str) -> str:
    first = text.fold(name)[:1].upper()
    return first if first.isalpha() else DIGITS


def _by_letter(model, filed: str, numbers: list[int]) -> list[tuple[str, list]]:
    rows, found = model.objects.in_bulk(numbers), dict(counts(model, numbers))
    groups = defaultdict(list)
    for number in numbers:
        rows[number].editorial_count = found.get(number, 0)
        groups[_letter(getattr(rows[number], filed))].append(rows[number])
    return list(groups.items())


@dataclass(frozen=True)
class Magazine:
    publication: Publication
    row: timeline.Row | None
    count: int
    first: str
    last: str


def publications(request: HttpRequest) -> HttpResponse:
    """Each magazine with its years, all on one scale."""
    counted = timeline.spans(Editorial.objects.published().filter(publication__isnull=False))
    of_each = timeline.by(counted)
    like = _like(request)
    filing = Publication.objects.filter(pk__in=of_each, key__contains=text.fold(like)).order_by(
        "key"
    )
    found = page(request, filing)
    shown = [(one.name, one.get_absolute_url(), of_each[one.pk]) for one in found]
    chart = timeline.chart(counted, period_address({}), [("", shown)])
    rows = chart.rows if chart else [None] * len(shown)
    magazines = [
        Magazine(one, row, *_extent(of_each[one.pk])) for one, row in zip(found, rows, strict=True)
    ]
    context = {
        "page": found,
        "chart": chart,
        "magazines": magazines,
        "like": like,
        "total": len(of_each),
    }
    return render(request, "browse/publications.html", context)


def _extent(own: list[Span]) -> tuple[int, str, str]:
    """How many, the first and the last year; "" where none is known."""
    years = sorted(timeline.tally(own).slots())
    return sum(span.count for span in own), *(
        (f"{years[0]:04}", f"{years[-1]:04}") if years else ("", "")
    )


# One magazine, author or tag


def author(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Author, slug=slug)
    own = Byline.objects.filter(author=person).values("editorial")
    editorials = Editorial.objects.visible_to(request.user).filter(pk__in=own)
    counted = timeline.spans(editorials)
    frequent = _frequent(editorials, Tag)
    groups = [
        (_("Revues"), rows_of(Publication, timeline.by(counted))),
        (
            _("Mots-clés"),
            rows_of(Tag, timeline.by(_spans_of(editorials, "taggings__tag", frequent))),
        ),
    ]
    context = {
        "named": person,
        "also_signed": _also_signed(person),
        "chart": timeline.chart(counted, period_address({"author": slug}), groups),
        "parameters": urlencode({"author": slug}),
    }
    return _named(request, "browse/author.html", editorials, counted, context)


def _also_signed(person: Author) -> list[str]:
    """The other forms of the name, once each however their apostrophe was typed."""
    forms = {
        printed.name.translate(text.APOSTROPHES): printed.name for printed in person.names.all()
    }
    forms.pop(person.name.translate(text.APOSTROPHES), None)
    return list(forms.values())


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    magazine = get_object_or_404(Publication, slug=slug)
    editorials = Editorial.objects.visible_to(request.user).filter(publication=magazine)
    counted = timeline.spans(editorials)
    editors = rows_of(
        Author, timeline.by(_spans_of(editorials, "bylines__author", _frequent(editorials, Author)))
    )
    context = {
        "named": magazine,
        "gaps": gaps(timeline.tally(counted).slots()),
        "chart": timeline.chart(
            counted, period_address({"publication": slug}), [(_("Signatures"), editors)]
        ),
        "parameters": urlencode({"publication": slug}),
    }
    return _named(request, "browse/publication.html", editorials, counted, context)


def tag(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    """One tag, or what several have in common."""
    if len(slugs) > MOST_COMBINED:
        raise Http404
    rows = {one.slug: one for one in Tag.objects.filter(slug__in=slugs)}
    for slug in set(slugs) - set(rows):
        if not (now := Tag.objects.at(slug)):
            raise Http404
        rows[now.slug] = now
    ordered = sorted(rows)
    if slugs != ordered:
        return redirect("tag", ordered, permanent=True)
    editorials = Editorial.objects.visible_to(request.user)
    for one in rows.values():
        editorials = editorials.filter(pk__in=Tagging.objects.filter(tag=one).values("editorial"))
    counted = timeline.spans(editorials)
    parameters = [("tag", slug) for slug in ordered]
    context = {
        "named": rows[slugs[0]],
        "combined": [
            (rows[slug], _tags_address(other for other in ordered if other != slug))
            for slug in ordered
        ],
        "related": _related(rows),
        "chart": timeline.chart(
            counted,
            period_address(parameters),
            [(_("Revues"), rows_of(Publication, timeline.by(counted)))],
        ),
        "parameters": urlencode(parameters),
    }
    return _named(request, "browse/tag.html", editorials, counted, context)


def _named(
    request: HttpRequest, template: str, editorials: QuerySet, counted: list[Span], context: dict
):
    """A list of editorials, newest first, with the first and the last of them. A name that only drafts and withdrawn
    editorials bear is not told to readers."""
    count = sum(span.count for span in counted)
    if not count and not request.user.has_perm("archive.edit"):
        raise Http404
    found = page_of_editorials(request, editorials.in_order(), count)
    dated = editorials.filter(earliest__isnull=False, latest__isnull=False).only(
        "title", "title_supplied", "slug", "date"
    )
    first, last = (
        dated.order_by("earliest", "pk").first(),
        dated.order_by("-earliest", "-pk").first(),
    )
    ends = {"first": first, "last": last if first != last else None}
    return render(request, template, {"page": found, "count": count, **ends, **context})


def period_address(parameters) -> timeline.Address:
    """The address of a year or a decade narrowed in that way."""
    kept = f"?{urlencode(parameters)}" if parameters else ""
    kinds = {1: "year", 10: "decade"}
    return lambda slot, unit: reverse(kinds[unit], args=[slot]) + kept


def _frequent(editorials: QuerySet, model) -> list[int]:
    links, name = LINKS[model]
    links = links.filter(
        editorial__in=editorials.order_by().values("pk"), **{f"{name}__isnull": False}
    ).order_by()
    counted = links.values_list(name).annotate(n=COUNT[model]).order_by("-n", name)
    return [number for number, _count in counted[: timeline.MOST_ROWS]]


def _spans_of(editorials: QuerySet, look_up: str, numbers: list[int]) -> list[Span]:
    return (
        timeline.spans(editorials.filter(**{f"{look_up}__in": numbers}), of=look_up)
        if numbers
        else []
    )


def rows_of(model, of_each: dict[int | None, list[Span]]) -> list[tuple[str, str, list[Span]]]:
    """The most frequent, in the order of their first years."""
    shown = [number for number in of_each if number is not None][: timeline.MOST_ROWS]
    found = model.objects.in_bulk(shown)
    shown.sort(
        key=lambda number: (
            min(span.first or "9999" for span in of_each[number]),
            found[number].name,
        )
    )
    return [
        (found[number].name, found[number].get_absolute_url(), of_each[number]) for number in shown
    ]


def _related(rows: dict[str, Tag]) -> list[tuple[Tag, str]]:
    """Other tags that published editorials have with all of these, each with the address of them together."""
    links = Tagging.objects.exclude(tag__in=rows.values()).exclude(editorial__in=_unpublished())
    for one in rows.values():
        links = links.filter(editorial__in=Tagging.objects.filter(tag=one).values("editorial"))
    counted = (
        links.order_by()
        .values_list("tag")
        .annotate(n=Count("*"))
        .order_by("-n", "tag")[:MOST_RELATED]
    )
    return [(one, _tags_address([*rows, one.slug])) for one in _counted(Tag, dict(counted))]


def _tags_address(slugs) -> str:
    slugs = sorted(slugs)
    return reverse("tag", args=[slugs]) if slugs else reverse("tags")


def gaps(years: set[int]) -> list[tuple[int, int]]:
    """The years between the first and the last of which nothing is held, as (first, last) of each run."""
    return [
        (before + 1, after - 1) for before, after in pairwise(sorted(years)) if after > before + 1
    ]
