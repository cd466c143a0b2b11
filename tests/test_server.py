"""The server that ./run starts: slow clients, requests that are too long, more than it can answer."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from serving import ROOT, get, needs_environment, running
from waitress import wasyncore
from waitress.adjustments import Adjustments

from archive import server
from archive.server import Channel, Dispatcher, Refusal, Server

A_DOZEN = 12
HEADERS = "GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: "
BODY = "POST /login/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100000\r\n\r\nusername="


@pytest.fixture(scope="module")
def folder(tmp_path_factory, prepared):
    return Path(shutil.copytree(prepared[0], tmp_path_factory.mktemp("run") / "data"))


@pytest.fixture(scope="module")
def site(folder):
    with running(folder) as address:
        yield address


def processes(site: str) -> list[int]:
    """The server of a site and its workers."""
    bound = f"--bind\0{urlsplit(site).netloc}\0".encode()
    numbers = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if bound in (place / "cmdline").read_bytes():
                numbers.append(int(place.name))
    return numbers


def gone(process: int) -> set[str]:
    """The files of an index that a process has mapped and that are on the disk no more."""
    maps = Path(f"/proc/{process}/maps").read_text()
    return set(re.findall(r"\S+/index/\S+(?= \(deleted\))", maps))


@needs_environment
def test_an_index_that_is_made_anew_leaves_nothing_of_the_last_on_the_disk(site, folder):
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "rebuild_index", "--noinput", "--verbosity=0"],
        env=os.environ | {"ARCHIVE_DATA_DIR": str(folder)},
        check=True,
    )
    server_and_workers, numbers = processes(site), count()
    assert len(server_and_workers) == 3

    def is_let_go() -> bool:
        # Each another, for a page that is kept looks at no index.
        assert get(f"{site}search/?q=client+{next(numbers)}").status == 200
        return not any(map(gone, server_and_workers))

    wait_until(is_let_go)


def connected(site: str, beginning: str) -> socket.socket:
    parts = urlsplit(site)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=40)
    connection.sendall(beginning.format(host=parts.netloc).encode())
    return connection


def drip(connections: list[socket.socket], done: threading.Event) -> None:
    """Send a byte a second on each until all are closed by the other side."""
    while connections and not done.wait(1):
        for connection in list(connections):
            try:
                connection.sendall(b"x")
            except OSError:
                connections.remove(connection)


@needs_environment
@pytest.mark.parametrize("beginning", [HEADERS, BODY, ""], ids=["headers", "bodies", "nothing"])
def test_a_dozen_requests_that_never_end_leave_others_answered_and_are_cut_off(site, beginning):
    held = [connected(site, beginning) for _ in range(A_DOZEN)]
    dripping, done = list(held), threading.Event()
    thread = threading.Thread(target=drip, args=(dripping if beginning else [], done))
    thread.start()
    for _ in range(5):
        assert get(site, timeout=30).status == 200
    until = time.monotonic() + 40
    for connection in held:
        connection.settimeout(max(until - time.monotonic(), 0.1))
        with suppress(ConnectionError):  # what it still sent was not read any more
            assert connection.recv(1) == b""
    done.set()
    thread.join()


def answer(site: str, request: bytes) -> str:
    with connected(site, "") as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
            if b"</html>" in received:  # what was sent beyond is not read, and the line cut
                break
        return received.decode()


@needs_environment
@pytest.mark.parametrize(
    "request_line, headers, status",
    [
        (b"GET /search/?q=" + b"a" * 9000, b"", "414"),
        (b"GET /search/?q=" + b"a" * 90000, b"", "414"),
        (b"GET /", b"X-Long: " + b"a" * 40000 + b"\r\n", "431"),
        (b"POST /login/", b"Content-Length: 90000000\r\n", "413"),
        (b"GET /", b"Content-Length: many\r\n", "400"),
        (b"POST /login/", b"Transfer-Encoding: odd\r\n", "501"),
    ],
)
def test_what_is_too_long_or_makes_no_sense_is_answered_with_the_archives_own_page(
    site, request_line, headers, status
):
    host = urlsplit(site).netloc.encode()
    page = answer(site, request_line + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + headers + b"\r\n")
    assert page.split(" ", 2)[1] == status
    assert (
        f'<p class="label">{status}</p>' in page and "archive." in page and "waitress" not in page
    )


@needs_environment
def test_a_large_body_of_who_shows_a_session_reaches_the_site(site):
    host = urlsplit(site).netloc.encode()
    body = b"x" * (4 * 2**20)
    page = answer(
        site,
        b"POST /login/ HTTP/1.1\r\nHost: " + host + b"\r\nCookie: sessionid=x\r\n"
        b"Content-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    )
    assert page.split(" ", 2)[1] == "403"  # for its lack of a token, which the site alone can see


# More than it can answer


class Crowd:
    """A server with one thread, which is held until `go` is set, on a loop of its own."""

    def __init__(self, listener: socket.socket | None = None):
        self.go, self.stop, self.connections = threading.Event(), threading.Event(), {}
        listener = listener or socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.dispatcher = Dispatcher()
        self.dispatcher.set_thread_count(1)
        Refusal.draw()
        self.server = Server(
            self.application,
            self.connections,
            _sock=listener,
            dispatcher=self.dispatcher,
            adj=Adjustments(sockets=[listener], ident=None, cleanup_interval=1),
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )
        self.thread = threading.Thread(target=self.loop)
        self.thread.start()

    def application(self, environ, start_response):
        self.go.wait(20)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"answered" * 10**6] if environ["PATH_INFO"] == "/large" else [b"answered"]

    def loop(self):
        while not self.stop.is_set():
            wasyncore.loop(timeout=0.1, use_poll=True, map=self.connections, count=1)

    def channels(self) -> list[Channel]:
        return list(self.server.active_channels.values())

    def ask(self, path="/", connection_is="close") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        lines = [f"GET {path} HTTP/1.1", "Host: x", f"Connection: {connection_is}", "", ""]
        connection.sendall("\r\n".join(lines).encode())
        return connection

    def end(self):
        self.go.set()
        self.stop.set()
        self.thread.join()
        self.dispatcher.shutdown()
        wasyncore.close_all(self.connections)


@pytest.fixture
def crowd():
    crowd = Crowd()
    yield crowd
    crowd.end()


def received(connection: socket.socket) -> str:
    data = b""
    with suppress(ConnectionResetError):  # what is sent beyond a refusal is not read
        while chunk := connection.recv(65536):
            data += chunk
    return data.decode()


def wait_until(condition):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


def test_past_capacity_a_request_is_told_to_come_again(crowd, monkeypatch, caplog):
    monkeypatch.setattr(server, "MOST_WAITING", 2)
    asked = [crowd.ask()]
    wait_until(lambda: crowd.dispatcher.active_count == 1 and not crowd.dispatcher.queue)
    for waiting in (1, 2, 3):
        asked.append(crowd.ask())
        wait_until(lambda waiting=waiting: len(crowd.dispatcher.queue) == waiting)
    crowd.go.set()
    answers = [received(connection) for connection in asked]
    assert [page.split()[1] for page in answers] == ["200", "200", "200", "503"]
    assert "Retry-After: 10" in answers[-1] and "Trop de demandes" in answers[-1]
    assert caplog.text.count("Past capacity") == 1


def test_what_has_waited_too_long_is_not_worked_on_any_more(crowd, monkeypatch):
    monkeypatch.setattr(server, "LONGEST_WAIT", 0.1)
    first, second = crowd.ask(), crowd.ask()
    wait_until(lambda: len(crowd.dispatcher.queue) == 1)
    time.sleep(0.2)
    crowd.go.set()
    assert received(first).split()[1] == "200"
    assert received(second).split()[1] == "503"


def test_new_connections_go_to_the_worker_that_has_time(crowd, monkeypatch):
    monkeypatch.setattr(server, "GIVES_WAY", 10)
    monkeypatch.setattr(server, "LONGEST_WAY", 10)
    busy = crowd.ask()
    wait_until(lambda: crowd.dispatcher.load() == 1)
    idle = Crowd(crowd.server.socket.dup())
    idle.go.set()
    try:
        for _number in range(20):
            wait_until(lambda: idle.dispatcher.load() == 0)
            assert "answered" in received(crowd.ask())
    finally:
        idle.end()
    crowd.go.set()
    assert "answered" in received(busy)


def test_a_worker_parts_with_connections_while_others_wait_for_it(crowd, monkeypatch):
    monkeypatch.setattr(server, "IN_A_ROW", 1)
    asked = []
    for number in range(3):
        asked.append(crowd.ask(connection_is="keep-alive"))
        wait_until(lambda number=number: crowd.dispatcher.load() == number + 1)
    crowd.go.set()
    headers = [connection.recv(65536).decode() for connection in asked]
    assert ["Connection: close" in header for header in headers] == [False, True, False]


def test_the_loop_leaves_a_thread_that_sends_its_turn(crowd, monkeypatch):
    flush, handle_write, turns = Channel._flush_some, Channel.handle_write, []

    def slow(channel, do_close=True):
        time.sleep(0.3)
        return flush(channel, do_close)

    def counted(channel):
        turns.append(channel)
        handle_write(channel)

    monkeypatch.setattr(Channel, "_flush_some", slow)
    monkeypatch.setattr(Channel, "handle_write", counted)
    crowd.go.set()
    assert "answered" in received(crowd.ask())
    assert 0 < len(turns) < 1_000, "it asked again and again whether it could send"


def sent(crowd, head: str, body: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", crowd.port), timeout=20)
    connection.sendall(f"POST / HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
    for start in range(0, len(body), 1000):
        with suppress(OSError):  # it has been answered already
            connection.sendall(body[start : start + 1000])
    return connection


def test_a_body_in_chunks_of_an_unknown_client_is_no_larger_than_any_other(crowd, monkeypatch):
    monkeypatch.setattr(server, "LARGEST_UNKNOWN", 5_000)
    crowd.go.set()
    chunks = b"3e2\r\n" + b"x" * 994 + b"\r\n"
    refused = sent(crowd, "Transfer-Encoding: chunked", chunks * 10)
    assert received(refused).split()[1] == "413"
    known = "Transfer-Encoding: chunked\r\nCookie: sessionid=x\r\nConnection: close"
    assert "answered" in received(sent(crowd, known, chunks * 10 + b"0\r\n\r\n"))


def test_all_large_bodies_together_are_held_to_so_many_bytes(crowd, monkeypatch):
    monkeypatch.setattr(server, "LARGEST_UNKNOWN", 1_000)
    crowd.server.adj.max_request_body_size = 10_000
    head = "Cookie: sessionid=x\r\nContent-Length: 9500\r\nConnection: close"
    held = [sent(crowd, head, b"x" * 9_000) for _ in range(2)]
    wait_until(lambda: sum(map(Channel.body_bytes, crowd.channels())) == 18_000)
    refused = received(sent(crowd, head, b"x" * 9_000))
    assert refused.split()[1] == "503" and "Retry-After" in refused
    crowd.go.set()
    held[0].sendall(b"x" * 500)
    assert "answered" in received(held[0])
    assert "answered" in received(sent(crowd, head, b"x" * 9_500))
    held[1].close()


def test_readers_who_take_nothing_of_a_large_answer_leave_others_answered(crowd):
    crowd.go.set()
    slow = [crowd.ask("/large") for _ in range(A_DOZEN)]
    assert "answered" in received(crowd.ask())
    for connection in slow:
        connection.close()


def test_where_connections_run_out_the_oldest_that_ask_nothing_make_way(crowd):
    crowd.server.adj.connection_limit = 20
    idle = [socket.create_connection(("127.0.0.1", crowd.port)) for _ in range(30)]
    crowd.go.set()
    assert "answered" in received(crowd.ask())
    for connection in idle:
        connection.close()
