"""What is counted for /metrics, in the names of Prometheus.

Under gunicorn each process counts in files of its own, which are added up when they are asked for:
gunicorn.conf.py says where. Elsewhere a process counts for itself alone.
"""

import os
import resource
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it when it is imported
# Seconds. Half of the answers take less than 25 ms; what takes ten, somebody has given up.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MEMORY_PAUSE = 10.0  # seconds from one look of a process at its own memory to the next

requests = Counter("archive_requests", "Answers.", ["view", "method", "status"])
request_seconds = Histogram(
    "archive_request_seconds", "Time of an answer to a visitor.", ["view"], buckets=BUCKETS
)
queries = Counter("archive_database_queries", "Database queries of answers.")
query_seconds = Counter("archive_database_seconds", "Time that database queries took.")
search_seconds = Histogram(
    "archive_search_seconds", "Time of a search, by what answered.", ["by"], buckets=BUCKETS
)
slow = Counter("archive_slow", "Queries and searches over their thresholds.", ["what"])
memory = Gauge(
    "archive_worker_resident_bytes",
    "Memory of a process that answers, shared pages included.",
    multiprocess_mode="liveall",
)
_looked = 0.0  # when this process looked at its memory last, by time.monotonic


def note_memory() -> None:
    """Note how much memory this process holds, now and then."""
    global _looked
    now = time.monotonic()
    if now - _looked < MEMORY_PAUSE:
        return
    _looked = now
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):  # a system without /proc
        return
    memory.set(pages * resource.getpagesize())


def text(*collectors: Collector) -> bytes:
    """Return all counts in Prometheus' text form, those of other processes and collectors added."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)
    else:
        registry.register(_Own())
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry)


class _Own(Collector):
    """What this process has counted by itself; nothing of Python's own."""

    def collect(self):
        for family in REGISTRY.collect():
            if family.name.startswith("archive_"):
                yield family
