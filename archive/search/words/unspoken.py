"""What a text prints and does not say: addresses, paths, commands, names in programs, initials,
verbs that are no noun. Pure functions."""

import re
from bisect import bisect_right
from collections.abc import Iterator

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
    | ^[ \t]*(?:\$[ ]|sudo[ ]|(?:apt|apt-get|pip3?|npm)[ ]install[ ]|git[ ]clone[ ])[^\n]*
    """,
    re.VERBOSE | re.MULTILINE,
)
# « que je vous livre ici »: after these no noun stands.
VERB = re.compile(
    r"""
      (?<![\w’'-])
      (?i:(?:je|tu|il|elle|on|ils|elles|me|te|se|nous|vous|qui|ne)[ \u00a0]+|[jmtsn][’'])+
      [a-zà-ÿœ]+
    """,
    re.VERBOSE,
)
INITIAL = re.compile(r"(?<![\w.’'])[A-ZÀ-Ý]\.[ \u00a0\u202f]?([A-ZÀ-Ý][a-zà-ÿ]+)")  # R. Mejean


class Unspoken:
    """The stretches of a text in a language that are printed and not said."""

    def __init__(self, text: str, language: str):
        stretches = sorted(_stretches(text, language))
        self._starts = [start for start, _end in stretches]
        self._ends = [end for _start, end in stretches]

    def covers(self, start: int, end: int) -> bool:
        """Return whether all between two characters is a part of such a stretch, or an initial.

        What is an address as a whole, and a name as well (« Booking.com »), is said.
        """
        number = bisect_right(self._starts, start) - 1
        if number < 0 or end > self._ends[number]:
            return False
        is_whole = (start, end) == (self._starts[number], self._ends[number])
        return not is_whole or end == start + 1


def _stretches(text: str, language: str) -> Iterator[tuple[int, int]]:
    for match in UNSPOKEN.finditer(text):
        yield match.span()
    if language == DEFAULT_LANGUAGE:
        for match in VERB.finditer(text):
            yield match.span()
    for match in INITIAL.finditer(text):
        # « Je travaille sous R. Nous … » ends a sentence: a surname is no function word.
        if not is_function_word(match[1].lower(), language):
            yield match.start(), match.start() + 1
