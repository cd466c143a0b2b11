"""Pages of magazines, authors and tags; `indexes` has the lists of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import tallies, text
from archive.kept_pages import kept
from archive.models import Author, Byline, Editorial, Publication, Tag, Tagging
from archive.models.editorials import EditorialQuerySet
from archive.models.loading import TITLED
from archive.tallies import Span
from archive.views.browse import timeline
from archive.views.browse.published_names import COUNT, LINKS, Listed, counted, unpublished
from archive.views.paging import page_of_editorials

MOST_RELATED = 16
MOST_COMBINED = 5  # tags


@kept
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an author: the editorials that they signed, in which magazines, with which tags."""
    person = get_object_or_404(Author, slug=slug)
    signed = Byline.objects.filter(author=person).values("editorial")
    editorials = Editorial.objects.visible_to(request.user).filter(pk__in=signed)
    spans = tallies.spans(editorials)
    by_tag = _spans_by(editorials, "taggings__tag", _frequent(editorials, Tag))
    groups = [
        (_("Revues"), rows_of(Publication, tallies.by(spans))),
        (_("Mots-clés"), rows_of(Tag, by_tag)),
    ]
    context = {
        "named": person,
        "also_signed": _also_signed(person),
        "chart": timeline.chart(spans, period_address({"author": slug}), groups),
        "parameters": urlencode({"author": slug}),
    }
    return _list(request, "browse/author.html", editorials, spans, context)


def _also_signed(person: Author) -> list[str]:
    """Return the other forms of the name, once each however their apostrophe was typed."""
    forms = {}
    for printed in person.names.all():
        forms[printed.name.translate(text.APOSTROPHES)] = printed.name
    forms.pop(person.name.translate(text.APOSTROPHES), None)
    return list(forms.values())


