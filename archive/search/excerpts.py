"""The passages of a text that answer a query, cut at sentences, with the matched words marked."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from archive.search.analysis import HYPHENS, tokenize
from archive.text import APOSTROPHES

LENGTH = 280  # characters of all the passages of one text together
READ = 100_000  # characters of a text that are looked at
# A sentence ends at its stop, closing quotation marks included, where a capital, a quotation or a dash comes next; not
# after an initial or an abbreviation (« M. », « p. 20 », « C.R.M. »).
_END = re.compile(r"(?<!\b[A-Za-z])(?<!\bMme)(?<!\bcf)(?<!\bart)[.!?…][\s]?[»”\")]*\s+(?=[«“\"–—A-ZÀ-ÖØ-Þ0-9])|\n+")

_APOSTROPHE = f"['{''.join(map(chr, APOSTROPHES))}]"
_WITHIN = str.maketrans("", "", HYPHENS + ".") | APOSTROPHES
MOST_FORMS = 400
MOST_SPANS = 200

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
        return format_html("{}{}{}", "… " if self.before else "", inner, " …" if self.after else "")


def marked(text: str, marks: Iterable[Span]) -> SafeString:
    """The text escaped, with each (start, end) in <mark>."""
    pieces, at = [], 0
    for start, end in marks:
        pieces.append((text[at:start], text[start:end]))
        at = end
    return format_html_join("", "{}<mark>{}</mark>", pieces) + format_html("{}", text[at:])


def find(text: str, forms: Iterable[str], phrases: Sequence[Sequence[Collection[str]]] = ()) -> list[Found]:
    """Where the words stand: [(start, end, form)] in order and apart. A phrase is a sequence of sets of forms."""
    text = text[:READ]
    pattern, lower = _pattern(frozenset(list(forms)[:MOST_FORMS])), _lower(text)
    # « appels » is not in « rappels »: looked up here, since as a part of the pattern it would halve its speed.
    spans = (
        [m for m in pattern.finditer(lower) if not m.start() or not lower[m.start() - 1].isalnum()] if pattern else []
    )
    found = [(match.start(), match.end(), _bare(match[0])) for match in spans]
    if any(phrases):
        found += _phrases(text, phrases)
    return _apart(found)


@lru_cache(maxsize=64)
def _pattern(forms: frozenset[str]) -> re.Pattern | None:
    """One expression for all forms: taking every word apart by the analyzer takes four times as long. It allows in
    a form what the analyzer takes out or makes one: hyphens, dots, either apostrophe."""
    words = (f"[{HYPHENS}.]?".join(_APOSTROPHE if char == "'" else re.escape(char) for char in form) for form in forms)
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(longest_first)})(?!\\w)") if forms else None


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _bare(matched: str) -> str:
    return matched.translate(_WITHIN)


def _phrases(text: str, phrases) -> list[Found]:
    at: dict[int, dict[str, Span]] = {}
    for token in tokenize(text):
        at.setdefault(token.position, {})[token.form] = (token.start, token.end)
    found = []
    for phrase in filter(None, phrases):
        for position in at:
            slots = [_slot(at.get(position + offset, {}), forms) for offset, forms in enumerate(phrase)]
            if all(slots):
                found.append((slots[0][1][0], slots[-1][1][1], slots[0][0]))
    return found


def _slot(here: Mapping[str, Span], forms: Collection[str]) -> tuple[str, Span] | None:
    return next(((form, span) for form, span in here.items() if form in forms), None)


def _apart(spans: Iterable[Found]) -> list[Found]:
    """Of overlapping spans the longest: « télé-usine » rather than « télé » within it."""
    kept = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def passages(
    text: str,
    forms: Mapping[str, float] | Collection[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    length: int = LENGTH,
) -> list[Passage]:
    """The one or two best passages, in the order of the text; its beginning where none of the words is in it.

    `forms` are lower-case forms as the index has them, best with a weight each: a passage is worth the sum of the
    weights of the different words in it.
    """
    text = text[:READ]
    spans = find(text, forms, phrases)[:MOST_SPANS]
    if not spans:
        return [_cut(text, 0, _sentence_end(text, 0, length), [], length)] if text else []
    weights = forms if isinstance(forms, Mapping) else {}
    best = _best(_stretches(spans, length // 2), weights)
    bounds = [(_sentence_start(text, inside[0][0]), _sentence_end(text, inside[-1][1])) for inside in best]
    if len(bounds) == 2 and (bounds[0][1] > bounds[1][0] or min(end - start for start, end in bounds) > length):
        best, bounds = best[:1], bounds[:1]
    shown = [[span for span in spans if start <= span[0] < end] for start, end in bounds]
    return [_cut(text, *bound, inside, length // len(best)) for bound, inside in zip(bounds, shown, strict=True)]


def _stretches(spans: Sequence[Found], reach: int) -> Iterable[Sequence[Found]]:
    """For each span, it and those that follow it closely."""
    last = 0
    for first, (start, _end, _form) in enumerate(spans):
        while last < len(spans) and spans[last][1] - start <= reach:
            last += 1
        yield spans[first : max(last, first + 1)]


def _best(stretches: Iterable[Sequence[Found]], weights: Mapping[str, float]) -> list[Sequence[Found]]:
    """The stretch with the most weight of different words, then the one that adds most; in the text’s order."""

    def worth(stretch, known=frozenset()):
        return sum(weights.get(form, 1.0) for form in {form for _s, _e, form in stretch} - known)

    stretches = list(stretches)
    first = max(stretches, key=worth)
    known = frozenset(form for _s, _e, form in first)
    apart = [other for other in stretches if other[-1][1] < first[0][0] or other[0][0] > first[-1][1]]
    second = max(apart, key=lambda other: (worth(other, known), worth(other)), default=None)
    return sorted([first, second] if second else [first])


def _sentence_start(text: str, at: int, reach: int = 400) -> int:
    low = max(at - reach, 0)
    ends = [match.end() for match in _END.finditer(text, low, at)]
    return ends[-1] if ends else low


def _sentence_end(text: str, at: int, reach: int = 400) -> int:
    match = _END.search(text, at, at + reach)
    return match.end() if match else min(at + reach, len(text))


def _cut(text: str, start: int, end: int, spans, length: int) -> Passage:
    """The sentence, or of a long one the words around its first matches, cut between words."""
    low, high = start, end
    if end - start > length:
        first = spans[0][0] if spans else start
        low = max(start, min(first - length // 4, end - length))
        high = min(end, low + length)
        low = low if low == start else text.find(" ", low, first) + 1 or low
        high = high if high == end else max(text.rfind(" ", low, high), spans[0][1] if spans else low + 1)
    piece = text[low:high].rstrip()
    low += len(piece) - len(piece := piece.lstrip())
    marks = [(s - low, e - low) for s, e, _form in spans if low <= s and e <= low + len(piece)]
    return Passage(
        piece.replace("\n", " "), marks, before=low > start + 1, after=low + len(piece) < len(text[:end].rstrip())
    )


def mark_html(html: str, forms: Collection[str], phrases: Sequence[Sequence[Collection[str]]] = ()) -> SafeString:
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
