"""Saved web pages to records: what a page claims, weighed; its text with its structure; what is odd about its bytes."""

import json
from pathlib import Path

import pytest
from saved_pages import HEADING, PARAGRAPHS, codes, html, ld, made, names

from archive.ingest import read
from archive.ingest.pages import page, publication_dates
from archive.ingest.pages.bylines import choose
from archive.ingest.pages.claims import Claim
from archive.ingest.records import Doubt, Rejected
from archive.text import plain

PAGES = Path(__file__).parents[2] / "data" / "pages"


def test_a_saved_page_becomes_one_record_with_its_bytes():
    path = PAGES / "mutation.html"
    [record] = read(path, "html")
    assert record.title == "La mutation des centres d’appels"
    assert names(record) == ["Claire Abgrall", "Luc d’Astrée"]
    assert record.date == "2004-05-12"
    assert record.publication == "Ligne ouverte"
    assert record.url == "https://www.ligne-ouverte.example/edito/mutation"
    assert record.language == "fr"
    assert record.capture == path.read_bytes() and record.media_type == "text/html"


def test_the_text_keeps_its_structure_and_nothing_beside_it():
    [record] = read(PAGES / "mutation.html", "html")
    for kept in (
        "<h2>",
        "<blockquote>",
        "<li>",
        "<em>",
        '<a href="https://www.ligne-ouverte.example/dossier"',
        "<sup>1</sup>",
    ):
        assert kept in record.html
    text = plain(record.html)
    assert "Il y a dix ans, on décrochait" in text and "chapô" in record.standfirst
    for beside in (
        "S’abonner",
        "À lire aussi",
        "Commentaires",
        "Photo :",
        "Les plus lus",
        "La mutation des centres d’appels",
    ):
        assert beside not in text


@pytest.mark.parametrize(
    "nothing",
    [
        b"",
        b"   ",
        b"<html><body></body></html>",
        b"<html><body><nav>Menu</nav></body></html>",
        b"\x00\x01\x02" * 99,
    ],
)
def test_a_page_without_text_is_rejected_with_the_reason(nothing):
    with pytest.raises(Rejected):
        page(nothing, "page.html")


# Titles


