"""What trafilatura leaves around a text is taken off: the headline again, credits, captions, links to other articles, the foot.

A body is an element whose children are the blocks of a text: paragraphs, headings, lists, quotations, tables.
"""

import re

from lxml import etree

from archive.ingest.printed import labels, names
from archive.ingest.printed.template_lines import is_caption, is_section, kind
from archive.text import name_key

WORDS = re.compile(r"\w+")
CLOSED = re.compile(r"[.!?…。][\s»”\"'’)\]]{0,3}$")
ADDRESS = re.compile(r"\S@\S|https?://|\bwww\.")
# « Lire aussi : … », « READ NEXT: … », « Zum Artikel: … »: a pointer to another article and nothing else.
POINTER = re.compile(
    r"(?:à )?(?:re)?(?:lire|voir|écouter|découvrir)(?: aussi| également| l[’']article)?\s*[:>→|]"
    r"|(?:also |more )?(?:read|see|watch|listen)(?: more| also| next| on)?\s*:|related\s*:"
    r"|(?:zum artikel|lesen sie auch|mehr dazu|les også|lees ook|leer más|lea también)\b",
    re.I,
)
# Lines at the head of a text, and at its foot, that may be credits.
HEAD, FOOT = 6, 6
JUNK = re.compile(
    r"advertisement|publicité|annonce|anzeige|werbung|flecha|loading\W*|image|photo|video|share|partager|recommended|commentaires?"
    r"|subscribe|newsletter|read more|lire la suite|opinion:?|see all|voir tout|exclusive|live|breaking",
    re.I,
)
PAYWALL = re.compile(
    r"^(?:il vous reste [\d,.]+ ?%|(?:cet article|la suite) est réservée? aux abonnés|pour (?:lire la suite|accéder en illimité)"
    r"|vous avez lu|déjà abonné|abonnez-vous|article réservé|tu suscripción|¿quieres añadir|si continúas leyendo"
    r"|sign up (?:for|to)|subscribe (?:to|for|now)|get (?:our|the) .{0,40}newsletter|click here to)",
    re.I,
)


def text_of(block: etree._Element) -> str:
    """The text of an element on one line, as it stands between its tags."""
    return " ".join(
        etree.tostring(block, method="text", encoding="unicode", with_tail=False).split()
    )


def key_of(text: str) -> str:
    """The words of a text for comparing two readings of one page: `name_key` for long texts."""
    return " ".join(WORDS.findall(text.lower()))


def trim(body: etree._Element, title: str, authors: list[str], article_body: str = "") -> None:
    """Takes off a body what is none of the text; `article_body` is the text as the publisher's JSON-LD has it."""
    _drop_others(body, article_body)
    _trim_head(body, title, authors)
    _trim_inside(body)
    _trim_foot(body)


def _trim_head(body: etree._Element, title: str, authors: list[str]) -> None:
    """Headline, date, byline and section before the first paragraph; the standfirst stays."""
    known = {name_key(title)} | {name_key(author) for author in authors}
    for block in list(body)[:HEAD]:
        text = text_of(block)
        if _is_heading_again(text, title) or name_key(text) in known or _is_credit(text):
            body.remove(block)
        elif block.tag == "p" and len(text.split()) > 25:
            break


def _is_heading_again(text: str, title: str) -> bool:
    ours, theirs = name_key(text), name_key(title)
    return bool(ours and theirs) and (
        ours == theirs
        or (len(theirs) > 20 and ours.endswith(theirs) and len(ours) < 2 * len(theirs))
    )


def _is_credit(text: str) -> bool:
    """« Publié le 12 mai 2004 par Anne Martin », « Anne Martin », « Édito », « Photo : AFP »: a short line, no sentence."""
    if len(text) > 140 or (CLOSED.search(text) and len(text.split()) > 9):
        return False
    if is_section(text) or is_caption(text) or JUNK.fullmatch(text.strip(" :")):
        return True
    said = labels.read(text)
    return bool(said and (said.date or said.bylines or said.updated)) or bool(
        names.printed(text, least=2)
    )


def _trim_inside(body: etree._Element) -> None:
    """Buttons, pointers to other articles, lines that are one link, and what stands there twice."""
    seen: set[str] = set()
    for block in list(body):
        text = text_of(block)
        key = key_of(text)
        if (
            not key
            or _is_button(text)
            or (key in seen and len(key) > 20)
            or _is_pointer(block, text)
            or PAYWALL.match(text)
        ):
            _remove(block)
        seen.add(key)


def _remove(block: etree._Element) -> None:
    parent = block.getparent()
    if parent is not None:
        parent.remove(block)


def _is_button(text: str) -> bool:
    return len(text) < 110 and (
        kind(text) in ("chrome", "related") or bool(JUNK.fullmatch(text.strip(" :")))
    )


def _is_pointer(block: etree._Element, text: str) -> bool:
    """« Lire aussi : … » and what is a link from end to end; a sentence with a link in it stays."""
    linked = sum(len(text_of(link)) for link in block.iter("ref"))
    if POINTER.match(text) and (linked > 0.4 * len(text) or len(text) < 160):
        return True
    whole = linked > 0.9 * len(text)
    if block.tag == "list":
        items = [text_of(item) for item in block.iter("item")]
        return whole and len(items) > 1
    # An address is told for its own sake: « Écrivez à … ».
    return (
        whole and not ADDRESS.search(text) and not (CLOSED.search(text) and len(text.split()) > 8)
    )


def _trim_foot(body: etree._Element) -> None:
    """From a heading of comments or of other articles on, where most of the text stands before it; credits at the end."""
    blocks = list(body)
    sizes = [len(text_of(block)) for block in blocks]
    for number, block in enumerate(blocks):
        if sum(sizes[:number]) < 0.5 * sum(sizes):
            continue
        if sizes[number] < 110 and kind(text_of(block)) in ("comments", "related", "foot"):
            for after in blocks[number:]:
                body.remove(after)
            break
    while len(body) and (_is_foot_line(body[-1])):
        body.remove(body[-1])


def _is_foot_line(block: etree._Element) -> bool:
    """A heading with nothing below it, or a label without a sentence."""
    text = text_of(block)
    if block.tag == "head":
        return True
    return len(text) < 110 and kind(text) in ("chrome", "foot", "comments", "related")


def _drop_others(body: etree._Element, article_body: str) -> None:
    """Blocks that the publisher's own copy of the text does not have, where it has most of the others."""
    theirs = f" {key_of(article_body)} "
    if len(theirs) < 600:
        return
    found, lost = [], []
    for block in body:
        key = key_of(text_of(block))
        (found if not key or _is_in(key, theirs) else lost).append(block)
    held = sum(len(key_of(text_of(block))) for block in found)
    if held < 0.75 * len(theirs):
        return
    first = next((block for block in found if len(text_of(block)) > 60), None)
    for block in lost:
        # What stands before the first paragraph may be the standfirst, and headings are often left out of the copy.
        before = first is not None and body.index(block) < body.index(first)
        if not before and (block.tag != "head" or _is_last(block, found, body)):
            body.remove(block)


def _is_last(block: etree._Element, found: list[etree._Element], body: etree._Element) -> bool:
    return not found or body.index(block) > body.index(found[-1])


def _is_in(key: str, theirs: str) -> bool:
    """True where most of a block's words stand in the copy, in runs of six."""
    words = key.split()
    if len(words) <= 8:
        return f" {key} " in theirs
    runs = [" ".join(words[at : at + 6]) for at in range(0, len(words) - 5, 6)]
    return sum(run in theirs for run in runs) >= 0.5 * len(runs)
