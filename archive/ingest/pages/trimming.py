"""What trafilatura leaves around a text is taken off.

That is the headline again, credits, captions, links to other articles, the foot. A body is an
element whose children are the blocks of a text: paragraphs, headings, lists, quotations, tables.
"""

import re

from lxml import etree

from archive import offices, printed_dates
from archive.ingest.pages import notices
from archive.ingest.pages.element_text import CLOSED, is_prose, text_of, words_of
from archive.ingest.pages.links_away import ADDRESS, is_headed, leads_away, length_away
from archive.ingest.printed import labels, names
from archive.ingest.printed.template_lines import COMMENT_BY, is_caption, is_section, kind
from archive.text import name_key

# Characters of what a text may say again, and of what sums it up.
LONGEST_REFRAIN, LONGEST_SUMMARY = 80, 2_000
# How many times as long as a title, its signs and all, what says it again may be.
LONGEST_AGAIN = 4
# Lines at the head of a text that may be credits, paragraphs that may sum it up in its own words.
HEAD, SUMMARIES = 6, 2
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
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
    r"|(?:aktualisiert|updated|mise? à jour|modifiée?|publiée?)(?: (?:am|on|le))?"
    r"|\d+ min(?:\.|utes?|uten)?(?: read| de lecture| lesezeit)|lesezeit:? .{0,20}",
    re.I,
)
PAYWALL = re.compile(
    r"^(?:il vous reste [\d,.]+ ?%|(?:cet article|la suite) est réservée? aux abonnés"
    r"|pour (?:lire la suite|accéder en illimité)|vous avez lu (?:\d|tous vos)"
    r"|déjà abonnée? ?(?:\?|$)|abonnez-vous (?:à (?:partir|notre|nos|la newsletter)|dès|maintenant"
    r"|pour (?:lire|accéder|recevoir|continuer|profiter))"
    r"|article réservé|tu suscripción|¿quieres añadir|si continúas leyendo"
    r"|sign up (?:for|to)|subscribe (?:to|for|now)|get (?:our|the) .{0,40}newsletter"
    r"|click here to)",
    re.I,
)
# What such a line speaks of where it is a whole sentence.
PAID = re.compile(r"cet article|abonné|abonnez|newsletter|subscri|inbox|suscri", re.I)
# What stands below a text about where it came from, and who else had a hand in it.
CREDIT = re.compile(
    r"[^\w©]*(?:©|copyright\W*(?:©|\(c\)|\d{4}|by\b)|reporting by\b"
    r"|(?:with |additional )?report(?:s|ing) (?:from|by)\b"
    r"|includes information from|contributing\s*:|sources?\s*:|eigene recherche|redaktion\s*:"
    r"|faktencheck\s*:|e-?mail\s*:|courriel\s*:|related videos?|materials provided by"
    r"|story source|cite this"
    r"|(?:this|the) (?:article|story|post|piece) (?:will appear|(?:originally |first )?appeared"
    r"|was (?:originally |first )?published)|read the original|image via"
    r"|(?:follow us|suivez[ -]nous)(?: on| sur)?\W*$"
    r"|(?:follow|suivez)\b.{1,60}\b(?:facebook|twitter|instagram|linkedin|youtube|mastodon|bluesky"
    r"|whatsapp|telegram|tiktok)\b"
    r"|(?:(?:cet |ce )(?:article|texte) (?:est|a été)|(?:article|texte)) (?:d[’']abord "
    r"|initialement )?(?:paru|publié) (?:dans|sur|en)\b"
    r"|retrouvez (?:cet article|ce texte|l[’']intégralité))",
    re.I,
)
# A heading of what a text rests on, which is a part of it.
SOURCES = re.compile(
    r"(?:(?:nos|les|mes) )?(?:sources?|références|references|bibliographie|notes)\W*", re.I
)
# What heads a part of many pages, and now and then a part of the text.
AMBIGUOUS = re.compile(
    r"(?:les |vos )?(?:réactions|conversation|discussion|commentaire|comment|information"
    r"|l[’']auteure?|dans ce numéro|au sommaire|à lire|à découvrir|pour aller plus loin)\W*",
    re.I,
)
# How one reaches an author, beside an address.
REACHED = re.compile(r"\b(?:be reached|contact|follow|e-?mail|erreichbar|joindre)\b", re.I)
# What an author is called in the line below a text.
TRADE = (
    r"(?:journalist|r[ée]da(?:ct|k)t|[ée]ditorialist|chroniqueu|correspond[ae]nt|korrespondent"
    r"|reporter|editor\b|writer|columnist|contributor|autor|auth?eure?\b|author|autrice|[ée]crivain"
    r"|professeu|professor|enseignant|chercheu|directeur|directrice|ma[îi]tre(?:sse)? de conf"
    r"|sociolog|historien|historian|[ée]conomiste?\b|philosoph|avocate?\b|fellow\b)"
)
# « est journaliste et enseigne à Rennes », « , journaliste à La Lettre »: behind the name. What
# goes on behind a comma is a sentence of the text.
IS_OF_TRADE = re.compile(
    rf"\W{{1,3}}(?:(?:est|is|was|ist)\b(?: [\w’'-]+){{0,4}}? (?:l[’'])?{TRADE}"
    rf"|covers\b|(?:writes|schreibt) (?:about|for|on|über|für)\b)"
    rf"|, (?:\w+ )?{TRADE}[^,;:.!?—]*\.?$",
    re.I,
)
# The same of a line in italics, or behind a mark, whatever the trade: « • Anne Martin, ancienne
# ministre, est présidente de … ».
IS_SOMEBODY = re.compile(r"\W{1,3}(?:[^.!?]{3,90}, )?(?:est|is|was|ist|war)\b", re.I)
MARKS = "•*–—-"
# Such blocks at the end of a text.
MOST_ABOUT = 2
# Words beside names or a day in a line that is one of these.
MOST_BESIDE = 3
# Characters of a credit, and of what is said about an author below a text.
LONGEST_CREDIT, LONGEST_ABOUT = 250, 450
# Characters before an author's name there: « Staff writer », « — ».
BEFORE_NAME = 16
# Beside day and hour in a line of them: « Sunday 17 December 2023 17:23, UK ».
CLOCK = re.compile(r"\d{1,2}\s?[h:.]\s?\d{0,2}\s?(?:uhr|am|pm|a\.m\.|p\.m\.)?", re.I)


