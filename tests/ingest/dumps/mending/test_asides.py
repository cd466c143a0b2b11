"""Sentences that footnotes, pull quotes, jumps and heads of pages break off."""

import textwrap

from dumped import dump, record

from archive.text import plain

FIRST = (
    "Le moulin de Vaugris tourne encore, et c’est une nouvelle qui n’intéresse personne, sinon les"
    " truites et le percepteur. On y moud trois jours par an"
)
SECOND = (
    "pour les écoles, qui repartent avec un sac de farine et de la poussière plein les cheveux. Le"
    " meunier demande seulement que l’on referme la vanne derrière soi."
)
WHOLE = "trois jours par an pour les écoles"


def paged(broken, first=FIRST, second=SECOND):
    """Return a printed text that `broken` lines break off within its first sentence but one."""
    return f"""\
LA MEULE
n° 12, mars 1996

Trois jours par an

par Luc Morel

{textwrap.fill(first, 60)}

{broken}

{textwrap.fill(second, 60)}
"""


def body(tmp_path, text):
    return " ".join(plain(record(dump(tmp_path, text)).html).split())


def test_a_sentence_goes_on_over_a_footnote_and_a_page_and_the_note_stays(tmp_path):
    note = "1. Arrêté du 4 mai 1995 sur les vannes.\n\n14 | La Meule n° 12"
    text = body(tmp_path, paged(note, first=FIRST.replace("percepteur.", "percepteur1.")))
    assert WHOLE in text
    assert text.endswith("1. Arrêté du 4 mai 1995 sur les vannes.")


def test_a_numbered_line_that_no_word_calls_is_the_texts(tmp_path):
    text = body(tmp_path, paged("1. Arrêté du 4 mai 1995 sur les vannes."))
    assert text.index("Arrêté du 4 mai") < text.index("pour les écoles")


def test_a_sentence_goes_on_over_a_pull_quote_whose_words_the_text_has(tmp_path):
    quote = "« La farine et de la poussière\nplein les cheveux »"
    text = body(tmp_path, paged(quote))
    assert WHOLE in text
    assert text.count("poussière") == 1


def test_verses_that_the_text_says_nowhere_else_stay(tmp_path):
    text = body(tmp_path, paged("« Meunier, tu dors,\nton moulin va trop vite »"))
    assert "ton moulin va trop vite" in text


def test_a_text_goes_on_where_its_other_page_does(tmp_path):
    jump = "(suite page 6)\n\nRecette du pain d’épices : du miel.\n\n(suite de la page 1)"
    text = body(tmp_path, paged(jump))
    assert WHOLE in text
    assert "suite" not in text


def test_a_sentence_ends_in_quotation_marks_above_a_page_and_goes_on(tmp_path):
    first = FIRST.replace("trois jours par an", "« trois jours par an »")
    text = body(tmp_path, paged("16                      Luc MOREL", first=first))
    assert "« trois jours par an » pour les écoles" in text.replace("\u00a0", " ")


def test_what_a_library_prints_on_each_page_is_no_text(tmp_path):
    stamp = (
        "Document téléchargé depuis www.portique.example - Mairie - 10.0.0.1 - 02/02/2019 10h11."
    )
    text = body(tmp_path, paged(f"{stamp}\n{stamp}"))
    assert WHOLE in text
    assert "téléchargé" not in text
