"""Who and what the texts name: an index by letter and kind, and a sheet for each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import tallies
from archive.identifiers import VIAF, WIKIDATA
from archive.kept_pages import kept
from archive.mentions.quoting import gathered, quotations
from archive.models import Author, Byline, Mention, Publication, Sheet, SheetKind
from archive.models.sheets import OTHER
from archive.models.withholding import is_any_withheld
from archive.views.browse.charts import timeline
from archive.views.browse.names import rows_of
from archive.views.errors import Missing
from archive.views.paging import page

PER_LETTER = 200  # names on a page of the index
MOST_NAMED = 25  # of each kind, before a letter is chosen
PER_PAGE = 20  # mentions
MOST_TELLING = 6  # sentences that say who or what it is
TELLING_LOOKED_AT = 12  # those that are looked at: some say nearly the same
MOST_BESIDE = 16  # names that stand in the same editorials
LOOKED_AT = 2_000  # editorials, the newest, that tell by whom and with whom
LONGEST_LIKE = 60  # characters
KINDS: dict[str, str | Promise] = {
    SheetKind.PERSON: gettext_lazy("Personnes"),
    SheetKind.FIRM: gettext_lazy("Organisations"),
    SheetKind.PLACE: gettext_lazy("Lieux"),
}


class Choice(NamedTuple):
    """A letter or a kind that may be chosen."""

    label: str | Promise
    address: str
    number: int
    is_chosen: bool


class Beside(NamedTuple):
    """What is named in the same editorials, and in how many."""

    sheet: Sheet
    editorials: int


# The index


@kept
def people(request: HttpRequest) -> HttpResponse:
    """Show what is named most, or all of a letter and a kind: /people/?kind=person&letter=B"""
    kind, letter, like = _asked(request)
    shown = Sheet.objects.shown()
    counts: Counter[tuple[str, str]] = Counter()
    counted = shown.order_by().values_list("initial", "kind").annotate(n=Count("pk"))
    for initial, of_kind, number in counted:
        counts[initial, of_kind] = number
    context = {
        "total": sum(counts.values()),
        "letters": _letters(counts, kind, letter),
        "kinds": _kinds(counts, kind, letter),
        "like": like,
        "is_index": bool(letter or like or kind),
        "kind": kind,
    }
    if letter or like or kind:
        if letter:
            shown = shown.filter(initial=letter)
        if kind:
            shown = shown.filter(kind=kind)
        if like:
            shown = shown.like(like)
        context["page"] = page(request, shown.order_by("filing", "pk"), per_page=PER_LETTER)
    else:
        context["groups"] = _most_named(shown)
    return render(request, "browse/people.html", context)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    """Return the kind, the letter and the part of a name that an address asks; raise Missing."""
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise Missing(_("Il n’y a pas de noms de cette sorte."))
    letter = request.GET.get("letter", "")
    is_letter = len(letter) == 1 and (letter == OTHER or "A" <= letter <= "Z")
    if letter and not is_letter:
        raise Missing(_("Aucun nom ne commence ainsi."))
    like = "".join(filter(str.isprintable, request.GET.get("like", "")[:LONGEST_LIKE])).strip()
    return kind, letter, like


def _letters(counts: Mapping[tuple[str, str], int], kind: str, letter: str) -> list[Choice]:
    of_letters: Counter[str] = Counter()
    for (initial, of_kind), number in counts.items():
        if not kind or of_kind == kind:
            of_letters[initial] += number
    choices = []
    for initial in sorted(of_letters):
        address = _address(kind=kind, letter=initial)
        choices.append(Choice(initial, address, of_letters[initial], initial == letter))
    return choices


def _kinds(counts: Mapping[tuple[str, str], int], kind: str, letter: str) -> list[Choice]:
    choices = []
    for value, label in KINDS.items():
        number = 0
        for (initial, of_kind), of_letter in counts.items():
            if of_kind == value and (not letter or initial == letter):
                number += of_letter
        if number:
            address = _address(kind=value, letter=letter)
            choices.append(Choice(label, address, number, value == kind))
    return choices


def _address(**parameters: str) -> str:
    chosen = {name: value for name, value in parameters.items() if value}
    return f"{reverse('people')}?{urlencode(chosen)}" if chosen else reverse("people")


def _most_named(shown: QuerySet[Sheet]) -> list[tuple[str | Promise, str, list[Sheet]]]:
    """Return (kind, where all of it are, those that most editorials name) of each kind."""
    groups = []
    for kind, label in KINDS.items():
        sheets = list(shown.filter(kind=kind).order_by("-named_in", "filing")[:MOST_NAMED])
        if sheets:
            groups.append((label, _address(kind=kind), sheets))
    return groups


# A sheet


@dataclass(frozen=True)
class Identifier:
    label: str
    number: str
    address: str


@kept
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who or what is named: the sentences that say it, when, by whom, beside whom."""
    named = Sheet.objects.at(slug)
    if named is None or not Sheet.objects.visible_to(request.user).filter(pk=named.pk).exists():
        raise Http404
    if named.slug != slug:
        return redirect(named, permanent=True)
    mentions, editorials = named.mentions(), named.editorials()
    spans = tallies.spans(editorials)
    newest = editorials.in_order().values_list("pk", flat=True)
    looked_at = list(newest[:LOOKED_AT])
    listing = page(request, mentions, mentions.count(), PER_PAGE)
    quoted = quotations(list(listing.object_list))
    listing.object_list = gathered(quoted)
    told = mentions.filter(tells=True).order_by("editorial__earliest", "pk")[:TELLING_LOOKED_AT]
    telling = list(told)
    saying = quotations(telling, {mention.pk for mention in telling})
    groups = [(_("Revues"), rows_of(Publication, tallies.by(spans)))]
    context = {
        "sheet": named,
        "kind": KINDS[named.kind],
        "kind_address": _address(kind=named.kind),
        "forms": named.other_forms(),
        "identifiers": _identifiers(named),
        "author": named.signing(),
        "telling": gathered(saying)[:MOST_TELLING],
        "chart": timeline.chart(spans, _period_address(named), groups),
        "signatures": _signatures(looked_at),
        "beside": _beside(named, looked_at),
        "is_sampled": tallies.total(spans) > LOOKED_AT,
        "looked_at": LOOKED_AT,
        "page": listing,
        "count": tallies.total(spans),
        "parameters": urlencode({"cited": named.slug}),
    }
    response = render(request, "browse/sheet.html", context)
    if is_any_withheld(quotation.editorial.pk for quotation in (*quoted, *saying)):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _identifiers(named: Sheet) -> list[Identifier]:
    identifiers = []
    for scheme, number in ((WIKIDATA, named.wikidata), (VIAF, named.viaf)):
        if number:
            identifiers.append(Identifier(scheme.name, number, scheme.address(number)))
    return identifiers


