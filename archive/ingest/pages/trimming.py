"""What trafilatura leaves around a text is taken off.

That is the headline again, credits, captions, links to other articles, the foot. A body is an
element whose children are the blocks of a text: paragraphs, headings, lists, quotations, tables.
"""

import re

from lxml import etree

from archive import printed_dates
from archive.ingest.pages.element_text import (
    CLOSED,
    text_of,
    words_of,
)
from archive.ingest.printed import labels, names
from archive.ingest.printed.template_lines import is_caption, is_section, kind
from archive.text import name_key

ADDRESS = re.compile(r"\S@\S|https?://|\bwww\.")
# « Lire aussi : … », « READ NEXT: … », « Zum Artikel: … »: a pointer to another article and
# nothing else.
POINTER = re.compile(
    r"(?:à )?(?:re)?(?:lire|voir|écouter|découvrir)(?: aussi| également| l[’']article)?\s*[:>→|]"
    r"|(?:also |more )?(?:read|see|watch|listen)(?: more| also| next| on)?\s*:|related\s*:"
    r"|(?:zum artikel|lesen sie auch|mehr dazu|les også|lees ook|leer más|lea también)\b",
    re.I,
)
# Characters of the heading of a teaser, and of what stands below it.
LEAST_HEADING, LONGEST_TEASER = 20, 300
# Lines at the head of a text that may be credits.
HEAD = 6
# Characters of a button, a label, a heading of other articles: what is longer is a text.
LONGEST_LABEL = 110
JUNK = re.compile(
    r"advertisement|publicité|annonce|anzeige|werbung|flecha|loading\W*|image|photo|video|share"
    r"|image (?:illustrative|d[’']illustration)"
    r"|partager|recommended|commentaires?|subscribe|newsletter|read more|lire la suite|opinion:?"
    r"|see all|voir tout|exclusive|live|breaking|supported by|skip (?:advertisement|past .{0,40})"
    r"|(?:instagram|facebook|youtube|tiktok|twitter|x)[- ](?:content|post|embed|inhalt)|embed"
    r"|(?:link zum|voir le|afficher le) .{0,20}(?:inhalt|contenu)|noticias? relacionadas?"
    r"|you might be interested in|waiting for your permission to load .{0,40}|session expired"
    r"|\d+ min(?:\.|utes?|uten)?(?: read| de lecture| lesezeit)|lesezeit:? .{0,20}",
    re.I,
)
PAYWALL = re.compile(
    r"^(?:il vous reste [\d,.]+ ?%|(?:cet article|la suite) est réservée? aux abonnés"
    r"|pour (?:lire la suite|accéder en illimité)|vous avez lu|déjà abonné|abonnez-vous"
    r"|article réservé|tu suscripción|¿quieres añadir|si continúas leyendo"
    r"|sign up (?:for|to)|subscribe (?:to|for|now)|get (?:our|the) .{0,40}newsletter"
    r"|click here to)",
    re.I,
)


# What stands below a text about where it came from, and who else had a hand in it.
CREDIT = re.compile(
    r"[^\w©]*(?:©|copyright\b|reporting by\b|(?:with |additional )?report(?:s|ing) (?:from|by)\b"
    r"|includes information from|contributing\s*:|sources?\s*:|eigene recherche|redaktion\s*:"
    r"|faktencheck\s*:|related videos?|materials provided by|story source|cite this"
    r"|(?:this|the) (?:article|story|post|piece) (?:will appear|(?:originally |first )?appeared"
    r"|was (?:originally |first )?published)|read the original|image via"
    r"|follow (?:us|the)\b|suivez[ -](?:nous|le|la)\b"
    r"|(?:cet |l[’'])?(?:article|texte) (?:(?:est|a été) )?(?:d[’']abord |initialement )?"
    r"(?:paru|publié) (?:dans|sur|en)\b"
    r"|retrouvez (?:cet article|ce texte|l[’']intégralité))",
    re.I,
)
# How one reaches an author, beside an address.
REACHED = re.compile(r"\b(?:be reached|contact|follow|e-?mail|erreichbar|joindre)\b", re.I)
# Words beside names or a day in a line that is one of these.
MOST_BESIDE = 3
# Characters of a credit, and of what is said about an author below a text.
LONGEST_CREDIT, LONGEST_ABOUT = 250, 450
# Characters before an author's name there: « Staff writer », « — ».
BEFORE_NAME = 16
# Beside day and hour in a line of them: « Sunday 17 December 2023 17:23, UK ».
CLOCK = re.compile(r"\d{1,2}\s?[h:.]\s?\d{0,2}\s?(?:uhr|am|pm|a\.m\.|p\.m\.)?", re.I)


