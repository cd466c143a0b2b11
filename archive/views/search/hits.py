"""From one result of a search to the next, on the pages of the editorials themselves.

All that it takes is in the address.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from archive import markup
from archive.models import Editorial, loading
from archive.search import ask
from archive.search.question import sought, wording
from archive.search.question.answers import Answer
from archive.search.question.query import DEEPEST, Question
from archive.search.showing import excerpts, finding, marks

AROUND = 3  # results that are asked for: the one before, the editorial itself, the one after
MOST_DIGITS = 5  # of a position in an address
FIRST_MARK = "found"  # the id of the first word that is marked in the text


@dataclass(frozen=True)
class Walk:
    """Where an editorial stands among the results of a search, be it folded under one of them.

    `address` is its own as such a result, `title` the search in words, `back` leads to the results.
    Addresses are "" where there is nothing to go to; `count` is 0 where the editorial is no longer
    at `position`, and the search can only be gone back to.
    """

    editorial: Editorial
    address: str
    title: str
    back: str
    position: int
    count: int = 0
    before: str = ""
    after: str = ""
    forms: Collection[str] = ()
    phrases: Sequence[Sequence[Collection[str]]] = ()

    @property
    def heading(self) -> SafeString:
        return self._line(self.editorial.heading)

    @property
    def standfirst(self) -> SafeString:
        return self._line(self.editorial.standfirst)

    @cached_property
    def body(self) -> SafeString:
        """The body with the words marked, the first of them to be led to."""
        marked = excerpts.mark_html(self.editorial.body, self.forms, self.phrases)
        return markup.with_first_mark_named(marked, FIRST_MARK)

    @property
    def marks(self) -> int:
        """How many words are marked in the text."""
        return self.body.count("<mark")

    def _line(self, text: str) -> SafeString:
        return markup.marked(text, finding.spans(text, self.forms, self.phrases))


def address(editorial: Editorial, question: Question, position: int) -> str:
    """Return the page of an editorial as the result of a search, counted from 1."""
    return f"{editorial.get_absolute_url()}{parameters(question)}{position}"


def parameters(question: Question) -> str:
    """Return what such an address has between the page's own and the position."""
    return f"{question.at_page(1).address()}&hit="


def walk(request: HttpRequest, editorial: Editorial) -> Walk | None:
    """Return where an editorial stands; None where the address tells of no search.

    Asks the engine once and the database once.
    """
    question, position = Question.read(request.GET), _position(request.GET.get("hit", ""))
    if question.is_empty or not position:
        return None
    answer, places = _around(question, position)
    count = 0
    beside: dict[int, str] = {}
    if editorial.pk in places.get(position, ()):
        count = answer.entries
        del places[position]
        beside = _addresses(question, places)
    return Walk(
        editorial=editorial,
        address=address(editorial, question, position),
        title=capfirst(wording.in_words(question)),
        back=_back(question, position),
        position=position,
        count=count,
        before=beside.get(position - 1, ""),
        after=beside.get(position + 1, ""),
        forms=marks.forms(answer.instead or question, answer),
        phrases=marks.phrases(answer.instead or question, answer),
    )


def note_opened(request: HttpRequest, walk: Walk) -> None:
    """Count which result of its search was opened, where it was from the page of results.

    Who walks on from one result to the next has not chosen it.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path == reverse("search")
    is_fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and walk.count and is_ours and not is_fetched_ahead:
        agent = request.headers.get("User-Agent", "")
        sought.record_opened(Question.read(request.GET), walk.position, agent)


def _position(sent: str) -> int:
    """Return the position that an address tells, 0 where it is none."""
    if not (sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS):
        return 0
    position = int(sent)
    if position > DEEPEST:
        return 0
    return position


def _around(question: Question, position: int) -> tuple[Answer, dict[int, tuple[int, ...]]]:
    """Return the answer, and {position: ids} of the result there and those beside it.

    The first of the ids is the result, the others are folded under it.
    """
    first, last = max(position - 2, 0), position  # counted from 0
    size = AROUND
    while first // size != last // size:  # the shortest page that has all three
        size += 1
    answer = ask(replace(question.as_page(), page=first // size + 1, page_size=size))
    places = {}
    for place, hit in enumerate(answer.hits, first // size * size + 1):
        if abs(place - position) <= 1:
            places[place] = (hit.id, *hit.parts)
    return answer, places


def _addresses(question: Question, places: Mapping[int, tuple[int, ...]]) -> dict[int, str]:
    """Return {position: address} of those results that are published."""
    if not places:
        return {}
    ids = [number for number, *_parts in places.values()]
    rows = loading.linked(ids)
    addresses = {}
    for place, (number, *_parts) in places.items():
        if number in rows:
            addresses[place] = address(rows[number], question, place)
    return addresses


def _back(question: Question, position: int) -> str:
    page = question.at_page((position - 1) // question.page_size + 1)
    return f"{reverse('search')}{page.address()}#hit{position}"
