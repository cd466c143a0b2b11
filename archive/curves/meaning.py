"""What is counted as a word: as printed, in all its forms, with what counts as it in searches."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from archive import text
from archive.concordance.pieces import is_word, pieces
from archive.concordance.seeking import Phrase
from archive.curves.asked import plain
from archive.models import Tag, TagAlias
from archive.search import absence
from archive.search.engine import UNREADABLE, current
from archive.search.question.query import Question
from archive.search.reading import read

TAG = "tag:"
MOST_PHRASES = 200  # of one word: forms of several words multiply
MOST_INFLECTED = 6  # words of a phrase whose forms are asked for, a search each; others as printed
OF_OTHER_WORDS = ("equivalent", "acronym", "number")  # kinds of readings


@dataclass(frozen=True)
class Meaning:
    """What counts as a word: phrases of pieces, as printed, or the editorials of a tag.

    `also` are words that count as it, by the editors' and the archive's lists.
    """

    word: str
    phrases: tuple[Phrase, ...] = ()
    tag: Tag | None = None
    also: tuple[str, ...] = ()

    @property
    def counted(self) -> list[str]:
        """Return all that counts as the word, as it is read, the word first."""
        return [in_words(phrase) for phrase in self.phrases]

    @property
    def is_tag(self) -> bool:
        return self.word.startswith(TAG)

    @property
    def name(self) -> str:
        """Return the word as it is shown: a tag by its own name."""
        if self.tag:
            return str(self.tag)
        return self.word.replace("'", "’")


def in_words(phrase: Phrase) -> str:
    """Return pieces as a phrase with its spaces: « centre d’appels »."""
    read = ""
    for piece in phrase:
        is_apart = is_word(piece) and not read.endswith(("'", "-", "&", "."))
        if read and is_apart:
            read += " "
        read += piece
    return read.replace("'", "’")


def meaning(word: str, forms: bool, equivalents: bool) -> Meaning:
    """Return what counts as a word that was asked for."""
    if word.startswith(TAG):
        return Meaning(word, tag=_tag(word.removeprefix(TAG)))
    also: tuple[str, ...] = ()
    if equivalents:
        also = _equivalents(word)
    phrases: dict[Phrase, None] = {}
    for counted in (word, *also):
        for phrase in islice(_phrases(counted, forms), MOST_PHRASES):
            phrases[phrase] = None
    return Meaning(word, tuple(phrases), also=also)


def _tag(typed: str) -> Tag | None:
    """Return a tag by its address or by any of its names."""
    typed = plain(typed)
    key = text.fold(typed)
    tag = Tag.objects.filter(slug=typed).first() or Tag.objects.filter(key=key).first()
    if tag is None:
        alias = TagAlias.objects.filter(key=key).select_related("tag").first()
        tag = alias.tag if alias else Tag.objects.at(typed)
    return tag


def _phrases(word: str, with_forms: bool) -> Iterator[Phrase]:
    printed = tuple(pieces(word))
    if not printed:
        return
    yield printed
    if not with_forms:
        return
    inflected = islice(filter(is_word, dict.fromkeys(printed)), MOST_INFLECTED)
    others = {piece: _forms(piece) for piece in inflected}
    choices = [[piece, *others.get(piece, ())] for piece in printed]
    for phrase in product(*choices):
        if phrase != printed:
            yield phrase


def _forms(piece: str) -> list[str]:
    """Return the other forms of a word that the archive's texts have, most frequent first."""
    if absence.is_away():
        return []
    try:
        words = current().answer(Question(q=f"texte:{piece}", page_size=1)).words
    except UNREADABLE:
        return []
    forms = []
    for word in words:
        if not word.read_as:
            forms += [form for form, _count in word.forms]
    return [form for form in dict.fromkeys(forms) if form != piece and len(pieces(form)) == 1]


def _equivalents(word: str) -> tuple[str, ...]:
    """Return the words that count as this one in searches."""
    also: dict[str, None] = {}
    for reading in read(Question(q=word)).reading:
        if reading.kind in OF_OTHER_WORDS and text.fold(reading.typed) == text.fold(word):
            also |= dict.fromkeys(reading.read)
    also.pop(word, None)
    return tuple(also)
