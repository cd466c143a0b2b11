"""An editorial, or a paragraph of it, to be cited: in words, and as files."""

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import citation_styles, citations, parameters, typesetting
from archive.models import Editorial, loading
from archive.parameters import Taken
from archive.references import Reference, paragraph_reference
from archive.references import reference as whole_reference
from archive.views.errors import Missing, gone

NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
TAKEN_BY_FILES = Taken(["paragraph"])
TAKEN_BY_UNAPI = Taken(["id", "format"])


@require_safe
def cite(request: HttpRequest, number: int) -> HttpResponse:
    """Show how an editorial is cited: /editorials/12/citation/?paragraph=p-la-voix-du-client"""
    editorial = loading.whole(number)
    if editorial is None:
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    refuse_draft(request, editorial)
    anchor = request.GET.get("paragraph", "")
    reference = reference_of(request, editorial, anchor)
    context = {
        "editorial": editorial,
        "reference": reference,
        "passage": _paragraphs(editorial).get(anchor, ""),
        "cited": in_styles(reference),
        "files": files_of(editorial, anchor),
    }
    return render(request, "article/citation.html", context)


@require_safe
def citation(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Give a file for reference managers: /editorials/12/citation.bib"""
    if problem := parameters.refused(parameters.problems(request.GET, TAKEN_BY_FILES)):
        return problem
    editorial = loading.whole(number)
    if editorial is None or ending not in citations.FORMATS:
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    refuse_draft(request, editorial)
    form = citations.FORMATS[ending]
    reference = reference_of(request, editorial, request.GET.get("paragraph", ""))
    response = HttpResponse(form.write(reference), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{editorial.slug}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def unapi(request: HttpRequest) -> HttpResponse:
    """Answer reference managers that ask by unAPI: /unapi?id=12&format=ris

    Without a format it tells which there are: https://unapi.info/specs/unapi-revision-3.html
    """
    if problem := parameters.refused(parameters.problems(request.GET, TAKEN_BY_UNAPI)):
        return problem
    identifier = request.GET.get("id", "")
    name = request.GET.get("format", "")
    if not identifier:
        return _formats(request)
    number = int(identifier) if NUMBER.fullmatch(identifier) else 0
    editorial = loading.whole(number)
    if editorial is None or not (editorial.is_published or editorial.is_withdrawn):
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    if not name:
        return _formats(request, identifier)
    for form in citations.FORMATS.values():
        if form.name.lower() == name:
            written = form.write(reference_of(request, editorial))
            response = HttpResponse(written, content_type=f"{form.media_type}; charset=utf-8")
            response.headers["X-Robots-Tag"] = "noindex"
            return response
    words = _("Ce format n’existe pas ici.")
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=406)


def _formats(request: HttpRequest, identifier: str = "") -> HttpResponse:
    """Tell in which formats there are citations, of an editorial (300) or of any."""
    formats = [(form.name.lower(), form.media_type) for form in citations.FORMATS.values()]
    context = {"id": identifier, "formats": formats}
    status = 300 if identifier else 200
    response = render(request, "unapi.xml", context, "application/xml; charset=utf-8", status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def refuse_draft(request: HttpRequest, editorial: Editorial) -> None:
    """Raise Missing for a draft, except before an editor."""
    if editorial.is_draft and not request.user.has_perm("archive.edit"):
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))


def reference_of(request: HttpRequest, editorial: Editorial, anchor: str = "") -> Reference:
    """Return what is cited of an editorial, or of its paragraph that this anchor leads to.

    Raises Missing where it has no such paragraph.
    """
    address = request.build_absolute_uri(editorial.get_absolute_url())
    if not anchor:
        return whole_reference(editorial, address, timezone.localdate())
    anchors = list(_paragraphs(editorial))
    if anchor not in anchors:
        raise Missing(_("Cet éditorial n’a pas (ou plus) ce paragraphe."))
    number = anchors.index(anchor) + 1
    return paragraph_reference(editorial, address, timezone.localdate(), anchor, number)


def in_styles(reference: Reference) -> list[tuple[str, SafeString]]:
    """Return (name of a style, the citation in it)."""
    return [(name, write(reference)) for name, write in citation_styles.STYLES.values()]


def files_of(editorial: Editorial, anchor: str = "") -> list[tuple[str, str, str]]:
    """Return (name of a format, media type, address) of the files for reference managers."""
    files = []
    for ending, form in citations.FORMATS.items():
        address = reverse("citation", args=[editorial.pk, ending])
        if anchor:
            address += f"?{urlencode({'paragraph': anchor})}"
        files.append((form.name, form.media_type, address))
    return files


def _paragraphs(editorial: Editorial) -> dict[str, str]:
    """Return {anchor of a paragraph: its plain text}."""
    return typesetting.anchored(editorial.body, editorial.language)
