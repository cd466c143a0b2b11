"""What completes a search as it is typed, for `static/js/search.js`."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive import figures
from archive.search import Completion
from archive.search import complete as completions
from archive.search.question.query import NAMED

LABELS = {
    "word": _("mot"),
    "phrase": _("expression"),
    "tag": _("mot-clé"),
    "author": _("auteur"),
    "publication": _("revue"),
    "title": _("titre"),
}


@require_safe
@cache_control(private=True, max_age=60)
def complete(request: HttpRequest) -> JsonResponse:
    """Return `{"said", "options": [{"text", "label", "count", "name", "value"}]}`.

    An option is sent as the field `name` of the search; one with an `address` in the place of the
    field leads there. `said` is for those who do not see the list.
    """
    options = [_option(completion) for completion in completions(request.GET.get("q", ""))]
    number = len(options)
    sentence = ""
    if options:
        sentence = ngettext("%(n)s proposition", "%(n)s propositions", number) % {"n": number}
    response = JsonResponse({"said": sentence, "options": options})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _option(completion: Completion) -> dict[str, str]:
    option = {"text": completion.text, "label": str(LABELS[completion.kind])}
    if completion.kind == "title":
        option["count"] = ""
        option["address"] = f"{reverse('home')}editorials/{completion.key}/"
        return option
    option["count"] = figures.editorials(completion.count)
    if completion.kind in NAMED:
        option |= {"name": completion.kind, "value": completion.key}
    else:
        option |= {"name": "q", "value": completion.text}
    return option
