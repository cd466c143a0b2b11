"""One request, bounded in time and bytes."""

import http.client
import socket
import threading
from collections.abc import Iterator
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
LITTLE = 2048  # bytes of a page that are read, and asked for
SAFE = "/%:@!$&'()*+,;=~-._?[]"  # signs of a path and its parameters that stay as they are
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


def ask(url: str, method: Method, most: int = LITTLE) -> Reply:
    """Ask for a page once and follow nothing; of its body no more than `most` bytes are read.

    Raises Refused for an address that is not to be asked, Silence where no answer came.
    """
    parts = split(url)
    kind, usual_port = CONNECTIONS[parts.scheme]
    connection = kind(parts.hostname or "", parts.port or usual_port, timeout=WAIT)
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    if method == "GET":
        headers["Range"] = f"bytes=0-{most - 1}"
    try:
        with _ended_in_time(connection):
            connection.request(method, _target(parts), headers=headers)
            response = connection.getresponse()
            body = response.read(most) if method == "GET" else b""
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Silence(str(error) or type(error).__name__) from error
    finally:
        connection.close()
        if connection.live:
            connection.live.close()
    location = ""
    if response.status in REDIRECTS:
        location = _joined(url, response.headers.get("Location") or "")
    return Reply(response.status, location, body)


def _joined(url: str, location: str) -> str:
    """Return where a redirect leads. Raises Silence where that is nowhere."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Silence(f"redirects to no address: {error}") from error


def split(url: str) -> SplitResult:
    """Return the parts of an address of the web, its host in ASCII. Raises Refused for others."""
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
def _ended_in_time(connection: Plain | Secure) -> Iterator[None]:
    """Cut the connection after LONGEST seconds: each wait may be short and all of them endless."""

    def cut() -> None:
        if connection.live:
            with suppress(OSError):  # it is closed already
                connection.live.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def is_success(status: int) -> bool:
    """Return whether a status says that the page is there; so does that a range of it is not."""
    return 200 <= status < 300 or status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
