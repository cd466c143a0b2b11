"""Lines in which a page says when, by whom and under what a text appeared: « Publié par X le 1 mars 2005 »."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from archive import dates
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section, kind
from archive.ingest.records import Printed
from archive.text import fold

# What a label announces -> how it is written, folded; the strongest first. « … » is where its value starts.
# A weak one (par, le, by, in) opens a value only at the line's start or behind another value.
WRITTEN = {
    "updated": r"(?:mise? a jour|modifiee?|actualisee?|derniere (?:mise a jour|modification)|updated|modified"
    r"|last (?:updated|modified))(?: on| le| du)?",
    "poster": r"(?:article )?(?:publiee?|postee?|proposee?|soumise?|mise? en ligne|posted|submitted|published|cree)"
    r" (?:par|by)",
    "author": r"(?:article |texte |un article )?(?:ecrite?|redigee?|signee?|written) (?:par|by)"
    r"|auteure?s?(?: de l'article)? ?:|authors? ?:|propos recueillis par|recueilli par|story by|words by"
    r"|(?:un )?(?:texte|article|editorial|edito|billet|chronique) (?:de|par)",
    "tags": r"mots?[- ]cle(?:s|fs?)?(?: associes)?|tags?|etiquettes?|etiquete(?: avec)?|tagged(?: with| as| in)?|keywords?"
    r"|current post is tagged|themes?(?: associes)? ?:|sujets? ?:|thematiques? ?:|topics ?:",
    "section": r"(?:and )?is fill?ed under|fill?ed (?:under|in)|classee? (?:dans|sous)|rangee? dans|publiee? dans"
    r"|posted in|postee? dans|categor(?:ies?|y) ?:|rubrique ?:?|dans la (?:categorie|rubrique)|section ?:",
    "date": r"(?:publiee?|postee?|mise? en ligne|parue?|redigee?|ecrite?|cree|posted"
    r"|published|written|first published|created)(?: (?:sur|le|on|the|at|in))?(?! ?(?:par|by)\b)"
    r"|date(?: de (?:publication|parution))? ?:|publication date|creation(?= ?:)",
    "reading": r"(?:temps de )?lecture(?: en)?|reading time|read time"
    r"|\d+ ?(?:min|mn|minutes?)\b(?: de lecture| to read| read| lues?)?",
    "comments": r"\d+ (?:commentaires?|comments?|reactions?|reponses?)|(?:no|aucun|pas de) (?:comments?|commentaires?)"
    r"|laisser un commentaire|leave a comment|comments? off",
    "counts": r"(?:affichages?|clics?|hits|lu) ?: ?\d+"
    r"|\d+ (?:vues?|views?|lectures?|partages?|shares?|likes?|hits)\b|(?:vu|lu) \d+ fois",
    "weak_author": r"par|by|von|por|de notre (?:correspondante?|envoyee?)",
    "weak_date": r"le(?= ?\d| ?(?:lun|mar|mercre|jeu|vendre|same)di| ?dimanche| ?$)|on(?= ?\d| \w+,? \d)",
    "weak_section": r"dans|in|sous",
}
LABEL = re.compile(
    r"(?<![\w'-])(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in WRITTEN.items())
    + r")(?![\w'-])[ :]*"
)
COUNTS = {"reading", "comments", "counts"}
WEAK = {"weak_author": "author", "weak_date": "date", "weak_section": "section"}
ISSUE = re.compile(
    r"\b(?:n ?[°o]|num(?:ero|\.)|issue|hors[- ]serie|vol\.?) ?(?:n ?[°o] ?)?(\d{1,4}(?:[-/ ]\d{1,3})?)(?!\d)"
)
PAGE = re.compile(r"\b(?:p\.|page|pages|pp\.) ?(\d{1,3}(?:-\d{1,3})?)\b")
# WordPress's sentence, in several of its versions: « Ce contenu a été publié dans X par Y. Mettez-le en favori… ».
POST_WAS = re.compile(
    r"(?:ce contenu|cet article|cette entree|ce billet) a ete |this (?:entry|post|article) was "
)
POST_ENDS = re.compile(
    r"\. (?:mettez|bookmark|vous pouvez|you can|ajoutez|both comments|responses|follow)"
)
# Without one of these, a line without labels says neither a date nor an issue.
TOLD = re.compile(r"(?:1[4-9]|20)\d\d|\d[/.-]\d|\bn ?[°o]|\bp(?:age|\.)")
PUBLISHED = re.compile(r"publi|post|paru|mis|date|published")
UNREAD = re.compile(r"\d.*\b\d{4}\b|\b(?:il y a|ago)\b")
# A time of reading, whole: « Lecture 2 min », « 2 min de lecture ».
MINUTES = re.compile(
    r"(?:(?:temps de )?lecture(?: en)?|reading time|read time)[ :]*\d+ ?(?:min|mn)"
    r"|\d+ ?(?:min|mn|minutes?) (?:de lecture|to read|read|lues?)\b"
)
WEEKDAY = re.compile(rf"(?:{dates.WEEKDAYS})\b", re.I)
SEPARATORS = re.compile(r"[|·•–—()]| [-/] |\s{2,}")
TRIM = ' \t\u00a0\u202f|·•-–—,;:/()[]*_.>»«"'
LONGEST = 300


@dataclass
class Said:
    """What one line says about the text.

    `printed` is the date as it stands there, also where it was not understood. `awaits` names the fields whose label
    stands there without a value. `today` marks a day with its weekday and no label: it may be the day of the visit.
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
    awaits: set[str] = field(default_factory=set)

    def __bool__(self):
        return bool(
            self.date
            or self.printed
            or self.updated
            or self.bylines
            or self.section
            or self.tags
            or self.issue
            or self.page
            or self.awaits
        )


