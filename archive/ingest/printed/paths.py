"""The way from a site's home to a page, as it is printed above the text."""

import re

YOU_ARE_HERE = re.compile(r"(?:vous [êe]tes ici|you are here)\s*[:>›→»/]", re.I)
# Between steps; « / » stands between other things as well, unless the way begins at the home page.
STEP = re.compile(r"\s[>›→/»]\s")
HOME = re.compile(r"(?:accueil|home)\b", re.I)
LEADS_ON = re.compile(r"\w.* [>›→]")
MOST_WORDS = 8  # of a step


def is_path(line: str) -> bool:
    """Return True for the way to a page: « Site > Débats > L’édito »."""
    if YOU_ARE_HERE.match(line):
        return True
    steps = STEP.split(line)
    if len(steps) < 3 or "«" in line:
        return False
    if " / " in line and not HOME.match(line):
        return False
    return all(0 < len(step.split()) <= MOST_WORDS for step in steps)


def leads_on(line: str) -> bool:
    """Return True for a step on a line of its own, with the sign that leads to the next below."""
    return bool(LEADS_ON.fullmatch(line)) and len(line.split()) <= MOST_WORDS


def steps_of(line: str) -> list[str]:
    """Return the steps of a path, the home first."""
    return STEP.split(line)
