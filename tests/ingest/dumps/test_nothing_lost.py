"""Lines of a text that look like what surrounds texts: none is lost."""

import pytest
from dumped import BODY, dump, record

from archive.ingest.dumps import mending, read
from archive.ingest.dumps.mending import wrappings
from archive.text import plain

PROSE = [f"{opening} {BODY}".strip() for opening in ("D’abord, voyons.", "Ensuite.", "Enfin.")]


def text_of(tmp_path, *blocks):
    return plain(record(dump(tmp_path, "\n\n".join(blocks))).html)


@pytest.mark.parametrize(
    "line",
    [
        "Impression : rien ne change",
        "Diffusion, publicité : le modèle s'effondre",
        "Comité de lecture : 3 voix contre 2",
        "Abonnements, diffusion : les chiffres de 2012",
        "Maquette, impression, routage : tout augmente, et tout augmentera encore demain.",
        "Notre courriel : redac@example.fr et notre téléphone restent à votre disposition.",
        "Directeur de la publication : Luc Morel - Maquette : Anne Martin - ISSN 1234-5678",
        "[Il sort, et la salle se lève]",
        "Il hésite..... puis il repart.",
        "Et puis.....",
        "Liberté / Égalité / Fraternité",
        "Ni Dieu > ni maître > ni rien",
        "Vous êtes ici chez vous.",
        "Titre : un mot trop grand pour ce que nous avons fait cette année, et pour les autres.",
        "A B C D",
        "A B A B A B",
        "Q C M A",
        "L’émoji 👨\u200d👩\u200d👧 reste, et \ufffd se voit.",
    ],
)
def test_a_line_within_a_text_stays_and_what_is_below_it_too(tmp_path, line):
    blocks = text_of(tmp_path, "Un métier", "Par Luc Morel", PROSE[0], line, *PROSE[1:]).split(
        "\n\n"
    )
    assert blocks == [PROSE[0].strip(), line, *PROSE[1:]]


def test_a_headline_with_strokes_is_no_way_to_the_page(tmp_path):
    title = "Paris / Lyon / Marseille : les régions d'abord"
    assert record(dump(tmp_path, f"{title}\n\nPar Luc Morel\n\n{BODY}")).title == title


def test_an_imprint_below_a_text_is_none_of_it(tmp_path):
    imprint = "Directeur de la publication : Luc Morel\nMaquette : Anne Martin\nImpression : Lahure"
    assert text_of(tmp_path, "Un métier", *PROSE, imprint) == "\n\n".join(PROSE)


def test_a_spaced_headline_is_a_word_again(tmp_path):
    assert mending.mended(f"É D I T O\n\n{BODY}", [])[0].startswith("ÉDITO\n")


def test_many_addresses_are_looked_at_in_little_time(tmp_path):
    line = "a@" * 45 + "a x y"
    assert line in text_of(tmp_path, f"Un métier\n\n{BODY} et\n\n{line}\n\nsuite. {BODY}")


# Mails


QUOTED = "\n".join(f"> {paragraph}\n>" for paragraph in PROSE)


def test_title_author_and_day_above_quoted_paragraphs_stay(tmp_path):
    editorial = record(dump(tmp_path, f"Un métier\n\nPar Luc Morel\n12 mai 2004\n\n{QUOTED}"))
    assert (editorial.title, editorial.date) == ("Un métier", "2004-05-12")
    assert [byline.name for byline in editorial.bylines] == ["Luc Morel"]
    assert plain(editorial.html) == "\n\n".join(PROSE)


def test_credits_above_what_looks_like_a_mails_head_stay(tmp_path):
    head = "Un métier\nPar Luc Morel\n\nDate : 12 mai 2004\nObjet : nos mairies\nDe : la rédaction"
    editorial = record(dump(tmp_path, f"{head}\n\n" + "\n\n".join(PROSE)))
    assert editorial.title == "Un métier"
    assert [byline.name for byline in editorial.bylines] == ["Luc Morel"]


def test_what_a_mail_says_above_what_it_quotes_is_told(tmp_path):
    note = "Bonjour, voici l’édito."
    page = f"{note}\n\nLe 12 mai 2004, Luc a écrit :\n\n{QUOTED}"
    [doubt] = [doubt for doubt in record(dump(tmp_path, page)).doubts if doubt.code == "note"]
    assert doubt.value == note


