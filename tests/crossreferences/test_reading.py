"""Which references a text makes, by what it prints: read without any archive."""

import pytest

from archive.crossreferences.blocks import Link, Place, blocks, linked
from archive.crossreferences.reading import MOST, pointers


def told(text: str, date: str = "2010-09") -> list[tuple[str, dict]]:
    """What is read of a paragraph: as printed, with what it says."""
    read = []
    for pointer in pointers(f"<p>{text}</p>", date):
        names = ("magazine", "date", "issue", "page", "title")
        said = {name: getattr(pointer, name) for name in names if getattr(pointer, name)}
        read.append((pointer.printed, said))
    return read


@pytest.mark.parametrize(
    "text, printed, said",
    [
        (
            "Dans notre éditorial de décembre 2008, nous disions.",
            "notre éditorial de décembre 2008",
            {"date": "2008-12"},
        ),
        ("L’affaire (voir p. 20) dure.", "p. 20", {"page": "20"}),
        ("Nous publions page\u00a014 un essai.", "page\u00a014", {"page": "14"}),
        ("Relire notre n°\u00a036.", "notre n°\u00a036", {"issue": "36"}),
        ("Relire notre n\u00a0°\u00a036.", "notre n\u00a0°\u00a036", {"issue": "36"}),
        (
            "Il le dit (Libération, mai 1998).",
            "Libération, mai 1998",
            {"magazine": "Libération", "date": "1998-05"},
        ),
        (
            "Lui aussi (Décroché, n° 36, septembre 2010, p. 3).",
            "Décroché, n° 36, septembre 2010, p. 3",
            {"magazine": "Décroché", "issue": "36", "date": "2010-09", "page": "3"},
        ),
        ("L’édito du mois dernier nous suffit.", "L’édito du mois dernier", {"date": "2010-08"}),
        (
            "Notre éditorial de décembre l’a dit.",
            "Notre éditorial de décembre",
            {"date": "2009-12"},
        ),
        (
            "Nous l’écrivions dans « Ça sonne » (n° 1).",
            "« Ça sonne »",
            {"title": "Ça sonne", "issue": "1"},
        ),
        ("Nous l’écrivions dans <em>Ça sonne</em>.", "Ça sonne", {"title": "Ça sonne"}),
        ("Nous y revenons dans notre lettre n° 54.", "notre lettre n° 54", {"issue": "lettre-54"}),
        ("Dans ce numéro, du neuf.", "Dans ce numéro", {}),
        (
            "Il répond à « Ça sonne » (Décroché, mai 2001).",
            "« Ça sonne » (Décroché, mai 2001)",
            {"title": "Ça sonne", "magazine": "Décroché", "date": "2001-05"},
        ),
        (
            "Il répond à «\u00a0Ça sonne\u00a0», <em>Décroché</em> n°\u00a010, septembre 1999, p.\u00a03.",
            "«\u00a0Ça sonne\u00a0», Décroché n°\u00a010, septembre 1999, p.\u00a03",
            {
                **{"title": "Ça sonne", "magazine": "Décroché", "issue": "10"},
                **{"date": "1999-09", "page": "3"},
            },
        ),
        (
            "Relire notre éditorial « Ça sonne » (<em>Décroché</em>, n° 10).",
            "notre éditorial « Ça sonne » (Décroché, n° 10)",
            {"title": "Ça sonne", "magazine": "Décroché", "issue": "10"},
        ),
    ],
)
def test_a_reference_is_read_with_what_it_says(text, printed, said):
    assert told(text) == [(printed, said)]


def test_a_title_behind_another_is_no_magazine():
    assert told("Il a lu « Ça sonne », « Ça attend » (mai 2001).") == [
        ("« Ça attend »", {"date": "2001-05", "title": "Ça attend"})
    ]
    titles = told("Nous relisons dans <em>Ça sonne</em>, <em>Ça attend</em> (mai 2001).")
    assert "magazine" not in titles[-1][1]


@pytest.mark.parametrize(
    "text",
    [
        "La loi n° 2008-3 du 3 janvier 2008 et le décret n° 36 nous obligent.",
        "Nous sommes le n° 2 mondial.",
        "Le départ de notre numéro 2, Jean Dupont, nous peine.",
        "Le contrat contient, page 6, une clause.",
        "Nous renvoyons au tableau (voir p. 20 du rapport).",
        "« Dans notre éditorial de mars 2007, nous avions tort », dit-il.",
        "— Dans notre éditorial de mars 2007, nous avions tort.",
        "Il n’y a pas de workload dans mon <em>workload</em>.",
        "Nous avons dit « Bonjour » à tous.",
        "Un client (Dupont, 1998) a ri.",
        "Appelez notre numéro 08 36 65 65 65.",
        "كان هذا العدد 36 من المجلة",
        "",
    ],
)
def test_what_is_no_reference_is_none(text):
    assert told(text) == []


def test_a_month_before_is_not_known_of_a_text_without_one():
    assert told("Notre éditorial de décembre l’a dit.", "2010") == []
    assert told("L’édito du mois dernier nous suffit.", "") == []


def test_a_very_long_text_has_no_more_than_so_many():
    assert len(pointers("<p>Relire notre n° 36. Un mot.</p>" * 7000)) == MOST


BODY = "<p>Lire <em>Ça sonne</em> &amp; <mark>le n° 3</mark>, <a href='/x'>le n° 4</a>.</p>"


def link(printed: str, at: int | None = None) -> Link:
    [block] = blocks(BODY)
    start = block.plain.index(printed) if at is None else at
    return Link(Place(0, start, start + len(printed)), printed, "/y/?a&b", 'Titre "cité"')


def test_a_link_is_put_where_the_reference_stands():
    body = linked(BODY, [link("le n° 3"), link("Ça sonne")])
    opening = '<a class="renvoi" href="/y/?a&amp;b" title="Titre &quot;cité&quot;">'
    assert f"<em>{opening}Ça sonne</a></em> &amp; <mark>{opening}le n° 3</a></mark>" in body


@pytest.mark.parametrize(
    "wanted", [link("le n° 4"), link("sonne & le"), link("autre", at=5), link("n° 9", at=900)]
)
def test_no_link_is_put_into_another_across_an_element_or_where_the_text_is_another(wanted):
    assert linked(BODY, [wanted]) == BODY
