"""What is inferred of a dump, and what is not."""

import pytest
from dumped import BODY, dump, record

from archive.models.doubts import Doubt
from archive.text import plain


@pytest.mark.parametrize(
    "said, edtf",
    [
        ("Publié par Claire Abgrall le 1er mars 2005", "2005-03-01"),
        ("Mis en ligne le lundi 7 mars 2005 à 10h30", "2005-03-07"),
        ("Par Claire Abgrall - 07/03/2005", "2005-03-07"),
        ("Posted by admin on March 7, 2005", "2005-03-07"),
        ("This article was written on 7 Août 2005, and is filled under Editos.", "2005-08-07"),
        ("Mars-avril 2005", "2005-03/2005-04"),
        ("par La Gazette 7 mars 2005", "2005-03-07"),
        ("by The Weekly GazetteMarch 7, 20050153", "2005-03-07"),
        ("Lyon, le 7 mars 2005", "2005-03-07"),
        ("Fait à Lyon, le 7 mars 2005", "2005-03-07"),
        ("Avril / Mai / Juin 2005", "2005-04/2005-06"),
        ("Claire Abgrall il y a 7 heures", None),
        ("Publié par le", None),
        ("Mis à jour le 7 mars 2005", None),
        ("2005", None),
    ],
)
def test_a_date_is_the_one_the_page_gives_for_the_text(tmp_path, said, edtf):
    assert record(dump(tmp_path, f"Recherche\n\nUn métier\n\n{said}\n\n{BODY}\n")).date == edtf


def test_a_day_told_in_the_text_is_not_its_date(tmp_path):
    told = "Le 12 février 2001, Jean Martin l’avait écrit dans Libération."
    found = record(dump(tmp_path, f"Un métier\n\n{BODY}\n\n{told}\n"))
    assert found.date is None
    assert not found.bylines


def test_a_change_of_the_page_is_only_a_doubt(tmp_path):
    found = record(dump(tmp_path, f"Un métier\n\nMis à jour le 7 mars 2005\n\n{BODY}"))
    assert Doubt("date", "updated", "2005-03-07") in found.doubts


def test_a_year_of_the_text_is_at_most_a_flagged_guess(tmp_path):
    found = record(
        dump(
            tmp_path,
            f"Un métier\n\n{BODY} On en parlera au Salon 2004, comme on en parlait en 1998.\n",
        )
    )
    assert found.date is None
    assert Doubt("date", "guess", "2004~") in found.doubts


def test_a_bare_day_right_below_the_signature_is_that_of_the_text(tmp_path):
    signed = record(dump(tmp_path, f"Un métier\n\n{BODY}\n\nClaire Abgrall\n12 mars 2004\n"))
    assert signed.date == "2004-03-12"


def test_a_bare_day_below_the_text_is_a_guess_and_not_unread(tmp_path):
    found = record(dump(tmp_path, f"Un métier\n\n{BODY}\n\nClaire Abgrall\n\n12 mars 2004\n"))
    assert found.date is None
    assert Doubt("date", "guess", "2004-03-12") in found.doubts
    assert not [doubt for doubt in found.doubts if doubt.code == "printed"]


TAGGED = [
    ("Tags : prêt entre bibliothèques, lecture publique, numérisation", 3),
    ("Tags : lecture publique, vente par correspondance; 3 commentaires", 3),
    ("Mots-clés : prêt ; archives ; lecture publique", 3),
    ("Tags : numérisation | lecture publique", 2),
    ("Tags : voix, écoute | Lecture 2 min | 3 commentaires", 2),
    ("Tags : voix, écoute Publié le 3 mai 2004 par Claire Abgrall", 2),
    ("Tags : voix, travail le dimanche", 2),
    ("Classé dans Éditos | Mots-clefs : fonds ancien, reliure", 2),
    ("Tags\ncatalogage\nindexation\nlecture publique", 3),
    ("Tags\nCatalogage\nIndexation\nLecture publique", 3),
    ("Mots-clefs :\n\n• catalogage\n• lecture\n• indexation", 3),
    ("Tags :\nprêt, lecture publique", 2),
    ("Tags : 3 commentaires", 0),
    ("Étiquettes et préjugés", 0),
]


@pytest.mark.parametrize("said, count", TAGGED)
@pytest.mark.parametrize("place", ["above", "below"])
def test_every_item_after_a_tag_label_is_a_tag_and_no_other(tmp_path, said, count, place):
    above, below = (said, "") if place == "above" else ("", said)
    head = "Accueil\n\nUn métier\n\nPublié le 3 mai 2004 par Claire Abgrall"
    found = record(
        dump(tmp_path, f"{head}\n\n{above}\n\n{BODY}\n\n{below}\n\nLaisser un commentaire\n")
    )
    assert len(found.tags) == count, found.tags
    assert all(tag in said for tag in found.tags)
    assert (found.date, [one.name for one in found.bylines]) == ("2004-05-03", ["Claire Abgrall"])