def trim(body: etree._Element, title: str, authors: list[str]) -> None:
    """Take off a body what is none of the text."""
    _trim_head(body, title, authors)
    _trim_teasers(body)
    _trim_inside(body)
    _trim_foot(body, authors)


def _trim_head(body: etree._Element, title: str, authors: list[str]) -> None:
    """Take off headline, date, byline and section before the first paragraph.

    The standfirst stays.
    """
    title_and_authors = {name_key(title), *map(name_key, authors)}
    lines: list[etree._Element] = []
    for block in list(body)[:HEAD]:
        text = text_of(block)
        is_again = _is_heading_again(text, title) or name_key(text) in title_and_authors
        if is_again or _is_credit(text) or _is_dateline(text) or _is_byline(text, authors):
            body.remove(block)
            if _is_heading_again(text, title):
                for line in lines:
                    body.remove(line)
            lines.clear()
        elif len(text) < LONGEST_LABEL and not CLOSED.search(text):
            lines.append(block)
        elif block.tag == "p" and len(text.split()) > 25:
            break


def _is_heading_again(text: str, title: str) -> bool:
    """Return True for the title, also behind a few words."""
    text_key, title_key = name_key(text), name_key(title)
    if not text_key or not title_key:
        return False
    if text_key == title_key:
        return True
    is_behind = len(title_key) > 20 and text_key.endswith(title_key)
    return is_behind and len(text_key) < 2 * len(title_key)


def _is_credit(text: str) -> bool:
    """Return True for a short line, no sentence, that says when, by whom or under what.

    « Publié le 12 mai 2004 par Anne Martin », « Anne Martin », « Édito », « Photo : AFP ».
    """
    if len(text) > 140 or (CLOSED.search(text) and len(text.split()) > 9):
        return False
    if is_section(text) or is_caption(text) or _is_junk(text):
        return True
    label = labels.read(text)
    if label and (label.date or label.bylines or label.updated):
        return True
    return bool(names.printed(text, least=2))


def _is_dateline(text: str) -> bool:
    """Return True for a line that has little beside a day and an hour."""
    if len(text) > LONGEST_LABEL:
        return False
    folded = text.translate(printed_dates.FOLD)
    rest = CLOCK.sub("", printed_dates.DATE.sub("", folded, count=1))
    return rest != folded and printed_dates.DATE.search(folded) is not None and _is_little(rest)


def _is_byline(text: str, authors: list[str]) -> bool:
    """Return True for a line that has little beside the authors' names."""
    rest = f" {name_key(text)} "
    names_there = [author for author in authors if f" {name_key(author)} " in rest]
    for author in names_there:
        rest = rest.replace(f" {name_key(author)} ", " ")
    return bool(names_there) and len(text) < LONGEST_LABEL and _is_little(rest)


def _is_little(rest: str) -> bool:
    return len(words_of(rest).split()) <= MOST_BESIDE


def _is_junk(text: str) -> bool:
    return bool(JUNK.fullmatch(text.strip(" :")))


def _trim_teasers(body: etree._Element) -> None:
    """Take off teasers at the foot: headings that are links, each above a few words.

    There must be several, behind most of the text, and nothing as long as a paragraph behind them.
    """
    blocks = list(body)
    lengths = [len(text_of(block)) for block in blocks]
    first = len(blocks)
    teasers = 0
    for number in range(len(blocks) - 1, -1, -1):
        if _is_teaser_heading(blocks[number], lengths[number]):
            first = number
            teasers += 1
        elif lengths[number] > LONGEST_TEASER:
            break
    while first and blocks[first - 1].tag == "head":
        first -= 1
    above = sum(map(_is_teaser_heading, blocks[:first], lengths[:first]))
    if teasers > max(1, above) and sum(lengths[:first]) > sum(lengths[first:]):
        for block in blocks[first:]:
            body.remove(block)


