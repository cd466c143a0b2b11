"""Wikitext to HTML: what a page of MediaWiki says, without what only the wiki could put in."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote

import mwparserfromhell
from django.utils.translation import gettext as _
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from archive.ingest.records import Rejected

REDIRECT = re.compile(r"\s*#(?:REDIRECT(?:ION)?|WEITERLEITUNG|REDIRECCI[OÓ]N)\b", re.I)
# What the parser reads anew to the end for each that nothing closes: so many a page may have.
PAIRS = (
    (re.compile(r"\{\{"), re.compile(r"\}\}")),
    (re.compile(r"\[(?=\[|https?:|//|mailto:)"), re.compile(r"\]")),
    (re.compile(r"<(?!(?:br|hr|li|p|td|tr|th|wbr)\b)[a-z]", re.I), re.compile(r"</|/>")),
    (re.compile(r"^\{\|", re.M), re.compile(r"^\|\}", re.M)),
)
MOST_UNCLOSED = 300
LONGEST = 2_000_000  # characters: MediaWiki's own bound
CATEGORY = ("category", "catégorie", "categorie", "kategorie", "categoría")
FILE = ("file", "image", "fichier", "datei", "archivo", "media", "média")
# Of a picture what says how it is shown.
SHOWN_AS = re.compile(
    r"(?:thumb|thumbnail|vignette|mini|frame|frameless|border|cadre|left|right|center|none|gauche"
    r"|droite|centre|centré|upright.*|redresse.*|\d*(?:x\d+)?\s*px|alt=.*|link=.*|lang=.*|page=.*)$",
    re.I,
)
SWITCH = re.compile(r"__[A-ZÀ-Ü]{3,30}__")
SIGNATURE = re.compile(r"~{3,5}")
# Elements that are shown as they are, and those of which nothing is.
PLAIN = {
    *("b", "strong", "i", "em", "sub", "sup", "cite", "q", "abbr", "blockquote", "p", "div"),
    *("center", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "td", "th"),
    *("caption", "dl", "dt", "dd"),
}
KEPT = {"pre", "source", "syntaxhighlight", "code", "tt"}
EMPHASIS = {"b": "strong", "i": "em"}
UNSEEN = {"references", "noinclude", "templatestyles", "style", "script", "toc", "maplink"}
INNER = {
    "span",
    "small",
    "big",
    "font",
    "u",
    "s",
    "del",
    "ins",
    "onlyinclude",
    "section",
    "includeonly",
}
MARKS = {"li": "*#", "dt": ";", "dd": ":"}
# Set around a list's marks, so that a star in a text is none.
MARK, BLOCK = "\ue110", "\ue111"
LISTED = re.compile(rf"((?:{MARK}[*#:;])+)\s*")
# Templates whose words are the text's own, by the place of the parameter that holds them.
SHOWING = {"citation": "1", "quote": "1", "lang": "2", "langue": "2", "refnec": "1", "sc": "1"}
SHOWING |= {"petites capitales": "1", "siècle": "1", "citation bloc": "1", "smaller": "1"}
SILENT = re.compile(
    r"(?:defaultsort|clé de tri|clef de tri|displaytitle|titre|nobots|ébauche)\b", re.I
)
LONGEST_PARAMETER = 300


@dataclass
class Text:
    """A page's text as HTML, what it is filed under, and what could not be kept."""

    html: str = ""
    categories: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def address(title: str) -> str:
    """Return a title as it stands in an address."""
    return quote(title.strip().replace(" ", "_"), safe="/:,()'’!")


def read(typed: str, folder: str, spaces: dict[str, str]) -> Text:
    """Return what a page says; `folder` is where the pages stand, `spaces` names its namespaces.

    Raises Rejected for a page that is damaged beyond reading.
    """
    typed = SIGNATURE.sub("", SWITCH.sub("", typed[:LONGEST]))
    for opening, closing in PAIRS:
        if len(opening.findall(typed)) - len(closing.findall(typed)) > MOST_UNCLOSED:
            raise Rejected(_("Page abîmée : trop de choses y sont ouvertes et jamais refermées."))
    typed = re.sub(f"[{MARK}{BLOCK}]", "", typed)
    reading = _Reading(folder, spaces)
    flow = reading.flow(mwparserfromhell.parse(typed).nodes)
    reading.text.html = _blocks(flow) + "".join(reading.text.notes)
    return reading.text


