"""Haystack's lookups (`title__startswith`, `earliest__gte` …) in Whoosh's query language.

`syntax` reads it.
"""

import datetime
from collections.abc import Iterable

from django.utils.encoding import force_str
from haystack import connections
from haystack.backends.whoosh_backend import WhooshSearchBackend, WhooshSearchQuery
from haystack.constants import FUZZY_WHOOSH_MAX_EDITS, FUZZY_WHOOSH_MIN_PREFIX
from haystack.inputs import BaseInput, Clean, Not, PythonData
from whoosh.fields import ID

from archive.search.engines.haystack.kinds import RunningText, local_time
from archive.search.words.analysis import single_tokens
from archive.text import APOSTROPHES

NOTHING = "(NOT *:*)"  # finds no document
ALL = "*"
RANGES = {"gt": "{{{} to}}", "gte": "[{} to]", "lt": "{{to {}}}", "lte": "[to {}]"}
PATTERNS = {
    "contains": "*{}*",
    "startswith": "{}*",
    "endswith": "*{}",
    "fuzzy": f"{{}}~{FUZZY_WHOOSH_MAX_EDITS}/{FUZZY_WHOOSH_MIN_PREFIX}",
}
_APOSTROPHE = str.maketrans(dict.fromkeys([*map(chr, APOSTROPHES), "'"], "’"))
_NO_SYNTAX = str.maketrans(dict.fromkeys("\\\"()[]{}*?:^~<>' \t\n\r", "?"))
_NO_BRACKETS = str.maketrans(dict.fromkeys("[]{}", " "))


class SearchQuery(WhooshSearchQuery):
    def clean(self, query_fragment: str) -> str:
        """Return a text as plain words: what Whoosh would take for a mark stands within quotes.

        Whoever typed it, every word of it is a word.
        """
        return " ".join(map(_word, force_str(query_fragment).split()))

    def build_exact_query(self, query_string: str) -> str:
        escaped = force_str(query_string).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def build_alt_parser_query(self, parser_name: str, query_string: str = "", **kwargs) -> str:
        """Return the words, which count: there is no other parser here."""
        return self.clean(query_string)

    def matching_all_fragment(self) -> str:
        return ALL

    def build_query(self) -> str:
        """Return the query without its boosts.

        The backend gets them as they are, so that they rank and do not filter.
        """
        return self.query_filter.as_query_string(self.build_query_fragment) or ALL

    def build_query_fragment(self, field: str, filter_type: str, value) -> str:
        """Return one condition.

        An empty text asks for nothing in particular, an empty list for nothing at all.
        """
        name = connections[self._using].get_unified_index().get_index_fieldname(field)
        if _prepares_itself(value):
            fragment = _bracketed(value.prepare(self))
        else:
            operand = value.query_string if isinstance(value, BaseInput) else value
            fragment = self._lookup(self.backend.kind_of(name), filter_type, operand)
        if field == "content" or fragment in ("", NOTHING):
            return fragment
        return f"{name}:{fragment}"

    def _lookup(self, kind, filter_type: str, operand) -> str:
        if filter_type == "in":
            return _joined(map(self._exact, operand), "OR") or NOTHING
        if filter_type == "range":
            first, last = operand
            return f"([{_edge(first)} to {_edge(last)}])"
        if filter_type in RANGES:
            return _bracketed(RANGES[filter_type].format(_edge(operand)))
        if filter_type in PATTERNS:
            return self._patterns(kind, PATTERNS[filter_type], force_str(operand))
        if filter_type == "content" and isinstance(operand, str) and not isinstance(kind, ID):
            return _joined(self.clean(operand).split(), "AND")
        return _bracketed(self._exact(operand))

    def _exact(self, operand) -> str:
        """Return a whole value: a text within quotes, all else as it is written."""
        if isinstance(operand, str):
            return self.build_exact_query(operand)
        return self._written(operand)

    def _written(self, operand) -> str:
        if isinstance(operand, datetime.date):
            return _digits(operand)
        if isinstance(operand, bool):
            return str(operand).lower()
        if isinstance(operand, list | tuple):
            return ",".join(map(force_str, operand))
        return force_str(operand)

    def _patterns(self, kind, pattern: str, text: str) -> str:
        words = [text]
        if isinstance(kind, RunningText):
            words = [word.form for word in single_tokens(text)]
        parts = [pattern.format(word.translate(_NO_SYNTAX)) for word in words if word]
        return _joined(parts, "AND")

    def run_mlt(self, **kwargs):
        """Run the search as the parent does, but only for the page that is asked for."""
        page = {"start_offset": self.start_offset, "end_offset": self.end_offset}
        super().run_mlt(**page | kwargs)


def _prepares_itself(operand) -> bool:
    """Whether an input of haystack's writes its own query, rather than stand for plain words."""
    if isinstance(operand, Not):
        return True
    return isinstance(operand, BaseInput) and not isinstance(operand, PythonData | Clean)


def _joined(parts: Iterable[str], by: str) -> str:
    return _bracketed(f" {by} ".join(parts))


def _bracketed(fragment: str) -> str:
    return fragment and f"({fragment})"


def _word(word: str) -> str:
    if word in WhooshSearchBackend.RESERVED_WORDS:
        return word.lower()
    if any(mark in word for mark in WhooshSearchBackend.RESERVED_CHARACTERS) or word[0] == "'":
        return f"'{word.translate(_APOSTROPHE)}'"
    return word


def _digits(day: datetime.date) -> str:
    """A day or a time, as Whoosh's fields of dates take it; the time of the archive's zone."""
    local = local_time(day)
    hour = local.strftime("%H%M%S")
    return f"{local.year:04d}{local.month:02d}{local.day:02d}{hour}"


def _edge(operand) -> str:
    """An edge of a range."""
    if isinstance(operand, datetime.date):
        return _digits(operand)
    return force_str(operand).translate(_NO_BRACKETS)
