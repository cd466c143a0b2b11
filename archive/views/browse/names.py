"""Pages of magazines, authors and tags; `indexes` has the lists of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import structured_data, tallies, text
from archive.kept_pages import kept
from archive.models import (
    Author,
    Byline,
    Editorial,
    Publication,
    Tag,
    Tagging,
    Tallied,
    TalliedAuthor,
    TalliedPair,
    TalliedTag,
)
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.loading import TITLED
from archive.models.prepared import Blank, Prepared
from archive.models.tallied import states_visible_to
from archive.tallies import Span
from archive.views.browse.charts import timeline
from archive.views.browse.issues import numbered
from archive.views.browse.magazine import about
from archive.views.browse.published_names import Listed, counted, counts, unpublished
from archive.views.errors import Missing
from archive.views.paging import page_of_editorials

MOST_RELATED = 16
MOST_COMBINED = 5  # tags
FEW = 500  # editorials of a name that are looked up by their numbers


@kept
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an author: the editorials that they signed, in which magazines, with which tags."""
    person = Author.objects.at(slug)
    if person is None:
        raise Http404
    if person.slug != slug:
        return redirect(person, permanent=True)
    signed = Byline.objects.filter(author=person)
    spans = TalliedAuthor.objects.spans(states_visible_to(request.user), author_id=person.pk)
    editorials = _linked(request.user, [signed], tallies.total(spans))
    by_tag = _by_tag(request.user, signed)
    groups = [
        (_("Revues"), rows_of(Publication, tallies.by(spans))),
        (_("Mots-clés"), rows_of(Tag, by_tag)),
    ]
    also_signed = _also_signed(person)
    told = structured_data.person(person, also_signed, request.build_absolute_uri)
    context = {
        "named": person,
        "also_signed": also_signed,
        "data": structured_data.script(told),
        "chart": timeline.chart(spans, period_address({"author": slug}), groups),
        "parameters": urlencode({"author": slug}),
        "compared": urlencode({"author": slug}),
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
    """Show a magazine: what is known of it, its issues and editorials, and what is missing."""
    magazine = Publication.objects.at(slug)
    if magazine is None:
        raise Http404
    if magazine.slug != slug:
        return redirect(magazine, permanent=True)
    editorials = Editorial.objects.visible_to(request.user).filter(publication=magazine)
    states = states_visible_to(request.user)
    spans = Tallied.objects.spans(states, publication_id=magazine.pk)
    by_author = _by_author(states, magazine)
    groups = [(_("Signatures"), rows_of(Author, by_author))]
    about_magazine = about(magazine)
    editors = [(editing.name, editing.role) for editing in about_magazine.editing]
    periodical = structured_data.periodical(
        magazine, editors, about_magazine.appeared, request.build_absolute_uri
    )
    context = {
        "named": magazine,
        "about": about_magazine,
        "issues": numbered.of_magazine(request, magazine, editorials),
        "data": structured_data.script(periodical),
        "gaps": tallies.gaps(tallies.tally(spans).slots()),
        "chart": timeline.chart(spans, period_address({"publication": slug}), groups),
        "parameters": urlencode({"publication": slug}),
        "compared": urlencode({"publication": slug}),
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
    rows = _rarest_first(combined.values())
    spans = _spans_of(request.user, rows)
    links = [Tagging.objects.filter(tag=row) for row in rows]
    editorials = _linked(request.user, links, tallies.total(spans))
    parameters = [("tag", slug) for slug in ordered]
    groups = [(_("Revues"), rows_of(Publication, tallies.by(spans)))]
    members = []
    for slug in ordered:
        address_without = _tags_address({*ordered} - {slug})
        members.append((combined[slug], address_without))
    context = {
        "named": combined[slugs[0]],
        "combined": members,
        "related": _related(combined, rows),
        "chart": timeline.chart(spans, period_address(parameters), groups),
        "parameters": urlencode(parameters),
        "compared": urlencode(parameters) if len(parameters) <= 2 else "",
    }
    return _list(request, "browse/tag.html", editorials, spans, context)


def _combined(slugs: list[str]) -> dict[str, Tag]:
    """Return {slug as it is now: tag} of an address; raise Http404 where there is no such tag."""
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs)}
    for slug in set(slugs) - set(tags):
        successor = Tag.objects.at(slug)
        if not successor and len(slugs) > 1:
            raise Missing(_("Aucun mot-clé n’a pour adresse « %(slug)s ».") % {"slug": slug})
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
    ends = _ends(editorials, spans)
    return render(request, template, {"page": listing, "count": count, **ends, **context})


def _ends(editorials: EditorialQuerySet, spans: list[Span]) -> dict[str, Editorial | None]:
    """Return the first and the last of the editorials of which it is known when they are of.

    None for the last where it is the first.
    """
    years = [int(span.first) for span in spans if span.first and span.last]
    if not years:
        return {"first": None, "last": None}
    dated = editorials.filter(earliest__isnull=False, latest__isnull=False)
    # The years tell the database where to look.
    soonest = dated.filter(earliest__range=_days(min(years))).order_by("earliest", "pk")
    latest = dated.filter(earliest__range=_days(max(years))).order_by("-earliest", "-pk")
    first, last = Subquery(soonest.values("pk")[:1]), Subquery(latest.values("pk")[:1])
    both = Editorial.objects.filter(Q(pk=first) | Q(pk=last)).order_by("earliest", "pk")
    ends = [*both.only(*TITLED, "date"), None, None]
    return {"first": ends[0], "last": ends[1]}


