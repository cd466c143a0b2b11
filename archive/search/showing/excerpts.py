"""The passages of a text that answer a query, cut at sentences, with the matched words marked."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from html import escape
from itertools import chain, islice

from django.utils.safestring import SafeString, mark_safe

from archive.search.words.analysis import HYPHENS
from archive.search.words.variants import VARIANTS
from archive.text import APOSTROPHES, fold

LENGTH = 280  # characters of all the passages of one text together
READ = 100_000  # characters of a text that are looked at
# A sentence ends at its stop, closing quotation marks included, where a capital, a quotation or a dash comes next; not
# after an initial or an abbreviation (« M. », « p. 20 », « C.R.M. »).
# The stop is looked for first, then what is before it: so the search jumps from stop to stop.
_ABBREVIATED = r"(?<!\b[A-Za-z].)(?<!\bMme.)(?<!\bcf.)(?<!\bart.)"
_END = re.compile(rf"[.!?…]{_ABBREVIATED}[\s]?[»”\")]*\s+(?=[«“\"–—A-ZÀ-ÖØ-Þ0-9])|\n+")

_APOSTROPHE = f"['{''.join(map(chr, APOSTROPHES))}]"
_WITHIN = str.maketrans("", "", HYPHENS + ".") | APOSTROPHES
MOST_FORMS = 400
MOST_SPANS = 200
GAP = 99  # characters between two words of a phrase

Span = tuple[int, int]
Found = tuple[int, int, str]


@dataclass(frozen=True)
class Passage:
    """A stretch of a text; `marks` are (start, end) in it, in order. `before`, `after`: the sentence goes on there."""

    text: str
    marks: Sequence[Span] = ()
    before: bool = False
    after: bool = False

    def html(self) -> SafeString:
        """The passage escaped, its words in <mark>, an ellipsis where it was cut."""
        inner = marked(self.text, self.marks)
        return mark_safe(f"{'… ' if self.before else ''}{inner}{' …' if self.after else ''}")


def marked(text: str, marks: Iterable[Span]) -> SafeString:
    """The text escaped, with each (start, end) in <mark>."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*pieces, escape(text[at:])]))


