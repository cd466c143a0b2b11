"""Downloads of press databases: one file, many documents."""

from dumped import dump

from archive.ingest.dumps import read
from archive.ingest.records import Rejected
from archive.text import plain

PARAGRAPH = "La bulle est retombée, et avec elle les ambitions de ceux qui voyaient grand. " * 8
EUROPRESSE = f"""\
Europresse                                Page 1 sur 2

Les Echos, no. 18765
Idées, mercredi 23 octobre 2002, p. 54

Les centres d'appels à l'heure des comptes

FAVRE Jean-Marc

{PARAGRAPH}

Il serait pourtant injuste de ne voir là qu'un feu de paille.

Illustration(s) : dessin de Delize

(c) 2002 Les Echos. Tous droits réservés.
Numéro de document : news·20021023·EC·18765-54-ECH
Ce certificat est émis à une université à des fins de visualisation personnelle.

La Tribune
vendredi 12 mars 2004, p. 3

Un métier qui se cherche

{PARAGRAPH}

(c) 2004 La Tribune. Tous droits réservés.
Numéro de document : news·20040312·TR·3
"""
FACTIVA = f"""\
Idées
Les centres d'appels à l'heure des comptes
Jean-Marc Favre
523 mots
23 octobre 2002
Les Echos
LEECHO
54
Français
Copyright 2002 Les Echos. Tous droits réservés.

{PARAGRAPH}

Document LEECHO0020021023dyan00054

HD        Un métier qui se cherche
BY        Luc Morel
WC        412 mots
PD        12 mars 2004
SN        La Tribune
PG        3
LP
{PARAGRAPH}
AN        Document TRIB000020040312e03c0000x

Document TRIB000020040312e03c0000x
"""
LEXIS = f"""\
                               1 of 2 DOCUMENTS

                         Copyright 2002 Les Echos
                           Tous droits réservés
                                Les Echos

                          mercredi 23 octobre 2002

SECTION: IDEES; p. 54
LENGTH: 523 words
HEADLINE: Les centres d'appels
 à l'heure des comptes
BYLINE: Jean-Marc Favre

BODY:

{PARAGRAPH}

LANGUAGE: FRENCH
LOAD-DATE: October 24, 2002

                               2 of 2 DOCUMENTS

La Tribune

12 mars 2004

HEADLINE: Un métier qui se cherche

BODY:
{PARAGRAPH}

LOAD-DATE: March 13, 2004
"""
FIRST = ("Les centres d'appels à l'heure des comptes", "2002-10-23", "Les Echos", "54")


def told(record):
    return (record.title, record.date, record.publication, record.page)


def test_europresse_gives_a_record_a_document_in_order(tmp_path):
    first, second = read(dump(tmp_path, EUROPRESSE))
    assert told(first) == FIRST
    assert (first.issue, first.section) == ("n° 18765", "Idées")
    assert [byline.name for byline in first.bylines] == ["FAVRE Jean-Marc"]
    assert told(second) == ("Un métier qui se cherche", "2004-03-12", "La Tribune", "3")
    assert {doubt.field for doubt in second.doubts if doubt.code == "unknown"} == {"byline"}


def test_what_a_database_adds_is_no_text(tmp_path):
    for document in read(dump(tmp_path, EUROPRESSE)):
        text = plain(document.html)
        assert "Ce certificat" not in text
        assert "droits réservés" not in text
        assert "news·" not in text


def test_factiva_is_read_with_and_without_its_field_codes(tmp_path):
    first, second = read(dump(tmp_path, FACTIVA))
    assert told(first) == FIRST
    assert first.source_id == "LEECHO0020021023dyan00054"
    assert told(second) == ("Un métier qui se cherche", "2004-03-12", "La Tribune", "3")
    assert [byline.name for byline in second.bylines] == ["Luc Morel"]


def test_lexisnexis_is_read_by_its_labels(tmp_path):
    first, second = read(dump(tmp_path, LEXIS))
    assert told(first) == FIRST
    assert [byline.name for byline in first.bylines] == ["Jean-Marc Favre"]
    assert "LOAD-DATE" not in plain(first.html)
    assert told(second)[:3] == ("Un métier qui se cherche", "2004-03-12", "La Tribune")


def test_documents_of_a_download_have_numbers_of_their_own(tmp_path):
    sources = [document.source for document in read(dump(tmp_path, EUROPRESSE))]
    assert [source[-2:] for source in sources] == ["#1", "#2"]


def test_a_document_without_a_text_is_rejected_by_its_title_and_the_others_come_in(tmp_path):
    empty = "Document 3 de 3\n\nLa Tribune\n\n12 mars 2004\n\nTITRE: Une page blanche\n\nCORPS:\n\n"
    *documents, rejected = read(dump(tmp_path, f"{LEXIS}\n\n{empty}"))
    assert len(documents) == 2
    assert isinstance(rejected, Rejected)
    assert "«\u00a0Une page blanche\u00a0»" in rejected.reason


def test_an_edition_below_the_day_is_no_headline_and_pages_have_a_number(tmp_path):
    head = "1 of 1 DOCUMENTS\n\n      La Tribune\n\n      18 juin 2008 mercredi\n"
    labels = "RUBRIQUE: OPINIONS; L'éditorial; Pg. 2\n\nLONGUEUR: 291 mots\n\n"
    foot = "\n\nDATE-CHARGEMENT: 19 juin 2008\n"
    for edition in ("      Édition du Sud-Est\n", "      Dernières heures\n", "\n  Late Edition\n"):
        page = f"{head}{edition}\nUn métier qui se cherche\n\n{labels}{PARAGRAPH}{foot}"
        [editorial] = read(dump(tmp_path, page))
        assert editorial.title == "Un métier qui se cherche"
        assert (editorial.publication, editorial.date) == ("La Tribune", "2008-06-18")
        assert (editorial.section, editorial.page) == ("OPINIONS; L'éditorial", "2")
