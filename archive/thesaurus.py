"""A vocabulary as a spreadsheet takes it, and read from one or from SKOS. Pure functions.

SKOS: https://www.w3.org/TR/skos-reference/
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext as _

RDF, SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = ["name", "aliases", "description", "broader", "editorials"]
# What spreadsheets would run; an apostrophe before it is taken off again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ElementTree.register_namespace("rdf", RDF)
ElementTree.register_namespace("skos", SKOS)
ElementTree.register_namespace("dcterms", DCTERMS)


@dataclass(frozen=True)
class Concept:
    """One tag: `address` is its page, `broader` {address: name} of its broader tags."""

    name: str
    address: str = ""
    aliases: list[str] = field(default_factory=list)
    description: str = ""
    broader: dict[str, str] = field(default_factory=dict)
    editorials: int = 0


def as_csv(terms: Iterable[Concept]) -> str:
    """Aliases and broader tags one a line within their cell, for a name may have commas."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for term in terms:
        cells = (
            term.name,
            "\n".join(term.aliases),
            term.description,
            "\n".join(term.broader.values()),
        )
        rows.writerow([*map(_safe, cells), term.editorials])
    return written.getvalue()


def _safe(cell: str) -> str:
    if cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def _unsafe(cell: str) -> str:
    """A cell without the apostrophe that `_safe` put before a formula."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA):
        return cell[1:]
    return cell


def read(content: str) -> list[Concept]:
    """Return the concepts of a file as `as_csv` or `skos.rdf_xml` write it, or another program.

    Of broader tags the keys tell nothing. Raises ValueError where it is neither, with the reason
    in the language of whoever asks.
    """
    if content.lstrip("\ufeff \n\r\t").startswith("<"):
        return _of_skos(content)
    content = content.lstrip("\ufeff")
    rows = csv.DictReader(io.StringIO(content), delimiter=_delimiter(content))
    try:
        if "name" not in (rows.fieldnames or ()):
            raise ValueError(_("pas de colonne « name »"))
        return [_of_row(row) for row in rows if (row["name"] or "").strip()]
    except csv.Error:
        line = rows.reader.line_num
        raise ValueError(_("la ligne %(line)s ne se lit pas") % {"line": line}) from None


def _delimiter(content: str) -> str:
    """Return what parts the columns: a French spreadsheet writes semicolons, some tabs."""
    heading = content.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _of_row(row: dict[str, str]) -> Concept:
    name, aliases, description, broader = (_unsafe(row.get(column) or "") for column in COLUMNS[:4])
    wider = _lines(broader)
    return Concept(
        name,
        aliases=_lines(aliases),
        description=description.strip(),
        broader=dict(zip(wider, wider, strict=True)),
    )


def _lines(cell: str) -> list[str]:
    return list(filter(None, map(str.strip, cell.splitlines())))


def _of_skos(content: str) -> list[Concept]:
    if "<!DOCTYPE" in content or "<!ENTITY" in content:
        raise ValueError(_("il déclare un type de document"))
    try:
        root = ElementTree.fromstring(content.lstrip("\ufeff \n\r\t").encode())
    except (ElementTree.ParseError, LookupError):
        raise ValueError(_("ce n’est pas du XML")) from None
    elements: dict[str, ElementTree.Element] = {}
    names: dict[str, list[str]] = {}
    for element in root.iter(f"{{{SKOS}}}Concept"):
        address = element.get(f"{{{RDF}}}about", "")
        elements[address] = element
        names[address] = _labels(element, "prefLabel")
    if not any(names.values()):
        raise ValueError(_("aucun skos:Concept n’a de skos:prefLabel"))
    return [_of_element(address, elements[address], names) for address in names if names[address]]


def _of_element(
    address: str,
    element: ElementTree.Element,
    names: dict[str, list[str]],
) -> Concept:
    broader = {}
    for link in element.iter(f"{{{SKOS}}}broader"):
        wider = link.get(f"{{{RDF}}}resource", "")
        if names.get(wider):
            broader[wider] = names[wider][0]
    name, *in_other_languages = names[address]
    aliases = [*in_other_languages, *_labels(element, "altLabel")]
    definition = " ".join(_labels(element, "definition")[:1])
    return Concept(name, address, aliases, definition, broader)


def _labels(element: ElementTree.Element, name: str) -> list[str]:
    texts = [label.text or "" for label in element.iter(f"{{{SKOS}}}{name}")]
    return list(filter(None, map(str.strip, texts)))
