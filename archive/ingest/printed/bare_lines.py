"""What lines without labels say: a date, an issue, a name; and the heads of magazines."""

import re

from archive import printed_dates
from archive.ingest.printed import label_words, mastheads, names, unlabelled
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.label_words import TRIM
from archive.ingest.printed.template_lines import is_menu_word, is_section, kind
from archive.text import fold

WEEKDAY = re.compile(rf"(?:{printed_dates.WEEKDAYS})\b", re.I)
# « 14 | 1998 »: the issue of a learned journal and its year.
ISSUE_OF_YEAR = re.compile(r"(\d{1,4}(?:-\d{1,4})?) ?\| ?((?:19|20)\d\d)")
# « Nantes, le 3 mai », with its year or without.
DATELINE = re.compile(
    r"(?:(?:Fait )?[ÀA] )?(?P<place>[A-ZÀ-Þ][\w’'-]+(?:[ -][\w’'-]+){0,3}), (?:ce |le )"
    rf"(?P<day>(?:(?:{printed_dates.WEEKDAYS}) )?\d{{1,2}}(?:er)? [^\W\d_]{{3,9}}\.?"
    r"(?: (?:19|20)\d\d)?)",
    re.I,
)
# « 2009/3 (n° 147), pages 3 à 6 »: the third issue of that year, which is no month.
NUMBER_OF_YEAR = re.compile(
    r"(?P<title>[^\d()]{0,80}?)(?P<year>(?:19|20)\d\d)/\d{1,2}(?:-\d{1,2})? ?"
    r"\(?[nN][°o] ?(?P<issue>\d{1,4}(?:-\d{1,4})?)\)?"
    r"(?:(?:,| \|)? (?:pages?|pp?\.) ?(?P<page>\d{1,4}(?: ?(?:à|-|–) ?\d{1,4})?))?"
)
# « Éditorial du 12 mai 2004 », « L’édito de la semaine du 7 mars 2005 »
OF_DAY = re.compile(
    r"(?P<section>[^\d|]{4,25}?)(?: de la (?:semaine|quinzaine))? du (?P<day>[^|]{8,40})", re.I
)
MOST_READ = 16  # words of a line whose pieces are all read
MOST_WORDS, MOST_BESIDE = 24, 2  # of an issue's line that is plainly one, and other pieces of it
LONG_WORD = re.compile(r"\b[^\W\d_]{4,}")
ARTICLE = re.compile(r"(?:le|la|les) |l['’]", re.I)
# What a running head may begin with: « Page 2  LA GAZETTE LAITIERE DU 15 MAI 1976 ».
PAGE_BEFORE = re.compile(r"^(?:page |p\. ?)?\d{1,3} (?=\D)", re.I)


def read(line: str) -> LabelLine | None:
    """Return what a line without labels says, None where it says nothing.

    It is a date, an issue or a name, and next to nothing else; never a sentence.
    """
    return _of_few_words(line) or _of_issue(line)


def _of_few_words(line: str) -> LabelLine | None:
    if sum(any(map(str.isalpha, word)) for word in line.split()) > MOST_READ:
        return None
    of_year = ISSUE_OF_YEAR.fullmatch(line)
    if of_year:
        return LabelLine(issue="n° " + of_year[1], date=of_year[2], printed=of_year[2])
    of_number = NUMBER_OF_YEAR.fullmatch(line)
    if of_number:
        return _of_number(of_number)
    label_line = LabelLine()
    spare = unlabelled.take(label_line, line)
    if _is_masthead(label_line, line):
        spare = 0
        label_line.publication = label_line.publication or _title_in_masthead(line)
    if spare > 2 or not (label_line.date or label_line.issue or label_line.page):
        return None
    is_of_issue = bool(label_line.bylines or label_line.issue or label_line.page)
    label_line.today = bool(WEEKDAY.match(line)) and not is_of_issue
    # A year opens many a headline (« 2002 : l’année de tous les dangers »); alone it tells too
    # little.
    if label_line.issue or label_line.page or len(label_line.date or "") > 5:
        return label_line
    return None


def _of_issue(line: str) -> LabelLine | None:
    """Return what « Feuille de l’Union des pêcheurs – n° 9 – mai 2015 » says; else None.

    Number and month or day are pieces of their own beside what kind of paper it is.
    """
    if len(line.split()) > MOST_WORDS:
        return None
    pieces = [piece.strip(TRIM) for piece in label_words.SEPARATORS.split(line)]
    numbers = [piece for piece in pieces if label_words.ISSUE.fullmatch(fold(piece))]
    days = [(piece, edtf) for piece in pieces if (edtf := _whole_day(piece))]
    others = [piece for piece in pieces if piece and piece not in numbers and not _whole_day(piece)]
    if len(numbers) != 1 or len(days) != 1 or len(others) > MOST_BESIDE:
        return None
    printed, edtf = days[0]
    label_line = LabelLine(date=edtf, printed=printed)
    unlabelled.take(label_line, numbers[0])
    return label_line


