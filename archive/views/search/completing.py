"""What completes a search as it is typed, for `static/js/search.js`."""

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.search import Completion
from archive.search import complete as completions

LABELS = {
    "word": _("mot"),
    "phrase": _("expression"),
    "tag": _("mot-clé"),
    "author": _("auteur"),
    "publication": _("revue"),
    "title": _("titre"),
}
FACETS = ("tag", "author", "publication")


@require_safe
@cache_control(private=True, max_age=60)
def complete(request: HttpRequest) -> JsonResponse:
    """`{"said", "options": [{"text", "label", "count", "name", "value"} or {…, "address"}]}`: an option is sent as that
    field of the search, or leads to an address. `said` is for those who do not see the list."""
    found = completions(request.GET.get("q", ""))
    said = ngettext("%(n)s proposition", "%(n)s propositions", len(found)) % {"n": len(found)}
    response = JsonResponse(
        {"said": said if found else "", "options": [_option(one) for one in found]}
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _option(one: Completion) -> dict[str, str]:
    shown = {"text": one.text, "label": str(LABELS[one.kind])}
    if one.kind == "title":
        return shown | {"count": "", "address": f"{reverse('home')}editorials/{one.key}/"}
    count = render_to_string("_editorials.html", {"count": one.count}).strip()
    sent = (
        {"name": one.kind, "value": one.key}
        if one.kind in FACETS
        else {"name": "q", "value": one.text}
    )
    return shown | {"count": count} | sent
