"""Two authors, two magazines or two tags side by side; the address says which."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.kept_pages import kept
from archive.models import Author, Editorial, Publication, Tag, Tallied, TalliedAuthor, TalliedTag
from archive.search.question import wording
from archive.views.browse import published_names
from archive.views.browse.charts import timeline
from archive.views.browse.comparing import compared
from archive.views.browse.comparing.compared import Named, Side
from archive.views.browse.names import period_address
from archive.views.errors import Missing

MODELS: dict[str, type[Named]] = {"author": Author, "publication": Publication, "tag": Tag}
KEPT: dict[str, tuple[type, str]] = {
    "author": (TalliedAuthor, "author_id"),
    "publication": (Tallied, "publication_id"),
    "tag": (TalliedTag, "tag_id"),
}
HEADINGS = {
    "author": gettext_lazy("Deux auteurs"),
    "publication": gettext_lazy("Deux revues"),
    "tag": gettext_lazy("Deux mots-clés"),
}
SIDES = 2
LONGEST = 200  # characters that are read of a name
MOST_OFFERED = 60  # names in the list that a field proposes
MOST_LIKE = 8  # names that are proposed for one that is not known


@dataclass(frozen=True)
class Field:
    """A name as it was typed or chosen, and what it may have been meant to be."""

    typed: str = ""
    named: Named | None = None
    like: list[Named] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # where each of these is taken

    @property
    def proposed(self) -> list[tuple[Named, str]]:
        return list(zip(self.like, self.addresses, strict=True))

    @property
    def value(self) -> str:
        return self.named.name if self.named else self.typed


@dataclass(frozen=True)
class Choice:
    """The two names of a kind that are to be chosen, and the names that are offered."""

    parameter: str
    heading: str | Promise
    fields: list[Field]
    offered: list[Named]

    @property
    def is_same(self) -> bool:
        """Return True where both names are one."""
        first, second = self.fields
        return first.named is not None and first.named == second.named


@kept
def compare(request: HttpRequest) -> HttpResponse:
    """Show two names side by side, else what to choose them with."""
    sent = {name: request.GET.getlist(name)[: SIDES + 1] for name in MODELS if name in request.GET}
    if len(sent) > 1 or any(len(names) > SIDES for names in sent.values()):
        raise Missing(_("On ne compare que deux auteurs, deux revues ou deux mots-clés."))
    for parameter, names in sent.items():
        fields = [_field(parameter, name[:LONGEST].strip()) for name in names]
        chosen = [entered.named for entered in fields if entered.named]
        if len({row.pk for row in chosen}) == SIDES:
            address = address_of(parameter, chosen)
            if names != [row.slug for row in chosen]:
                return redirect(address)
            return _compared(request, parameter, chosen)
        fields += [Field()] * (SIDES - len(fields))
        return _choose(request, {parameter: _proposing(parameter, fields)})
    return _choose(request, {parameter: [Field(), Field()] for parameter in MODELS})


def address_of(parameter: str, names: list[Named]) -> str:
    """Return where these names are compared."""
    query = urlencode([(parameter, row.slug) for row in names])
    return f"{reverse('compare')}?{query}"


def _compared(request: HttpRequest, parameter: str, names: list[Named]) -> HttpResponse:
    first, second = (_side(parameter, row) for row in names)
    named = [
        (side.named.name, side.named.get_absolute_url(), side.spans) for side in (first, second)
    ]
    chart = timeline.chart(
        first.spans + second.spans, period_address({}), [("", named)], on_one_scale=True
    )
    context = {
        "sides": [first, second],
        "parameter": parameter,
        "chart": chart,
        "shared": compared.shared(first, second),
        "together": compared.together(first, second),
    }
    return render(request, "browse/compared.html", context)


def _side(parameter: str, row: Named) -> Side:
    model, name = KEPT[parameter]
    published = [Editorial.State.PUBLISHED]
    of = "publication_id"
    return Side(row, model.objects.spans(published, of=of, **{name: row.pk}))  # type: ignore[attr-defined]


# Choosing


def _choose(request: HttpRequest, fields: dict[str, list[Field]]) -> HttpResponse:
    choices = []
    for parameter, entered in fields.items():
        offered = _offered(parameter)
        choices.append(Choice(parameter, HEADINGS[parameter], entered, offered))
    return render(request, "browse/compare.html", {"choices": choices})


def _field(parameter: str, typed: str) -> Field:
    """Return the name of an address or of what was typed; else those that are like it."""
    if not typed:
        return Field()
    public = MODELS[parameter].objects.filter(wording.is_told(parameter))
    key = text.fold(typed)
    row = public.filter(slug=typed).first() or public.filter(key=key).order_by("pk").first()
    if row is None:
        moved = MODELS[parameter].objects.at(typed)
        row = public.filter(pk=moved.pk).first() if moved else None
    if row:
        return Field(typed, row)
    return Field(typed, None, list(public.filter(key__contains=key).order_by("key")[:MOST_LIKE]))


def _proposing(parameter: str, fields: list[Field]) -> list[Field]:
    """Return the two with the addresses by which what is proposed takes the place of the typed."""
    proposing = []
    for place, entered in enumerate(fields):
        other = fields[1 - place].named
        addresses = []
        for row in entered.like:
            names = [row]
            if other:
                names.insert(1 - place, other)
            addresses.append(address_of(parameter, names))
        proposing.append(replace(entered, addresses=addresses))
    return proposing


def _offered(parameter: str) -> list[Any]:
    """Return the names that most published editorials have, in alphabetical order."""
    if parameter == "publication":
        published = Tallied.objects.filter(state=Editorial.State.PUBLISHED)
        counted = published.exclude(publication_id=None).order_by().values_list("publication_id")
        frequent = counted.annotate(n=Sum("number")).filter(n__gt=0).order_by("-n")[:MOST_OFFERED]
        rows = list(Publication.objects.in_bulk([number for number, _n in frequent]).values())
    else:
        model: published_names.Listed = Author if parameter == "author" else Tag
        rows = published_names.most_frequent(model, MOST_OFFERED)
    return sorted(rows, key=lambda row: row.key)
