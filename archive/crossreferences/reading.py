"""Which references to other texts a body makes: pure functions, which know of no archive.

What others say, in quotation marks or in a quotation of its own, makes none. `resolving` says what
each means, or that it may mean several.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from archive import dates, issues
from archive.crossreferences import behind_titles, speaking
from archive.crossreferences.blocks import Place, blocks
from archive.crossreferences.hints import hints_in
from archive.crossreferences.masks import (
    A_DATE,
    A_MONTH,
    A_QUOTE,
    SIGNS,
    Masked,
    masked,
)
from archive.text import slug

LONGEST = 200  # characters of a reference as printed
MOST = 200  # references of one text


class Kind(StrEnum):
    """What is referred to."""

    EDITORIAL = "editorial"
    ISSUE = "issue"
    PAGE = "page"
    TITLE = "title"


@dataclass(frozen=True)
class Pointer:
    """A reference as a text makes it; "" for what it does not say.

    `magazine` as printed, "" for the text's own; `issue` a slug, `page` a page's slug; `date` EDTF.
    `is_own`: it says that it speaks of the text's own magazine. `is_this`: of the very issue that
    the text is in. `before`: of the issue before that one.
    """

    place: Place
    printed: str
    kind: Kind
    magazine: str = ""
    date: str = ""
    issue: str = ""
    page: str = ""
    title: str = ""
    is_own: bool = False
    is_this: bool = False
    is_before: bool = False


def pointers(body: str, date: str = "") -> list[Pointer]:
    """Return the references of a body, in its order.

    `date`: EDTF of the text, by which « décembre dernier » is understood.
    """
    hints = hints_in(body)
    if not hints:
        return []
    read: list[Pointer] = []
    for number, block in enumerate(blocks(body)):
        if block.italics or hints_in(block.plain, hints):
            read += _of_paragraph(number, masked(block), date)
    return read[:MOST]


def _of_paragraph(number: int, paragraph: Masked, date: str) -> list[Pointer]:
    """Return what the patterns read of a paragraph; where two overlap, the longer one's."""
    candidates: list[Pointer] = []
    for read in (_heads, _parentheses, _pages, _titles):
        candidates += islice(read(number, paragraph, date), MOST)
    candidates.sort(key=lambda pointer: pointer.place.start - pointer.place.end)
    taken: list[Pointer] = []
    for pointer in candidates:
        if len(pointer.printed) <= LONGEST and not any(_overlap(pointer, it) for it in taken):
            taken.append(pointer)
    return sorted(taken, key=lambda pointer: pointer.place)


def _overlap(pointer: Pointer, other: Pointer) -> bool:
    return pointer.place.start < other.place.end and other.place.start < pointer.place.end


# « notre éditorial de décembre 2008 », « dans le n° 36 », « notre premier numéro »

