"""The passages of a text that answer a query, cut at sentences, with the matched words marked."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import chain, islice

from django.utils.safestring import SafeString

from archive import markup
from archive.markup import Span
from archive.search.question.answers import Phrase
from archive.search.words.analysis import HYPHENS
from archive.search.words.variants import VARIANTS
from archive.text import APOSTROPHES, fold

LENGTH = 280  # characters of all the passages of one text together
READ = 100_000  # characters of a text that are looked at
REACH = 400  # characters within which a sentence begins and ends
# A sentence ends at its stop, closing quotation marks included, where a capital, a quotation or a
# dash comes next; not after an initial or an abbreviation (« M. », « p. 20 », « C.R.M. »).
# The stop is looked for first, then what is before it: so the search jumps from stop to stop.
_ABBREVIATED = r"(?<!\b[A-Za-z].)(?<!\bMme.)(?<!\bcf.)(?<!\bart.)"
_END = re.compile(rf"[.!?…]{_ABBREVIATED}[\s]?[»”\")]*\s+(?=[«“\"–—A-ZÀ-ÖØ-Þ0-9])|\n+")

_APOSTROPHE = f"['{''.join(map(chr, APOSTROPHES))}]"
_WORD = re.compile(r"\w+")
SPACES = " \u00a0\u202f"  # that may part the figures of one number: « 39 39 », « 2 500 »
LEAST_PARTED = 4  # figures of such a number
_WITHIN = str.maketrans("", "", HYPHENS + "." + SPACES) | APOSTROPHES
MOST_FORMS = 400
MOST_SPANS = 200
GAP = 99  # characters between two words of a phrase

Match = tuple[int, int, str]  # where it starts, where it ends, which form it is of


@dataclass(frozen=True)
class Passage:
    """A stretch of a text; `marks` are (start, end) in it, in order.

    `before`, `after`: the sentence goes on there.
    """

    text: str
    marks: Sequence[Span] = ()
    before: bool = False
    after: bool = False

    def html(self) -> SafeString:
        """Return the passage escaped, its words in <mark>, an ellipsis where it was cut."""
        return markup.passage(self.text, self.marks, self.before, self.after)

    def plain(self) -> str:
        """Return the passage as text without marks, an ellipsis where it was cut."""
        before = "… " if self.before else ""
        after = " …" if self.after else ""
        return f"{before}{self.text}{after}"


# Where the words stand


def find(
    text: str,
    forms: Iterable[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    most: int | None = None,
) -> list[Match]:
    """Return [(start, end, form)] of the words, in order and apart, the first `most` of them.

    Forms in capitals are acronyms, and found in capitals alone. A phrase is a sequence of sets of
    forms, met whatever their accents, as the engine meets them; it counts as its first form. Where
    words may stand between its own, these are found one by one.
    """
    words = frozenset(list(forms)[:MOST_FORMS])
    acronyms = frozenset(filter(str.isupper, words))
    patterns = []
    if words - acronyms:
        patterns.append(_pattern(words - acronyms))
    lower = _lower(text[:READ])
    matches = []
    for phrase in phrases:
        if not phrase or not all(phrase):
            continue
        if isinstance(phrase, Phrase) and phrase.slop:
            matches.append(_matches_apart(phrase, lower))
        else:
            patterns.append(_sequence(tuple(map(frozenset, phrase))))
    matches += [_matches(pattern, lower) for pattern in patterns]
    if acronyms:
        matches.append(_matches(_pattern(acronyms), text[:READ]))
    if len(matches) < 2:
        return list(islice(chain(*matches), most))
    return list(islice(_apart(merge(*matches, key=_first_and_longest)), most))


def spans(
    text: str, forms: Iterable[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> list[Span]:
    """Return [(start, end)] of the words, as `find` finds them."""
    return [(start, end) for start, end, _form in find(text, forms, phrases)]


def mark_html(
    html: str, forms: Collection[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> SafeString:
    """Return clean HTML with the words marked, as the article's page shows it."""
    return markup.marked_within(html, lambda text: spans(text, forms, phrases))


def _matches(pattern: re.Pattern, lower: str) -> Iterator[Match]:
    for match in pattern.finditer(lower):
        start = match.start()
        # « appels » is not in « rappels »: looked up after the match, since as a part of the
        # pattern it would halve its speed.
        if not start or not lower[start - 1].isalnum():
            yield start, match.end(), _bare(match[pattern.groups])


