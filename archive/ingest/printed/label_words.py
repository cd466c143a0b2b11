"""How labels are written (« Publié par », « Tags : »), and where they stand in a line."""

import re
from itertools import zip_longest
from typing import NamedTuple

from archive import printed_dates
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section

# What a label announces -> how it is written, folded; the strongest first. A weak one (par, le, by,
# in) counts only at the line's start or behind what another announced.
WRITTEN = {
    "updated": r"(?:mise? a jour|modifiee?|actualisee?|derniere (?:mise a jour|modification)"
    r"|updated|modified|last (?:updated|modified))(?: on| le| du)?",
    "poster": r"(?:article )?(?:publiee?|postee?|proposee?|soumise?|mise? en ligne|posted|submitted"
    r"|published|cree) (?:par|by)",
    "author": r"(?:article |texte |un article )?(?:ecrite?|redigee?|signee?|written) (?:par|by)"
    r"|auteure?(?:s|\(s\))?(?: de l'article)? ?:|authors? ?:|autor(?:in)?(?:/autor(?:in)?)? ?:"
    r"|propos recueillis par|entretien (?:realise|conduit|mene) par|recueilli par|story by"
    r"|words by|^textes? ?:|^texte(?= [a-z’'-]+ [a-z’'-]+$)"
    r"|(?:un |l'|l[ea] )?(?:texte|article|editorial|edito|billet(?: d'humeur)?|chronique"
    r"|avant-propos|preface|tribune)"
    r" (?:de|par|d')",
    "tags": r"mots?[- ]cle(?:s|fs?)?(?: associes)?|tags?|etiquettes?|etiquete(?: avec)?"
    r"|tagged(?: with| as| in)?|keywords?|current post is tagged|themes?(?: associes)? ?:"
    r"|sujets? ?:|thematiques? ?:|topics ?:",
    "section": r"(?:and )?is fill?ed under|fill?ed (?:under|in)|classee? (?:dans|sous)|rangee? dans"
    r"|publiee? dans|posted in|postee? dans|categor(?:ies?|y) ?:|rubrique ?:?"
    r"|dans la (?:categorie|rubrique)|section ?:",
    "magazine": r"^(?:revue|magazine|journal|periodique|titre de la revue|publication"
    r"|paru(?:e|tion)? dans|extraite? de) ?:",
    "date": r"(?:publiee?|postee?|mise? en ligne|parue?|redigee?|ecrite?|cree|posted"
    r"|published|written|first published|created"
    r"|edition(?= du (?:[a-z]{5,8} )?\d))(?: (?:sur|le|du|on|the|at|in))?(?! ?(?:par|by)\b)"
    r"|date de (?:publication|parution)(?= \d)"
    r"|date(?: de (?:publication|parution))? ?:|^date(?= \d)|publication date|creation(?= ?:)",
    "reading": r"(?:temps de )?lecture(?: en)?|reading time|read time"
    r"|\d+ ?(?:min|mn|minutes?)\b(?: de lecture| to read| read| lues?)?",
    "comments": r"\d+ (?:commentaires?|comments?|reactions?|reponses?)"
    r"|(?:no|aucun|pas de) (?:comments?|commentaires?)"
    r"|laisser un commentaire|leave a comment|comments? off",
    "counts": r"(?:affichages?|clics?|hits|lu) ?: ?\d+"
    r"|\d+ (?:vues?|views?|lectures?|partages?|shares?|likes?|hits)\b|(?:vu|lu) \d+ fois",
    "weak_author": r"par|by|von|por|de notre (?:correspondante?|envoyee?)",
    "weak_date": r"le(?= ?\d| ?(?:lun|mar|mercre|jeu|vendre|same)di| ?dimanche| ?$)"
    r"|on(?= ?\d| \w+,? \d)",
    "weak_section": r"dans|in|sous",
}
LABEL = re.compile(
    r"(?<![\w'-])(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in WRITTEN.items())
    + r")(?:(?<= d')|(?![\w'-]))[ :]*"
)
COUNTS = {"reading", "comments", "counts"}
WEAK = {"weak_author": "author", "weak_date": "date", "weak_section": "section"}
ISSUE = re.compile(
    r"(?:\b|(?<!\S)(?=#\d))(?P<volume>vol(?:ume|\.)? ?\d{1,4}, ?)?"
    r"(?:#(?=\d)|n ?[°o]s?\.?|n\.(?= ?\d)|num(?:eros?|\.)"
    r"|issue|hors[- ]serie|vol\.?)(?: doubles?)? ?(?:n ?[°o] ?)?"
    r"(\d{1,5}(?:[-/ ]\d{1,3})?)(?!\d)"
)
# A time of reading, whole: « Lecture 2 min », « 2 min de lecture ».
MINUTES = re.compile(
    r"(?:(?:temps de )?lecture(?: en)?|reading time|read time)[ :]*\d+ ?(?:min|mn)"
    r"|\d+ ?(?:min|mn|minutes?) (?:de lecture|to read|read|lues?)\b"
)
SEPARATORS = re.compile(r"[|·•–—()]| (?:[-/]|--) |\s{2,}")
TRIM = ' \t\u00a0\u202f|·•-–—,;:/()[]*_.>»«"'