_RANKS = r"tout premier|premier|dernier|precedent"
_EDITORIAL = re.compile(
    rf"(?<!\w)(?:notre |mon |l'|cet |le |du )(?:(?P<rank>{_RANKS}) )?(?:editorial|edito)\b"
    r"(?: (?P<behind>precedent|inaugural|dernier)\b)?"
)
_RANKED = re.compile(
    r"(?<!\w)(?:notre |le |du |au )(?:"
    rf"(?:(?P<rank>{_RANKS}) numero|numero (?P<behind>precedent|inaugural))\b)"
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:dans |depuis |de |apres |avant |des |voir |lire |relire |cf\.? ?|a )"
    r"(?P<named>(?:le |notre |nos )?(?:(?:lettre|cahier|bulletin|newsletter) )?"
    r"(?:numero|n ?°) ?\d{1,4})(?!\w|[.,/-]\d| \d)"
)
_DATED = re.compile(r"(?<!\w)(?:notre |nos )(?:numero|lettre|livraison|cahier)\b")
_THIS = re.compile(r"(?<!\w)dans (?:ce|le present) numero\b(?! \d)")
_TAILS = (
    ("title", re.compile(rf"(?:,|\u00a0?:)?(?: (?:intitule|titre|sous le titre))?,? ?({A_QUOTE})")),
    ("date", re.compile(rf" (?:(?:paru|publie|date) )?(?:du |de |d'|en |le )?({A_DATE})")),
    ("date", re.compile(rf" ?\(({A_DATE})\)")),
    ("month", re.compile(rf" (?:du mois de |de |d')({A_MONTH})")),
    ("past", re.compile(r" (?:du mois|de l'an|de l'annee) (?:dernier|passe)e?\b")),
    (
        "issue",
        re.compile(
            r"(?: (?:du|de notre|dans le|dans notre|de la|du numero)|,| \()? ?"
            r"((?:(?:lettre|cahier|bulletin|newsletter) )?(?:numero|n ?°) ?\d{1,4})"
            r"(?![\w]|[.,/-]\d)\)?"
        ),
    ),
    (
        "own",
        re.compile(
            r" de (?:cette|notre) (?:revue|lettre|publication)\b| de ce (?:magazine|journal)\b"
            r"| de ces cahiers\b"
        ),
    ),
    ("page", re.compile(r",? \(?(?:p\.|pp\.|pages?) ?(\d{1,4})\)?")),
)
# Behind « de » or « du » a name in capitals: another magazine, or whose text it is.
_NAME = r"[A-ZÀ-ÞŒ][\w’'-]*"
_NAMED = re.compile(
    r"[ \u00a0](?:de|du|d['’]|des|dans|à)[ \u00a0]?(?:la |le |les |l['’])?"
    rf"({_NAME}(?:[ \u00a0](?:(?:de|du|des|la|le|les|et|l['’]) ?){{0,2}}{_NAME})*)"
)
_IN_ITALICS = re.compile(rf" (?:de |du |d'|dans )(?:magazine |journal |la revue )?({A_QUOTE})")
# What may follow the number of an issue; before others it is no issue: « notre n° 2 mondial ».
_AFTER_NUMBER = re.compile(
    r"\s*(?:[.;:!?)…»,]|$|\(|—|–"
    r"|(?:et|ou|nous|je|j'|on|il|elle|que|qui|paru|publie|dont)\b)"
)
_A_PERSON = re.compile(r", [A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ]")


def _heads(number: int, paragraph: Masked, date: str) -> Iterator[Pointer]:
    signs = paragraph.signs
    for head in _EDITORIAL.finditer(signs):
        yield from _with_tails(number, paragraph, date, head, Kind.EDITORIAL)
    for head in _NUMBERED.finditer(signs):
        yield from _numbered(number, paragraph, head)
    for pattern in (_RANKED, _DATED):
        for head in pattern.finditer(signs):
            yield from _with_tails(number, paragraph, date, head, Kind.ISSUE)
    for head in _THIS.finditer(signs):
        start, end = head.span()
        pointer = _pointer(number, paragraph, start, end, Kind.ISSUE)
        yield replace(pointer, is_this=True, is_own=True)


def _with_tails(
    number: int, paragraph: Masked, date: str, head: re.Match, kind: Kind
) -> Iterator[Pointer]:
    start, end = head.span()
    groups = head.groupdict()
    rank = groups.get("rank") or groups.get("behind") or ""
    facts: dict = {}
    if rank in ("premier", "tout premier", "inaugural"):
        facts["issue"] = "1"
    elif rank:
        facts["is_before"] = True
    end = _read_tails(paragraph, end, date, facts)
    is_own = facts.pop("own", False) or speaking.is_own(paragraph, *head.span())
    # « Notre dernier numéro » may be the one before, or this very one, which is the last.
    is_own = is_own and rank != "dernier" and not _OF_ANOTHER.match(paragraph.signs, end)
    if not facts.keys() & {"issue", "date", "title", "is_before"}:
        return
    pointer = _pointer(number, paragraph, start, end, kind)
    yield replace(pointer, is_own=is_own and not facts.get("magazine"), **facts)


