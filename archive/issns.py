"""The numbers that magazines bear all over the world (ISO 3297). Pure functions."""

import re

WRITTEN = re.compile(r"(?:ISSN)?:?\s*(\d{4})\s*[-‐‑–—]?\s*(\d{3}[\dXx])", re.IGNORECASE)


def valid(printed: str) -> str:
    """Return an ISSN as it is to be written: "1234-5679". Raises ValueError where it is none.

    Its last figure is a sum of the others, by which most slips are told.
    """
    written = WRITTEN.fullmatch(printed.strip())
    if not written:
        raise ValueError(f"no ISSN: {printed[:40]!r}")
    issn = f"{written[1]}-{written[2].upper()}"
    if _check_digit(issn) != issn[-1]:
        raise ValueError(f"no ISSN: {printed[:40]!r}")
    return issn


def _check_digit(issn: str) -> str:
    """Return the last figure that the first seven ask for."""
    figures = map(int, issn.replace("-", "")[:7])
    total = sum(figure * weight for figure, weight in zip(figures, range(8, 1, -1), strict=True))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)
