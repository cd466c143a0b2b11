"""A paragraph with what references are made of told apart: dates, months, quotations.

Pure functions. Each character of such a thing is one sign, so that all places stay as they are and
a pattern needs not say again what a date is.
"""

import re
from typing import NamedTuple

from archive.crossreferences.blocks import Block
from archive.printed_dates import FOLD, FRENCH_MONTHS, MONTH_OF, parse_french

DATE, MONTH, QUOTE, SPOKEN = "\ue010", "\ue011", "\ue012", "\ue013"
SIGNS = (DATE, MONTH, QUOTE, SPOKEN)
A_DATE, A_MONTH, A_QUOTE = f"{DATE}+", f"{MONTH}+", f"{QUOTE}+"
LONGEST_TITLE = 300  # characters between « and »: what is longer is what somebody says

_MONTHS = "|".join(FRENCH_MONTHS).translate(FOLD)
_A_MONTH = re.compile(rf"\b(?P<name>{_MONTHS})(?P<last> (?:dernier|passe)\b)?(?! prochain)")
# Of the dates that are printed, those that texts are told by: to look for all costs far more.
_YEAR = r"(?:18|19|20)\d\d(?!\d)"
_A_DATE = re.compile(
    rf"(?:(?<!\d)\d{{1,2}}(?:er)? )?(?<!\w)(?:{_MONTHS})(?: ?[-/] ?(?:{_MONTHS}))? {_YEAR}"
    rf"|(?<!\w)(?:printemps|ete|automne|hiver) (?:de )?{_YEAR}"
    rf"|(?<!\d)\d{{1,2}}/\d{{1,2}}/{_YEAR}"
)
_QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*(?:»|$)|“[^“”]*(?:”|$)")
_OPENS = re.compile(r"\s*[—–]\s")  # somebody speaks
# `FOLD` leaves the commonest of them.
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u2009\u202f"}
_TRIMMED = ' \u00a0\u202f«»“”"'


class Masked(NamedTuple):
    """A paragraph: as printed, folded with its signs, and what stands behind them."""

    plain: str
    signs: str
    dates: dict[int, str]  # where each begins: its EDTF
    months: dict[int, int]  # 1 to 12

    def title(self, start: int, end: int) -> str:
        """Return what stands in quotation marks or italics."""
        return self.plain[start:end].strip(_TRIMMED)


def masked(block: Block) -> Masked:
    """Return a paragraph with its signs; what is said in it by others is SPOKEN."""
    plain = block.plain
    signs = plain.translate(_SPACES).translate(FOLD)
    dates: dict[int, str] = {}
    months: dict[int, int] = {}
    if block.is_quoted or _OPENS.match(plain):
        return Masked(plain, SPOKEN * len(plain), dates, months)
    for printed in _A_DATE.finditer(signs):
        edtf = parse_french(printed[0])
        if edtf:
            dates[printed.start()] = edtf
            signs = _covered(signs, printed.start(), printed.end(), DATE)
    for month in _A_MONTH.finditer(signs):
        months[month.start()] = MONTH_OF[month["name"]]
        signs = _covered(signs, month.start(), month.end(), MONTH)
    for start, end in block.italics:
        signs = _covered(signs, start, end, QUOTE)
    for quoted in _QUOTED.finditer(plain):
        start, end = quoted.span()
        is_title = end - start <= LONGEST_TITLE and plain[end - 1] in "»”"
        signs = _covered(signs, start, end, QUOTE if is_title else SPOKEN)
    return Masked(plain, signs, dates, months)


def _covered(signs: str, start: int, end: int, sign: str) -> str:
    return f"{signs[:start]}{sign * (end - start)}{signs[end:]}"