def _whole_day(piece: str) -> str:
    """Return the month, season or day that all of a piece is; "" where it is none."""
    for start, end, edtf in printed_dates.find_french(piece):
        if (start, end) == (0, len(piece)) and len(edtf) > len("2012"):
            return edtf
    return ""


def of_section(line: str) -> LabelLine | None:
    """Return what « Édito / Ada Nord » or « ÉDITO | Le Courrier du Port » says; else None."""
    before, behind = label_words.until_separator(line)
    if any(map(str.isdigit, line)) or line.count("|") > 1:
        return None  # a menu
    if is_section(before) and behind:
        section, other = before, behind
    elif is_section(behind) and before:
        section, other = behind, before
    else:
        return None
    if ARTICLE.match(other) or mastheads.PERIODICAL.search(other):
        is_capitalised = all(word[0].isupper() for word in LONG_WORD.findall(other))
        is_title = is_capitalised and " " in other and not (kind(other) or is_menu_word(other))
        is_title = is_title and "|" in line
        return LabelLine(section=section, publication=other) if is_title else None
    bylines = names.printed(other) if section == before else []
    return LabelLine(section=section, bylines=bylines) if bylines else None


def of_dated_section(line: str) -> LabelLine | None:
    """Return what « L’édito de la semaine du 7 mars 2005 » says; None for any other line."""
    match = OF_DAY.fullmatch(line)
    if not match or not is_section(match["section"]):
        return None
    days = printed_dates.find_french(match["day"])
    if not days or days[0][:2] != (0, len(match["day"])) or len(days[0][2]) < len("2005-03-07"):
        return None
    return LabelLine(date=days[0][2], printed=match["day"], labelled=True, section=match["section"])


def of_dateline(match: re.Match[str]) -> LabelLine | None:
    """Return the day of « Nantes, le 3 mai 2001 », as it stands there where it has no year."""
    printed = match["day"]
    days = printed_dates.find_french(printed)
    if days:
        return LabelLine(date=days[0][2], printed=printed)
    if printed_dates.find_french(f"{printed} 2000"):
        return LabelLine(printed=printed)
    return None


def _of_number(match: re.Match[str]) -> LabelLine:
    """Return what « Dans Services et sociétés 2009/3 (n° 147), pages 3 à 6 » says."""
    title = unlabelled.WITHIN.sub("", match["title"].strip(TRIM))
    return LabelLine(
        date=match["year"],
        printed=match["year"],
        issue=f"n° {match['issue']}",
        page=re.sub(r"\s*(?:à|–)\s*", "-", match["page"] or ""),
        publication=title,
    )


def _title_in_masthead(line: str) -> str:
    """Return the magazine with which a masthead opens; "" where it opens with something else."""
    title, behind = label_words.until_separator(line)
    if is_section(title):
        title = label_words.until_separator(behind)[0]
    days = printed_dates.find_french(title)
    if days:
        title = title[: days[0][0]]
    title = unlabelled.OF_WORD.sub("", PAGE_BEFORE.sub("", title.strip(TRIM)))
    if unlabelled.OF_ISSUE.fullmatch(fold(title)) or mastheads.is_subtitle(title):
        return ""
    if label_words.ISSUE.search(title.translate(printed_dates.FOLD)) or not title[:1].isupper():
        return ""
    return title


def _is_masthead(label_line: LabelLine, line: str) -> bool:
    """Return True for « COMPTOIRS | la lettre des commerces | Hiver 2012 ».

    It holds an issue, or the month or season of one, and says what kind of paper it is of. So does
    « LE MONITEUR DES ACCUEILS 15 mars 1987 », a title in capitals and a day, with the page before
    or behind it, or the price.
    """
    if not mastheads.PERIODICAL.search(line):
        return False
    pieces = list(filter(None, label_words.SEPARATORS.split(line)))
    if len(pieces) == 1 and label_line.date:
        title, _day, behind = PAGE_BEFORE.sub("", line).partition(label_line.printed)
        behind = behind.strip(TRIM)
        is_plain = not behind or behind.isdigit() or unlabelled.OF_ISSUE.fullmatch(fold(behind))
        return title.isupper() and bool(is_plain)
    if len(pieces) < 2 or label_line.bylines:
        return False
    if label_line.issue:
        return True
    if len(label_line.date or "") == len("2012-05-03"):
        return False
    return len(label_line.date or "") > len("2012")
