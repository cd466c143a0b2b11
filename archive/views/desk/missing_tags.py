"""Which editorials may lack a tag: those that say its name, or look like its own."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from archive.figures import number
from archive.models import Bulk, Editorial, Rejection, Tag
from archive.search import Suggested, ask, related, suggested_tags
from archive.search.question.query import Question
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import numbers
from archive.views.desk.vocabulary import tag_at
from archive.views.desk.worklists import at_hand

SEARCHED = 40  # editorials that say a tag's name
MOST_NAMES = 5  # of a tag that are searched for
BEARING = 4  # editorials that bear it, whose most alike are looked at
LOOKED_AT = 40  # editorials that may lack it


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: DeskRequest, slug: str) -> HttpResponse:
    """Show editorials that look like those of a tag but lack it.

    Posted to, the chosen ones get it, or are not shown again.
    """
    tag = tag_at(slug)
    if request.method == "POST":
        return _answer(request, tag)
    context = {"tag": tag, "rows": _lacking(tag)}
    return render(request, "desk/tag_missing.html", context)


def _lacking(tag: Tag) -> list[tuple[Editorial, Suggested]]:
    """Return editorials that may lack a tag, each with why, the likeliest first.

    No more than LOOKED_AT are looked at.
    """
    names = [tag.name, *tag.aliases.values_list("name", flat=True)]
    candidates = list(dict.fromkeys([*_saying(names), *_like_its(tag)]))
    rows = at_hand().filter(pk__in=candidates)
    rows = rows.exclude(taggings__tag=tag).exclude(rejections__tag=tag)
    editorials = rows.select_related("publication").in_bulk()
    lacking = [editorials[pk] for pk in candidates if pk in editorials]
    reasons = []
    for editorial in lacking[:LOOKED_AT]:
        for reason in suggested_tags(editorial, {tag.slug: names}, most=1):
            reasons.append((editorial, reason))
    return sorted(reasons, key=lambda pair: -pair[1].score)


def _saying(names: Iterable[str]) -> list[int]:
    """Return the numbers of editorials whose text says one of the names."""
    editorials = []
    for name in list(names)[:MOST_NAMES]:
        phrase = '"{}"'.format(name.replace('"', " "))
        answer = ask(Question(q=phrase, page_size=SEARCHED), loosen=False)
        editorials += [hit.id for hit in answer.hits]
    return editorials


def _like_its(tag: Tag) -> list[int]:
    """Return the numbers of editorials that are most alike to the newest that bear the tag."""
    alike = []
    for editorial in at_hand().filter(taggings__tag=tag).order_by("-pk")[:BEARING]:
        alike += [reason.id for reason in related(editorial)]
    return alike


def _answer(request: DeskRequest, tag: Tag) -> HttpResponse:
    """Give the tag to the chosen editorials, or note that they do not want it."""
    typed = sorted(numbers(request.POST.getlist("keep")))[:LOOKED_AT]
    chosen = list(at_hand().filter(pk__in=typed).values_list("pk", flat=True))
    count = len(chosen)
    if "reject" in request.POST:
        for pk in chosen:
            Rejection.objects.get_or_create(editorial_id=pk, tag=tag, defaults={"by": request.user})
        message = ngettext("%(n)s éditorial écarté.", "%(n)s éditoriaux écartés.", count)
    else:
        if chosen:
            Bulk(add=[tag.name]).apply(chosen, by=request.user, why=tag.name)
        message = ngettext("%(n)s éditorial indexé.", "%(n)s éditoriaux indexés.", count)
    messages.success(request, message % {"n": number(count)})
    return redirect("desk_tag_missing", tag.slug)
