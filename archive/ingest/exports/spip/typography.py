"""SPIP's typography (« {{{intertitre}}} », « [texte->adresse] », « [[note]] ») to HTML.

https://www.spip.net/fr_article1578.html tells authors of it; versions differ in what a line's end
means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from archive.ingest.exports.spip.tables import table_html

# What is kept from all that follows: programs, HTML as it is.
KEPT = re.compile(r"<(html|code|cadre|frame|math|pre|script|style)\b[^<>]*>", re.I)
MULTI = re.compile(r"<(multi)>", re.I)
LANGUAGE = re.compile(r"\[([a-z]{2,3}(?:_[a-z]+)?)\]")
POEM = re.compile(r"<(poesie|poetry)>", re.I)
QUOTE = re.compile(r"<(/?)quote>", re.I)
INTRO = re.compile(r"</?intro>", re.I)
# « <doc12|left> », « <img3|center> », « <document7> »: what is shown at that place.
DOCUMENT = re.compile(
    r"<(?P<kind>doc|img|emb|image|document|audio|video|media|player)(?P<number>\d+)"
    r"(?:\|[^<>]*)?\s*/?>",
    re.I,
)
# Any other model, of a plugin: « <formulaire3|pays> »; « <http://…> » and tags are none.
MODEL = re.compile(r"<([a-z_][\w-]*?)(\d*)(\|[^<>\n]*)>", re.I)
NUMBERED_MODEL = re.compile(r"<((?!h[1-6]\b)[a-z_]{3,}?)(\d+)>", re.I)
ANCHOR = re.compile(r"\[([\w#-]*)<-\]")
GLOSSARY = re.compile(r"\[\?([^\[\]<>|{}]{1,300})(?:[|{][^\[\]]{0,300})?\]")
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,500}\]){0,2000}?)->(>?)([^\[\]\n]{0,2000})\]")
ADDRESS = re.compile(r"https?://[^\s<>\[\]{}\"\ue100-\ue103]+")
HINT = re.compile(r"(?s)^(.*?)(?:\||\{[a-z]{2,3}\}$).*$")
REFERENCE = re.compile(
    r"(?:->)?\s*(?P<kind>art|article|rub|rubrique|br|br[eè]ve|aut|auteur|mot|site|doc|document|im|img"
    r"|image|emb|forum|ent|entr[eé]e)?\s*(?P<number>\d+)(?P<rest>[?#].*)?$",
    re.I,
)
# White space before what is looked for, tried once for each stretch of it.
LEAD = r"(?:(?<!\s)\s+)?"
NOTE = re.compile(rf"{LEAD}\[\[\s*(?:<([^<>\]]*)>\s*)?")
BREAK = "\ue100"
LINE_BREAK = re.compile(r"^(--[ \t]*(?!-)|-[ \t]*(?=[^\s-])|_[ \t]+)", re.M)
LINE_SIGNS = {"--": "—\u00a0", "-": "–\u00a0", "_": ""}
TABLE = re.compile(r"(?:^\|.*\|[ \t]*$\n?)+", re.M)
ITEM = re.compile(r"-(\*+|#+)[ \t]*")
# What may stand between braces: a text, and less emphasis in it.
BRACED = r"[^{}]++|\{[^{}]*+\}"
TITLE = re.compile(rf"{LEAD}\{{\{{\{{((?:{BRACED}|\{{\{{[^{{}}]*+\}}\}})*+)\}}\}}\}}\s*")
RULE = re.compile(r"^(?:----+|____+)[ \t]*$", re.M)
STRONG = re.compile(rf"\{{\{{((?:{BRACED})*+)\}}\}}")
ITALIC = re.compile(r"\{([^{}\n]*(?:\n[^{}\n]+)*)\}")
PLACE = re.compile("\ue101(\\d+)\ue102")
BLOCK_PLACE = re.compile("(?:(?<!\n)\n+)?\ue103(\\d+)\ue102\n*")
SPACED_BREAK = re.compile(f"{LEAD}{BREAK}")
BLANK = re.compile(r"\n[ \t]*\n\s*")
DEEPEST = 8  # notes within notes, lists within lists


@dataclass
class Site:
    """What a text leads to: answers a kind (« art ») and a number with (address, title), and a
    document's number with its caption. `breaks`: a line's end is one in the text."""

    reference: Callable[[str, str], tuple[str, str]]
    caption: Callable[[str], str]
    language: str = "fr"
    breaks: bool = False


@dataclass
class _Text:
    """A text on its way: pieces that are done stand aside, a number in their place."""

    site: Site
    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    numbered: int = 0
    left_out: list[str] = field(default_factory=list)

    def aside(self, html: str, is_block: bool = False) -> str:
        self.pieces.append(html)
        if is_block:
            return f"\n\n\ue103{len(self.pieces) - 1}\ue102\n\n"
        return f"\ue101{len(self.pieces) - 1}\ue102"

    def whole(self, html: str) -> str:
        for _depth in range(DEEPEST):
            html, inline = PLACE.subn(self._piece, html)
            html, blocks = BLOCK_PLACE.subn(self._piece, html)
            if not inline + blocks:
                break
        return html

    def _piece(self, place: re.Match) -> str:
        number = int(place[1])
        return self.pieces[number] if number < len(self.pieces) else ""


def html(typed: str, site: Site, postscript: str = "") -> tuple[str, list[str]]:
    """Return a text as HTML, its postscript and its notes behind it; and what of it is lost."""
    text = _Text(site)
    body = _blocks(_readable(typed, text), text)
    if postscript.strip():
        body += f"<h3>P.-S.</h3>{_blocks(_readable(postscript, text), text)}"
    notes = "".join(text.notes)
    return text.whole(body + notes), text.left_out


def line(typed: str, site: Site) -> str:
    """Return a title or a name, which stand in one line, as HTML."""
    text = _Text(site)
    return text.whole(_inline(_readable(typed, text), text))


def _readable(typed: str, text: _Text) -> str:
    """Return what was typed with all but paragraphs, lists and emphasis worked out."""
    typed = re.sub("[\ue100-\ue103]", "", typed.replace("\r\n", "\n").replace("\r", "\n"))
    typed = _replaced(MULTI, typed, lambda _name, inner: _chosen(inner, text.site.language))
    typed = _replaced(KEPT, typed, lambda name, inner: _kept(name, inner, text))
    typed = _replaced(POEM, typed, lambda _name, inner: _poem(inner, text))
    typed = INTRO.sub("\n\n", typed)
    typed = _noted(typed, text)
    typed = DOCUMENT.sub(lambda document: _caption(document, text), typed)
    for pattern in (MODEL, NUMBERED_MODEL):
        typed = pattern.sub(lambda model: _left_out(model, text), typed)
    return _linked(typed, text)


def _replaced(opening: re.Pattern, typed: str, made: Callable[[str, str], str]) -> str:
    """Return the text with what `made` makes of (name, inner text) for each element that ends."""
    pieces, at = [], 0
    unended: set[str] = set()
    for tag in opening.finditer(typed):
        name = tag[1].lower()
        if tag.start() < at or name in unended:
            continue
        closing = re.compile(rf"</{name}\s*+>", re.I).search(typed, tag.end())
        if closing is None:
            unended.add(name)
            continue
        pieces += [typed[at : tag.start()], made(name, typed[tag.end() : closing.start()])]
        at = closing.end()
    return "".join([*pieces, typed[at:]])


def _chosen(multi: str, language: str) -> str:
    """Return the part of « [fr]Bonjour[en]Hello » that is in the language, else the first."""
    pieces = LANGUAGE.split(multi)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if pieces[0].strip() or not parts:
        parts = {"": pieces[0]} | parts
    return parts.get(language) or next(iter(parts.values()))


def _kept(kind: str, inner: str, text: _Text) -> str:
    if kind in ("script", "style"):
        return ""
    if kind == "html":
        return text.aside(inner)
    if kind == "pre":
        return text.aside(f"<pre>{inner}</pre>", is_block=True)
    escaped = escape(inner.strip("\n"), quote=False)
    if kind in ("cadre", "frame") or "\n" in escaped:
        return text.aside(f"<pre>{escaped}</pre>", is_block=True)
    return text.aside(escaped)


def _poem(inner: str, text: _Text) -> str:
    """Return verses, whose lines are as they stand."""
    strophes = []
    for strophe in BLANK.split(inner.strip()):
        lines = [_inline(verse, text) for verse in _readable(strophe, text).split("\n")]
        strophes.append(f"<p>{'<br>'.join(lines)}</p>")
    return text.aside(f"<blockquote>{''.join(strophes)}</blockquote>", is_block=True)


def _noted(typed: str, text: _Text) -> str:
    """Return the text with a number for each « [[note]] », which goes behind it all."""
    pieces, at = [], 0
    while opening := NOTE.search(typed, at):
        end = _end_of_note(typed, opening.end())
        if end < 0:
            break
        pieces.append(typed[at : opening.start()])
        pieces.append(_note(opening[1], typed[opening.end() : end], text))
        at = end + 2
    return "".join([*pieces, typed[at:]])


def _end_of_note(typed: str, at: int) -> int:
    """Return where « ]] » closes a note; links in it have brackets of their own."""
    depth = 0
    for place in range(at, min(len(typed), at + 20_000)):
        sign = typed[place]
        if sign == "[":
            depth += 1
        elif sign == "]" and depth:
            depth -= 1
        elif typed.startswith("]]", place):
            return place
    return -1


def _note(mark: str | None, inner: str, text: _Text) -> str:
    """Set a note behind the text; « <mark> » is its own, « <> » is none."""
    if mark is None:
        text.numbered += 1
        mark = str(text.numbered)
    if inner.strip():
        words = _inline(_linked(inner.strip(), text), text)
        lead = f"{escape(mark)}. " if mark else ""
        text.notes.append(f'<p class="note">{lead}{words}</p>')
    if not mark:
        return ""
    return text.aside(f"<sup>{escape(mark)}</sup>")


def _caption(document: re.Match, text: _Text) -> str:
    caption = text.site.caption(document["number"])
    if not caption:
        return "" if document["kind"].lower() != "doc" else "\n\n"
    figure = f"<figure><figcaption>{caption}</figcaption></figure>"
    return text.aside(figure, is_block=True)


def _left_out(model: re.Match, text: _Text) -> str:
    text.left_out.append(model[0])
    return ""


def _linked(typed: str, text: _Text) -> str:
    typed = ANCHOR.sub("", typed)
    typed = GLOSSARY.sub(lambda term: term[1].strip(), typed)
    typed = LINK.sub(lambda link: _link(link, text), typed)
    return ADDRESS.sub(lambda address: text.aside(escape(address[0], quote=False)), typed)


def _link(link: re.Match, text: _Text) -> str:
    words, address = link[1], link[3].strip()
    if "|" in words or words.endswith("}"):
        words = HINT.sub(r"\1", words)
    title = ""
    reference = REFERENCE.match(address)
    if reference:
        kind = (reference["kind"] or "art").lower()
        address, title = text.site.reference(kind, reference["number"])
    elif "@" in address and ":" not in address and "/" not in address:
        address = f"mailto:{address}"
    elif address.lower().startswith("www."):
        address = f"http://{address}"
    shown = _inline(words.strip(), text) or title or escape(address, quote=False)
    if not address:
        return text.aside(shown)
    opening = text.aside(f'<a href="{escape(address)}">')
    return f"{opening}{shown}{text.aside('</a>')}"


def _inline(typed: str, text: _Text) -> str:
    """Return a stretch without paragraphs: emphasis, spaces that do not break."""
    typed = TITLE.sub(r" {{\1}} ", typed)
    typed = STRONG.sub(_strong, typed)
    typed = ITALIC.sub(r"<em>\1</em>", typed)
    return typed.replace("~", "\u00a0")


def _strong(words: re.Match) -> str:
    return f"<strong>{words[1].strip()}</strong>"


def _blocks(typed: str, text: _Text) -> str:
    """Return paragraphs, crossheads, lists, tables and quotations as HTML."""
    typed = TABLE.sub(lambda rows: _table(rows[0], text), typed)
    typed = RULE.sub(lambda rule: text.aside("<hr>", is_block=True), typed)
    typed = TITLE.sub(lambda title: _crosshead(title, text), typed)
    typed = QUOTE.sub(lambda quote: text.aside(f"<{quote[1]}blockquote>", is_block=True), typed)
    html = ""
    for part in BLANK.split(f"\n{typed.strip()}"):
        if part.strip():
            html += _part(part.strip("\n"), text)
    return html


def _crosshead(title: re.Match, text: _Text) -> str:
    return text.aside(f"<h3>{_inline(title[1].strip(), text)}</h3>", is_block=True)


def _table(rows: str, text: _Text) -> str:
    return text.aside(table_html(rows, lambda cell: _inline(cell, text)), is_block=True)


def _part(part: str, text: _Text) -> str:
    """Return a paragraph, or the list that stands in it."""
    if BLOCK_PLACE.fullmatch(part):
        return part
    pieces: list[str] = []
    words: list[str] = []
    items: list[tuple[str, str]] = []
    for row in part.split("\n"):
        item = ITEM.match(row)
        if item:
            pieces += _paragraph(words, text)
            words = []
            items.append((item[1], row[item.end() :]))
        elif items:
            marks, words_of_item = items[-1]
            items[-1] = (marks, f"{words_of_item}\n{row}")
        else:
            words.append(row)
    pieces += _paragraph(words, text)
    if items:
        pieces.append(_listed(items, text))
    return "".join(pieces)


def _paragraph(rows: list[str], text: _Text) -> list[str]:
    words = _with_breaks("\n".join(rows), text).strip()
    return [f"<p>{words}</p>"] if words else []


def _with_breaks(typed: str, text: _Text) -> str:
    """Return lines with a break where SPIP shows one: before « - », « -- », behind « _ »."""
    typed = LINE_BREAK.sub(_with_mark, typed).strip().removeprefix(BREAK)
    typed = SPACED_BREAK.sub("<br>", typed)
    if text.site.breaks:
        typed = typed.replace("\n", "<br>")
    return _inline(typed, text)


def _with_mark(opening: re.Match) -> str:
    """Return what SPIP shows at the beginning of a line of its own."""
    return BREAK + LINE_SIGNS[opening[1].strip()]


def _listed(items: list[tuple[str, str]], text: _Text) -> str:
    """Return items with their marks (« ** » is a list within one) as nested lists."""
    html = ""
    open_lists: list[str] = []
    for marks, words_of_item in items:
        depth = min(len(marks), DEEPEST)
        name = "ul" if marks[0] == "*" else "ol"
        while len(open_lists) > depth:
            html += f"</li></{open_lists.pop()}>"
        if len(open_lists) == depth and open_lists[-1] != name:
            html += f"</li></{open_lists.pop()}>"
        elif len(open_lists) == depth:
            html += "</li><li>"
        while len(open_lists) < depth:
            open_lists.append(name)
            html += f"<{name}><li>"
        html += _with_breaks(words_of_item.strip(), text)
    while open_lists:
        html += f"</li></{open_lists.pop()}>"
    return html