@pytest.mark.parametrize(
    "window",
    [
        "La voix au bout du fil | En-Contact",
        "En-Contact - La voix au bout du fil",
        "La voix au bout du fil — Édito – En-Contact",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(window):
    record = made(
        f'<title>{window}</title><meta property="og:site_name" content="En-Contact">', above=""
    )
    assert record.title == "La voix au bout du fil"


@pytest.mark.parametrize(
    "window", ["Nous relisons « La voix » - En-Contact", "Nous relisons « La voix » » En-Contact"]
)
def test_a_quotation_at_the_end_of_a_title_stays_closed(window):
    record = made(
        f'<title>{window}</title><meta property="og:site_name" content="En-Contact">', above=""
    )
    assert record.title == "Nous relisons « La voix »"


def test_the_title_that_most_places_give_is_taken():
    head = '<meta property="og:title" content="Allô ? La voix qui répond">' + ld(
        headline="La voix au bout du fil"
    )
    record = made(head)
    assert record.title == "La voix au bout du fil"


def test_another_title_that_weighs_as_much_is_a_doubt():
    head = '<meta property="og:title" content="Allô ? Nous répondons">' + ld(
        headline="Allô ? Nous répondons"
    )
    record = made(head)
    assert ("title", "other") in codes(record)


def test_a_page_without_title_says_so():
    record = made(above="")
    assert record.title == "" and ("title", "unknown") in codes(record)


# Authors


@pytest.mark.parametrize(
    "printed, expected",
    [
        ("Par A. Dupont et B. Martin", ["A. Dupont", "B. Martin"]),
        ("Par Claire Abgrall, rédactrice en chef", ["Claire Abgrall"]),
        (
            "Claire Abgrall (avec Luc d’Astrée et Rémi Le Goff)",
            ["Claire Abgrall", "Luc d’Astrée", "Rémi Le Goff"],
        ),
        ("Publié par Claire Abgrall le 12 mai 2004 à 10h30", ["Claire Abgrall"]),
        ("Manuel JACQUINET", ["Manuel JACQUINET"]),
        ("La Rédaction", ["La Rédaction"]),
        ("Par AFP", ["AFP"]),
        ("Par Claire Abgrall et Service économie", ["Claire Abgrall", "Service économie"]),
        ("12 mai 2004", []),
        ("Rédaction Web", ["Rédaction Web"]),
        ("3, rue de la Paix, 75002 Paris", []),
        ("admin", []),
        ("En-Contact", []),
        ("https://www.facebook.com/en.contact", []),
    ],
)
def test_authors_are_people_and_offices(printed, expected):
    found, _doubts = choose([Claim("author", printed, "meta")], ["En-Contact"])
    assert [one.name for one in found] == expected


def test_a_name_written_again_for_screen_readers_is_one_name():
    line = '<a class="author">Anne Martin<span class="u-screen-reader-text">Anne Martin</span></a>'
    assert names(made(above=f"{HEADING}<p>Un documentaire de {line}</p>")) == ["Anne Martin"]
    people, _doubts = choose([Claim("author", "Anne Falc'hon Anne Falc'hon", "label")], [])
    assert [one.name for one in people] == ["Anne Falc'hon"]


def test_settings_of_a_site_among_its_keywords_are_no_tags():
    head = ld(
        headline="La voix",
        keywords=[
            "Lite:true",
            "LayerCake:0",
            "Source:LOCKED_NONE",
            "Tag:Téléphone",
            "Métier : accueil",
            "Lyon:",
        ],
    )
    assert made(head).tags == ["Téléphone", "Métier : accueil", "Lyon"]


def test_what_nobody_filed_has_no_tag():
    assert made('<meta property="article:tag" content="Non classé">').tags == []


def test_authors_are_read_from_json_ld_and_their_office_is_not():
    record = made(
        ld(
            author=[
                {"@type": "Person", "name": "Claire Abgrall"},
                {"@type": "Organization", "name": "En-Contact"},
            ]
        )
    )
    assert names(record) == ["Claire Abgrall"]


def test_an_author_given_by_reference_is_found():
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "X", "author": {"@id": "#c"}},
            {"@type": "Person", "@id": "#c", "name": "Claire Abgrall"},
        ]
    }
    record = made(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert names(record) == ["Claire Abgrall"]


def test_a_byline_without_markup_is_read_from_its_line():
    record = made(above=HEADING + "<div>Par Claire Abgrall le 12 mai 2004</div>")
    assert names(record) == ["Claire Abgrall"] and record.date == "2004-05-12"


def test_a_signature_below_the_text_is_read():
    record = made(body=PARAGRAPHS + "<p><strong>Claire Abgrall</strong></p>")
    assert names(record) == ["Claire Abgrall"]


def test_two_different_authors_are_a_doubt():
    record = made(
        '<meta name="author" content="Luc d’Astrée">'
        + ld(author={"@type": "Person", "name": "Claire Abgrall"})
    )
    assert names(record) == ["Claire Abgrall"]
    assert Doubt("byline", "other", "Luc d’Astrée") in record.doubts


# Dates


@pytest.mark.parametrize(
    "printed, edtf",
    [
        ("12 Fév 2001", "2001-02-12"),
        ("automne 2003", "2003-23"),
        ("février 2001", "2001-02"),
        ("2001", "2001"),
        ("2001-02", "2001-02"),
        ("2001-02-12T23:30:00+01:00", "2001-02-12"),
        ("20010212", "2001-02-12"),
        ("Mon, 12 Feb 2001 10:00:00 GMT", "2001-02-12"),
        ("mardi 12 février 2001 à 10h", "2001-02-12"),
        ("2001-02-31", ""),
        ("hier", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_printed(printed, edtf):
    assert publication_dates.read(printed) == edtf


def test_a_day_is_never_made_up():
    record = made(above=HEADING + "<p class=date>Publié : automne 2003</p>")
    assert record.date == "2003-23"


def test_the_day_that_most_places_give_is_taken_and_another_doubted():
    head = (
        ld(datePublished="2004-05-12T10:00:00+02:00")
        + '<meta property="article:published_time" content="2004-06-30">'
    )
    record = made(head, above=HEADING + "<time datetime=2004-05-12>12 mai 2004</time>")
    assert record.date == "2004-05-12"
    assert Doubt("date", "other", "2004-06-30") in record.doubts


def test_a_date_to_come_is_a_doubt_and_no_date():
    record = made(ld(datePublished="2999-05-12"))
    assert record.date is None and Doubt("date", "ahead", "2999-05-12") in record.doubts


def test_an_impossible_date_is_a_doubt_and_no_date():
    record = made(ld(datePublished="2004-13-45"))
    assert record.date is None and Doubt("date", "printed", "2004-13-45") in record.doubts


def test_the_nought_of_computers_is_no_date():
    record = made(ld(datePublished="1970-01-01T00:00:00Z"))
    assert record.date is None


def test_a_change_alone_is_no_publication():
    record = made('<meta property="article:modified_time" content="2004-05-12">')
    assert record.date is None and Doubt("date", "updated", "2004-05-12") in record.doubts


# Characters


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_accents_survive_every_declared_encoding(charset):
    record = page(html(body=PARAGRAPHS.replace("’", "'"), charset=charset), "page.html")
    assert "troisième" in record.html


def test_a_wrong_declaration_of_the_encoding_does_no_harm():
    record = page(html().replace(b"charset=utf-8", b"charset=iso-8859-1"), "page.html")
    assert "troisième" in record.html and not {("text", "encoding"), ("text", "mojibake")} & codes(
        record
    )


def test_the_servers_charset_is_used():
    body = (
        "<p>"
        + "Звонок в центре обработки, и кто-то отвечает клиенту, который давно уже ждёт ответа. "
        * 8
        + "</p>"
    )
    data = html(body=body, above="", charset="cp1251").replace(b"<meta charset=cp1251>", b"")
    assert "Звонок" in page(data, "page.html", charset="windows-1251").html
    assert "Звонок" not in page(data, "page.html").html


def test_an_undeclared_encoding_is_a_doubt():
    data = html(charset="cp1252").replace(b"<meta charset=cp1252>", b"")
    record = page(data, "page.html")
    assert "troisième" in record.html and ("text", "encoding") in codes(record)


def test_mojibake_is_offered_mended_and_left_as_it_is():
    body = (
        PARAGRAPHS
        + "<p>Une Ã©quipe dÃ©vouÃ©e dÃ©croche chaque matin pour les clients qui appellent de bonne heure.</p>"
    )
    record = made(body=body)
    [doubt] = [doubt for doubt in record.doubts if doubt.code == "mojibake"]
    assert "Ã©quipe" in record.html
    assert "→" in doubt.value and "équipe" in doubt.value
