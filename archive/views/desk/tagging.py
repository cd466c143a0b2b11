"""Tagging one editorial after another: the text, and beside it the tags it bears and those it may want."""

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive import text
from archive.models import (
    Bulk,
    Editorial,
    Operation,
    OperationKind,
    Proposal,
    ProposalState,
    Rejection,
    Tag,
    TagAlias,
)
from archive.search import suggested_tags
from archive.views.desk.access import needs
from archive.views.desk.board import next_of
from archive.views.desk.worklists import Work, at_hand
from archive.views.errors import Missing

SUGGESTED = 5
COMPLETIONS = 8


@needs("archive.propose")
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Opens the first editorial of a list, or the list itself where it is empty."""
    work = Work.of(request, "untagged")
    first = work.rows().order_by("pk").only("pk").first()
    if first:
        return redirect(reverse("tag_one", args=[first.pk]) + work.address())
    return redirect(reverse("worklist", args=[work.worklist.name]) + work.narrowing())


@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    rows = at_hand(request.user).select_related("publication").prefetch_related("bylines__author")
    editorial = rows.filter(pk=number).first()
    if not editorial:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    if request.method == "POST":
        try:
            _change(request, editorial)
        except ValidationError as error:
            return _shown(request, editorial, error.messages, status=422)
        return redirect(request.get_full_path())
    return _shown(request, editorial)


def _change(request: HttpRequest, editorial: Editorial) -> None:
    """Adds the tags named by `add`, takes off those whose slugs `remove` gives: one operation, or the proposal of who may
    only propose. An editor's `reject` and `restore` (slugs) say which are not to be suggested for it, and which are
    again."""
    added = [name for name in request.POST.getlist("add") if name.strip()]
    removed = Tag.objects.filter(slug__in=request.POST.getlist("remove"))
    if request.user.has_perm("archive.edit"):
        change = Bulk(add=added, remove=removed)
        with Operation.objects.recording(OperationKind.EDIT, by=request.user) as operation:
            change.apply_within(operation, [editorial.pk], request.user)
    else:
        return Proposal.objects.propose_tags(editorial, added, removed, request.user)
    for tag in Tag.objects.filter(slug__in=request.POST.getlist("reject")):
        Rejection.objects.get_or_create(editorial=editorial, tag=tag, defaults={"by": request.user})
    editorial.rejections.filter(tag__slug__in=request.POST.getlist("restore")).delete()


def _shown(
    request: HttpRequest, editorial: Editorial, errors=(), status: int = 200
) -> HttpResponse:
    work = Work.of(request, "untagged")
    tags = list(editorial.taggings.select_related("tag", "by"))
    vocabulary = {tag.slug: tag for tag in Tag.objects.all()}
    rejected = [one.tag for one in editorial.rejections.select_related("tag")]
    proposed = _proposed(request, editorial)
    unwanted = {tagging.tag.slug for tagging in tags} | {tag.slug for tag in rejected}
    unwanted |= {tag.slug for tag in Tag.objects.known_as(proposed).values()} if proposed else set()
    found = suggested_tags(editorial, _names(vocabulary), without=unwanted, most=SUGGESTED)
    alike = Editorial.objects.only("title", "title_supplied", "slug").in_bulk(
        {number for one in found for number in one.neighbours}
    )
    rows = work.rows()
    context = {
        "editorial": editorial,
        "taggings": tags,
        "rejected": rejected,
        "proposed": proposed,
        "suggestions": [
            (vocabulary[one.slug], one, [alike[n] for n in one.neighbours if n in alike])
            for one in found
        ],
        "work": work,
        "following": next_of(rows, editorial.pk),
        "left": rows.count(),
        "errors": errors,
        "typed": request.POST.get("add", "") if errors else "",
    }
    return render(request, "desk/tagging.html", context, status=status)


def _names(vocabulary: dict[str, Tag]) -> dict[str, list[str]]:
    """{slug: the tag's name and aliases}"""
    names = {slug: [tag.name] for slug, tag in vocabulary.items()}
    for slug, alias in TagAlias.objects.values_list("tag__slug", "name"):
        names[slug].append(alias)
    return names


def _proposed(request: HttpRequest, editorial: Editorial) -> list[str]:
    """The names of tags that whoever asks has proposed for it and that wait for an answer."""
    waiting = editorial.proposals.filter(state=ProposalState.OPEN, by=request.user).values_list(
        "add", flat=True
    )
    return [name for names in waiting for name in names]


@needs("archive.propose")
@require_safe
def complete(request: HttpRequest) -> JsonResponse:
    """The tags that begin, or whose words begin, with what is typed; the most used first. As `completing.complete`."""
    typed = text.fold(request.GET.get("q", ""))[:100]
    found = _completing(typed) if typed.strip() else []
    said = (
        ngettext("%(n)s mot-clé", "%(n)s mots-clés", len(found)) % {"n": len(found)}
        if found
        else ""
    )
    return JsonResponse({"said": said, "options": [_option(tag) for tag in found]})


def _completing(typed: str) -> list[Tag]:
    """By its name, or by an alias of it, which is then `alias`."""
    tags = Tag.objects.annotate(uses=Count("taggings")).order_by("-uses", "key")
    found: dict[int, Tag] = {}
    for begins in ({"key__startswith": typed}, {"key__contains": f" {typed}"}):
        for tag in tags.filter(**begins).exclude(pk__in=found)[: COMPLETIONS - len(found)]:
            found[tag.pk] = tag
        aliases = TagAlias.objects.filter(**begins).exclude(tag__in=found)[
            : COMPLETIONS - len(found)
        ]
        said = {alias.tag_id: alias.name for alias in aliases}
        for tag in tags.filter(pk__in=said):
            tag.alias = said[tag.pk]
            found[tag.pk] = tag
    return list(found.values())


def _option(tag: Tag) -> dict[str, str]:
    count = render_to_string("_editorials.html", {"count": tag.uses}).strip()
    return {
        "text": tag.name,
        "label": getattr(tag, "alias", ""),
        "count": count,
        "name": "q",
        "value": tag.name,
    }
