"""What whoever asks has begun and not saved yet: new texts, corrections and whole issues."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.models import Editorial, Manuscript, Publication
from archive.models.loading import TITLED
from archive.models.stores import PUBLICATIONS
from archive.models.versions import successors
from archive.views.desk import issue_drafts
from archive.views.desk.access import DeskRequest, needs
from archive.views.paging import page


class Begun(NamedTuple):
    """A manuscript, its title, what it is of, in words, and where it is gone on with.

    The address is "" for an issue whose magazine is not there any more.
    """

    manuscript: Manuscript
    title: str
    kind: str
    address: str


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def manuscripts(request: DeskRequest) -> HttpResponse:
    """Show what whoever asks has not saved yet, the latest first.

    Posted to, what `discard` numbers is thrown away, once whoever asks has said to be `sure`.
    """
    own = Manuscript.objects.of(request.user)
    discarded = None
    if request.method == "POST":
        number = figures.typed(request.POST.get("discard", "")) or 0
        discarded = own.filter(pk=number).first()
        if discarded is None or request.POST.get("sure"):
            return _without(request, discarded)
    listing = page(request, own)
    numbers = [manuscript.editorial_number for manuscript in listing]
    editorials = Editorial.objects.only(*TITLED).in_bulk(filter(None, numbers))
    of_issues = {row.magazine_number for row in listing if row.is_of_issue}
    merged = successors(PUBLICATIONS, of_issues)
    magazines = Publication.objects.in_bulk(of_issues.union(merged.values()))
    begun = []
    for manuscript in listing:
        editorial = editorials.get(manuscript.editorial_number or 0)
        number = manuscript.magazine_number
        magazine = magazines.get(merged.get(number, number))
        begun.append(_begun(manuscript, editorial, magazine))
    context: dict[str, Any] = {"page": listing, "begun": begun}
    if discarded:
        context["discarded"] = _begun(discarded, None, None)
    return render(request, "desk/manuscripts.html", context)


def _without(request: DeskRequest, manuscript: Manuscript | None) -> HttpResponse:
    """Throw a manuscript away, where it is there still, and show what is left."""
    if manuscript is not None:
        manuscript.delete()
        messages.success(request, _("Ce que vous aviez commencé est jeté."))
    return redirect("manuscripts")


def _begun(
    manuscript: Manuscript, editorial: Editorial | None, magazine: Publication | None
) -> Begun:
    title = str(manuscript)
    if manuscript.is_of_issue:
        title = issue_drafts.title(manuscript)
        if magazine is None:
            return Begun(manuscript, title, _("numéro d’une revue qui n’est plus là"), "")
        kind = issue_drafts.description(manuscript)
        return Begun(manuscript, title, kind, issue_drafts.address(manuscript, magazine))
    if editorial:
        kind = _("correction")
        if editorial.heading != title:
            kind = _("correction de : %(heading)s") % {"heading": editorial.heading}
        return Begun(manuscript, title, kind, reverse("rewrite", args=[editorial.pk]))
    address = f"{reverse('write')}?manuscript={manuscript.pk}"
    return Begun(manuscript, title, _("nouveau texte"), address)
