"""What print, scanning and wrong decoding left in a dump."""

import pytest
from dumped import BODY, dump, reason, record

from archive.text import plain

COLUMN = """\
84                       CENTRES D'APPELS - N° 12 - JANVIER 1999

ÉDITORIAL

La fin de l'arti-
sanat

L'année qui s'achève aura vu naî-
tre en France plus de deux cents cen-
tres d'appels. On peut s'en réjouir :
c'est autant d'emplois créés, souvent en pro-
vince, souvent pour des jeunes. Peut-
être faut-il s'interroger, dira-
t-on, sur leur qualité.

                    Martine Fuxa
                    Rédactrice en chef
"""


def test_words_divided_at_line_ends_are_whole_again_and_others_keep_their_hyphen(tmp_path):
    editorial = record(dump(tmp_path, COLUMN))
    assert editorial.title == "La fin de l'artisanat"
    text = plain(editorial.html)
    assert "naître en France plus de deux cents centres d'appels" in text
    assert "souvent en province" in text
    assert "Peut-être faut-il s'interroger, dira-t-on, sur" in text


def test_a_running_head_tells_magazine_issue_page_and_date(tmp_path):
    editorial = record(dump(tmp_path, COLUMN))
    assert (editorial.publication, editorial.issue) == ("CENTRES D'APPELS", "n° 12")
    assert (editorial.page, editorial.date) == ("84", "1999-01")
    assert [byline.role for byline in editorial.bylines] == ["Rédactrice en chef"]


@pytest.mark.parametrize("hyphen", ["\u00ad", "¬", "‐"])
def test_hyphens_of_pdf_and_word_divide_words_too(tmp_path, hyphen):
    text = COLUMN.replace("naî-", f"naî{hyphen}").replace("cen-", f"cen{hyphen}")
    assert "naître en France plus de deux cents centres" in plain(record(dump(tmp_path, text)).html)


def test_a_sentence_goes_on_over_the_head_of_the_next_page(tmp_path):
    first, rest = BODY[:200].rsplit(" ", 1)[0], "et personne ne s’en plaint. " + BODY
    page = f"Un métier\n\nPar Luc Morel\n\n{first}\n\n12\nDécroché - N° 36 - mai 2004\f\n\n{rest}"
    editorial = record(dump(tmp_path, page))
    assert f"{first} et personne" in plain(editorial.html)
    assert "N° 36" not in plain(editorial.html)
    assert (editorial.issue, editorial.date) == ("n° 36", "2004-05")


@pytest.mark.parametrize(
    ("opening", "word"),
    [("L\ne métier", "Le métier"), ("D ans ce métier", "Dans ce métier"), ("A la rentrée", "A la")],
)
def test_a_drop_capital_joins_its_word(tmp_path, opening, word):
    page = f"Un métier\n\nPar Luc Morel\n\n{opening} {BODY}"
    assert plain(record(dump(tmp_path, page)).html).startswith(word)


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ("Q UAND le vent tourne.", "QUAND le vent"),
        ("L\nES jours passent.", "LES jours"),
        ("A PARIS comme ailleurs.", "A PARIS comme"),
        ("L ’AN dernier encore.", "L’AN dernier"),
    ],
)
def test_a_drop_capital_joins_a_word_in_capitals(tmp_path, opening, words):
    page = f"Un métier\n\nPar Luc Morel\n\n{opening} {BODY}"
    assert plain(record(dump(tmp_path, page)).html).startswith(words)


RAGGED = """\
ÉDITORIAL

La pluie et le beau temps

Le baromètre de la gare était tombé en panne un mardi de novembre, et
personne au guichet n’avait songé à le faire savoir. On regardait encore
l’aiguille en passant, par habitude, et l’on prenait son parapluie.
Il fallut qu’un voyageur, trempé, demandât à voir le respon\u00ad
sable pour que l’on s’aperçût de la chose. L’appareil indiquait
depuis trois semaines un temps variable, ce qui n’engage que peu. Nous
avons donc écrit à la compagnie, qui nous a répondu par un for\u00ad
mulaire. Il y était question de tout, sauf du temps qu’il ferait demain
et de ce qu’il faudrait mettre sur soi pour sortir.
Fanny Le Dreff
présidente
"""


def test_a_signature_below_a_ragged_margin_is_no_end_of_its_last_line(tmp_path):
    editorial = record(dump(tmp_path, RAGGED))
    assert [(byline.name, byline.role) for byline in editorial.bylines] == [
        ("Fanny Le Dreff", "présidente")
    ]
    text = plain(editorial.html)
    assert "le responsable pour" in text
    assert text.endswith("pour sortir.")


def test_a_sentence_goes_on_over_a_caption_at_the_foot_of_its_page(tmp_path):
    first, rest = BODY[:200].rsplit(" ", 1)[0], "et personne ne s’en plaint. " + BODY
    foot = "Photo : A. Nord\n\n12\nDécroché - N° 36 - mai 2004"
    for gap in ("\n\n", "\n\n\n\n"):
        page = f"Un métier\n\nPar Luc Morel\n\n{first}{gap}{foot}\f\n\n{rest}"
        text = plain(record(dump(tmp_path, page)).html)
        assert f"{first} et personne" in text
        assert "A. Nord" not in text


