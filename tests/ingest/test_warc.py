"""Web captures: every page that is whole, and a word about all that is none."""

import gzip
import io
import json
import tarfile

import pytest
from django.core.management import call_command
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import ingest
from archive.ingest.records import Rejected

TEXT = "Le standard a sonné toute la nuit et personne, dans le bureau du fond, ne s’est levé pour répondre. "


def html(title="Le fil", text=TEXT):
    body = "".join(
        f"<p>{text} {number}</p>" for number in ("Un soir.", "Deux soirs.", "Trois soirs.")
    )
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


def response(
    url="https://fil.example/le-fil",
    content=None,
    status="200 OK",
    media_type="text/html",
    **headers,
):
    content = html().encode() if content is None else content
    said = [("Content-Type", media_type)] if media_type else []
    said += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return url, content, StatusAndHeaders(status, said, protocol="HTTP/1.1")


@pytest.fixture
def capture(tmp_path):
    """Writes a capture of these responses."""

    def capture(*responses, packed=False):
        path = tmp_path / ("fil.warc.gz" if packed else "fil.warc")
        with open(path, "wb") as file:
            writer = WARCWriter(file, gzip=packed)
            writer.write_record(
                writer.create_warcinfo_record("fil.warc", {"software": "un métier"})
            )
            for url, content, headers in responses:
                record = writer.create_warc_record(
                    url, "response", payload=io.BytesIO(content), http_headers=headers
                )
                writer.write_record(record)
                asked = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
                writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        return path

    return capture


def told(path, format="auto"):
    items = list(ingest.read(path, format))
    return [item.reason if isinstance(item, Rejected) else item.title for item in items]


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_a_record_under_its_address(capture, packed):
    path = capture(
        response(), response("https://fil.example/autre", html("Un autre").encode()), packed=packed
    )
    first, second = ingest.read(path)
    assert (first.title, second.title) == ("Le fil", "Un autre")
    assert (first.source, first.url) == (
        f"{path}/https://fil.example/le-fil",
        "https://fil.example/le-fil",
    )
    assert first.capture == html().encode() and first.media_type == "text/html"


def test_a_capture_packed_in_one_piece_is_read_too(capture, tmp_path):
    content = gzip.compress(
        capture(response(), response("https://fil.example/b", html("B").encode())).read_bytes()
    )
    (tmp_path / "fil.gz").write_bytes(content)
    assert told(tmp_path / "fil.gz") == ["Le fil", "B"]


def test_what_is_no_page_is_counted_and_told(capture):
    path = capture(
        response(),
        response("https://fil.example/a.png", b"\x89PNG", media_type="image/png"),
        response("https://fil.example/b.png", b"\x89PNG", media_type="image/png"),
        response("https://fil.example/c", b"", "404 Not Found"),
        response("https://fil.example/d", b""),
        response("https://fil.example/e", b"\x0b\x02", Content_Encoding="br"),
    )
    title, reason = told(path)
    assert title == "Le fil"
    for kind in ("image/png (2)", "HTTP 404 (1)", "pages vides (1)", "compression « br » (1)"):
        assert kind in reason


def test_a_capture_without_any_page_is_rejected(capture):
    assert told(capture()) == ["Cette capture ne contient aucune page."]


def test_content_is_unpacked_as_its_server_packed_it(capture):
    content = gzip.compress(html().encode())
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:50], content[50:]))
        + b"0\r\n\r\n"
    )
    assert told(capture(response(content=content, Content_Encoding="gzip"))) == ["Le fil"]
    packed = response(content=chunked, Content_Encoding="gzip", Transfer_Encoding="chunked")
    assert told(capture(packed)) == ["Le fil"]
    assert told(capture(response(Transfer_Encoding="chunked"))) == [
        "Le fil"
    ]  # it is said, and not so


def test_a_page_s_encoding_is_the_one_its_server_tells(capture):
    page = html("L’été", TEXT).encode("cp1252")
    [record] = ingest.read(
        capture(response(content=page, media_type="text/html; charset=windows-1252"))
    )
    assert record.title == "L’été"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.99])
def test_a_capture_that_is_cut_gives_what_is_whole_and_says_so(capture, packed, share):
    whole = capture(response(), packed=packed).read_bytes()
    path = capture(response(), response("https://fil.example/b", html("B").encode()), packed=packed)
    content = path.read_bytes()
    path.write_bytes(content[: len(whole) + int(share * (len(content) - len(whole)))])
    said = told(path)
    assert said[0] == "Le fil" and any(word in said[-1] for word in ("coupée", "abîmée"))


def test_a_capture_that_is_damaged_gives_what_stands_before(capture):
    path = capture(response(), response("https://fil.example/b", html("B").encode()))
    whole = path.read_bytes()
    path.write_bytes(
        whole[: whole.rindex(b"WARC/1.0\r\nWARC-Type: response")] + b"nothing that is known\n" * 20
    )
    first, last = told(path)
    assert first == "Le fil" and "abîmée" in last


@pytest.mark.parametrize(
    "content",
    [
        b"WARC/1.0\r\n" + b"x" * 20_000_000,
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://fil.example/\r\nContent-Length: 99999999\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000_000,
    ],
)
def test_a_header_without_end_is_refused(tmp_path, content):
    (tmp_path / "fil.warc").write_bytes(content)
    assert "Fichier abîmé" in told(tmp_path / "fil.warc")[0]


def test_a_page_of_100_megabytes_is_rejected_and_the_next_one_read(capture):
    huge = response("https://fil.example/b", b"<html>" + b"x" * 30_000_000)
    first, second = told(capture(huge, response()))
    assert "trop grosse" in first and second == "Le fil"


@pytest.mark.parametrize(
    "content", [b"", b"Un fil.", b"<html>", gzip.compress(b"Un fil.", mtime=0)]
)
def test_what_is_no_capture_is_rejected_as_one(tmp_path, content):
    (tmp_path / "fil.warc").write_bytes(content)
    [reason] = told(tmp_path / "fil.warc", "warc")
    assert "pas une capture" in reason


@pytest.mark.django_db
def test_a_capture_imported_twice_changes_nothing(capture, tmp_path):
    for outcome in ("created", "unchanged"):
        call_command("import_editorials", str(capture(response())), report=str(tmp_path / "report"))
        assert json.loads((tmp_path / "report").read_text())["outcome"] == outcome


def test_real_captures_end_in_outcomes_with_a_reason(shared, tmp_path):
    with tarfile.open(shared / "data" / "imports" / "imports.tar.xz") as packed:
        members = [
            member for member in packed if "/warc/warcio/" in f"/{member.name}" and member.isfile()
        ]
        packed.extractall(tmp_path, members, filter="data")
    assert len(members) == 16
    for member in members:
        items = list(ingest.read(tmp_path / member.name))
        assert items and all(item.reason for item in items if isinstance(item, Rejected))