def trim(
    body: etree._Element, titles: list[str], authors: list[str]
) -> tuple[list[str], list[str]]:
    """Take off a body what is none of the text.

    Return of what went the lines to readers that stood in the text, and those about an author.
    `titles` are the record's and the visible heading.
    """
    _trim_head(body, titles, authors)
    _drop_summary(body)
    to_readers = _trim_inside(body)
    persons = [author for author in authors if not offices.is_office(author)]
    return to_readers, _trim_foot(body, persons)


def _trim_head(body: etree._Element, titles: list[str], authors: list[str]) -> None:
    """Take off headline, date, byline and section before the first paragraph.

    The standfirst stays.
    """
    author_keys = set(map(name_key, authors))
    lines: list[etree._Element] = []
    for block in list(body)[:HEAD]:
        text = text_of(block)
        is_again = any(_is_heading_again(text, title) for title in titles)
        is_author = len(text) < LONGEST_LABEL and name_key(text) in author_keys
        if is_again or is_author or _is_of_credits(block, authors):
            body.remove(block)
            if is_again:
                for line in lines:
                    body.remove(line)
            lines.clear()
        elif len(text) < LONGEST_LABEL and not CLOSED.search(text):
            lines.append(block)
        elif block.tag == "p" and len(text.split()) > 25:
            _drop_moment(body, block.getnext())
            break


def _drop_summary(body: etree._Element) -> None:
    """Take off a paragraph at the head each of whose sentences stands again in a longer block."""
    for block in list(body)[:SUMMARIES]:
        sentences = list(map(words_of, SENTENCE.split(text_of(block))))
        length = sum(map(len, sentences))
        is_short = LONGEST_REFRAIN <= length <= LONGEST_SUMMARY
        if block.tag != "p" or len(sentences) < 2 or not is_short:
            continue
        below = map(words_of, map(text_of, block.itersiblings()))
        text = " / ".join(words for words in below if len(words) > 2 * length)
        if all(words in text for words in sentences):
            body.remove(block)