def test_ligatures_are_letters(tmp_path):
    assert "définit" in plain(record(dump(tmp_path, f"Un métier\n\nCela déﬁnit. {BODY}")).html)


def test_numbers_of_paragraphs_are_no_text(tmp_path):
    page = f"Un métier\n\nLuc Morel\n\n1{BODY}\n2Faut-il en conclure ? {BODY}\n3On lira {BODY}"
    text = plain(record(dump(tmp_path, page)).html)
    assert "Faut-il" in text
    assert not any(number in text for number in ("1Le", "2Faut", "3On"))


def test_words_that_a_scanner_misread_are_told(tmp_path):
    page = f"ÉDIT0RIAL\n\nUn métier\n\n{BODY}\n\nAutant d'ernplois, et rien n'est plus de rnise."
    codes = {doubt.code: doubt.value for doubt in record(dump(tmp_path, page)).doubts}
    assert codes["scanned"] == "ÉDIT0RIAL, ernplois, rnise"


@pytest.mark.parametrize(
    "notice", ["PROCHAIN NUMÉRO LE 1er AVRIL 2005", "Voir aussi : Décroché n° 35, mars 2004"]
)
def test_the_day_of_another_issue_is_never_the_texts(tmp_path, notice):
    editorial = record(dump(tmp_path, f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{notice}"))
    assert editorial.date is None


ACCENTED = "Le métier a changé : l'équipe le répétait déjà, on l'a même prédit à l'été."


@pytest.mark.parametrize(
    ("encoding", "name"), [("mac_roman", "Macintosh"), ("cp850", "DOS (CP850)")]
)
def test_french_of_an_old_machine_is_read_in_its_encoding_with_a_doubt(tmp_path, encoding, name):
    page = f"Un métier\n\nPar Luc Morel\n\n{ACCENTED} {BODY.replace('’', chr(39))}"
    editorial = record(dump(tmp_path, page, encoding))
    assert ACCENTED in plain(editorial.html)
    assert ("encoding", name) in [(doubt.code, doubt.value) for doubt in editorial.doubts]


def test_french_of_a_macintosh_that_was_read_as_windows_is_mended_and_told(tmp_path):
    accented = ACCENTED.replace("même", "bien")  # « ê » is no sign of Windows
    content = f"Un métier\n\nPar Luc Morel\n\n{accented} {BODY}".encode("mac_roman")
    editorial = record(dump(tmp_path, content.decode("cp1252")))
    assert editorial.title == "Un métier"
    assert accented in plain(editorial.html)
    assert "repaired" in [doubt.code for doubt in editorial.doubts]


def test_quotation_marks_of_windows_are_no_letters_of_dos(tmp_path):
    quoted = "“He said ‘no’… and they said ‘yes’…” " * 4
    page = f"A trade\n\nBy Luke North\n\n{quoted}{'The trade has changed a lot. ' * 8}"
    assert quoted.strip() in plain(record(dump(tmp_path, page, "cp1252")).html)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_names_with_a_capital_of_other_languages_are_no_french_of_a_macintosh(tmp_path, encoding):
    names = "Žižek met Željko, and Željko met Žižek: ‚so‘, ‚so‘, ‚so‘. "
    page = f"A trade\n\nBy Luke North\n\n{names}{'The trade has changed a lot. ' * 8}"
    editorial = record(dump(tmp_path, page, encoding))
    assert names.strip() in plain(editorial.html)
    assert "repaired" not in [doubt.code for doubt in editorial.doubts]


def test_japanese_of_an_old_encoding_is_no_french_of_dos(tmp_path):
    page = "新聞の社説を読みました。これは日本語の文章です。\n" * 20
    assert "Encodage inconnu" in reason(dump(tmp_path, page, "shift_jis"))


PAGES = """\
LE GUIDE                                    Page 1/2

Un métier

Par Luc Morel

{first}

LE GUIDE                                    Page 2/2

{rest}
"""


def test_lines_that_return_with_the_number_of_a_page_are_none_of_the_text(tmp_path):
    page = PAGES.format(first=BODY, rest=f"Et puis. {BODY}")
    text = plain(record(dump(tmp_path, page)).html)
    assert "Page" not in text and "GUIDE" not in text
    assert text.count("Le métier change") == 10


def test_lines_with_a_clock_that_return_within_a_text_stay(tmp_path):
    visits = ["Réunion du 14/11/91 à 18:06.", "Réunion du 15/11/91 à 18:07."]
    page = "\n\n".join(["Un métier", "Par Luc Morel", BODY, *visits, BODY])
    text = plain(record(dump(tmp_path, page)).html)
    assert all(visit in text for visit in visits)


def test_a_glossary_beside_its_terms_is_no_text_beside_a_menu(tmp_path):
    terms = ["chaîne", "trame", "lisse", "navette", "ourdir"]
    rows = [f"{term:<12}ce que le tisserand nomme ainsi, sans y penser" for term in terms]
    page = "\n".join(["Un métier", "", "Par Luc Morel", "", BODY, "", *rows, "", BODY])
    text = plain(record(dump(tmp_path, page)).html)
    assert "chaîne ce que le tisserand" in text and "ourdir ce que le tisserand" in text
