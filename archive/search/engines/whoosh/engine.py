"""Whoosh's index, read as arrays, as the engine that answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

import numpy.ma  # noqa: F401 - which `np.unique` would load at the first question
from haystack.constants import DJANGO_ID

from archive.search.engine import (
    Candidates,
    Condition,
    FoundPassages,
    IndexDamaged,
    IndexMissing,
    Resemblance,
    Saying,
    TagUses,
    Usage,
    WordUse,
)
from archive.search.engines.whoosh import rebuilding
from archive.search.engines.whoosh.answers import alike, answering, narrowing
from archive.search.engines.whoosh.answers.beginnings import SnapshotBeginnings, prepare
from archive.search.engines.whoosh.answers.passages import passages
from archive.search.engines.whoosh.answers.tag_uses import tag_uses
from archive.search.engines.whoosh.answers.words.expansions import expansions
from archive.search.engines.whoosh.answers.words.repairs import resembling
from archive.search.engines.whoosh.haystack.backend import SearchBackend
from archive.search.engines.whoosh.index.folder import snapshots_of, succession
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question


class WhooshEngine:
    """See `engine.Engine`. Each thread has one of its own; what they read is shared."""

    def __init__(self, backend: SearchBackend):
        self._backend = backend

    def _snapshot(self) -> Snapshot:
        return self._backend.snapshot()

    # Answering

    def answer(self, question: Question) -> Answer:
        return answering.answer(self._snapshot_for(question), question)

    def hits(self, question: Question, at_once: int) -> Iterator[list[Hit]]:
        return answering.hits(self._snapshot_for(question), question, at_once)

    def _snapshot_for(self, question: Question) -> Snapshot:
        snapshot = self._snapshot()
        missing = self._backend.folder.lacking(snapshot)
        if missing and not missing.isdisjoint(narrowing.exact_fields(question)):
            raise IndexDamaged(f"the index was made without {', '.join(sorted(missing))}")
        return snapshot

    def years(self) -> dict[int, int]:
        return answering.years(self._snapshot())

    def usage(self, forms: Collection[str]) -> Usage:
        snapshot = self._snapshot()
        return Usage(snapshot.size, snapshot.having(LEXICON, forms))

    def alike(self, resemblance: Resemblance, most: int) -> Candidates:
        return alike.alike(self._snapshot(), resemblance, most)

    def tag_uses(self, tags: Sequence[Saying], magazine: str) -> TagUses:
        return tag_uses(self._snapshot(), tags, magazine)

    def beginnings(self, words: Sequence[str]) -> SnapshotBeginnings:
        return SnapshotBeginnings(self._snapshot(), words)

    def resembling(self, form: str, most: int) -> list[WordUse]:
        return resembling(self._snapshot(), form, most)

    def passages(self, words: Sequence[str], most: int) -> FoundPassages:
        return passages(self._snapshot(), words, most)

    def expansions(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        return expansions(self._snapshot())

    # Keeping

    def prepare(self) -> None:
        prepare(self._snapshot())

    def condition(self) -> Condition:
        is_rebuilding = succession.is_running(self._backend.folder)
        try:
            snapshot = self._snapshot()
            is_outdated = bool(self._backend.folder.lacking(snapshot)) or None
            return Condition("ok", snapshot.count, is_rebuilding, is_outdated=is_outdated)
        except IndexMissing as error:
            return Condition("missing", 0, is_rebuilding, error)
        except (IndexDamaged, OSError) as error:
            return Condition("damaged", 0, is_rebuilding, error)

    def versions(self) -> Iterator[tuple[int, int]]:
        snapshot = self._snapshot()
        live = snapshot.all()
        numbers = snapshot.numbers(DJANGO_ID).values[live].tolist()
        versions = snapshot.numbers("version").values[live].tolist()
        return iter(sorted(zip(numbers, versions, strict=True)))

    def verify(self) -> None:
        self._backend.folder.verify()

    def writing(self) -> AbstractContextManager[bool]:
        return self._backend.writer_lock()

    def refresh(self, ids: Collection[int]) -> None:
        self._backend.refresh_documents(set(ids))

    def rebuild(
        self, workers: int | None = None, batch: int | None = None, progress: bool = False
    ) -> int:
        return rebuilding.rebuild(self._backend, workers, batch or rebuilding.BATCH, progress)

    def go_back(self) -> int:
        return rebuilding.go_back(self._backend)

    def resume(self) -> None:
        """Nothing: what a new index lacks is noted before it is put in use."""

    def may_rebuild(self, pause: float) -> bool:
        return succession.may_try(self._backend.folder, pause)

    def let_go(self) -> None:
        snapshots_of.cache_clear()
