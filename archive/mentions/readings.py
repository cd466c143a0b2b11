"""What texts named as they were read to learn from, for when they are written."""

import logging
import pickle
from array import array
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from tempfile import TemporaryFile

from django.conf import settings

from archive.naming.finding import Lexicon

log = logging.getLogger(__name__)

Mentions = dict  # what a text names: `keeping.InText`


class Readings:
    """What each text named, read with what was known before anything was learned.

    It is kept in a file without a name, in the data folder: of a million texts it is more than
    memory should hold, where the folder of temporary files may be. What was learned changes nothing
    of a text in which no name of that stands.
    """

    def __init__(self, taught: Lexicon):
        self._taught = taught
        self._file = TemporaryFile(dir=settings.DATA_DIR)  # noqa: SIM115 - it goes with this object
        self._having: dict[str, array] = {}  # the texts that have a name, by their ids
        self._outdated: Collection[int] = ()
        self._is_of_use = False
        self._batch: dict[int, tuple[int, Mentions]] = {}
        self._last = 0  # the highest id of the batch

    def keep(self, batch: Mapping[int, tuple[str, Mentions]]) -> None:
        """Keep {id: (text, what it names)}; ids come in ascending order.

        Where the disk is full none is kept: all texts are read again then, as if none had been.
        """
        if self._file.closed:
            return
        kept = {pk: (hash(plain), named) for pk, (plain, named) in batch.items()}
        try:
            pickle.dump(kept, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        except OSError as error:
            log.warning("texts are read twice for their names: %s", error)
            with suppress(OSError):  # of what could not be written
                self._file.close()

    def expect(self, names: Iterable[str]) -> None:
        """Tell which names may be learned; `note` is told of each text that has some."""
        self._having = {name: array("q") for name in names}

    def note(self, editorial: int, names: Iterable[str]) -> None:
        """Note which of the names that may be learned a text has."""
        for name in names:
            self._having[name].append(editorial)

    def compare(self, taught: Lexicon) -> None:
        """Tell what is known by now: what has other names in it is to be read again."""
        if self._file.closed:
            return
        differing = _differing(self._taught, taught)
        self._is_of_use = differing <= self._having.keys()
        if self._is_of_use:
            self._outdated = set().union(*(self._having[name] for name in differing))
        self._file.seek(0)

    def of(self, editorial: int, plain: str) -> Mentions | None:
        """Return what a text names; None where it must be read. Ask in the order of the ids."""
        if not self._is_of_use:
            return None
        while editorial > self._last and self._next():
            pass
        text, named = self._batch.get(editorial, (None, None))
        is_same = text == hash(plain) and editorial not in self._outdated
        return named if is_same else None

    def _next(self) -> bool:
        """Read the next batch; return False where there is none."""
        try:
            self._batch = pickle.load(self._file)
        except EOFError:
            return False
        self._last = max(self._batch, default=self._last)
        return True


def _differing(some: Lexicon, others: Lexicon) -> set[str]:
    """Return the names of which two lexicons do not know the same."""
    names = set(some.words) ^ set(others.words)
    for name in some.kinds.keys() | others.kinds.keys():
        if some.kinds.get(name) != others.kinds.get(name):
            names.add(name)
    return names
