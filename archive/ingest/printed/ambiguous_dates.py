"""Dates in figures that can be read in more ways than one."""

import re

from archive.ingest.records import Doubt

FIGURES = re.compile(r"\b(\d\d?)[/.-](\d\d?)[/.-](\d\d|\d{4})\b")

SHORT = re.compile(r"[^\W\d_]{3,}\.? \d\d$")  # « 12 mai 04 »


def date_doubts(printed: str, language: str) -> list[Doubt]:
    """Return what a date in figures leaves open.

    That is its century and, in English of any country ("en", "en-US"), which of two figures is the
    day: other languages write it first.
    """
    if SHORT.search(printed):
        return [Doubt("date", "two-digits", printed)]
    figures = FIGURES.search(printed)
    if not figures:
        return []
    doubts = []
    if len(figures[3]) == 2:
        doubts.append(Doubt("date", "two-digits", printed))
    first, second = int(figures[1]), int(figures[2])
    may_swap = first <= 12 and second <= 12 and first != second
    if may_swap and language.lower().startswith("en"):
        doubts.append(Doubt("date", "ambiguous", printed))
    return doubts
