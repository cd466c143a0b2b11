"""An object's state as JSON: what operations compare, keep and restore.

A state is {field: value} with all that people may change: an editorial's bylines, tags, doubts and
captures as well as its own columns; what is derived (plain text, slug, years, fingerprint) is left
out and derived again. `stores` reads and writes the states of a model's objects.
"""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import models

from archive.models.chunks import chunks


class Compact(json.JSONEncoder):
    """Writes JSON without spaces, and letters with accents as such: a fifth less of it."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


State = dict[str, Any]  # JSON, so of which type is a matter of the field
# What a change makes of a state; None before what was made and after what was deleted.
BeforeAfter = tuple[State | None, State | None]
LONG = ("body", "imported")  # fields of an editorial
DIGEST = "sha256:"


def elements(collection: dict | list | None) -> dict[str, Any]:
    """Return a set-like value, {key: detail} or [element, …], as {key: detail}."""
    if isinstance(collection, dict):
        return collection
    keyed = {}
    for element in collection or ():
        keyed[json.dumps(element, sort_keys=True, ensure_ascii=False)] = element
    return keyed


def merged_set(base: Any, target: Any, now: Any) -> Any:
    """Return the set-like value `now` with what makes `target` of `base`: some goes, some comes.

    In the order of `now`, and of its type.
    """
    old, new, present = elements(base), elements(target), elements(now)
    merged = {key: present[key] for key in present if key in new or key not in old}
    for key in new:
        if key not in old:
            merged.setdefault(key, new[key])
    if isinstance(now, dict):
        return merged
    return list(merged.values())


def differing(before: State | None, after: State | None) -> BeforeAfter | None:
    """Return (before, after) with nothing but the fields that differ; None where no field does.

    Whole states where one side is None. A higher version is no difference.
    """
    if before is None or after is None:
        if before is after:
            return None
        return before, after
    names = [name for name in before if name != "version" and after.get(name) != before[name]]
    if not names:
        return None
    return {name: before[name] for name in names}, {name: after.get(name) for name in names}


def digest(fact: Any) -> str:
    """Return what tells a value from another one, in the place of the value itself."""
    written = json.dumps(fact, sort_keys=True, ensure_ascii=False)
    return f"{DIGEST}{sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def is_digest(fact: Any) -> bool:
    return isinstance(fact, str) and fact.startswith(DIGEST)


def shortened(state: State | None) -> State | None:
    """Return the state of what was made, with digests for what is long: nobody restores it from
    there, and the object itself holds it. Of a capture only its origin stays readable."""
    if state is None:
        return None
    short = dict(state)
    for name in LONG:
        if name in short and not is_digest(short[name]):
            short[name] = digest(short[name])
    if "captures" in short:
        short["captures"] = _short_captures(short["captures"])
    return short


def _short_captures(captures: dict[str, dict]) -> dict[str, dict]:
    short = {}
    for pk, row in captures.items():
        short[pk] = row
        if "digest" not in row:
            short[pk] = {"origin": row["origin"], "digest": digest(row)}
    return short


def shortened_as(short: State, state: State) -> State:
    """Return a state with digests where another one has them, to be compared with it."""
    alike = dict(state)
    for name in LONG:
        if name in alike and is_digest(short.get(name)):
            alike[name] = digest(alike[name])
    if any("digest" in row for row in short.get("captures", {}).values()):
        alike["captures"] = _short_captures(alike["captures"])
    return alike


def as_json(column: Any) -> Any:
    """Return what a column holds as JSON has it: a day or a time as ISO 8601."""
    if isinstance(column, date):
        return column.isoformat()
    return column


def existing(model: type[models.Model], ids: Iterable[int | None]) -> set[int]:
    """Return those ids under which there is a row."""
    stored: set[int] = set()
    for chunk in chunks({pk for pk in ids if pk is not None}):
        stored.update(model._default_manager.filter(pk__in=chunk).values_list("pk", flat=True))
    return stored


def erase(rows: models.QuerySet) -> None:
    """Delete rows without loading each and sending its signals: ten thousand are one query.

    Who calls it tells the index.
    """
    rows.order_by()._raw_delete(rows.db)
