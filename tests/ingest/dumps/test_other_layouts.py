"""The same text printed otherwise: what its layout changes, its title, author and day do not."""

import textwrap

import pytest
from dumped import dump, record

from archive.text import plain

FIRST = (
    "Depuis vingt ans, les écluses de la basse vallée ferment l’une après l’autre, et personne ne"
    " sait plus à qui l’on parle quand on sonne à la porte du barrage."
)
SECOND = (
    "On nous dit que la machine ouvre plus vite. Elle ouvre surtout à des heures que nul ne lui a"
    " demandées, et renvoie les autres à une affiche qui les renvoie au téléphone."
)
THIRD = (
    "Nous avons donc sonné, un matin de mai, à cent portes. Soixante-deux sont restées closes ;"
    " onze éclusiers retraités nous ont ouvert, et nous ont offert le café."
)
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
TITLE = "Qui garde encore les écluses ?"
HEAD = "LA PERCHE\nRevue des bateliers\nN° 31 - mai 2004"


def names(editorial) -> list[str]:
    return [byline.name for byline in editorial.bylines]


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))


@pytest.mark.parametrize(
    "head",
    [
        f"{TITLE}\n\nAnne Martin",
        f"Anne Martin\n\n{TITLE}",
        f"{TITLE}\n\nTexte : Anne Martin",
        f"{TITLE}\n\nde Anne Martin",
        f"{TITLE}\n\nAnne Martin1 *",
        f"{TITLE}\n\nAnne Martin, Morges",
        f"{TITLE}\n\nPour le bureau, Anne Martin, secrétaire",
        "Qui garde encore\nles écluses ?\n\nPar Anne Martin",
        "Qui garde encore les\nÉcluses ?\n\nPar Anne Martin",
        "QUI GARDE ENCORE LES ÉCLUSES ?\n\nPar Anne Martin",
        f"DE VOUS À NOUS\n\n{TITLE}\n\nPar Anne Martin",
        f"{TITLE}\n\nL’éditorial\n\nPar Anne Martin",
        f"{TITLE}\n\nPhoto : Studio Lumen\n\nPar Anne Martin",
        f"Édito : {TITLE}\n\nPar Anne Martin",
    ],
)
def test_title_and_author_are_told_in_whatever_order_they_stand(tmp_path, head):
    editorial = record(dump(tmp_path, f"{HEAD}\n\n{head}\n\n{BODY}\n"))
    assert editorial.title.lower() == TITLE.lower()
    assert names(editorial) == ["Anne Martin"]
    assert editorial.date == "2004-05"
    assert plain(editorial.html) == BODY


@pytest.mark.parametrize("signature", ["Anne Martin", "Par Anne Martin", "Texte : Anne Martin"])
@pytest.mark.parametrize(
    "below",
    ["", "CONVOCATION\n\nL’assemblée se tient samedi à la mairie, salle du bas.\n"],
)
def test_a_name_below_a_text_signs_it_whatever_announces_it(tmp_path, signature, below):
    page = f"{HEAD}\n\n{TITLE}\n\n{BODY}\n\n{signature}\n\n{below}"
    editorial = record(dump(tmp_path, page))
    assert names(editorial) == ["Anne Martin"]
    assert plain(editorial.html) == BODY


def test_a_name_that_no_list_has_is_the_author_s_in_the_author_s_place_with_a_doubt(tmp_path):
    page = f"{HEAD}\n\n{TITLE}\n\nYsoline Kervadec\n\n{BODY}"
    editorial = record(dump(tmp_path, page))
    assert names(editorial) == ["Ysoline Kervadec"]
    assert ("byline", "guess") in [(doubt.field, doubt.code) for doubt in editorial.doubts]


@pytest.mark.parametrize(
    "line", ["Le Sable Vif", "LES GENS DE MER", "L’Eau Claire", "Vie Associative"]
)
def test_capitalised_words_are_nobody_s_name(tmp_path, line):
    assert not names(record(dump(tmp_path, f"{HEAD}\n\n{TITLE}\n\n{line}\n\n{BODY}")))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("(paraît quand il peut) -- n° 23 -- mars 2006", "2006-03"),
        ("SEMAINE DU 15 AU 21 FÉVRIER 1985 — LE N° : 4,50 F — C.P.P.A.P. 51 204", "1985-02-15/1985-02-21"),
        ("N° 3/2008 — juillet-août-septembre — 19e année", "2008-07/2008-09"),
        ("Revue des bateliers, vol. XLII, n° 2, été 2007, p. 5-8", "2007-22"),
        ("Feuille de l’Union des pêcheurs à pied de toute la côte - numéro 9 - mai-juin 2015", "2015-05/2015-06"),
        ("Vierzon, le 14\u00a0juin\u00a01997", "1997-06-14"),
        ("n° 12 - printemps 87", "1987-21"),
        ("12 mai 04", "2004-05-12"),
    ],
)  # fmt: skip
def test_an_issue_s_line_dates_its_text_however_it_is_printed(tmp_path, line, day):
    page = f"LA PERCHE\n{line}\n\n{TITLE}\n\n{BODY}\n\nAnne Martin"
    assert record(dump(tmp_path, page)).date == day


