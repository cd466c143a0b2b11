"""Numbers by which libraries all over the world tell one person from another. Pure functions."""

import re
from collections.abc import Callable
from dataclasses import dataclass


def _isni_sums_up(isni: str) -> bool:
    """Return True if the last figure is what the others ask for (ISO 7064, MOD 11-2)."""
    total = 0
    for figure in isni[:-1]:
        total = (total + int(figure)) * 2
    check = (12 - total % 11) % 11
    return isni[-1] == ("X" if check == 10 else str(check))


def _bears_no_sum(_identifier: str) -> bool:
    return True


@dataclass(frozen=True)
class Scheme:
    """Who gives identifiers, of what pattern, and what the addresses of their pages begin with."""

    name: str
    pattern: re.Pattern
    where: str
    sums_up: Callable[[str], bool] = _bears_no_sum

    def valid(self, typed: str) -> str:
        """Return the identifier out of what was typed, its page's address too; "" of nothing.

        Raises ValueError where it is none.
        """
        last = typed.strip().rstrip("/").rpartition("/")[2]
        identifier = re.sub(r"[\s\u00a0\u202f-]", "", last).upper().removeprefix("ISNI")
        if not identifier and not typed.strip():
            return ""
        if not self.pattern.fullmatch(identifier) or not self.sums_up(identifier):
            raise ValueError(f"no identifier of {self.name}: {typed[:40]!r}")
        return identifier

    def address(self, identifier: str) -> str:
        return self.where + identifier


WIKIDATA = Scheme("Wikidata", re.compile(r"Q[1-9]\d{0,11}"), "https://www.wikidata.org/wiki/")
VIAF = Scheme("VIAF", re.compile(r"[1-9]\d{0,21}"), "https://viaf.org/viaf/")
ISNI = Scheme("ISNI", re.compile(r"\d{15}[\dX]"), "https://isni.org/isni/", _isni_sums_up)
SCHEMES = {"isni": ISNI, "viaf": VIAF, "wikidata": WIKIDATA}  # by the name of a column
