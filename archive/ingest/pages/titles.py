"""Which of a page's titles is the text's, without the site's name behind it."""

import re
from collections.abc import Iterable

from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import Weighed, weigh
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt
from archive.text import name_key

WEIGHTS = {
    "heading": 3.0,
    "json-ld": 2.2,
    "opengraph": 2.0,
    "citation": 3.0,
    "microdata": 1.5,
    "dublin-core": 1.2,
    "twitter": 0.6,
    "meta": 0.8,
    "window": 1.0,
}
SEPARATOR = re.compile(r"\s+[|–—•·›»«:~-]+\s+|\s*[|›»]\s*|：|\s*\[[^\]]{1,12}\]\s*$")
QUOTED = re.compile(r"(«[^«»]*)»")
DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
# Headings of pages that show something else before the text.
NO_TITLES = {
    "log in",
    "login",
    "connexion",
    "menu",
    "search",
    "recherche",
    "accueil",
    "home",
    "sign in",
    "error",
    "404",
}


def choose(claims: list[Claim], sites: Iterable[str]) -> tuple[str, list[Doubt]]:
    """The title, and a doubt where another is claimed that is more than the same with something before or behind."""
    names = {key for site in sites if (key := name_key(site))}
    stripped = [
        (without_site(claim.value, names), claim.origin)
        for claim in claims
        if claim.field == "title"
    ]
    stripped = [(value, origin) for value, origin in stripped if not _is_none(value, names)]
    if not stripped:
        return "", [Doubt("title", "unknown")]
    keys = [name_key(value) for value, origin in stripped if origin != "window"]
    headings = {name_key(value) for value, origin in stripped if origin == "heading"}
    ranked = weigh(
        [(_shared(value, origin, keys, headings), origin) for value, origin in stripped],
        WEIGHTS,
        name_key,
    )
    best = ranked[0]
    return best.value, _doubts(best, ranked[1:])


def _is_none(value: str, names: set[str]) -> bool:
    key = name_key(value)
    return not key or key in names or key in NO_TITLES or is_section(value)


def without_site(value: str, names: set[str]) -> str:
    """« Mutation | Rubrique | En-Contact » without the site's name, or anything after or before it, at either end."""
    cuts = list(SEPARATOR.finditer(_unquoted(value)))
    for cut in cuts:
        behind = [part for part in SEPARATOR.split(_unquoted(value)[cut.end() :]) if part]
        rest = value[cut.end() :]
        if _is_site(rest, names) or (
            behind and _is_site(behind[-1], names) and len(behind) < 4 and _is_bar(cut)
        ):
            return value[: cut.start()].strip()
        if (
            behind
            and DATE.fullmatch(behind[-1].strip())
            and any(_is_site(part, names) for part in behind)
        ):
            return value[: cut.start()].strip()
    if cuts and _is_site(value[: cuts[0].start()], names) and value[cuts[0].end() :].strip():
        return value[cuts[0].end() :].strip()
    return value


def _unquoted(value: str) -> str:
    """The same, as long, with nothing for a separator in the sign that closes a quotation."""
    return QUOTED.sub(r"\1”", value)


def _is_bar(cut: re.Match) -> bool:
    return any(sign in cut.group() for sign in "|›»–—•·-")


def _is_site(part: str, names: set[str]) -> bool:
    key = name_key(part)
    squashed = key.replace(" ", "")
    return bool(key) and any(
        key == name
        or squashed == name.replace(" ", "")
        or (len(squashed) > 3 and squashed == _host(name))
        for name in names
    )


def _host(name: str) -> str:
    """« lemonde fr » (an address as a key) -> "lemonde"."""
    return "".join(name.split()[:-1]) if len(name.split()) > 1 else name


def _shared(value: str, origin: str, keys: list[str], headings: set[str]) -> str:
    """The part of « Title - Rubric » or « Kicker: Title » that a heading, or another claim, has alone; else the value.

    What two places have in full is only cut to what a heading shows.
    """
    alone = set() if origin == "heading" else headings
    if keys.count(name_key(value)) < 2:
        alone = alone | set(keys)
    for cut in SEPARATOR.finditer(_unquoted(value)):
        for part in (value[: cut.start()], value[cut.end() :]):
            if len(part.split()) > 2 and name_key(part) in alone:
                return part.strip()
    return value


def _doubts(best: Weighed[str], others: list[Weighed[str]]) -> list[Doubt]:
    key = name_key(best.value)
    for other in others:
        theirs = name_key(other.value)
        contained = key in theirs or theirs in key
        if not contained and other.weight >= 2.0 and other.weight > 0.45 * best.weight:
            return [Doubt("title", "other", other.value)]
    return []
