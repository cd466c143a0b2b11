"""What gunicorn's workers are: they hold slow clients apart, and shed what they cannot do in time.

One loop a worker reads requests whole and writes answers out (waitress does both); a thread of the
site is taken only while it thinks. A client that never ends a request, or never takes its answer,
so costs a socket, and not for long. gunicorn begins, watches and ends the processes.
"""

import logging
import os
import resource
import socket
import time
from http import HTTPStatus

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from gunicorn.workers import base
from prometheus_client import Counter
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import Error

log = logging.getLogger(__name__)

# All times are seconds, all sizes bytes.
HEADERS_TAKE = 15  # at most, a slow telephone's handshake included
BODY_BEGINS = 20  # what a body may take however small it is, and
SLOWEST = 2_000  # a second at least beyond that; the slowest of mobile networks carry 5,000
IDLE = 20  # a connection that asks nothing more, and an answer of which nothing is taken
MOST_CONNECTIONS = 1_000  # a worker: some 20 MB of memory
LONGEST_ADDRESS = 8_190  # half a page of pasted French, or hundreds of values
LONGEST_HEADERS = 32_768
LARGEST_UNKNOWN = 3 * 2**20  # body of who shows neither session nor token; forms are smaller
# Large bodies wait on the disk until they are whole, and any session may be made up: all that a
# worker holds of them together is so many times what one editor may send.
MOST_BODIES = 2
ROOM_FOR_FORM = 2**20  # beside the files that an editor sends
UNTAKEN = 256 * 2**20  # of an answer, on the disk, before its thread waits for the reader
# A page takes some 20 ms: what is 256th in the queue would wait five seconds. What has waited for
# ten is answered 503: whoever asked has gone, or asks again.
MOST_WAITING = 256
LONGEST_WAIT = 10
RETRY_AFTER = "10"
# A connection stays with the worker that has taken it. So that none has seven of eight, one with
# work leaves a new one so long to the others for each request that it has, and parts, every tenth
# answer, with who may find another sooner.
GIVES_WAY = 0.005
LONGEST_WAY = 0.05
FORGOTTEN = 0.5  # after which it is another connection that waits
IN_A_ROW = 10
TURN = 0.0005  # that the loop leaves to a thread which sends
TOLD_AGAIN = 60  # after which the log tells once more that requests are refused
refused = Counter("archive_refused", "Answers that never reached the site.", ["status"])
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)


class AddressTooLong(Error):
    code = HTTPStatus.REQUEST_URI_TOO_LONG


class Busy(Error):
    code = HTTPStatus.SERVICE_UNAVAILABLE


class TooLarge(Error):
    code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Refusal(ErrorTask):
    """Answers with the archive's own page what did not reach the archive."""

    pages: dict[int, bytes] = {}

    def execute(self) -> None:
        code = HTTPStatus(int(self.request.error.code))
        body = self.pages.get(code) or self.pages[HTTPStatus.BAD_REQUEST]
        self.status = f"{code.value} {code.phrase}"
        refused.labels(code.value).inc()
        self.response_headers.extend(HEADERS)
        if code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.response_headers.append(("Retry-After", RETRY_AFTER))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)

    @classmethod
    def draw(cls) -> None:
        """Draw the pages, in the archive's own language, while the site still has the time."""
        with translation.override(settings.LANGUAGE_CODE):
            for code in HTTPStatus:
                if code >= HTTPStatus.BAD_REQUEST:
                    page = render_to_string("refused.html", {"code": code.value})
                    cls.pages[code] = page.encode()


class Request(HTTPRequestParser):
    """A request as it comes in, refused as soon as it is too long."""

    error: Error | None = None

    def __init__(self, adj: Adjustments, server: "Server"):
        super().__init__(adj)
        self._server = server

    def received(self, data: bytes) -> int:
        consumed = super().received(data)
        if self.error is None and self.headers_finished:
            self.error = self._too_long() or self._too_much()
        elif self.error and not self.headers_finished and b"\n" not in self.header_plus:
            self.error = AddressTooLong("")  # given up before the first line has ended
        if self.error:
            self.completed = True
        return consumed

    def _too_long(self) -> Error | None:
        if len(getattr(self, "first_line", b"")) > LONGEST_ADDRESS:
            return AddressTooLong("")
        size = max(self.content_length, self.body_bytes_received)  # in chunks it says none before
        if size > LARGEST_UNKNOWN and not self._shows_who():
            return TooLarge("")
        return None

    def _too_much(self) -> Error | None:
        if self.body_bytes_received > LARGEST_UNKNOWN and self._server.is_laden():
            return Busy("")
        return None

    def _shows_who(self) -> bool:
        """Return whether a session or a token comes along; whose it is, the site will judge."""
        if "AUTHORIZATION" in self.headers:
            return True
        return f"{settings.SESSION_COOKIE_NAME}=" in self.headers.get("COOKIE", "")


