"""What lines of labels say of a text: when, by whom and under what it appeared.

« Publié par X le 1 mars 2005 » is such a line. The functions that take what a label announces put
it where it belongs in a LabelLine, and return the number of words that were left over.
"""

import re

from archive import printed_dates
from archive.ingest.printed import (
    announced_names,
    citation_lines,
    label_words,
    mastheads,
    names,
    paths,
    unlabelled,
)
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.label_words import (
    COUNTS,
    TRIM,
    Label,
    until_separator,
)
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Printed
from archive.text import fold

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
    r"\bprochaine?s?\b|\bprecedente?s?\b|\ba paraitre\b|\bparaitra\b|\babonne(?:z|ments?)\b"
    r"|\bvoir aussi\b|\blire aussi\b|\bvisiteur|\bconsultee? le\b|\b(?:imprime|genere)e? le\b"
    r"|\bnous sommes\b"
    r"|\bmise? en ligne sur \S+\.(?:info|org|com|net|fr)\b|\benregistree? le\b"
    r"|\bversion cache\b"
    r"|\bcaptures?\b|\brendez-vous\b|\binscri(?:vez|ption)|\bsalon\b|\bcongres\b"
    r"|\bcolloque\b|\bwebinaire\b|\bassemblee generale\b|\bdepuis le\b"
    r"|\baujourd'hui\b|\bbouclage\b|\bcommander\b|\ben kiosque\b|\bnext issue\b|\bprevious issue\b"
)
PUBLISHED = re.compile(r"publi|post|paru|mis|date|published")
UNREAD = re.compile(r"\d.*\b\d{4}\b|\b(?:il y a|ago)\b")
WEEKDAY = re.compile(rf"(?:{printed_dates.WEEKDAYS})\b", re.I)
# « Claire Abgrall il y a 7 heures », « Kyle North 7 hours ago ».
AGO = re.compile(
    r"[\s,|·•–—-]+(?:il y a )?\d{1,2} "
    r"(?:minutes?|mins?|hours?|heures?|days?|jours?|weeks?|semaines?)(?: ago)?$"
)
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
    r"(?:\(n|N)[°o] ?(?P<issue>\d{1,4}(?:-\d{1,4})?)\)?"
    r"(?:(?:,| \|)? (?:pages?|pp?\.) ?(?P<page>\d{1,4}(?: ?(?:à|-|–) ?\d{1,4})?))?"
)
# Old print ends its mastheads with a full stop: « LE MONITEUR.   15 Mars 1987. »
FULL_STOP = re.compile(r"^([A-ZÀ-Þ][^a-zà-ÿ]{4,60}\d{1,2} [^\W\d_]{3,9} (?:1[4-9]|20)\d\d)\.$")
# Where a page's parts stand without a space in its text: « Kent GermanDec 22, 2023 ».
GLUED = re.compile(
    r"(?<=[a-zà-ÿ])(?=(?:Jan|Feb|Fév|Mar|Avr|Apr|Mai|May|Jui|Jun|Jul|Aoû|Aug|Sep|Oct|Nov|Déc|Dec)"
    r"[a-zéû]*\.? \d|Le \d|Publié|Published|Updated|Posted|Contributions? |Twitter\b|Facebook\b)"
)
# What a running head may begin with: « Page 2  LA GAZETTE LAITIERE DU 15 MAI 1976 ».
PAGE_BEFORE = re.compile(r"^(?:page |p\. ?)?\d{1,3} (?=\D)", re.I)
TITLE = re.compile(r"[A-ZÀ-Þ]\w*[ ’'][A-ZÀ-Þ]")
TAG_SIGNS = re.compile(r"[,;|•·#]")
LONGEST = 300
MOST_WORDS = 8  # of a line that only tells another's day


def read(line: str) -> LabelLine | None:
    """Return what a line of labels, dates and names says; None for any other line."""
    line = FULL_STOP.sub(r"\1", line.rstrip())
    is_sentence = line[-1:] in ".!?…"
    here = paths.YOU_ARE_HERE.match(line)
    line = line[here.end() if here else 0 :].lstrip(TRIM).rstrip(TRIM.replace(":", ""))
    if not line or len(line) > LONGEST:
        return None
    line = GLUED.sub(" ", line)
    folded = line.translate(printed_dates.FOLD)
    citation = citation_lines.read(line)
    if citation:
        return citation
    if ANOTHERS.search(folded):
        return None
    opening = POST_WAS.match(folded)
    if opening:
        line, folded = _without_frame(line, folded, opening.end())
    labels = label_words.find(line, folded, strict=not opening)
    if labels:
        return _read_labelled(line, folded, labels, is_sentence and not opening)
    dateline = DATELINE.fullmatch(line)
    if dateline:
        return _of_dateline(dateline)
    ago = AGO.search(folded)
    if ago and (bylines := names.printed(line[: ago.start()], least=2)):
        return LabelLine(bylines=bylines, printed=line[ago.start() :].strip(TRIM))
    if is_sentence or not DATE_OR_ISSUE.search(folded):
        return None
    return _read_bare(line)


