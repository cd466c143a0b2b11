"""The page of an issue: its editorials in the order of its contents, and what lies beside it."""

from collections.abc import Sequence
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive import covers, dates, iiif, issues, page_citations, structured_data, tallies, text
from archive.kept_pages import kept
from archive.models import Editorial, Issue, Publication, capture_files
from archive.models.editorial_queries import EditorialQuerySet
from archive.other_sites import for_other_sites
from archive.page_citations import Link
from archive.views.browse.issues.numbered import SPAN, agreed, beside_name, missing_in_words
from archive.views.errors import Missing, emptied
from archive.views.paging import page_of_editorials

NOTHING = gettext_lazy("L’archive n’a rien de ce numéro.")
PER_PAGE = 60
MOST_COVERS = 32  # made small, in each process: a large one takes a second, whatever asks for it


@require_safe
@kept
def issue_page(request: HttpRequest, slug: str, printed: str) -> HttpResponse:
    """Show an issue; another spelling of it, or of its magazine, leads to its one address."""
    issue = issue_at(slug, printed)
    visible = Editorial.objects.visible_to(request.user)
    editorials = visible.filter(publication=issue.publication, issue_slug=issue.slug)
    rows = editorials.order_by().values_list("pk", "page", "title")
    numbers = issue.in_order(rows)
    if not numbers and not request.user.has_perm("archive.edit"):
        of_issue = Editorial.objects.filter(publication=issue.publication, issue_slug=issue.slug)
        return emptied(request, of_issue, NOTHING)
    if (issue.publication.slug, issue.slug) != (slug, printed):
        return redirect(issue, permanent=True)
    listing = page_of_editorials(request, numbers, len(numbers), PER_PAGE)
    listed = list(listing.object_list)
    date = _date(issue, editorials)
    before, after = issue.beside(visible)
    shown_cover = covers.shown(issue)
    manifest = None
    if shown_cover is not None or editorials.with_shown_pictures().exists():
        manifest = Link(
            request.build_absolute_uri(f"{issue.get_absolute_url()}manifest.json"),
            "describedby",
            iiif.MEDIA_TYPE,
        )
    context = {
        "issue": issue,
        "magazine": issue.publication,
        "heading": capfirst(issue.name),
        "date": beside_name(issue.name, dates.display(date) if date else ""),
        "count": len(numbers),
        "page": listing,
        "sections": _by_section(listed),
        "before": before,
        "after": after,
        "missing_before": _missing(before, issue),
        "missing_after": _missing(issue, after),
        "cover": shown_cover,
        "manifest": manifest,
        "data": structured_data.script(
            structured_data.issue(issue, date, listed, request.build_absolute_uri)
        ),
    }
    response = render(request, "browse/issue.html", context)
    if manifest:
        response.headers["Link"] = page_citations.header([manifest])
    return response


@require_safe
@for_other_sites
@kept
def cover(request: HttpRequest, slug: str, printed: str) -> HttpResponse:
    """Give the cover of an issue as a JPEG: /publications/ligne-ouverte/36/cover.jpg"""
    issue = issue_at(slug, printed)
    capture = covers.shown(issue)
    borne = Issue.objects.borne_by(Editorial.objects.published())
    if capture is None or not borne.filter(pk=issue.pk).exists():
        return emptied(request, covers.editorials(issue), NOTHING)
    try:
        picture = small_cover(capture.sha256, str(capture.content.name))
    except OSError:
        raise Http404 from None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg")


@lru_cache(maxsize=MOST_COVERS)
def small_cover(_sha256: str, name: str) -> bytes | None:
    """Return the capture in a file made small, None where that is no picture. Raises OSError."""
    with capture_files.storage().open(name) as file:
        return covers.picture(file.read(covers.LARGEST + 1))


def issue_at(slug: str, printed: str) -> Issue:
    """Return the issue of an address with its magazine, however both are spelt in it.

    Raises Missing where there is none.
    """
    magazine = Publication.objects.at(slug)
    if magazine is not None:
        issue = Issue.objects.filter(publication=magazine, slug=issues.slug(printed)).first()
        if issue is not None:
            issue.publication = magazine
            return issue
    raise Missing(NOTHING)


def _by_section(editorials: Sequence[Editorial]) -> list[tuple[str, list[Editorial]]]:
    """Return the editorials under their sections, in the order in which these begin.

    One heading stands for all spellings of a section.
    """
    names: dict[str, str] = {}
    sections: dict[str, list[Editorial]] = {}
    for editorial in editorials:
        key = text.fold(editorial.section)
        names.setdefault(key, editorial.section)
        sections.setdefault(key, []).append(editorial)
    return [(names[key], of_section) for key, of_section in sections.items()]


def _date(issue: Issue, editorials: EditorialQuerySet) -> str:
    """Return the date of an issue in EDTF: what editors say, else what its editorials do."""
    if issue.date:
        return issue.date
    return agreed(issue.slug, **editorials.order_by().aggregate(**SPAN))


def _missing(before: Issue | None, after: Issue | None) -> str:
    """Return a sentence that tells which numbers lie between two issues; "" for none."""
    if before is None or after is None or before.numbering:
        return ""
    return missing_in_words(tallies.gaps(issues.covered([before.slug, after.slug])))