def test_a_headline_below_a_list_of_tags_is_none_of_them(tmp_path):
    found = record(
        dump(tmp_path, f"Tags\nvoix\nécoute\nUn métier\nPublié le 3 mai 2004\n{BODY}\n{BODY}\n")
    )
    assert (found.title, found.tags) == ("Un métier", ["voix", "écoute"])


@pytest.mark.parametrize(
    "above, below, authors",
    [
        ("Par Claire Abgrall", "", ["Claire Abgrall"]),
        ("Par Claire Abgrall et Luc d’Astrée", "", ["Claire Abgrall", "Luc d’Astrée"]),
        (
            "Publié par admin le 3 mai 2004",
            "Claire ABGRALL\nRédactrice en chef",
            ["Claire ABGRALL"],
        ),
        ("", "J.-N. Vasseur", ["J.-N. Vasseur"]),
        ("", "Claire Abgrall, rédactrice en chef", ["Claire Abgrall"]),
        ("", "Propos recueillis par Claire Abgrall", ["Claire Abgrall"]),
        ("", "La rédaction", ["La rédaction"]),
        ("", "Directeur de la rédaction", []),
        ("", "Mentions légales\nQui sommes-nous ?", []),
        ("", "Relation Client\nCentres Appels\nEspace Abonnés", []),
        ("", "", []),
    ],
)
def test_a_byline_stands_above_or_below_the_text(tmp_path, above, below, authors):
    found = record(
        dump(
            tmp_path,
            f"Recherche\n\nUn métier\n\n{above}\n\n{BODY}\n\n{below}\n\nRetour haut de page\n",
        )
    )
    assert [one.name for one in found.bylines] == authors
    assert found.title == "Un métier"


def test_a_name_without_other_signs_than_its_place_is_doubted(tmp_path):
    found = record(
        dump(tmp_path, f"Un métier\n\n{BODY}\n\nGwenc’hlan Skouarneg\n\nRetour haut de page\n")
    )
    assert [one.name for one in found.bylines] == ["Gwenc’hlan Skouarneg"]
    assert Doubt("byline", "guess", "Gwenc’hlan Skouarneg") in found.doubts


@pytest.mark.parametrize(
    "said, doubt",
    [
        ("Publié le 12.02.01", Doubt("date", "two-digits", "12.02.01")),
        ("Publié il y a 3 jours", Doubt("date", "printed", "il y a 3 jours")),
        ("Publié le 32 mars 2005", Doubt("date", "printed", "32 mars 2005")),
    ],
)
def test_a_date_that_leaves_something_open_is_doubted(tmp_path, said, doubt):
    assert doubt in record(dump(tmp_path, f"Un métier\n\n{said}\n\n{BODY}")).doubts


def test_figures_on_an_english_page_may_be_month_first(tmp_path):
    text = (
        "The trade is changing, and those who do it know it better than those who talk of it. " * 5
    )
    found = record(dump(tmp_path, f"A trade\n\nPosted on 03/05/2008\n\n{text}"))
    assert (found.date, found.language) == ("2008-05-03", "en")
    assert Doubt("date", "ambiguous", "03/05/2008") in found.doubts


def test_the_day_of_the_visit_is_not_the_date(tmp_path):
    found = record(
        dump(
            tmp_path,
            f"Vendredi 3 mars 2017\n\nAccueil\n\nDossiers\n\nAgenda\n\nUn métier\n\n{BODY}",
        )
    )
    assert (found.title, found.date) == ("Un métier", None)


def test_a_headline_over_two_lines_is_one(tmp_path):
    found = record(
        dump(
            tmp_path,
            f"Un métier qui change\net ceux qui en parlent\n\nPar Claire Abgrall\n\n{BODY}",
        )
    )
    assert found.title == "Un métier qui change et ceux qui en parlent"


def test_a_standfirst_stands_between_headline_and_byline(tmp_path):
    found = record(
        dump(tmp_path, f"Un métier\n\nOn le dit mort, il déménage.\n\nClaire Abgrall\n\n{BODY}")
    )
    assert (found.title, found.standfirst) == ("Un métier", "On le dit mort, il déménage.")
    assert [one.name for one in found.bylines] == ["Claire Abgrall"]


def test_a_salutation_and_a_last_short_sentence_belong_to_the_text(tmp_path):
    found = record(
        dump(
            tmp_path,
            f"Un métier\n\nChers lecteurs,\n\n{BODY}\n\nBonne lecture !\n\nClaire Abgrall\n",
        )
    )
    text = plain(found.html)
    assert text.startswith("Chers lecteurs,") and text.endswith("Bonne lecture !")


def test_a_name_above_how_long_ago_is_a_byline_and_the_day_is_told_as_unread(tmp_path):
    editorial = record(dump(tmp_path, f"Un métier\n\nClaire Abgrall il y a 7 heures\n\n{BODY}"))
    assert [byline.name for byline in editorial.bylines] == ["Claire Abgrall"]
    assert Doubt("date", "printed", "il y a 7 heures") in editorial.doubts


