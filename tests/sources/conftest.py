"""A site of the web, on this machine: for these tests alone its address counts as a public one."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from web_site import Page, Site

from archive.sources import guarding, visiting


@pytest.fixture
def site(monkeypatch):
    """A site without robots.txt where every page is missing but for `site.pages`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.requests.append((self.command, self.path))
            site.times.append(time.monotonic())
            site.headers.append(dict(self.headers))
            page = site.pages.get(self.path, Page(404, b"rien"))
            status = page.status
            if self.command == "HEAD" and page.head is not None:
                status = page.head
            self.send_response(status)
            if page.location:
                self.send_header("Location", page.location)
            for name, value in ({"Content-Length": str(len(page.body))} | page.headers).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.send_body(page)

        do_HEAD = do_GET

        def send_body(self, page):
            for byte in page.body if page.drip else ():
                self.wfile.write(bytes([byte]))
                time.sleep(page.drip)
            if not page.drip:
                self.wfile.write(page.body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_port)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    public = guarding.is_public
    own = ("127.0.0.1", "::1")
    monkeypatch.setattr(guarding, "is_public", lambda ip: ip in own or public(ip))
    monkeypatch.setattr(guarding, "PORTS", guarding.PORTS | {site.port})
    monkeypatch.setattr(visiting, "PAUSE", 0.0)
    yield site
    server.shutdown()
    server.server_close()
