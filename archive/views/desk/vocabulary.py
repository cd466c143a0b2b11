"""The vocabulary: all tags, as a page and as a file, and each tag with what belongs to it."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive import concepts, text
from archive.forms import TagForm
from archive.models import Change, Tag, differences, subjects, vocabulary
from archive.models.distinctions import Twins, twins, undecided_pairs
from archive.models.stores import TAGS
from archive.skos import rdf_xml
from archive.thesaurus import Concept, as_csv, read
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.asking_again import is_outdated
from archive.views.desk.confirming import conclude, seal
from archive.views.desk.lists import sent_text
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 100
MOST_ALIKE = 20  # pairs that are offered for merging at a time
MOST_BRANCHES = 2000  # lines of the tree
DEEPEST_BRANCH = 10
LISTS = {  # by what is to be looked at
    "unused": Q(uses=0),
    "once": Q(uses=1),
    "undescribed": Q(description=""),
}
LONGEST_LIKE = 100  # characters


# All tags


@needs("archive.edit")
@require_safe
def tags(request: DeskRequest) -> HttpResponse:
    """Show the tags with how many editorials bear them, and pairs whose names are nearly the same.

    An address may ask for those alone that are `like` something, or for one of LISTS.
    """
    like = request.GET.get("like", "")[:LONGEST_LIKE].strip()
    rows = Tag.objects.annotate(uses=Count("taggings")).order_by("key")
    chosen = [name for name in LISTS if name in request.GET][:1]
    for name in chosen:
        rows = rows.filter(LISTS[name])
    if like:
        rows = rows.filter(pk__in=_named_like(text.fold(like)))
    pairs: list[Twins] = []
    pair_count = 0
    if not (like or chosen):
        undecided = undecided_pairs()
        pair_count, pairs = len(undecided), twins(undecided[:MOST_ALIKE])
    context = {
        "page": page(request, rows.prefetch_related("aliases"), per_page=PER_PAGE),
        "like": like,
        "chosen": "".join(chosen),
        "counts": _counts(),
        "pairs": pairs,
        "pair_count": pair_count,
    }
    return render(request, "desk/tags.html", context)


def _counts() -> dict[str, int]:
    """Return {name of a list: tags that are in it}."""
    counted = Tag.objects.annotate(uses=Count("taggings")).order_by()
    counts = {name: Count("pk", filter=condition) for name, condition in LISTS.items()}
    return counted.aggregate(**counts)


@needs("archive.edit")
@require_safe
def tree(request: DeskRequest) -> HttpResponse:
    """Show the tags under their broader ones, each as often as it stands there."""
    narrower = defaultdict(list)
    for narrow, broad in Tag.broader.through.objects.values_list("from_tag_id", "to_tag_id"):
        narrower[broad].append(narrow)
    below = set(chain.from_iterable(narrower.values()))
    tags = Tag.objects.annotate(uses=Count("taggings")).in_bulk(below | narrower.keys())
    tops = sorted((tags[pk] for pk in narrower.keys() - below), key=attrgetter("key"))
    # As many as are shown: tags with several broader ones may stand in more places than can be.
    branches = chain.from_iterable(_branches(top, 0, tags, narrower) for top in tops)
    context = {
        "branches": list(islice(branches, MOST_BRANCHES)),
        "alone": Tag.objects.count() - len(tags),
    }
    return render(request, "desk/tag_tree.html", context)


def _branches(
    tag: Tag, depth: int, tags: Mapping[int, Tag], narrower: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, Tag]]:
    """Yield (depth, tag) of a tag and all that are below it."""
    yield depth, tag
    if depth < DEEPEST_BRANCH:
        below = [tags[pk] for pk in narrower.get(tag.pk, ())]
        for narrow in sorted(below, key=attrgetter("key")):
            yield from _branches(narrow, depth + 1, tags, narrower)


def _named_like(key: str) -> set[int]:
    """Return the numbers of the tags whose name, or another name, contains a folded text."""
    by_name = Tag.objects.filter(key__contains=key).values_list("pk", flat=True)
    by_alias = Tag.objects.filter(aliases__key__contains=key).values_list("pk", flat=True)
    return {*by_name, *by_alias}


# As a file


@needs("archive.edit")
@require_safe
def export_file(request: DeskRequest, ending: str) -> HttpResponse:
    """Give the whole vocabulary as a file: CSV, or SKOS in RDF/XML."""
    if ending not in ("csv", "rdf"):
        raise Missing(_("Le vocabulaire s’exporte en csv ou en rdf."))
    rows = Tag.objects.annotate(uses=Count("taggings")).order_by("key")
    rows = rows.prefetch_related("aliases", "broader")
    terms = [concepts.concept(request, row, row.uses) for row in rows]  # type: ignore[attr-defined] # the query counts it
    if ending == "csv":
        response = HttpResponse(as_csv(terms), content_type="text/csv; charset=utf-8")
    else:
        scheme = concepts.scheme(request)
        response = HttpResponse(rdf_xml(terms, scheme), content_type="application/rdf+xml")
    response["Content-Disposition"] = f'attachment; filename="vocabulary.{ending}"'
    return response


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: DeskRequest) -> HttpResponse:
    """Take a vocabulary from a file: what it would change is seen, then confirmed."""
    context: dict[str, Any] = {"text": "", "error": "", "changes": None}
    if request.method == "POST":
        try:
            context["text"] = sent_text(request)
            terms = read(context["text"])
            if "confirm" in request.POST:
                operation = vocabulary.take(terms, request.user, _("Vocabulaire importé"))
                return conclude(request, operation, reverse("desk_tags"))
            context |= _preview(terms)
        except ValidationError as error:
            context["error"] = error.messages[0]
        except ValueError as error:
            message = _("Ce fichier n’est pas un vocabulaire en CSV ou en SKOS (%(why)s).")
            context["error"] = message % {"why": error}
    status = 200
    if context["error"]:
        status = 422
    return render(request, "desk/tags_import.html", context, status=status)


def _preview(terms: list[Concept]) -> dict[str, Any]:
    """Return what `vocabulary.take` would do: it is done, and taken back."""
    changes: list[Change] = []
    with transaction.atomic():
        operation = vocabulary.take(terms)
        if operation.pk:
            changes = list(operation.changes.listed())
        first = changes[:PER_PAGE]
        differences_of, names = differences(first), subjects(first)
        transaction.set_rollback(True)
    rows = []
    for change in first:
        name = names.get((change.model, change.object_id), "")
        rows.append((name, change.before is None, differences_of[change.pk]))
    return {"changes": rows, "count": len(changes)}


# One tag


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a tag: its name, definition, other names and broader tags; posted to, it is saved."""
    tag = tag_at(slug)
    if tag.slug != slug and request.method != "POST":
        return redirect("desk_tag", tag.slug)
    form = TagForm(request.POST or None, initial=_initial(tag))
    newer: list[Change] = []
    if request.method == "POST" and form.is_valid():
        message = _("Ce mot-clé a été modifié entre-temps. Relisez, puis enregistrez encore.")
        if is_outdated(form, request.POST, _state_seal(tag), message):
            newer = list(Change.objects.of(tag).select_related("operation__by")[:1])
        elif _save(request, tag, form):
            return redirect("desk_tag", tag.slug)
    status = 200
    if newer:
        status = 409
    elif form.errors:
        status = 422
    differences_of = differences(newer)
    context = {
        "tag": tag,
        "uses": tag.taggings.count(),
        "narrower": tag.narrower.order_by("key"),
        "form": form,
        "changes_since": [(change, differences_of[change.pk]) for change in newer],
    }
    return render(request, "desk/tag.html", context, status=status)