def _days(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


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


# What a name has


def _linked(user, links: list[QuerySet], count: int) -> EditorialQuerySet:
    """Return the editorials that all these bylines or taggings lead to, and the user may see.

    Few are looked up by their numbers; of many each is looked up on the way through the dates: so
    the database has a page of them soon.
    """
    if count > FEW:
        editorials = Editorial.objects.visible_to(user)
        for linking in links:
            editorials = editorials.filter(Exists(linking.filter(editorial=OuterRef("pk"))))
        return editorials
    first, *others = links
    for linking in others:
        first = first.filter(Exists(linking.filter(editorial=OuterRef("editorial"))))
    return _seen(user).filter(pk__in=first.values("editorial"))


def _seen(user) -> EditorialQuerySet:
    """Return what lists show this user, for a few to be taken of it by other conditions.

    Asked for the states that are seen, SQLite would go through all that have them.
    """
    return Editorial.objects.exclude(state__in=_unseen_states(user))


def _by_tag(user, signed: QuerySet) -> dict[int | None, list[Span]]:
    """Return the spans of each tag that most of the editorials of these bylines have."""
    editorials = signed.values("editorial")
    taggings = Tagging.objects.filter(editorial__in=editorials).order_by().values_list("tag")
    unseen = Editorial.objects.filter(state__in=_unseen_states(user)).values("pk")  # these are few
    counted = taggings.exclude(editorial__in=unseen)
    frequent = counted.annotate(n=Count("*")).order_by("-n", "tag")[: timeline.MOST_ROWS]
    tags = [number for number, _count in frequent]
    if not tags:
        return {}
    visible = Editorial.objects.visible_to(user)
    having = visible.filter(pk__in=editorials, taggings__tag__in=tags)
    return tallies.by(tallies.spans(having, of="taggings__tag"))


def _unseen_states(user) -> list[str]:
    seen = states_visible_to(user)
    return [state for state in Editorial.State if state not in seen]


def _by_author(states: list[str], magazine: Publication) -> dict[int | None, list[Span]]:
    """Return the spans of each author who signed most in a magazine."""
    of_magazine = TalliedAuthor.objects.filter(state__in=states, publication_id=magazine.pk)
    counted = of_magazine.order_by().values_list("author_id").annotate(n=Sum("number"))
    frequent = counted.filter(n__gt=0).order_by("-n", "author_id")[: timeline.MOST_ROWS]
    authors = [number for number, _count in frequent]
    spans = TalliedAuthor.objects.spans(
        states, of="author_id", publication_id=magazine.pk, author_id__in=authors
    )
    return tallies.by(spans)


def _rarest_first(tags: Collection[Tag]) -> list[Tag]:
    """Return the tags, the one that fewest published editorials have first."""
    if len(tags) == 1:
        return list(tags)
    numbers = dict(counts(Tag, [tag.pk for tag in tags]))
    return sorted(tags, key=lambda tag: numbers.get(tag.pk, 0))


def _spans_of(user, tags: list[Tag]) -> list[Span]:
    """Return what has all of the tags as spans by magazine."""
    if len(tags) == 1:
        return TalliedTag.objects.spans(states_visible_to(user), tag_id=tags[0].pk)
    counting = _counted_together(len(tags), *_unseen_states(user))
    return [Span(*row) for row in counting.rows(*[tag.pk for tag in tags])]


@cache
def _counted_together(number: int, *unseen: str) -> Prepared:
    """Return what counts the editorials that have so many tags, and are in no unseen state."""

    def build() -> QuerySet:
        editorials = Editorial.objects.exclude(state__in=unseen)
        for place in range(number):
            editorials = editorials.filter(taggings__tag__pk=Blank(place))
        columns = ("publication", "first", "last", "doubtful")
        return tallies.dated(editorials).values_list(*columns).annotate(n=Count("*"))

    return Prepared(build)


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


def _related(combined: dict[str, Tag], rows: list[Tag]) -> list[tuple[Tag, str]]:
    """Return other tags that published editorials have with all of these, while one may be added.

    Each comes with the address of them together.
    """
    if len(combined) >= MOST_COMBINED:
        return []
    related = []
    for tag in counted(Tag, _beside(rows)):
        related.append((tag, _tags_address([*combined, tag.slug])))
    return related


def _beside(tags: list[Tag]) -> dict[int, int]:
    """Return {number of another tag: how many published editorials have it with all of these}."""
    if len(tags) == 1:
        pairs = TalliedPair.objects.filter(tag_id=tags[0].pk).order_by().values_list("beside_id")
        frequent = pairs.annotate(n=Sum("number")).filter(n__gt=0).order_by("-n", "beside_id")
        return dict(frequent[:MOST_RELATED])
    return dict(_borne_together(len(tags)).rows(*[tag.pk for tag in tags]))


@cache
def _borne_together(number: int) -> Prepared:
    """Return what counts the other tags of published editorials that have so many tags."""

    def build() -> QuerySet:
        tags: list[Any] = [Blank(place) for place in range(number)]
        links = Tagging.objects.exclude(tag__pk__in=tags).exclude(editorial__in=unpublished())
        for tag in tags:
            links = links.filter(editorial__taggings__tag__pk=tag)
        counted = links.order_by().values_list("tag").annotate(n=Count("*"))
        return counted.order_by("-n", "tag")[:MOST_RELATED]

    return Prepared(build)


def _tags_address(slugs: Iterable[str]) -> str:
    """Return the address of tags together; of all tags where there are none."""
    slugs = sorted(slugs)
    if not slugs:
        return reverse("tags")
    return reverse("tag", args=[slugs])
