"""Saved pages that mean harm, or are too much."""

import pytest
from saved_pages import HEADING, PARAGRAPHS, ld, made, names

from archive.ingest import read
from archive.ingest.pages import page
from archive.ingest.records import Rejected
from archive.text import plain


def test_scripts_handlers_and_javascript_links_are_cleaned():
    body = (
        PARAGRAPHS
        + '<p onclick="x()">Une <a href="javascript:alert(1)">phrase</a> entière, et une autre.<script>x()</script></p>'
    )
    record = made(body=body)
    assert "phrase" in record.html
    for bad in ("onclick", "javascript", "x()", "<script"):
        assert bad not in record.html


def test_markup_in_a_claim_is_text():
    record = made(ld(headline="<b>Gras</b> &amp; <script>x()</script>"), above="")
    assert "<b>" not in record.title


def test_elements_nested_by_the_hundred_thousand_are_refused_with_the_reason():
    with pytest.raises(Rejected, match="emboîtés"):
        page(
            b"<html><body>" + b"<div>" * 100_000 + PARAGRAPHS.encode() + b"</body></html>",
            "page.html",
        )


def test_too_many_elements_are_refused_with_the_reason():
    with pytest.raises(Rejected, match="éléments"):
        page(b"<html><body>" + b"<i>x</i>" * 300_000, "page.html")


def test_a_page_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.html"
    with open(path, "wb") as file:
        file.write(b"<html><body><p>")
        file.seek(200 * 2**20)
        file.write(b"x")
    [rejected] = read(path, "html")
    assert isinstance(rejected, Rejected) and "Mo" in rejected.reason


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 50_000,
        '{"@type": "Article", "author": 3, "headline": ["x"], "datePublished": {}}',
        "null",
        '{"@type": [{}]}',
    ],
)
def test_broken_json_ld_is_passed_over(script):
    record = made(f'<script type="application/ld+json">{script}</script>')
    assert record.title == "La voix au bout du fil"


@pytest.mark.parametrize("address", ["http://[", "javascript:x()", "//", "", "data:text/html,x"])
def test_odd_addresses_are_not_taken(address):
    record = made(
        f'<link rel="canonical" href="{address}">', url="https://www.en-contact.example/voix"
    )
    assert record.url == "https://www.en-contact.example/voix"


@pytest.mark.parametrize("odd", ['<x"y>', "<x'y>", "<a<b>", "<x,y>", "<é>", "<1a>", "<x\x01y>"])
def test_an_odd_name_of_an_element_costs_nothing_but_itself(odd):
    lead = "Depuis dix ans, les centres d’appels embauchent et cherchent leur voix, ce qui"
    record = made(
        f'<meta name=description content="{lead} ne va pas de soi.">',
        above=f"{HEADING}<div class=chapo><p>{lead} {odd}ne va pas de soi.</p></div>",
    )
    assert "septième fois" in plain(record.html) and lead in record.standfirst


# Inputs for which each sign, or each element, could be compared with all others: reading has to end.


def test_a_box_between_each_two_paragraphs_of_a_long_text():
    pairs = "".join(
        f"<p>La ligne {number} du bureau sonne à midi et nul ne la décroche, ni ici ni ailleurs.</p>"
        f"<aside><p>Repère {number} : ce bureau tient {number} lignes et il en perd chaque année sans le dire.</p></aside>"
        for number in range(2_500)
    )
    text = plain(made(body=f"{pairs}{PARAGRAPHS}").html)
    assert "Repère 0 :" in text and "Repère 2499 :" in text


def test_a_paragraph_of_thousands_of_sentences_that_all_stand_again_is_no_summary():
    sentences = " ".join(f"La ligne {number} sonne encore." for number in range(15_000))
    record = made(body=f"<p>{sentences}</p><p>{sentences} {sentences} {sentences}</p>")
    assert plain(record.html).count("La ligne 14999 sonne encore.") == 4


def test_authors_that_are_signs_alone():
    signs = f'<meta name="author" content="{"," * 1_000}">' * 400
    assert names(made(f'{signs}<meta name="author" content="Claire Abgrall">')) == [
        "Claire Abgrall"
    ]