def tag_at(slug: str) -> Tag:
    """Return the tag of an address, or the one that took its place; raise Missing without one."""
    tag = Tag.objects.at(slug)
    if not tag:
        raise Missing(_("L’archive n’a pas ce mot-clé."))
    return tag


def _initial(tag: Tag) -> dict[str, str]:
    return {
        "name": tag.name,
        "description": tag.description,
        "seal": _state_seal(tag),
        "aliases": "\n".join(map(str, tag.aliases.order_by("key"))),
        "broader": "\n".join(map(str, tag.broader.order_by("key"))),
    }


def _state_seal(tag: Tag) -> str:
    """Return what tells the present state of a tag, as its form shows it, from any other."""
    shown = set(TAGS.fields) - TAGS.hidden
    return seal((json.dumps(TAGS.read([tag.pk], shown)[tag.pk], sort_keys=True),))


def _save(request: DeskRequest, tag: Tag, form: TagForm) -> bool:
    """Save what the form says; return False, and tell why in the form, where that cannot be."""
    fields = form.cleaned_data
    try:
        operation = vocabulary.edit(
            tag,
            name=fields["name"],
            description=fields["description"],
            aliases=fields["aliases"],
            broader=fields["broader"],
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    message = _("C’est enregistré.")
    if not operation.pk:
        message = _("Il n’y avait rien à changer.")
    messages.success(request, message)
    return True