def _read_tails(paragraph: Masked, end: int, date: str, facts: dict) -> int:
    """Read what follows a head into facts; return where that ends."""
    is_going_on = True
    while is_going_on:
        is_going_on = False
        for name, pattern in (("magazine", _IN_ITALICS), *_TAILS):
            tail = pattern.match(paragraph.signs, end)
            if tail and name not in facts and _take(paragraph, name, tail, date, facts):
                end, is_going_on = tail.end(), True
                break
        if "title" in facts and "magazine" not in facts and not is_going_on:
            behind = behind_titles.in_magazine(paragraph, end)
            if behind:
                end, is_going_on = behind.end, True
                facts |= behind.facts
        named = _NAMED.match(paragraph.plain, end)
        if named and "magazine" not in facts and not is_going_on and not _is_sign(paragraph, named):
            facts["magazine"] = named[1]
            end, is_going_on = named.end(), True
    return end


def _is_sign(paragraph: Masked, named: re.Match) -> bool:
    return paragraph.signs[named.start(1)] in SIGNS


def _take(paragraph: Masked, name: str, tail: re.Match, date: str, facts: dict) -> bool:
    """Take what a tail says into facts; return False where it says nothing that holds."""
    match name:
        case "title" | "magazine":
            fact: object = paragraph.title(*tail.span(1))
        case "date":
            fact = paragraph.dates.get(tail.start(1), "")
        case "month":
            fact = month_before(date, paragraph.months[tail.start(1)])
        case "past":
            fact = past(date, "mois" in tail[0])
        case "issue":
            fact = issues.slug(paragraph.plain[slice(*tail.span(1))])
        case "page":
            fact = tail[1].lstrip("0")
        case _:
            fact = True
    if fact:
        facts["date" if name in ("month", "past") else name] = fact
    return bool(fact)


def _numbered(number: int, paragraph: Masked, head: re.Match) -> Iterator[Pointer]:
    start, end = head.span("named")
    facts: dict = {"issue": issues.slug(_without_article(paragraph.plain[start:end]))}
    end = _read_tails(paragraph, end, "", facts)
    is_own = facts.pop("own", False) or speaking.is_own(paragraph, start, end, of_all=True)
    is_alone = not facts.keys() & {"date", "magazine", "page"}
    if is_alone and not _AFTER_NUMBER.match(paragraph.signs, end):
        return
    if _A_PERSON.match(paragraph.plain, end):
        return
    pointer = _pointer(number, paragraph, start, end, Kind.ISSUE)
    yield replace(pointer, is_own=is_own and not facts.get("magazine"), **facts)


def _without_article(printed: str) -> str:
    return re.sub(r"^(?:le|notre|nos)\s+", "", printed, flags=re.IGNORECASE)


# « (Libération, mai 1998) », « (Décroché, n° 36, p. 3) »

_PARENTHESIS = re.compile(
    rf"\((?:in |dans |cf\.? |voir |lire )?(?P<name>{A_QUOTE}|[^()\ue010-\ue013]{{2,60}}?)"
    r"(?:, ?| )(?:(?P<issue>(?:(?:lettre|cahier) )?(?:numero|n ?°) ?\d{1,4}),? ?)?"
    rf"(?:(?:du |de |d'|en )?(?P<date>{A_DATE}))?"
    r"(?:,? ?(?:p\.|pp\.|pages?) ?(?P<page>\d{1,4}))?\)"
)


def _parentheses(number: int, paragraph: Masked, _date: str) -> Iterator[Pointer]:
    for match in _PARENTHESIS.finditer(paragraph.signs):
        name = behind_titles.magazine(paragraph, *match.span("name"))
        if not (match["issue"] or match["date"]) or not name:
            continue
        start, end = match.start() + 1, match.end() - 1
        facts: dict = {
            "magazine": name,
            "date": paragraph.dates.get(match.start("date"), ""),
            "issue": issues.slug(match["issue"] or ""),
            "page": (match["page"] or "").lstrip("0"),
        }
        yield replace(_pointer(number, paragraph, start, end, Kind.ISSUE), **facts)


# « voir p. 20 », « nous comparons page 24 », « le dossier de ce numéro, pages 20 à 33 »