def read(line: str) -> Said | None:
    """What a line of labels, dates and names says; None for any other line."""
    sentence = line.rstrip()[-1:] in ".!?…"
    line = line.lstrip(TRIM).rstrip(TRIM.replace(":", ""))
    if not line or len(line) > LONGEST:
        return None
    folded = line.translate(dates.FOLD)
    opening = POST_WAS.match(folded)
    if opening:
        end = POST_ENDS.search(folded)
        line, folded = (
            text[opening.end() : end.start() if end else None] for text in (line, folded)
        )
    labels = _labels(line, folded, strict=not opening)
    if labels:
        return _read_labelled(line, folded, labels, sentence and not opening)
    return None if sentence or not TOLD.search(folded) else _read_bare(line)


def _labels(line: str, folded: str, strict: bool = True) -> list[tuple[str, int, int]]:
    """(name, start, end of the label) for each label of a line that opens with one, or with a short value."""
    found: list[tuple[str, int, int]] = []
    matches = list(LABEL.finditer(folded))
    for match, behind in zip_longest(matches, matches[1:]):
        name, before = match.lastgroup, line[found[-1][2] if found else 0 : match.start()]
        if found and _lists_tags(found[-1], folded):
            value = line[match.end() : behind.start() if behind else None].strip(TRIM)
            if not _ends_tags(name, before, folded[match.start() :], value, strict):
                continue
        elif strict and name in WEAK and not _may_open(name, before, folded[match.end() :]):
            continue
        if not found and before and not _is_lead(before):
            return []
        found.append((WEAK.get(name, name), match.start(), match.end()))
    return found


def _lists_tags(label: tuple[str, int, int], folded: str) -> bool:
    """True for a label that only tags follow; « Étiquettes et préjugés, par X » is a headline."""
    name, start, end = label
    return name == "tags" and (
        ":" in folded[start:end] or not folded.startswith("etiquette", start)
    )


def _ends_tags(name: str, before: str, folded: str, value: str, strict: bool) -> bool:
    """Whether a label among tags is one: behind a comma never, elsewhere only with its number, date or name.

    « lecture publique » and « vente par correspondance » are tags. `folded` is the line from the label on.
    """
    if (strict and before.rstrip()[-1:] in (",", ";")) or name == "weak_section":
        return False
    kind_of = WEAK.get(name, name)
    if kind_of == "reading":
        return bool(MINUTES.match(folded))
    if kind_of in ("date", "updated"):
        found = dates.find_french(value)
        return bool(found) and len(value[: found[0][0]].split()) <= 1
    if kind_of in ("author", "poster"):
        head = _until_separator(value)[0]
        sentence = not strict and folded.startswith("by ") and "," not in value
        return (
            sentence
            or names.is_account(head)
            or bool(names.printed(head, least=2 if name in WEAK else 1))
        )
    if kind_of == "section":
        return value[:1].isupper()
    return kind_of in COUNTS or ":" in LABEL.match(folded).group()


