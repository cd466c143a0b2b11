"""What load the site holds, with the mix of a real site: article 60, browse 20, search 15, feeds 5 of a hundred.

    python bench/load.py                          # 36,141 documents; 1, 8, 32 and 128 clients, 30 s each, then the soak
    python bench/load.py --seconds 10 --soak 0    # shortened
    python bench/load.py --beside ../older        # the same of another checkout, in turn
    python bench/load.py --clients 1024 --soak 0  # past its capacity

The site runs as ./run begins it, on a copy of the archive. Each client has a connection of its own and asks again as
soon as it has its answer. Addresses come once each, or by Zipf's law with exponent 1. Meanwhile an editor tags 1,000
editorials as one operation by the pages of the desk, rests ten seconds, and tags them again. `shed`: answered 503, by rule; `errors`: any
other answer but a page or a way to it, and connections that broke. Times are milliseconds of whole answers, sheds left out.
`req/cpu`: answers for each second of processor that the site had, the editor's work included, which tells more where
others use the machine; `cpu`, `others`, `own`: processors that the site, everybody else and this bench used.
"""

import argparse
import asyncio
import re
import signal
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import archives
import load_addresses
import load_site

# What a visitor takes for an answer: one search in hundreds leads on to the address of what was read.
OF_USE = {200, 301, 302}
GIVEN_UP = 60  # seconds: a visitor who has waited so long has gone
TAGGED = 1_000  # editorials of one operation
REST = 10  # seconds of the editor, from one operation to the next
EVERY = 15  # seconds of a soak between two looks at the memory
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TRAFFIC = {"once": load_addresses.once, "zipf": load_addresses.by_zipf}
COLUMNS = f"{'site':10}{'addresses':10}{'clients':>8}{'seconds':>8}{'req/s':>8}{'req/cpu':>8}{'p50':>7}{'p95':>7}{'p99':>7}{'worst':>7}{'shed':>6}{'errors':>7}{'cpu':>6}{'others':>7}{'own':>6}  worker's own memory, MB (with mapped files)"


class Connection:
    """One client's connection, taken anew where the site has closed it."""

    def __init__(self, site: load_site.Site, compressed: bool = True):
        self.site, self.compressed = site, compressed
        self.reader = self.writer = None
        self.cookies: dict[str, str] = {}

    async def ask(self, path: str, form: dict | None = None) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer. Raises OSError where none comes whole."""
        is_new = self.writer is None
        try:
            return await self._ask(path, form)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            if is_new:
                raise OSError(str(error)) from error
        try:  # an idle connection may be closed at the very moment that it is used again
            return await self._ask(path, form)
        except asyncio.IncompleteReadError as error:
            self.close()
            raise OSError(str(error)) from error

    async def _ask(self, path: str, form: dict | None) -> tuple[int, dict[str, str], bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(*self.site.address)
        self.writer.write(self._request(path, form))
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        headers = {}
        for line in head[1:]:
            name, _colon, text = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _equals, content = text.partition(";")[0].partition("=")
                self.cookies[cookie] = content
            headers[name.lower()] = text
        body = await self._body(headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return status, headers, body

    def _request(self, path: str, form: dict | None) -> bytes:
        host = "{}:{}".format(*self.site.address)
        lines = [f"Host: {host}", f"User-Agent: {AGENT}", "Accept: text/html,*/*"]
        cookies = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        if cookies:
            lines.append(f"Cookie: {cookies}")
        if self.compressed:
            lines.append("Accept-Encoding: gzip")
        if form is None:
            return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()
        body = urlencode(form)
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", body]).encode()

    async def _body(self, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return await self.reader.readexactly(int(headers["content-length"]))
        if headers.get("transfer-encoding") != "chunked":
            return b""
        parts = []
        while size := int(await self.reader.readline(), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(parts)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


@dataclass
class Result:
    """What became of the requests of one step: milliseconds of each kind, and how many went otherwise."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    outcomes: Counter = field(default_factory=Counter)
    operations: list[float] = field(default_factory=list)  # seconds of the editor's

    @property
    def all_times(self) -> list[float]:
        return [each for times in self.times.values() for each in times]

    @property
    def shed(self) -> int:
        return self.outcomes["503"]

    @property
    def errors(self) -> int:
        return self.outcomes.total() - self.shed


