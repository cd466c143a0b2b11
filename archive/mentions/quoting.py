"""Mentions as they are read: the sentence that names, with its source.

Of a text it is the first sentence that says something; a long one is cut around the name.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive import text
from archive.models import Editorial, Mention, loading
from archive.search.replying.sentences import sentences
from archive.typesetting import anchors_of_paragraphs

PARAGRAPH = "\n\n"
WORD = re.compile(r"\w+")
FEWEST = 4  # words beside the name of a sentence that says something
LONGEST = 480  # characters of a sentence that is quoted whole
BESIDE = 220  # characters of a longer one on each side of the name
ALIKE = 0.8  # share of the words of two sentences that both have, from which on they are alike
CUT = "…"


@dataclass(frozen=True)
class Quotation:
    """A sentence of an editorial that names somebody, cut at the name.

    `paragraph` is its number in the text, from 1; `names` are those who signed it; `number`: how
    often the editorial has the name; `alike`: others that say nearly the same.
    """

    editorial: Editorial
    before: str
    name: str
    behind: str
    paragraph: int
    anchor: str
    number: int = 1
    names: Sequence[str] = ()
    alike: Sequence["Quotation"] = ()

    @property
    def address(self) -> str:
        address = self.editorial.get_absolute_url()
        return f"{address}#{self.anchor}" if self.anchor else address

    @property
    def words(self) -> frozenset[str]:
        """The words beside the name, folded."""
        return frozenset(WORD.findall(text.fold(f"{self.before} {self.behind}")))


def gathered(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return quotations in their order, with those that say nearly the same under the first."""
    heads: list[tuple[Quotation, frozenset[str], list[Quotation]]] = []
    for quotation in quotations:
        words = quotation.words
        for _head, of_head, alike in heads:
            if len(words & of_head) >= ALIKE * len(words | of_head):
                alike.append(quotation)
                break
        else:
            heads.append((quotation, words, []))
    return [replace(head, alike=alike) for head, _words, alike in heads]


def quotations(mentions: Collection[Mention], telling: Collection[int] = ()) -> list[Quotation]:
    """Return of each mention the first sentence that says something, in their order.

    Left out are those whose text has changed meanwhile, or is not published any more. Of those
    whose ids are `telling` it is the sentence that is longest behind the name: what tells stands
    there.
    """
    numbers = list(dict.fromkeys(mention.editorial_id for mention in mentions))
    editorials = loading.hits(numbers)
    bodies = dict(Editorial.objects.filter(pk__in=numbers).order_by().values_list("pk", "body"))
    names = loading.byline_names(numbers)
    quoted = []
    for mention in mentions:
        editorial = editorials.get(mention.editorial_id)
        if editorial is None:
            continue
        places = list(_quoted(editorial, bodies[editorial.pk], mention))
        if mention.pk in telling:
            places.sort(key=lambda quotation: -len(quotation.behind))
        else:
            places.sort(key=lambda quotation: len(quotation.words) < FEWEST)
        for quotation in places[:1]:
            quoted.append(replace(quotation, names=names[editorial.pk], number=mention.number))
    return quoted


def _quoted(editorial: Editorial, body: str, mention: Mention) -> Iterator[Quotation]:
    plain = editorial.text
    anchors: list[str] = []
    for start, end in mention.spans():
        if end > len(plain):
            continue
        low, high = _sentence(plain, start, end)
        anchors = anchors or anchors_of_paragraphs(body, plain)
        number = plain.count(PARAGRAPH, 0, start)
        before, behind = plain[low:start], plain[end:high]
        if high - low > LONGEST:
            before, behind = _end_of(before), _beginning_of(behind)
        yield Quotation(
            editorial=editorial,
            before=before,
            name=plain[start:end],
            behind=behind,
            paragraph=number + 1,
            anchor=anchors[number] if number < len(anchors) else "",
        )


def _end_of(before: str) -> str:
    """Return the last words of what stands before a name, with a sign where more did."""
    if len(before) <= BESIDE:
        return before
    space = before.find(" ", len(before) - BESIDE)
    return f"{CUT} {before[space + 1 :]}" if space >= 0 else CUT


def _beginning_of(behind: str) -> str:
    """Return the first words of what stands behind a name, with a sign where more did."""
    if len(behind) <= BESIDE:
        return behind
    space = behind.rfind(" ", 0, BESIDE)
    return f"{behind[:space]} {CUT}" if space > 0 else CUT


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return between which characters the sentence stands that has a place of a text."""
    opens = text.rfind("\n", 0, start) + 1
    closes = text.find("\n", end)
    if closes < 0:
        closes = len(text)
    low = opens
    for sentence in sentences(text[opens:closes]):
        low = text.find(sentence, low, closes)
        if low < 0:
            break
        high = low + len(sentence)
        if low <= start and end <= high:
            return low, high
        low = high
    return opens, closes
