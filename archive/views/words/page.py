"""The page of words through time: a form, the curves, their table, and what each word is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive import kept_pages, limits, text
from archive.concordance.counting import MOST_WORDS, By
from archive.concordance.keeping import Missing as Unmade
from archive.concordance.pieces import LONGEST_WORD
from archive.curves import asked as asking
from archive.curves import lines, points
from archive.curves.asked import SMOOTHINGS, Asked, Measure, Slip
from archive.curves.lines import UNDATED, Line
from archive.curves.points import Curve
from archive.models import Author, Publication, Tag
from archive.search.question import wording
from archive.search.question.query import Question
from archive.views.browse import published_names
from archive.views.words import drawing
from archive.views.words.examples import examples

MEASURES = {
    Measure.COUNT: gettext_lazy("occurrences"),
    Measure.EDITORIALS: gettext_lazy("éditoriaux qui l’emploient"),
    Measure.PER_10000: gettext_lazy("occurrences pour 10 000 mots"),
}
PERIODS = {By.YEAR: gettext_lazy("par année"), By.MONTH: gettext_lazy("par mois")}
LABELS = {
    "publication": gettext_lazy("Revue"),
    "author": gettext_lazy("Auteur"),
    "tag": gettext_lazy("Mot-clé"),
}
MODELS: dict[str, type[Author] | type[Publication] | type[Tag]] = {
    "publication": Publication,
    "author": Author,
    "tag": Tag,
}
MOST_OFFERED = 60  # names in the list that a field proposes


@dataclass(frozen=True)
class Choice:
    """A value that may be chosen, as it is read."""

    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A field for a name: what it is called, what stands in it, what it proposes."""

    parameter: str
    label: str | Promise
    value: str
    offered: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """A word below the drawing: its curve, where its lines are, the first and the last.

    `undated` leads to those of no period.
    """

    number: int
    curve: Curve
    address: str
    undated: str
    ends: Sequence[Line]
    without: str  # the address of the page without it


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Show words as curves: /words/?word=accueil&word=centre d’appels&by=year"""
    asked, slips = asking.read(request.GET)
    asked, unknown = with_known_names(asked)
    slips += unknown
    if not slips and sent(request) != asked.parameters():
        return redirect(reverse("words") + asked.address())
    if limits.is_over(request, Question(), takes_all=asked.is_dear):
        return limits.page(request)
    return _shown(request, asked, slips)


@kept_pages.kept
def _shown(request: HttpRequest, asked: Asked, slips: Sequence[Slip]) -> HttpResponse:
    context = form_of(asked) | {"asked": asked, "slips": list(map(complaint, slips))}
    if not asked.words:
        context["examples"] = examples()
        return render(request, "words/words.html", context)
    try:
        context |= _drawn(asked)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/words.html", context | {"is_unmade": True}, status=503)
    return render(request, "words/words.html", context)


def _drawn(asked: Asked) -> dict:
    drawn = points.curves(asked)
    address = partial(address_of_lines, asked)
    shown = []
    for number, curve in enumerate(drawn.curves, 1):
        word = curve.meaning.word
        others = tuple(other for other in asked.words if other != word)
        shown.append(
            Shown(
                number=number,
                curve=curve,
                address=address(word, ""),
                undated=address(word, UNDATED),
                ends=lines.first_and_last(asked, word) if curve.total else [],
                without=reverse("words") + asked.of(*others).address(),
            )
        )
    return {
        "drawing": drawing.drawing(drawn, address),
        "table": drawing.table(drawn, address),
        "shown": shown,
        "is_nowhere": not any(curve.total for curve in drawn.curves),
        "narrowed": narrowed_in_words(asked),
        "measure": MEASURES[asked.measure],
        "period": PERIODS[asked.by],
        "in_json": reverse("api:words") + asked.address(),
    }


def address_of_lines(asked: Asked, word: str, when: str) -> str:
    """Return where the lines of a word are, of a period or of all."""
    by = By.YEAR
    if when == UNDATED:  # what no month is known of may be of a known year
        by = asked.by
    of_word = replace(asked, by=by, measure=Measure.COUNT, smooth=1).of(word)
    address = reverse("concordance") + of_word.address()
    if when:
        address += f"&when={when}"
    return address


def narrowed_in_words(asked: Asked) -> str:
    """Return what the words are looked for in: « éditoriaux dans Décroché, depuis 2004 »."""
    if not asked.is_narrowed:
        return ""
    question = Question(filters=tuple(sorted(asked.names)), since=asked.since, until=asked.until)
    return wording.in_words(question)


# What was typed


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what an address says, in its order."""
    pairs = []
    for name, contents in request.GET.lists():
        pairs += [(name, content) for content in contents]
    return pairs