async def visit(
    site: load_site.Site, traffic: Iterator[tuple[str, str]], until: float, result: Result
) -> None:
    """Ask for one address after the other until the time has come."""
    connection = Connection(site)
    while time.perf_counter() < until:
        kind, path = next(traffic)
        start = time.perf_counter()
        try:
            status, _headers, _body = await asyncio.wait_for(connection.ask(path), GIVEN_UP)
        except (OSError, TimeoutError) as error:
            connection.close()
            result.outcomes[type(error).__name__] += 1
            continue
        if status in OF_USE:
            result.times[kind].append(1000 * (time.perf_counter() - start))
        else:
            result.outcomes[str(status)] += 1
    connection.close()


class Editor:
    """Tags the same 1,000 editorials again and again, each time with another tag, by the desk's pages."""

    def __init__(self, site: load_site.Site):
        self.connection = Connection(site, compressed=False)  # what it reads is looked into
        self.selection = _selection(site.folder)
        self.number = 0

    async def log_in(self) -> None:
        _status, _headers, page = await self.connection.ask("/login/")
        form = {"username": load_site.NAME, "password": load_site.PASSWORD, **_token(page)}
        status, _headers, _page = await self.connection.ask("/login/", form)
        if status != 302:
            raise SystemExit(f"The editor is not let in: {status}.")

    async def tag(self, result: Result) -> None:
        """Tag until cancelled."""
        while True:
            self.number += 1
            start = time.perf_counter()
            outcome = await self._operation()
            if outcome == 302:
                result.operations.append(time.perf_counter() - start)
            else:
                result.outcomes[f"editor {outcome}"] += 1
            await asyncio.sleep(REST)

    async def _operation(self) -> int:
        path = f"/desk/selection/?{self.selection}&set-add=banc+{self.number}&preview=1"
        status, _headers, page = await self.connection.ask(path)
        if status != 200:
            return status
        seal = re.search(rb'name="seal" value="([^"]*)"', page)
        if not seal:
            raise SystemExit("The desk shows no preview of the selection.")
        form = {"seal": unescape(seal[1].decode()), **_token(page)}
        status, _headers, _page = await self.connection.ask(path, form)
        return status


def _token(page: bytes) -> dict[str, str]:
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]*)"', page)
    return {"csrfmiddlewaretoken": token[1].decode()} if token else {}


def _selection(folder: Path) -> str:
    """Return the parameters of a selection of 1,000: two years, and what is too many left out."""
    with sqlite3.connect(f"file:{folder}/archive.sqlite3?mode=ro", uri=True) as database:
        query = "SELECT year, COUNT(*) FROM archive_editorialyear GROUP BY year"
        counts = dict(database.execute(query))
        first = max(
            (year for year in counts if counts[year] <= TAGGED), key=lambda year: counts[year]
        )
        others = [year for year in counts if year != first]
        fitting = [year for year in others if counts[first] + counts[year] >= TAGGED]
        second = min(fitting or others, key=lambda year: counts[year])
        query = "SELECT editorial_id FROM archive_editorialyear WHERE year IN (?, ?) ORDER BY 1"
        numbers = [row[0] for row in database.execute(query, (first, second))]
    without = ",".join(map(str, sorted(set(numbers))[TAGGED:]))
    return f"year={first}&year={second}" + (f"&without={without}" if without else "")


async def step(site: load_site.Site, traffic: Iterator, clients: int, seconds: float) -> Result:
    """Return what became of the requests of so many clients in that time, one editor tagging."""
    result = Result()
    editor = Editor(site)
    await editor.log_in()
    tagging = asyncio.create_task(editor.tag(result))
    until = time.perf_counter() + seconds
    await asyncio.gather(*(visit(site, traffic, until, result) for _number in range(clients)))
    tagging.cancel()
    with suppress(asyncio.CancelledError):
        await tagging
    return result


