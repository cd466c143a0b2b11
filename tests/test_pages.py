"""Saved web pages to records: what a page claims, weighed; its text with its structure; what is odd about its bytes."""

import pytest

from archive.ingest import read
from archive.ingest.pages import page
from archive.ingest.records import Rejected
from archive.text import plain

PARAGRAPHS = "".join(
    f"<p>Le téléphone sonne toujours au centre d’appels, et la {rang} fois comme la première quelqu’un décroche, écoute et "
    "répond à la cliente qui attend depuis longtemps déjà.</p>"
    for rang in ("deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième")
)


def made(head: str = "", body: str = PARAGRAPHS, title: str = "<h1>La voix au bout du fil</h1>", **kwargs):
    html = f"<!doctype html><html lang=fr><head><meta charset=utf-8>{head}</head><body>{title}<article>{body}</article></body></html>"
    return page(html.encode(), "page.html", **kwargs)


def codes(record) -> set[tuple[str, str]]:
    return {(doubt.field, doubt.code) for doubt in record.doubts}


def test_a_saved_page_becomes_one_record_with_its_bytes(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(
        f"<html><head><title>La voix</title></head><body><h1>La voix</h1>{PARAGRAPHS}</body></html>".encode()
    )
    [record] = read(path, "html")
    assert record.title == "La voix"
    assert record.capture == path.read_bytes() and record.media_type == "text/html"
    assert plain(record.html).startswith("Le téléphone sonne toujours")


@pytest.mark.parametrize(
    "nothing", [b"", b"   ", b"<html><body></body></html>", b"<html><body><nav>Menu</nav></body></html>"]
)
def test_a_page_without_text_is_rejected_with_the_reason(nothing):
    with pytest.raises(Rejected):
        page(nothing, "page.html")


def test_scripts_handlers_and_javascript_links_are_cleaned():
    record = made(
        body=PARAGRAPHS
        + '<p onclick="x()">Une <a href="javascript:alert(1)">phrase</a> entière.<script>x()</script></p>'
    )
    assert "onclick" not in record.html and "javascript" not in record.html and "x()" not in record.html
