"""MediaWiki's exports of five versions and makers: what each page gives, and wikitext as HTML."""

import pytest
from exported import FOLDER, check, facts, outcomes

from archive.ingest.exports.mediawiki import wikitext
from archive.ingest.records import Rejected

TABLE = {
    "0.10.xml": [
        {
            "title": "Le fil d'avril",
            "authors": ["Zoé Est"],
            "date": "2003-04-12",
            "tags": ["Avril", "Éditoriaux"],
            "publication": "La Revue du fil",
            "language": "fr",
            "url": "https://wiki.fil.example/wiki/Le_fil_d'avril",
            "missing": ["{{Bandeau|vieux}}"],
            "has": [
                *(
                    "Ce qu'il faut savoir\n\n",
                    "deux lignes :",
                    "l'une libre ;",
                    "Le poste, en avril",
                ),
                *("Les lignes", "Allô,\nqui est là", "Fin & suite. ''brut''", "1. Dicton."),
            ],
            "lacks": ["TOC", "vignette", "2.", "April", "Catégorie"],
        },
        "Discussion",
        "redirection",
    ],
    "0.3.xml": [
        {
            "title": "Numéroter",
            "authors": [],
            "date": None,
            "publication": "Wiki du fil",
            "doubts": [("byline", "unknown"), ("date", "updated")],
            "has": ["Une ligne en retrait."],
        },
        "Utilisateur",
    ],
    "0.11.xml": [
        {"title": "Occupé", "authors": ["Luc Sud"], "date": None},
        "javascript",
        "s’arrête avant sa fin",
    ],
    "wikiteam.xml": [
        {
            "title": "Le répondeur",
            "authors": ["Noé Val"],
            "publication": "Le Fil",
            "doubts": [("date", "guess")],
            "has": ["c'est même à cela"],
        }
    ],
    "special-export.xml": [
        {
            "title": "On hold",
            "authors": ["Jane Doe"],
            "date": "1998",
            "tags": ["Music"],
            "language": "en",
            "has": ["It was the best of lines."],
        }
    ],
}


@pytest.mark.parametrize("name", TABLE)
def test_each_export_gives_its_pages_field_by_field(name):
    check(FOLDER / "mediawiki" / name, TABLE[name])


@pytest.mark.parametrize(
    "typed, html",
    [
        ("''a'' '''b'''", "<p><em>a</em> <strong>b</strong></p>"),
        ("a\nb\n\nc", "<p>a\nb</p><p>c</p>"),
        ("* a\n** b\n* c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("# a\n#* b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        (": a", "<blockquote><p>a</p></blockquote>"),
        ("[[a|b]] [[:Catégorie:c]]", "<p>b Catégorie:c</p>"),
        ("a&nbsp;b &lt;script>", "<p>a\u00a0b &lt;script&gt;</p>"),
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ("== a ==\nb", "<h2>a</h2><p>b</p>"),
        ("{{", "<p>{{</p>"),
    ],
)
def test_wikitext_becomes_html(typed, html):
    assert wikitext.read(typed, "", {"14": "Catégorie"}).html == html


@pytest.mark.parametrize("typed", ["{{", "[[", "<div>", "{|\n", "{{a|", "[http://a ", "<ref>"])
def test_a_page_full_of_what_nothing_closes_is_refused(typed):
    with pytest.raises(Rejected, match="jamais refermées"):
        wikitext.read(typed * 20_000, "", {})


def test_a_page_longer_than_any_is_cut():
    assert len(wikitext.read("a" * 3_000_000, "", {}).html) < 2_100_000


def test_entities_are_refused(tmp_path):
    export = (FOLDER / "mediawiki" / "0.3.xml").read_text("utf-8")
    path = tmp_path / "wiki.xml"
    path.write_text(f'<!DOCTYPE mediawiki [<!ENTITY a "b">]>{export}')
    assert "entités" in facts(outcomes(path, "mediawiki")[0])["rejected"]
