"""What lines of labels say of a text: when, by whom and under what it appeared.

« Publié par X le 1 mars 2005 » is such a line. The functions that take what a label announces put
it where it belongs in a LabelLine, and return the number of words that were left over.
"""

import re
from dataclasses import dataclass, field

from archive import printed_dates
from archive.ingest.printed import announced_names, label_words, names
from archive.ingest.printed.label_words import (
    COUNTS,
    ISSUE,
    SEPARATORS,
    TRIM,
    Label,
    until_separator,
)
from archive.ingest.printed.template_lines import is_section, kind
from archive.ingest.records import Printed
from archive.text import fold

PAGE = re.compile(r"\b(?:p\.|page|pages|pp\.) ?(\d{1,3}(?:-\d{1,3})?)\b")
# WordPress's sentence, in several of its versions:
# « Ce contenu a été publié dans X par Y. Mettez-le en favori… ».
POST_WAS = re.compile(
    r"(?:ce contenu|cet article|cette entree|ce billet) a ete |this (?:entry|post|article) was "
)
POST_ENDS = re.compile(
    r"\. (?:mettez|bookmark|vous pouvez|you can|ajoutez|both comments|responses|follow)"
)
# Without one of these, a line without labels says neither a date nor an issue.
DATE_OR_ISSUE = re.compile(
    r"(?:1[4-9]|20)\d\d|\d[/.-]\d|\bn ?[°o]|\bp(?:age|\.)"
    r"|\b(?:num(?:ero|\.)|issue|vol\.?) ?\d"
)
# A day or an issue that is not the text's: the next one, the page's own, a visit's.
ANOTHERS = re.compile(
    r"\bprochaine?s?\b|\bprecedente?s?\b|\ba paraitre\b|\bparaitra\b|\babonne|\bvoir aussi\b"
    r"|\blire aussi\b|\bvisiteur|\bconsultee? le\b|\bimprimee? le\b|\bnous sommes\b"
    r"|\baujourd'hui\b|\bbouclage\b|\bcommander\b|\ben kiosque\b|\bnext issue\b|\bprevious issue\b"
)
# What stands beside an issue and says nothing of the text: a price, how often it appears.
OF_ISSUE = re.compile(
    r"\d+(?:[.,]\d\d)? ?(?:ff?|€|eur|euros?|francs?)|issn.*|nouvelle serie"
    r"|(?:magazine|journal|revue)? ?"
    r"(?:mensuel|bimestriel|trimestriel|semestriel|hebdomadaire|bimensuel|quotidien)(?:le)?"
)
OF_WORD = re.compile(r"\s(?:du|de|des|in|of|au)$")
PUBLISHED = re.compile(r"publi|post|paru|mis|date|published")
UNREAD = re.compile(r"\d.*\b\d{4}\b|\b(?:il y a|ago)\b")
WEEKDAY = re.compile(rf"(?:{printed_dates.WEEKDAYS})\b", re.I)
CLOCK = re.compile(
    r"\b(?:à|a|at)?\s?\d{1,2}\s?(?:h|:)\s?(?:\d\d)?(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4}\b)?",
    re.I,
)
# The number of a page before or behind a magazine's title.
BESIDE_TITLE = re.compile(r"^\d{1,3}\s+|\s+\d{1,3}$")
# « 14 | 1998 »: the issue of a learned journal and its year.
ISSUE_OF_YEAR = re.compile(r"(\d{1,4}(?:-\d{1,4})?) ?\| ?((?:19|20)\d\d)")
# Where a page's parts stand without a space in its text: « Kent GermanDec 22, 2023 ».
GLUED = re.compile(
    r"(?<=[a-zà-ÿ])(?=(?:Jan|Feb|Fév|Mar|Avr|Apr|Mai|May|Jui|Jun|Jul|Aoû|Aug|Sep|Oct|Nov|Déc|Dec)"
    r"[a-zéû]*\.? \d|Le \d|Publié|Published|Updated|Posted|Contributions? |Twitter\b|Facebook\b)"
)
TAG_SIGNS = re.compile(r"[,;|•·#]")
LONGEST = 300


