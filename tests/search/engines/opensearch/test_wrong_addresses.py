"""Whatever answers at an address that is none of OpenSearch's, one line tells it and the site is up."""

import json
import socket
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from archive.search import Question, ask
from archive.search.engine import current
from archive.search.upkeep import watching

pytest.importorskip("opensearchpy", reason="needs the client of a cluster")


def served(status: int, content: str, kind: str = "application/json"):
    """A server on this machine that answers all the same."""

    class Answer(BaseHTTPRequestHandler):
        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content.encode())

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def version(distribution: str, number: str) -> str:
    return json.dumps({"version": {"distribution": distribution, "number": number}})


REFUSED = '{"error": {"type": "security_exception", "reason": "no"}, "status": 401}'
ANSWERS = {
    "a proxy": (
        200,
        "<html><h1>It works</h1></html>",
        "text/html",
        "does not answer as OpenSearch",
    ),
    "a proxy without a way": (
        502,
        "<html>Bad Gateway</html>",
        "text/html",
        "cannot answer now (502",
    ),
    "a proxy without a site": (
        404,
        "<html>default backend</html>",
        "text/html",
        "does not answer as OpenSearch does (404",
    ),
    "a proxy that understands nothing": (
        400,
        "<html>Bad Request</html>",
        "text/html",
        "does not answer as OpenSearch does (400",
    ),
    "a proxy that leads elsewhere": (301, "", "text/html", "cannot answer now (301"),
    "another program": (200, "{}", "application/json", "is something else"),
    "Elasticsearch": (200, version("", "8.1.0"), "application/json", "2.19 or newer is needed"),
    "an old version": (
        200,
        version("opensearch", "1.3.20"),
        "application/json",
        "is opensearch 1.3.20: OpenSearch 2.19 or newer is needed",
    ),
    "a wrong password": (401, REFUSED, "application/json", "refuses the user"),
    "a user without rights": (403, REFUSED, "application/json", "refuses the user"),
}


@pytest.fixture
def away(connected):
    """Have the archive look for its index at a port."""

    def look(port: int, user: str = "") -> str:
        connected(f"opensearch://{user}127.0.0.1:{port}/archive")
        condition = current().condition()
        assert condition.state == "away"
        return str(condition.error)

    yield look
    watching.is_well()


@pytest.mark.parametrize("what", ANSWERS)
def test_what_is_no_opensearch_is_told_in_one_line(away, what):
    status, content, kind, reason = ANSWERS[what]
    server = served(status, content, kind)
    try:
        told = away(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
    assert reason in told and "\n" not in told


@pytest.mark.parametrize("status", [501, 502, 404, 200])
def test_a_rebuild_ends_with_one_line_that_shows_no_page(status, away):
    server = served(status, "<!DOCTYPE HTML>\n<html><p>Sorry</p></html>", "text/html")
    try:
        away(server.server_port)
        with pytest.raises(CommandError) as refusal:
            call_command("rebuild_index")
    finally:
        server.shutdown()
        server.server_close()
    told = str(refusal.value)
    assert str(server.server_port) in told and "<" not in told and "\n" not in told


@pytest.mark.parametrize("status", [404, 400, 301])
def test_a_site_starts_beside_a_proxy_that_refuses(
    status, away, make_editorial, client, settings, tmp_path, capsys
):
    make_editorial("L’accueil")
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    server = served(status, "<html>default backend</html>", "text/html")
    try:
        away(server.server_port)
        call_command("prepare")
        ready = client.get("/readyz")
    finally:
        server.shutdown()
        server.server_close()
    assert ready.status_code == 200 and ready.json()["index"]["state"] == "away"
    assert "OpenSearch" in capsys.readouterr().err


def test_where_nothing_listens_the_database_answers(away, make_editorial, client, caplog):
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        _host, port = listening.getsockname()
    make_editorial("L’accueil")
    assert "does not answer at 127.0.0.1" in away(port)
    caplog.clear()
    answer = ask(Question(q="accueil"))
    assert (answer.by, answer.count) == ("database", 1)
    health = client.get("/healthz").json()
    assert (health["status"], health["index"]) == ("degraded", "away")


def test_a_password_is_told_nowhere(away, caplog):
    server = served(401, REFUSED)
    try:
        told = away(server.server_port, user="editor:sesame@")
        ask(Question(q="accueil"))
    finally:
        server.shutdown()
        server.server_close()
    assert "sesame" not in told + caplog.text
