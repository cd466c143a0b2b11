"""What a text prints and does not say: addresses, paths, commands, names in programs, initials,
verbs that are no noun. Pure functions."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from archive.search.words.analysis import DEFAULT_LANGUAGE, is_function_word

# Each begins where no word goes on, so that a long run of letters is walked once.
UNSPOKEN = re.compile(
    r"""
      \b(?:https?://|www\.)\S+
    | (?<![\w.+-])[\w.+-]+@[\w.-]+
    | (?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|fr|eu|be|ca|ch)\b
    | (?<![\w.])\w{2,}(?:\.\w{2,}){2,}  # mapfish.widgets.miniMap
    | (?<!\w)[^\W_]+(?:_+[^\W_]+)+(?:\([\w.,]*\))?  # ST_Length(geometry)
    | (?<![\w/.:])(?:[A-Za-z]:|~)?/(?:[\w.-]+/)+[\w.-]*  # C:/htdocs/data
    | (?<![\w/.:-])(?:[\w.-]+/)*(?:lib|src|bin|css|img)/[\w./-]+  # OpenLayers/lib/OpenLayers/Popup
    | ^[ \t]*(?:\$[ ](?=[a-z])|sudo[ ]|(?:apt|apt-get|pip3?|npm)[ ]install[ ]|git[ ]clone[ ])[^\n]*
    """,
    re.VERBOSE | re.MULTILINE,
)
# What each of these has: it is looked for first, since nearly all lines have none of them.
MAY_BE_UNSPOKEN = re.compile(
    r"[@_/$]|www\.|[\w-]\.\w|^[ \t]*(?:sudo|apt|pip|npm|git)", re.MULTILINE
)
# « que je vous livre ici »: after these no noun stands, as it may after « nous » alone.
VERB = re.compile(
    r"""
      (?<![\w’'-])
      (?i:(?:je|tu|il|elle|on|ils|elles|me|te|se|qui|ne)[ \u00a0]+|[jmtsn][’'])
      (?i:(?:me|te|se|nous|vous|ne)[ \u00a0]+|[mtsn][’'])*
      [a-zà-ÿœ]+
    """,
    re.VERBOSE,
)
INITIAL = re.compile(r"(?<![\w.’'])[A-ZÀ-Ý]\.[ \u00a0\u202f]?([A-ZÀ-Ý][a-zà-ÿ]+)")  # R. Mejean


class _Stretches(NamedTuple):
    """Where those of a line begin and end, in their order."""

    starts: list[int]
    ends: list[int]


class Unspoken:
    """The stretches of a text in a language that are printed and not said.

    None goes over the end of a line: only those lines are read that are asked for.
    """

    def __init__(self, text: str, language: str):
        self._text, self._language = text, language
        self._of_lines: dict[int, _Stretches] = {}

    def covers(self, start: int, end: int) -> bool:
        """Return whether all between two characters is a part of such a stretch, or an initial.

        What is an address as a whole, and a name as well (« Booking.com »), is said.
        """
        starts, ends = self._of_line(start)
        number = bisect_right(starts, start) - 1
        if number < 0 or end > ends[number]:
            return False
        is_whole = (start, end) == (starts[number], ends[number])
        return not is_whole or end == start + 1

    def _of_line(self, place: int) -> _Stretches:
        """Return the stretches of the line in which a character stands."""
        start = self._text.rfind("\n", 0, place) + 1
        if start not in self._of_lines:
            end = self._text.find("\n", place)
            if end < 0:
                end = len(self._text)
            stretches = sorted(_stretches(self._text, start, end, self._language))
            starts, ends = [first for first, _last in stretches], [last for _, last in stretches]
            self._of_lines[start] = _Stretches(starts, ends)
        return self._of_lines[start]


def _stretches(text: str, first: int, last: int, language: str) -> Iterator[tuple[int, int]]:
    if MAY_BE_UNSPOKEN.search(text, first, last):
        for match in UNSPOKEN.finditer(text, first, last):
            yield match.span()
    if language == DEFAULT_LANGUAGE:
        for match in VERB.finditer(text, first, last):
            yield match.span()
    for match in INITIAL.finditer(text, first, last):
        # « Je travaille sous R. Nous … » ends a sentence: a surname is no function word.
        if not is_function_word(match[1].lower(), language):
            yield match.start(), match.start() + 1