def _is_teaser_heading(block: etree._Element, length: int) -> bool:
    """Return True for a heading or paragraph that is one link to another page."""
    is_line = block.tag in ("p", "head") and LEAST_HEADING < length < LONGEST_TEASER
    return is_line and _length_linked(block) > 0.8 * length


def _trim_inside(body: etree._Element) -> None:
    """Take out buttons, pointers to other articles, lines that are one link, and repetitions."""
    seen: set[str] = set()
    quoted = ""
    for block in list(body):
        text = text_of(block)
        words = words_of(text)
        is_again = (words in seen or words in quoted) and len(words) > 20
        is_under_picture = len(text) < LONGEST_LABEL and is_caption(text.strip("(["))
        is_noise = not words or is_again or is_under_picture or _is_button(text)
        if is_noise or PAYWALL.match(text) or _is_pointer(block, text):
            _remove(block)
        seen.add(words)
        quoted = words if block.tag == "quote" or (is_again and words in quoted) else ""


def _remove(block: etree._Element) -> None:
    parent = block.getparent()
    if parent is not None:
        parent.remove(block)


def _is_button(text: str) -> bool:
    return _is_label(text, "chrome", "related") or (len(text) < LONGEST_LABEL and _is_junk(text))


def _is_label(text: str, *kinds: str) -> bool:
    """Return True for a short line of one of these kinds of `template_lines`."""
    return len(text) < LONGEST_LABEL and kind(text) in kinds


def _is_pointer(block: etree._Element, text: str) -> bool:
    """Return True for « Lire aussi : … » and for what is a link from end to end.

    A sentence with a link in it stays.
    """
    linked = _length_linked(block)
    if POINTER.match(text) and (linked > 0.4 * len(text) or len(text) < 160):
        return True
    if linked <= 0.9 * len(text):
        return False
    if block.tag == "list":
        return len(list(block.iter("item"))) > 1
    # An address is told for its own sake: « Écrivez à … ».
    is_sentence = CLOSED.search(text) and len(text.split()) > 8
    return not ADDRESS.search(text) and not is_sentence


def _length_linked(block: etree._Element) -> int:
    """Return the number of characters in links that lead elsewhere; an anchor does not."""
    links = block.iter("ref")
    away = [link for link in links if (link.get("target") or "#")[0] != "#"]
    return sum(map(len, map(text_of, away)))


def _trim_foot(body: etree._Element, authors: list[str]) -> None:
    """Take off the foot: a heading of comments or of other articles and what follows it.

    Most of the text must stand before it. Then go credits at the end.
    """
    blocks = list(body)
    texts = list(map(text_of, blocks))
    half = 0.5 * sum(map(len, texts))
    before = 0
    for number, text in enumerate(texts):
        if before >= half and _is_label(text, "comments", "related", "foot"):
            for block in blocks[number:]:
                body.remove(block)
            break
        before += len(text)
    while len(body) and (_is_foot_line(body[-1]) or _is_about_author(body[-1], authors)):
        body.remove(body[-1])


def _is_foot_line(block: etree._Element) -> bool:
    """Return True for a heading with nothing below it, or a label without a sentence."""
    text = text_of(block)
    if block.tag == "head" and not text.endswith(":"):
        return True
    if len(text) < LONGEST_CREDIT and CREDIT.match(text):
        return True
    return _is_label(text, "chrome", "foot", "comments", "related")


def _is_about_author(block: etree._Element, authors: list[str]) -> bool:
    """Return True for what is said of an author below a text: a role, where to reach them."""
    text = text_of(block)
    if block.tag != "p" or len(text) > LONGEST_ABOUT:
        return False
    if re.search(r"\S@\S", text) and REACHED.search(text) and len(text) < LONGEST_CREDIT:
        return True
    opening = name_key(text[: BEFORE_NAME + max(map(len, authors), default=0)])
    return any(name_key(author) in opening for author in authors)
