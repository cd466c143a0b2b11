"""What is pasted from Word, from another program or from the web, as the blocks of a body.

What looks like print is taken for what it means: a line in bold for a crosshead, Word's marks for
its lists, footnotes and quotations. What cannot be kept is told.
"""

import re
from collections import Counter
from typing import NamedTuple

import lxml.html
from django.utils.translation import ngettext
from lxml import etree
from lxml.html import HtmlElement as Element

from archive import pictures, text
from archive.writing import blocks, notes, pasted_notes, word_lists

FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)(?:<!--\s*EndFragment\s*-->|\Z)", re.DOTALL)
# What Word writes for other programs: « <![if !supportLists]> », « <o:p> ». No « < » is in it: so
# each sign is looked at once, whatever is pasted.
REMARKS = re.compile(r"<!\[[^\]<>]*\]>|<\?[^<>]*>|</?\w+:[^<>]*>")
ITALIC, BOLD = re.compile("italic|oblique"), re.compile("bold|[6-9]00")
UPRIGHT, LIGHT = re.compile("normal"), re.compile("normal|[1-5]00|lighter")
LOGICAL = {"b": "strong", "i": "em", "font": "span"}
RAISED = {"super": "sup", "sub": "sub"}
NOTE_SPACES = re.compile(r'(<p class="note">\d+\.)\s+')
QUOTE = re.compile(r"\bMso(?:Intense)?Quote|\bMsoBlockText|\bquot", re.I)
TITLE_CLASS = re.compile(r"\bMsoTitle\b|\bMsoSubtitle\b|\bTitre\b", re.I)
LONGEST_CROSSHEAD = 90  # characters
UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
# What nothing is kept of, and the sentence that tells so.
FILMS = ("iframe", "video", "audio", "object", "embed")
FORMS = ("form", "input", "button", "select", "textarea")
SILENT = ("script", "style", "meta", "link", "title", "template", "noscript", "head")


class Pasted(NamedTuple):
    """The blocks of a body, clean; a sentence for each kind of thing that was mended or left."""

    html: str
    told: list[str]


def of_html(pasted: str) -> Pasted:
    """Return what a program put on the clipboard as HTML."""
    fragment = FRAGMENT.search(pasted)
    source = _without_comments(fragment[1] if fragment else pasted)
    source = text.writable(REMARKS.sub("", source))
    root = _root(source)
    dropped = _without_unkept(root)
    mended = pasted_notes.mend(root)
    word_lists.mend(root)
    _mend_styles(root)
    _mend_paragraphs(root)
    html = lxml.html.tostring(root, encoding="unicode").removeprefix("<div>")
    body = notes.unbracketed(blocks.clean(_lines_parted(html.removesuffix("</div>"))))
    body = NOTE_SPACES.sub(r"\1 ", body)
    return Pasted(body, _told(dropped, mended, body))


