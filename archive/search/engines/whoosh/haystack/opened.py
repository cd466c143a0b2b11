"""The index as those want it who know Whoosh's own: its `index` in haystack's backend."""

from whoosh.reading import EmptyReader
from whoosh.searching import Searcher

from archive.search.engine import IndexMissing
from archive.search.engines.whoosh.index.folder import Folder


class Opened:
    """An index in a folder as it stands whenever it is asked; there may be none yet."""

    def __init__(self, folder: Folder):
        self._folder = folder

    @property
    def schema(self):
        return self._folder.schema

    def refresh(self) -> "Opened":
        return self

    def doc_count(self) -> int:
        """Return how many documents it has."""
        try:
            return self._folder.snapshot().count
        except IndexMissing:
            return 0

    def searcher(self) -> Searcher:
        """Return Whoosh's own searcher of it."""
        try:
            return Searcher(self._folder.snapshot().opened())  # which closes what it reads
        except IndexMissing:
            return Searcher(EmptyReader())
