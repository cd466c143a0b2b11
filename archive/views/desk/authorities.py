"""Magazines and authors at the desk: all of them, near-identical ones, and what is said of each."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from archive import text
from archive.forms import TagNames
from archive.identifiers import ISNI, SCHEMES, VIAF, WIKIDATA
from archive.models import Author, Publication
from archive.models.authorities import Authority, edit, store_of
from archive.models.distinctions import Twins, tell_apart, twins, undecided_pairs
from archive.models.identified import identifier
from archive.models.names import LONGEST_NAME, AuthorKind
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.asking_again import ask_again, is_outdated
from archive.views.desk.confirming import numbers, seal
from archive.views.desk.magazine_form import MagazineForm
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 100
MOST_ALIKE = 20  # pairs that are offered at a time
LONGEST_TYPED = 300  # characters of a name or an address
LONGEST_SLUG = 100


@dataclass(frozen=True)
class Kind:
    """Magazines, or authors: their addresses, words, and who may make two of them one."""

    model: type[Publication] | type[Author]
    name: str  # of the addresses: desk_NAME, desk_NAMEs …
    merging: str  # the permission
    title: str | Promise
    new_part: str | Promise

    def at(self, slug: str) -> Authority:
        """Return the one of an address, or what it became; raise Missing without one."""
        row = self._at(slug)
        if row is None:
            raise Missing(_("Il n’y a rien à cette adresse."))
        return row

    def address(self, row: Authority) -> str:
        return reverse(f"desk_{self.name}", args=[row.slug])

    @property
    def listing(self) -> str:
        return reverse(f"desk_{self.name}s")

    def known_as(self, typed: str) -> Authority | None:
        """Return the one of a name, a printed form, or an address, if there is only one."""
        typed = text.seen_line(typed)[:LONGEST_TYPED]
        if "/" in typed:
            return self._at(typed.rstrip("/").rpartition("/")[2])
        rows: list[Any] = list(self.model._default_manager.filter(key=text.fold(typed))[:2])
        if not rows and self.model is Author:
            printed = Author.objects.filter(names__key=text.name_key(typed))
            rows = list(printed.distinct()[:2])
        if not rows:
            return self._at(text.slug(typed))
        return rows[0] if len(rows) == 1 else None

    def _at(self, slug: str) -> Any:
        return self.model.objects.at(slug[:LONGEST_SLUG])


PUBLICATIONS = Kind(
    Publication,
    "publication",
    "archive.merge",
    gettext_lazy("Revues"),
    gettext_lazy("Cette revue est nouvelle dans l’archive."),
)
AUTHORS = Kind(
    Author,
    "author",
    "archive.manage_people",
    gettext_lazy("Auteurs"),
    gettext_lazy("Cet auteur est nouveau dans l’archive."),
)


def _identifying(name: str, help_text: Any) -> forms.CharField:
    """Return the field of an identifier, which takes the longer address of its page, too."""
    return forms.CharField(
        label=name, help_text=help_text, max_length=LONGEST_TYPED, required=False
    )


class AuthorForm(forms.ModelForm):
    """What an editor says of an author, with the printed forms of the name."""

    names = TagNames(
        label=gettext_lazy("Formes imprimées"),
        help_text=gettext_lazy("Une par ligne. Ce qu’un import signe ainsi est de cet auteur."),
        required=False,
    )
    isni = _identifying("ISNI", gettext_lazy("Seize chiffres, ou l’adresse de la page."))
    viaf = _identifying("VIAF", gettext_lazy("Un nombre, ou l’adresse de la page."))
    wikidata = _identifying(
        "Wikidata", gettext_lazy("Q suivi d’un nombre, ou l’adresse de la page.")
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)
    others = forms.CharField(widget=forms.HiddenInput, required=False)  # those that were shown

    class Meta:
        model = Author
        fields = (
            *("name", "sort_name", "kind", "note", "born", "died"),
            *("isni", "viaf", "wikidata"),
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "–"), *AuthorKind.choices]  # type: ignore[attr-defined]

    def clean_isni(self) -> str:
        return identifier(self.cleaned_data["isni"], ISNI)

    def clean_viaf(self) -> str:
        return identifier(self.cleaned_data["viaf"], VIAF)

    def clean_wikidata(self) -> str:
        return identifier(self.cleaned_data["wikidata"], WIKIDATA)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def authorities(request: DeskRequest, kind: Kind) -> HttpResponse:
    """List them with how many editorials each has, and pairs of nearly the same name.

    `like` narrows the list; posted to, two (`apart`) are remembered as different.
    """
    if request.method == "POST":
        return _tell_apart(request, kind)
    like = text.seen_line(request.GET.get("like", ""))[:LONGEST_NAME]
    rows = kind.model._default_manager.annotate(uses=Count(kind.model.LINK, distinct=True))
    pairs: list[Twins] = []
    pair_count = 0
    if like:
        rows = rows.filter(key__contains=text.fold(like))
    else:
        undecided = undecided_pairs(kind.model)
        pair_count, pairs = len(undecided), twins(undecided[:MOST_ALIKE], kind.model)
    context = {
        "kind": kind,
        "page": page(request, rows.order_by("key", "pk"), per_page=PER_PAGE),
        "like": like,
        "pairs": _with_addresses(kind, pairs),
        "pair_count": pair_count,
        "may_merge": request.user.has_perm(kind.merging),
    }
    return render(request, "desk/authorities.html", context)


def _with_addresses(kind: Kind, pairs: list[Twins]) -> list[tuple[Any, Any, str]]:
    """Return each pair with where the lesser is merged into the greater."""
    addressed = []
    for lesser, greater in pairs:
        merging = reverse(f"desk_{kind.name}_merge", args=[lesser.slug])
        addressed.append((lesser, greater, merging))
    return addressed


def _tell_apart(request: DeskRequest, kind: Kind) -> HttpResponse:
    if not request.user.has_perm(kind.merging):
        raise PermissionDenied
    shown = numbers(request.POST.get("apart", "").split("-"))
    rows = list(kind.model._default_manager.filter(pk__in=shown))
    if len(rows) == 2:
        first, second = rows
        tell_apart(first, second, by=request.user)
        names = {"first": first, "second": second}
        messages.success(request, _("« %(first)s » et « %(second)s » sont différents.") % names)
    else:
        messages.error(request, _("L’un des deux n’existe plus."))
    return redirect(kind.listing)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: DeskRequest, slug: str, kind: Kind) -> HttpResponse:
    """Show a magazine or an author to be changed; posted to, it is saved."""
    row = kind.at(slug)
    if row.slug != slug and request.method != "POST":
        return redirect(kind.address(row))
    # A form of its own row: what was typed is not to be shown as what is.
    form = _form(kind, row, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if _is_saved(request, row, form):
            return redirect(kind.address(kind.model._default_manager.get(pk=row.pk)))
        status = 422
    context = {
        "kind": kind,
        "row": kind.model._default_manager.get(pk=row.pk),
        "form": form,
        "uses": row.editorials.distinct().count(),
        "may_merge": request.user.has_perm(kind.merging),
        "merging": reverse(f"desk_{kind.name}_merge", args=[row.slug]),
        "splitting": reverse(f"desk_{kind.name}_split", args=[row.slug]),
        "is_magazine": kind is PUBLICATIONS,
    }
    return render(request, "desk/authority.html", context, status=status)


def _form(kind: Kind, row: Authority, posted) -> forms.ModelForm:
    initial = {"seal": _state_seal(row)}
    if isinstance(row, Author):
        others = row.names.exclude(name=row.name).order_by("name")
        initial["names"] = "\n".join(others.values_list("name", flat=True))
    else:
        initial |= MagazineForm.lineage_of(row)
    shape = MagazineForm if kind is PUBLICATIONS else AuthorForm
    instance = kind.model._default_manager.get(pk=row.pk)
    return shape(posted, instance=instance, initial=initial)


def _state_seal(row: Authority) -> str:
    """Return what tells the present state of it from any other."""
    state = store_of(row).read([row.pk])[row.pk]
    before: list[int] = []
    if isinstance(row, Publication):
        before += row.predecessors.order_by("pk").values_list("pk", flat=True)
    return seal((json.dumps(state, sort_keys=True), before))


def _is_saved(request: DeskRequest, row: Authority, form: forms.ModelForm) -> bool:
    """Save what the form says; return False, and tell why in the form, where that cannot be."""
    if not form.is_valid():
        return False
    message = _("Quelqu’un l’a modifié entre-temps. Relisez, puis enregistrez encore.")
    if is_outdated(form, request.POST, _state_seal(row), message):
        return False
    fields = dict(form.cleaned_data)
    del fields["seal"]
    shown = fields.pop("others", "")
    if isinstance(row, Author):
        others = _others(row, fields)
        others_seal = seal([other.pk for other in others])
        if others and shown != others_seal:
            ask_again(form, request.POST, _warning(request, row, others), others=others_seal)
            return False
    try:
        operation = edit(row, fields, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    message = _("C’est enregistré.") if operation.pk else _("Il n’y avait rien à changer.")
    messages.success(request, message)
    overlaps = row.overlaps() if isinstance(row, Publication) else ""
    if overlaps:
        messages.warning(request, overlaps)
    return True


def _others(author: Author, fields: dict[str, Any]) -> list[Author]:
    """Return other authors who have a name or an identifier that this one is given."""
    alike = Q(pk__in=())
    if text.fold(fields["name"]) != author.key:
        alike |= Q(key=text.fold(fields["name"]))
    for column in SCHEMES:
        if fields[column] not in ("", getattr(author, column)):
            alike |= Q(**{column: fields[column]})
    return list(Author.objects.filter(alike).exclude(pk=author.pk).order_by("pk")[:MOST_ALIKE])


def _warning(request: DeskRequest, author: Author, others: list[Author]) -> str:
    """Return the question whether they are one person, with where that is settled."""
    merging = reverse("desk_author_merge", args=[author.slug])
    links = []
    for other in others:
        address = AUTHORS.address(other)
        if request.user.has_perm(AUTHORS.merging):
            address = f"{merging}?{urlencode({'into': other.get_absolute_url()})}"
        links.append((address, other, other.slug))
    question = _(
        "L’archive connaît déjà ce nom ou cet identifiant. Si ce sont deux personnes, enregistrez"
        " encore ; si c’est la même, fusionnez-les :"
    )
    return format_html(
        "{} {}.", question, format_html_join(", ", '<a href="{}">{} ({})</a>', links)
    )
