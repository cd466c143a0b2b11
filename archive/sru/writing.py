"""Answers to catalogues, as XML."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from lxml import etree

from archive import dublin_core
from archive.references import Reference
from archive.sru.cql import BOOLEANS, INDEXES, OF_DATES, OF_WORDS, Refusal
from archive.sru.sorting import DC_SCHEMA
from archive.sru.sorting import INDEXES as SORTED
from archive.text import writable

SRU = "http://docs.oasis-open.org/ns/search-ws/sruResponse"
DIAGNOSTIC = "http://docs.oasis-open.org/ns/search-ws/diagnostic"
DC = "http://purl.org/dc/elements/1.1/"
SRW_DC = "info:srw/schema/1/dc-schema"
EXPLAIN, EXPLAIN_SCHEMA = "http://explain.z3950.org/dtd/2.0/", "http://explain.z3950.org/dtd/2.1/"
DIAGNOSTIC_SCHEMA = "info:srw/schema/1/diagnostics-v1.1"
SETS = {
    "cql": "info:srw/cql-context-set/1/cql-v2.0",
    "dc": "info:srw/cql-context-set/1/dc-v1.1",
    "sort": "info:srw/cql-context-set/1/sort-v1.0",
}
EXACT = "info:srw/vocabulary/resultCountPrecision/1/exact"
LONGEST_DETAILS = 200  # characters of what a diagnostic repeats
MESSAGES = {
    4: "Unsupported operation",
    5: "Unsupported version",
    6: "Unsupported parameter value",
    7: "Mandatory parameter not supplied",
    8: "Unsupported parameter",
    9: "Unsupported combination of parameters",
    10: "Query syntax error",
    12: "Too many characters in query",
    13: "Invalid or unsupported use of parentheses",
    14: "Invalid or unsupported use of quotes",
    15: "Unsupported context set",
    16: "Unsupported index",
    19: "Unsupported relation",
    20: "Unsupported relation modifier",
    22: "Unsupported combination of relation and index",
    24: "Unsupported combination of relation and term",
    27: "Empty term unsupported",
    28: "Masking character not supported",
    29: "Masked words too short",
    31: "Anchoring character not supported",
    33: "Combination of proximity/adjacency and masking characters not supported",
    36: "Term in invalid format for index or relation",
    38: "Too many boolean operators in query",
    39: "Proximity not supported",
    46: "Unsupported boolean modifier",
    48: "Query feature unsupported",
    50: "Result sets not supported",
    61: "First record position out of range",
    65: "Record does not exist",
    66: "Unknown schema for retrieval",
    71: "Unsupported record packing",
    82: "Unsupported sort sequence",
    84: "Too many sort keys to sort",
    87: "Unsupported schema for sort",
    88: "Unsupported path for sort",
    90: "Unsupported direction",
    91: "Unsupported case",
    92: "Unsupported missing value action",
    96: "Sort spec included both in query and protocol: error",
    110: "Stylesheets not supported",
}


class Record(NamedTuple):
    """A record by its place in the answer; `cited` is None where it has gone since.

    `is_escaped`: it is written as text, not as elements.
    """

    position: int
    cited: Reference | None
    is_escaped: bool


def answer(count: int, records: Sequence[Record], following: int | None) -> bytes:
    """Return what a search finds; `following` is where its list goes on, None at its end."""
    root = _root("searchRetrieveResponse")
    _say(root, SRU, "numberOfRecords", str(count))
    if records:
        holder = _say(root, SRU, "records")
        for record in records:
            _add(holder, record)
    if following:
        _say(root, SRU, "nextRecordPosition", str(following))
    _say(root, SRU, "resultCountPrecision", EXACT)
    return _as_bytes(root)


def refused(is_search: bool, refusal: Refusal) -> bytes:
    """Return the answer that says why there is none."""
    root = _root("searchRetrieveResponse" if is_search else "explainResponse")
    if is_search:
        _say(root, SRU, "numberOfRecords", "0")
    _say(root, SRU, "diagnostics").append(_diagnostic(refusal.number, refusal.details))
    return _as_bytes(root)


def explanation(address: str, usual: int, most: int) -> bytes:
    """Return what can be asked here and how (ZeeRex): records of one answer, usual and at most."""
    root = _root("explainResponse")
    record = _say(root, SRU, "record")
    _say(record, SRU, "recordSchema", EXPLAIN_SCHEMA)
    _say(record, SRU, "recordXMLEscaping", "xml")
    data = _say(record, SRU, "recordData")
    explain = etree.SubElement(data, f"{{{EXPLAIN}}}explain", nsmap={"zr": EXPLAIN})
    parts = urlsplit(address)
    server = {"protocol": "SRU", "version": "2.0", "transport": parts.scheme, "method": "GET"}
    info = _say(explain, EXPLAIN, "serverInfo", **server)
    _say(info, EXPLAIN, "host", parts.hostname or "")
    _say(info, EXPLAIN, "port", str(parts.port or {"https": 443}.get(parts.scheme, 80)))
    _say(info, EXPLAIN, "database", parts.path.strip("/"))
    _say(_say(explain, EXPLAIN, "databaseInfo"), EXPLAIN, "title", settings.SITE_NAME)
    _add_indexes(_say(explain, EXPLAIN, "indexInfo"))
    schema = {"identifier": DC_SCHEMA, "name": "dc", "retrieve": "true", "sort": "true"}
    schemas = _say(explain, EXPLAIN, "schemaInfo")
    _say(_say(schemas, EXPLAIN, "schema", **schema), EXPLAIN, "title", "Dublin Core")
    config = _say(explain, EXPLAIN, "configInfo")
    _say(config, EXPLAIN, "default", str(usual), type="numberOfRecords")
    _say(config, EXPLAIN, "default", "cql.serverChoice", type="index")
    _say(config, EXPLAIN, "setting", str(most), type="maximumRecords")
    for boolean in BOOLEANS:
        _say(config, EXPLAIN, "supports", boolean, type="booleanOperator")
    _say(config, EXPLAIN, "supports", "*", type="maskingCharacter")
    return _as_bytes(root)


def _add_indexes(parent: etree._Element) -> None:
    for name, identifier in SETS.items():
        _say(parent, EXPLAIN, "set", name=name, identifier=identifier)
    for index in INDEXES:
        context, _dot, name = index.partition(".")
        is_sorted = "true" if index in SORTED else "false"
        element = _say(parent, EXPLAIN, "index", search="true", scan="false", sort=is_sorted)
        _say(element, EXPLAIN, "title", index)
        _say(_say(element, EXPLAIN, "map"), EXPLAIN, "name", name, set=context)
        config = _say(element, EXPLAIN, "configInfo")
        for relation in OF_DATES if index == "dc.date" else OF_WORDS:
            _say(config, EXPLAIN, "supports", relation, type="relation")


def _add(parent: etree._Element, record: Record) -> None:
    element = _say(parent, SRU, "record")
    schema, content = DIAGNOSTIC_SCHEMA, _diagnostic(65, "")
    if record.cited is not None:
        schema, content = DC_SCHEMA, _dublin_core(record.cited)
    _say(element, SRU, "recordSchema", schema)
    _say(element, SRU, "recordXMLEscaping", "string" if record.is_escaped else "xml")
    data = _say(element, SRU, "recordData")
    if record.is_escaped:
        data.text = etree.tostring(content, encoding="unicode")
    else:
        data.append(content)
    if record.cited is not None:
        _say(element, SRU, "recordIdentifier", record.cited.address)
    _say(element, SRU, "recordPosition", str(record.position))


def _dublin_core(cited: Reference) -> etree._Element:
    root = etree.Element(f"{{{SRW_DC}}}dc", nsmap={"srw_dc": SRW_DC, "dc": DC})
    for term in dublin_core.simple(cited):
        if term.value:
            _say(root, DC, term.name, term.value)
    return root


def _diagnostic(number: int, details: str) -> etree._Element:
    element = etree.Element(f"{{{DIAGNOSTIC}}}diagnostic", nsmap={"diag": DIAGNOSTIC})
    _say(element, DIAGNOSTIC, "uri", f"info:srw/diagnostic/1/{number}")
    if details:
        _say(element, DIAGNOSTIC, "details", details[:LONGEST_DETAILS])
    _say(element, DIAGNOSTIC, "message", MESSAGES[number])
    return element


def _root(name: str) -> etree._Element:
    root = etree.Element(f"{{{SRU}}}{name}", nsmap={"sru": SRU})
    _say(root, SRU, "version", "2.0")
    return root


def _say(
    parent: etree._Element, namespace: str, tag: str, words: str = "", **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    element.text = writable(words) or None
    return element


def _as_bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
