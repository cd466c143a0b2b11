"""One request, bounded in time and bytes."""

import http.client
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from archive.sources.guarding import Plain, Refused, Secure

AGENT = "Editotheque"  # by which robots.txt may name this archive
USER_AGENT = f"{AGENT}/1 (an archive; looks now and then whether its sources are still there)"
WAIT = 10.0  # seconds for any one answer of the network
LONGEST = 20.0  # seconds for a whole request, however slowly it comes
LONGEST_WHOLE = 60.0  # the same for one that is to be kept
LARGEST = 20 << 20  # bytes of such a page: what an import reads
LITTLE = 2048  # bytes of a page that are read, and asked for
SAFE = "/%:@!$&'()*+,;=~-._?[]"  # signs of a path and its parameters that stay as they are
LENGTH = re.compile(r"[0-9]{1,15}")  # bytes, as a reply may announce them
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
REDIRECTS = {301, 302, 303, 307, 308}
CONNECTIONS = {"http": (Plain, 80), "https": (Secure, 443)}
Method = Literal["HEAD", "GET"]


class Silence(Exception):
    """Nothing that is an answer came; the message says what came instead."""


@dataclass(frozen=True)
class Reply:
    """`location`: the whole address that the reply leads on to, "" where it leads nowhere."""

    status: int
    location: str
    body: bytes
    reason: str = ""
    headers: Sequence[tuple[str, str]] = ()


def ask(url: str, method: Method, most: int = LITTLE) -> Reply:
    """Ask for a page once and follow nothing; of its body no more than `most` bytes are read.

    Raises Refused for an address that is not to be asked, Silence where no answer came.
    """
    headers = {"Accept-Encoding": "identity"}
    if method == "GET":
        headers["Range"] = f"bytes=0-{most - 1}"
    return _asked(url, method, headers, most, LONGEST)


def ask_for_all(url: str) -> Reply:
    """Ask for a whole page once and follow nothing; its body is as it came, packed or not.

    Raises Refused, and Silence also for what is cut, endless, or has more than LARGEST bytes.
    """
    reply = _asked(url, "GET", {"Accept-Encoding": "gzip"}, LARGEST + 1, LONGEST_WHOLE)
    announced = dict(reply.headers).get("content-length", "")
    if len(reply.body) > LARGEST:
        raise Silence(f"more than {LARGEST >> 20} MB")
    if LENGTH.fullmatch(announced) and len(reply.body) < int(announced):
        raise Silence("the end did not come")
    return reply


def _asked(url: str, method: Method, wanted: dict[str, str], most: int, seconds: float) -> Reply:
    parts = split(url)
    kind, usual_port = CONNECTIONS[parts.scheme]
    connection = kind(parts.hostname or "", parts.port or usual_port, timeout=WAIT)
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", **wanted}
    try:
        with _ended_in_time(connection, seconds) as is_late:
            connection.request(method, _target(parts), headers=headers)
            response = connection.getresponse()
            body = response.read(most) if method == "GET" else b""
            if is_late.is_set() and len(body) < most > LITTLE:
                raise Silence(f"not there after {seconds:.0f} seconds")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Silence(str(error) or type(error).__name__) from error
    finally:
        connection.close()
        if connection.live:
            connection.live.close()
    location = ""
    if response.status in REDIRECTS:
        location = _joined(url, response.headers.get("Location") or "")
    received = [(name.lower(), value) for name, value in response.getheaders()]
    return Reply(response.status, location, body, response.reason, received)


def _joined(url: str, location: str) -> str:
    """Return where a redirect leads. Raises Silence where that is nowhere."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Silence(f"redirects to no address: {error}") from error


def split(url: str) -> SplitResult:
    """Return the parts of an address of the web, its host in ASCII. Raises Refused for others."""
    if CONTROL.search(url):  # it would be lines of a request, or of the head of a capture
        raise Refused("no address: it has control characters")
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port
    except ValueError as error:
        raise Refused(f"no address: {error}") from error
    if parts.scheme not in CONNECTIONS or not host:
        raise Refused("no address of the web")
    if parts.username or parts.password:
        raise Refused("an address with a password")
    authority = f"[{host}]" if ":" in host else host
    if port:
        authority += f":{port}"
    return parts._replace(netloc=authority)


def _target(parts: SplitResult) -> str:
    target = quote(parts.path or "/", safe=SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=SAFE)
    return target


@contextmanager
def _ended_in_time(connection: Plain | Secure, seconds: float) -> Iterator[threading.Event]:
    """Cut the connection after so long: each wait may be short and all of them endless.

    Yields what is set once that was done.
    """
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        if connection.live:
            with suppress(OSError):  # it is closed already
                connection.live.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


def is_success(status: int) -> bool:
    """Return whether a status says that the page is there; so does that a range of it is not."""
    return 200 <= status < 300 or status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
