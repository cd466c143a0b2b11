"""A vocabulary as other programs take it: CSV, and SKOS in RDF/XML (https://www.w3.org/TR/skos-reference/). Pure functions."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

RDF, SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = ["name", "aliases", "description", "broader", "editorials"]
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # what spreadsheets would run; an apostrophe before it is taken off again
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
        cells = (
            term.name,
            "\n".join(term.aliases),
            term.description,
            "\n".join(term.broader.values()),
        )
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
        concept = ElementTree.SubElement(
            root, f"{{{SKOS}}}Concept", {f"{{{RDF}}}about": term.address}
        )
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


def read(content: str) -> list[Term]:
    """The terms of a file as `as_csv` or `as_skos` write it, or another program; of broader tags the keys tell nothing.
    Raises ValueError where it is neither."""
    if content.lstrip("\ufeff \n\r\t").startswith("<"):
        return _of_skos(content)
    rows = csv.DictReader(io.StringIO(content.lstrip("\ufeff")))
    if "name" not in (rows.fieldnames or ()):
        raise ValueError("no column « name »")
    return [_of_row(row) for row in rows if (row["name"] or "").strip()]


def _of_row(row: dict[str, str]) -> Term:
    said = {name: (row.get(name) or "") for name in COLUMNS[:4]}
    said = {
        name: cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
        for name, cell in said.items()
    }
    broader = {name: name for name in _lines(said["broader"])}
    return Term(said["name"], "", _lines(said["aliases"]), said["description"].strip(), broader)


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _of_skos(content: str) -> list[Term]:
    if "<!DOCTYPE" in content or "<!ENTITY" in content:
        raise ValueError("a document type is not taken")
    try:
        root = ElementTree.fromstring(content.lstrip("\ufeff \n\r\t").encode())
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(str(error)) from None
    concepts = {one.get(f"{{{RDF}}}about", ""): one for one in root.iter(f"{{{SKOS}}}Concept")}
    names = {address: _said(one, "prefLabel") for address, one in concepts.items()}
    if not any(names.values()):
        raise ValueError("no skos:Concept with a skos:prefLabel")
    return [_of_concept(address, one, names) for address, one in concepts.items() if names[address]]


def _of_concept(address: str, concept: ElementTree.Element, names: dict[str, list[str]]) -> Term:
    wider = [one.get(f"{{{RDF}}}resource", "") for one in concept.iter(f"{{{SKOS}}}broader")]
    broader = {one: names[one][0] for one in wider if names.get(one)}
    name, *others = names[address]  # in other languages
    definition = " ".join(_said(concept, "definition")[:1])
    return Term(name, address, [*others, *_said(concept, "altLabel")], definition, broader)


def _said(concept: ElementTree.Element, name: str) -> list[str]:
    return [
        one.text.strip()
        for one in concept.iter(f"{{{SKOS}}}{name}")
        if one.text and one.text.strip()
    ]
