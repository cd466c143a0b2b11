"""The footnotes of what is pasted: calls and notes that lead to each other, whatever program wrote.

Word has `<a href="#_ftn1" name="_ftnref1">[1]</a>`, Writer `sdfootnote1sym`, Google Docs `ftnt1`,
the web `<sup id="fnref1"><a href="#fn1">`: a link to a place that has a link back.
"""

import re
from itertools import islice

import lxml.html
from lxml.html import HtmlElement as Element

from archive.writing.notes import note

LABEL = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,7}|[a-z]|\*{1,3})[\])]?[.:]?", re.I)
BACK = re.compile(
    r"[↑↩^⤴⏎\ufe0e\ufe0f\s]*|[\[(]?(?:\d{1,3}|[ivxlc]{1,7}|[a-z]|\*{1,3})[\])]?[.:]?", re.I
)
# As programs name the place of a note, where its call was not copied along, or it was not.
OF_NOTE = re.compile(r"_(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym|ftnt\d+|fn[:-]?\d+|note-\d+")
OF_CALL = re.compile(r"_(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc|ftnt_ref\d+|fnref[:-]?\d+")
HOLDERS = ("li", "p", "div", "aside", "dd")


def mend(root: Element) -> int:
    """Make calls and notes as a body has them; return how many notes have found their calls."""
    places = _places(root)
    paragraphs: dict[int, list[Element]] = {}
    holders: list[Element] = []
    within: set[Element] = set()  # links that holders hold
    order = {element: place for place, element in enumerate(root.iter())}
    number = 0
    joined = 0
    for link in list(root.iter("a")):
        if link.getparent() is None or not _leads_to_note(link, places, order):
            continue
        number += 1
        target = places.get(_fragment(link))
        if target is not None:
            holder = _holder(target, root)
            paragraphs[number] = _noted(holder)
            holders.append(holder)
            within.update(holder.iter("a"))
            joined += 1
        _raise(link, number)
    for link in list(root.iter("a")):  # notes whose calls are elsewhere
        if OF_CALL.fullmatch(_fragment(link)) and link not in within:
            number += 1
            holder = _holder(link, root)
            paragraphs[number] = _noted(holder)
            holders.append(holder)
            within.update(holder.iter("a"))
    _put_below(root, paragraphs, holders)
    return joined


def _places(root: Element) -> dict[str, Element]:
    places: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                places.setdefault(name, element)
    return places


def _fragment(link: Element) -> str:
    return link.get("href", "").rpartition("#")[2] if "#" in link.get("href", "") else ""


def _leads_to_note(link: Element, places: dict[str, Element], order: dict[Element, int]) -> bool:
    """Return True for the call of a note: what it leads to stands below, and leads back to it."""
    place = _fragment(link)
    label = "".join(link.text_content().split())
    if not place or not LABEL.fullmatch(label):
        return False
    target = places.get(place)
    if target is None:
        return bool(OF_NOTE.fullmatch(place))
    if _are_nested(link, target):
        return False
    holder = _holder(target, link.getroottree().getroot())
    for back in holder.iter("a"):
        origin = places.get(_fragment(back))
        if origin is not None and _are_nested(origin, link):
            return order[link] < order[holder]
    return False


def _are_nested(first: Element, second: Element) -> bool:
    """Return True where one of two elements is the other, or holds it."""
    return first is second or first in second.iterancestors() or second in first.iterancestors()


def _holder(target: Element, root: Element) -> Element:
    """Return what holds a note whole: a list's item, or Word's box with its paragraphs."""
    nearest = target
    while nearest.tag not in HOLDERS and nearest.getparent() not in (None, root):
        nearest = nearest.getparent()
    parent = nearest.getparent()
    is_box = parent is not None and parent is not root and parent.tag in ("div", "li", "aside")
    if nearest.tag == "p" and is_box and _has_one_note(parent):
        return parent
    return nearest


def _has_one_note(box: Element) -> bool:
    """Return True where one of its links, and no more, leads to a place."""
    leading = (link for link in box.iter("a") if _fragment(link))
    return len(list(islice(leading, 2))) == 1


def _noted(holder: Element) -> list[Element]:
    """Return the paragraphs of a note, what leads back taken out."""
    for back in list(holder.iter("a")):
        if _fragment(back) and BACK.fullmatch("".join(back.text_content().split())):
            for sup in back.iterancestors("sup"):
                back = sup
            back.drop_tree()
    paragraphs = list(holder.iter("p"))
    if holder.tag == "p" or not paragraphs:
        return [holder]
    return paragraphs


def _raise(link: Element, number: int) -> None:
    """Put the call of a note in the place of its link and of what is raised around it."""
    outer = link
    parent = link.getparent()
    while parent is not None and parent.tag in ("sup", "span") and _is_alone(outer, parent):
        outer, parent = parent, parent.getparent()
    call = lxml.html.Element("sup")
    call.text = str(number)
    call.tail, outer.tail = outer.tail, None
    parent.replace(outer, call)


def _is_alone(element: Element, parent: Element) -> bool:
    return parent.text_content().strip() == element.text_content().strip()


def _put_below(root: Element, paragraphs: dict[int, list[Element]], holders: list[Element]) -> None:
    """Put the notes at the end, and drop what held them, with the line above."""
    for number, parts in paragraphs.items():
        inner = "<br>".join(filter(None, map(_inner, parts)))
        root.append(lxml.html.fragment_fromstring(note(number, inner)))
    emptied: dict[Element, None] = {}  # in their order, each once
    for holder in holders:
        parent = holder.getparent()
        if parent is not None:
            holder.drop_tree()
            emptied[parent] = None
    for parent in emptied:
        is_there = parent is not root and parent.getparent() is not None
        if is_there and not parent.text_content().strip():
            parent.drop_tree()


def _inner(paragraph: Element) -> str:
    html = lxml.html.tostring(paragraph, encoding="unicode", with_tail=False)
    inner = re.sub(r"^<[^>]*>|</[^>]*>$", "", html).strip()
    return re.sub(r"^(?:[\s\u00a0]|&#160;|&nbsp;)+", "", inner)