def _matches_apart(phrase: Phrase, lower: str) -> Iterator[Match]:
    """Yield the words of a phrase that stand near each other, in their order."""
    starts = [match.start() for match in _WORD.finditer(lower)]

    def is_near(before: Match, after: Match) -> bool:
        between = bisect_left(starts, after[0]) - bisect_left(starts, before[1])
        return before[1] <= after[0] and between <= phrase.slop

    reached: list[list[Match]] = []
    for forms in phrase:
        matches = list(_matches(_sequence((frozenset(forms),)), lower))
        if reached:
            # Of the words before it the nearest is the one that ends last.
            ends = [end for _start, end, _form in reached[-1]]
            nearest = [bisect_right(ends, match[0]) - 1 for match in matches]
            pairs = zip(nearest, matches, strict=True)
            matches = [match for at, match in pairs if at >= 0 and is_near(reached[-1][at], match)]
        reached.append(matches)
    following = reached.pop()
    chains = [following]
    while reached:
        matches = []
        beginnings = [start for start, _end, _form in following]
        for match in reached.pop():
            at = bisect_left(beginnings, match[1])
            if at < len(following) and is_near(match, following[at]):
                matches.append(match)
        following = matches
        chains.append(matches)
    yield from _apart(merge(*chains, key=_first_and_longest))


