"""The passages of a text that answer a query, cut at sentences, with the matched words marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from archive import markup
from archive.markup import Span
from archive.search.showing.finding import READ, Match, find, spans

LENGTH = 280  # characters of all the passages of one text together
REACH = 400  # characters within which a sentence begins and ends
# A sentence ends at its stop, closing quotation marks included, where a capital, a quotation or a
# dash comes next; not after an initial or an abbreviation (« M. », « p. 20 », « C.R.M. »).
# The stop is looked for first, then what is before it: so the search jumps from stop to stop.
_ABBREVIATED = r"(?<!\b[A-Za-z].)(?<!\bMme.)(?<!\bcf.)(?<!\bart.)"
_AFTER_STOP = rf"(?<!\n){_ABBREVIATED}[\s]?[»”\")]*\s+(?=[«“\"–—A-ZÀ-ÖØ-Þ0-9])"
_END = re.compile(rf"[.!?…\n](?:{_AFTER_STOP}|(?<=\n)\n*)")
MOST_SPANS = 200  # words of one text among which the best passages are looked for

# A match and those that follow it closely: how many different words these are, and the numbers of
# the first and the last.
Stretch = tuple[int, int, int]


class Passage(NamedTuple):
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


def passage_at(text: str, span: Span, length: int = LENGTH) -> Passage:
    """Return the sentence in which a stretch of a text stands; of a long one what is near."""
    sentence = (_sentence_start(text, span[0]), _sentence_end(text, span[1]))
    match = (*span, "")
    return _cut(text, sentence, match, [match], length)


def mark_html(
    html: str, forms: Collection[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> SafeString:
    """Return clean HTML with the words marked, as the article's page shows it."""
    return markup.marked_within(html, lambda text: spans(text, forms, phrases))


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
    for _worth, first, last in _best(matches, reach):
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


def _best(matches: Sequence[Match], reach: int) -> list[Stretch]:
    """Return the stretch with most different words, then the one that adds most."""
    forms = [form for _start, _end, form in matches]
    most = len(set(forms))
    if most == 1:
        return list(_first_two(matches, reach))
    ends = [end for _start, end, _form in matches]
    behind = _behind_stretches(matches, ends, reach)
    worth, first, last = best = _most_varied(forms, behind, range(len(matches)), most)
    apart = _apart_from(matches, ends, behind, first, last)
    if not apart:
        return [best]
    if worth == most:
        return [best, _most_varied(forms, behind, apart, most)]
    return [best, _most_added(forms, behind, apart, set(forms[first : last + 1]))]


def _behind_stretches(matches: Sequence[Match], ends: Sequence[int], reach: int) -> list[int]:
    """Return for each match the number behind its stretch, whose last ends within `reach`."""
    behind, number = [], 0
    for first, (start, _end, _form) in enumerate(matches, 1):
        number = max(bisect_right(ends, start + reach, number), first)
        behind.append(number)
    return behind


def _apart_from(
    matches: Sequence[Match], ends: Sequence[int], behind: Sequence[int], first: int, last: int
) -> list[int]:
    """Return the first matches of the stretches that end before one, and begin behind it."""
    before = bisect_left(behind, bisect_left(ends, matches[first][0]) + 1)
    return [*range(before), *range(bisect_left(matches, (ends[last] + 1,)), len(matches))]


def _most_varied(
    forms: Sequence[str], behind: Sequence[int], firsts: Iterable[int], most: int
) -> Stretch:
    """Return the first stretch that has most different words, of those that begin at `firsts`."""
    best = (0, 0, 0)
    for first in firsts:
        end = behind[first]
        if end - first > best[0]:  # no stretch has more words than matches
            worth = len(set(forms[first:end]))
            if worth > best[0]:
                best = (worth, first, end - 1)
                if worth == most:
                    break
    return best


def _most_added(
    forms: Sequence[str], behind: Sequence[int], firsts: Iterable[int], shown: set[str]
) -> Stretch:
    """Return the first stretch that adds most words to those shown, of equals the most varied."""
    best, most = (0, 0, 0), (-1, 0)
    for first in firsts:
        end = behind[first]
        if end - first >= most[0]:
            words = set(forms[first:end])
            added = (len(words - shown), len(words))
            if added > most:
                best, most = (len(words), first, end - 1), added
    return best


def _first_two(matches: Sequence[Match], reach: int) -> Iterator[Stretch]:
    """Yield the first stretch and the first behind it: of one word none is better than another."""
    behind = 0
    for first, (start, _end, _form) in enumerate(matches):
        if not first or start > behind:
            last = first
            while last + 1 < len(matches) and matches[last + 1][1] <= start + reach:
                last += 1
            yield 1, first, last
            if first:
                return
            behind = matches[last][1]


def _sentence_start(text: str, at: int) -> int:
    low = max(at - REACH, 0)
    start = low
    for match in _END.finditer(text, low, at):
        start = match.end()
    return start


def _sentence_end(text: str, at: int, reach: int = REACH) -> int:
    match = _END.search(text, at, at + reach)
    if match:
        return match.end()
    return min(at + reach, len(text))


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
    for number in range(bisect_left(matches, (low,)), len(matches)):
        match_start, match_end, _form = matches[number]
        if match_end > high:
            break
        marks.append((match_start - low, match_end - low))
    return Passage(
        bare.replace("\n", " "),
        marks,
        before=low > start + 1,
        after=bool(text[high:end].strip()),
    )