def _drop_moment(body: etree._Element, block: etree._Element | None) -> None:
    """Take off the line below a standfirst that has a day and an hour; « Lundi 12 mai » stays."""
    if block is not None:
        text = text_of(block)
        rest = printed_dates.DATE.sub("", text.translate(printed_dates.FOLD), count=1)
        if _is_dateline(text) and CLOCK.search(rest):
            body.remove(block)


def _is_of_credits(block: etree._Element, authors: list[str]) -> bool:
    """Return True for a credit, and for a list of little else."""
    if block.tag != "list":
        return _is_line_of_credits(text_of(block), authors)
    lines = list(map(text_of, block.iter("item")))
    credits = [line for line in lines if _is_line_of_credits(line, authors)]
    return 2 * len(credits) > len(lines) and not any(map(is_prose, lines))


def _is_line_of_credits(line: str, authors: list[str]) -> bool:
    return _is_credit(line) or _is_dateline(line) or _is_byline(line, authors)


def _is_heading_again(text: str, title: str) -> bool:
    """Return True for the title, also behind a few words."""
    if len(text) > LONGEST_AGAIN * len(title):
        return False
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
    if label and (label.bylines or label.updated or (label.date and not _is_day_alone(text))):
        return True
    return bool(names.printed(text, least=2))


def _is_day_alone(text: str) -> bool:
    """Return True for « Le 11 septembre 2001. », with which a text may begin."""
    rest = printed_dates.DATE.sub("", text.translate(printed_dates.FOLD), count=1)
    return bool(CLOSED.search(text)) and len(words_of(rest).split()) < 2


def _is_dateline(text: str) -> bool:
    """Return True for a line, no sentence, that has little beside a day and an hour."""
    if len(text) > LONGEST_LABEL:
        return False
    folded = text.translate(printed_dates.FOLD)
    rest = CLOCK.sub("", printed_dates.DATE.sub("", folded, count=1))
    return rest != folded and not CLOSED.search(rest) and _is_little(rest)


def _is_byline(text: str, authors: list[str]) -> bool:
    """Return True for a line that has little beside the authors' names."""
    rest = f" {name_key(text)} "
    names_there = [author for author in authors if f" {name_key(author)} " in rest]
    for author in names_there:
        rest = rest.replace(f" {name_key(author)} ", " ")
    if not names_there or len(text) >= LONGEST_LABEL:
        return False
    # « Moi, Claire Abgrall, j’accuse. »
    return len(rest.split()) < 2 or (_is_little(rest) and not CLOSED.search(text))


def _is_little(rest: str) -> bool:
    return len(words_of(rest).split()) <= MOST_BESIDE


def _is_junk(text: str) -> bool:
    return bool(JUNK.fullmatch(text.strip(" :-–")))


def _trim_inside(body: etree._Element) -> list[str]:
    """Take out buttons, pointers to other articles, lines that are one link, and repetitions.

    Return what speaks to readers: all but buttons, captions and what stands there again.
    """
    to_readers: list[str] = []
    seen: set[str] = set()
    quoted = ""
    is_of_sources = False
    for block in list(body):
        text = text_of(block)
        words = words_of(text)
        if block.tag == "head" or is_prose(text):
            is_of_sources = bool(SOURCES.fullmatch(text))
        # A refrain returns.
        is_again = len(words) > LONGEST_REFRAIN and words in seen
        is_quoted = len(words) > 20 and words in quoted
        is_noise = not words or is_again or is_quoted or _is_caption(block, text)
        is_away = not is_of_sources and leads_away(block, text)
        is_notice = _is_of_paywall(text) or notices.is_notice(block, text)
        if is_noise or is_away or is_notice or _is_button(block, text):
            _remove(block)
            if not is_noise and (is_away or is_notice or is_prose(text)):
                to_readers.append(text)
        seen.add(words)
        quoted = words if block.tag == "quote" or is_quoted else ""
    return to_readers


def _is_caption(block: etree._Element, text: str) -> bool:
    """Return True for the line below a picture; « Photo de famille » heads a part of the text."""
    if block.tag == "head" or len(text) >= LONGEST_LABEL or is_prose(text):
        return False
    is_signed = not text.lower().startswith("photo de ") or bool(re.search(r"[©:/(]", text))
    return is_signed and is_caption(text.strip("(["))


def _remove(block: etree._Element) -> None:
    parent = block.getparent()
    if parent is not None:
        parent.remove(block)


