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
from archive.models import Bulk, Editorial, Operation, Tag
from archive.search import suggested_tags
from archive.views.desk.access import for_editors
from archive.views.desk.board import next_of
from archive.views.desk.worklists import Work, at_hand
from archive.views.errors import Missing

SUGGESTED = 5
COMPLETIONS = 8


@for_editors
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Opens the first editorial of a list, or the list itself where it is empty."""
    work = Work.of(request, "untagged")
    first = work.rows().order_by("pk").only("pk").first()
    if first:
        return redirect(reverse("tag_one", args=[first.pk]) + work.address())
    return redirect(reverse("worklist", args=[work.worklist.name]) + work.narrowing())


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    editorial = at_hand().select_related("publication").prefetch_related("bylines__author").filter(pk=number).first()
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
    """Adds the tags named by `add`, takes off those whose slugs `remove` gives: one operation."""
    added, removed = request.POST.getlist("add"), Tag.objects.filter(slug__in=request.POST.getlist("remove"))
    change = Bulk(add=[name for name in added if name.strip()], remove=removed)
    with Operation.objects.recording(Operation.Kind.EDIT, by=request.user) as operation:
        change.apply_within(operation, [editorial.pk], request.user)


def _shown(request: HttpRequest, editorial: Editorial, errors=(), status: int = 200) -> HttpResponse:
    work = Work.of(request, "untagged")
    tags = list(editorial.taggings.select_related("tag", "by"))
    vocabulary = {tag.slug: tag for tag in Tag.objects.all()}
    names = {slug: [tag.name] for slug, tag in vocabulary.items()}
    found = suggested_tags(editorial, names, without={tagging.tag.slug for tagging in tags}, most=SUGGESTED)
    alike = Editorial.objects.only("title", "title_supplied", "slug").in_bulk(
        {number for one in found for number in one.neighbours}
    )
    rows = work.rows()
    context = {
        "editorial": editorial,
        "taggings": tags,
        "suggestions": [(vocabulary[one.slug], one, [alike[n] for n in one.neighbours if n in alike]) for one in found],
        "work": work,
        "following": next_of(rows, editorial.pk),
        "left": rows.count(),
        "errors": errors,
        "typed": request.POST.get("add", "") if errors else "",
    }
    return render(request, "desk/tagging.html", context, status=status)


@for_editors
@require_safe
def complete(request: HttpRequest) -> JsonResponse:
    """The tags that begin, or whose words begin, with what is typed; the most used first. As `completing.complete`."""
    typed = text.fold(request.GET.get("q", ""))[:100]
    found = _completing(typed) if typed.strip() else []
    said = ngettext("%(n)s mot-clé", "%(n)s mots-clés", len(found)) % {"n": len(found)} if found else ""
    return JsonResponse({"said": said, "options": [_option(tag) for tag in found]})


def _completing(typed: str) -> list[Tag]:
    tags = Tag.objects.annotate(uses=Count("taggings")).order_by("-uses", "key")
    begun = list(tags.filter(key__startswith=typed)[:COMPLETIONS])
    if len(begun) < COMPLETIONS:
        begun += tags.filter(key__contains=f" {typed}").exclude(pk__in=[tag.pk for tag in begun])[:COMPLETIONS]
    return begun[:COMPLETIONS]


def _option(tag: Tag) -> dict[str, str]:
    count = render_to_string("_editorials.html", {"count": tag.uses}).strip()
    return {"text": tag.name, "label": "", "count": count, "name": "q", "value": tag.name}
