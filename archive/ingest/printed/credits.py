"""Authors as a site's software names them: people, accounts and the whole house alike."""

import re
from collections.abc import Iterable

from archive.ingest.printed import names
from archive.ingest.records import Doubt, Printed
from archive.text import fold

JOINT = re.compile(r"\s*(?:[,&]|(?<!\S)(?:et|and)(?!\S))\s*", re.I)


def credit(named: Iterable[str], unsure: Iterable[str] = ()) -> tuple[list[Printed], list[Doubt]]:
    """The people among those named, and what an editor should look at.

    An account (« admin »), a house (« La rédaction ») and an address are nobody's name: they are only told. Those in
    `unsure`, chosen by nobody to be shown, are told too where they do not look like a name.
    """
    bylines, doubts = [], []
    for name in dict.fromkeys(named):
        if names.is_account(name) or fold(name) in names.COLLECTIVE or "@" in name:
            doubts.append(Doubt("byline", "guess", name))
            continue
        bylines.append(Printed(name))
        if name in unsure and not names.certainty(name):
            doubts.append(Doubt("byline", "guess", name))
    return bylines, doubts if bylines or doubts else [Doubt("byline", "unknown")]


def names_in(authors: str) -> tuple[list[Printed], list[Doubt]]:
    """« X, Y et Z » as three bylines; what may be one name (« Nord, Ada ») is kept whole, with a doubt."""
    bylines: list[Printed] = []
    doubts = []
    for part in filter(None, map(str.strip, authors.split(";"))):
        pieces = [piece for piece in JOINT.split(part) if piece]
        found = [Printed(part)] if len(pieces) < 2 or _is_inverted(part) else _persons(pieces)
        if not found or (len(pieces) > 1 and found[0].name == part):
            doubts.append(Doubt("byline", "guess", part))
        bylines += found or [Printed(part)]
    return bylines, doubts


def _is_inverted(part: str) -> bool:
    """True for « Nord, Ada » and « Le Goff, Anne-Marie »: one comma, and one word behind it."""
    before, _comma, behind = part.partition(",")
    return bool(before.strip()) and len(behind.split()) == 1 and "," not in behind


def _persons(pieces: list[str]) -> list[Printed]:
    """Each piece as a name, or as the role of the one before; [] where one is neither (« Livres et Cie »)."""
    found: list[Printed] = []
    for piece in pieces:
        folded = fold(piece)
        if names.certainty(piece) or folded in names.COLLECTIVE or folded in names.GIVEN:
            found.append(Printed(piece))
        elif found and not found[-1].role and names.is_role(piece):
            found[-1] = Printed(found[-1].name, piece)
        else:
            return []
    return found
