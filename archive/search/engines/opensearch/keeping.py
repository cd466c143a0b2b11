"""What is kept in OpenSearch, and how it is kept: that half of the engine which answers nobody."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, suppress

from archive.search.engine import Condition, IndexAway, IndexDamaged, IndexMissing, Usage
from archive.search.engines.opensearch.index import (
    counting,
    leases,
    phrases,
    reading,
    rebuilding,
    taking_in,
)
from archive.search.engines.opensearch.index.connection import Cluster, close


class Keeping:
    """See `engine.Engine`."""

    def __init__(self, backend):
        self._backend = backend

    @property
    def cluster(self) -> Cluster:
        return self._backend.cluster

    def usage(self, forms: Collection[str]) -> Usage:
        return reading.usage(self.cluster, forms)

    def prepare(self) -> None:
        phrases.learn(self.cluster, self.cluster.index())

    def condition(self) -> Condition:
        try:
            index = self.cluster.index()
            editorials = reading.count(self.cluster, index)
        except IndexMissing as error:
            return Condition("missing", 0, self._is_rebuilding(), error)
        except IndexDamaged as error:
            return Condition("damaged", 0, self._is_rebuilding(), error)
        except (IndexAway, OSError) as error:
            return Condition("away", 0, rebuilding=False, error=error)
        return Condition("ok", editorials, self._is_rebuilding(), is_outdated=index.is_outdated)

    def _is_rebuilding(self) -> bool:
        with suppress(IndexAway, OSError):
            return leases.is_held(self.cluster, rebuilding.LEASE)
        return False

    def versions(self) -> Iterator[tuple[int, int]]:
        return reading.versions(self.cluster, self.cluster.index())

    def verify(self) -> None:
        reading.verify(self.cluster)
        counting.verify(self.cluster, self.cluster.index())

    def writing(self) -> AbstractContextManager[bool]:
        return leases.of_this_machine(self.cluster)

    def refresh(self, ids: Collection[int]) -> None:
        taking_in.refresh(self._backend, set(ids))

    def rebuild(
        self, workers: int | None = None, batch: int | None = None, progress: bool = False
    ) -> int:
        return rebuilding.rebuild(self._backend, workers, batch or rebuilding.BATCH, progress)

    def go_back(self) -> int:
        return rebuilding.go_back(self._backend)

    def resume(self) -> None:
        rebuilding.resume(self._backend)

    def may_rebuild(self, pause: float) -> bool:
        if leases.is_held(self.cluster, rebuilding.LEASE):
            return False
        return leases.take(self.cluster, rebuilding.ASKED, pause)

    def let_go(self) -> None:
        close(self._backend.options)
