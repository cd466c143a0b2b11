"""Dates, names, issues and sections that a line says without a label."""

import re

from archive import printed_dates
from archive.ingest.printed import mastheads, names, paths
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.label_words import (
    ISSUE,
    SEPARATORS,
    TRIM,
    until_separator,
)
from archive.ingest.printed.template_lines import is_section, kind
from archive.text import fold

PAGE = re.compile(r"\b(?:p\.|page|pages|pp\.) ?(\d{1,3}(?:-\d{1,3})?)\b")
# What stands beside an issue and says nothing of the text: a price, how often it appears.
OF_ISSUE = re.compile(
    r"semaine(?: du)? \d{1,2}|gratuit"
    r"|(?:(?:le |prix (?:du |au )?)?n(?:umero|[°o]) ?: ?)?"
    r"\d+(?:[.,]\d\d)? ?(?:ff?|€|eur|euros?|francs?)"
    r"|(?:issn|c\.?p\.?p\.?a\.?p|depot legal)\b.*"
    r"|(?:vol(?:ume|\.)?|tome|t\.) ?[\divxlcm]+|nouvelle serie|\d{1,3}e annee"
    r"|(?:magazine|journal|revue)? ?"
    r"(?:mensuel|bimestriel|trimestriel|semestriel|hebdomadaire|bimensuel|quotidien)(?:le)?"
)
OF_WORD = re.compile(r"\s(?:du|de|des|in|of|au)$", re.I)
# « In : Sonovision, n° 276 », as catalogues have it.
# « N° 3/2008 »
ISSUE_OF_YEAR = re.compile(
    r"\bn ?[°o]s? ?(?P<number>\d{1,3}(?:-\d{1,3})?)/(?P<year>(?:19|20)\d\d)(?!\d)", re.I
)
WITHIN = re.compile(r"^(?:lu )?(?:dans|in)\s*:?\s+", re.I)
# The number of a page before or behind a magazine's title.
PAGE_BESIDE = re.compile(r"\s*[|·•–—-]\s*(\d{1,3})$")
BESIDE_TITLE = re.compile(r"^\d{1,3}\s+|\s+\d{1,3}$")
LONG_WORD = re.compile(r"\b[^\W\d_]{4,}")
SUPPLEMENT = re.compile(r"supplements?(?: gratuits?)?(?: a| au| aux)?")
# « Le Betteravier », 8 novembre 1991: where a text appeared.
QUOTED = re.compile(r"\s*[«“\"]?\s*([^«»“”\"]{2,60}?)\s*[»”\"]\s*,?\s*")
DAYS = re.compile(r"[\d-]{10}/[\d-]{10}")  # of an event: an issue's months are none
CLOCK = re.compile(
    r"\b\d{1,2}\s?[ap]\.?m\b\.?(?:\s?[A-Z]{2,4}\b)?"
    r"|\b(?:à l['’]adresse|à|a|at)?\s?\d{1,2}\s?(?:h|:)\s?(?:\d\d)?(?::\d\d)?"
    r"(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4}\b)?",
    re.I,
)


def take(label_line: LabelLine, text: str) -> int:
    """Take dates, names, issues and sections without a label."""
    days = printed_dates.find_french(text)
    if not days:
        text, days = _with_year_of_issue(text)
    if days:
        start, end, edtf = days[0]
        if not label_line.date:
            label_line.date, label_line.printed = edtf, text[start:end]
        before = text[:start]
        quoted = QUOTED.fullmatch(before)
        if quoted and _may_be_title(quoted[1]):
            label_line.publication, before = quoted[1], ""
        elif len(edtf) == 10 and not _is_running_head(before, text[end:]):
            before = _take_beside_day(label_line, before)
        elif not DAYS.fullmatch(edtf) and _is_title_before_issue(before, text[end:]):
            title = before.strip(TRIM)
            page = PAGE_BESIDE.search(title)
            if page:
                title, label_line.page = title[: page.start()], page[1]
            label_line.publication, before = title, ""
        text = without_clock(f"{before} | {text[end:]}")
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