@dataclass
class LabelLine:
    """What one line says about the text.

    `date` and `updated` are EDTF; `printed` is the date as it stands there, also where it was not
    understood, and `labelled` is True where a label announced it. `poster` is True where the
    bylines are those of who put the text online. `awaits` names the fields whose label stands there
    without a text behind it. `today` marks a day with its weekday and no label: it may be the day
    of the visit. `beside_day` is what stands before the day and may be a name by its shape.
    """

    date: str | None = None
    printed: str = ""
    labelled: bool = False
    updated: str | None = None
    bylines: list[Printed] = field(default_factory=list)
    poster: bool = False
    section: str = ""
    tags: list[str] = field(default_factory=list)
    issue: str = ""
    page: str = ""
    publication: str = ""
    today: bool = False
    beside_day: list[Printed] = field(default_factory=list)
    awaits: set[str] = field(default_factory=set)

    def __bool__(self):
        if self.date or self.printed or self.updated or self.bylines:
            return True
        if self.section or self.tags or self.issue or self.page:
            return True
        return bool(self.awaits)


def read(line: str) -> LabelLine | None:
    """Return what a line of labels, dates and names says; None for any other line."""
    is_sentence = line.rstrip()[-1:] in ".!?…"
    line = line.lstrip(TRIM).rstrip(TRIM.replace(":", ""))
    if not line or len(line) > LONGEST:
        return None
    line = GLUED.sub(" ", line)
    folded = line.translate(printed_dates.FOLD)
    if ANOTHERS.search(folded):
        return None
    opening = POST_WAS.match(folded)
    if opening:
        line, folded = _without_frame(line, folded, opening.end())
    labels = label_words.find(line, folded, strict=not opening)
    if labels:
        return _read_labelled(line, folded, labels, is_sentence and not opening)
    if is_sentence or not DATE_OR_ISSUE.search(folded):
        return None
    return _read_bare(line)


def _without_frame(line: str, folded: str, start: int) -> tuple[str, str]:
    """Return what WordPress's sentence says, without its opening, up to `start`, and its end."""
    end = len(line)
    closing = POST_ENDS.search(folded)
    if closing:
        end = closing.start()
    return line[start:end], folded[start:end]


def _read_labelled(
    line: str, folded: str, labels: list[Label], is_sentence: bool
) -> LabelLine | None:
    label_line = LabelLine()
    spare = _take_unlabelled(label_line, line[: labels[0].start].strip(TRIM))
    ends = [label.start for label in labels[1:]]
    ends.append(len(line))
    for label, end in zip(labels, ends, strict=True):
        announced = line[label.end : end].strip(TRIM)
        wording = folded[label.start : label.end]
        spare += _take(label_line, label.name, announced, wording)
    if _is_labels(label_line, spare, labels, folded, is_sentence):
        return label_line
    return None


def _is_labels(
    label_line: LabelLine, spare: int, labels: list[Label], folded: str, is_sentence: bool
) -> bool:
    """Return True if a line is labels and what they announce, `spare` words left over.

    A sentence may open like one: « Publié par Gallimard, ce livre… ».
    """
    if all(label.name in COUNTS for label in labels):
        return spare == 0
    if is_sentence:
        return spare == 0 and bool(label_line.date or label_line.bylines or label_line.updated)
    most = 6
    if _are_weak(labels, folded):
        most = 1
        if label_line.date:
            most = 3
    return bool(label_line) and spare <= most


def _are_weak(labels: list[Label], folded: str) -> bool:
    """Return True where all labels are small words that any sentence may hold."""
    for label in labels:
        wording = folded[label.start : label.end].strip(" :")
        if wording not in ("le", "on", "par", "by", "von", "por", "in"):
            return False
    return True


