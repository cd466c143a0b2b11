"""The archive as a language model's program asks it, over HTTP and over standard input."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from archive.models import Editorial
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorial(make_editorial):
    editorial = make_editorial(
        "La voix du client",
        "<p>Un client attend &amp; rappelle.</p><p>Il rappelle encore.</p>",
        date="2001-02-12",
        authors=["Claire Abgrall"],
        publication="En ligne",
        tags=["écoute"],
    )
    make_editorial("Sans rapport", "<p>Rien.</p>", date="2004")
    freshness.drain()
    return editorial


def sent(client, message, **headers):
    return client.post(
        "/mcp", json.dumps(message), content_type="application/json", headers=headers
    )


@pytest.fixture
def ask(client):
    def ask(method, **parameters):
        message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": parameters}
        response = sent(client, message)
        assert response.status_code == 200
        answer = response.json()
        assert answer["jsonrpc"] == "2.0" and answer["id"] == 7
        return answer

    return ask


@pytest.fixture
def use(ask):
    def use(name, **arguments):
        result = ask("tools/call", name=name, arguments=arguments)["result"]
        [content] = result["content"]
        if result["isError"]:
            return content["text"]
        assert json.loads(content["text"]) == result["structuredContent"]
        return result["structuredContent"]

    return use


def test_it_introduces_itself_and_its_tools(ask, client):
    introduction = ask("initialize", protocolVersion="2025-06-18")["result"]
    assert introduction["protocolVersion"] == "2025-06-18"
    assert ask("initialize", protocolVersion="1999")["result"]["protocolVersion"] == "2025-11-25"
    noted = sent(client, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert noted.status_code == 202 and noted.content == b""
    assert ask("ping")["result"] == {}
    tools = ask("tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["search", "read", "cite", "years"]
    for tool in tools:
        assert tool["inputSchema"]["type"] == "object" and tool["annotations"]["readOnlyHint"]


def test_a_model_searches_reads_and_cites_a_paragraph(use, editorial):
    answer = use("search", q="rappels clients", tag=["ecoute"])
    assert answer["count"] == 1
    [result] = answer["results"]
    assert result["id"] == editorial.pk and result["authors"] == ["Claire Abgrall"]
    assert "attend & rappelle" in result["excerpt"]
    read = use("read", id=editorial.pk)
    page = f"http://testserver{editorial.get_absolute_url()}"
    assert read["url"] == page and read["title"] == "La voix du client"
    second = read["paragraphs"][1]
    assert second == {"address": f"{page}#p-il-rappelle-encore", "text": "Il rappelle encore."}
    cited = use("cite", id=editorial.pk, paragraph=second["address"])
    assert cited["url"] == second["address"] and cited["text"] == second["text"]
    assert cited["citation"].startswith("ABGRALL, Claire. La voix du client. En ligne")
    assert second["address"] in cited["citation"] and "paragr.\u00a02" in cited["citation"]
    for style, part in (
        ("apa", "Abgrall, C. (2001"),
        ("bibtex", "@article{"),
        ("ris", "TY  - "),
        ("csl", '"title": "La voix du client"'),
    ):
        assert part in use("cite", id=editorial.pk, style=style)["citation"]


def test_editorials_are_counted_by_year(use, editorial):
    assert use("years")["years"] == {"2001": 1, "2004": 1}
    assert use("years", q="client", **{"from": "2001"})["years"] == {"2001": 1}


def test_a_text_without_paragraphs_is_read_all_the_same(use, make_editorial):
    listed = make_editorial("Liste", "<ul><li>Un</li><li>Deux</li></ul>")
    read = use("read", id=listed.pk)
    assert read["paragraphs"] == [] and read["text"] == "Un\nDeux"


@pytest.mark.parametrize(
    ("name", "arguments", "part"),
    [
        ("search", {"q": "x", "page_size": 26}, "page_size is out of bounds"),
        ("search", {"q": 3}, "type string"),
        ("search", {"q": "x" * 1001}, "too long"),
        ("search", {"q": "a\0b"}, "NUL"),
        ("search", {"tag": "ecoute"}, "type array"),
        ("search", {"tag": ["a"] * 21}, "at most 20"),
        ("search", {"tag": [["a"]]}, "type string"),
        ("search", {"mood": "x"}, "no argument mood"),
        ("search", {"sort": "best"}, "sort is one of"),
        ("search", {"from": "hier"}, "from"),
        ("read", {}, "id is missing"),
        ("read", {"id": True}, "type integer"),
        ("read", {"id": 999_999}, "No editorial has this number"),
        ("cite", {"id": 999_999}, "No editorial"),
    ],
)
def test_what_a_tool_cannot_do_is_told_to_the_model(use, name, arguments, part):
    assert part in use(name, **arguments)


def test_what_readers_do_not_see_is_not_told(use, make_editorial):
    draft = make_editorial("Brouillon", state=Editorial.State.DRAFT)
    withdrawn = make_editorial("Retiré", state=Editorial.State.WITHDRAWN)
    for name in ("read", "cite"):
        assert use(name, id=draft.pk).startswith("No editorial")
        assert use(name, id=withdrawn.pk) == "This editorial was withdrawn."


def test_a_paragraph_that_is_not_there_cannot_be_cited(use, editorial):
    assert "no such paragraph" in use("cite", id=editorial.pk, paragraph="#p-autre")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (b"{", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}', -32700),
        (b'{"id": 1, "method": "ping"}', -32600),
    ],
)
def test_what_is_no_message_is_refused(client, body, number):
    response = client.post("/mcp", body, content_type="application/json")
    assert response.status_code == 400 and response.json()["error"]["code"] == number


def test_what_is_no_method_and_no_tool_is_refused(ask):
    assert ask("resources/list")["error"]["code"] == -32601
    assert ask("tools/call", name="delete")["error"]["code"] == -32602
    assert ask("tools/call")["error"]["code"] == -32602


def test_pages_of_other_sites_and_other_requests_are_turned_away(client):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert sent(client, ping, origin="https://evil.example").status_code == 403
    assert sent(client, ping, origin="null").status_code == 403
    assert sent(client, ping, origin="http://testserver").status_code == 200
    assert sent(client, ping, **{"mcp-protocol-version": "1999-01-01"}).status_code == 400
    assert client.post("/mcp", {"a": "b"}).status_code == 415
    assert client.get("/mcp").status_code == 405
    long = {**ping, "params": {"a": "x" * 100_000}}
    assert sent(client, long).status_code == 413


def spoken(monkeypatch, *lines, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    written = io.StringIO()
    call_command("mcp", stdout=written, **options)
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db(transaction=True)  # it lets go of connections that have grown old
def test_the_command_answers_line_by_line(monkeypatch, settings, editorial):
    settings.ALLOWED_HOSTS = ["archive.example"]
    call = {"name": "read", "arguments": {"id": editorial.pk}}
    lines = [
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        "",
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}),
        "?",
    ]
    first, second, third = spoken(monkeypatch, *lines, address="https://archive.example")
    assert first["result"]["serverInfo"]["name"] == "editotheque"
    read = second["result"]["structuredContent"]
    assert read["url"] == f"https://archive.example{editorial.get_absolute_url()}"
    assert third["error"]["code"] == -32700


@pytest.mark.parametrize("address", ["archive", "ftp://archive.example", "https://other.example"])
def test_the_command_wants_an_address_of_this_site(monkeypatch, settings, address):
    settings.ALLOWED_HOSTS = ["archive.example"]
    with pytest.raises(CommandError):
        spoken(monkeypatch, address=address)
