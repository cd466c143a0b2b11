"""A vocabulary in SKOS: as Turtle, RDF/XML and JSON-LD. Pure functions.

https://www.w3.org/TR/skos-reference/, https://www.w3.org/TR/turtle/ and
https://www.w3.org/TR/json-ld11/
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from archive.text import writable
from archive.thesaurus import DCTERMS, RDF, SKOS, XML_LANG, Concept

NAMESPACES = {"rdf": RDF, "skos": SKOS, "dcterms": DCTERMS}
ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


class Statement(NamedTuple):
    """What is stated of a resource: `says` is another's address, or words where `is_text`."""

    term: str  # « skos:broader »
    says: str
    is_text: bool = False


class Resource(NamedTuple):
    address: str
    kind: str  # « skos:Concept »
    statements: list[Statement]


class Scheme(NamedTuple):
    """The whole vocabulary: its address, title, and the language of all its words."""

    address: str
    title: str
    language: str


def resources(terms: Iterable[Concept], scheme: Scheme) -> Iterator[Resource]:
    """Yield the vocabulary and each of its concepts, with what is stated of them.

    What is broader counts where it is one of the terms.
    """
    concepts = {term.address: term for term in terms}
    narrower: dict[str, list[str]] = {address: [] for address in concepts}
    tops: dict[str, None] = {}
    for address, term in concepts.items():
        wider = [broader for broader in term.broader if broader in concepts]
        for broader in wider:
            narrower[broader].append(address)
        if not wider:
            tops[address] = None
    titles = ("dcterms:title", "skos:prefLabel")  # not all programs read both
    titled = [Statement(term, scheme.title, is_text=True) for term in titles]
    top = [Statement("skos:hasTopConcept", address) for address in tops]
    yield Resource(scheme.address, "skos:ConceptScheme", [*titled, *top])
    for address, term in concepts.items():
        statements = [Statement("skos:inScheme", scheme.address), *_labels(term)]
        for broader in term.broader:
            if broader in concepts:
                statements.append(Statement("skos:broader", broader))
        statements += [Statement("skos:narrower", below) for below in narrower[address]]
        if address in tops:
            statements.append(Statement("skos:topConceptOf", scheme.address))
        yield Resource(address, "skos:Concept", statements)


def _labels(term: Concept) -> Iterator[Statement]:
    yield Statement("skos:prefLabel", term.name, is_text=True)
    for alias in term.aliases:
        yield Statement("skos:altLabel", alias, is_text=True)
    if term.description:
        yield Statement("skos:definition", term.description, is_text=True)


def turtle(terms: Iterable[Concept], scheme: Scheme) -> str:
    """Return the vocabulary as Turtle."""
    blocks = ["".join(f"@prefix {name}: <{whole}> .\n" for name, whole in NAMESPACES.items())]
    for resource in resources(terms, scheme):
        lines = [f"<{resource.address}> a {resource.kind}"]
        for statement in resource.statements:
            lines.append(f"    {statement.term} {_turtle(statement, scheme.language)}")
        blocks.append(" ;\n".join(lines) + " .\n")
    return "\n".join(blocks)


def _turtle(statement: Statement, language: str) -> str:
    if statement.is_text:
        return f'"{writable(statement.says).translate(ESCAPES)}"@{language}'
    return f"<{statement.says}>"


def json_ld(terms: Iterable[Concept], scheme: Scheme) -> str:
    """Return the vocabulary as JSON-LD."""
    graph = []
    for resource in resources(terms, scheme):
        node: dict = {"@id": resource.address, "@type": resource.kind}
        for statement in resource.statements:
            node.setdefault(statement.term, []).append(_json(statement, scheme.language))
        graph.append(node)
    context = {name: NAMESPACES[name] for name in ("skos", "dcterms")}
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)


def _json(statement: Statement, language: str) -> dict[str, str]:
    if statement.is_text:
        return {"@value": writable(statement.says), "@language": language}
    return {"@id": statement.says}


def rdf_xml(terms: Iterable[Concept], scheme: Scheme) -> str:
    """Return the vocabulary as RDF/XML."""
    root = ElementTree.Element(_name("rdf:RDF"))
    for resource in resources(terms, scheme):
        about = {_name("rdf:about"): resource.address}
        element = ElementTree.SubElement(root, _name(resource.kind), about)
        for statement in resource.statements:
            part = ElementTree.SubElement(element, _name(statement.term))
            if statement.is_text:
                part.set(XML_LANG, scheme.language)
                part.text = writable(statement.says)
            else:
                part.set(_name("rdf:resource"), statement.says)
    ElementTree.indent(root)
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _name(prefixed: str) -> str:
    prefix, _colon, name = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"
