"""Answers to harvesters, as XML."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from archive import dublin_core
from archive.dublin_core import Term
from archive.oai.records import Record, sets_of
from archive.references import Reference
from archive.text import writable

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
# As OpenEdition and others have it whom French harvesters know.
QDC = "http://www.bl.uk/namespaces/oai_dcq/"
DC, DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION, TYPE = f"{{{XSI}}}schemaLocation", f"{{{XSI}}}type"


class Format(NamedTuple):
    """In what a record is written: its root's name, and the namespace of what is in it."""

    namespace: str
    schema: str
    root: str
    prefixes: Mapping[str, str]
    of_terms: str
    terms: Callable[[Reference], Iterable[Term]]


FORMATS = {
    "oai_dc": Format(
        OAI_DC,
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "dc",
        {"oai_dc": OAI_DC, "dc": DC},
        DC,
        dublin_core.simple,
    ),
    "qdc": Format(
        QDC,
        "http://www.bl.uk/schemas/qualifieddc/oai_dcq.xsd",
        "qualifieddc",
        {"qdc": QDC, "dcterms": DCTERMS},
        DCTERMS,
        dublin_core.qualified,
    ),
}


def answer(now: datetime, address: str, arguments: Mapping[str, str]) -> etree._Element:
    """Return an answer with nothing in it but when and to what it was given."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(SCHEMA_LOCATION, f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    say(root, "responseDate", utc(now))
    request = say(root, "request", address)
    for name, argument in arguments.items():
        request.set(name, writable(argument))
    return root


def say(parent: etree._Element, name: str, words: str = "", **attributes: str) -> etree._Element:
    """Add an element of the protocol with what it says, and return it."""
    element = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    element.text = writable(words) or None
    return element


def utc(moment: datetime) -> str:
    """Return a moment as the protocol writes it: 2001-02-12T08:30:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def header(parent: etree._Element, record: Record, identifier: str) -> None:
    """Add what tells a record from others, and whether it is gone."""
    assert record.stamp.at, "only what has a time is told"
    attributes = {"status": "deleted"} if record.is_gone else {}
    element = say(parent, "header", **attributes)
    say(element, "identifier", identifier)
    say(element, "datestamp", utc(record.stamp.at))
    if record.editorial:
        for spec in sets_of(record.editorial):
            say(element, "setSpec", spec)


def metadata(parent: etree._Element, cited: Reference, prefix: str) -> None:
    """Add what is known of an editorial."""
    written = FORMATS[prefix]
    holder = say(parent, "metadata")
    name = f"{{{written.namespace}}}{written.root}"
    root = etree.SubElement(holder, name, nsmap={**written.prefixes, "xsi": XSI})
    root.set(SCHEMA_LOCATION, f"{written.namespace} {written.schema}")
    for term in written.terms(cited):
        if not term.value:
            continue
        element = etree.SubElement(root, f"{{{written.of_terms}}}{term.name}")
        element.text = writable(term.value)
        if term.scheme:
            element.set(TYPE, term.scheme)


def description(parent: etree._Element, host: str, example: str) -> None:
    """Add how identifiers are made: http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm"""
    holder = say(parent, "description")
    root = etree.SubElement(holder, f"{{{IDENTIFIER}}}oai-identifier", nsmap={None: IDENTIFIER})
    root.set(SCHEMA_LOCATION, f"{IDENTIFIER} {IDENTIFIER}.xsd")
    parts = {
        "scheme": "oai",
        "repositoryIdentifier": host,
        "delimiter": ":",
        "sampleIdentifier": example,
    }
    for name, words in parts.items():
        etree.SubElement(root, f"{{{IDENTIFIER}}}{name}").text = words


def as_bytes(root: etree._Element) -> bytes:
    """Return the answer in UTF-8."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