class Channel(HTTPChannel):
    """A connection that knows since when it waits for the end of a request."""

    error_task_class = Refusal
    began = 0.0  # the request that is coming in; 0 where none is
    body_began = 0.0
    queued = 0.0  # the request that waits for a thread
    answers = 0

    def parser_class(self, adj: Adjustments) -> Request:
        """Return what reads the next request."""
        return Request(adj, self.server)

    def received(self, data: bytes) -> bool:
        now = time.monotonic()
        if not self.began:
            self.began = now
        before = self.request
        answered = super().received(data)
        if self.request is None:
            self.began = self.body_began = 0.0
        elif self.request is not before and before is not None:
            self.began, self.body_began = now, 0.0
        if self.request is not None and self.request.headers_finished and not self.body_began:
            self.body_began = now
        return answered

    def body_bytes(self) -> int:
        """Return how many bytes of bodies it holds: of what comes in, and what is worked on."""
        requests = list(self.requests)
        if self.request is not None:
            requests.append(self.request)
        return sum(request.body_bytes_received for request in requests)

    def is_late(self, now: float) -> bool:
        """Return whether a request takes longer to come in than any honest network makes it."""
        if not self.began:
            return False
        if not self.body_began:
            return now - self.began > HEADERS_TAKE
        allowed = BODY_BEGINS + self.request.body_bytes_received / SLOWEST
        return now - self.body_began > allowed

    def handle_write(self) -> None:
        """Send, unless a thread of the site does.

        To ask again and again whether it has done so would keep it from its turn: of 2.5 ms that a
        kept page cost, half were this.
        """
        if self.outbuf_lock.acquire(blocking=False):
            self.outbuf_lock.release()
            super().handle_write()
        else:
            time.sleep(TURN)

    def service(self) -> None:
        request = self.requests[0]
        if not request.error and time.monotonic() - self.queued > LONGEST_WAIT:
            request.error = Busy("")
            self.server.task_dispatcher.tell_refused()
        self.answers += 1
        if self.answers % IN_A_ROW == 0 and self.server.task_dispatcher.queue:
            request.headers["CONNECTION"] = "close"
        super().service()


class Dispatcher(ThreadedTaskDispatcher):
    """Gives requests to threads; past so many that wait, the next is answered 503 at once."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0.0

    def load(self) -> int:
        """Return how many requests are worked on or wait."""
        return self.active_count + len(self.queue)

    def add_task(self, task: Channel) -> None:
        task.queued = time.monotonic()
        with self.lock:
            if len(self.queue) < MOST_WAITING:
                self.queue.append(task)
            else:
                task.requests[0].error = Busy("")
                self.queue.appendleft(task)  # to say no takes no time
                self.tell_refused()
            self.queue_cv.notify()

    def tell_refused(self) -> None:
        """Tell the log, once a minute, that the machine is asked more than it can answer."""
        now = time.monotonic()
        if not self.told or now - self.told > TOLD_AGAIN:
            self.told = now
            log.warning("Past capacity: requests are answered 503 rather than kept waiting.")


class Server(TcpWSGIServer):
    channel_class = Channel
    gives_way_until = 0.0

    def readable(self) -> bool:
        return super().readable() and self.pause() == 0

    def handle_accept(self) -> None:
        """Take a connection, after giving way to others where there is work."""
        now = time.monotonic()
        load = self.task_dispatcher.load()
        if load and not 0 <= now - self.gives_way_until < FORGOTTEN:
            self.gives_way_until = now + min(GIVES_WAY * load, LONGEST_WAY)
        else:
            self.gives_way_until = 0.0
            super().handle_accept()

    def pause(self) -> float:
        """Return for how many seconds it gives way."""
        return max(self.gives_way_until - time.monotonic(), 0)

    def is_laden(self) -> bool:
        """Return whether the bodies that are held are more than there is to be room for."""
        held = sum(channel.body_bytes() for channel in self.active_channels.values())
        return held > MOST_BODIES * self.adj.max_request_body_size

    def maintenance(self, now: float) -> None:
        """Close what is late or idle: called once a second.

        Where the connections run out, those make way that have waited longest for their clients.
        """
        super().maintenance(now)
        clock = time.monotonic()
        waiting = []
        for channel in self.active_channels.values():
            if channel.requests:
                continue
            if channel.is_late(clock):
                channel.will_close = True
            elif not channel.will_close:
                waiting.append(channel)
        room = self.adj.connection_limit // 5
        excess = len(self.active_channels) - self.adj.connection_limit + room
        if excess > 0:
            waiting.sort(key=lambda channel: channel.creation_time)
            for channel in waiting[:excess]:
                channel.will_close = True


class Worker(base.Worker):
    """A worker of gunicorn: `--worker-class archive.server.Worker`, with `--threads`."""

    def run(self) -> None:
        Refusal.draw()
        dispatcher = Dispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        connections: dict = {}
        servers = []
        for listener in self.sockets:
            servers.append(self._server(listener.sock, dispatcher, connections))
        while self.alive and self.ppid == os.getppid():
            self.notify()
            pause = max(server.pause() for server in servers) or 1
            wasyncore.loop(timeout=pause, use_poll=True, map=connections, count=1)
        for server in servers:
            server.accepting = False
            server.del_channel(connections)
        self._finish(dispatcher, servers[0], connections)

    def _server(self, listener: socket.socket, dispatcher: Dispatcher, connections: dict) -> Server:
        adjustments = Adjustments(
            sockets=[listener],
            threads=self.cfg.threads,
            backlog=self.cfg.backlog,
            connection_limit=_most_connections(),
            cleanup_interval=1,
            channel_timeout=IDLE,
            max_request_header_size=LONGEST_HEADERS,
            max_request_body_size=settings.UPLOAD_LARGEST + ROOM_FOR_FORM,
            outbuf_high_watermark=UNTAKEN,
            asyncore_use_poll=True,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # archive.middleware.proxies does that
            ident=None,
        )
        return Server(
            self.wsgi,
            connections,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def _finish(self, dispatcher: Dispatcher, server: Server, connections: dict) -> None:
        """Answer what has been asked already, as long as gunicorn gives time for that."""
        until = time.monotonic() + self.cfg.graceful_timeout - 1
        while time.monotonic() < until:
            self.notify()
            busy = [
                channel
                for channel in connections.values()
                if isinstance(channel, Channel) and (channel.requests or channel.total_outbufs_len)
            ]
            if not busy:
                break
            wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)
        dispatcher.shutdown(timeout=1)


def _most_connections() -> int:
    """Return how many connections a worker may hold, after asking the system for as many files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, soft // 2)