@kept
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a magazine: its editorials, who signed them, the years that are missing."""
    magazine = get_object_or_404(Publication, slug=slug)
    editorials = Editorial.objects.visible_to(request.user).filter(publication=magazine)
    spans = tallies.spans(editorials)
    by_author = _spans_by(editorials, "bylines__author", _frequent(editorials, Author))
    groups = [(_("Signatures"), rows_of(Author, by_author))]
    context = {
        "named": magazine,
        "gaps": tallies.gaps(tallies.tally(spans).slots()),
        "chart": timeline.chart(spans, period_address({"publication": slug}), groups),
        "parameters": urlencode({"publication": slug}),
    }
    return _list(request, "browse/publication.html", editorials, spans, context)


@kept
def tag(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    """Show what has a tag, or several tags together."""
    if len(slugs) > MOST_COMBINED:
        raise Http404
    combined = _combined(slugs)
    ordered = sorted(combined)
    if slugs != ordered:
        return redirect("tag", ordered, permanent=True)
    editorials = Editorial.objects.visible_to(request.user)
    for row in combined.values():
        tagged = Tagging.objects.filter(tag=row).values("editorial")
        editorials = editorials.filter(pk__in=tagged)
    spans = tallies.spans(editorials)
    parameters = [("tag", slug) for slug in ordered]
    groups = [(_("Revues"), rows_of(Publication, tallies.by(spans)))]
    members = []
    for slug in ordered:
        address_without = _tags_address({*ordered} - {slug})
        members.append((combined[slug], address_without))
    context = {
        "named": combined[slugs[0]],
        "combined": members,
        "related": _related(combined),
        "chart": timeline.chart(spans, period_address(parameters), groups),
        "parameters": urlencode(parameters),
    }
    return _list(request, "browse/tag.html", editorials, spans, context)


def _combined(slugs: list[str]) -> dict[str, Tag]:
    """Return {slug as it is now: tag} of an address; raise Http404 where there is no such tag."""
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs)}
    for slug in set(slugs) - set(tags):
        successor = Tag.objects.at(slug)
        if not successor:
            raise Http404
        tags[successor.slug] = successor
    return tags


def _list(
    request: HttpRequest,
    template: str,
    editorials: EditorialQuerySet,
    spans: list[Span],
    context: dict[str, Any],
) -> HttpResponse:
    """Show a list of editorials, newest first, with the first and the last of them.

    A name that only drafts and withdrawn editorials bear is not told to readers.
    """
    count = tallies.total(spans)
    if not count and not request.user.has_perm("archive.edit"):
        raise Http404
    listing = page_of_editorials(request, editorials.in_order(), count)
    dated = editorials.filter(earliest__isnull=False, latest__isnull=False)
    dated = dated.only(*TITLED, "date")
    first = dated.order_by("earliest", "pk").first()
    last = dated.order_by("-earliest", "-pk").first()
    if last == first:
        last = None
    ends = {"first": first, "last": last}
    return render(request, template, {"page": listing, "count": count, **ends, **context})


def period_address(
    parameters: Mapping[str, str] | Sequence[tuple[str, str]],
) -> Callable[[int, int], str]:
    """Return what gives the address of a year or a decade narrowed in that way."""
    query = ""
    if parameters:
        query = f"?{urlencode(parameters)}"
    kinds = {1: "year", 10: "decade"}

    def address(slot: int, unit: int) -> str:
        return reverse(kinds[unit], args=[slot]) + query

    return address


def _frequent(editorials: EditorialQuerySet, model: Listed) -> list[int]:
    """Return the numbers of the authors or tags that most of the editorials have."""
    links, name = LINKS[model]
    numbers = editorials.order_by().values("pk")
    linked = links.filter(editorial__in=numbers, **{f"{name}__isnull": False}).order_by()
    frequent = linked.values_list(name).annotate(n=COUNT[model]).order_by("-n", name)
    return [number for number, _count in frequent[: timeline.MOST_ROWS]]


def _spans_by(
    editorials: EditorialQuerySet, look_up: str, numbers: list[int]
) -> dict[int | None, list[Span]]:
    """Return the spans of each of these authors or tags."""
    if not numbers:
        return {}
    having = editorials.filter(**{f"{look_up}__in": numbers})
    return tallies.by(tallies.spans(having, of=look_up))


def rows_of(
    model: type[Publication] | Listed, groups: dict[int | None, list[Span]]
) -> list[timeline.NamedSpans]:
    """Return the most frequent with their spans, in the order of their first years."""
    numbers = tallies.numbers(groups)[: timeline.MOST_ROWS]
    rows = model.objects.in_bulk(numbers)

    def first_year_and_name(number: int) -> tuple[str, str]:
        first = min(span.first or "9999" for span in groups[number])
        return first, rows[number].name

    numbers.sort(key=first_year_and_name)
    named = []
    for number in numbers:
        row = rows[number]
        named.append((row.name, row.get_absolute_url(), groups[number]))
    return named


def _related(combined: dict[str, Tag]) -> list[tuple[Tag, str]]:
    """Return other tags that published editorials have with all of these, while one may be added.

    Each comes with the address of them together.
    """
    if len(combined) >= MOST_COMBINED:
        return []
    links = Tagging.objects.exclude(tag__in=combined.values())
    links = links.exclude(editorial__in=unpublished())
    for tag in combined.values():
        links = links.filter(editorial__in=Tagging.objects.filter(tag=tag).values("editorial"))
    frequent = links.order_by().values_list("tag").annotate(n=Count("*")).order_by("-n", "tag")
    related = []
    for tag in counted(Tag, dict(frequent[:MOST_RELATED])):
        related.append((tag, _tags_address([*combined, tag.slug])))
    return related


def _tags_address(slugs: Iterable[str]) -> str:
    """Return the address of tags together; of all tags where there are none."""
    slugs = sorted(slugs)
    if not slugs:
        return reverse("tags")
    return reverse("tag", args=[slugs])
