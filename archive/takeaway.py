"""What was found or chosen, in the formats of other programs: one table of them, one door each."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive import limits, parameters, text
from archive.formats import FORMATS, Collection, works
from archive.models import Selection
from archive.search import ask_whole
from archive.search.question import unknown_names
from archive.search.question.query import TAKEN, Question
from archive.search.question.renaming import renamed
from archive.search.question.wording import in_words


@require_safe
def results(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return what a search finds, all pages of it: /search/results.bib?q=voix

    It takes the parameters of /search/. `X-Total-Count` is the number of results, should they be
    more than a file of this format holds.
    """
    if ending not in FORMATS:
        raise Http404
    problems = parameters.problems(request.GET, TAKEN) + unknown_names.problems(request.GET)
    if problem := parameters.refused(problems):
        return problem
    question = Question.read(request.GET)
    current = renamed(question)
    if current != question:
        return redirect(request.path + current.address(), permanent=True)
    if limits.is_over(request, question, takes_all=True):
        return limits.line(request)
    answer, hits = ask_whole(question, FORMATS[ending].most)
    numbers = (hit.id for hit in hits)
    return _file(request, ending, numbers, in_words(question), answer.count)


@require_safe
def selection(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Return the editorials of a selection, in their order: /selections/accueil/selection.epub"""
    chosen = Selection.objects.at(slug)
    if ending not in FORMATS or chosen is None:
        raise Http404
    if not (chosen.is_published or request.user.has_perm("archive.edit")):
        raise Http404
    if chosen.slug != slug:
        return redirect("selection_file", chosen.slug, ending, permanent=True)
    if limits.is_over(request, Question(), takes_all=True):
        return limits.line(request)
    numbers = chosen.entries.values_list("editorial_id", flat=True)
    return _file(request, ending, numbers.iterator(), chosen.name, numbers.count())


def _file(
    request: HttpRequest, ending: str, numbers: Iterable[int], title: str, count: int
) -> HttpResponseBase:
    """Return editorials as a file that is named for what they are."""
    form = FORMATS[ending]
    site = request.build_absolute_uri("/").removesuffix("/")
    taken = works(islice(numbers, form.most), site)
    if form.needs_one:
        first = next(taken, None)
        if first is None:
            raise Http404
        taken = chain([first], taken)
    language = get_language() or settings.LANGUAGE_CODE
    collection = Collection(title, language, site, settings.SITE_NAME)
    pieces: Iterator[bytes] = form.write(taken, collection)
    response = StreamingHttpResponse(pieces, form.media_type)
    name = text.slug(title) or text.slug(settings.SITE_NAME)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Total-Count"] = str(count)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
