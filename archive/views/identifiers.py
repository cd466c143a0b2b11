"""Lasting identifiers resolved: /ark:12345/e12"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import arks
from archive.models import Editorial, loading
from archive.references import reference
from archive.views.citing import refuse_draft
from archive.views.errors import Missing, gone

INFLECTIONS = ("info", "?")  # of a key, asking for what is known: `?info`, and `??` as of old


@require_safe
def ark(request: HttpRequest, naan: str, name: str) -> HttpResponse:
    """Lead to the editorial that a key names; with `?info` tell what it is, and what is promised.

    410 for one that was withdrawn.
    """
    number = arks.number_of(naan, name)
    editorial = loading.whole(number) if number else None
    if editorial is None:
        raise Missing(_("Cet identifiant n’est celui d’aucun éditorial d’ici."))
    if editorial.is_withdrawn:
        return gone(request, editorial)
    refuse_draft(request, editorial)
    if request.META.get("QUERY_STRING", "") in INFLECTIONS:
        return _record(request, editorial)
    return redirect(editorial)  # not for good: the key stays, what it leads to may move


def _record(request: HttpRequest, editorial: Editorial) -> HttpResponse:
    """Return an Electronic Resource Citation: https://n2t.net/ark:/13030/c7sn0141m"""
    page = request.build_absolute_uri(editorial.get_absolute_url())
    cited = reference(editorial, page, timezone.localdate())
    lines = ["erc:"]
    for label, words in (
        ("who", "; ".join(map(str, cited.authors)) or "(:unkn)"),
        ("what", cited.title),
        ("when", cited.date or "(:unkn)"),
        ("where", arks.address(cited.ark, page)),
        ("how", "text"),
        ("support-where", request.build_absolute_uri(reverse("about"))),
    ):
        lines.append(f"{label}: {words}")
    text = "\n".join([*lines, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