class _Reading:
    """A page that is being read."""

    def __init__(self, folder: str, spaces: dict[str, str]):
        self.folder = folder
        self.text = Text()
        self.categories = {*CATEGORY, spaces.get("14", "").lower()}
        self.files = {*FILE, spaces.get("6", "").lower(), spaces.get("-2", "").lower()}
        self.spaces = {name.lower() for number, name in spaces.items() if number != "0"}
        self.named: dict[str, int] = {}

    def flow(self, inner: Iterable) -> str:
        """Return nodes as HTML whose lines, marks of lists and blank lines are still to be read."""
        return "".join(map(self._node, inner))

    def _node(self, node: nodes.Node) -> str:
        for kind, method in self.METHODS:
            if isinstance(node, kind):
                return method(self, node)
        return ""

    def _words(self, node: nodes.Text) -> str:
        return escape(str(node.value), quote=False)

    def _entity(self, node: nodes.HTMLEntity) -> str:
        return escape(unescape(str(node)), quote=False)

    def _heading(self, node: nodes.Heading) -> str:
        level = min(max(int(node.level), 2), 4)
        return f"\n\n<h{level}>{self.flow(node.title.nodes).strip()}</h{level}>\n\n"

    def _external(self, node: nodes.ExternalLink) -> str:
        url = str(node.url).strip()
        words = self.flow(node.title.nodes) if node.title is not None else ""
        if not words and node.brackets:
            words = escape(url, quote=False)
        return f'<a href="{escape(url)}">{words or escape(url, quote=False)}</a>'

    def _link(self, node: nodes.Wikilink) -> str:
        title = str(node.title).strip()
        space = title.lstrip(":").partition(":")[0].strip().lower()
        is_shown = title.startswith(":")
        if not is_shown and ":" in title:
            name = title.partition(":")[2].strip()
            if space in self.categories:
                self.text.categories.append(name)
                return ""
            if space in self.files:
                return self._picture(node)
            if re.fullmatch(r"[a-z]{2,3}(?:-[a-z]+)?", space) and node.text is None:
                return ""  # the same page in another language
        title = title.lstrip(":")
        words = self.flow(node.text.nodes) if node.text is not None else ""
        words = words or escape(title, quote=False)
        if not self.folder or title.startswith("#"):
            return words
        return f'<a href="{escape(self.folder)}/{escape(address(title))}">{words}</a>'

    def _picture(self, node: nodes.Wikilink) -> str:
        """Return the caption of a picture."""
        if node.text is None:
            return ""
        parts = self.flow(node.text.nodes).split("|")
        captions = [part.strip() for part in parts if not SHOWN_AS.match(part.strip())]
        caption = captions[-1] if captions else ""
        if not caption:
            return ""
        return f"\n\n<figure><figcaption>{caption}</figcaption></figure>\n\n"

    def _template(self, node: nodes.Template) -> str:
        name = str(node.name).strip().lower()
        for parameter in node.params:
            key = str(parameter.name).strip().lower()
            printed = " ".join(parameter.value.strip_code().split())
            if printed and len(printed) <= LONGEST_PARAMETER and parameter.showkey:
                self.text.parameters.setdefault(key, printed)
        place = SHOWING.get(name)
        if place and node.has(place):
            words = self.flow(node.get(place).value.nodes)
            return f"« {words} »" if name in ("citation", "quote") else words
        if not SILENT.match(name) and not any(parameter.showkey for parameter in node.params):
            self.text.left_out.append(" ".join(str(node).split())[:100])
        return ""

    def _tag(self, node: nodes.Tag) -> str:
        name = str(node.tag).strip().lower()
        if node.wiki_markup and name in MARKS and node.self_closing:
            return f"{MARK}{node.wiki_markup}"
        if name == "br":
            return "<br>"
        if name == "hr":
            return "\n\n<hr>\n\n"
        if name in UNSEEN:
            return ""
        inner = node.contents
        if name in KEPT:
            return f"<pre>{escape(str(inner or ''), quote=False)}</pre>"
        if inner is None or (name == "ref" and not str(inner).strip()):
            return self._note_again(node) if name == "ref" else ""
        if name == "ref":
            return self._note(node)
        if name == "nowiki":
            return escape(str(inner), quote=False).replace("\n", " ")
        if name == "poem":
            verses = self.flow(inner.nodes).strip().replace("\n", "<br>")
            return f"\n\n<blockquote><p>{verses}</p></blockquote>\n\n"
        if name == "gallery":
            return "".join(map(self._gallery_line, str(inner).strip().split("\n")))
        if name in INNER:
            return self.flow(inner.nodes)
        if name == "td" and str(inner).startswith("+"):
            return f"<caption>{self.flow(inner.nodes).lstrip('+ ').strip()}</caption>"
        if name in PLAIN:
            return self._plain(EMPHASIS.get(name, name), inner)
        self.text.left_out.append(" ".join(str(node).split())[:100])
        return ""

    def _plain(self, name: str, inner: Wikicode) -> str:
        flow = self.flow(inner.nodes)
        if name in ("td", "th", "blockquote", "div", "center"):
            flow = _blocks(flow)
            if name in ("td", "th"):
                flow = re.sub(r"^<p>(.*)</p>$", r"\1", flow, flags=re.S)
        html = f"<{name}>{flow.strip() if name in ('tr', 'table') else flow}</{name}>"
        return f"\n\n{BLOCK}{html}{BLOCK}\n\n" if name in ("table", "blockquote", "div") else html

    def _gallery_line(self, typed: str) -> str:
        caption = typed.partition("|")[2].strip()
        if not caption:
            return ""
        words = self.flow(mwparserfromhell.parse(caption).nodes)
        return f"\n\n<figure><figcaption>{words}</figcaption></figure>\n\n"

    def _note(self, node: nodes.Tag) -> str:
        words = self.flow(node.contents.nodes).strip().replace("\n", " ")
        number = len(self.text.notes) + 1
        self.text.notes.append(f'<p class="note">{number}. {words}</p>')
        name = _name_of(node)
        if name:
            self.named[name] = number
        return f"<sup>{number}</sup>"

    def _note_again(self, node: nodes.Tag) -> str:
        number = self.named.get(_name_of(node))
        return f"<sup>{number}</sup>" if number else ""

    METHODS: tuple[tuple[type, Callable], ...] = (
        (nodes.Text, _words),
        (nodes.HTMLEntity, _entity),
        (nodes.Heading, _heading),
        (nodes.ExternalLink, _external),
        (nodes.Wikilink, _link),
        (nodes.Template, _template),
        (nodes.Tag, _tag),
    )