def _is_button(block: etree._Element, text: str) -> bool:
    if len(text) >= LONGEST_LABEL or _heads_text(block, text):
        return False
    # « Au suivant. » ends as no button does.
    if text.endswith(".") and len(text.split()) < MOST_BESIDE:
        return False
    # A notice that is quoted is told of.
    if is_prose(text) and ("«" in text or notices.is_told(text)):
        return False
    return _is_label(text, "chrome", "related") or _is_junk(text)


def _heads_text(block: etree._Element, text: str) -> bool:
    """Return True for « Réactions » and its like where prose stands right below."""
    below = block.getnext()
    return below is not None and bool(AMBIGUOUS.fullmatch(text)) and is_headed(below)


def _is_of_paywall(text: str) -> bool:
    if not PAYWALL.match(text) or notices.is_told(text):
        return False
    return not is_prose(text) or bool(PAID.search(text))


def _is_label(text: str, *kinds: str) -> bool:
    """Return True for a short line of one of these kinds of `template_lines`."""
    return len(text) < LONGEST_LABEL and kind(text) in kinds


def _trim_foot(body: etree._Element, persons: list[str]) -> list[str]:
    """Take off the foot: a heading of comments or of other articles and what follows it.

    Most of the text must stand before it. Then go credits at the end, and what is said of the
    persons who wrote the text, which is returned.
    """
    blocks = list(body)
    texts = list(map(text_of, blocks))
    half = 0.5 * sum(map(len, texts))
    before = 0
    last_prose = len(texts) - 1
    while last_prose > 0 and not is_prose(texts[last_prose]):
        last_prose -= 1
    for number, text in enumerate(texts):
        is_below = number > last_prose and _is_credit_of_text(blocks[number], text)
        if before >= half and (is_below or _opens_foot(blocks[number], text)):
            for block in blocks[number:]:
                body.remove(block)
            break
        before += len(text)
    author_keys = set(map(name_key, persons)) - {""}
    about_authors: list[str] = []
    while len(body):
        text = text_of(body[-1])
        is_about = len(about_authors) < MOST_ABOUT and is_about_author(body[-1], text, persons)
        if is_about:
            about_authors.insert(0, text)
        elif not _is_foot_line(body[-1], text) and name_key(text) not in author_keys:
            break
        body.remove(body[-1])
    return about_authors


def _opens_foot(block: etree._Element, text: str) -> bool:
    """Return True for « Commentaires (3) », « À lire aussi »; not for « Comment ? »."""
    if SOURCES.fullmatch(text) or text.endswith("?") or COMMENT_BY.match(text):
        return False
    if _heads_text(block, text):
        return False
    # « Discussion : le maire n’entend rien » heads a part of the text.
    _label, _sign, rest = text.partition(":")
    return len(rest.split()) <= MOST_BESIDE and _is_label(text, "comments", "related", "foot")


def _is_foot_line(block: etree._Element, text: str) -> bool:
    """Return True for a heading with nothing below it, or a label without a sentence."""
    if block.tag == "head" and not text.endswith(":") and not CLOSED.search(text):
        return True
    is_credit = _is_credit_of_text(block, text) or kind(text) == "imprint"
    return is_credit or _is_button(block, text) or _opens_foot(block, text)


def _is_credit_of_text(block: etree._Element, text: str) -> bool:
    """Return True for a line, no sentence, about where a text came from, and whose it is."""
    if len(text) >= LONGEST_CREDIT or not CREDIT.match(text):
        return False
    is_link = length_away(block) > 0.8 * len(text)
    return is_link or "©" in text or not is_prose(text)


def is_about_author(block: etree._Element, text: str, persons: list[str]) -> bool:
    """Return True for what is said of an author below a text: a trade, where to reach them.

    What an author says there (« Claire Abgrall : … ») is of the text.
    """
    if block.tag != "p" or len(text) > LONGEST_ABOUT:
        return False
    is_address = ADDRESS.search(text) and REACHED.search(text) and len(text) < LONGEST_CREDIT
    for person in persons:
        place = text.casefold().find(person.casefold())
        if not 0 <= place <= BEFORE_NAME:
            continue
        behind = place + len(person)
        if is_address or IS_OF_TRADE.match(text, behind):
            return True
        is_apart = text[0] in MARKS or notices.is_set_apart(block, text)
        if is_apart and IS_SOMEBODY.match(text, behind):
            return True
    return False