def test_a_year_of_two_digits_is_doubted(tmp_path):
    editorial = record(dump(tmp_path, f"{TITLE}\n\n12 mai 04\n\n{BODY}\n\nAnne Martin"))
    assert ("date", "two-digits") in [(doubt.field, doubt.code) for doubt in editorial.doubts]


@pytest.mark.parametrize("line", ["Mai 68", "© La Poste 2015 - Aide", "CPPAP n° 0907 T 81234"])
def test_what_only_looks_like_an_issue_dates_and_numbers_nothing(tmp_path, line):
    editorial = record(dump(tmp_path, f"{TITLE}\n\n{BODY}\n\nAnne Martin\n\n{line}\n"))
    assert (editorial.date, editorial.issue) == (None, "")
    assert editorial.publication != "CPPAP"


@pytest.mark.parametrize("width", [40, 50, 60, 72])
def test_one_line_that_is_wider_than_the_others_unwraps_no_text(tmp_path, width):
    wide = (
        f"{'Direction de la communication, impression'.ljust(width + 9, '.')}\nsur papier recyclé"
    )
    page = f"{HEAD}\n\n{TITLE}\n\n{wrapped(BODY, width)}\n\nAnne Martin\n\n{wide}\n"
    assert plain(record(dump(tmp_path, page)).html) == BODY


@pytest.mark.parametrize("margin", ["   ", "\t", " " * 12])
def test_the_margin_of_a_whole_file_changes_nothing(tmp_path, margin):
    text = f"@Titre:{TITLE}\n@Texte:{FIRST}\n{SECOND}\n{THIRD}\n@Signature:Anne Martin\n"
    editorial = record(dump(tmp_path, textwrap.indent(text, margin)))
    assert (editorial.title, names(editorial)) == (TITLE, ["Anne Martin"])


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_encodings_are_told_by_all_signs_of_french(tmp_path, encoding):
    quoted = f"« {FIRST} » " + "« Où l’été naît, là où ça gêne. » " * 4
    text = f"{TITLE}\n\nAnne Martin\n\n{quoted}\n\n{SECOND}\n".replace("’", "'")
    editorial = record(dump(tmp_path, text, encoding))
    assert "l'été naît, là où ça gêne" in plain(editorial.html)


def test_a_line_of_nothing_but_links_is_a_menu(tmp_path):
    page = (
        "   [1]Accueil [2]RSS\n\n   LA PERCHE\n   Revue des bateliers\n   n° 31 * mai 2004\n\n"
        "   [3]Sommaire [4]Dossier [5]Portraits [6]Ils bougent\n\n"
        f"   Rallumer la cuisine\n\n{BODY}\n\n   [7]Imprimer [8]Envoyer [9]Haut\n"
    )
    editorial = record(dump(tmp_path, page))
    assert (editorial.title, plain(editorial.html)) == ("Rallumer la cuisine", BODY)


def test_an_offer_of_a_letter_stands_within_a_text_and_is_none_of_it(tmp_path):
    box = "INSCRIVEZ-VOUS À NOTRE NEWSLETTER\nChaque mardi, l’essentiel du canal\n[ Votre adresse ]"
    page = f"{TITLE}\nPar Anne Martin\n{FIRST}\n{SECOND}\n{box}\n{THIRD}\nCommentaires\n"
    text = plain(record(dump(tmp_path, page)).html)
    assert text == BODY


@pytest.mark.parametrize(
    "below",
    [
        "Adhésion : 20 euros. Président : Alain Nord. Trésorier : Luc Morel.\nCotisation 2003 : 22 euros",
        "Secrétariat : 3, rue du Port. Téléphone : 02 00 00 00 00",
    ],
)
def test_labels_below_a_text_are_none_of_it(tmp_path, below):
    page = f"{HEAD}\n\n{TITLE}\n\n{BODY}\n\n{below}\n"
    assert plain(record(dump(tmp_path, page)).html) == BODY


def test_a_dialogue_with_names_and_colons_stays_whole(tmp_path):
    talk = "Anne : Et la clé ?\nLuc : Elle est sous le paillasson, comme toujours, madame."
    page = f"{TITLE}\n\nAnne : Bonjour, vous gardez encore l’écluse de Marcinelle ?\n\n{BODY}\n\n{talk}\n"
    assert plain(record(dump(tmp_path, page)).html).endswith("comme toujours, madame.")


def test_a_sentence_goes_on_over_a_section_and_an_address_between_two_pages(tmp_path):
    foot = "www.perche.example\nLA PERCHE – n° 31 – mai 2004\n3\n"
    head = "LA PERCHE – n° 31 – mai 2004\n4\nÉDITORIAL\n"
    text = "\n\n".join([BODY] * 3)
    pages = wrapped(text, 45).replace("l’autre, et\n", f"l’autre, et\n{foot}{head}", 1)
    assert foot in pages
    editorial = record(dump(tmp_path, f"Éditorial\n\n{TITLE}\n\nPar Anne Martin\n\n{pages}\n"))
    assert plain(editorial.html) == text
    assert (editorial.issue, editorial.date) == ("n° 31", "2004-05")
