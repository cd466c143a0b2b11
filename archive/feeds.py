"""Feeds: what was added last to the archive, and to what a search finds.

An entry is new when the archive took it in, whatever its own date: a reader subscribes to be told
of what is new here, be it of 1962. The editorial's own date is each entry's `dcterms:issued` where
W3CDTF can say it; any other stands in EDTF in `dcterms:bibliographicCitation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed, get_tag_uri
from django.utils.html import format_html, format_html_join
from django.utils.http import http_date
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from archive import feed_formats, limits, pictures
from archive.feed_formats import refused
from archive.kept_pages import kept
from archive.models import Datestamp, Editorial, Selection
from archive.models.editorial_queries import EditorialQuerySet
from archive.search import ask
from archive.search.question import unknown_names
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import ENTERED, PAGE_SIZE, TAKEN, Question
from archive.search.question.renaming import MODEL_OF, renamed
from archive.search.question.wording import in_words
from archive.search.showing import evidence
from archive.search.showing.evidence import Evidence
from archive.search.showing.excerpts import Passage
from archive.text import writable

ENTRIES = 50  # of one feed
ASKED = 2 * ENTRIES  # some may have been withdrawn since the index was written
# For the feed of all that is entered, which nobody searched for.
NOTHING_ASKED, NOTHING_FOUND = Question(), Answer()
NOTHING_SINCE: Mapping[int, datetime] = {}


@require_safe
@conditional_page
def newest(request: HttpRequest) -> HttpResponse:
    """Return the feed of the editorials that were added last: /feeds/?format=rss

    With the parameters of /search/ it is of what the search finds.
    """
    if problem := refused(request, TAKEN, unknown_names.problems(request.GET)):
        return problem
    if not Question.read(request.GET).is_empty:
        return search(request)
    return _newest(request)


@kept
def _newest(request: HttpRequest) -> HttpResponse:
    feed = _feed(request, gettext("Derniers éditoriaux entrés"), reverse("home"))
    return _dated(_with_entries(request, feed, Editorial.objects.published()))


@require_safe
@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    """Return the feed of what was added last to what a search finds: /search/feed/?q=voix

    It takes the parameters of /search/ but leaves aside its order and its pages.
    """
    if problem := refused(request, TAKEN, unknown_names.problems(request.GET)):
        return problem
    question = replace(Question.read(request.GET), sort="relevance", page=1, page_size=PAGE_SIZE)
    if moved := _moved(request, question):
        return moved
    if limits.is_over(request, question):
        return limits.line(request)
    return _search(request, question)


@require_safe
@kept
def selection(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the feed of what was last put into a selection: /selections/accueil/feed/"""
    if problem := refused(request):
        return problem
    shown = Selection.objects.published().at(slug)
    if shown is None:
        raise Http404
    if shown.slug != slug:
        return redirect("selection_feed", shown.slug, permanent=True)
    published = shown.entries.filter(editorial__state=Editorial.State.PUBLISHED)
    by_arrival = published.order_by("-at", "position")
    since = dict(by_arrival.values_list("editorial_id", "at")[:ENTRIES])
    feed = _feed(request, shown.name, shown.get_absolute_url())
    return _written(request, feed, list(since), since=since)


@kept
def _search(request: HttpRequest, question: Question) -> HttpResponse:
    answer = ask(replace(question, sort=ENTERED, page_size=ASKED), loosen=False)
    editorials = Editorial.objects.filter(pk__in=[hit.id for hit in answer.hits])
    feed = _feed(request, capfirst(in_words(question)), reverse("search") + question.address())
    response = _with_entries(request, feed, editorials, question, answer)
    response.headers["X-Robots-Tag"] = "noindex"
    return _dated(response)


def _dated(response: HttpResponse) -> HttpResponse:
    """Return the response with when anything in the archive changed last."""
    changed = Datestamp.objects.last_change()
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


def _moved(request: HttpRequest, question: Question) -> HttpResponse | None:
    """Lead to the same feed by the names of today; None where it is asked by them."""
    current = renamed(question)
    if current == question:
        return None
    parameters = request.GET.copy()
    for facet in MODEL_OF:
        slugs = [slug for name, slug in current.filters if name == facet]
        if slugs:
            parameters.setlist(facet, slugs)
    return redirect(f"{request.path}?{parameters.urlencode()}", permanent=True)


