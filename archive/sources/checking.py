"""A run through the pages that published editorials came from, as many as there is time for."""

import fcntl
import time
from collections import Counter, defaultdict, deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from archive.models import Editorial, Proof, ProofKind, Source, SourceState
from archive.models.chunks import chunks
from archive.sources.guarding import Refused
from archive.sources.visiting import BUSY, Visit, Visitor

LOCK = "check-sources"  # a file in the data folder: two runs at once would ask twice as often
# Silences of one host after which it is left for this time.
MOST_SILENCES = 3


class Running(Exception):
    """Another run is at it."""


@dataclass
class Findings:
    """What became of the pages that were due: how many in each state, how many were not asked.

    `refused`: those that are not of the public net, with the reason of the last.
    """

    states: Counter[SourceState] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    due: int = 0

    @property
    def asked(self) -> int:
        return self.states.total()

    @property
    def left(self) -> int:
        return self.due - self.asked - self.refused.total()


@contextmanager
def alone() -> Iterator[None]:
    """Let no other run begin meanwhile. Raises Running, OSError."""
    with Path(settings.DATA_DIR, LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Running from error
        yield


def check(findings: Findings, most: int, seconds: float, older: timedelta) -> Generator[str]:
    """Ask for each page that is due; yield its address once its state is noted.

    It ends after so many pages or seconds; what is left comes first the next time. Due is what was
    never asked for, then what was asked for longer than `older` ago.
    """
    queues = _queues(_due(older))
    findings.due = sum(len(queue) for queue in queues.values())
    end = time.monotonic() + seconds
    try:
        for address, visit in _visits(queues, findings, end):
            Source.objects.note(address, visit.state, visit.status)
            findings.states[visit.state] += 1
            yield address
            if findings.asked >= most:
                break
    finally:
        _record(findings)


def _due(older: timedelta) -> list[tuple[str, str]]:
    """Return (address of the editorials, address on the web) of what is due, in its order."""
    urls: dict[str, str] = {}
    published = Editorial.objects.published().exclude(address="").order_by("pk")
    for address, url in published.values_list("address", "source_url").iterator():
        urls.setdefault(address, url)
    checked = dict(Source.objects.values_list("address", "checked_at"))
    for portion in chunks(sorted(set(checked) - set(urls))):
        Source.objects.filter(address__in=portion).delete()
    before = timezone.now() - older
    due = [address for address in urls if address not in checked]
    again = [address for address in urls if address in checked and checked[address] < before]
    due += sorted(again, key=lambda address: checked[address])
    return [(address, urls[address]) for address in due]


def _queues(due: list[tuple[str, str]]) -> dict[str, deque[tuple[str, str]]]:
    """Return the pages of each host; those of no host stand under ""."""
    queues: dict[str, deque[tuple[str, str]]] = defaultdict(deque)
    for address, url in due:
        queues[address.partition("/")[0]].append((address, url))
    return queues


def _visits(
    queues: dict[str, deque[tuple[str, str]]], findings: Findings, end: float
) -> Iterator[tuple[str, Visit]]:
    """Yield each page with how it was; hosts take turns, so that none waits for another's pause."""
    visitor = Visitor()
    silences: Counter[str] = Counter()
    while queues and time.monotonic() < end:
        host = min(queues, key=lambda host: _pause(visitor, queues[host][0][1]))
        address, url = queues[host].popleft()
        try:
            visit = visitor.visit(url)
        except Refused as refusal:
            findings.refused[str(refusal)] += 1
        else:
            silences[host] += 1
            if visit.state != SourceState.SILENT:
                silences[host] = 0
            yield address, visit
            if silences[host] >= MOST_SILENCES or visit.status in BUSY:
                queues[host].clear()
        if not queues[host]:
            del queues[host]


def _pause(visitor: Visitor, url: str) -> float:
    try:
        return visitor.pause(url)
    except Refused:
        return 0.0


def _record(findings: Findings) -> None:
    """Note as a proof how all sources were when they were last asked for."""
    facts: dict[str, object] = {state.value: 0 for state in SourceState}
    facts.update(Source.objects.order_by().values_list("state").annotate(n=Count("pk")))
    facts["unasked"] = findings.left + findings.refused.total()
    Proof.objects.record(ProofKind.SOURCES, facts)
