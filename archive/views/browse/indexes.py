"""The indexes of magazines, authors and tags."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive import tallies, text
from archive.kept_pages import kept
from archive.models import Author, Editorial, Publication, Tag, Tallied, TalliedAuthor
from archive.tallies import Span
from archive.views.browse.charts import timeline
from archive.views.browse.names import period_address
from archive.views.browse.published_names import Listed, counts, listed
from archive.views.errors import Missing
from archive.views.paging import page, set_counts

# Names that stand together; more are shown a letter at a time, a long letter in pages.
ONE_PAGE = 200
LONGEST_LIKE = 60  # characters
DIGITS = "0–9"  # where names stand that begin with no letter


@kept
def authors(request: HttpRequest) -> HttpResponse:
    """Show all authors, each with their years, all on one scale."""
    context = _index(request, Author, "sort_name")
    published = [Editorial.State.PUBLISHED]
    numbers = list(context["page"].object_list)
    spans = TalliedAuthor.objects.spans(published, of="author_id", author_id__in=numbers)
    by_author = tallies.by(spans)
    signed = []
    for _letter, members in context["groups"]:
        signed += members
    named = [(row.name, row.get_absolute_url(), by_author.get(row.pk, [])) for row in signed]
    whole = Tallied.objects.spans(published)
    chart = timeline.chart(whole, period_address({}), [("", named)])
    for place, row in enumerate(signed):
        _count, row.first, row.last = _extent(by_author.get(row.pk, []))
        row.bars = chart.rows[place] if chart else None
    return render(request, "browse/authors.html", {**context, "chart": chart})


@kept
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "browse/tags.html", _index(request, Tag, "name"))


def _index(request: HttpRequest, model: Listed, column: str) -> dict[str, Any]:
    """Return all names by the first letter of a column, or those that are `like` something.

    Of long indexes no more is loaded than is shown.
    """
    names = listed(model).annotate(initial=Substr(column, 1, 1)).order_by()
    letters = _letters(dict(names.values_list("initial").annotate(n=Count("pk"))))
    total = sum(count for count, _initials in letters.values())
    is_long = total > ONE_PAGE
    like = _like(request)
    letter = ""
    if not like:
        letter = _letter_to_show(request.GET.get("letter", ""), letters, is_long)
    if like:
        names = names.filter(key__contains=text.fold(like))
    elif letter:
        names = names.filter(initial__in=letters[letter][1])
    filing = sorted((text.fold(name), pk) for pk, name in names.values_list("pk", column))
    listing = page(request, [pk for _key, pk in filing], per_page=ONE_PAGE)
    return {
        "letters": [(initial, count) for initial, (count, _initials) in letters.items()],
        "shown_letter": letter,
        "by_letter": is_long or bool(letter) or bool(like),
        "is_long": is_long,
        "like": like,
        "total": total,
        "groups": _by_letter(model, column, list(listing.object_list)),
        "page": listing,
    }


def _like(request: HttpRequest) -> str:
    """Return what names are to contain."""
    return "".join(filter(str.isprintable, request.GET.get("like", "")[:LONGEST_LIKE])).strip()


def _letter_to_show(
    letter: str, letters: Mapping[str, tuple[int, list[str]]], is_long: bool
) -> str:
    """Return the letter of an address; of a long index the first letter where it has none.

    "" stands for all names; raises Missing where no name begins with the letter.
    """
    if letter:
        if letter not in letters:
            raise Missing(_("Aucun nom ne commence ainsi."))
        return letter
    if not is_long:
        return ""
    for initial in letters:
        if initial != DIGITS:
            return initial
    return DIGITS


def _letters(initials: dict[str, int]) -> dict[str, tuple[int, list[str]]]:
    """Return {letter: (how many names, the signs they begin with)}: « É » and « e » are under E."""
    letters: dict[str, tuple[int, list[str]]] = {}
    for sign, count in initials.items():
        before, signs = letters.get(_letter(sign), (0, []))
        letters[_letter(sign)] = before + count, [*signs, sign]
    in_order = sorted(letters, key=lambda letter: (letter != DIGITS, letter))
    return {letter: letters[letter] for letter in in_order}


def _letter(name: str) -> str:
    initial = text.fold(name)[:1].upper()
    if not initial.isalpha():
        return DIGITS
    return initial


def _by_letter(model: Listed, column: str, numbers: list[int]) -> list[tuple[str, list]]:
    """Return the rows of these numbers by letter, each with `editorial_count`."""
    rows = model.objects.in_bulk(numbers)
    set_counts(rows.values(), "editorial_count", dict(counts(model, numbers)))
    groups = defaultdict(list)
    for number in numbers:
        letter = _letter(getattr(rows[number], column))
        groups[letter].append(rows[number])
    return list(groups.items())


@dataclass(frozen=True)
class Magazine:
    """A magazine with its row of the chart, how many editorials it has, its first and last year."""

    publication: Publication
    row: timeline.Row | None
    count: int
    first: str
    last: str


@kept
def publications(request: HttpRequest) -> HttpResponse:
    """Show each magazine with its years, all on one scale."""
    published = Tallied.objects.spans([Editorial.State.PUBLISHED])
    spans = [span for span in published if span.of is not None]
    by_magazine = tallies.by(spans)
    like = _like(request)
    filing = Publication.objects.filter(
        pk__in=tallies.numbers(by_magazine), key__contains=text.fold(like)
    )
    listing = page(request, filing.order_by("key"))
    named = []
    for publication in listing:
        name, address = publication.name, publication.get_absolute_url()
        named.append((name, address, by_magazine[publication.pk]))
    chart = timeline.chart(spans, period_address({}), [("", named)])
    rows: Sequence[timeline.Row | None] = [None] * len(named)
    if chart:
        rows = chart.rows
    magazines = []
    for publication, row in zip(listing, rows, strict=True):
        magazines.append(Magazine(publication, row, *_extent(by_magazine[publication.pk])))
    context = {
        "page": listing,
        "chart": chart,
        "magazines": magazines,
        "like": like,
        "total": len(by_magazine),
    }
    return render(request, "browse/publications.html", context)


def _extent(spans: list[Span]) -> tuple[int, str, str]:
    """Return how many editorials, the first and the last year; "" where none is known."""
    years = tallies.tally(spans).slots()
    if not years:
        return tallies.total(spans), "", ""
    return tallies.total(spans), f"{min(years):04}", f"{max(years):04}"
