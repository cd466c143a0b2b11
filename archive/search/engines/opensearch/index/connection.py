"""The cluster that keeps an archive's index: how it is reached, and how it says that it cannot.

An archive has one name there, an alias of the index of editorials in use; that of its words is
beside it, under the same name with WORDS behind. The index before is kept under the alias
NAME + PREVIOUS.
"""

import contextlib
import errno
import json
import threading
import time
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from os import getpid
from typing import NamedTuple

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from opensearchpy import (
    ConflictError,
    ConnectionError,
    ImproperlyConfigured,
    NotFoundError,
    OpenSearch,
    OpenSearchException,
    RequestError,
    SerializationError,
    TransportError,
)

from archive.search.engine import IndexAway, IndexDamaged, IndexMissing
from archive.search.engines.opensearch.index import mapping
from archive.search.engines.opensearch.index.node_by_node import NodeByNode

WORDS = "-words"
PREVIOUS = "-previous"
OLDEST = (2, 19)  # the oldest version of OpenSearch whose answers were tried
LONG = 60.0  # seconds for what takes longer by its nature: a bulk, an index to be made
LOOK = 2.0  # seconds from one look at which index is in use to the next
CHOOSING = 6.0  # seconds in which nodes that lost their manager have chosen another
MANAGER = "2s"  # in which the cluster must tell of its state: without a manager it cannot
REFUSED = (401, 403)
OPTIONS = ("HOSTS", "INDEX", "AUTH", "SECURE", "CA", "SHARDS")  # of what the settings read


class Index(NamedTuple):
    """An archive's index in use: the names of both parts, and what it says of itself.

    `about`: `archive` (whose it is), `edition` and `generation` (of `mapping`), `begun` (the
    version of what a rebuild wrote), `languages` (whose keys its words have), `editorials`,
    `lengths`, and for a while `unmarked` (`succession`).
    """

    editorials: str
    words: str
    about: Mapping

    @property
    def is_as_ours(self) -> bool:
        """True where it is kept as this version of the archive keeps it."""
        return self.about.get("edition") == mapping.edition()

    @property
    def is_outdated(self) -> bool:
        """True where an earlier version made it; a later one's is left as it is.

        Two versions that are in use at once would make it anew in turn for ever.
        """
        own, ours = list(self.about.get("generation", [])), mapping.generation()
        return own < ours or (own == ours and not self.is_as_ours)


