"""Haystack's lookups (`title__startswith`, `earliest__gte` …) in Whoosh's query language, to be read by `syntax`."""

import datetime
from collections.abc import Iterable

from django.utils.encoding import force_str
from haystack import connections
from haystack.backends.whoosh_backend import WhooshSearchQuery
from haystack.constants import FUZZY_WHOOSH_MAX_EDITS, FUZZY_WHOOSH_MIN_PREFIX
from haystack.inputs import BaseInput, Clean, Not, PythonData

from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.schema import local_day
from archive.search.words.analysis import tokenize
from archive.text import APOSTROPHES

NOTHING = "(NOT *:*)"  # finds no document
ALL = "*:*"
RANGES = {"gt": "{{{} TO]", "gte": "[{} TO]", "lt": "[TO {}}}", "lte": "[TO {}]"}
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
        """Whoever typed it, every word of it is a word: what Whoosh would take for a mark stands within quotes."""
        return " ".join(map(_word, force_str(query_fragment).split()))

    def build_exact_query(self, query_string: str) -> str:
        escaped = force_str(query_string).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def build_alt_parser_query(self, parser_name: str, query_string: str = "", **kwargs) -> str:
        """There is no other parser here: the words count."""
        return self.clean(query_string)

    def matching_all_fragment(self) -> str:
        return ALL

    def build_query(self) -> str:
        """Without the boosts: the backend gets them as they are, so that they rank and do not filter."""
        return self.query_filter.as_query_string(self.build_query_fragment) or ALL

    def build_query_fragment(self, field: str, filter_type: str, value) -> str:
        """One condition. An empty text asks for nothing in particular, an empty list for nothing at all."""
        name = connections[self._using].get_unified_index().get_index_fieldname(field)
        if isinstance(value, BaseInput) and (
            isinstance(value, Not) or not isinstance(value, PythonData | Clean)
        ):
            fragment = value.prepare(self)
            fragment = fragment and f"({fragment})"
        else:
            value = value.query_string if isinstance(value, BaseInput) else value
            fragment = self._lookup(self.backend.kind_of(name), filter_type, value)
        return fragment if field == "content" or fragment in ("", NOTHING) else f"{name}:{fragment}"

    def _lookup(self, kind, filter_type: str, value) -> str:
        if filter_type == "in":
            return _joined(map(self._exact, value), "OR") or NOTHING
        if filter_type == "range":
            first, last = value
            return f"[{_edge(first, 'gte')} TO {_edge(last, 'lte')}]"
        if filter_type in RANGES:
            return RANGES[filter_type].format(_edge(value, filter_type))
        if filter_type in PATTERNS:
            return self._patterns(kind, PATTERNS[filter_type], force_str(value))
        if filter_type == "content" and isinstance(kind, Words):
            return f"({text})" if (text := self.clean(value)) else ""
        return self._exact(value)

    def _exact(self, value) -> str:
        return self.build_exact_query(_written(value))

    def _patterns(self, kind, pattern: str, text: str) -> str:
        words = (
            [token.form for token in tokenize(text) if token.span == 1]
            if isinstance(kind, Words)
            else [text]
        )
        parts = [pattern.format(word.translate(_NO_SYNTAX)) for word in words if word]
        return _joined(parts, "AND")

    def run_mlt(self, **kwargs):
        """As the parent does, but only the page that is asked for."""
        super().run_mlt(
            **{"start_offset": self.start_offset, "end_offset": self.end_offset} | kwargs
        )


def _joined(parts: Iterable[str], by: str) -> str:
    joined = f" {by} ".join(parts)
    return f"({joined})" if joined else ""


def _word(word: str) -> str:
    return word.lower() if word.isalnum() else f"'{word.translate(_APOSTROPHE)}'"


def _written(value) -> str:
    return (
        local_day(value).strftime("%Y%m%d")
        if isinstance(value, datetime.date)
        else force_str(value)
    )


def _edge(value, filter_type: str) -> str:
    """An edge of a range. Days have no time: what is before noon of a day is before the next day."""
    if (
        isinstance(value, datetime.datetime)
        and value.time() != datetime.time()
        and filter_type in ("lt", "gte")
    ):
        value = local_day(value) + datetime.timedelta(days=1)
    return _written(value).translate(_NO_BRACKETS)
