import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Phrase, Term

from archive.search.engines.haystack.kinds import EditorialTokenizer
from archive.search.words import analysis
from archive.search.words.analysis import is_function_word, positions, tokenize, typed_tokens
from archive.search.words.forms import word_key


def forms(text):
    return [token.form for token in tokenize(text)]


@pytest.mark.parametrize("apostrophe", "'’‘ʼ´`′")
def test_an_elided_word_is_a_word_of_its_own_whatever_the_apostrophe(apostrophe):
    assert forms(f"Lorsqu{apostrophe}il s{apostrophe}est tu") == ["lorsqu", "il", "s", "est", "tu"]


def test_aujourdhui_stays_whole():
    assert forms("Aujourd’hui, jusqu'aujourd'hui") == ["aujourd'hui", "jusqu", "aujourd'hui"]


def test_accents_are_kept_and_capitals_are_not():
    assert forms("ÉTÉ Noël œuvre") == ["été", "noël", "œuvre"]


def test_accents_written_apart_make_the_same_word():
    assert forms("e\u0301te\u0301") == ["été"]


def test_invisible_marks_inside_a_word_do_not_cut_it():
    assert forms("télé\u00adcon\u200bseiller") == ["téléconseiller"]


@pytest.mark.parametrize("written", ["télé-usine", "télé‑usine", "Télé-Usine"])
def test_a_compound_is_found_by_its_parts_and_as_one_word(written):
    tokens = [(token.form, token.position, token.span) for token in tokenize(written)]
    assert tokens == [("télé", 0, 1), ("téléusine", 0, 2), ("usine", 1, 1)]


def test_an_elided_article_does_not_belong_to_the_compound():
    assert forms("l’après-vente") == ["l", "après", "aprèsvente", "vente"]


@pytest.mark.parametrize(
    "written, form", [("prud’hommes", "prudhommes"), ("R&D", "rd"), ("t-shirt", "tshirt")]
)
def test_other_linked_words_are_one_word_too(written, form):
    assert form in forms(written)


@pytest.mark.parametrize(
    "written", ["est-ce", "a-t-il", "celui-là", "don't", "l'an", "nom_de_champ", "3,5", "24/24"]
)
def test_what_only_stands_side_by_side_is_not_joined(written):
    assert all(token.span == 1 for token in tokenize(written))


@pytest.mark.parametrize(
    "written, form", [("C.R.M.", "crm"), ("P.A.B.X", "pabx"), ("U.S.", "us"), ("CRM", "crm")]
)
def test_a_dotted_acronym_is_one_word(written, form):
    assert forms(f"le {written}, enfin") == ["le", form, "enfin"]


@pytest.mark.parametrize("written", ["l’I.N.S.E.E.", "L'I.N.S.E.E", "l’INSEE"])
def test_an_elision_before_an_acronym_is_a_word_of_its_own(written):
    assert forms(f"Selon {written} (ex-O.R.T.F.)") == ["selon", "l", "insee", "ex", "ortf"]
    assert positions(written) == ({"l": [0], "insee": [1]}, 2)


def test_initials_before_a_name_are_not_an_acronym():
    assert forms("M.Dupont et J.-P. Martin")[:3] == ["m", "dupont", "et"]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_grouped_digits_are_one_number_too(space):
    assert forms(f"le 39{space}75, 10{space}000 euros") == [
        "le",
        "39",
        "3975",
        "75",
        "10",
        "10000",
        "000",
        "euros",
    ]


def test_years_side_by_side_are_not_one_number():
    assert forms("2001 2002") == ["2001", "2002"]


def test_short_words_and_mixed_ones_are_kept():
    assert forms("SI, RH, IA, B2B, C++") == ["si", "rh", "ia", "b2b", "c"]


def test_a_token_says_where_it_stands_in_the_text_as_given():
    text = "Voilà l’e\u0301te\u0301\u00a0: le C.R.M. de télé-usine"
    assert [text[token.start : token.end] for token in tokenize(text)] == [
        *("Voilà", "l", "e\u0301te\u0301", "le", "C.R.M.", "de", "télé", "télé-usine", "usine")
    ]


@pytest.mark.parametrize(
    "text", ["", "  ", "****", "\x00", "\ud800", "\u200f\u200e", "___", "’’ --", "\u0301"]
)
def test_a_text_without_words_has_none(text):
    assert forms(text) == [] and positions(text) == ({}, 0)


def test_a_megabyte_without_a_space_makes_no_endless_word():
    assert max(map(len, forms("a" * 1_000_000))) == analysis.LONGEST_FORM


@given(st.text(alphabet=st.sampled_from("aéœlds13 .-’'&_\u0301\u00ad\u00a0\ud800ʼİ")))
@example("a.İ")
def test_indexing_and_reading_see_the_same_words(text):
    found, count = positions(text)
    tokens = list(tokenize(text))
    assert sorted((form, at) for form, places in found.items() for at in places) == sorted(
        (token.form, token.position) for token in tokens
    )
    assert count == len({token.position for token in tokens})


@given(st.text())
def test_any_text_gives_ascending_positions_and_true_offsets(text):
    tokens = list(tokenize(text))
    assert [token.position for token in tokens] == sorted(token.position for token in tokens)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)


@pytest.mark.parametrize(
    "one, other",
    [
        ("appels", "appel"),
        ("cœurs", "coeur"),
        ("régionales", "régional"),
        ("13e", "13ème"),
        ("1er", "1re"),
        ("2nd", "2e"),
        ("xixe", "xixème"),
    ],
)
def test_the_forms_of_a_french_word_share_a_key(one, other):
    assert word_key(one, "fr") == word_key(other, "fr")


def test_words_that_differ_keep_their_keys_apart():
    assert (
        len({word_key(form, "fr") for form in ("client", "clin", "13", "13e", "crm", "conseil")})
        == 6
    )


def test_the_key_follows_the_language():
    assert word_key("answering", "en") == word_key("answers", "en") != word_key("answering", "fr")


def test_a_language_without_a_stemmer_keeps_the_word():
    assert word_key("Àbc", "xx") == "abc"


@pytest.mark.parametrize("form", ["le", "qu", "à", "meme", "même", "s", "été"])
def test_function_words_are_known_with_or_without_accents(form):
    assert is_function_word(form, "fr")


@pytest.mark.parametrize("form", ["sûr", "client", "si", "rh", "ia"])
def test_words_with_a_subject_are_not_function_words(form):
    assert not is_function_word(form, "fr")


def test_function_words_belong_to_their_language():
    assert is_function_word("the", "en") and not is_function_word("the", "fr")


def test_whoosh_indexes_the_same_words_and_finds_phrases_with_function_words():
    analyzer = pickle.loads(pickle.dumps(EditorialTokenizer()))
    index = RamStorage().create_index(Schema(body=TEXT(analyzer=analyzer, phrase=True)))
    writer = index.writer()
    writer.add_document(body="Le marché s’est tu : la télé-usine attend.")
    writer.commit()
    with index.searcher() as searcher:
        assert len(searcher.search(Term("body", "téléusine"))) == 1
        assert len(searcher.search(Phrase("body", ["s", "est", "tu"]))) == 1
        assert len(searcher.search(Phrase("body", ["est", "s"]))) == 0


@pytest.mark.parametrize(("length", "is_kept"), [(10, True), (4_000, False)])
def test_what_is_typed_is_kept_unless_it_is_long(length, is_kept):
    typed = ("appel " * length)[:length]
    words = typed_tokens(typed)
    assert words == tuple(tokenize(typed))
    assert (typed_tokens(typed) is words) is is_kept