def _is_lead(before: str) -> bool:
    """True for what may stand before the first label: a date, an issue, a section, a few words."""
    return (
        len(before.split()) <= 4
        or bool(dates.find_french(before) or ISSUE.search(before))
        or is_section(before)
    )


def _may_open(name: str, raw: str, behind: str) -> bool:
    """A weak label counts where a value stands before it, « par » at the start of a line or behind a sign too."""
    before = raw.strip(TRIM)
    found = dates.find_french(before)
    value = (bool(found) and found[-1][1] == len(before)) or is_section(before)
    if name == "weak_section":
        return value or bool(names.printed(before))
    if name == "weak_date":
        return not behind.strip() or bool(dates.DATE.match(behind.strip()))
    return value or not before or raw.rstrip()[-1] in "|·•-–—,(/"


def _read_labelled(
    line: str, folded: str, labels: list[tuple[str, int, int]], sentence: bool
) -> Said | None:
    said, spare = Said(), 0
    ends = [start for _, start, _ in labels[1:]] + [len(line)]
    spare += _take_rest(said, line[: labels[0][1]].strip(TRIM))
    for (name, start, opened), end in zip(labels, ends, strict=True):
        spare += _take(said, name, line[opened:end].strip(TRIM), folded[start:opened])
    if not _is_labels(said, spare, labels, folded, sentence):
        return None
    return said


def _is_labels(
    said: Said, spare: int, labels: list[tuple[str, int, int]], folded: str, sentence: bool
) -> bool:
    """Whether a line is labels and values. A sentence may open like one: « Publié par Gallimard, ce livre… »."""
    if {name for name, _, _ in labels} <= COUNTS:
        return spare == 0
    if sentence:
        return spare == 0 and bool(said.date or said.bylines or said.updated)
    weak = all(
        folded[start:end].strip(" :") in ("le", "on", "par", "by", "von", "por", "in")
        for _, start, end in labels
    )
    return bool(said) and spare <= (1 if weak and not said.date else 3 if weak else 6)


def _take(said: Said, name: str, value: str, label: str) -> int:
    """Puts a label's value where it belongs; the number of words that were left over."""
    if name in COUNTS:
        return len(value.split())
    if name in ("poster", "author"):
        return _take_names(said, value, poster=name == "poster", label=label)
    if name == "section":
        return _take_section(said, value, label)
    if name == "tags":
        return _take_tags(said, value, label)
    if not value:
        said.awaits.add(name)
        return 0
    return _take_date(said, name, value, label)


def _take_section(said: Said, value: str, label: str) -> int:
    section, rest = _until_separator(value)
    if not section:
        said.awaits.add("section")
        return 0
    # « Rubrique nécrologique » is no label.
    if label.startswith("rubrique") and ":" not in label:
        return len(value.split())
    said.section = section
    return len(section.split()) // 8 + _take_rest(said, rest)


