"""Atom feeds: what was added last to the archive, and to what a search finds.

An entry is new when the archive took it in, whatever its own date: a reader subscribes to be told
of what is new here, be it of 1962. The editorial's own date, in EDTF, is each entry's
`dcterms:issued`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from archive.models import Editorial
from archive.models.editorials import EditorialQuerySet
from archive.search import ask
from archive.search.question.query import DEEPEST, PAGE_SIZE, Question
from archive.search.question.wording import in_words
from archive.search.showing import excerpts, marks

ENTRIES = 50  # of one feed
# Not allowed in XML, not even escaped.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    """Atom with what Django's lacks: several authors an entry, the date of an original as known."""

    def root_attributes(self) -> dict:
        return super().root_attributes() | {"xmlns:dcterms": "http://purl.org/dc/terms/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["issued"]:
            handler.addQuickElement("dcterms:issued", item["issued"])


@require_safe
@conditional_page
def newest(request: HttpRequest) -> HttpResponse:
    """/feeds/"""
    feed = _feed(request, gettext("Derniers éditoriaux entrés"), reverse("home"))
    return _with_entries(request, feed, Editorial.objects.published())


@require_safe
@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    """/search/feed/ takes the parameters of /search/; its order and its pages are left aside."""
    question = replace(Question.read(request.GET), sort="relevance", page=1, page_size=PAGE_SIZE)
    answer = ask(replace(question, sort="newest", page_size=DEEPEST), loosen=False)
    editorials = Editorial.objects.filter(pk__in=[hit.id for hit in answer.hits])
    feed = _feed(request, capfirst(in_words(question)), reverse("search") + question.address())
    forms, phrases = marks.forms(question, answer), marks.phrases(question)
    response = _with_entries(request, feed, editorials, forms, phrases)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _feed(request: HttpRequest, title: str, page: str) -> Feed:
    """An empty feed; its id is its address, without what changes nothing in it."""
    query = urlsplit(page).query
    path = f"{request.path}?{query}" if query else request.path
    address = request.build_absolute_uri(path)
    return Feed(
        title=_writable(f"{title} — {settings.SITE_NAME}"),
        link=request.build_absolute_uri(page),
        description=None,
        language=get_language(),
        feed_url=address,
        feed_guid=address,
        author_name=settings.SITE_NAME,
    )


def _with_entries(
    request: HttpRequest,
    feed: Feed,
    editorials: EditorialQuerySet,
    forms: Collection[str] = (),
    phrases: Sequence[list[set[str]]] = (),
) -> HttpResponse:
    """Those that came last, the last first; forms and phrases are marked in their passages."""
    by_arrival = editorials.order_by("-created_at", "-pk")
    # Sorted without their texts, which only those of the feed need.
    newest = list(by_arrival.values_list("pk", flat=True)[:ENTRIES])
    whole = Editorial.objects.for_list().defer(None).defer("body", "imported")
    published = whole.published_among(newest)
    for number in newest:
        if number in published:
            _add_entry(request, feed, published[number], forms, phrases)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add_entry(
    request: HttpRequest,
    feed: Feed,
    editorial: Editorial,
    forms: Collection[str],
    phrases: Sequence[list[set[str]]],
) -> None:
    feed.add_item(
        title=_writable(editorial.heading),
        link=request.build_absolute_uri(editorial.get_absolute_url()),
        description=_writable(_summary(editorial, forms, phrases)),
        unique_id=_tag_uri(request, editorial),
        pubdate=editorial.created_at,
        updateddate=editorial.updated_at,
        categories=[_writable(tag.name) for tag in editorial.tags.all()],
        authors=[_writable(byline.name) for byline in editorial.bylines.all()],
        issued=editorial.date,
    )


def _tag_uri(request: HttpRequest, editorial: Editorial) -> str:
    """A lasting id: the page's address changes with the title."""
    address = request.build_absolute_uri(f"/editorials/{editorial.pk}")
    return get_tag_uri(address, editorial.created_at)


def _summary(
    editorial: Editorial,
    forms: Collection[str],
    phrases: Sequence[list[set[str]]],
) -> str:
    """HTML: where and when it appeared, and the passages that answer, or its opening."""
    magazine = editorial.publication.name if editorial.publication else ""
    source = " · ".join(filter(None, [editorial.date_display, magazine]))
    passages = excerpts.passages(editorial.text or editorial.standfirst, forms, phrases)
    texts = format_html_join(" ", "{}", ((passage.html(),) for passage in passages))
    return format_html("<p>{}</p><p>{}</p>", source, texts)


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