def test_a_headline_stands_below_the_way_that_takes_a_line_for_each_step(tmp_path):
    menu = "À la une\nUn métier\nNos idées\nNos combats\nNos textes\n"
    way = "Accueil >\nLes idées >\nDans les médias\n"
    title = "« Les voix sont au prix de ceux qui les vendent et au détriment de ceux qui parlent »"
    page = f"{menu}{way}{title}\njeudi 13 juin 2019, par Claire Abgrall\n\n{BODY}"
    assert record(dump(tmp_path, page)).title == title


def test_a_name_above_and_below_a_text_is_its_authors_and_those_of_other_texts_are_not(tmp_path):
    others = "À lire aussi\n\nJean Martin\n\nPaul Morel\n\nClaire Abgrall\n"
    page = f"Un métier\n\nUne affaire de voix.\n\nClaire Abgrall\n\n{BODY}\n\n{others}"
    assert [byline.name for byline in record(dump(tmp_path, page)).bylines] == ["Claire Abgrall"]


def test_several_capitalised_names_right_above_a_text_are_its_authors_with_a_doubt(tmp_path):
    page = f"Un métier\n\nMathatis Sebu/Mohalenya Phake\n\n{BODY}"
    editorial = record(dump(tmp_path, page))
    assert [byline.name for byline in editorial.bylines] == ["Mathatis Sebu", "Mohalenya Phake"]
    assert Doubt("byline", "guess", "Mathatis Sebu") in editorial.doubts


@pytest.mark.parametrize(
    ("lead", "role"),
    [
        ("Pour le comité de rédaction,", "Pour le comité de rédaction"),
        ("Le secrétaire,", "Le secrétaire"),
    ],
)
def test_what_leads_in_to_a_signature_is_its_role_and_none_of_the_text(tmp_path, lead, role):
    page = f"Un métier\n\n{BODY}\n\nFait à Lyon, le 3 mai 2004\n\n{lead}\nClaire ABGRALL\n"
    editorial = record(dump(tmp_path, page))
    assert plain(editorial.html).endswith(BODY.strip())
    assert [(byline.name, byline.role) for byline in editorial.bylines] == [
        ("Claire ABGRALL", role)
    ]
    assert editorial.date == "2004-05-03"


def test_a_list_of_issues_dates_nothing(tmp_path):
    issues = "n° 10 (mars 1990) : L'eau\nn° 11 (juin 1990) : Le sable\nn° 12 (mai 1991) : Le sel"
    page = f"{issues}\n\nUn métier\n\n{BODY}\n\nClaire Abgrall"
    assert record(dump(tmp_path, page)).date is None


@pytest.mark.parametrize(
    "kicker", ["EDITO - ", "Édito : ", "[Édito] ", "L’éditorial. ", "Édito | "]
)
def test_a_section_before_a_headline_is_none_of_it_and_no_magazine(tmp_path, kicker):
    page = f"{kicker}Le cochonnet a bon dos\n\nMis en ligne le 14 juin 2005\n\n{BODY}"
    editorial = record(dump(tmp_path, page))
    assert editorial.title == "Le cochonnet a bon dos"
    assert editorial.section == kicker.strip(" -:.|[]")
    assert not editorial.publication


def test_a_kicker_is_no_headline_and_a_foreword_names_its_author(tmp_path):
    page = (
        "La Revue de la Côte      no 12 - mai 2009\n\nDOSSIER : LES GENS DE MER\n\n"
        f"Avant-propos d’Irène Vautrin\n\nUn bateau n’est pas une île\n\n{BODY}\n\n{BODY}"
    )
    editorial = record(dump(tmp_path, page))
    assert editorial.title == "Un bateau n’est pas une île"
    assert [byline.name for byline in editorial.bylines] == ["Irène Vautrin"]


def test_a_headline_that_opens_with_its_section_stays_where_no_other_stands(tmp_path):
    editorial = record(dump(tmp_path, f"Éditorial : les gens de mer\n\nPar Luc Morel\n\n{BODY}"))
    assert editorial.title == "Éditorial : les gens de mer"


@pytest.mark.parametrize("address", ["https://doi.org/10.4000/x.1234", "doi:10.4000/x.1234"])
def test_a_bare_address_is_neither_standfirst_nor_role(tmp_path, address):
    page = f"Un métier\n\nAnne Morel\nSignaler ce document\n{address}\n\n{BODY}\n\n{BODY}"
    editorial = record(dump(tmp_path, page))
    assert editorial.standfirst == ""
    assert [(byline.name, byline.role) for byline in editorial.bylines] == [("Anne Morel", "")]
    assert plain(editorial.html).startswith("Le métier change")


@pytest.mark.parametrize(
    "printing",
    [
        "Document édité le 22.11.2004 à 11:31",
        "Notice créée le : 11/03/2005",
        "Téléchargé le 3 mai 2006",
        "Date de chargement : 19 juin 2008",
    ],
)
def test_the_day_on_which_a_text_was_printed_or_loaded_is_not_its_date(tmp_path, printing):
    page = f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{BODY}\n\n{printing}\n"
    assert record(dump(tmp_path, page)).date is None
    assert record(dump(tmp_path, f"{printing}\n\n{page.replace(printing, '')}")).date is None
