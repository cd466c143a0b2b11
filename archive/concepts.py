"""The vocabulary for everybody, in SKOS: /vocabulary

Its address leads to the file that the asker prefers, or to the page of all tags.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from archive import skos
from archive.kept_pages import kept
from archive.models import Editorial, Tag, Tagging
from archive.other_sites import for_other_sites
from archive.skos import Scheme
from archive.thesaurus import Concept


class Format(NamedTuple):
    media_type: str
    write: Callable[[Iterable[Concept], Scheme], str]


FORMATS = {
    "ttl": Format("text/turtle", skos.turtle),
    "rdf": Format("application/rdf+xml", skos.rdf_xml),
    "jsonld": Format("application/ld+json", skos.json_ld),
}
PAGE = "text/html"


@require_safe
@for_other_sites
def vocabulary(request: HttpRequest) -> HttpResponse:
    """Lead to what the asker prefers; 406 where that is none of what there is."""
    endings = {written.media_type: ending for ending, written in FORMATS.items()}
    preferred = request.get_preferred_type([*endings, PAGE])
    if preferred is None:
        offered = "\n".join([*endings, PAGE, ""])
        response = HttpResponse(offered, status=406, content_type="text/plain; charset=utf-8")
    else:
        response = HttpResponse(status=303)
        response["Location"] = reverse("tags")
        if preferred in endings:
            response["Location"] = reverse("vocabulary_file", args=[endings[preferred]])
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
@for_other_sites
@kept
def vocabulary_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Return the tags of published editorials and all that are broader: /vocabulary.ttl"""
    if ending not in FORMATS:
        raise Http404
    terms = [concept(request, tag) for tag in _shown()]
    written = FORMATS[ending].write(terms, scheme(request))
    return HttpResponse(written, content_type=f"{FORMATS[ending].media_type}; charset=utf-8")


def scheme(request: HttpRequest) -> Scheme:
    """Return what the vocabulary is as a whole."""
    title = f"{gettext('Vocabulaire')} — {settings.SITE_NAME}"
    # Tags are in the language of the archive, whatever language its pages are read in.
    return Scheme(request.build_absolute_uri(reverse("vocabulary")), title, settings.LANGUAGE_CODE)


def concept(request: HttpRequest, tag: Tag, uses: int = 0) -> Concept:
    """Return a tag, with its aliases and broader tags at hand, as others take it."""
    broader = {}
    for wider in tag.broader.all():
        broader[request.build_absolute_uri(wider.get_absolute_url())] = wider.name
    address = request.build_absolute_uri(tag.get_absolute_url())
    aliases = [alias.name for alias in tag.aliases.all()]
    return Concept(tag.name, address, aliases, tag.description, broader, uses)


def _shown() -> list[Tag]:
    published = Editorial.objects.published().order_by().filter(pk=OuterRef("editorial"))
    taggings = Tagging.objects.filter(Exists(published), tag=OuterRef("pk"))
    borne = set(Tag.objects.filter(Exists(taggings)).values_list("pk", flat=True))
    rows = Tag.objects.order_by("key").prefetch_related("aliases", "broader")
    tags = {tag.pk: tag for tag in rows}
    reached: set[int] = set()
    while borne:
        borne &= tags.keys()  # one may be gone since
        reached |= borne
        wider: set[int] = set()
        for number in borne:
            wider.update(above.pk for above in tags[number].broader.all())
        borne = wider - reached
    return [tag for number, tag in tags.items() if number in reached]