def tells_another_day(line: str) -> bool:
    """Return True for a short line with a day that is not the text's: « Généré le 12/04/2018 »."""
    if len(line.split()) > MOST_WORDS or line.rstrip()[-1:] in ".!?…":
        return False
    folded = line.translate(printed_dates.FOLD)
    is_anothers = bool(ANOTHERS.search(folded))
    return is_anothers and any(len(edtf) == 10 for *_place, edtf in printed_dates.find_french(line))


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
    spare = unlabelled.take(label_line, line[: labels[0].start].strip(TRIM))
    ends = [label.start for label in labels[1:]]
    ends.append(len(line))
    for label, end in zip(labels, ends, strict=True):
        announced = line[label.end : end].strip(TRIM)
        wording = folded[label.start : label.end]
        spare += _take(label_line, label.name, announced, wording)
        section = line[label.start : label.end].strip(TRIM).rpartition(" ")[0]
        if label.name == "author" and label_line.bylines and is_section(section):
            label_line.section = section  # « L’éditorial de Sylvestre Angot »
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
    return len(section.split()) // 8 + unlabelled.take(label_line, behind)


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
    return unlabelled.take(label_line, unlabelled.without_clock(f"{announced[:start]} {behind}"))


def _is_unread_date(announced: str, wording: str) -> bool:
    """Return True for a date by its label that no pattern of dates reads: « il y a 3 jours »."""
    is_short = len(announced.split()) < 6
    return is_short and bool(PUBLISHED.match(wording)) and bool(UNREAD.search(announced))


def _take_names(label_line: LabelLine, announced: str, poster: bool, wording: str) -> int:
    if not announced:
        label_line.awaits.add("bylines")
        return 0
    if names.is_account(announced):
        return 0
    if poster and _take_day_of_account(label_line, announced):
        return 0
    announced = unlabelled.without_clock(announced).strip(TRIM)
    bylines, behind = announced_names.bylines_before(announced)
    if not bylines and _take_day_of_magazine(label_line, announced):
        return 0
    if not bylines:
        spare = len(announced.split())
        if not label_line.date:
            spare += 4
        return spare
    if "recueilli" in wording:
        bylines = [Printed(byline.name, byline.role or "propos recueillis") for byline in bylines]
    label_line.bylines = label_line.bylines + bylines
    label_line.poster = poster
    return unlabelled.take(label_line, behind)


def _take_day_of_account(label_line: LabelLine, announced: str) -> bool:
    """Take the day behind an account, which is nobody's name: « jpmartin le mar, 17/11/2009 »."""
    days = printed_dates.find_french(announced)
    if not days:
        return False
    start, end, edtf = days[0]
    account = announced[:start].split()
    if not 1 <= len(account) <= 3 or not account[0].islower():
        return False
    label_line.date, label_line.printed, label_line.labelled = edtf, announced[start:end], True
    return True


def _take_day_of_magazine(label_line: LabelLine, announced: str) -> bool:
    """Take the day that ends a line behind a magazine's name: « par La Gazette 3 mai 2004 »."""
    days = printed_dates.find_french(announced)
    if not days or len(days[0][2]) < 10 or announced[days[0][1] :].strip(TRIM):
        return False
    start, end, edtf = days[0]
    magazine = announced[:start].split()
    if len(magazine) > 4 or not all(word[0].isupper() for word in magazine):
        return False
    label_line.date, label_line.printed = edtf, announced[start:end]
    return True


def _read_bare(line: str) -> LabelLine | None:
    """Return what a line without labels says, None where it says nothing.

    It is a date, an issue or a name, and next to nothing else; never a sentence.
    """
    if len(line.split()) > 16:
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


def _of_dateline(match: re.Match[str]) -> LabelLine | None:
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
    # « La Revue des sages-femmes » is a title, « Le mensuel des secrétaires » goes with another.
    is_tagline = mastheads.is_tagline(title) and not TITLE.match(title)
    if unlabelled.OF_ISSUE.fullmatch(fold(title)) or is_tagline:
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