class Label(NamedTuple):
    """A label in a line: what it announces, a key of WRITTEN that is not weak, and its place."""

    name: str
    start: int
    end: int


def find(line: str, folded: str, strict: bool = True) -> list[Label]:
    """Return the labels of a line that opens with one, or with a few words before it; else [].

    `folded` is the line folded, of the same length. Unless `strict`, as in a whole sentence of
    labels, weak ones count wherever they stand.
    """
    matches = list(LABEL.finditer(folded))
    labels: list[Label] = []
    for match, following in zip_longest(matches, matches[1:]):
        name = match.lastgroup or ""
        lead = line[: match.start()]
        if labels:
            lead = line[labels[-1].end : match.start()]
        if labels and _lists_tags(labels[-1], folded):
            announced = line[match.end() :]
            if following:
                announced = line[match.end() : following.start()]
            if not _ends_tags(match, lead, announced.strip(TRIM), strict):
                continue
        elif (
            strict
            and name in WEAK
            and not _may_open(name, lead, folded[match.end() :], bool(labels))
        ):
            continue
        if not labels and lead and not _is_lead(lead):
            return []
        labels.append(Label(WEAK.get(name, name), match.start(), match.end()))
    return labels


def until_separator(text: str) -> tuple[str, str]:
    """Return what stands before the first separator and what stands behind it, both trimmed.

    Without a separator, that is the text as it is, and "".
    """
    separator = SEPARATORS.search(text)
    if not separator:
        return text, ""
    return text[: separator.start()].strip(TRIM), text[separator.end() :].strip(TRIM)


def _lists_tags(label: Label, folded: str) -> bool:
    """Return True for a label that only tags follow.

    « Étiquettes et préjugés, par X » is a headline.
    """
    if label.name != "tags":
        return False
    has_colon = ":" in folded[label.start : label.end]
    return has_colon or not folded.startswith("etiquette", label.start)


def _ends_tags(match: re.Match[str], lead: str, announced: str, strict: bool) -> bool:
    """Return True if a label among tags is a label, which ends them.

    Behind a comma it never is, elsewhere only with its number, date or name: « lecture publique »
    and « vente par correspondance » are tags. `lead` is the text before it, `announced` behind it.
    """
    written = match.lastgroup or ""
    if written == "weak_section" or (strict and lead.rstrip()[-1:] in (",", ";")):
        return False
    name = WEAK.get(written, written)
    if name == "reading":
        return bool(MINUTES.match(match.string, match.start()))
    if name in ("date", "updated"):
        days = printed_dates.find_french(announced)
        return bool(days) and len(announced[: days[0][0]].split()) <= 1
    if name in ("author", "poster"):
        return _is_author(match, announced, strict)
    if name == "section":
        return announced[:1].isupper()
    return name in COUNTS or ":" in match.group()


def _is_author(match: re.Match[str], announced: str, strict: bool) -> bool:
    """Return True if what a label of authors among tags announces is one."""
    if not strict and match.string.startswith("by ", match.start()) and "," not in announced:
        return True
    head, _behind = until_separator(announced)
    if names.is_account(head):
        return True
    if match.lastgroup in WEAK:
        return bool(names.printed(head, least=2))
    return bool(names.printed(head, least=1))


def _is_lead(lead: str) -> bool:
    """Return True for what may stand before the first label.

    That is a date, an issue, a section, a few words.
    """
    if len(lead.split()) <= 4:
        return True
    return bool(printed_dates.find_french(lead) or ISSUE.search(lead)) or is_section(lead)


def _may_open(name: str, lead: str, behind: str, is_labelled: bool) -> bool:
    """Return True if a weak label counts.

    It does behind a date or a section; « par » also at the start of a line or behind a sign;
    « dans » behind a name, that may be one by its shape where a label (`is_labelled`) is before it.
    """
    trimmed = lead.strip(TRIM)
    days = printed_dates.find_french(trimmed)
    closes_another = is_section(trimmed) or (bool(days) and days[-1][1] == len(trimmed))
    if name == "weak_section":
        return closes_another or bool(names.printed(trimmed, least=1 if is_labelled else 2))
    if name == "weak_date":
        return not behind.strip() or bool(printed_dates.DATE.match(behind.strip()))
    return closes_another or not trimmed or lead.rstrip()[-1] in "|·•-–—,(/"
