"""The words of an index, as haystack's queries ask for them."""

from whoosh import query
from whoosh.fields import Schema

from archive.search.engines.haystack import spelling
from archive.search.engines.haystack.syntax import Forms, TypedWord
from archive.search.engines.whoosh.answers.words.meaning import FOLDED, meaning
from archive.search.engines.whoosh.answers.words.repairs import repair
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot


class SnapshotLexicon:
    """See `syntax.Lexicon`."""

    def __init__(self, snapshot: Snapshot):
        self._snapshot = snapshot

    @property
    def schema(self) -> Schema:
        return self._snapshot.schema

    def word(self, typed: TypedWord) -> query.Query:
        forms = meaning(self._snapshot, typed.text).forms(self._snapshot)
        return Forms(typed.fieldname, forms, typed.boost)

    def near(self, field: str, form: str, most: int, same: int) -> query.Query:
        snapshot = self._snapshot
        forms = snapshot.spelled(field, snapshot.beginning(field, form[:same]))
        return Forms(field, spelling.nearest(forms, form, most))

    def corrected(self, text: str) -> str | None:
        """Return the text with the archive's own words for those that it does not know.

        None where there is nothing to replace.
        """
        return spelling.corrected(text, self._is_known, self._repair) or None

    def _is_known(self, form: str) -> bool:
        snapshot = self._snapshot
        return bool(snapshot.spelled(LEXICON, snapshot.alike(LEXICON, form, FOLDED)))

    def _repair(self, form: str) -> str:
        return repair(self._snapshot, form)