def _take(label_line: LabelLine, name: str, announced: str, wording: str) -> int:
    """Take what a label announces; `name` is the label's, `wording` how it is written there."""
    if name in COUNTS:
        return len(announced.split())
    if name in ("poster", "author"):
        return _take_names(label_line, announced, name == "poster", wording)
    if name == "section":
        return _take_section(label_line, announced, wording)
    if name == "tags":
        return _take_tags(label_line, announced, wording)
    if not announced:
        label_line.awaits.add(name)
        return 0
    return _take_date(label_line, name, announced, wording)


def _take_section(label_line: LabelLine, announced: str, wording: str) -> int:
    section, behind = until_separator(announced)
    if not section:
        label_line.awaits.add("section")
        return 0
    # « Rubrique nécrologique » is no label.
    if wording.startswith("rubrique") and ":" not in wording:
        return len(announced.split())
    label_line.section = section
    return len(section.split()) // 8 + _take_unlabelled(label_line, behind)


def _take_tags(label_line: LabelLine, announced: str, wording: str) -> int:
    tags: list[str] = []
    for piece in TAG_SIGNS.split(announced):
        tag = piece.strip(TRIM)
        if tag:
            tags.append(tag)
    if not tags:
        label_line.awaits.add("tags")
        return 0
    # « Étiquettes et préjugés » is a headline.
    if len(tags) == 1 and ":" not in wording and not wording.startswith(("current", "tagged")):
        return len(announced.split())
    label_line.tags = tags
    return sum(len(tag.split()) // 6 for tag in tags)


def _take_date(label_line: LabelLine, name: str, announced: str, wording: str) -> int:
    days = printed_dates.find_french(announced)
    if not days and name == "date" and _is_unread_date(announced, wording):
        label_line.printed = announced
        return 0
    if not days:
        return len(announced.split())
    start, end, edtf = days[0]
    if name == "updated":
        label_line.updated = label_line.updated or edtf
    elif not label_line.date:
        label_line.date, label_line.printed = edtf, announced[start:end]
        label_line.labelled = name == "date"
    behind = announced[end:]
    if not printed_dates.AFTER.sub("", behind.translate(printed_dates.FOLD), count=1):
        behind = ""  # a clock, and nothing else
    return _take_unlabelled(label_line, _without_clock(f"{announced[:start]} {behind}"))


def _is_unread_date(announced: str, wording: str) -> bool:
    """Return True for a date by its label that no pattern of dates reads: « il y a 3 jours »."""
    is_short = len(announced.split()) < 6
    return is_short and bool(PUBLISHED.match(wording)) and bool(UNREAD.search(announced))


def _without_clock(text: str) -> str:
    return CLOCK.sub(" ", text)


def _take_names(label_line: LabelLine, announced: str, poster: bool, wording: str) -> int:
    if not announced:
        label_line.awaits.add("bylines")
        return 0
    if names.is_account(announced):
        return 0
    announced = _without_clock(announced).strip(TRIM)
    bylines, behind = announced_names.bylines_before(announced)
    if not bylines:
        spare = len(announced.split())
        if not label_line.date:
            spare += 4
        return spare
    if "recueilli" in wording:
        bylines = [Printed(byline.name, byline.role or "propos recueillis") for byline in bylines]
    label_line.bylines = label_line.bylines + bylines
    label_line.poster = poster
    return _take_unlabelled(label_line, behind)


def _take_unlabelled(label_line: LabelLine, text: str) -> int:
    """Take dates, names, issues and sections without a label."""
    days = printed_dates.find_french(text)
    if days:
        start, end, edtf = days[0]
        if not label_line.date:
            label_line.date, label_line.printed = edtf, text[start:end]
        before = text[:start]
        if len(edtf) == 10:
            before = _take_beside_day(label_line, before)
        elif _is_title_before_issue(before):
            label_line.publication, before = before.strip(TRIM), ""
        text = _without_clock(f"{before} | {text[end:]}")
    spare = 0
    unread: list[str] = []
    for piece in SEPARATORS.split(text):
        words = _take_piece(label_line, piece.strip(TRIM))
        if words:
            unread.append(piece.strip(TRIM))
        spare += words
    if len(unread) == 1 and label_line.issue and _take_title_of_issue(label_line, unread[0]):
        return 0
    return spare


def _take_beside_day(label_line: LabelLine, before: str) -> str:
    """Take what may be a name by its shape before a day, and return the rest.

    « Tex Hollywood - December 21, 2023 » is such a line, as « Décision Achats – 12 mars 2004 » is:
    whose name it is, only the line's place tells.
    """
    head, behind = until_separator(_without_clock(before).strip(TRIM))
    if label_line.bylines or names.certainty(head) != 1:
        return before
    label_line.beside_day = names.printed(head)
    return behind


def _take_title_of_issue(label_line: LabelLine, piece: str) -> bool:
    """Take the magazine that stands with its issue, with the page on either side of it.

    « 84 CENTRES D’APPELS » stands so in a running head. Return False for what is no title.
    """
    page = BESIDE_TITLE.search(piece)
    title = BESIDE_TITLE.sub("", piece)
    if label_line.publication or not _may_be_title(title) or is_section(title) or kind(title):
        return False
    label_line.publication = title
    if page:
        label_line.page = label_line.page or page.group().strip()
    return True


def _is_title_before_issue(text: str) -> bool:
    """Return True for « Cahiers de la clientèle, » where « décembre 1998 » follows.

    A magazine's title is short, its capital first, and no section and no name.
    """
    if text.rstrip()[-1:] not in (",", "-", "–", "—", "|", "·"):
        return False
    text = text.strip(TRIM)
    if is_section(text) or kind(text) or names.certainty(text) or ISSUE.search(fold(text)):
        return False
    return _may_be_title(text)


def _may_be_title(text: str) -> bool:
    return text[:1].isupper() and len(text.split()) <= 5


def _take_piece(label_line: LabelLine, piece: str) -> int:
    if not piece:
        return 0
    folded = fold(piece)
    page = PAGE.fullmatch(folded)
    if page:
        label_line.page = page[1]
        return 0
    issue = ISSUE.search(folded)
    if issue:
        return _take_issue(label_line, piece, folded, issue)
    if OF_ISSUE.fullmatch(folded):
        return 0
    if is_section(piece):
        label_line.section = label_line.section or piece
        return 0
    if not label_line.bylines:
        label_line.bylines = names.printed(piece, least=2)
        if label_line.bylines:
            return 0
    if kind(piece):
        return 0
    return len(piece.split())


def _take_issue(label_line: LabelLine, piece: str, folded: str, issue: re.Match[str]) -> int:
    """Take the issue, the page beside it, and the section or the magazine before it."""
    if not label_line.issue:
        label_line.issue = f"{issue['volume'] or ''}n° {issue[2]}"
    page = PAGE.search(folded)
    if page:
        label_line.page = page[1]
    before = ""
    if len(folded) == len(piece):  # else the match does not say where the issue stands in the piece
        before = OF_WORD.sub("", piece[: issue.start()].strip(TRIM))
    if is_section(before):
        label_line.section = label_line.section or before
        return 0
    if _may_be_title(before):
        label_line.publication = before
        return 0
    return len(before.split())


def _read_bare(line: str) -> LabelLine | None:
    """Return what a line without labels says, None where it says nothing.

    It is a date, an issue or a name, and next to nothing else; never a sentence.
    """
    if len(line.split()) > 16:
        return None
    of_year = ISSUE_OF_YEAR.fullmatch(line)
    if of_year:
        return LabelLine(issue="n° " + of_year[1], date=of_year[2], printed=of_year[2])
    label_line = LabelLine()
    spare = _take_unlabelled(label_line, line)
    if spare > 2 or not (label_line.date or label_line.issue or label_line.page):
        return None
    label_line.today = bool(WEEKDAY.match(line)) and not label_line.bylines
    # A year opens many a headline (« 2002 : l’année de tous les dangers »); alone it tells too
    # little.
    if label_line.issue or label_line.page or len(label_line.date or "") > 5:
        return label_line
    return None
