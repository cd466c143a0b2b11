"""What a reader wrote, as plain paragraphs, and what is odd about it."""

import pytest

from archive import letter_texts


def test_paragraphs_stay_and_what_nobody_sees_goes():
    typed = "Madame,\r\n\r\n\r\n\r\nvous\x00 avez\u202e raison.\t\r\nBien à vous\u200b  \n"
    assert letter_texts.paragraphs_of(typed) == "Madame,\n\nvous avez raison.\nBien à vous"


def test_spaces_of_french_stay():
    assert letter_texts.paragraphs_of("« Oui\u00a0! »") == "« Oui\u00a0! »"


def test_accents_that_pile_up_are_cut():
    assert letter_texts.paragraphs_of("z" + "\u0301\u0302" * 40) == "ź\u0302\u0301\u0302"


def test_a_name_stands_in_one_line():
    assert letter_texts.line_of(" Ada \n\x07 Nord ") == "Ada Nord"


@pytest.mark.parametrize(
    "typed, odd",
    [
        ("Je ne suis pas d’accord : 3 < 4 et R&D.", []),
        ("Voyez https://exemple.fr/etude pour les chiffres que vous citez.", []),
        ("Bonjour\x07 à vous.", ["unseen"]),
        ("<script>alert(1)</script> voilà ce que je pense de vous", ["markup"]),
        ("[url=x]Montres[/url] pas chères ici pour tous", ["markup"]),
        ("http://a.example http://b.example", ["only-links"]),
        ("un deux trois quatre http://a.fr http://b.fr www.c.fr", ["many-links"]),
        ("CE TEXTE EST UNE HONTE POUR VOTRE REVUE", ["capitals"]),
        ("VOUS N’AVEZ RIEN COMPRIS, voyez http://a.example/une-page-en-minuscules", ["capitals"]),
        ("IBM, SNCF !", []),
    ],
)
def test_what_is_odd_is_told(typed, odd):
    assert letter_texts.oddities(typed) == odd


@pytest.mark.parametrize("name", ["www.montres.example", "a@b.fr", "<b>Ada</b>"])
def test_a_name_that_is_none_is_told(name):
    assert letter_texts.oddities("Un texte tout simple.", name) == ["name"]


def test_an_accent_typed_apart_is_not_odd():
    assert letter_texts.oddities("Un e\u0301ditorial") == []


def test_what_changed_is_told_by_words():
    before, after = "Vous mentez, monsieur, et mal.", "Vous mentez, et mal."
    pieces = letter_texts.changes(before, after)
    assert "".join(piece for kind, piece in pieces if kind != "came") == before
    assert "".join(piece for kind, piece in pieces if kind != "went") == after
    assert ("went", "monsieur, ") in pieces or ("went", " monsieur,") in pieces
    assert letter_texts.changes(before, before) == []


@pytest.mark.parametrize("typed", ["<a" * 50_000, "-a" * 50_000, "a." * 50_000, "é\u0301" * 50_000])
def test_whatever_is_typed_is_read_to_its_end(typed):
    letter_texts.oddities(typed)
    assert len(letter_texts.paragraphs_of(typed)) >= 50_000
