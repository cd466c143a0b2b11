"""A vocabulary as other programs take it: CSV, and SKOS in RDF/XML (https://www.w3.org/TR/skos-reference/). Pure functions."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

RDF, SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = ["name", "aliases", "description", "broader", "editorials"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would run; an apostrophe before it is taken off again
ElementTree.register_namespace("rdf", RDF)
ElementTree.register_namespace("skos", SKOS)


@dataclass(frozen=True)
class Term:
    """One tag. `address` is its page, `broader` maps the addresses of its broader tags to their names."""

    name: str
    address: str = ""
    aliases: list[str] = field(default_factory=list)
    description: str = ""
    broader: dict[str, str] = field(default_factory=dict)
    editorials: int = 0


def as_csv(terms: Iterable[Term]) -> str:
    """Aliases and broader tags one a line within their cell, for a name may have commas."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for term in terms:
        cells = term.name, "\n".join(term.aliases), term.description, "\n".join(term.broader.values())
        rows.writerow([*map(_safe, cells), term.editorials])
    return written.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_skos(terms: Iterable[Term], scheme: str, title: str, language: str = "fr") -> bytes:
    """RDF/XML; `scheme`: the address of the whole."""
    root = ElementTree.Element(f"{{{RDF}}}RDF")
    whole = ElementTree.SubElement(root, f"{{{SKOS}}}ConceptScheme", {f"{{{RDF}}}about": scheme})
    _say(whole, "prefLabel", title, language)
    for term in terms:
        concept = ElementTree.SubElement(root, f"{{{SKOS}}}Concept", {f"{{{RDF}}}about": term.address})
        ElementTree.SubElement(concept, f"{{{SKOS}}}inScheme", {f"{{{RDF}}}resource": scheme})
        _say(concept, "prefLabel", term.name, language)
        for alias in term.aliases:
            _say(concept, "altLabel", alias, language)
        if term.description:
            _say(concept, "definition", term.description, language)
        for address in term.broader:
            ElementTree.SubElement(concept, f"{{{SKOS}}}broader", {f"{{{RDF}}}resource": address})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _say(parent: ElementTree.Element, name: str, text: str, language: str) -> None:
    """Without the control signs that XML cannot hold."""
    said = ElementTree.SubElement(parent, f"{{{SKOS}}}{name}", {XML_LANG: language})
    said.text = "".join(char for char in text if char >= " " or char in "\n\t")