_PAGE = r"(?:p\.|pp\.|pages?) ?(?P<page>\d{1,4})(?: ?(?:-|–|a|et) ?\d{1,4})?(?![\w%]|[.,]\d)"
_SEE = re.compile(
    rf"(?<!\w)(?:voir|lire|relire|lisez|cf\.?)(?: aussi| egalement)?(?: notre [a-z]+| nos [a-z]+)?"
    rf"(?: en| a la|,)? {_PAGE}"
)
_OURS = re.compile(
    rf"(?<!\w)(?:nous (?:[a-z]+ ){{1,2}}(?:en |a la )?|notre (?:[a-z]+,? ){{1,2}}(?:en |a la )?"
    rf"|de ce numero,? |je l'ecris |que nous [a-z]+ ){_PAGE}"
)
_OF_ANOTHER = re.compile(r" (?:du|de|des|d')\b(?! (?:ce numero|cette (?:revue|lettre)))")


def _pages(number: int, paragraph: Masked, _date: str) -> Iterator[Pointer]:
    for pattern in (_SEE, _OURS):
        for match in pattern.finditer(paragraph.signs):
            if _OF_ANOTHER.match(paragraph.signs, match.end()):
                continue
            # From « p. » or « page » on.
            start = paragraph.signs.rindex("p", match.start(), match.start("page"))
            pointer = _pointer(number, paragraph, start, match.end(), Kind.PAGE)
            page = match["page"].lstrip("0")
            yield replace(pointer, page=page, is_this=True, is_own=True)


# « Ça sonne », where the sentence says that it is a text

_BEFORE_TITLE = re.compile(
    r"(?:(?:(?<!\w)(?:intitulee?|sous le titre|titr(?:ions|ais|e|ee)|titre"
    r"|editorial|edito|billet|chronique|article|ecrivions|ecrivais|publiions|publiait|dans)"
    rf"|{speaking.LOOK})(?: aussi)?"
    r"(?: (?:ici|deja|ici meme|notre|de|du|mon|le|l'|un|article|billet|texte|chronique|editorial"
    r"|edito))*[ ,:]*)$"
)
_A_QUOTE = re.compile(A_QUOTE)


def _titles(number: int, paragraph: Masked, _date: str) -> Iterator[Pointer]:
    reached = 0
    for quote in _A_QUOTE.finditer(paragraph.signs):
        start, end = quote.span()
        if start < reached:
            continue  # a magazine's name
        title = paragraph.title(start, end)
        facts: dict = behind_titles.behind(paragraph, end).facts
        in_magazine = behind_titles.in_magazine(paragraph, end)
        if in_magazine:
            facts = in_magazine.facts
            end = reached = in_magazine.end
        is_led = _BEFORE_TITLE.search(paragraph.signs, max(0, start - 60), start)
        is_own = speaking.is_own(paragraph, start, end) and not in_magazine
        is_told = facts or (is_led and is_own)
        # Words in italics that begin small are foreign ones.
        if title[:1].islower() or not title or not is_told:
            continue
        pointer = _pointer(number, paragraph, start, end, Kind.TITLE)
        yield replace(pointer, title=title, is_own=is_own, **facts)


def _pointer(number: int, paragraph: Masked, start: int, end: int, kind: Kind) -> Pointer:
    return Pointer(Place(number, start, end), paragraph.plain[start:end], kind)


# Times that are told from the text's own


def month_before(date: str, month: int) -> str:
    """Return the last such month before a date (EDTF), "" where that is not known to a month."""
    first, last = dates.bounds(date)
    if not first or not last or (first.year, first.month) != (last.year, last.month):
        return ""
    year = first.year - (month >= first.month)
    return f"{year:04}-{month:02}"


def past(date: str, is_month: bool) -> str:
    """Return the month before a date, or the year; "" where the date is not known so closely."""
    first, last = dates.bounds(date)
    if not first or not last or first.year != last.year:
        return ""
    if not is_month:
        return f"{first.year - 1:04}"
    if first.month != last.month:
        return ""
    return month_before(date, (first.month - 2) % 12 + 1)


def title_key(title: str) -> str:
    """Return a title as it is compared: as the slugs of editorials are."""
    return slug(title)