def find(
    text: str,
    forms: Iterable[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    most: int | None = None,
) -> list[Found]:
    """Where the words stand: [(start, end, form)] in order and apart, the first `most` of them. A phrase is a sequence
    of sets of forms, met whatever their accents, as the engine meets them; it counts as its first form."""
    patterns = [_pattern(frozenset(list(forms)[:MOST_FORMS]))]
    patterns += [
        _sequence(tuple(map(frozenset, phrase))) for phrase in phrases if phrase and all(phrase)
    ]
    lower = _lower(text[:READ])
    found = [_matches(pattern, lower) for pattern in patterns if pattern]
    return list(
        islice(
            _apart(merge(*found, key=_first_and_longest)) if len(found) > 1 else chain(*found), most
        )
    )


def _matches(pattern: re.Pattern, lower: str) -> Iterator[Found]:
    for match in pattern.finditer(lower):
        start = match.start()
        # « appels » is not in « rappels »: looked up here, since as a part of the pattern it would halve its speed.
        if not start or not lower[start - 1].isalnum():
            yield start, match.end(), _bare(match[pattern.groups])


@lru_cache(maxsize=64)
def _pattern(forms: frozenset[str]) -> re.Pattern | None:
    """One expression for all forms: taking every word apart by the analyzer takes four times as long. It allows in
    a form what the analyzer takes out or makes one: hyphens, dots, either apostrophe."""
    return re.compile(f"{_any(forms)}(?!\\w)") if forms else None


@lru_cache(maxsize=64)
def _sequence(slots: tuple[frozenset[str], ...]) -> re.Pattern:
    """One form of each slot after the other, with only between them what the analyzer takes for no word; the first one
    is the pattern's group."""
    first, *others = (
        _any({*forms, *map(_without_accents, forms)}, _whatever_accent) for forms in slots
    )
    return re.compile(
        "".join([f"({first})", *(rf"[\W_]{{1,{GAP}}}+{form}" for form in others), r"(?!\w)"])
    )


def _as_it_is(char: str) -> str:
    return _APOSTROPHE if char == "'" else re.escape(char)


def _without_accents(form: str) -> str:
    return (
        fold(form).replace("oe", "œ").replace("ae", "æ")
    )  # one letter, which may be printed as two


def _whatever_accent(char: str) -> str:
    if char in "œæ":
        return f"(?:{char}|{''.join(map(_whatever_accent, fold(char)))})"
    return f"[{VARIANTS[char]}]" if char in VARIANTS else _as_it_is(char)


def _any(forms: Iterable[str], spelled: Callable[[str], str] = _as_it_is) -> str:
    """An expression for any of these, each letter `spelled`: what several begin with is looked for once."""
    letters: dict[str, dict] = {}
    for form in forms:
        following = letters
        for char in form:
            following = following.setdefault(char, {})
        following[""] = {}  # it may end here
    return _branches(letters, spelled)


def _branches(letters: dict[str, dict], spelled: Callable[[str], str]) -> str:
    found = [
        spelled(char) + _tail(following, spelled) for char, following in letters.items() if char
    ]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _tail(letters: dict[str, dict], spelled: Callable[[str], str]) -> str:
    if not any(letters):
        return ""
    tail = f"[{HYPHENS}.]?{_branches(letters, spelled)}"
    return f"(?:{tail})?" if "" in letters else tail


def _lower(text: str) -> str:
    lower = text.lower()
    return (
        lower
        if len(lower) == len(text)
        else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def _bare(matched: str) -> str:
    return matched.translate(_WITHIN)


def _first_and_longest(span: Found) -> tuple[int, int]:
    return span[0], -span[1]


def _apart(spans: Iterable[Found]) -> Iterator[Found]:
    """Of overlapping spans the longest: « télé-usine » rather than « télé » within it."""
    end = 0
    for span in spans:
        if span[0] >= end:
            end = span[1]
            yield span


def passages(
    text: str,
    forms: Collection[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    length: int = LENGTH,
) -> list[Passage]:
    """The one or two best passages, in the order of the text; its beginning where none of the words is in it.

    `forms` are lower-case forms as the index has them: a passage is worth the number of different ones in it.
    """
    text = text[:READ]
    spans = find(text, forms, phrases, MOST_SPANS)
    if not spans:
        return [_cut(text, (0, _sentence_end(text, 0, length)), None, [], length)] if text else []
    best = _best(spans, length // 2)
    bounds = [
        (_sentence_start(text, spans[first][0]), _sentence_end(text, spans[last][1]))
        for first, last in best
    ]
    if len(bounds) == 2 and (
        _overlap(*bounds) or min(end - start for start, end in bounds) > length
    ):
        bounds = bounds[:1]
    shown = sorted(
        (bound, spans[first]) for bound, (first, _last) in zip(bounds, best, strict=False)
    )
    return [_cut(text, bound, span, spans, length // len(shown)) for bound, span in shown]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _best(spans: Sequence[Found], reach: int) -> list[tuple[int, int]]:
    """Of the stretches (a span and those that follow it closely, as the numbers of the first and the last) the one with
    most different words, then the one that adds most."""
    lasts = _lasts(spans, reach)
    worth = _different(spans, lasts)
    first = max(range(len(spans)), key=worth.__getitem__)
    known = {form for _start, _end, form in spans[first : lasts[first] + 1]}
    start, end = spans[first][0], spans[lasts[first]][1]
    apart = [
        other for other, last in enumerate(lasts) if spans[last][1] < start or spans[other][0] > end
    ]
    if not apart:
        return [(first, lasts[first])]
    added = _different(spans, lasts, known)
    second = max(apart, key=lambda other: (added[other], worth[other]))
    return [(one, lasts[one]) for one in (first, second)]


def _lasts(spans: Sequence[Found], reach: int) -> list[int]:
    """For each span the number of the last one that ends within so many characters of its start."""
    lasts, following = [], 0
    for number, (start, _end, _form) in enumerate(spans):
        while following < len(spans) and spans[following][1] - start <= reach:
            following += 1
        lasts.append(max(following - 1, number))
    return lasts


def _different(
    spans: Sequence[Found], lasts: Sequence[int], known: Collection[str] = ()
) -> list[int]:
    """The number of different words in each stretch, the known ones left out."""
    held, number, numbers, at = Counter(), 0, [], 0
    for first, last in enumerate(lasts):
        for _start, _end, form in spans[at : last + 1]:
            held[form] += 1
            number += held[form] == 1 and form not in known
        at = last + 1
        numbers.append(number)
        form = spans[first][2]
        held[form] -= 1
        number -= not held[form] and form not in known
    return numbers


def _sentence_start(text: str, at: int, reach: int = 400) -> int:
    low = max(at - reach, 0)
    ends = [match.end() for match in _END.finditer(text, low, at)]
    return ends[-1] if ends else low


def _sentence_end(text: str, at: int, reach: int = 400) -> int:
    match = _END.search(text, at, at + reach)
    return match.end() if match else min(at + reach, len(text))


def _cut(
    text: str, bound: Span, about: Found | None, spans: Sequence[Found], length: int
) -> Passage:
    """The sentence, or of a long one the words around a match, cut between words."""
    start, end = low, high = bound
    if end - start > length:
        first, first_end = about[:2] if about else (start, start + 1)
        low = max(start, min(first - length // 4, end - length))
        high = min(end, low + length)
        low = low if low == start else text.find(" ", low, first) + 1 or low
        high = high if high == end else max(text.rfind(" ", low, high), first_end)
    piece = text[low:high].rstrip()
    low += len(piece) - len(piece := piece.lstrip())
    marks = [(s - low, e - low) for s, e, _form in spans if low <= s and e <= low + len(piece)]
    return Passage(
        piece.replace("\n", " "),
        marks,
        before=low > start + 1,
        after=low + len(piece) < len(text[:end].rstrip()),
    )


def mark_html(
    html: str, forms: Collection[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> SafeString:
    """The words marked within clean HTML, as the article page shows it; tags and attributes are left alone."""
    parts = re.split(r"(<[^>]*>|&[#\w]+;)", html)
    for index in range(0, len(parts), 2):
        spans = find(parts[index], forms, phrases)
        pieces, at = [], 0
        for start, end, _form in spans:
            pieces += [parts[index][at:start], "<mark>", parts[index][start:end], "</mark>"]
            at = end
        parts[index] = "".join([*pieces, parts[index][at:]])
    return mark_safe("".join(parts))
