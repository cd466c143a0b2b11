"""The articles of a document: one text mostly; of an issue, its editorials among the others."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from archive.ingest import dumps
from archive.ingest.documents import blocks, properties
from archive.ingest.documents.blocks import Blocks
from archive.ingest.documents.properties import Properties
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt, Record, Rejected
from archive.text import clean_html, fold

MOST_LINES = 20_000  # paragraphs; a book of a thousand pages has half as many
# What an editorial stands under, in an issue: « Éditorial », « Le mot du président ».
EDITORIAL = re.compile(
    r"(?:l['’ ]?)?(?:edito(?:s|rial|riaux|rials)?|avant-propos|billet)"
    r"(?: (?:de|du|d['’]|of|by)\b.{0,60})?"
    r"|(?:le )?(?:mot|billet) (?:du|de la|de l['’]|des) [\w' ’-]{3,40}"
    r"|(?:from|letter from) the editor"
)
# « Éditorial n° 12 », « Édito – mars 2004 ».
OF_ISSUE = re.compile(r"[\W_]+(?:n ?[°o]\W?|\w+ )?\d.{0,40}$")
# Characters of a heading; words that make what stands under one an article, and of a paragraph.
LONGEST_HEADING, ARTICLE, PARAGRAPH = 200, 60, 25
# Articles from which a document is an issue.
SEVERAL = 2
# Articles by different people from which one is an issue that names no editorial; the levels of
# headings that may be their titles'.
UNNAMED, LEVELS = 3, 3
# Lines at an article's head and foot among which its author stands.
HEAD, FOOT = 5, 4


def records(
    source: str,
    markup: str,
    facts: Properties,
    content: bytes,
    media_type: str,
    chapters: Sequence[str] = (),
) -> Iterator[Record | Rejected]:
    """Yield the record of a document; of an issue, those of its editorials.

    `markup` is the document as HTML, `content` its bytes; `chapters` are the parts of the markup
    that a book tells apart. Raises Rejected where it holds no text.
    """
    parts = blocks.read(markup)
    if len(parts.lines) > MOST_LINES:
        raise Rejected(
            _("Trop de paragraphes pour un texte : %(count)s.") % {"count": len(parts.lines)}
        )
    properties.mark_title(facts, parts, source)
    chosen = chosen_articles(parts.lines)
    if not chosen:
        chosen = _chosen_chapters(chapters)
    unnamed = [] if chosen else signed_articles(parts.lines)
    chosen = chosen or unnamed
    is_alone = not chosen
    if is_alone:
        chosen = [parts.lines]
    for number, lines in enumerate(chosen, start=1):
        record = Record(source=source, capture=content, media_type=media_type)
        if len(chosen) > 1:
            record.source = f"{source}#{number}"
        if dumps.fill(record, lines, is_whole=True):
            complete(record, parts, facts, is_alone)
            if unnamed:
                record.doubts.append(Doubt("text", "article"))
            yield record
        elif len(chosen) == 1:
            raise Rejected(_("Aucun texte trouvé dans ce document."))


def complete(record: Record, parts: Blocks, facts: Properties, is_alone: bool) -> None:
    """Add notes, clean the text, and say what was left out and what the properties tell."""
    if is_alone:
        record.html += "\n" + "\n".join(parts.notes)
    record.html = clean_html(record.html)
    if parts.left_out:
        record.doubts.append(Doubt("text", "missing", ", ".join(parts.left_out)))
    properties.apply(facts, record, is_alone)


def chosen_articles(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each editorial that an issue holds; [] for a document of one text.

    What opens the issue, its masthead and date, comes before each.
    """
    front, articles = parted(lines)
    editorials = list(filter(is_editorial, articles))
    if editorials and (len(editorials) > 1 or _is_issue(articles, editorials[0])):
        return [front + editorial for editorial in editorials]
    return []


def _is_issue(articles: list[list[Line]], editorial: list[Line]) -> bool:
    """Return True where others than the editorial's author sign other articles.

    The parts of a single text, under its crossheads, are signed by nobody else.
    """
    if not any(line.heading for line in editorial):
        return False
    signers = _signers(editorial[:HEAD] + editorial[-FOOT:])
    for article in articles:
        edges = article[:HEAD]
        if signers:  # else what is signed at the end is the whole
            edges = article[:HEAD] + article[-FOOT:]
        if article is not editorial and _signers(edges) - signers:
            return True
    return False


