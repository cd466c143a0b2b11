"""Mentions as they are read: the sentence that names, with its source."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.models import Editorial, Mention, loading
from archive.search.replying.sentences import sentences
from archive.typesetting import anchors_of_paragraphs

PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Quotation:
    """A sentence of an editorial that names somebody, cut at the name.

    `paragraph` is its number in the text, from 1; `names` are those who signed it; `number`: how
    often the editorial has the name.
    """

    editorial: Editorial
    before: str
    name: str
    behind: str
    paragraph: int
    anchor: str
    number: int = 1
    names: Sequence[str] = ()

    @property
    def address(self) -> str:
        address = self.editorial.get_absolute_url()
        return f"{address}#{self.anchor}" if self.anchor else address


def quotations(mentions: Collection[Mention], telling: Collection[int] = ()) -> list[Quotation]:
    """Return the sentence of the first place of each mention, in their order.

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
        for quotation in places[:1]:
            quoted.append(replace(quotation, names=names[editorial.pk], number=mention.number))
    return quoted


def _quoted(editorial: Editorial, body: str, mention: Mention) -> Iterator[Quotation]:
    text = editorial.text
    anchors: list[str] = []
    for start, end in mention.spans():
        if end > len(text):
            continue
        low, high = _sentence(text, start, end)
        anchors = anchors or anchors_of_paragraphs(body, text)
        number = text.count(PARAGRAPH, 0, start)
        yield Quotation(
            editorial=editorial,
            before=text[low:start],
            name=text[start:end],
            behind=text[end:high],
            paragraph=number + 1,
            anchor=anchors[number] if number < len(anchors) else "",
        )


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