def of_text(pasted: str) -> Pasted:
    """Return what was pasted as plain text: a paragraph a blank line, or a line."""
    plain = text.writable(pasted.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = [
        lxml.html.tostring(_paragraph(words), encoding="unicode")
        for words in text.paragraphs(plain)
    ]
    body = notes.unbracketed(blocks.clean("".join(escaped)))
    return Pasted(body, _told(Counter(), 0, body))


def _without_comments(html: str) -> str:
    parts = []
    place = 0
    while (start := html.find("<!--", place)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        parts.append(html[place:start])
        place = end + 3
    return "".join([*parts, html[place:]])


def _paragraph(words: str) -> Element:
    paragraph = lxml.html.Element("p")
    paragraph.text = words
    return paragraph


def _root(source: str) -> Element:
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, encoding="utf-8")
    try:
        document = lxml.html.document_fromstring(f"<div>{source}</div>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return lxml.html.Element("div")
    root = lxml.html.Element("div")
    body = document.find("body")
    if body is not None:
        root.extend(list(body))
    return root


def _without_unkept(root: Element) -> Counter[str]:
    """Drop what a body cannot hold; return how many of each kind there were."""
    dropped: Counter[str] = Counter()
    for element in list(root.iter()):
        name = str(element.tag).rpartition(":")[2]
        kind = ""
        own_picture = pictures.source_of(element.get("src", "")) if name == "img" else ""
        if own_picture:
            element.set("src", own_picture)
        elif name in ("img", "svg", "imagedata"):
            kind = "image"
        elif name in FILMS:
            kind = "film"
        elif name in FORMS:
            kind = "form"
        elif name == "del" or "msoDel" in element.get("class", ""):
            kind = "deletion"
        elif "mso-comment" in element.get("style", "") or "MsoComment" in element.get("class", ""):
            kind = "remark"
        is_unseen = name in SILENT or UNSEEN.search(element.get("style", ""))
        if (kind or is_unseen) and element.getparent() is not None:
            element.drop_tree()
            dropped[kind] += 1
    del dropped[""]
    return dropped


def _told(dropped: Counter[str], mended: int, body: str) -> list[str]:
    tables = body.count("<table")
    sentences = {
        "note": ngettext(
            "%(n)s note rattachée à son appel.", "%(n)s notes rattachées à leurs appels.", mended
        ),
        "image": ngettext(
            "%(n)s image laissée : ajoutez-la depuis cette page.",
            "%(n)s images laissées : ajoutez-les depuis cette page.",
            dropped["image"],
        ),
        "film": ngettext(
            "%(n)s film ou cadre laissé.", "%(n)s films ou cadres laissés.", dropped["film"]
        ),
        "form": ngettext(
            "%(n)s champ de formulaire laissé.",
            "%(n)s champs de formulaire laissés.",
            dropped["form"],
        ),
        "deletion": ngettext(
            "%(n)s passage supprimé dans la source, laissé.",
            "%(n)s passages supprimés dans la source, laissés.",
            dropped["deletion"],
        ),
        "remark": ngettext(
            "%(n)s commentaire laissé.", "%(n)s commentaires laissés.", dropped["remark"]
        ),
        "table": ngettext(
            "%(n)s tableau, gardé comme tel.", "%(n)s tableaux, gardés comme tels.", tables
        ),
    }
    counts = {**dropped, "note": mended, "table": tables}
    told = [
        sentence % {"n": counts[kind]} for kind, sentence in sentences.items() if counts.get(kind)
    ]
    return told + notes.oddities(body)


# What looks like print


def _mend_styles(root: Element) -> None:
    """Make italics and bold of styles; make nothing of the bold that a style takes back."""
    for element in list(root.iter("span", "font", "b", "strong", "i", "em")):
        style = _declared(element.get("style", "").lower())
        slant, weight = style.get("font-style", ""), style.get("font-weight", "")
        height = style.get("vertical-align", "")
        element.tag = LOGICAL.get(element.tag, element.tag)
        is_taken_back = {"strong": LIGHT.match(weight), "em": UPRIGHT.match(slant)}
        if is_taken_back.get(element.tag):
            element.tag = "span"
        elif BOLD.search(weight) and element.tag == "span":
            if ITALIC.search(slant):
                _wrap_inside(element, "em")
            element.tag = "strong"
        elif ITALIC.search(slant) and element.tag == "span":
            element.tag = "em"
        elif height in RAISED and element.tag == "span":
            element.tag = RAISED[height]
        element.attrib.pop("style", None)


def _declared(style: str) -> dict[str, str]:
    """Return what a style says: {"font-weight": "bold"}."""
    declared = {}
    for declaration in style.split(";"):
        name, _colon, value = declaration.partition(":")
        declared[name.strip()] = value.strip()
    return declared


def _wrap_inside(element: Element, tag: str) -> None:
    inner = lxml.html.Element(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _mend_paragraphs(root: Element) -> None:
    """Make crossheads and quotations of the paragraphs that look like them."""
    paragraphs = list(root.iter("p"))
    for paragraph in paragraphs:
        kind = paragraph.get("class", "")
        if kind == "note" or paragraph.getparent().tag in ("li", "td", "th", "blockquote"):
            continue
        if QUOTE.search(kind):
            _quote(paragraph)
        elif TITLE_CLASS.search(kind) or _is_crosshead(paragraph):
            paragraph.tag = "h2"
            for bold in list(paragraph.iter("b", "strong")):
                bold.drop_tag()
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for bold in list(heading.iter("b", "strong")):
            bold.drop_tag()
    for table in root.xpath(".//table[count(.//td | .//th) = 1]"):
        for element in list(table.iter("tbody", "thead", "tr", "td", "th", "colgroup")):
            element.drop_tag()
        table.drop_tag()


def _quote(paragraph: Element) -> None:
    before = paragraph.getprevious()
    is_same = before is not None and before.tag == "blockquote" and not (before.tail or "").strip()
    quotation = before if is_same else lxml.html.Element("blockquote")
    if not is_same:
        paragraph.addprevious(quotation)
    quotation.tail, paragraph.tail = paragraph.tail, None
    quotation.append(paragraph)


def _is_crosshead(paragraph: Element) -> bool:
    """Return True for a short line that is in bold from end to end, and no sentence."""
    words = " ".join(paragraph.text_content().split())
    bold = " ".join(" ".join(part.text_content() for part in _outer_bold(paragraph)).split())
    is_short = 0 < len(words) <= LONGEST_CROSSHEAD
    is_sentence = words.rstrip(text.CLOSING).endswith((".", ";", ",", ":"))
    return is_short and words.replace(" ", "") == bold.replace(" ", "") and not is_sentence


def _outer_bold(paragraph: Element) -> list[Element]:
    return paragraph.xpath(".//*[self::b or self::strong][not(ancestor::b or ancestor::strong)]")


def _lines_parted(html: str) -> str:
    """Return HTML in which two line breaks end a paragraph; spaces alone are none."""
    parted = re.sub(r"(?:<br\s*/?>\s*){2,}", "</p><p>", html)
    # U+00A0 is one of \s: named twice, it would be tried twice, and so would all behind it.
    return re.sub(r"<p[^<>]*>(?:\s|&nbsp;|&#160;)*</p>", "", parted)
