"""Authors as a site's software names them: people, offices and accounts alike."""

import re
from collections.abc import Container, Iterable

from archive import offices
from archive.ingest.printed import names
from archive.ingest.records import Doubt, Printed
from archive.text import fold

JOINT = re.compile(r"\s*(?:[,&]|(?<!\S)(?:et|and)(?!\S))\s*", re.I)
EDGES = " \t\r\n\u00a0\u202f,&"  # of an author: a lone sign between two leaves them there


def credit(
    authors: Iterable[str], unsure: Container[str] = ()
) -> tuple[list[Printed], list[Doubt]]:
    """Return the people and offices among the authors, and what an editor should look at.

    An account (« admin ») and an address are nobody's name: they are only doubts. Authors in
    `unsure`, chosen by nobody to be shown, are doubted too where they do not look like a name.
    """
    bylines: list[Printed] = []
    doubts: list[Doubt] = []
    for author in dict.fromkeys(authors):
        if names.is_account(author) or "@" in author:
            doubts.append(Doubt("byline", "guess", author))
            continue
        bylines.append(Printed(author))
        is_named = names.certainty(author) or offices.is_office(author)
        if author in unsure and not is_named:
            doubts.append(Doubt("byline", "guess", author))
    if not bylines and not doubts:
        doubts.append(Doubt("byline", "unknown"))
    return bylines, doubts


def names_in(authors: str) -> tuple[list[Printed], list[Doubt]]:
    """Return « X, Y et Z » as three bylines, and what was unsure.

    What may be one name (« Nord, Ada ») is kept whole, with a doubt.
    """
    bylines: list[Printed] = []
    doubts: list[Doubt] = []
    for part in filter(None, (part.strip(EDGES) for part in authors.split(";"))):
        pieces = list(filter(None, JOINT.split(part)))
        if len(pieces) < 2:
            bylines.append(Printed(part))
            continue
        persons: list[Printed] = []
        is_role_behind = names.is_role(pieces[-1]) or offices.signs_alone(pieces[-1])
        if is_role_behind or not _is_inverted(part):
            persons = _persons(pieces)
        if not persons:
            doubts.append(Doubt("byline", "guess", part))
        bylines += persons or [Printed(part)]
    return bylines, doubts


def _is_inverted(part: str) -> bool:
    """Return True for « Nord, Ada », « Le Goff, Anne-Marie »: one comma, and one word behind it."""
    before, _comma, behind = part.partition(",")
    return bool(before.strip()) and len(behind.split()) == 1 and "," not in behind


def _persons(pieces: list[str]) -> list[Printed]:
    """Return each piece as a name, or as the role of the name before it.

    [] where a piece is neither (« Livres et Cie »).
    """
    persons: list[Printed] = []
    for piece in pieces:
        folded = fold(piece)
        is_name = names.certainty(piece) > 0 and folded.split()[0] not in offices.HOLDERS
        if is_name or offices.is_office(piece) or folded in names.GIVEN:
            persons.append(Printed(piece))
        elif persons and not persons[-1].role and names.is_role(piece):
            persons[-1] = Printed(persons[-1].name, piece)
        else:
            return []
    return persons
