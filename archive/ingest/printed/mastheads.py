"""Names of magazines as pages print them: in mastheads, sections' names, behind copyright signs."""

import re

from archive.ingest.printed.template_lines import kind

PAPER = (
    "(?i:magazine|revue|journal|mensuel|bimensuel|hebdomadaire|bimestriel|trimestriel|gazette"
    "|lettre|cahiers)"
)
PERIODICAL = re.compile(
    rf"\b{PAPER}s?\b|\b(?i:bulletin|newsletter|semestriel|annuel|moniteur|courrier|[ée]cho|annales|officiel)\b"
)
# What stands below a magazine's title and says what it is: « le mensuel des secrétaires ».
TAGLINE = re.compile(
    rf"(?:(?:le|la|un|une|votre)\s|l['’])?(?:{PAPER}|(?i:bulletin|organe|journal))s?\s"
    r"(?:\w+\s){0,2}(?:de|des|du|d['’]|pour|sur|qui)",
    re.I,
)
SUBTITLE = re.compile(
    r"[a-zà-ÿ]|(?:L[ae] |L['’]|Une? |Votre )[a-zà-ÿ]"
    r"|\w+ (?:\w+ )?(?:(?:bi|tri)?mensuel|bimestriel|trimestriel|semestriel|hebdomadaire|quotidien)"
)
PARTS = re.compile(r"\s[-–—|]\s")
# « Bienvenue sur le site du Bulletin des vieux métiers ! »
WELCOME = re.compile(
    r"(?i:bienvenue (?:sur|à|dans|chez) (?:le site (?:de la |de l['’]|du |des |de |d['’]))?)"
    r"(?P<name>[A-ZÀ-Þ0-9][^.!?:;|]{1,60}?)\s?[!.]?$"
)
# A magazine's title in two languages: « Le Forestier québécois / The Quebec Forester ».
BILINGUAL = re.compile(r"(\S+ \S[^/]*?) / \S+ \S[^/]*")
MASTHEAD = re.compile(
    rf"(?:(?i:le|la|les)\s|(?i:l['’]))?{PAPER}\s"
    r"(?:(?i:du|de la|des|de)\s|(?i:de l|d|l)['’])?[A-ZÀ-Þ][^.!?:]{1,50}$"
    r"|(?P<name>[A-ZÀ-Þ0-9][^.!?:;|]{1,40}?)\s?[-–—|:,]\s?(?i:le|la|votre|un)\s"
    rf"(?:\w+\s)?{PAPER}s?"
    r"\s(?i:de|des|du|d['’]|dédié|consacré|pour|sur|qui|francophone|indépendant)"
)
IN_SECTION = re.compile(
    rf"\b(?i:du|de la|le|la|dans|pour)\s{PAPER}\s(?P<name>[A-ZÀ-Þ0-9][^,;|]{{1,60}})"
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright)(?: ?(?:©|\(c\)))?\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s,:-]*"
    r"(?P<name>[^\W\d](?:(?! - |tous droits|all rights)[^\d|•.–©,()]){1,40})",
    re.I,
)
# « Fleurs Magazine est édité par Vert Tendre SARL ».
PUBLISHED = re.compile(
    r"(?P<name>[A-ZÀ-Þ0-9][^.:;|]{1,40}?) (?:est|is) (?:une? [^.:;|]{3,40} )?"
    r"(?:éditée?|publiée?|published|une publication|a publication)\b"
)
COPYRIGHT_WORD = re.compile("copyright|copr", re.I)


def name(line: str) -> str:
    """Return the magazine of a masthead; else "".

    It is the whole of « Magazine Relation Client », and of « Ligne ouverte – le magazine de … »
    what stands before the sign.
    """
    if len(line) > 90:
        return ""
    masthead = MASTHEAD.match(line)
    if not masthead:
        return _name_of(WELCOME.match(line))
    if not masthead["name"]:
        head = PARTS.split(line)[0]
        return head if MASTHEAD.match(head) else line
    if kind(masthead["name"]):
        return ""
    return _name_of(masthead)


def in_section(section: str) -> str:
    """Return the magazine that a section's name holds; else "".

    It is En-Contact in « Editos du magazine En-Contact ».
    """
    return _name_of(IN_SECTION.search(section))


def in_copyright(line: str) -> str:
    """Return who claims the copyright: « © 2008 Les Cahiers de la clientèle »; else ""."""
    if len(line) >= 200:
        return ""
    holder = _name_of(COPYRIGHT.search(line))
    return "" if kind(holder) or COPYRIGHT_WORD.fullmatch(holder) else holder


def in_imprint(line: str) -> str:
    """Return the magazine of which a line says who publishes it; else ""."""
    return _name_of(PUBLISHED.match(line))


def in_one_language(title: str) -> str:
    """Return a magazine's title as its own language has it, where it is printed in two."""
    bilingual = BILINGUAL.fullmatch(title)
    return bilingual[1] if bilingual else title


def is_tagline(line: str) -> bool:
    """Return True for what magazines are called below their titles: « Bulletin du syndicat … »."""
    return len(line) <= 90 and bool(TAGLINE.match(line))


def is_subtitle(line: str) -> bool:
    """Return True for a tagline that is no title: « Le mensuel des secrétaires ».

    « La Revue des sages-femmes » and « Cahiers de la clientèle » are titles.
    """
    return is_tagline(line) and bool(SUBTITLE.match(line))


def _name_of(match: re.Match[str] | None) -> str:
    if not match:
        return ""
    return match["name"].strip()
