"""What lets a browser take the archive into its list of search engines: /opensearch.xml."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

LONGEST_NAME = 16  # characters, says OpenSearch 1.1


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Return the description of this search engine that browsers read: /opensearch.xml"""
    addresses = {
        "page": reverse("search"),
        "feed": reverse("search_feed"),
        "json": reverse("api:search"),
        "icon": static("favicon.svg"),
    }
    context = {name: request.build_absolute_uri(address) for name, address in addresses.items()}
    context["description"] = gettext("Chercher dans les éditoriaux")
    context["name"] = settings.SITE_NAME[:LONGEST_NAME]
    return render(
        request, "opensearch.xml", context, content_type="application/opensearchdescription+xml"
    )
