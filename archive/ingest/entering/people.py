"""From a name as printed to a person: found where it can be only one, asked about where not.

« Manuel JACQUINET », « Jacquinet (Manuel) » and « Jacquinet, Manuel » are one name in three dresses. « M. Jacquinet » is
less: `M.` may be Monsieur or the initial of Manuel, so it means whoever bears that surname, if that is one person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive import text
from archive.ingest.printed.names import GIVEN
from archive.models import Author, AuthorName
from archive.models.doubts import Doubt
from archive.models.operations import changing

CIVILITY = re.compile(
    r"(?:mm?|messieurs|monsieur|mme|mmes|madame|mlle|mademoiselle|mr|mrs|ms|miss|dr|pr|me)\b\.?\s+",
    re.I,
)
INVERTED = re.compile(
    r"(?P<surname>[^(),]+?)\s*(?:\(\s*(?P<bracketed>[^(),]+?)\s*\)|,\s*(?P<given>[^(),]+?))\s*"
)


Signatory = tuple[Author | None, str, str]  # the person, the name as printed, the role


@dataclass
class Found:
    """The person, None where it may be several; and what an editor should check."""

    author: Author | None
    doubt: Doubt | None = None


def find(printed: str) -> Found:
    """The person of that printed name; made if there is none. The printed form is kept, so that it is known next time."""
    natural = _natural(printed)
    for name in dict.fromkeys((printed, natural)):
        rows = list(
            AuthorName.objects.filter(key=text.name_key(name))
            .select_related("author")
            .order_by("author_id")
        )
        if rows:
            return _remembered(_one_of({row.author: None for row in rows}, printed), printed, rows)
    if (CIVILITY.match(natural) or text.is_initialled(natural)) and (
        people := _by_surname(natural)
    ):
        return _one_of(people, printed, guess=True)
    if natural != printed and not _is_given(natural):  # « Association des libraires, Paris »
        return _remembered(
            Found(Author.objects.create(name=printed), Doubt("byline", "guess", printed)),
            printed,
            (),
        )
    return _remembered(Found(Author.objects.create(name=text.person_name(natural))), printed, ())


def signatories(bylines: Iterable[tuple[str, str]]) -> tuple[list[Signatory], list[Doubt]]:
    """Return whoever signs by each printed (name, role), and what an editor should check of them."""
    signed, doubts = [], []
    for name, role in bylines:
        person = find(name)
        signed.append((person.author, name, role))
        if person.doubt:
            doubts.append(person.doubt)
    return signed, doubts


def _one_of(people: Iterable[Author], printed: str, guess: bool = False) -> Found:
    names = " ; ".join(person.name for person in people)
    if len(people) > 1:
        return Found(
            None, Doubt("byline", "ambiguous", f"{printed} → {names}" if guess else printed)
        )
    [person] = people
    return Found(person, Doubt("byline", "initials", f"{printed} → {names}") if guess else None)


def _remembered(found: Found, printed: str, rows: Iterable[AuthorName]) -> Found:
    """Keeps a form that surely is this person's."""
    author = found.author
    if author and printed not in (author.name, *(row.name for row in rows)):
        with changing(author):
            AuthorName.objects.create(author=author, name=printed)
    return found


def _natural(printed: str) -> str:
    """« Jacquinet (Manuel) », « Jacquinet, Manuel » -> « Manuel Jacquinet »; without what is no name of a person's."""
    inverted = INVERTED.fullmatch(printed)
    if not inverted:
        return printed
    given, surname = inverted["bracketed"] or inverted["given"], inverted["surname"]
    few = len(given.split()) <= 2 and len(surname.split()) <= 3
    return (
        f"{given} {surname}"
        if few and given[:1].isupper() and (surname[:1].isupper() or _is_given(given))
        else printed
    )


def _is_given(name: str) -> bool:
    return text.fold(name.split()[0]).partition("-")[0] in GIVEN


def _by_surname(name: str) -> list[Author]:
    """Those whom « C. Abgrall », of these initials, or « Mme Abgrall », of that surname, can mean; « M. Abgrall » can
    mean either."""
    civility = CIVILITY.match(name)
    initials, surname = (
        ("", text.name_key(name[civility.end() :])) if civility else text.initials(name)
    )
    names = (
        AuthorName.objects.filter(key__endswith=f" {surname}")
        .select_related("author")
        .order_by("author_id")
    )
    known = ((row.author, text.initials(row.name)) for row in names)
    return list(
        {
            person: None
            for person, (first, last) in known
            if last == surname and (civility or first == initials)
        }
    )
