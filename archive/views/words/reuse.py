"""Sentences that stand in several editorials: those of one, and those that return most."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from archive import figures, kept_pages
from archive.concordance.keeping import Missing as Unmade
from archive.curves import asked as asking
from archive.curves import reuse
from archive.curves.reuse import Shared
from archive.models import Publication, loading
from archive.models.withholding import is_any_withheld
from archive.views import paging
from archive.views.errors import gone
from archive.views.words.page import sent

PER_PAGE = 10  # sentences, each with the texts of two editorials or more
LONGEST_MONTH = 2  # characters
MOST_OFFERED = 200  # magazines to choose from
Sentence = TypeVar("Sentence")


class Pages(Sequence[Shared], Generic[Sentence]):
    """Sentences of which the texts are read once a page is cut."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        printed: Callable[[Sequence[Sentence]], Iterable[Shared]],
    ):
        self._sentences, self._printed = sentences, printed

    def __len__(self) -> int:
        return len(self._sentences)

    def __getitem__(self, cut):
        return list(self._printed(self._sentences[cut]))


@require_safe
@kept_pages.kept
def of_editorial(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show which sentences of an editorial others have, side by side; the number decides."""
    editorial = loading.whole(number)
    if editorial is None or editorial.is_draft:
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    if slug != editorial.slug:
        return redirect(reverse("reuse", args=[number, editorial.slug]), permanent=True)
    context: dict = {"editorial": editorial, "lines": reverse("concordance")}
    try:
        sentences = reuse.of_editorial(number)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/reuse.html", context | {"is_unmade": True}, status=503)
    pages = Pages(sentences, reuse.printed)
    context["page"] = paging.page(request, pages, per_page=PER_PAGE)
    context["count"] = len(sentences)
    return render(request, "words/reuse.html", context)


@require_safe
@kept_pages.kept
def returning(request: HttpRequest) -> HttpResponse:
    """Show which sentences return most: /words/returning/?publication=decroche&month=9"""
    slug = request.GET.get("publication", "").replace("\0", "").strip()[: asking.LONGEST_NAME]
    magazine = _magazine(slug) if slug else None
    typed = request.GET.get("month", "").strip()
    month = (figures.typed(typed) or 0) if len(typed) <= LONGEST_MONTH else 0
    month = month if month in MONTHS else 0
    pairs = _pairs(magazine, month)
    is_known = bool(magazine) == bool(slug)
    if is_known and [pair for pair in sent(request) if pair[0] != "page"] != pairs:
        return redirect(_address(magazine, month))
    context: dict = {
        "magazine": magazine,
        "month": month,
        "month_name": MONTHS.get(month, ""),
        "unknown": "" if is_known else slug,
        "lines": reverse("concordance"),
        "magazines": Publication.objects.order_by("key").only("name", "slug")[:MOST_OFFERED],
    }
    try:
        sentences = reuse.most_returning(magazine.pk if magazine else None)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/returning.html", context | {"is_unmade": True}, status=503)
    of_months = Counter(sentence.month for sentence in sentences if sentence.month)
    chosen = sentences[: reuse.MOST]
    if month:
        chosen = [sentence for sentence in sentences if sentence.month == month]
    pages = Pages(chosen, reuse.printed_returning)
    page = context["page"] = paging.page(request, pages, per_page=PER_PAGE)
    context["count"] = len(chosen)
    context["months"] = [
        (MONTHS[number], _address(magazine, number), number == month, of_months[number])
        for number in sorted(of_months)
    ]
    context["all"] = _address(magazine, 0)
    query = urlencode(pairs)
    context["in_json"] = reverse("api:returning") + (f"?{query}" if query else "")
    response = render(request, "words/returning.html", context)
    if is_any_withheld(_quoted(page.object_list)):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _quoted(sentences: Iterable[Shared]) -> Iterator[int]:
    """Yield the numbers of the editorials that a page quotes."""
    for sentence in sentences:
        for printed in (sentence.printed, *sentence.others):
            yield printed.line.editorial.pk


def _magazine(typed: str) -> Publication | None:
    """Return the magazine of this slug, or of this name; None for none."""
    by_slug = Publication.objects.filter(slug=typed).first()
    return by_slug or Publication.objects.filter(name=typed).first()


def _pairs(magazine: Publication | None, month: int) -> list[tuple[str, str]]:
    pairs = []
    if magazine:
        pairs.append(("publication", magazine.slug))
    if month:
        pairs.append(("month", str(month)))
    return pairs


def _address(magazine: Publication | None, month: int) -> str:
    query = urlencode(_pairs(magazine, month))
    return reverse("returning") + (f"?{query}" if query else "")
