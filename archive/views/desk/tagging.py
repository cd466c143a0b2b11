"""Tagging one editorial after another: the text, and beside it its tags and those it may want."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive import figures, text
from archive.models import (
    Bulk,
    Editorial,
    Operation,
    OperationKind,
    Proposal,
    Rejection,
    Tag,
    TagAlias,
)
from archive.models.spellings import near
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.board import next_of
from archive.views.desk.suggestions import SUGGESTED, Answered, Suggestion, suggested
from archive.views.desk.worklists import Work, editorial_at_hand

MOST_NEAR = 3  # tags that a new one may have been meant for
COMPLETIONS = 8
LONGEST_TYPED = 100  # characters that are completed


@needs("archive.propose")
@require_safe
def begin(request: DeskRequest) -> HttpResponse:
    """Open the first editorial of a list, or the list itself where it is empty."""
    return redirect(Work.of(request, "untagged").start("tag_editorial"))


@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def of_editorial(request: DeskRequest, number: int) -> HttpResponse:
    """Show an editorial with its tags and those that are suggested; posted to, they change.

    An address may name the suggestions (`shown`, slugs): these stay in their places.
    """
    editorial = editorial_at_hand(number, request.user)
    if request.method == "POST":
        near_tags = _near_tags(request)
        if near_tags:
            return _form(request, editorial, near_tags=near_tags, status=409)
        try:
            _change(request, editorial)
        except ValidationError as error:
            return _form(request, editorial, errors=error.messages, status=422)
        return redirect(_address(request))
    return _form(request, editorial)


def _address(request: DeskRequest) -> str:
    """Return the address of the page with the suggestions that it showed, in their places."""
    asked = request.GET.copy()
    if "shown" in request.POST:
        asked.setlist("shown", request.POST.getlist("shown")[:SUGGESTED])
    if not asked:
        return request.path
    return f"{request.path}?{asked.urlencode()}"


def _near_tags(request: DeskRequest) -> list[Tag]:
    """Return the tags that a new one would nearly be, unless whoever typed it is `sure`."""
    typed = [name for name in request.POST.getlist("add") if name.strip()]
    if len(typed) != 1 or "sure" in request.POST or Tag.objects.known_as(typed):
        return []
    near_numbers = near(typed[0], dict(Tag.objects.values_list("pk", "name")))
    return list(Tag.objects.filter(pk__in=near_numbers[:MOST_NEAR]))


def _change(request: DeskRequest, editorial: Editorial) -> None:
    """Add the tags named by `add`, take off those whose slugs `remove` gives.

    That is one operation, or the proposal of whoever may only propose. An editor's `reject` and
    `restore` (slugs) say which are not to be suggested for it, and which are again.
    """
    added = [name for name in request.POST.getlist("add") if name.strip()]
    removed = Tag.objects.filter(slug__in=request.POST.getlist("remove"))
    if not request.user.has_perm("archive.edit"):
        Proposal.objects.propose_tags(editorial, added, removed, request.user)
        return
    change = Bulk(add=added, remove=removed)
    with Operation.objects.recording(OperationKind.EDIT, by=request.user) as operation:
        change.apply_within(operation, [editorial.pk], request.user)
    for tag in Tag.objects.filter(slug__in=request.POST.getlist("reject")):
        Rejection.objects.get_or_create(editorial=editorial, tag=tag, defaults={"by": request.user})
    editorial.rejections.filter(tag__slug__in=request.POST.getlist("restore")).delete()


def _form(
    request: DeskRequest,
    editorial: Editorial,
    errors: Sequence[str] = (),
    near_tags: Sequence[Tag] = (),
    status: int = 200,
) -> HttpResponse:
    work = Work.of(request, "untagged")
    rows = work.rows()
    taggings = list(editorial.taggings.select_related("tag", "by"))
    rejected = [rejection.tag for rejection in editorial.rejections.select_related("tag")]
    proposed = _proposed(request, editorial)
    answered = Answered(
        borne={tagging.tag.slug for tagging in taggings},
        rejected={tag.slug for tag in rejected},
    )
    if proposed:
        known = Tag.objects.known_as(proposed).values()
        answered.proposed.update(tag.slug for tag in known)
    suggestions = suggested(editorial, answered, _shown(request))
    typed = ""
    if errors or near_tags:
        typed = request.POST.get("add", "")
    context = {
        "editorial": editorial,
        "taggings": taggings,
        "rejected": [tag for tag in rejected if tag.slug not in _slugs(suggestions)],
        "proposed": proposed,
        "suggestions": suggestions,
        "is_anything_sure": any(suggestion.is_sure for suggestion in suggestions),
        "is_any_answered": any(suggestion.is_answered for suggestion in suggestions),
        "work": work,
        "following": next_of(rows, editorial.pk),
        "count_left": rows.count(),
        "errors": errors,
        "near_tags": near_tags,
        "typed": typed,
    }
    return render(request, "desk/tagging.html", context, status=status)


def _shown(request: DeskRequest) -> list[str]:
    """Return the slugs of the suggestions that the page showed before, in their places."""
    if request.method == "POST":
        return request.POST.getlist("shown")[:SUGGESTED]
    return request.GET.getlist("shown")[:SUGGESTED]


def _slugs(suggestions: Sequence[Suggestion]) -> set[str]:
    return {suggestion.slug for suggestion in suggestions}


def _proposed(request: DeskRequest, editorial: Editorial) -> list[str]:
    """Return the tags that whoever asks has proposed for it and that wait for an answer."""
    waiting = editorial.proposals.open().filter(by=request.user)
    proposed = []
    for names in waiting.values_list("add", flat=True):
        proposed += names
    return proposed


class TagCompletion(NamedTuple):
    """A tag that what is typed may become, by its name or by an alias of it."""

    tag: Tag
    uses: int  # editorials that bear it
    alias: str = ""


@needs("archive.propose")
@require_safe
def complete(request: DeskRequest) -> JsonResponse:
    """Give the tags that begin, or whose words begin, with what is typed; the most used first.

    As `completing.complete`.
    """
    typed = text.fold(request.GET.get("q", ""))[:LONGEST_TYPED]
    completions: list[TagCompletion] = []
    if typed.strip():
        completions = _completions(typed)
    count, summary = len(completions), ""
    if count:
        summary = ngettext("%(n)s mot-clé", "%(n)s mots-clés", count) % {"n": count}
    options = [_option(completion) for completion in completions]
    return JsonResponse({"said": summary, "options": options})


def _completions(typed: str) -> list[TagCompletion]:
    tags = Tag.objects.annotate(uses=Count("taggings")).order_by("-uses", "key")
    completions: dict[int, TagCompletion] = {}
    for begins in ({"key__startswith": typed}, {"key__contains": f" {typed}"}):
        room = COMPLETIONS - len(completions)
        for tag in tags.filter(**begins).exclude(pk__in=completions)[:room]:
            completions[tag.pk] = TagCompletion(tag, tag.uses)  # type: ignore[attr-defined] # the query counts it
        room = COMPLETIONS - len(completions)
        aliases = TagAlias.objects.filter(**begins).exclude(tag__in=completions)[:room]
        names = {alias.tag_id: alias.name for alias in aliases}
        for tag in tags.filter(pk__in=names):
            name = names[tag.pk]
            completions[tag.pk] = TagCompletion(tag, tag.uses, name)  # type: ignore[attr-defined] # the query counts it
    return list(completions.values())


def _option(completion: TagCompletion) -> dict[str, str]:
    count = figures.editorials(completion.uses)
    return {
        "text": completion.tag.name,
        "label": completion.alias,
        "count": count,
        "name": "q",
        "value": completion.tag.name,
    }
