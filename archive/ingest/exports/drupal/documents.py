"""Nodes of Drupal as documents: JSON:API, core's REST, the module Node export (JSON and XML)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.exports import article as articles
from archive.ingest.exports import json_files, moments, xml_stream
from archive.ingest.exports.article import Article
from archive.ingest.exports.drupal import nodes
from archive.ingest.exports.json_files import mapping, rows, string
from archive.ingest.records import Record, Rejected

LISTED = re.compile(r"n\d+$")  # an entry of a list, as Node export names it in XML


def read_json(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each node of a document that is an article, and why others are none."""
    document = json_files.load(path)
    has_nodes = False
    if isinstance(document, dict) and "data" in document:
        documents = _of_api(document)
    else:
        documents = _plain(document)
    for number, (node, capture) in enumerate(documents, start=1):
        has_nodes = True
        source = f"{path}:{number}"
        yield from articles.guarded(_outcomes(node, capture, source), source)
    if not has_nodes:
        raise Rejected(_("Cet export de Drupal ne contient aucun article."))


def read_xml(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each node of an export of the module Node export."""
    has_nodes = False
    nodes_of_file = xml_stream.elements(path, {"node"}, must_end=True)
    for number, element in enumerate(nodes_of_file, start=1):
        has_nodes = True
        source = f"{path}:{number}"
        yield from articles.guarded(_of_element(element, source), source)
    if not has_nodes:
        raise Rejected(_("Cet export de Drupal ne contient aucun article."))


def _of_element(element: etree._Element, source: str) -> Iterator[Record | Rejected]:
    capture = etree.tostring(element, encoding="utf-8")
    yield from _outcomes(mapping(_tree(element)), capture, source, "application/xml")


def _tree(element: etree._Element) -> object:
    """Return an element as JSON would have it: a text, a list, or an object."""
    if not len(element):
        return element.text or ""
    children = [(xml_stream.local(child), _tree(child)) for child in element]
    if all(LISTED.match(name) for name, _child in children):
        return [child for _name, child in children]
    return dict(children)


def _plain(document: object) -> Iterator[tuple[dict, bytes]]:
    nodes_of_file = document if isinstance(document, list) else [document]
    for node in rows(nodes_of_file):
        yield node, json.dumps(node, ensure_ascii=False).encode("utf-8", "replace")


def _of_api(document: dict) -> Iterator[tuple[dict, bytes]]:
    """Yield the resources of JSON:API as nodes, with the names that they lead to."""
    names: dict[str, str] = {}
    for resource in rows(document.get("included")):
        facts = mapping(resource.get("attributes"))
        name = facts.get("display_name") or facts.get("name")
        names[string(resource.get("id"))] = string(name)
    resources = document["data"]
    for resource in rows(resources if isinstance(resources, list) else [resources]):
        node = dict(mapping(resource.get("attributes")))
        node["type"] = string(resource.get("type")).removeprefix("node--")
        node["uuid"] = resource.get("id")
        for relation, target in mapping(resource.get("relationships")).items():
            linked = mapping(target).get("data")
            node[relation] = list(_linked(linked if isinstance(linked, list) else [linked], names))
        yield node, json.dumps(resource, ensure_ascii=False).encode("utf-8", "replace")


def _linked(targets: list, names: dict[str, str]) -> Iterator[dict]:
    for target in rows(targets):
        kind = string(target.get("type")).partition("--")[0]
        yield {"name": names.get(string(target.get("id")), ""), "target_type": kind}


def _outcomes(
    node: dict, capture: bytes, source: str, media_type: str = "application/json"
) -> Iterator[Record | Rejected]:
    nodes.refuse(_said(node.get("type")), _said(node.get("title")))
    article = _article(node)
    article.capture, article.media_type = capture, media_type
    yield from articles.outcomes(article, source)


def _article(node: dict) -> Article:
    body = node.get("body")
    code = _said(node.get("langcode")) or _said(node.get("language"))
    article = Article(
        title=_said(node.get("title")),
        standfirst=_field(node, nodes.STANDFIRST_FIELDS) or _said(body, "summary"),
        language=nodes.language(code),
        source_id=_source_id(node),
        day=moments.day(_said(node.get("created"))),
        tags=list(_tags(node)),
    )
    if not article.standfirst and isinstance(node.get("teaser"), str):
        article.standfirst = node["teaser"]
    nodes.set_body(article, _said(body))
    nodes.set_state(article, _said(node.get("status")))
    signature = _field(node, nodes.AUTHOR_FIELDS)
    account = _said(node.get("name")) or _named(node.get("uid"))
    if signature:
        article.authors = [signature]
    else:
        article.authors, article.accounts = [account], {account}
    return article


def _source_id(node: dict) -> str:
    """Return the lasting key of a node, which no node of another site has where it has such."""
    uuid = _said(node.get("uuid"))
    key = f"drupal:{uuid}" if uuid else nodes.source_id(_said(node.get("nid")))
    if key and _said(node.get("default_langcode")) == "0":  # a translation
        key += f":{_said(node.get('langcode'))}"
    return key


def _entries(field: object) -> list:
    """Return what a field holds, whichever way it is written: once, as a list, by language."""
    if isinstance(field, dict) and not {"value", "target_id", "tid", "name"} & field.keys():
        by_language = [entries for entries in field.values() if isinstance(entries, list)]
        return by_language[0] if by_language else []
    return field if isinstance(field, list) else [field]


def _said(field: object, key: str = "value") -> str:
    """Return the text of a field's first entry; "" where there is none."""
    for entry in _entries(field):
        if isinstance(entry, dict):
            return (
                string(entry.get(key)) or (key == "value" and string(entry.get("target_id"))) or ""
            )
        return string(entry) if key == "value" else ""
    return ""


def _named(field: object) -> str:
    for entry in _entries(field):
        if isinstance(entry, dict) and entry.get("name"):
            return string(entry["name"])
    return ""


def _field(node: dict, names: tuple[str, ...]) -> str:
    for name in names:
        field = node.get(f"field_{name}")
        parts = [string(mapping(entry).get("value")) for entry in _entries(field)]
        if isinstance(field, str):
            parts = [field]
        if any(parts):
            return "; ".join(filter(None, parts))
    return ""


def _tags(node: dict) -> Iterator[str]:
    """Yield the terms of a node: of every field that leads to terms by name."""
    for term in mapping(node.get("taxonomy")).values():
        yield string(mapping(term).get("name"))
    for name, field in node.items():
        if not name.startswith("field_") and name != "taxonomy_vocabulary_1":
            continue
        for entry in _entries(field):
            if isinstance(entry, dict) and entry.get("target_type", "") in ("", "taxonomy_term"):
                yield string(entry.get("name"))
