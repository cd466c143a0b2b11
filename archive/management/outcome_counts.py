"""The last line of what a command prints that brings editorials in."""

from collections.abc import Mapping

from archive.ingest.entering.saving import OUTCOMES


def counts_line(counts: Mapping[str, int]) -> str:
    """Return each outcome with the number of items that had it: « 12 created, 0 updated, … »"""
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
