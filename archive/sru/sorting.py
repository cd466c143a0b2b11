"""The order that a catalogue asks for -> that of the site's own search. Pure functions.

By `sortBy` of CQL (https://www.loc.gov/standards/sru/resources/sort-context-set.html) or by the
parameter `sortKeys` (https://www.loc.gov/standards/sru/companionSpecs/sort.html): one key, the date
or the title. What else they have is refused by the diagnostic meant for it.
"""

import re
from collections.abc import Mapping, Sequence

from archive.sru.cql import Refusal

ASCENDING, DESCENDING = "ascending", "descending"
# (index, direction) -> the order of the search, which has titles one way alone.
ORDERS: Mapping[tuple[str, str], str] = {
    ("dc.date", ASCENDING): "oldest",
    ("dc.date", DESCENDING): "newest",
    ("dc.title", ASCENDING): "title",
}
INDEXES = frozenset(index for index, _direction in ORDERS)
# What has no date comes last, whatever the direction.
MISSING = {ASCENDING: "missinghigh", DESCENDING: "missinglow"}
ALWAYS = ("ignorecase", "ignoreaccents")
DIRECTIONS = {
    "": ASCENDING,
    "1": ASCENDING,
    "true": ASCENDING,
    "0": DESCENDING,
    "false": DESCENDING,
}
DC_SCHEMA = "info:srw/schema/1/dc-v1.1"  # in which records are written
SCHEMAS = ("", "dc", DC_SCHEMA)
PARTS = 5  # of a key: path, schema, ascending, case, missing value
_PATH = re.compile(r"(?:[\w:./]*[:./])?(title|date)", re.ASCII)


def order_of_clause(tokens: Sequence[str]) -> str:
    """Return the order of a clause: the tokens behind its `sortBy`. Raises Refusal."""
    index, direction, missing = tokens[0].lower(), ASCENDING, ""
    if "=" in tokens:
        raise Refusal(92, " ".join(tokens))
    if set(tokens[1::2]) - {"/"}:
        raise Refusal(84, " ".join(tokens))
    for typed in tokens[2::2]:
        modifier = typed.lower().removeprefix("sort.")
        if modifier in MISSING:
            direction = modifier
        elif modifier.startswith("missing"):
            missing = modifier
        elif modifier == "respectcase":
            raise Refusal(91, typed)
        elif modifier not in ALWAYS:
            raise Refusal(82, typed)
    return _order(index, direction, missing)


def order_of_keys(typed: str) -> str:
    """Return the order of `sortKeys`: « date,dc,0 » is the newest first. Raises Refusal."""
    keys = typed.split()
    if len(keys) != 1:
        raise Refusal(84 if keys else 6, typed or "sortKeys=")
    parts = keys[0].split(",")
    if len(parts) > PARTS:
        raise Refusal(82, typed)
    path, schema, ascending, case, missing = parts + [""] * (PARTS - len(parts))
    element = _PATH.fullmatch(path)
    if element is None:
        raise Refusal(88, path)
    if schema not in SCHEMAS:
        raise Refusal(87, schema)
    if case not in ("", "0", "false"):
        raise Refusal(91, case)
    if ascending not in DIRECTIONS:
        raise Refusal(90, ascending)
    direction = DIRECTIONS[ascending]
    if missing and f"missing{missing.lower().removesuffix('value')}" != MISSING[direction]:
        raise Refusal(92, missing)
    return _order(f"dc.{element[1]}", direction, "")


def _order(index: str, direction: str, missing: str) -> str:
    if index not in INDEXES:
        raise Refusal(88, index)
    if missing not in ("", MISSING[direction]):
        raise Refusal(92, missing)
    if (index, direction) not in ORDERS:
        raise Refusal(90, f"{index} {direction}")
    return ORDERS[index, direction]
