"""How long other visitors wait while clients that never end a request hold a running site's connections.

    PORT=8123 ./run &
    python bench/slow.py http://127.0.0.1:8123/ [--clients 12] [--seconds 30]

Each kind in turn: `headers` sends a byte of a header a second, `bodies` a byte of a form a second, `idle` nothing at
all, `readers` asks for large answers and reads a byte a second. Whoever is cut off comes back at once. Meanwhile one
visitor after another asks for the first page, on a connection of their own.
"""

import argparse
import socket
import threading
import time
from statistics import median
from urllib.parse import urlsplit

GIVEN_UP = 60  # seconds after which a visitor has gone
BEGINNINGS = {
    "headers": "GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ",
    "bodies": "POST /login/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nusername=",
    "idle": "",
    "readers": "GET /search/results.csv?q=-xyzzy HTTP/1.1\r\nHost: {host}\r\n\r\n",
}


class SlowClient(threading.Thread):
    """Holds a connection as long as it is let, then takes another, until `done` is set."""

    def __init__(self, site: str, kind: str, done: threading.Event):
        super().__init__(daemon=True)
        self.address = urlsplit(site).hostname, urlsplit(site).port
        self.host, self.kind, self.done, self.connections = urlsplit(site).netloc, kind, done, 0

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self.hold()
            except OSError:
                self.done.wait(0.1)

    def hold(self) -> None:
        with socket.socket() as connection:
            if self.kind == "readers":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.settimeout(GIVEN_UP)
            connection.connect(self.address)
            self.connections += 1
            connection.sendall(BEGINNINGS[self.kind].format(host=self.host).encode())
            while not self.done.wait(1):
                if self.kind == "readers":
                    connection.recv(1)
                    continue
                if self.kind != "idle":
                    connection.sendall(b"x")
                connection.setblocking(False)
                try:
                    if not connection.recv(4096):
                        return
                except BlockingIOError:
                    pass
                finally:
                    connection.setblocking(True)


def seconds(site: str, path: str = "/") -> float:
    """How long one visitor waits for a whole page, GIVEN_UP where none comes."""
    parts = urlsplit(site)
    start = time.perf_counter()
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=GIVEN_UP) as connection:
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
            )
            while connection.recv(65536):
                if time.perf_counter() - start > GIVEN_UP:
                    return GIVEN_UP
    except OSError:
        return GIVEN_UP
    return time.perf_counter() - start


def waits(site: str, kind: str, clients: int, lasting: float) -> tuple[list[float], int]:
    """The waits of the visitors in that time, and how many connections the slow clients have had."""
    done = threading.Event()
    slow = [SlowClient(site, kind, done) for _number in range(clients)]
    for client in slow:
        client.start()
    time.sleep(2)
    until, waited = time.perf_counter() + lasting, []
    while not waited or time.perf_counter() < until:
        waited.append(seconds(site))
        time.sleep(0.1)
    done.set()
    return waited, sum(client.connections for client in slow)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("site")
    options.add_argument("--clients", type=int, default=12)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--kinds", default=",".join(BEGINNINGS))
    chosen = options.parse_args()
    print(
        f"{'slow':8} {'visitors':>8} {'median':>8} {'worst':>8}  connections of {chosen.clients} slow clients"
    )
    alone = [seconds(chosen.site) for _number in range(10)]
    print(f"{'none':8} {len(alone):8} {median(alone):7.3f}s {max(alone):7.3f}s")
    for kind in chosen.kinds.split(","):
        waited, connections = waits(chosen.site, kind, chosen.clients, chosen.seconds)
        print(
            f"{kind:8} {len(waited):8} {median(waited):7.3f}s {max(waited):7.3f}s  {connections}",
            flush=True,
        )


if __name__ == "__main__":
    main()
