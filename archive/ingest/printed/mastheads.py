"""Names of magazines as pages print them: in a masthead, in a section's name, behind a copyright sign."""

import re

from archive.ingest.printed.template_lines import kind

PAPER = (
    "(?i:magazine|revue|journal|mensuel|hebdomadaire|bimestriel|trimestriel|gazette|lettre|cahiers)"
)
MASTHEAD = re.compile(
    rf"(?:(?i:le|la|les)\s|(?i:l['’]))?{PAPER}\s(?:(?i:du|de la|des|de)\s|(?i:de l|d|l)['’])?[A-ZÀ-Þ][^.!?:]{{1,50}}$"
    rf"|(?P<name>[A-ZÀ-Þ0-9][^.!?:;|]{{1,40}}?)\s?[-–—|:,]\s?(?i:le|la|votre|un)\s(?:\w+\s)?{PAPER}s?"
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
    """The magazine of a masthead: « Magazine Relation Client », « Ligne ouverte – le magazine de … »; else ""."""
    found = MASTHEAD.match(line) if len(line) <= 90 else None
    if not found:
        return ""
    if not found["name"]:
        return line
    return "" if kind(found["name"]) else found["name"].strip()


def in_section(section: str) -> str:
    """The magazine that a section's name holds: En-Contact in « Editos du magazine En-Contact »; else ""."""
    found = IN_SECTION.search(section)
    return found["name"].strip() if found else ""


def in_copyright(line: str) -> str:
    """Who claims the copyright: « © 2008 Les Cahiers de la clientèle »; else ""."""
    found = COPYRIGHT.search(line) if len(line) < 200 else None
    return found["name"].strip() if found else ""
