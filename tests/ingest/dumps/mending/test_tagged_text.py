"""Texts with the tags of QuarkXPress."""

from dumped import BODY, dump, record

from archive.ingest import read as read_any
from archive.text import plain

DEFINITION = '=[S"","Texte"]<*J*h"Standard"*p(0,12,0,11,0,0,g,"Français")>'
STYLED = f"""\
@Folio:3 – La Hulotte – n° 12, mai 1998
@Rubrique:Éditorial
@Titre:La mer monte
@Texte:Il le dit : <I>« Elle monte. »<I> {BODY}
<B>Rien n’y fait<B>, pas même <$f"Times">la digue.<$> {BODY}
@Signature:Ada Nord
@Fonction:présidente
@Légende:Une vue de M. Aubert, sur la digue.
"""
TAGGED = f"<v1.70><e0>\n@Titre{DEFINITION}\n@Texte{DEFINITION}\n{STYLED}"


def test_a_tagged_text_is_read_without_its_tags_whatever_its_name(tmp_path):
    [editorial] = read_any(dump(tmp_path, TAGGED.replace("\n", "\r"), "mac_roman"))
    assert (editorial.title, editorial.date) == ("La mer monte", "1998-05")
    assert (editorial.publication, editorial.issue) == ("La Hulotte", "n° 12")
    assert [(byline.name, byline.role) for byline in editorial.bylines] == [
        ("Ada Nord", "présidente")
    ]
    text = plain(editorial.html)
    assert text.startswith("Il le dit : « Elle monte. » Le métier")
    assert "Rien n’y fait, pas même la digue. Le métier" in text
    assert text.endswith("racontent.")


def test_a_tagged_text_that_lost_its_version_is_read_by_its_styles(tmp_path):
    editorial = record(dump(tmp_path, STYLED))
    assert editorial.title == "La mer monte"
    assert plain(editorial.html).startswith("Il le dit : « Elle monte. » Le métier")


def test_accounts_and_signs_of_other_texts_are_no_tags(tmp_path):
    page = f"Un métier\n\nPar Luc Morel\n\n@luc: il répond <ici> et <là>. {BODY}"
    assert plain(record(dump(tmp_path, page)).html).startswith("@luc: il répond <ici> et <là>.")
