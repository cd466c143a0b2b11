"""Names of magazines as pages print them: in mastheads, sections' names, behind copyright signs."""

import re

from archive.ingest.printed.template_lines import kind

PAPER = (
    "(?i:magazine|revue|journal|mensuel|hebdomadaire|bimestriel|trimestriel|gazette|lettre|cahiers)"
)
PERIODICAL = re.compile(
    rf"\b{PAPER}s?\b|\b(?i:bulletin|newsletter|semestriel|annuel|bimensuel|moniteur|courrier|[ée]cho|annales|officiel)\b"
)
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


def name(line: str) -> str:
    """Return the magazine of a masthead; else "".

    It is the whole of « Magazine Relation Client », and of « Ligne ouverte – le magazine de … »
    what stands before the sign.
    """
    if len(line) > 90:
        return ""
    masthead = MASTHEAD.match(line)
    if not masthead:
        return ""
    if not masthead["name"]:
        return line
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
    return _name_of(COPYRIGHT.search(line))


def _name_of(match: re.Match[str] | None) -> str:
    if not match:
        return ""
    return match["name"].strip()
