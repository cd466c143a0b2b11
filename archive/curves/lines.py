"""The lines behind a point: each occurrence with what stands before and behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.concordance import contexts
from archive.concordance.contexts import Order, Place, Places
from archive.concordance.counting import MONTHS, By
from archive.concordance.keeping import Concordance
from archive.concordance.pieces import PARAGRAPH, spans
from archive.curves.asked import Asked, tagged
from archive.curves.meaning import Meaning, meaning
from archive.curves.points import concordance
from archive.models import Editorial
from archive.typesetting import anchors_of_paragraphs

UNDATED = "undated"  # in the place of a period
CONTEXT = 90  # characters on either side of a keyword
WIDE_CONTEXT = 150  # of a line that is shown as a sentence
DEEPEST = 10_000  # lines that can be paged to
READ = 500  # editorials that are read at a time
FIELDS = ("title", "title_supplied", "text", "body", "slug", "date", "state", "publication__name")


@dataclass(frozen=True)
class Line:
    """An occurrence as printed, with its editorial.

    `paragraph`: its number in the text, from 1; `anchor` leads to it, "" where nothing does.
    """

    editorial: Editorial
    paragraph: int
    anchor: str
    left: str
    keyword: str
    right: str

    @property
    def date(self) -> str:
        return self.editorial.date

    @property
    def address(self) -> str:
        address = self.editorial.get_absolute_url()
        return f"{address}#{self.anchor}" if self.anchor else address


class Lines:
    """All lines of a word, in their order; the texts are read of those that are asked for."""

    def __init__(self, book: Concordance, places: Places, are_titles: bool = False):
        self._book, self._places, self._are_titles = book, places, are_titles

    def __len__(self) -> int:
        return len(self._places)

    @property
    def is_sorted_by_date_alone(self) -> bool:
        """Return True where they are too many to be sorted by their contexts."""
        return len(self) > contexts.MOST_SORTED

    def between(self, start: int, end: int, context: int = CONTEXT) -> Iterator[Line]:
        """Yield some lines; those are left out whose texts have changed meanwhile."""
        for first in range(start, min(end, len(self)), READ):
            last = min(first + READ, end)
            places = list(contexts.listed(self._book, self._places, first, last))
            yield from _lines(places, context, self._are_titles)


def when(typed: str) -> tuple[By, int] | None:
    """Return the period of « 2004 » or « 2004-05 ». Raises ValueError for anything else."""
    year, _dash, month = typed.partition("-")
    is_year = len(year) == 4 and year.isascii() and year.isdigit()
    if not is_year or (month and not _is_month(month)) or (_dash and not month):
        raise ValueError(typed)
    if month:
        return By.MONTH, int(year) * MONTHS + int(month) - 1
    return By.YEAR, int(year)


def _is_month(typed: str) -> bool:
    return len(typed) == 2 and typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MONTHS


def lines(asked: Asked, word: str, period: str, order: Order) -> Lines:
    """Return the lines of a word, of a period or of all ("").

    Those that are UNDATED count in no period as it is asked `by`. Raises ValueError for a period
    that is none, keeping.Missing, OSError.
    """
    book = concordance()
    meant = meaning(word, asked.forms, asked.equivalents)
    undated, slot = None, None
    if period == UNDATED:
        undated = asked.by
    elif period:
        slot = when(period)
    places = _places(book, meant, asked, slot, undated)
    return Lines(book, contexts.in_order(book, places, order), meant.is_tag)


def first_and_last(asked: Asked, word: str) -> list[Line]:
    """Return the first and the last line of a word by date; one where there is no other.

    Raises keeping.Missing, OSError.
    """
    book = concordance()
    meant = meaning(word, asked.forms, asked.equivalents)
    places = contexts.first_and_last(_places(book, meant, asked))
    return list(Lines(book, places, meant.is_tag).between(0, len(places), WIDE_CONTEXT))


def _places(
    book: Concordance,
    meant: Meaning,
    asked: Asked,
    slot: tuple[By, int] | None = None,
    undated: By | None = None,
) -> Places:
    narrowing = asked.narrowing
    if not meant.is_tag:
        return contexts.gathered(book, meant.phrases, narrowing, slot, undated)
    bearing = frozenset[int]()
    if meant.tag:
        bearing = tagged([meant.tag.slug])
    narrowing = replace(narrowing, ids=(*narrowing.ids, bearing))
    return contexts.of_editorials(book, narrowing, slot, undated)


def _lines(places: Sequence[Place], context: int, are_titles: bool) -> Iterator[Line]:
    cut = at(places, context, are_titles)
    for place in places:
        if place in cut:
            yield cut[place]


def at(places: Iterable[Place], context: int, are_titles: bool = False) -> dict[Place, Line]:
    """Return {place: its line}, without those whose texts have changed meanwhile."""
    of_editorials: dict[int, list[Place]] = {}
    for place in places:
        of_editorials.setdefault(place.editorial, []).append(place)
    rows = Editorial.objects.select_related("publication").only(*FIELDS)
    cut: dict[Place, Line] = {}
    for number, editorial in rows.published_among(set(of_editorials)).items():
        if are_titles:
            cut |= {place: _title(editorial, context) for place in of_editorials[number]}
            continue
        for place, line in _of_editorial(editorial, of_editorials[number], context):
            cut[place] = line
    return cut


def _title(editorial: Editorial, context: int) -> Line:
    """Return the line of an editorial that bears a tag: its title, and how its text begins."""
    opening = _shortened(editorial.text, context, at_end=True)
    return Line(editorial, 1, "", "", editorial.heading, opening)


def _of_editorial(
    editorial: Editorial, places: Iterable[Place], context: int
) -> Iterator[tuple[Place, Line]]:
    text = editorial.text
    places = list(places)
    cut = spans(text, max(place.piece + place.length for place in places))
    of_paragraphs = anchors_of_paragraphs(editorial.body, editorial.text)
    for place in places:
        last = place.piece + place.length - 1
        if last >= len(cut):
            continue
        start, end = cut[place.piece][0], cut[last][1]
        number = text.count(PARAGRAPH, 0, start)
        opens, closes = text.rfind(PARAGRAPH, 0, start), text.find(PARAGRAPH, end)
        opens = opens + len(PARAGRAPH) if opens >= 0 else 0
        if closes < 0:
            closes = len(text)
        anchor = ""
        if number < len(of_paragraphs):
            anchor = of_paragraphs[number]
        yield (
            place,
            Line(
                editorial=editorial,
                paragraph=number + 1,
                anchor=anchor,
                left=_shortened(text[opens:start], context, at_end=False),
                keyword=text[start:end],
                right=_shortened(text[end:closes], context, at_end=True),
            ),
        )


def _shortened(beside: str, most: int, at_end: bool) -> str:
    """Return what stands beside a keyword, cut between two words where it is long."""
    beside = beside.replace("\n", " ")
    if len(beside) <= most:
        return beside
    if at_end:
        kept = beside[:most]
        return f"{kept[: kept.rfind(' ') + 1 or most]}…"
    kept = beside[-most:]
    return f"…{kept[max(kept.find(' '), 0) :]}"