def _feed(request: HttpRequest, title: str, page: str) -> SyndicationFeed:
    """Return an empty feed; its id is its address, without what changes nothing in it."""
    chosen = urlencode(feed_formats.chosen(request))
    query = "&".join(filter(None, [urlsplit(page).query, chosen]))
    path = f"{request.path}?{query}" if query else request.path
    address = request.build_absolute_uri(path)
    return feed_formats.feed_class(request)(
        title=writable(f"{title} — {settings.SITE_NAME}"),
        link=request.build_absolute_uri(page),
        description=None,
        language=get_language(),
        feed_url=address,
        feed_guid=address,
        author_name=settings.SITE_NAME,
    )


def _with_entries(
    request: HttpRequest,
    feed: SyndicationFeed,
    editorials: EditorialQuerySet,
    question: Question = NOTHING_ASKED,
    answer: Answer = NOTHING_FOUND,
) -> HttpResponse:
    """Return the feed with the editorials that came last, the last first.

    What an answer found them by is marked and told.
    """
    by_arrival = editorials.order_by("-created_at", "-pk")
    # Sorted without their texts, which only those of the feed need.
    newest = list(by_arrival.values_list("pk", flat=True)[:ENTRIES])
    return _written(request, feed, newest, question, answer)


def _written(
    request: HttpRequest,
    feed: SyndicationFeed,
    newest: Sequence[int],
    question: Question = NOTHING_ASKED,
    answer: Answer = NOTHING_FOUND,
    since: Mapping[int, datetime] = NOTHING_SINCE,
) -> HttpResponse:
    """Return the feed with the editorials of these numbers, in their order.

    `since`: when each came to be in it, where that is not when the archive took it in.
    """
    takes_whole = feed_formats.takes_whole(request)
    unneeded = ["imported"] if takes_whole else ["imported", "body"]
    whole = Editorial.objects.for_list().defer(None).defer(*unneeded)
    published = whole.published_among(newest)
    hit_of = {hit.id: hit for hit in answer.hits}
    hits = [hit_of.get(number) or Hit(number, 0.0, {}) for number in newest]
    texts = {number: evidence.content(editorial) for number, editorial in published.items()}
    marked = Evidence(question, answer)
    excerpts = marked.excerpts(hits, texts)
    for hit in hits:
        if hit.id in published:
            reasons = evidence.reasons_in_words(marked.reasons(hit))
            arrived = since.get(hit.id, published[hit.id].created_at)
            body = ""
            if takes_whole:
                shown = published[hit.id]
                address = request.build_absolute_uri(shown.pictures_address)
                body = writable(pictures.placed(shown.body, address))
            entry = _entry(request, published[hit.id], reasons, excerpts[hit.id], arrived)
            feed.add_item(**entry, content=body)
    return feed_formats.written(feed)


def _entry(
    request: HttpRequest,
    editorial: Editorial,
    reasons: str,
    excerpt: Sequence[Passage],
    arrived: datetime,
) -> dict[str, Any]:
    terms = editorial.publication.terms if editorial.publication else None
    return {
        "title": writable(editorial.heading),
        "link": request.build_absolute_uri(editorial.get_absolute_url()),
        "description": writable(_summary(editorial, reasons, excerpt)),
        "unique_id": _tag_uri(request, editorial),
        "unique_id_is_permalink": False,
        "pubdate": arrived,
        "updateddate": max(arrived, editorial.updated_at),
        "categories": [writable(tag.name) for tag in editorial.tags.all()],
        "authors": [writable(byline.name) for byline in editorial.bylines.all()],
        "issued": editorial.date,
        "magazine": writable(editorial.publication.name) if editorial.publication else "",
        "item_copyright": writable(str(terms)) if terms else None,
    }


def _tag_uri(request: HttpRequest, editorial: Editorial) -> str:
    """Return a lasting id: the page's address changes with the title."""
    address = request.build_absolute_uri(f"/editorials/{editorial.pk}")
    return get_tag_uri(address, editorial.created_at)


def _summary(editorial: Editorial, reasons: str, excerpt: Sequence[Passage]) -> str:
    """Return HTML: where and when it appeared, what answers or its opening, the reasons."""
    magazine = editorial.publication.name if editorial.publication else ""
    source = " · ".join(filter(None, [editorial.date_display, magazine]))
    texts = format_html_join(" ", "{}", ((passage.html(),) for passage in excerpt))
    summary = format_html("<p>{}</p><p>{}</p>", source, texts)
    if reasons:
        summary += format_html("<p>{}</p>", reasons)
    return summary
