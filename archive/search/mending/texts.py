"""What a query is mended by: the words of an archive, as an engine tells them."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from archive.search.mending.repair import Repair, SpelledWord


class TypedWord(Protocol):
    """A typed word as an archive has it: its forms are the engine's own matter."""

    @property
    def form(self) -> str: ...

    @property
    def is_function(self) -> bool: ...

    @property
    def parts(self) -> Sequence[Any]:
        """Two words that it may be written as."""


Word = TypeVar("Word", bound=TypedWord)


class Spellings(Protocol):
    """The words of an archive by their spelling without accents.

    Those of some fields are told with how many documents have them there.
    """

    def near(self, fields: Sequence[str], folded: str, reach: int) -> list[SpelledWord]:
        """Return the words that are spelled so but for so many letters, in any order."""

    def beginning(self, fields: Sequence[str], prefix: str) -> list[SpelledWord]:
        """Return the words that begin so."""

    def holding(self, fields: Sequence[str], piece: str) -> list[SpelledWord]:
        """Return the words that have a piece in them."""

    def spelled(self, fields: Sequence[str], folded: str) -> SpelledWord | None:
        """Return the word that is spelled so."""

    def following(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return for each pair in how many texts one form directly follows the other.

        It need not be exact.
        """

    def is_there(self, parts: Sequence[str]) -> bool:
        """Return True if an editorial has a spelling, or several as a phrase."""

    def printed(self, form: str) -> str:
        """Return a form as texts print it: « après-vente » for `aprèsvente`."""


class Texts(Protocol[Word]):
    """The texts of an archive and their words."""

    @property
    def size(self) -> int:
        """How many there are."""

    def word(self, form: str) -> Word:
        """Return what a form, as `analysis` cuts it, means in the archive."""

    def words(self, forms: Sequence[str]) -> list[Word]:
        """Return what each of these forms means."""

    def is_there(self, word: Word) -> bool:
        """Return True if the archive has a word as it was typed, accents aside."""

    def is_printed_small(self, form: str) -> bool:
        """Return True if a text prints a form without a capital."""

    def has_forms(self, word: Word) -> bool:
        """Return True if the archive has a form of a word, in a language or another."""

    def forms(self, word: Word) -> list[str]:
        """Return every form that counts as a word."""

    def uses(self, word: Word) -> int:
        """Return how many editorials have each of its forms, all of these together."""

    def rows(self, pairs: Sequence[tuple[Word, Word]], apart: int) -> list[int]:
        """Return for each pair in how many texts the second follows the first so closely."""

    def together(self, sets: Sequence[tuple[Sequence[Word], Sequence[str]]]) -> list[int]:
        """Return for each (words, spellings) how many editorials have all of these."""

    def repairs(self, form: str, fields: Sequence[str]) -> list[Repair]:
        """Return all plausible words of some fields for a form, the best first."""

    def printed(self, form: str) -> str:
        """Return a form as texts print it."""