def _take_tags(said: Said, value: str, label: str) -> int:
    tags = [tag.strip(TRIM) for tag in re.split(r"[,;|•·#]", value) if tag.strip(TRIM)]
    if not tags:
        said.awaits.add("tags")
        return 0
    # « Étiquettes et préjugés » is a headline.
    if len(tags) == 1 and ":" not in label and not label.startswith(("current", "tagged")):
        return len(value.split())
    said.tags = tags
    return sum(len(tag.split()) // 6 for tag in tags)


def _take_date(said: Said, name: str, value: str, label: str) -> int:
    found = dates.find_french(value)
    if (
        not found
        and name == "date"
        and PUBLISHED.match(label)
        and UNREAD.search(value)
        and len(value.split()) < 6
    ):
        said.printed = value
        return 0
    if not found:
        return len(value.split())
    start, end, edtf = found[0]
    if name == "updated":
        said.updated = said.updated or edtf
    elif not said.date:
        said.date, said.printed, said.labelled = edtf, value[start:end], name == "date"
    rest = f"{value[:start]} {dates.AFTER.sub('', value[end:].translate(dates.FOLD), count=1) and value[end:]}"
    return _take_rest(said, _without_clock(rest))


def _without_clock(text: str) -> str:
    return re.sub(
        r"(?i)\b(?:à|a|at)?\s?\d{1,2}\s?(?:h|:)\s?(?:\d\d)?(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4}\b)?",
        " ",
        text,
    )


def _take_names(said: Said, value: str, poster: bool, label: str = "") -> int:
    if not value:
        said.awaits.add("bylines")
        return 0
    if names.is_account(value):
        return 0
    value = _without_clock(value).strip(TRIM)
    head, rest = _until_separator(value)
    # « X (avec Y et Z) » is one list of names.
    bylines = names.printed(re.sub(r"[()]", ", ", value))
    if bylines:
        rest = ""
    bylines = bylines or names.printed(head)
    if not bylines and (date := dates.find_french(value)):
        # « Par François Rouffiac 1 mars 2005 »
        bylines, rest = names.printed(value[: date[0][0]]), value[date[0][0] :]
    if not bylines:
        return len(value.split()) + (0 if said.date else 4)
    if "recueilli" in label:
        bylines = [Printed(one.name, one.role or "propos recueillis") for one in bylines]
    said.bylines, said.poster = said.bylines + bylines, poster
    return _take_rest(said, rest)


def _until_separator(value: str) -> tuple[str, str]:
    cut = SEPARATORS.search(value)
    return (
        (value[: cut.start()].strip(TRIM), value[cut.end() :].strip(TRIM)) if cut else (value, "")
    )


def _take_rest(said: Said, rest: str) -> int:
    """Dates, names, issues and sections without a label; the number of words that are none of these."""
    if found := dates.find_french(rest):
        start, end, edtf = found[0]
        if not said.date:
            said.date, said.printed = edtf, rest[start:end]
        before = rest[:start]
        if (
            len(edtf) != 10
            and before.rstrip()[-1:] in (",", "-", "–", "—", "|", "·")
            and _is_title_of_paper(before)
        ):
            said.publication, before = before.strip(TRIM), ""
        rest = _without_clock(f"{before} | {rest[end:]}")
    return sum(_take_piece(said, piece.strip(TRIM)) for piece in SEPARATORS.split(rest))


def _is_title_of_paper(text: str) -> bool:
    """True for « Cahiers de la clientèle » before « , décembre 1998 »: short, capital first, no section and no name."""
    text = text.strip(TRIM)
    plain = not (
        is_section(text) or kind(text) or names.certainty(text) or ISSUE.search(fold(text))
    )
    return plain and text[:1].isupper() and len(text.split()) <= 5


def _take_piece(said: Said, piece: str) -> int:
    if not piece:
        return 0
    folded = fold(piece)
    if page := PAGE.fullmatch(folded):
        said.page = page[1]
        return 0
    if issue := ISSUE.search(folded):
        said.issue = said.issue or "n° " + issue[1]
        if page := PAGE.search(folded):
            said.page = page[1]
        before = piece[: issue.start()].strip(TRIM) if len(folded) == len(piece) else ""
        if is_section(before):
            said.section = said.section or before
            return 0
        if before[:1].isupper() and len(before.split()) <= 5:
            said.publication = before
            return 0
        return len(before.split())
    if is_section(piece):
        said.section = said.section or piece
        return 0
    if not said.bylines and (bylines := names.printed(piece, least=2)):
        said.bylines = bylines
        return 0
    return 0 if kind(piece) else len(piece.split())


def _read_bare(line: str) -> Said | None:
    """A line without labels: a date, an issue or a name, and next to nothing else; never a sentence."""
    if len(line.split()) > 16:
        return None
    said = Said()
    spare = _take_rest(said, line)
    if spare > 2 or not (said.date or said.issue or said.page):
        return None
    said.today = bool(WEEKDAY.match(line)) and not said.bylines
    # A year opens many a headline (« 2002 : l’année de tous les dangers »); alone it tells too little.
    return said if said.issue or said.page or len(said.date or "") > 5 else None