def measured(
    site: load_site.Site, name: str, way: str, traffic: Iterator, clients: int, seconds: float
) -> Result:
    """Print the line of one step, and return what became of its requests."""
    before, start = site.memory(), time.perf_counter()
    cpu, own, machine = site.cpu(), time.process_time(), load_site.machine_cpu()
    result = asyncio.run(step(site, traffic, clients, seconds))
    took = time.perf_counter() - start
    cpu, own = (site.cpu() - cpu) / took, (time.process_time() - own) / took
    others = (load_site.machine_cpu() - machine) / took - cpu - own
    times = result.all_times
    points = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    print(
        f"{name:10}{way:10}{clients:8}{took:8.0f}{len(times) / took:8.1f}"
        f"{len(times) / took / (cpu or 1):8.1f}"
        f"{points[49]:7.0f}{points[94]:7.0f}{points[98]:7.0f}{max(times, default=0):7.0f}"
        f"{result.shed:6}{result.errors:7}{cpu:6.2f}{others:7.2f}{own:6.2f}  "
        + _memories(before, site.memory()),
        flush=True,
    )
    if result.errors:
        print(f"{'':10}{dict(result.outcomes)}", flush=True)
    return result


def _memories(before: dict, after: dict) -> str:
    lines = []
    for worker, (own, mapped) in after.items():
        earlier = before[worker][0] if worker in before else 0
        lines.append(f"{earlier:.0f} → {own:.0f} ({mapped:.0f})")
    return ", ".join(lines)


def by_kind(results: list[Result]) -> None:
    """Print the times of each kind of page, of all steps together."""
    print(f"\n{'kind':10}{'answers':>9}{'p50':>8}{'p95':>8}{'p99':>8}")
    for kind in load_addresses.MIX:
        times = [each for result in results for each in result.times[kind]]
        if len(times) > 1:
            points = quantiles(times, n=100)
            print(f"{kind:10}{len(times):9,}{points[49]:8.0f}{points[94]:8.0f}{points[98]:8.0f}")
    operations = [each for result in results for each in result.operations]
    if operations:
        print(
            f"{TAGGED:,} tagged as one operation {len(operations)} times: median "
            f"{sorted(operations)[len(operations) // 2]:.1f} s, longest {max(operations):.1f} s"
        )


def soak(site: load_site.Site, name: str, kinds: dict, clients: int, minutes: float) -> None:
    """Print a line of each quarter of a minute: that the memory stays flat, or does not."""
    print(f"\nSoak of {minutes:g} minutes, {clients} clients, both kinds of addresses in turn")
    print(COLUMNS)
    ways = {way: make(kinds) for way, make in TRAFFIC.items()}
    until, results = time.perf_counter() + 60 * minutes, []
    while time.perf_counter() < until:
        for way, traffic in ways.items():
            results.append(measured(site, name, way, traffic, clients, EVERY))
    by_kind(results)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=36_141, help="documents of the archive")
    parser.add_argument("--clients", default="1,8,32,128", help="of each step, with commas between")
    parser.add_argument("--seconds", type=float, default=30, help="of each step")
    parser.add_argument("--soak", type=float, default=10, help="minutes; 0 for none")
    parser.add_argument("--soak-clients", type=int, default=8)
    parser.add_argument("--beside", type=Path, help="a checkout of another commit, run in turn")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no site is left running
    archive = load_site.archive_of(options.size)
    trees = {"this": archives.ROOT}
    if options.beside:
        trees["beside"] = options.beside.resolve()
    with ExitStack() as stack:
        sites = {}
        for name, tree in trees.items():
            sites[name] = stack.enter_context(load_site.running(tree, archive, name))
        kinds = load_addresses.addresses(archive)
        print(", ".join(f"{len(paths):,} of {kind}" for kind, paths in kinds.items()))
        print(COLUMNS)
        results = defaultdict(list)
        ways = {(name, way): make(kinds) for name in sites for way, make in TRAFFIC.items()}
        for clients in map(int, options.clients.split(",")):
            for (name, way), traffic in ways.items():
                results[name].append(
                    measured(sites[name], name, way, traffic, clients, options.seconds)
                )
        for name in sites:
            print(f"\nAll steps of {name}", end="")
            by_kind(results[name])
        if options.soak:
            for name, site in sites.items():
                soak(site, name, kinds, options.soak_clients, options.soak)


if __name__ == "__main__":
    main()