def _name_of(node: nodes.Tag) -> str:
    return str(node.get("name").value).strip() if node.has("name") else ""


def _blocks(flow: str) -> str:
    """Return lines as paragraphs and lists; a block between its marks stays."""
    html = ""
    for number, piece in enumerate(flow.split(BLOCK)):
        if number % 2:
            html += piece
            continue
        for part in re.split(r"\n[ \t]*\n\s*", piece):
            html += _part(part)
    return html


def _part(part: str) -> str:
    html = ""
    words: list[str] = []
    items: list[tuple[str, str]] = []
    for line in part.strip("\n").split("\n"):
        listed = LISTED.match(line)
        if listed:
            html += _paragraph(words)
            words = []
            items.append((listed[1].replace(MARK, ""), line[listed.end() :].strip()))
            continue
        html += _listed(items)
        items = []
        words.append(line)
    return html + _listed(items) + _paragraph(words)


def _paragraph(lines: list[str]) -> str:
    words = "\n".join(lines).replace(MARK, "").strip()
    if not words:
        return ""
    if re.match(r"<(?:h[2-6]|hr|figure|pre|ul|ol|table|blockquote)\b", words):
        return words
    return f"<p>{words}</p>"


def _listed(items: list[tuple[str, str]]) -> str:
    """Return items with their marks (« *# » is an item of a list within one) as lists.

    Lines that are only set in (« : ») are a quotation.
    """
    html, opened = "", ""
    if items and not any(marks.strip(":") for marks, _words in items):
        return f"<blockquote>{''.join(f'<p>{words}</p>' for _marks, words in items)}</blockquote>"
    for marks, words in items:
        shared = 0
        while shared < min(len(opened), len(marks)) and opened[shared] == marks[shared]:
            shared += 1
        for mark in reversed(opened[shared:]):
            html += f"</li></{_list_of(mark)}>"
        if shared == len(marks) and opened:
            html += "</li><li>"
        for mark in marks[shared:]:
            html += f"<{_list_of(mark)}><li>"
        html += words
        opened = marks
    for mark in reversed(opened):
        html += f"</li></{_list_of(mark)}>"
    return html


def _list_of(mark: str) -> str:
    """Return the element of a list's mark."""
    return "ol" if mark == "#" else "ul"
