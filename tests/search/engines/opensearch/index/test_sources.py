"""An editorial as a cluster is given it."""

from datetime import date

from archive.search import documents
from archive.search.engines.opensearch.index.mapping import LENGTHS, editorials
from archive.search.engines.opensearch.index.sources import OWN, source


def sent(editorial):
    (prepared,) = documents.prepared([editorial.pk])
    return source(prepared)


def test_all_that_is_sent_has_its_field(make_editorial):
    editorial = make_editorial("Un service après-vente", tags=["Accueil"], authors=["Anne Roux"])
    fields = editorials(LENGTHS, {}, 1)["mappings"]["properties"]
    assert set(sent(editorial).body) | {"change", *OWN} <= set(fields)


def test_a_date_is_kept_in_days_its_years_and_decades_as_values(make_editorial):
    body = sent(make_editorial(date="1999-12/2000-01")).body
    assert (body["year"], body["decade"]) == (["1999", "2000"], ["199X", "200X"])
    assert body["earliest"] == date(1999, 12, 1).toordinal()
    assert body["latest"] == date(2000, 1, 31).toordinal()


def test_what_has_no_date_has_no_days(make_editorial):
    body = sent(make_editorial()).body
    assert "earliest" not in body and "latest" not in body and body["decade"] == []


def test_compounds_are_told_as_they_are_printed(make_editorial):
    editorial = make_editorial("L’après-vente", "<p>Aux prud’hommes, le porte-à-porte.</p>")
    assert sent(editorial).joined == {
        "aprèsvente": "après-vente",
        "prudhommes": "prud’hommes",
        "porteàporte": "porte-à-porte",
    }


def test_the_words_of_the_text_are_counted(make_editorial):
    assert sent(make_editorial("Titre", "<p>Un client attend.</p>")).body["length"] == 3
