"""What lines of labels say of a text: when, by whom and under what it appeared.

« Publié par X le 1 mars 2005 » is such a line. The functions that take what a label announces put
it where it belongs in a LabelLine, and return the number of words that were left over.
"""

import re

from archive import printed_dates
from archive.ingest.printed import (
    announced_names,
    bare_lines,
    citation_lines,
    label_words,
    names,
    others_days,
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
PUBLISHED = re.compile(r"publi|post|paru|mis|date|published")
UNREAD = re.compile(r"\d.*\b\d{4}\b|\b(?:il y a|ago)\b")
# « Claire Abgrall il y a 7 heures », « Kyle North 7 hours ago »: without « il y a » or « ago » only
# hours and minutes, for « Simone Veil, 30 jours » is a headline.
SHORT_SPAN = r"\d{1,2} (?:minutes?|mins?|hours?|heures?)"
SPAN = r"\d{1,2} (?:minutes?|mins?|hours?|heures?|days?|jours?|weeks?|semaines?)"
AGO = re.compile(rf"[\s,|·•–—-]+(?:il y a {SPAN}|{SPAN} ago|{SHORT_SPAN})$")
# Old print ends its mastheads with a full stop: « LE MONITEUR.   15 Mars 1987. »
FULL_STOP = re.compile(
    r"^([A-ZÀ-Þ](?:[^a-zà-ÿ]{4,60}\d{1,2} [^\W\d_]{3,9}|[^.]{3,60} n[°o] ?\d[^.]{0,40})"
    r" (?:1[4-9]|20)\d\d)\.$"
)
# Where a page's parts stand without a space in its text: « Kent GermanDec 22, 2023 ».
GLUED = re.compile(
    r"(?<=[a-zà-ÿ])(?=(?:Jan|Feb|Fév|Mar|Avr|Apr|Mai|May|Jui|Jun|Jul|Aoû|Aug|Sep|Oct|Nov|Déc|Dec)"
    r"[a-zéû]*\.? \d|Le \d|Publié|Published|Updated|Posted|Contributions? |Twitter\b|Facebook\b)"
)
# Behind a magazine's title stand its issue or day, or what explains it in brackets.
MAGAZINE = re.compile(r"[,(]")
QUOTES = ' \u00a0«»“”"'
TAG_SIGNS = re.compile(r"[,;|•·#]")
OF_PERSON = re.compile(r"[Dd](?:e |['’])(\S.{4,60})")  # « de Claire Abgrall », below a headline
SHORTENED = re.compile(r"[A-ZÀ-Þ]{3,} [A-ZÀ-Þ][a-zà-ÿ]?$")
# « 12 mai 04 », « 12 mai 04 - page 3 »; beside an issue « printemps 87 ».
MONTH = rf"(?:{'|'.join(printed_dates.MONTHS)})\.?"
NO_MORE = r"(?P<year>\d\d)(?=\s*(?:$|[|·•–—(),;]|- ))"
SHORT_DAY = re.compile(rf"\b\d{{1,2}}(?:er)? {MONTH} {NO_MORE}")
SHORT_MONTH = re.compile(rf"\b(?:{MONTH}|{'|'.join(printed_dates.SEASONS)}) {NO_MORE}")
MONTH_IN_FIGURES = re.compile(r"\((?:0[1-9]|1[0-2])/(?P<year>\d\d)(?:\)|$)")  # « numéro 7 (05/99) »
# « © La Poste 2015 – Aide »: a year that no day or month stands before.
COPYRIGHT_YEAR = re.compile(
    r"(?:©|\(c\)|copyright\b)[^\d|]{0,60}(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?(?![-/\d])[^\d]*$",
    re.I,
)
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
LONGEST = 300
# « Non daté (1979 ?) », « s.d. [vers 1978] »: what an archivist takes an undated paper for.
UNDATED = re.compile(
    r"\b(?:non date|sans date|s\. ?d\.)(?:e?s?\b)? ?[(\[](?P<day>[^()\[\]]{4,30})(?:[)\]]|$)"
)


def read(line: str, is_beside_field: bool = False) -> LabelLine | None:
    """Return what a line of labels, dates and names says; None for any other line.

    One that names a magazine alone may be a headline (« Journal : Adieu aux papiers »), unless
    another field stands beside it.
    """
    line = FULL_STOP.sub(r"\1", line.translate(SPACES).rstrip())
    if COPYRIGHT_YEAR.match(line):
        return None
    is_sentence = line[-1:] in ".!?…"
    here = paths.YOU_ARE_HERE.match(line)
    line = line[here.end() if here else 0 :].lstrip(TRIM)
    line = _with_initial(line, line.rstrip(TRIM.replace(":", "")))
    if not line or len(line) > LONGEST:
        return None
    line, short = _with_century(GLUED.sub(" ", line))
    label_line = _read(line, is_sentence, is_beside_field)
    if label_line and label_line.date and short:
        label_line.printed = short
    return label_line


def _with_initial(text: str, trimmed: str) -> str:
    """Return « DESROUSSEAUX Ch. » with the full stop that trimming took from it."""
    is_short = SHORTENED.search(trimmed) and text[len(trimmed) :][:1] == "."
    return f"{trimmed}." if is_short else trimmed


def _with_century(line: str) -> tuple[str, str]:
    """Return « 12 mai 2004 » for « 12 mai 04 », and how it was printed; "" where no such day is."""
    folded = line.translate(printed_dates.FOLD)
    short = SHORT_DAY.search(folded)
    if not short and label_words.ISSUE.search(folded):
        short = SHORT_MONTH.search(folded) or MONTH_IN_FIGURES.search(folded)
    if not short:
        return line, ""
    year = printed_dates.year_of_two_digits(short["year"])
    return line[: short.start("year")] + year + line[short.end() :], line[
        short.start() : short.end()
    ]


def _read(line: str, is_sentence: bool, is_beside_field: bool) -> LabelLine | None:
    folded = line.translate(printed_dates.FOLD)
    citation = citation_lines.read(line)
    if citation:
        return citation
    if undated := UNDATED.search(folded):
        return _of_undated(line[undated.start("day") : undated.end("day")], line, folded)
    if others_days.ANOTHERS.search(folded):
        return None
    of_dated_section = bare_lines.of_dated_section(line)
    if of_dated_section:
        return of_dated_section
    opening = POST_WAS.match(folded)
    if opening:
        line, folded = _without_frame(line, folded, opening.end())
    labels = label_words.find(line, folded, strict=not opening)
    if labels:
        label_line = _read_labelled(line, folded, labels, is_sentence and not opening)
        if label_line and not is_beside_field and _names_magazine_alone(label_line):
            return None
        return label_line
    of_person = OF_PERSON.fullmatch(line)
    if of_person and names.certainty(of_person[1]) == 2:
        return LabelLine(bylines=names.printed(of_person[1], least=2))
    dateline = bare_lines.DATELINE.fullmatch(line)
    if dateline:
        return bare_lines.of_dateline(dateline)
    ago = AGO.search(folded)
    if ago and (bylines := names.printed(line[: ago.start()], least=2)):
        return LabelLine(bylines=bylines, printed=line[ago.start() :].strip(TRIM))
    of_section = bare_lines.of_section(line)
    if of_section:
        return of_section
    if is_sentence or not DATE_OR_ISSUE.search(folded):
        return None
    return bare_lines.read(line)


def _of_undated(printed: str, line: str, folded: str) -> LabelLine | None:
    """Return the year that an archivist gives, and what labels say beside it."""
    days = printed_dates.find_french(printed)
    if not days:
        return None
    labels = label_words.find(line, folded)
    label_line = (_read_labelled(line, folded, labels, False) if labels else None) or LabelLine()
    label_line.date, label_line.printed = days[0][2], printed
    return label_line


def _names_magazine_alone(label_line: LabelLine) -> bool:
    return label_line == LabelLine(publication=label_line.publication)


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
        announced = line[label.end : end].lstrip(TRIM)
        announced = _with_initial(announced, announced.rstrip(TRIM))
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
    if name == "magazine":
        return _take_magazine(label_line, announced)
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


def _take_magazine(label_line: LabelLine, announced: str) -> int:
    """Take the magazine with which what is announced opens: « Le Semeur, n° 31, avril 2009 »."""
    end = len(MAGAZINE.split(announced)[0])
    for start, _end, _edtf in printed_dates.find_french(announced)[:1]:
        end = min(end, start)
    title = unlabelled.OF_WORD.sub("", announced[:end].rstrip()).strip(QUOTES)
    if not title[:1].isupper():
        return len(announced.split())
    label_line.publication = title
    return unlabelled.take(label_line, announced[end:])


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
    announced = unlabelled.without_clock(announced).lstrip(TRIM)
    announced = _with_initial(announced, announced.rstrip(TRIM))
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