class Cluster:
    """The nodes that an address names, asked as one."""

    def __init__(self, options: Mapping):
        self.name: str = options["INDEX"]
        self.shards: int = options.get("SHARDS", 0)  # of a new index; 0: as many as it needs
        self.hosts = ", ".join(f"{host}:{port}" for host, port in options["HOSTS"])
        self.client = OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in options["HOSTS"]],
            http_auth=options.get("AUTH") or None,
            use_ssl=options.get("SECURE", False),
            verify_certs=True,
            ca_certs=options.get("CA") or None,
            transport_class=NodeByNode,
            dead_timeout=LOOK,
            pool_maxsize=16,
        )
        self._lock = threading.Lock()
        self._looked = self._seen = 0.0  # by time.monotonic
        self._index: Index | Exception | None = None
        self._is_supported = False
        self.taken_in = 0  # times that this process had the index take something in
        # Forms whose uses a request was to change that may have failed: see `counting`.
        self.uncounted: set[str] = set()

    @cached_property
    def archive(self) -> str:
        """What tells this archive's database from those of others: when it was made."""
        first = MigrationRecorder(connection).migration_qs.order_by("pk").first()
        return first.applied.isoformat() if first else ""

    def index(self) -> Index:
        """Return the index in use; what it was up to LOOK seconds ago.

        One thread looks; the others have what was seen last meanwhile. Raises IndexMissing,
        IndexDamaged, and IndexAway where the cluster has no manager.
        """
        seen = self._index
        if seen is None or not self._lock.locked():
            with self._lock:
                seen = self._index
                if seen is None or time.monotonic() - self._looked > LOOK:
                    seen = self._index = self._looked_up(seen)
                    self._looked = time.monotonic()
        if isinstance(seen, Exception):
            raise seen.with_traceback(None)
        return seen

    def _looked_up(self, before: Index | Exception | None) -> Index | Exception:
        try:
            index = self._look()
        except IndexAway as error:
            # While the nodes choose another manager they answer questions all the same.
            if isinstance(before, Index) and time.monotonic() - self._seen < CHOOSING:
                return before
            return error
        except IndexDamaged as error:
            return error
        self._seen = time.monotonic()
        return index

    def looked_anew(self) -> Index:
        """Return the index that is in use now. Raises as `index`."""
        with self._lock:
            index = self._looked_up(None)
            if not isinstance(index, IndexAway):  # of which nothing else is known by it
                self._index, self._looked = index, time.monotonic()
        if isinstance(index, Exception):
            raise index
        return index

    def forget(self) -> None:
        """Have the next question look which index is in use."""
        with self._lock:
            self._index = None

    def _look(self) -> Index:
        with self.telling():
            self._check_version()
            # The cluster's manager answers it: a node that has lost the others cannot.
            indices = self.client.indices.get(
                index=f"{self.name},{self.name}-*{WORDS}",
                params={
                    "ignore_unavailable": "true",
                    "allow_no_indices": "true",
                    "cluster_manager_timeout": MANAGER,
                    "filter_path": "*.aliases,*.mappings._meta",
                },
            )
        current = [name for name, own in indices.items() if self.name in own.get("aliases", ())]
        if self.name in indices:
            raise IndexAway(
                f"OpenSearch has an index of its own under the name {self.name}:"
                " give another name in ARCHIVE_SEARCH_URL, or delete it"
            )
        if not current:
            raise IndexMissing(f"OpenSearch has no index {self.name}")
        if len(current) > 1:
            raise IndexDamaged(f"{self.name} stands for {len(current)} indices: {sorted(current)}")
        (editorials,) = current
        if editorials + WORDS not in indices:
            raise IndexDamaged(f"{editorials} has no index of words beside it")
        about = indices[editorials].get("mappings", {}).get("_meta", {})
        if about.get("archive") != self.archive:
            raise IndexAway(
                f"{self.name} is the index of another archive:"
                " give another name in ARCHIVE_SEARCH_URL, or delete it"
            )
        return Index(editorials, editorials + WORDS, about)

    def _check_version(self) -> None:
        if self._is_supported:
            return
        version = self.client.info().get("version", {})
        number = str(version.get("number", ""))
        if version.get("distribution") != "opensearch" or _numbers(number) < OLDEST:
            name = version.get("distribution", "something else")
            raise IndexAway(
                f"{self.hosts} is {name} {number}: OpenSearch {'.'.join(map(str, OLDEST))}"
                " or newer is needed"
            )
        self._is_supported = True

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Say by our own errors that the cluster, or the index in it, cannot answer.

        What is wrong with a question itself is raised as it is: it is a fault of ours.
        """
        try:
            yield
        except (ImproperlyConfigured, ConflictError):
            raise
        except ConnectionError as error:
            raise IndexAway(f"OpenSearch does not answer at {self.hosts}: {_why(error)}") from error
        except SerializationError as error:
            raise IndexAway(f"{self.hosts} does not answer as OpenSearch does: {error}") from error
        except NotFoundError as error:
            raise IndexMissing(f"OpenSearch has no index {self.name}: {_why(error)}") from error
        except RequestError:
            raise
        except TransportError as error:
            raise self._refusal(error) from error
        except OpenSearchException as error:
            raise IndexAway(f"{self.hosts} cannot be asked: {error}") from error

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """As `answering`, for what no OpenSearch refuses: whatever does is none."""
        with self.answering():
            try:
                yield
            except (NotFoundError, RequestError) as error:
                raise IndexAway(
                    f"{self.hosts} does not answer as OpenSearch does"
                    f" ({error.status_code}, {_why(error)})"
                ) from error

    def _refusal(self, error: TransportError) -> Exception:
        if "cluster_block_exception" in (error.error or "") and "read-only" in json.dumps(
            error.info, default=str
        ):
            return full(self.hosts)
        if error.status_code in REFUSED:
            return IndexAway(
                f"OpenSearch at {self.hosts} refuses the user of ARCHIVE_SEARCH_URL"
                f" ({error.status_code})"
            )
        return IndexAway(
            f"OpenSearch at {self.hosts} cannot answer now ({error.status_code}, {_why(error)})"
        )


def full(hosts: str) -> OSError:
    """Return what is raised where nothing more can be written."""
    return OSError(errno.ENOSPC, f"OpenSearch at {hosts} takes nothing in: its disk is nearly full")


def _why(error: OpenSearchException) -> str:
    """Return the shortest that tells what happened, in one line."""
    why = str(getattr(error, "error", "") or error)
    if why.lstrip().startswith("<"):
        return "a page of HTML"
    return " ".join(why.split())[:200]


def _numbers(version: str) -> tuple[int, ...]:
    numbers = []
    for part in version.split(".")[:2]:
        if not part.isdigit():
            return (0,)
        numbers.append(int(part))
    return tuple(numbers)


def cluster(options: Mapping) -> Cluster:
    """Return the cluster of haystack's settings: one for each process."""
    heeded = {key: options[key] for key in OPTIONS if key in options}
    return _cluster(json.dumps(heeded, sort_keys=True), getpid())


def close(options: Mapping) -> None:
    """Close the connections of this process to a cluster; who asks for it next has another."""
    cluster(options).client.close()
    _cluster.cache_clear()


@lru_cache(maxsize=8)
def _cluster(options: str, _process: int) -> Cluster:
    return Cluster(json.loads(options))
