"""From one result of a search to the next on the pages of the editorials themselves, by the address alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import SafeString
from django.utils.text import capfirst

from archive.models import Editorial
from archive.search import ask
from archive.search.question import wording
from archive.search.question.answers import Answer
from archive.search.question.query import DEEPEST, Question
from archive.search.showing import excerpts, marks

AROUND = 3  # results that are asked for: the one before, the one shown, the one after
FIRST_MARK = "found"  # the id of the first word that is marked in the text


@dataclass(frozen=True)
class Walk:
    """Where an editorial stands among the results of a search. Addresses are "" where there is nothing to go to;
    `count` is 0 where the editorial is no longer at `position`, and the search can only be gone back to."""

    editorial: Editorial
    here: str
    said: str
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
        """Clean HTML with the words marked, the first of them to be led to."""
        marked = excerpts.mark_html(self.editorial.body, self.forms, self.phrases)
        return SafeString(marked.replace("<mark>", f'<mark id="{FIRST_MARK}">', 1))

    @property
    def marks(self) -> int:
        """How many words are marked in the text."""
        return self.body.count("<mark")

    def _line(self, text: str) -> SafeString:
        found = excerpts.find(text, self.forms, self.phrases)
        return excerpts.marked(text, [(start, end) for start, end, _form in found])


def address(editorial: Editorial, question: Question, position: int) -> str:
    """The page of an editorial as the result of a search, counted from 1."""
    return f"{editorial.get_absolute_url()}{parameters(question)}{position}"


def parameters(question: Question) -> str:
    """What such an address has between the page's own and the position."""
    return f"{question.at_page(1).address()}&hit="


def walk(request: HttpRequest, editorial: Editorial) -> Walk | None:
    """None where the address tells of no search. Asks the engine once and the database once."""
    question, position = Question.read(request.GET), _position(request.GET.get("hit", ""))
    if question.is_empty or not position:
        return None
    answer, places = _around(question, position)
    here = places.get(position) == editorial.pk
    beside = _beside(
        question, {place: pk for place, pk in places.items() if here and abs(place - position) == 1}
    )
    return Walk(
        editorial=editorial,
        here=address(editorial, question, position),
        said=capfirst(wording.in_words(question)),
        back=_back(question, position),
        position=position,
        count=answer.count if here else 0,
        before=beside.get(position - 1, ""),
        after=beside.get(position + 1, ""),
        forms=marks.forms(question, answer),
        phrases=marks.phrases(question),
    )


def _position(typed: str) -> int:
    return (
        int(typed)
        if typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed) <= DEEPEST
        else 0
    )


def _around(question: Question, position: int) -> tuple[Answer, dict[int, int]]:
    """The answer, and {position: number of the editorial} of the results around that one."""
    first, last = max(position - 2, 0), position  # counted from 0
    size = AROUND
    while first // size != last // size:  # the shortest page that has all three
        size += 1
    answer = ask(replace(question, page=first // size + 1, page_size=size))
    start = first // size * size + 1
    return answer, {start + place: hit.id for place, hit in enumerate(answer.hits)}


def _beside(question: Question, places: dict[int, int]) -> dict[int, str]:
    rows = (
        Editorial.objects.only("slug", "state").published_among(places.values()) if places else {}
    )
    return {place: address(rows[pk], question, place) for place, pk in places.items() if pk in rows}


def _back(question: Question, position: int) -> str:
    page = question.at_page((position - 1) // question.page_size + 1)
    return f"{reverse('search')}{page.address()}#hit{position}"