def _with_year_of_issue(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return « N° 3 — juillet 2008 » for « N° 3/2008 — juillet », and its days."""
    issue = ISSUE_OF_YEAR.search(text)
    if not issue:
        return text, []
    before, behind = text[: issue.end("number")], text[issue.end() :]
    for piece in filter(None, SEPARATORS.split(behind)):
        dated = f"{piece.strip(TRIM)} {issue['year']}"
        days = printed_dates.find_french(dated)
        if days and days[0][:2] == (0, len(dated)):
            text = f"{before}{behind.replace(piece.strip(TRIM), dated, 1)}"
            return text, printed_dates.find_french(text)
    return text, []


def without_clock(text: str) -> str:
    return CLOCK.sub(" ", text)


def _take_beside_day(label_line: LabelLine, before: str) -> str:
    """Take what may be a name by its shape before a day, and return the rest.

    « Tex Hollywood - December 21, 2023 » is such a line, as « Décision Achats – 12 mars 2004 » is:
    whose name it is, only the line's place tells.
    """
    head, behind = until_separator(without_clock(before).strip(TRIM))
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


def _is_running_head(before: str, behind: str) -> bool:
    """Return True for « Ports et Canaux - 21 juin 1979 - Page 1 », a title, its day and a page."""
    page = PAGE.fullmatch(fold(behind.strip(TRIM)))
    return bool(page) and _is_title_before_issue(before, behind)


def _is_title_before_issue(text: str, behind: str) -> bool:
    """Return True for « Cahiers de la clientèle, » where « décembre 1998 » follows.

    A magazine's title is short, its capital first, and no section and no name: what is a name by
    its shape alone may be one where the number of a page is `behind` the month.
    """
    if text.rstrip()[-1:] not in (",", "-", "–", "—", "|", "·"):
        return False
    text = text.strip(TRIM)
    certainty = names.certainty(text)
    is_paged = PAGE_BESIDE.fullmatch(behind) or PAGE.fullmatch(fold(behind.strip(TRIM)))
    if certainty == 2 or (certainty and not is_paged):
        return False
    if is_section(text) or kind(text) or ISSUE.search(fold(text)):
        return False
    return _may_be_title(text)


def _may_be_title(text: str) -> bool:
    is_other = bool(kind(text)) or fold(text).startswith("supplement") or text.endswith("°")
    is_other = is_other or mastheads.is_subtitle(text)
    # In capitals small words are as many.
    words = LONG_WORD.findall(text) if text.isupper() else text.split()
    return text[:1].isupper() and len(words) <= 5 and not is_other


def _take_piece(label_line: LabelLine, piece: str) -> int:
    if not piece:
        return 0
    folded = fold(piece)
    page = PAGE.fullmatch(folded)
    if page:
        label_line.page = page[1]
        return 0
    if OF_ISSUE.fullmatch(folded):
        return 0
    issue = ISSUE.search(folded)
    if issue:
        return _take_issue(label_line, piece, folded, issue)
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


def _site_of(path: str) -> str:
    """Return the magazine with which « Piscines » Édito » n° 152 » opens; "" for a home page."""
    first = paths.steps_of(path)[0].strip()
    is_home = paths.HOME.match(first) or paths.YOU_ARE_HERE.match(first)
    return "" if is_home or kind(first) else first


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
        before = WITHIN.sub("", before)
        title, _comma, frequency = before.rpartition(", ")
        beside = fold(frequency)
        is_of_issue = OF_ISSUE.fullmatch(beside) or beside.startswith("supplement")
        if title and (is_of_issue or mastheads.is_tagline(frequency)):
            before = title
        if paths.is_path(piece):
            before = _site_of(before)
    if is_section(before):
        label_line.section = label_line.section or before
        return 0
    if SUPPLEMENT.fullmatch(fold(before)):
        return 0
    if _may_be_title(before):
        # « Bulletin n° 19 » is what the magazine of another line calls itself.
        if not mastheads.PERIODICAL.fullmatch(before):
            label_line.publication = before
        return 0
    return len(before.split())
