"""The text of a post as Ghost keeps it: HTML, else what its editors make HTML of (Lexical,
Mobiledoc, Markdown)."""

import json
from html import escape

from markdown_it import MarkdownIt

from archive.ingest.exports.json_files import mapping, rows, string

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
# Bits of Lexical's `format`.
FORMATS = ((1, "strong"), (2, "em"), (32, "sub"), (64, "sup"))
BLOCKS = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
BLOCKS |= {"extended-quote": "blockquote"}
DEEPEST = 60


def html(post: dict) -> tuple[str, list[str]]:
    """Return a post's text as HTML, and the names of the cards of which nothing is left."""
    left_out: list[str] = []
    stored = string(post.get("html"))
    if stored.strip():
        return stored, left_out
    for name, rendered in (("lexical", _lexical), ("mobiledoc", _mobiledoc)):
        document = _document(string(post.get(name)))
        if document:
            return rendered(document, left_out), left_out
    markdown = string(post.get("markdown"))
    if markdown.strip():
        return MARKDOWN.render(markdown), left_out
    plain = string(post.get("plaintext"))
    return escape(plain, quote=False), left_out


def _document(stored: str) -> dict:
    if not stored.strip():
        return {}
    try:
        return mapping(json.loads(stored))
    except (ValueError, RecursionError):
        return {}


def _lexical(document: dict, left_out: list[str]) -> str:
    return _children(mapping(document.get("root")), left_out, 0)


def _children(node: dict, left_out: list[str], depth: int) -> str:
    if depth > DEEPEST:
        return ""
    return "".join(_node(child, left_out, depth + 1) for child in rows(node.get("children")))


def _node(node: dict, left_out: list[str], depth: int) -> str:
    kind = string(node.get("type"))
    if kind in ("text", "extended-text"):
        return _formatted(node)
    if kind == "linebreak":
        return "<br>"
    if kind == "horizontalrule":
        return "<hr>"
    if kind == "markdown":
        return MARKDOWN.render(string(node.get("markdown")))
    inner = _children(node, left_out, depth)
    if kind in ("heading", "extended-heading"):
        name = string(node.get("tag")) or "h2"
        return f"<{name}>{inner}</{name}>"
    if kind in ("link", "autolink"):
        return f'<a href="{escape(string(node.get("url")))}">{inner}</a>'
    if kind == "list":
        name = "ol" if node.get("listType") == "number" else "ul"
        return f"<{name}>{inner}</{name}>"
    if kind in BLOCKS:
        return f"<{BLOCKS[kind]}>{inner}</{BLOCKS[kind]}>"
    return inner or _card(kind, node, left_out)


def _formatted(node: dict) -> str:
    words = escape(string(node.get("text")), quote=False)
    bits = node.get("format")
    for bit, name in FORMATS:
        if isinstance(bits, int) and bits & bit:
            words = f"<{name}>{words}</{name}>"
    return words


def _card(kind: str, card: dict, left_out: list[str]) -> str:
    """Return what can be read of a card; tell its name where that is nothing."""
    for key in ("html", "calloutText", "content", "heading"):
        if string(card.get(key)).strip():
            return f"<div>{string(card[key])}</div>"
    if string(card.get("markdown")).strip():
        return MARKDOWN.render(string(card["markdown"]))
    caption = string(card.get("caption"))
    if caption:
        return f"<figure><figcaption>{caption}</figcaption></figure>"
    url = string(card.get("url"))
    if url.startswith("http") and kind not in ("image", "header"):
        return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'
    if kind and kind not in ("image", "gallery", "paywall", "divider", "hr"):
        left_out.append(f"[{kind}]")
    return ""


# Mobiledoc: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md


def _mobiledoc(document: dict, left_out: list[str]) -> str:
    html = ""
    for section in _lists(document.get("sections")):
        kind = section[0] if section else None
        if kind == 1 and len(section) > 2:
            html += _element(string(section[1]) or "p", _marked(section[2], document))
        elif kind == 3 and len(section) > 2:
            items = [_element("li", _marked(item, document)) for item in _lists(section[2])]
            html += _element(string(section[1]) or "ul", "".join(items))
        elif kind == 10 and len(section) > 1:
            name, payload = _entry(document.get("cards"), section[1])
            html += "<hr>" if name == "hr" else _card(name, payload, left_out)
    return html


def _lists(node: object) -> list[list]:
    if not isinstance(node, list):
        return []
    return [entry for entry in node if isinstance(entry, list)]


def _element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>" if name.isalnum() else inner


def _entry(listed: object, number: object) -> tuple[str, dict]:
    entries = _lists(listed)
    if isinstance(number, int) and 0 <= number < len(entries) and entries[number]:
        entry = entries[number]
        return string(entry[0]), mapping(entry[1] if len(entry) > 1 else None)
    return "", {}


def _marked(markers: object, document: dict) -> str:
    """Return markers ([kind, opened markups, number closed, text]) as HTML."""
    html, opened = "", []
    for marker in _lists(markers):
        if len(marker) < 4:
            continue
        kind, openings, closings, words = marker[:4]
        for number in openings if isinstance(openings, list) else []:
            name, opening = _markup(document, number)
            opened.append(name)
            html += opening
        if kind == 1:
            html += "<br>" if _entry(document.get("atoms"), words)[0] == "soft-return" else ""
        else:
            html += escape(string(words), quote=False)
        for _closing in range(min(closings, len(opened)) if isinstance(closings, int) else 0):
            html += f"</{opened.pop()}>"
    while opened:
        html += f"</{opened.pop()}>"
    return html


def _markup(document: dict, number: object) -> tuple[str, str]:
    """Return the name of a markup and the tag that opens it."""
    entries = _lists(document.get("markups"))
    if not (isinstance(number, int) and 0 <= number < len(entries) and entries[number]):
        return "span", "<span>"
    entry = entries[number]
    name = string(entry[0]) or "span"
    stated = entry[1] if len(entry) > 1 and isinstance(entry[1], list) else []
    address = ""
    for key, told in zip(stated[::2], stated[1::2], strict=False):
        if key == "href":
            address = f' href="{escape(string(told))}"'
    return name, f"<{name}{address}>"