def _chosen_chapters(chapters: Sequence[str]) -> list[list[Line]]:
    """Return the lines of each chapter that is signed, where several are; else []."""
    articles = [blocks.read(chapter).lines for chapter in chapters]
    signed = [
        article
        for article in articles
        if _is_article(article) and _signers(article[:HEAD] + article[-FOOT:])
    ]
    if len(signed) < SEVERAL:
        return []
    return list(filter(is_editorial, signed)) or signed


def parted(lines: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """Return what stands before the first article, and the articles.

    Each goes from « Édito » or a heading of the editorial's level on. What has no text of some
    length belongs to what follows it: a section's name. A front that is a text is an article.
    """
    return _parted_at(lines, _level(lines))


def signed_articles(lines: list[Line]) -> list[list[Line]]:
    """Return the articles of an issue that names no editorial; [] for a document of one text.

    Each has a heading with its author's name right below, and they are by different people: which
    of them are editorials, a person chooses in the preview.
    """
    most: list[list[Line]] = []
    for level in sorted({line.heading for line in lines if line.heading})[:LEVELS]:
        front, articles = _parted_at(lines, level)
        signed = [
            article for article in articles if _is_article(article) and _signers(article[:HEAD])
        ]
        by_whom = {min(_signers(article[:HEAD])) for article in signed}
        if len(by_whom) >= UNNAMED and len(signed) > len(most):
            most = [front + article for article in signed]
    return most


def _parted_at(lines: list[Line], level: int) -> tuple[list[Line], list[list[Line]]]:
    front: list[Line] = []
    articles: list[list[Line]] = []
    for line in lines:
        begins = 0 < line.heading <= level or _is_label(line)
        if begins and (not articles or _is_article(articles[-1])):
            section = _trailing_section(articles[-1]) if articles else []
            articles.append(section)
        if articles:
            articles[-1].append(line)
        else:
            front.append(line)
    if len(articles) > 1 and not _is_article(articles[-1]):
        rest = articles.pop()
        articles[-1] += rest
    if _is_article(front):
        return [], [front, *articles]
    return front, articles


def _trailing_section(article: list[Line]) -> list[Line]:
    """Take off the section's names that stand below an article, over the next one's title."""
    section: list[Line] = []
    while article and is_section(re.sub(r"s$", "", article[-1].text, flags=re.I)):
        section.insert(0, article.pop())
    return section


def _level(lines: list[Line]) -> int:
    """Return the level of the headings that articles begin with: the editorial's; 0 for none.

    It is that of the last heading between « Édito » and the text: a title, not a section's name.
    """
    for index, line in enumerate(lines):
        if not _is_label(line):
            continue
        level = line.heading
        for below in lines[index + 1 : index + 1 + HEAD]:
            if len(below.text.split()) >= PARAGRAPH:
                break
            level = max(level, below.heading)
        if level:
            return level
    return min((line.heading for line in lines if line.heading), default=0)


def _signers(lines: list[Line]) -> set[str]:
    """Return the names that stand on lines of their own."""
    signers: set[str] = set()
    for line in lines:
        if len(line.text) < LONGEST_HEADING:
            signers.update(byline.name for byline in names.printed(_bare(line.text), 2))
    return signers


def _bare(text: str) -> str:
    return re.sub(r"^(?:par|by)\s+", "", text, flags=re.I)


def _is_label(line: Line) -> bool:
    if len(line.text) >= LONGEST_HEADING:
        return False
    return bool(EDITORIAL.fullmatch(OF_ISSUE.sub("", fold(line.text))))


def is_editorial(article: list[Line]) -> bool:
    """Return True for an article under « Éditorial », or the like."""
    for line in article:
        if _is_label(line):
            return True
        if len(line.text.split()) > ARTICLE:
            return False
    return False


def _is_article(lines: list[Line]) -> bool:
    return sum(len(line.text.split()) for line in lines if not line.heading) >= ARTICLE
