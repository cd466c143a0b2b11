"""Dates in figures that can be read in more ways than one."""

import re

from archive.ingest.records import Doubt


def date_doubts(printed: str, language: str) -> list[Doubt]:
    """What a date in figures leaves open: its century, and outside French which of two figures is the day."""
    figures = re.search(r"\b(\d\d?)[/.-](\d\d?)[/.-](\d\d|\d{4})\b", printed)
    if not figures:
        return []
    doubts = [Doubt("date", "two-digits", printed)] if len(figures[3]) == 2 else []
    either = int(figures[1]) <= 12 and int(figures[2]) <= 12 and int(figures[1]) != int(figures[2])
    return doubts + ([Doubt("date", "ambiguous", printed)] if either and language == "en" else [])