def _period_address(named: Sheet) -> timeline.Address:
    def address(slot: int, unit: int) -> str:
        year = f"{slot:04}" if unit == 1 else f"{slot // 10:03}X"
        return f"{reverse('search')}?{urlencode({'cited': named.slug, 'year': year})}"

    return address


def _signatures(editorials: Sequence[int]) -> list[Author]:
    """Return the authors who name it most, each with `mentions`: how many editorials."""
    signed = Byline.objects.filter(editorial__in=editorials, author__isnull=False).order_by()
    counted = signed.values_list("author").annotate(n=Count("editorial", distinct=True))
    counts = dict(counted.order_by("-n", "author")[:MOST_BESIDE])
    authors = Author.objects.in_bulk(list(counts))
    for number, author in authors.items():
        author.mentions = counts[number]  # type: ignore[attr-defined] # for the page
    return [authors[number] for number in counts if number in authors]


def _beside(named: Sheet, editorials: Sequence[int]) -> list[Beside]:
    """Return what most of these editorials name as well."""
    others = Mention.objects.filter(editorial__in=editorials, form__sheet__hidden=False)
    others = others.exclude(form__sheet=named).order_by()
    counted = others.values_list("form__sheet").annotate(n=Count("editorial", distinct=True))
    counts = dict(counted.order_by("-n", "form__sheet")[:MOST_BESIDE])
    sheets = Sheet.objects.in_bulk(list(counts))
    return [Beside(sheets[number], count) for number, count in counts.items()]
