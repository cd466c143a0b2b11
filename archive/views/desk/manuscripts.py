"""What whoever asks has begun and not saved yet: new texts, corrections and whole issues."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import Editorial, Manuscript, Publication
from archive.models.loading import TITLED
from archive.views.desk import issue_drafts
from archive.views.desk.access import DeskRequest, needs
from archive.views.paging import page


class Begun(NamedTuple):
    """A manuscript, what it is of, in words, and where it is gone on with: "" for nowhere."""

    manuscript: Manuscript
    kind: str
    address: str


@needs("archive.edit")
@require_safe
def manuscripts(request: DeskRequest) -> HttpResponse:
    """Show what whoever asks has not saved yet, the latest first."""
    listing = page(request, Manuscript.objects.of(request.user))
    numbers = [manuscript.editorial_number for manuscript in listing]
    editorials = Editorial.objects.only(*TITLED).in_bulk(filter(None, numbers))
    magazines = Publication.objects.in_bulk({row.magazine_number for row in listing})
    begun = []
    for manuscript in listing:
        editorial = editorials.get(manuscript.editorial_number or 0)
        magazine = magazines.get(manuscript.magazine_number)
        begun.append(_begun(manuscript, editorial, magazine))
    return render(request, "desk/manuscripts.html", {"page": listing, "begun": begun})


def _begun(
    manuscript: Manuscript, editorial: Editorial | None, magazine: Publication | None
) -> Begun:
    if magazine:
        address = issue_drafts.address(manuscript, magazine)
        return Begun(manuscript, _("numéro d’une revue"), address)
    if manuscript.is_of_issue:
        return Begun(manuscript, _("numéro d’une revue qui n’est plus là"), "")
    if editorial:
        kind = _("correction de « %(heading)s »") % {"heading": editorial.heading}
        return Begun(manuscript, kind, reverse("rewrite", args=[editorial.pk]))
    address = f"{reverse('write')}?manuscript={manuscript.pk}"
    return Begun(manuscript, _("nouveau texte"), address)
