"""Pages of the web fetched as politely as they are visited, and kept as web captures."""

import re
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

from archive.sources import asking, site_pages
from archive.sources.asking import Reply, Silence
from archive.sources.guarding import Refused
from archive.sources.visiting import BUSY, Closed, Visitor
from archive.sources.warc_files import WarcFile

# Silences of one host after which it is left for this time.
MOST_SILENCES = 3
MOST_MAPS = 50  # site maps that are read
MOST_WAITING = 100_000  # pages of a site that wait
# « https://web.archive.org/web/20050312000000id_/http://example.org/ »
CAPTURE = re.compile(r"(https?://[^?#]+?/)(\d{1,14})(?:[a-z]{2}_)?/(https?://.+)", re.I)
EARLIEST = "19910101000000"


@dataclass(frozen=True)
class Wanted:
    """A page, and where a capture of it is asked for first: "" for none."""

    address: str
    capture: str = ""


@dataclass
class Findings:
    """What became of the pages: how many were kept, were kept before, and why others were not."""

    kept: int = 0
    before: int = 0
    failures: Counter[str] = field(default_factory=Counter)


def wanted(line: str, captures: str = "", moment: str = "") -> Wanted:
    """Return what a line of a list asks for: an address, or that of a capture of one.

    `captures` is where captures are (« https://web.archive.org/web/ »), `moment` which are wanted
    (up to 14 digits, « 2005 »): the nearest to it.
    """
    line = line.strip()
    capture = CAPTURE.fullmatch(line)
    if capture:
        return Wanted(capture[3], f"{capture[1]}{capture[2]}id_/{capture[3]}")
    if not captures:
        return Wanted(line)
    return Wanted(line, f"{captures.rstrip('/')}/{moment or EARLIEST}id_/{line}")


@dataclass
class Fetch:
    """A run: what is kept in `file`, asked for by `visitor` until `end` (`time.monotonic`)."""

    file: WarcFile
    end: float
    visitor: Visitor = field(default_factory=Visitor)
    findings: Findings = field(default_factory=Findings)
    silences: Counter[str] = field(default_factory=Counter)

    def pages(self, listed: Iterable[Wanted], most: int) -> Iterator[tuple[str, str]]:
        """Fetch each page that the file does not have; yield (address, why it is not kept).

        The latter is "" for those that are.
        """
        for page in listed:
            if self.findings.kept >= most or time.monotonic() > self.end:
                return
            if page.address in self.file.addresses:
                self.findings.before += 1
                continue
            _reply, failure = self._fetched(page)
            yield page.address, failure

    def site(self, address: str, most: int) -> Iterator[tuple[str, str]]:
        """Fetch the pages of a site below an address: those of its maps and those linked to.

        Yields as `pages` does. What the file has is not asked for again, nor what it links to.
        """
        waiting: deque[str] = deque([address])
        seen = {address}
        for page in self._mapped(address):
            if page not in seen and len(seen) < MOST_WAITING:
                seen.add(page)
                waiting.append(page)
        while waiting and self.findings.kept < most and time.monotonic() < self.end:
            page = waiting.popleft()
            if page in self.file.addresses and page != address:
                self.findings.before += 1
                continue
            reply, failure = self._fetched(Wanted(page))
            yield page, failure
            if reply is None:
                continue
            for target in site_pages.links(site_pages.content(reply), page, address):
                if target not in seen and len(seen) < MOST_WAITING:
                    seen.add(target)
                    waiting.append(target)

    def _mapped(self, address: str) -> Iterator[str]:
        """Yield the pages that the site's maps name."""
        try:
            maps = deque(self.visitor.sitemaps(address))
        except (Refused, Silence):
            return
        if not maps:
            maps.append(urljoin(address, "/sitemap.xml"))
        for _map in range(MOST_MAPS):
            if not maps or time.monotonic() > self.end:
                return
            try:
                _target, reply = self.visitor.fetch(maps.popleft())
            except (Refused, Silence, Closed):
                continue
            if asking.is_success(reply.status):
                pages, further = site_pages.in_site_map(site_pages.content(reply), address)
                maps += further
                yield from pages

    def _fetched(self, page: Wanted) -> tuple[Reply | None, str]:
        """Keep a page, its capture where there is one; return it, or why it is not kept."""
        failure = ""
        for origin in filter(None, (page.capture, page.address)):
            reply, failure = self._kept(page, origin)
            if reply is not None:
                self.findings.kept += 1
                return reply, ""
        self.findings.failures[failure] += 1
        return None, failure

    def _kept(self, page: Wanted, origin: str) -> tuple[Reply | None, str]:
        try:
            host = asking.split(origin).hostname or ""
            asking.split(page.address)
        except Refused as refusal:
            return None, str(refusal)
        if self.silences[host] >= MOST_SILENCES:
            return None, "its host does not answer"
        try:
            target, reply = self.visitor.fetch(origin)
        except Refused as refusal:
            return None, str(refusal)
        except Closed:
            return None, "robots.txt keeps programs out"
        except Silence as silence:
            self.silences[host] += 1
            return None, str(silence)
        if reply.status in BUSY:
            self.silences[host] = MOST_SILENCES
        if not asking.is_success(reply.status):
            return None, f"HTTP {reply.status}"
        self.silences[host] = 0
        moment, origin = datetime.now(UTC), ""
        capture = CAPTURE.fullmatch(target) if page.capture else None
        if capture:
            moment, origin = _moment(capture[2]) or moment, target
        self.file.add(page.address, reply, moment, origin)
        return reply, ""


def _moment(digits: str) -> datetime | None:
    """Return when a capture was made: « 20050312 » is that day, at its first second."""
    whole = digits + EARLIEST[len(digits) :]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
