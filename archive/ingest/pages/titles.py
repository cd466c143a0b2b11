"""Which of a page's titles is the text's, without the site's name behind it."""

import re
from collections.abc import Iterable

from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import Weighed, weigh
from archive.ingest.printed import names
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt
from archive.text import name_key

WEIGHTS = {
    "heading": 3.0,
    "headline": 3.0,
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
# Signs that part a title from rubrics and site; a colon or a tilde may stand in a title.
BAR = re.compile(r"[|›»–—•·-]")
HEADINGS = {"heading", "headline"}
# What metadata and a heading share where both are the text's: a word of so many letters.
TELLING = 4
# Words of a site's name.
LONGEST_SITE = 5
# Words of a kicker that stands before a title in one heading.
KICKER = 4
QUOTED = re.compile(r"(«[^«»]*)»")
DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
# Headings of pages that show something else before the text.
NO_TITLES = {
    *("log in", "login", "connexion", "menu", "search", "recherche", "accueil", "home", "sign in"),
    *("error", "404"),
}


def site_in_window(claims: list[Claim]) -> str:
    """Return the name that stands behind a heading in the window's title; "" for none.

    It is the site's, where it is no person's: « La voix au loin - La Lettre ».
    """
    headings = {name_key(claim.value) for claim in claims if claim.origin in HEADINGS}
    for claim in claims:
        if (claim.field, claim.origin) != ("title", "window"):
            continue
        parts = list(filter(None, SEPARATOR.split(claim.value)))
        if len(parts) != 2 or name_key(parts[0]) not in headings:
            continue
        name = parts[1]
        if len(name.split()) <= LONGEST_SITE and names.certainty(name) < 2:
            return name
    return ""


def choose(claims: list[Claim], sites: Iterable[str]) -> tuple[str, list[Doubt]]:
    """Return the title ("" where none is claimed), and what is doubtful.

    What metadata and window say comes from one system, which often has a title of its own for
    them: the visible heading wins over all of these. It is a doubt that another is claimed which is
    more than the same with something before or behind. `sites` are names of the page's site.
    """
    site_keys = set(filter(None, map(name_key, sites)))
    titles = []
    for claim in claims:
        if claim.field == "title":
            title = without_site(claim.value, site_keys)
            if _is_title(title, site_keys):
                titles.append((title, claim.origin))
    if not titles:
        return "", [Doubt("title", "unknown")]
    keys = [name_key(title) for title, origin in titles if origin != "window"]
    headings = {name_key(title) for title, origin in titles if origin in HEADINGS}
    shared = [(_shared(title, origin, keys, headings), origin) for title, origin in titles]
    ranked = weigh(shared, WEIGHTS, name_key)
    best = _visible(ranked, shared) or ranked[0]
    return best.value, _doubts(best, [weighed for weighed in ranked if weighed is not best])


def _visible(ranked: list[Weighed[str]], titles: list[tuple[str, str]]) -> Weighed[str] | None:
    """Return the first heading, where it is the text's; None where it may be the site's.

    A « headline » stands in the text's own part of the page; another must share a word with a
    title that metadata give.
    """
    if not {*HEADINGS, "citation"}.isdisjoint(ranked[0].origins):
        return None
    other_words: set[str] = set()
    first, first_origin = "", ""
    for title, origin in titles:
        if origin not in HEADINGS:
            other_words |= set(name_key(title).split())
        elif not first:
            first, first_origin = title, origin
    telling = {word for word in name_key(first).split() if len(word) >= TELLING}
    is_long = first_origin == "headline" and len(first.split()) > 2
    if not is_long and telling.isdisjoint(other_words):
        return None
    for weighed in ranked:
        if name_key(weighed.value) == name_key(first):
            return weighed
    return None


def _is_title(title: str, site_keys: set[str]) -> bool:
    """Return False for nothing, the site's name, a section's name and what no text is called."""
    key = name_key(title)
    return bool(key) and key not in site_keys and key not in NO_TITLES and not is_section(title)


def without_site(title: str, site_keys: set[str]) -> str:
    """Return « Mutation | Rubrique | En-Contact » without the site's name at either end.

    What stands between it and the title goes with it.
    """
    unquoted = _unquoted(title)
    cuts = list(SEPARATOR.finditer(unquoted))
    if cuts and is_section(title[cuts[-1].end() :]) and BAR.search(cuts[-1].group()):
        return without_site(title[: cuts[-1].start()].strip(), site_keys)
    if cuts and is_section(title[: cuts[0].start()]) and BAR.search(cuts[0].group()):
        return without_site(title[cuts[0].end() :].strip(), site_keys)
    for cut in cuts:
        if _is_site(title[cut.end() :], site_keys):
            return title[: cut.start()].strip()
        behind = list(filter(None, SEPARATOR.split(unquoted[cut.end() :])))
        if behind and _ends_in_site(cut, behind, site_keys):
            return title[: cut.start()].strip()
    if cuts and _is_site(title[: cuts[0].start()], site_keys):
        behind_site = title[cuts[0].end() :].strip()
        return behind_site or title
    return title


def _ends_in_site(cut: re.Match, parts: list[str], site_keys: set[str]) -> bool:
    """Return True where the parts behind a separator are rubrics and the site, or site and date."""
    if len(parts) < 4 and BAR.search(cut.group()) and _is_site(parts[-1], site_keys):
        return True
    if not DATE.fullmatch(parts[-1].strip()):
        return False
    return any(_is_site(part, site_keys) for part in parts)


def _unquoted(title: str) -> str:
    """Return a title, as long as it is, with another sign closing a quotation: « » » separates."""
    return QUOTED.sub(r"\1”", title)


def _is_site(part: str, site_keys: set[str]) -> bool:
    """Return True for a name of the site, also without its spaces or its ending."""
    key = name_key(part)
    squeezed = key.replace(" ", "")
    if not key:
        return False
    for site_key in site_keys:
        if key == site_key or squeezed == site_key.replace(" ", ""):
            return True
        if len(squeezed) > 3 and squeezed == _without_ending(site_key):
            return True
    return False


def _without_ending(site_key: str) -> str:
    """Return « lemonde fr » (an address as a key) as "lemonde"."""
    words = site_key.split()
    if len(words) < 2:
        return site_key
    return "".join(words[:-1])


def _shared(title: str, origin: str, keys: list[str], headings: set[str]) -> str:
    """Return the part of a title that a heading, or another claim, has alone; else the title.

    « Title - Rubric » and « Kicker: Title » are cut so. What two places have in full is only cut to
    what a heading shows.
    """
    alone: set[str] = set()
    if origin not in HEADINGS:
        alone |= headings
    if keys.count(name_key(title)) < 2:
        alone |= set(keys)
    for cut in SEPARATOR.finditer(_unquoted(title)):
        before, behind = title[: cut.start()], title[cut.end() :]
        for part, rest in ((before, behind), (behind, before)):
            is_kicker = origin not in HEADINGS or len(rest.split()) <= KICKER
            if is_kicker and len(part.split()) > 2 and name_key(part) in alone:
                return part.strip()
    return title


def _doubts(best: Weighed[str], lighter: list[Weighed[str]]) -> list[Doubt]:
    best_key = name_key(best.value)
    for weighed in lighter:
        key = name_key(weighed.value)
        is_contained = best_key in key or key in best_key
        is_heavy = weighed.weight >= 2.0 and weighed.weight > 0.45 * best.weight
        if is_heavy and not is_contained:
            return [Doubt("title", "other", weighed.value)]
    return []