@pytest.mark.parametrize(
    "printed, read_as",
    [
        ("à l'adresse <https://a.example/b> avant", "à l'adresse https://a.example/b avant"),
        ("Écrire à <mailto:a@b.example> vite", "Écrire à a@b.example vite"),
        ("voir www.a.example <http://www.a.example/> vite", "voir www.a.example vite"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("S'abonner <http://a.example/abo>", "S'abonner"),
    ],
)
def test_an_address_goes_only_where_it_is_printed_twice(printed, read_as):
    assert wrappings.unwrapped(printed) == (read_as, [])


# Press databases


def europresse(*blocks, number="Numéro de document : news·20021023·EC·1"):
    return "\n\n".join(["Les Echos, no. 18765\nIdées, mercredi 23 octobre 2002", *blocks, number])


@pytest.mark.parametrize(
    "text",
    [
        europresse("Un métier", BODY) + "\nnews·20021023·EC·1\n",
        "news·20021023·EC·1\n\n" + europresse("Un métier", BODY),
        europresse("Un métier", BODY[:90], "3 septembre 2002", *PROSE),
    ],
)
def test_europresse_is_read_with_two_numbers_and_with_days_in_its_text(tmp_path, text):
    [document] = read(dump(tmp_path, text))
    assert (document.title, document.date) == ("Un métier", "2002-10-23")
    assert ("3 septembre 2002" in text) == ("3 septembre 2002" in plain(document.html))


@pytest.mark.parametrize("above", [1, 15])
def test_a_line_with_bullets_in_a_text_of_europresse_stays(tmp_path, above):
    line = "Tonnage • 2004 : 12 tonnes • 2005 : 14 tonnes • 120 mots"
    [document] = read(dump(tmp_path, europresse("Un métier", *[BODY.strip()] * above, line, BODY)))
    assert (document.title, document.date) == ("Un métier", "2002-10-23")
    blocks = plain(document.html).split("\n\n")
    assert blocks == [*[BODY.strip()] * above, line, BODY.strip()]


def test_a_last_line_with_a_colon_stays_and_a_catalogues_goes(tmp_path):
    line = "Notre seule réponse : l'école pour tous"
    text = europresse("Un métier", BODY, line, "Taille : Court, 140 mots")
    [document] = read(dump(tmp_path, text))
    assert plain(document.html).endswith(line)


def test_who_is_named_below_a_text_of_a_database_has_written_it(tmp_path):
    line = "Propos recueillis par : Anne Martin"
    [document] = read(dump(tmp_path, europresse("Un métier", BODY, line)))
    assert [byline.name for byline in document.bylines] == ["Anne Martin"]
    assert plain(document.html) == BODY.strip()


@pytest.mark.parametrize("gap", [" ", "        "])
def test_capitals_in_a_text_of_factiva_are_no_codes(tmp_path, gap):
    shouts = ["LA RENTRÉE DES MAÎTRES", "ET MAINTENANT ?", "IN VINO VERITAS", "NON"]
    fields = ["HD Un métier", "PD 12 mars 2004", "SN La Tribune", f"LP {BODY}"]
    head = "\n".join(field.replace(" ", gap, 1) for field in fields)
    below = f"CO{gap}frtel : France Telecom\nIN{gap}i7902 : Services"
    text = "\n\n".join(
        [head, *shouts, f"TD{gap}{PROSE[1]}", below, f"AN{gap}Document TRIB000020040312e03c0000x"]
    )
    [document] = read(dump(tmp_path, text))
    blocks = plain(document.html).split("\n\n")
    assert blocks == [BODY.strip(), *shouts, PROSE[1]]


def lexis(head, *blocks):
    return "\n\n".join(
        ["1 of 1 DOCUMENTS", head, *blocks, "LANGUAGE: FRENCH", "LOAD-DATE: May 13, 2004"]
    )


def test_labels_of_lexisnexis_within_a_text_are_its_own(tmp_path):
    own = ["Langue : celle de l'école, et pas une autre", "Langue", "Section : la nôtre"]
    text = lexis(
        "La Tribune\n\n12 mars 2004\n\nHEADLINE: Un métier\n\nBODY:", PROSE[0], *own, PROSE[1]
    )
    [document] = read(dump(tmp_path, text))
    assert plain(document.html).split("\n\n") == [PROSE[0], *own, PROSE[1]]


def test_a_headline_of_lexisnexis_without_a_label_stands_below_the_day(tmp_path):
    text = lexis("La Tribune\n\n12 mars 2004\n\nUn métier\n\nBYLINE: Luc Morel\n\nBODY:", BODY)
    [document] = read(dump(tmp_path, text))
    assert (document.title, document.publication) == ("Un métier", "La Tribune")


def test_a_list_of_other_articles_below_a_text_is_told_in_a_doubt(tmp_path):
    entries = "Les digues : la carte des travaux, p. 8\nLe cours du sel, p. 30\n"
    page = f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{BODY}\n\nÀ LIRE DANS CE NUMÉRO\n{entries}"
    editorial = record(dump(tmp_path, page))
    assert plain(editorial.html).endswith("racontent.")
    [told] = [doubt.value for doubt in editorial.doubts if doubt.code == "others"]
    assert told.startswith("Les digues")


def test_a_sentence_that_ends_in_a_page_stays_in_the_text(tmp_path):
    page = f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{BODY}\n\nNos chiffres le disent, p. 8"
    assert plain(record(dump(tmp_path, page)).html).endswith("Nos chiffres le disent, p. 8")
