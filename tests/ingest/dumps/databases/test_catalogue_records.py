"""Records of catalogues and databases: a label a line, then the text."""

from dumped import BODY, dump, record

from archive.ingest.dumps import read
from archive.text import plain

RECORD = f"""\
BIBLIOBASE - 1 document sur 4
=============================

Titre             : La mer monte
Revue             : La Hulotte
Numéro            : 12
Date de parution  : 3 mai 1998
Rubrique          : Éditorial
Page              : 7
Auteur(s)         : Nord, Ada ; Luc Morel
Mots clés         : MER ; MARÉES

Texte             :

{BODY}

=============================
Document édité le 22.11.2004 à 11:31 pour la médiathèque / poste 4
"""
NOTICE = f"""\
Notice n° 12                                   Type : article
-------------------------------------------------------------
Auteur ....... : Nord, Ada (1951-....)
Titre ........ : La mer monte,
                 et nous avec elle
In ........... : La Hulotte : revue de la côte. ISSN 1234-5679. - N° 12 (mai 1998), p. 7-8
Note ......... : La couverture porte aussi : « printemps »
Créée le ..... : 11/03/2005
-------------------------------------------------------------
TEXTE INTÉGRAL (saisie)

{BODY}

-------------------------------------------------------------
Export effectué par : lecteur 12
"""


def test_a_record_gives_the_fields_that_its_labels_name_and_no_day_of_its_printing(tmp_path):
    editorial = record(dump(tmp_path, RECORD))
    assert (editorial.title, editorial.date) == ("La mer monte", "1998-05-03")
    assert [byline.name for byline in editorial.bylines] == ["Ada Nord", "Luc Morel"]
    assert (editorial.publication, editorial.issue) == ("La Hulotte", "n° 12")
    assert (editorial.section, editorial.page) == ("Éditorial", "7")
    assert editorial.tags == ["MER", "MARÉES"]
    text = plain(editorial.html)
    assert text.startswith("Le métier change")
    assert text.endswith("racontent.")


def test_a_record_without_a_date_has_none(tmp_path):
    undated = RECORD.replace("Date de parution  : 3 mai 1998\n", "")
    assert record(dump(tmp_path, undated)).date is None


def test_a_notice_with_dots_names_its_periodical_number_month_and_pages(tmp_path):
    editorial = record(dump(tmp_path, NOTICE))
    assert editorial.title == "La mer monte, et nous avec elle"
    assert [byline.name for byline in editorial.bylines] == ["Ada Nord"]
    assert editorial.publication == "La Hulotte : revue de la côte"
    assert (editorial.issue, editorial.date, editorial.page) == ("n° 12", "1998-05", "7-8")
    text = plain(editorial.html)
    assert text.startswith("Le métier change")
    assert text.endswith("racontent.")


def test_a_file_of_records_has_a_document_for_each(tmp_path):
    second = RECORD.replace("La mer monte", "Le sable et nous")
    titles = [editorial.title for editorial in read(dump(tmp_path, f"{RECORD}\n{second}"))]
    assert titles == ["La mer monte", "Le sable et nous"]


def test_labels_below_a_text_of_its_own_leave_that_text(tmp_path):
    labels = RECORD.partition("Texte")[0]
    page = f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{labels}\n{'Un autre texte suit ici. ' * 20}"
    editorial = record(dump(tmp_path, page))
    assert editorial.title == "Un métier"
    assert plain(editorial.html).startswith("Le métier change")