def with_known_names(asked: Asked) -> tuple[Asked, list[Slip]]:
    """Return what is asked with the slugs of the names that were typed, and what is unknown."""
    names: dict[tuple[str, str], None] = {}
    slips = []
    slugs = {facet: _slugs(facet, asked.chosen(facet)) for facet in MODELS}
    for facet, typed in asked.names:
        slug = slugs[facet].get(typed)
        if slug:
            names[facet, slug] = None
        else:
            slips.append(Slip("name", facet, typed))
    return replace(asked, names=tuple(names)), slips


def _slugs(facet: str, typed: Sequence[str]) -> dict[str, str]:
    """Return {what was typed: slug} of what is a slug, or a name, of a facet; one query."""
    if not typed:
        return {}
    keys = {name: text.fold(name) for name in typed}
    is_asked = Q(slug__in=typed) | Q(key__in=keys.values())
    # Of several of one name, the first.
    rows = MODELS[facet].objects.filter(is_asked).order_by("-pk").values_list("key", "slug")
    of_keys = dict(rows)
    slugs = {name: of_keys[key] for name, key in keys.items() if key in of_keys}
    return slugs | {slug: slug for _key, slug in rows if slug in keys}


def complaint(slip: Slip) -> str:
    """Return what a reader is told of something that could not be read as it is."""
    says = {
        "many": _("Six mots à la fois : des %(typed)s demandés, voici les premiers."),
        "long": _("Un mot ou une suite de mots a %(most)s caractères au plus : « %(typed)s… »."),
        "date": _("« %(typed)s » n’est pas une date : écrivez par exemple 2004 ou mai 2004."),
        "order": _("La fin vient avant le début : les deux dates ont changé de place."),
        "name": _("L’archive ne connaît pas « %(typed)s »."),
        "odd": _("« %(typed)s » n’est pas un choix de cette page, montrée sans lui."),
        "when": _("« %(typed)s » n’est ni une année ni un mois : voici toutes les lignes."),
    }
    return says[slip.kind] % {"typed": slip.typed, "most": LONGEST_WORD}


# The form


def form_of(asked: Asked) -> dict:
    """Return what the form is filled with."""
    fields = [*asked.words, *[""] * (MOST_WORDS - len(asked.words))]
    return {
        "words": fields,
        "longest": LONGEST_WORD,
        "measures": _choices(MEASURES, asked.measure),
        "periods": _choices(PERIODS, asked.by),
        "smoothings": _choices(_smoothings(), asked.smooth),
        "names": name_fields(asked),
    }


def _choices(labels: dict, chosen: object) -> list[Choice]:
    return [Choice(str(value), label, value == chosen) for value, label in labels.items()]


def _smoothings() -> dict[int, str]:
    labels = {SMOOTHINGS[0]: _("valeurs exactes")}
    for periods in SMOOTHINGS[1:]:
        labels[periods] = _("moyenne sur %(n)s") % {"n": periods}
    return labels


def name_fields(asked: Asked) -> list[Field]:
    """Return the fields for the names that narrow what is asked."""
    of_names = []
    for facet, label in LABELS.items():
        value = ""
        for slug in asked.chosen(facet)[:1]:
            value = str(MODELS[facet].objects.get(slug=slug))
        of_names.append(Field(facet, label, value, _offered(facet)))
    return of_names


def _offered(facet: str) -> list[str]:
    if facet == "publication":
        return [str(row) for row in Publication.objects.order_by("key")[:MOST_OFFERED]]
    model = Author if facet == "author" else Tag
    rows = published_names.most_frequent(model, MOST_OFFERED)
    return sorted(map(str, rows), key=text.fold)