def _first_and_longest(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def _apart(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield of overlapping matches the longest: « télé-usine » rather than « télé » within it."""
    end = 0
    for match in matches:
        if match[0] >= end:
            end = match[1]
            yield match


def _lower(text: str) -> str:
    """Return a text in small letters, each in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    letters = list(text)  # « İ » has two small letters, and stays
    for at, letter in enumerate(text):
        small = letter.lower()
        if len(small) == 1:
            letters[at] = small
    return "".join(letters)


def _bare(matched: str) -> str:
    return matched.translate(_WITHIN)


# What is looked for, as expressions


@lru_cache(maxsize=64)
def _pattern(forms: frozenset[str]) -> re.Pattern:
    """Return one expression for all forms.

    Taking every word apart by the analyzer takes four times as long. The expression allows in a
    form what the analyzer takes out or makes one: hyphens, dots, either apostrophe.
    """
    return re.compile(f"{_any(forms)}(?!\\w)")


@lru_cache(maxsize=64)
def _sequence(slots: tuple[frozenset[str], ...]) -> re.Pattern:
    """Return an expression for one form of each slot after another; the first is its group.

    Between them stands only what the analyzer takes for no word.
    """
    words = []
    for forms in slots:
        words.append(_any({*forms, *map(_without_accents, forms)}, _whatever_accent))
    words[0] = f"({words[0]})"
    between = rf"[\W_]{{1,{GAP}}}+"
    return re.compile(between.join(words) + r"(?!\w)")


def _as_it_is(char: str) -> str:
    return _APOSTROPHE if char == "'" else re.escape(char)


def _without_accents(form: str) -> str:
    """Return a form with letters that may be printed as two left as one: « œ », « æ »."""
    return fold(form).replace("oe", "œ").replace("ae", "æ")


def _whatever_accent(char: str) -> str:
    if char in "œæ":
        return f"(?:{char}|{''.join(map(_whatever_accent, fold(char)))})"
    return f"[{VARIANTS[char]}]" if char in VARIANTS else _as_it_is(char)


def _any(forms: Iterable[str], spelled: Callable[[str], str] = _as_it_is) -> str:
    """Return an expression for any of these, each letter `spelled`.

    What several begin with is looked for once. Long numbers may be printed in groups of figures.
    """
    letters: dict[str, dict] = {}
    grouped = []
    for form in forms:
        if form.isdecimal() and len(form) >= LEAST_PARTED:
            grouped.append(f"[{HYPHENS}.{SPACES}]?".join(form))
            continue
        following = letters
        for char in form:
            following = following.setdefault(char, {})
        following[""] = {}  # it may end here
    return _either([*_alternatives(letters, spelled), *grouped])


def _alternatives(letters: dict[str, dict], spelled: Callable[[str], str]) -> list[str]:
    alternatives = []
    for char, following in letters.items():
        if char:
            alternatives.append(spelled(char) + _tail(following, spelled))
    return alternatives


def _either(alternatives: Sequence[str]) -> str:
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"


def _tail(letters: dict[str, dict], spelled: Callable[[str], str]) -> str:
    if not any(letters):
        return ""
    tail = f"[{HYPHENS}.]?{_either(_alternatives(letters, spelled))}"
    return f"(?:{tail})?" if "" in letters else tail


# Which passages are shown


def passages(
    text: str,
    forms: Collection[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    length: int = LENGTH,
) -> list[Passage]:
    """Return the one or two best passages, in the order of the text.

    Where none of the words is in it, that is its beginning. `forms` are lower-case forms as the
    index has them: a passage is worth the number of different ones in it.
    """
    text = text[:READ]
    matches = find(text, forms, phrases, MOST_SPANS)
    if not text:
        return []
    if not matches:
        return [_cut(text, (0, _sentence_end(text, 0, length)), None, [], length)]
    sentences = _sentences(text, matches, length // 2)
    if len(sentences) == 2 and _are_the_same(text, sentences[0][0], sentences[1][0]):
        said = text[slice(*sentences[0][0])].strip()
        elsewhere = _outside(matches, text, said)
        sentences[1:] = _sentences(text, elsewhere, length // 2)[:1] if elsewhere else []
    if len(sentences) == 2 and _is_one_enough(sentences[0][0], sentences[1][0], length):
        sentences.pop()
    sentences.sort()
    share = length // len(sentences)
    return [_cut(text, sentence, match, matches, share) for sentence, match in sentences]


def _sentences(text: str, matches: Sequence[Match], reach: int) -> list[tuple[Span, Match]]:
    """Return the sentences of the best stretches, each with its first match."""
    sentences = []
    for first, last in _best(matches, reach):
        start = _sentence_start(text, matches[first][0])
        end = _sentence_end(text, matches[last][1])
        sentences.append(((start, end), matches[first]))
    return sentences


def _are_the_same(text: str, first: Span, second: Span) -> bool:
    return text[slice(*first)].strip() == text[slice(*second)].strip()


def _outside(matches: Iterable[Match], text: str, said: str) -> list[Match]:
    """Return the matches that stand where a text does not say this."""
    ends = []
    at = text.find(said)
    while at >= 0:
        ends.append(at + len(said))
        at = text.find(said, ends[-1])
    outside = []
    for match in matches:
        following = bisect_left(ends, match[1])
        if following == len(ends) or match[0] < ends[following] - len(said):
            outside.append(match)
    return outside


def _is_one_enough(best: Span, second: Span, length: int) -> bool:
    """Return True where two stretches overlap, or are both too long for half of the room."""
    if best[0] < second[1] and second[0] < best[1]:
        return True
    return best[1] - best[0] > length and second[1] - second[0] > length


def _best(matches: Sequence[Match], reach: int) -> list[Span]:
    """Return the stretch with most different words, then the one that adds most.

    A stretch is a match and those that follow it closely, as the numbers of the first and the last.
    """
    lasts = _lasts(matches, reach)
    worth = _different(matches, lasts)
    first = max(range(len(matches)), key=worth.__getitem__)
    stretch = matches[first : lasts[first] + 1]
    start, end = stretch[0][0], stretch[-1][1]
    apart = []
    for number, last in enumerate(lasts):
        if matches[last][1] < start or matches[number][0] > end:
            apart.append(number)
    if not apart:
        return [(first, lasts[first])]
    added = _different(matches, lasts, {form for _start, _end, form in stretch})
    second = max(apart, key=lambda number: (added[number], worth[number]))
    return [(first, lasts[first]), (second, lasts[second])]


def _lasts(matches: Sequence[Match], reach: int) -> list[int]:
    """Return for each match the number of the last that ends within `reach` of its start."""
    lasts, following = [], 0
    for number, (start, _end, _form) in enumerate(matches):
        while following < len(matches) and matches[following][1] - start <= reach:
            following += 1
        lasts.append(max(following - 1, number))
    return lasts


def _different(
    matches: Sequence[Match], lasts: Sequence[int], left_out: Collection[str] = ()
) -> list[int]:
    """Return the number of different words in each stretch, but for those left out."""
    counts: Counter[str] = Counter()
    number, numbers, at = 0, [], 0
    for first, last in enumerate(lasts):
        for _start, _end, form in matches[at : last + 1]:
            counts[form] += 1
            number += counts[form] == 1 and form not in left_out
        at = last + 1
        numbers.append(number)
        form = matches[first][2]
        counts[form] -= 1
        number -= not counts[form] and form not in left_out
    return numbers


def _sentence_start(text: str, at: int) -> int:
    low = max(at - REACH, 0)
    start = low
    for match in _END.finditer(text, low, at):
        start = match.end()
    return start


def _sentence_end(text: str, at: int, reach: int = REACH) -> int:
    match = _END.search(text, at, at + reach)
    return match.end() if match else min(at + reach, len(text))


def _cut(
    text: str, sentence: Span, about: Match | None, matches: Sequence[Match], length: int
) -> Passage:
    """Return the sentence, or of a long one the words around a match, cut between words."""
    start, end = low, high = sentence
    if end - start > length:
        first, first_end = about[:2] if about else (start, start + 1)
        low = max(start, min(first - length // 4, end - length))
        high = min(end, low + length)
        if low != start:
            low = text.find(" ", low, first) + 1 or low
        if high != end:
            high = max(text.rfind(" ", low, high), first_end)
    piece = text[low:high].rstrip()
    bare = piece.lstrip()
    low += len(piece) - len(bare)
    high = low + len(bare)
    marks = []
    for match_start, match_end, _form in matches:
        if low <= match_start and match_end <= high:
            marks.append((match_start - low, match_end - low))
    return Passage(
        bare.replace("\n", " "),
        marks,
        before=low > start + 1,
        after=high < len(text[:end].rstrip()),
    )
