"""What changes the tag of many editorials: seen first, by the address, then confirmed."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from archive import text
from archive.figures import number
from archive.models import Editorial, Tag, Tagging, vocabulary
from archive.models.names import LONGEST_NAME, tag_name
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude, numbers, seal
from archive.views.desk.vocabulary import tag_at
from archive.views.desk.worklists import at_hand
from archive.views.paging import loaded, page_of_editorials

PER_PAGE = 100
EXAMPLES = 10  # editorials that a preview shows


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: DeskRequest, slug: str) -> HttpResponse:
    """Show what merging a tag `into` another would do; posted to, it is done."""
    tag, name = tag_at(slug), request.GET.get("into", "").strip()
    into, error = _target(tag, name)
    bearing = _bearing(tag)
    in_both = into_number = 0
    if into:
        into_number = into.pk
        in_both = Tagging.objects.filter(tag=into, editorial__in=bearing).count()
    preview_seal = seal((tag.pk, into_number, sorted(bearing)))
    if request.method == "POST" and into and _is_as_shown(request, preview_seal):
        operation = vocabulary.merge([tag], into, by=request.user, why=f"{tag} → {into}")
        return conclude(request, operation, _address(into))
    examples, status = [], 200
    if into:
        examples = _examples(bearing)
    if error:
        status = 422
    context = {
        "tag": tag,
        "into": into,
        "typed": name,
        "error": error,
        "both_count": in_both,
        "count": len(bearing),
        "seal": preview_seal,
        "examples": examples,
    }
    return render(request, "desk/tag_merge.html", context, status=status)


def _target(tag: Tag, name: str) -> tuple[Tag | None, str]:
    """Return the tag of that name to merge into; None, and why, where there is none such."""
    if not name:
        return None, ""
    into = _known_tag(name)
    if not into:
        message = _("L’archive n’a pas ce mot-clé : « %(name)s ».")
        return None, message % {"name": name[:LONGEST_NAME]}
    if into == tag:
        return None, _("Un mot-clé ne peut pas être fusionné avec lui-même.")
    return into, ""


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the editorials of a tag, to choose those that get another one in its place.

    With `preview` it shows what that would do; posted to, it is done.
    """
    tag, name = tag_at(slug), request.GET.get("name", "").strip()
    bearing = _bearing(tag)
    chosen = sorted(numbers(request.GET.getlist("keep")) & bearing)
    error, into = "", None
    if "preview" in request.GET:
        error, into = _split_error(tag, name, chosen), _known_tag(name)
    preview_seal = seal((tag.pk, name, chosen))
    if request.method == "POST" and not error and _is_as_shown(request, preview_seal):
        parts: dict[str, Iterable[int] | None] = {name: chosen}
        operation = vocabulary.split(tag, parts, by=request.user, why=f"{tag} → {name}")
        return conclude(request, operation, _address(tag))
    status = 200
    if error:
        status = 422
    if error or "preview" not in request.GET:
        preview_seal = ""
    context = {
        "tag": tag,
        "typed": name,
        "into": into,
        "error": error,
        "chosen": chosen,
        "count": len(bearing),
        "seal": preview_seal,
        "page": page_of_editorials(request, sorted(bearing), per_page=PER_PAGE),
        "examples": loaded(chosen[:EXAMPLES]),
    }
    return render(request, "desk/tag_split.html", context, status=status)


def _split_error(tag: Tag, name: str, chosen: list[int]) -> str:
    """Return why the chosen editorials cannot get a tag of that name; "" where they can."""
    try:
        tag_name(name)
    except ValidationError as error:
        return error.messages[0]
    if _known_tag(name) == tag:
        return _("Nommez un autre mot-clé que celui-ci.")
    if not chosen:
        return _("Cochez au moins un éditorial.")
    return ""


@needs("archive.remove")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: DeskRequest, slug: str) -> HttpResponse:
    """Show what deleting a tag would do; posted to, it is done."""
    tag = tag_at(slug)
    bearing = _bearing(tag)
    preview_seal = seal((tag.pk, sorted(bearing)))
    if request.method == "POST" and _is_as_shown(request, preview_seal):
        operation = vocabulary.delete([tag], by=request.user, why=str(tag))
        return conclude(request, operation, reverse("desk_tags"))
    with_tags = at_hand().filter(pk__in=bearing).annotate(n=Count("taggings"))
    context = {
        "tag": tag,
        "count": len(bearing),
        "left_bare": _left_bare(with_tags.filter(n=1).count()),
        "seal": preview_seal,
        "examples": _examples(bearing),
    }
    return render(request, "desk/tag_delete.html", context)


def _left_bare(count: int) -> str:
    """The end of a sentence that tells how many editorials would have no tag left."""
    if not count:
        return ""
    message = ngettext(
        " ; %(shown)s n’aurait plus de mot-clé",
        " ; %(shown)s n’auraient plus de mot-clé",
        count,
    )
    return message % {"shown": number(count)}


def _known_tag(name: str) -> Tag | None:
    """Return the tag that bears a name, or has it as an alias."""
    return Tag.objects.known_as([name]).get(text.fold(name))


def _bearing(tag: Tag) -> set[int]:
    """Return the numbers of the editorials that bear a tag."""
    return set(Tagging.objects.filter(tag=tag).values_list("editorial_id", flat=True))


def _examples(bearing: set[int]) -> list[Editorial]:
    return loaded(sorted(bearing)[:EXAMPLES])


def _address(tag: Tag) -> str:
    return reverse("desk_tag", args=[tag.slug])


def _is_as_shown(request: DeskRequest, preview_seal: str) -> bool:
    """Return True where the confirmed preview is still the same; tell so where it is not."""
    if request.POST.get("seal") == preview_seal:
        return True
    messages.error(request, _("Ce mot-clé a changé depuis l’aperçu : vérifiez encore."))
    return False
