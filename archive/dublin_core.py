"""An editorial in Dublin Core, simple and qualified. Pure functions.

The terms: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/
"""

from collections.abc import Iterator
from typing import NamedTuple

from archive import dates
from archive.references import Reference

KIND = "éditorial"
TEXT = "Text"  # of the DCMI Type Vocabulary


class Term(NamedTuple):
    """A term with what it says: `scheme` is what the value is written by, "" for plain text."""

    name: str
    value: str
    scheme: str = ""


def simple(cited: Reference) -> list[Term]:
    """Return the fifteen elements as far as they are known; a date is EDTF."""
    return [
        *_named(cited),
        Term("publisher", cited.publisher),
        Term("date", cited.date),
        Term("type", TEXT),
        Term("type", KIND),
        Term("format", "text/html"),
        Term("identifier", cited.address),
        Term("identifier", cited.ark),
        Term("source", _printed_in(cited)),
        Term("language", cited.language),
        Term("relation", _series(cited)),
        Term("rights", cited.licence),
    ]


def qualified(cited: Reference) -> list[Term]:
    """Return the terms as far as they are known.

    A date that is certain is `issued` by W3CDTF; any other is EDTF, and `date` says it in words.
    """
    terms = [
        *_named(cited),
        Term("publisher", cited.publisher),
        *_dated(cited.date),
        Term("type", TEXT, "dcterms:DCMIType"),
        Term("type", KIND),
        Term("format", "text/html", "dcterms:IMT"),
        Term("identifier", cited.address, "dcterms:URI"),
        Term("identifier", cited.ark),
        Term("bibliographicCitation", _printed_in(cited)),
        # The newest of the schemes of languages that DCMI's own XML schema has.
        Term("language", cited.language, "dcterms:RFC4646"),
        Term("isPartOf", cited.magazine),
        Term("isPartOf", _series(cited), "dcterms:URI"),
        Term("rights", cited.licence),
    ]
    for term in terms:
        if term.name == "description":
            terms[terms.index(term)] = term._replace(name="abstract")
    return terms


def _named(cited: Reference) -> Iterator[Term]:
    yield Term("title", cited.title)
    for author in cited.authors:
        yield Term("creator", str(author))
    for tag in cited.tags:
        yield Term("subject", tag)
    yield Term("description", cited.abstract)


def _dated(date: str) -> list[Term]:
    if dates.is_w3cdtf(date):
        return [Term("issued", date, "dcterms:W3CDTF")]
    if not date:
        return []
    return [Term("issued", date), Term("date", dates.display(date))]


def _series(cited: Reference) -> str:
    return f"urn:ISSN:{cited.issn}" if cited.issn else ""


def _printed_in(cited: Reference) -> str:
    """Return where it was printed: « Ligne ouverte, vol. 3, n° 12, 2001-02, p. 3 »; or ""."""
    if not cited.magazine:
        return ""
    parts = [cited.magazine]
    if cited.volume:
        parts.append(f"vol. {cited.volume}")
    if cited.issue:
        parts.append(f"n° {cited.issue}" if cited.issue[0].isdigit() else cited.issue)
    if cited.date:
        parts.append(cited.date)
    if cited.pages:
        parts.append(f"p. {cited.pages}")
    return ", ".join(parts)
