"""Captures, parts of letters, lists of mails and programmes around a text."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain

CAPTURE = f"""\
http://www.lechalut.example/edito.html   Go   JAN   MAR   MAY
   12
2001   2002   2003
1 204 captures
3 févr. 2001 - 9 nov. 2010
About this capture

Le Chalut
ACCUEIL | ÉDITO | ÉCHOS | MÉTÉO | LIENS

Éditorial du 4 mars 2002
par Luc Morel

Une caisse de trop

{BODY}

{BODY}
"""
LETTER = f"""\
LA LETTRE DES QUAIS
n° 9 - 4 juin 2004

[ 1. ÉDITO ]--------------------------------------

  >> Une caisse de trop
     par Luc Morel

{BODY}

{BODY}

  Réagir à ce billet : http://www.quais.example/forum

[ 2. BRÈVES ]-------------------------------------

  + La criée ferme le 12 juin pour travaux, dit la mairie.
"""
LIST = f"""\
[quais] Bulletin n° 9 : l'édito

Jean Petit jpetit at liste.example.org
Mer 4 Juin 10:11:12 CEST 2004

    * Message précédent: [quais] cherche filet
    * Messages triés par: [ date ] [ thread ]

Bonjour à tous, voici l'édito du bulletin.

BULLETIN DES QUAIS
Numéro 9 - Juin 2004

UNE CAISSE DE TROP

{BODY}

{BODY}

Anne Martin
présidente

--{" "}
Jean Petit
Port-Exemple

-------------- section suivante --------------
Une pièce jointe HTML a été nettoyée...
"""


def names(editorial):
    return [byline.name for byline in editorial.bylines]


def test_the_days_of_captures_are_not_the_texts(tmp_path):
    editorial = record(dump(tmp_path, CAPTURE))
    assert editorial.date == "2002-03-04"
    assert editorial.title == "Une caisse de trop"
    undated = CAPTURE.replace("Éditorial du 4 mars 2002", "Éditorial")
    assert record(dump(tmp_path, undated)).date is None


def test_a_letters_part_ends_at_the_heading_of_the_next_within_its_rule(tmp_path):
    editorial = record(dump(tmp_path, LETTER))
    assert editorial.title == "Une caisse de trop"
    assert plain(editorial.html).endswith("racontent.")


def test_who_sends_a_text_to_a_list_has_not_written_it(tmp_path):
    editorial = record(dump(tmp_path, LIST))
    assert names(editorial) == ["Anne Martin"]
    assert editorial.date == "2004-06"


@pytest.mark.parametrize(
    "programme",
    [
        "SAMEDI 8 MAI, 20 h : bal des pompiers, salle des fêtes.\nBuvette tenue par le club.",
        "P.-S.\n\nLes photos sont en ligne.",
        "DANS CE NUMÉRO : Le bal, p. 2. Le prix du gazole et celui du poisson de l'année, p. 3."
        " Les lettres de nos lecteurs, p. 4.",
    ],
)
def test_what_is_on_is_none_of_the_text_above(tmp_path, programme):
    text = f"Une caisse de trop\n\n{BODY}\n\n{BODY}\n\n{programme}\n"
    assert plain(record(dump(tmp_path, text)).html).endswith("racontent.")


def test_a_day_in_the_midst_of_a_text_ends_it_not(tmp_path):
    text = f"Une caisse\n\n{BODY}\n\nSamedi 8 mai, 20 h : le quai est vide.\n\n{BODY}\n\n{BODY}"
    assert "le quai est vide" in plain(record(dump(tmp_path, text)).html)


def test_a_word_below_a_name_with_a_comma_is_its_role(tmp_path):
    text = f"Une caisse\n\n{BODY}\n\n{BODY}\n\n      Abbé Luc MOREL,\n      votre vicaire\n\n" + (
        "      HORAIRES\n   Messe le dimanche à dix heures.\n"
    )
    [byline] = record(dump(tmp_path, text)).bylines
    assert (byline.name, byline.role) == ("Abbé Luc MOREL", "votre vicaire")


def test_initials_of_an_order_stand_between_name_and_role(tmp_path):
    text = f"Le feu du port\n\nP. Armel Tanguy, s.j., aumônier du port\n\n{BODY}\n\n{BODY}"
    assert names(record(dump(tmp_path, text))) == ["P. Armel Tanguy"]


def test_links_within_a_site_and_over_a_lines_end_show_their_words(tmp_path):
    text = (
        "[Accueil](index.php) > [Éditos](rubrique.php?id=4)\n\n# Une caisse\n\n"
        f"mardi 4 mai 2004, par [Anne\nMartin](auteur.php?id=3)\n\n{BODY}\n\n{BODY}"
    )
    editorial = record(dump(tmp_path, text))
    assert names(editorial) == ["Anne Martin"]
    assert "php" not in editorial.html


def test_lines_of_an_imprint_are_no_headline(tmp_path):
    text = f"""\
LE CHALUT
Revue trimestrielle des pêcheurs

Comité de rédaction : Luc Morel, Anne Martin
Mise en page : Atelier Bleu — Impression : Roto, Brest
Avec le concours du Conseil général du Finistère
N° 4/2009 — octobre-novembre-décembre

Éditorial

Le quai est à tout le monde, et d’abord à la mer. Une surprise ?

Une caisse de trop

{BODY}

{BODY}
"""
    assert record(dump(tmp_path, text)).title == "Une caisse de trop"


@pytest.mark.parametrize(
    "printed", ["LE CHALUT #31 – MAI 2012 – 3", "Le Chalut | numéro 31 (05/12)"]
)
def test_numbers_with_a_hash_and_months_in_figures_date_an_issue(tmp_path, printed):
    text = f"{printed}\n\nUne caisse de trop\n\n{BODY}\n\n{BODY}"
    editorial = record(dump(tmp_path, text))
    assert (editorial.issue, editorial.date) == ("n° 31", "2012-05")
