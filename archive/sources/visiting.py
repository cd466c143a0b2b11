"""A polite visitor of other people's sites: robots.txt, a pause before each request to a host."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from archive import addresses
from archive.models import SourceState
from archive.sources import asking
from archive.sources.asking import Method, Reply, Silence

PAUSE = 1.0  # seconds from one request to a host to the next
LONGEST_PAUSE = 30.0  # seconds: what robots.txt may ask for at most
MOST_HOPS = 5  # redirects that are followed
ROBOTS = 500_000  # bytes of a robots.txt that are read, as RFC 9309 asks
GONE = {404, 410}
CLOSED = {401, 403, 405, 407, 429, 451, 501}
BUSY = {429, 503}  # whoever answers so is left alone for this time


class Closed(Exception):
    """A page that robots.txt keeps programs out of."""


@dataclass(frozen=True)
class Visit:
    """How a page was; `status`: of HTTP, None where there was no answer or none was asked for."""

    state: SourceState
    status: int | None = None


@dataclass
class Visitor:
    """Remembers for one run when it asked each host last, and what each robots.txt says."""

    _asked: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, Protego | None] = field(default_factory=dict)

    def visit(self, url: str) -> Visit:
        """Return how a page is: HEAD first, and a little of it where that says anything but yes.

        Raises Refused where it is not to be asked.
        """
        try:
            visit = self._visit(url, "HEAD")
            if visit.status is not None and not asking.is_success(visit.status):
                # Many sites know no HEAD and say that a page is not there.
                visit = self._visit(url, "GET")
        except Silence:
            return Visit(SourceState.SILENT)
        return visit

    def pause(self, url: str) -> float:
        """Return how many seconds the host of an address is to be left alone yet."""
        last = self._asked.get(_host(url))
        if last is None:
            return 0.0
        rules = self._rules.get(_site(url))
        wanted = (rules.crawl_delay(asking.AGENT) if rules else None) or PAUSE
        pause = min(max(float(wanted), PAUSE), LONGEST_PAUSE)
        return max(last + pause - time.monotonic(), 0.0)

    def _visit(self, url: str, method: Method) -> Visit:
        """Raises Refused, Silence."""
        try:
            target, reply = self._followed(url, lambda target: asking.ask(target, method))
        except Closed:
            return Visit(SourceState.CLOSED)
        return Visit(_state(reply.status, url, target), reply.status)

    def fetch(self, url: str) -> tuple[str, Reply]:
        """Return a whole page, and the address that it stood at in the end.

        Raises Refused, Silence, and Closed where robots.txt says no.
        """
        return self._followed(url, asking.ask_for_all)

    def sitemaps(self, url: str) -> list[str]:
        """Return the site maps that robots.txt names. Raises Refused, Silence."""
        self._may_visit(url)
        rules = self._rules[_site(url)]
        return list(rules.sitemaps) if rules else []

    def _followed(self, url: str, ask: Callable[[str], Reply]) -> tuple[str, Reply]:
        """Return the reply that redirects lead to, each allowed, with its address."""
        target = url
        for _hop in range(MOST_HOPS + 1):
            if not self._may_visit(target):
                raise Closed
            reply = self._asked_at_ease(target, ask)
            if not reply.location:
                return target, reply
            target = reply.location
        raise Silence("redirects without end")

    def _asked_at_ease(self, url: str, ask: Callable[[str], Reply]) -> Reply:
        time.sleep(self.pause(url))
        try:
            return ask(url)
        finally:
            self._asked[_host(url)] = time.monotonic()

    def _may_visit(self, url: str) -> bool:
        """Return whether robots.txt lets this archive in. Raises Refused, Silence."""
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._robots(f"{site}/robots.txt")
        rules = self._rules[site]
        return rules is None or rules.can_fetch(url, asking.AGENT)

    def _robots(self, url: str) -> Protego | None:
        """Return the rules of a site, None where it has none. Raises Refused, Silence."""
        for _hop in range(MOST_HOPS + 1):
            reply = self._asked_at_ease(url, lambda url: asking.ask(url, "GET", ROBOTS))
            if reply.location:
                url = reply.location
            elif asking.is_success(reply.status):
                return Protego.parse(reply.body.decode("utf-8", "replace"))
            elif reply.status < 500 and reply.status not in BUSY:
                return None
            else:
                raise Silence(f"robots.txt: {reply.status}")
        return None


def _state(status: int, url: str, target: str) -> SourceState:
    if asking.is_success(status):
        if addresses.canonical(url) == addresses.canonical(target):
            return SourceState.THERE
        return SourceState.MOVED
    if status in GONE:
        return SourceState.GONE
    if status in CLOSED:
        return SourceState.CLOSED
    return SourceState.SILENT


def _host(url: str) -> str:
    return asking.split(url).hostname or ""


def _site(url: str) -> str:
    parts = asking.split(url)
    return urlsplit(f"{parts.scheme}://{parts.netloc}").geturl()
