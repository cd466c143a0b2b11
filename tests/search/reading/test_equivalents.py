"""What counts as what was typed: equivalents, acronyms and expansions, as `ask` tells of it."""

import pytest

from archive.models import Equivalent, Tag, TagAlias, steering, vocabulary
from archive.search import ask, reading
from archive.search.question.parsing import parse
from archive.search.question.query import Question
from archive.search.reading.keys import is_acronym, keys
from archive.search.upkeep import freshness
from archive.synonyms import Words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists(db):
    Equivalent.objects.all().delete()
    steering.take([
        Words(["bogue", "bug"]),
        Words(["courriel", "e-mail", "mél"]),
        Words(["centre d’appels", "call center", "centre de contacts"]),
        Words(["sous-traitance", "offshore"], one_way=True),
        Words(["télétravail", "travail à domicile"]),
        Words(["IA", "intelligence artificielle"]),
        Words(["navigateur", "browser"]),
    ])  # fmt: skip


def read(typed: str, **asked):
    return reading.read(Question(q=str(parse(typed)), **asked))


def told(typed: str) -> dict[str, tuple[str, ...]]:
    """What was read beside what was typed, as the reader is told."""
    return {one.typed: one.read for one in read(typed).reading}


def also(typed: str) -> list[tuple[str, ...]]:
    """What counts as each typed word."""
    clauses = read(typed).question.typed.clauses
    return [term.also for clause in clauses for term in clause.terms]


def test_a_word_is_read_as_its_equivalents_both_ways():
    assert told("bogue") == {"bogue": ("bug",)} and told("bug") == {"bug": ("bogue",)}
    assert also("bogue") == [("bug",)]


def test_one_way_is_one_way():
    assert told("sous-traitance") == {"sous-traitance": ("offshore",)}
    assert told("offshore") == {}


@pytest.mark.parametrize(
    "typed",
    [
        "centre d'appels",
        "Centres d’appel",
        "CENTRE D'APPELS",
        "centre appels",
        "le centre d'appels",
        "qualité du centre d'appels",
    ],
)
def test_a_phrase_is_known_by_its_telling_words_whatever_its_number_case_and_accents(typed):
    (words,) = told(typed).values()
    assert words == ("call center", "centre de contacts")


def test_each_telling_word_of_a_phrase_has_what_counts_as_it():
    words = ("call center", "centre de contacts")
    assert also("centre des appels client") == [words, (), words, ()]


def test_a_word_within_a_phrase_is_read_as_well():
    steering.add(["bug de l’an 2000", "passage à l’an 2000"])
    assert told("bug de l'an 2000") == {
        "bug de l'an 2000": ("passage à l’an 2000",),
        "bug": ("bogue",),
    }
    assert also("bug an 2000")[0] == ("passage à l’an 2000", "bogue")


@pytest.mark.parametrize("typed", ["télé-usine", "télé-travail", "télé travail", "usine-télé"])
def test_a_part_of_a_compound_is_no_word_of_its_own(typed):
    steering.add(["télé", "téléviseur"])
    assert ("téléviseur",) not in told(typed).values()
    assert told("télé usine") == {"télé": ("téléviseur",)}


@pytest.mark.parametrize("typed", ["e-mail", "email", "E-mails", "l’e-mail", "mel", "un e mail"])
def test_spellings_with_a_hyphen_an_elision_or_without_accents_are_known(typed):
    assert [words[0] for words in told(typed).values()] == ["courriel"]


@pytest.mark.parametrize("typed", ["télétravail", "télé-travail", "télé travail", "Teletravail"])
def test_a_joined_word_is_known_by_its_parts(typed):
    assert list(told(typed).values()) == [("travail à domicile",)]


@pytest.mark.parametrize(
    "typed",
    [
        '"bogue"',
        '"centre d’appels"',
        "-bogue",
        "titre:bogue",
        "bogue*",
        "appels centre",
        "centre -d’appels",
        "navigation",
        "centre 2001..2004",
    ],
)
def test_nothing_is_read_in_a_phrase_a_field_an_exclusion_or_into_other_words(typed):
    assert told(typed) == {}


def test_nothing_is_read_into_a_literal_question():
    assert read("bogue", literal=True).reading == ()


def test_what_stands_beside_it_in_the_query_is_not_read_again():
    assert told("bug bogue") == {}
    assert told("centre d'appels call center") == {
        "centre d'appels": ("centre de contacts",),
        "call center": ("centre de contacts",),
    }


def test_each_of_several_words_joined_by_or_is_read():
    assert told("bogue OU courriel") == {"bogue": ("bug",), "courriel": ("e-mail", "mél")}


def test_a_circle_of_equivalents_is_harmless():
    steering.take([Words(["a1", "b1"]), Words(["b1", "c1"]), Words(["c1", "a1"])])
    assert told("a1") == {"a1": ("b1", "c1")}
    steering.take([Words(["d1", "e1"]), Words(["e1", "f1"])])
    assert told("d1") == {"d1": ("e1",)}  # not what counts as what counts as it


def test_words_of_function_words_alone_are_read_nowhere():
    Equivalent.objects.create(text="de la = pour")
    assert told("de la pour") == {} and told("bogue") == {"bogue": ("bug",)}


def test_what_is_proposed_or_refused_is_not_read():
    steering.propose([Words(["puce", "chip"])])
    assert told("puce") == {}
    steering.decide(Equivalent.objects.open(), accepted=False)
    assert told("puce") == {}


def test_what_was_read_is_in_the_answer_and_gone_when_it_is_removed(make_editorial):
    make_editorial("Le bogue")
    freshness.drain()
    (reading_told,) = ask(Question(q="bogue")).reading
    assert reading_told == ("equivalent", "bogue", ("bug",))
    removal = steering.remove(Equivalent.objects.holding("bogue"))
    assert ask(Question(q="bogue")).reading == []
    removal.undo()
    assert ask(Question(q="bogue")).reading


def test_the_database_which_looks_for_no_equivalents_tells_of_none(monkeypatch):
    monkeypatch.setattr("archive.search.absence.is_away", lambda: True)
    answer = ask(Question(q="bogue"))
    assert answer.by == "database" and answer.reading == []


# Acronyms


def test_a_tag_with_its_acronym_in_brackets_or_as_an_alias_is_read_both_ways_after_a_save():
    assert told("SVI") == {}
    tag = Tag.objects.create(name="Serveur vocal interactif")
    alias = TagAlias.objects.create(tag=tag, name="SVI")
    Tag.objects.create(name="Voix sur IP (VoIP)")
    assert told("svi") == {"svi": ("Serveur vocal interactif",)}
    assert told("serveurs vocaux interactifs") == {"serveurs vocaux interactifs": ("SVI",)}
    assert read("SVI").reading[0].kind == "acronym"
    assert told("voip") == {"voip": ("Voix sur IP",)}
    alias.delete()
    assert told("svi") == {}


def test_an_acronym_follows_a_tag_that_is_renamed_or_merged():
    tag = Tag.objects.create(name="Serveur vocal")
    vocabulary.edit(tag, aliases=["SVI"])
    vocabulary.rename(tag, "Serveur vocal interactif")
    assert told("SVI") == {"SVI": ("Serveur vocal interactif", "Serveur vocal")}
    vocabulary.merge([tag], into=Tag.objects.create(name="Automate vocal"))
    assert told("SVI")["SVI"][0] == "Automate vocal"


def test_capitals_tell_an_acronym_from_a_common_word():
    Tag.objects.create(name="Système d’information (SI)")
    assert told("SI") == {"SI": ("Système d’information",)}
    assert told("le SI de la banque") == {"SI": ("Système d’information",)}
    for typed in ("si", "comme si", "COMME SI RIEN"):
        assert told(typed) == {}
    assert told("système d’information") == {"système d’information": ("SI",)}


def test_an_acronym_that_is_no_word_is_known_in_small_letters():
    expansion = ("intelligence artificielle",)
    assert told("ia") == {"ia": expansion} and told("I.A.") == {"I.A.": expansion}


def test_of_an_acronym_with_thirty_expansions_those_that_are_borne_most_are_read(make_editorial):
    for number in range(30):
        tag = Tag.objects.create(name=f"Centre spécial numéro{number}")
        TagAlias.objects.create(tag=tag, name=f"(CSN) {number}")
        Tag.objects.filter(pk=tag.pk).update(name=f"Centre spécial numéro{number} (CSN)")
    make_editorial(tags=["Centre spécial numéro29 (CSN)"])
    TagAlias.objects.first().save()
    words = told("CSN")["CSN"]
    assert len(words) == 8 and words[0] == "Centre spécial numéro29"


@pytest.mark.parametrize("word", ["SVI", "VoIP", "R&D", "C.R.M.", "35H00X", "NTIC"])
def test_acronyms(word):
    assert is_acronym(word)


@pytest.mark.parametrize("word", ["iPad", "Wi-Fi x", "Internet", "A", "BONJOUR MONDE", "TELEPHONE"])
def test_no_acronyms(word):
    assert not is_acronym(word)


def test_a_plural_and_a_feminine_are_the_word_and_a_derivation_is_another():
    assert keys("téléconseillères") == keys("téléconseiller")
    assert keys("téléopératrice") == keys("téléopérateurs")
    assert keys("canaux") == keys("canal") and keys("mère") != keys("mer")
    assert keys("navigateur") != keys("navigation") and keys("la de") == frozenset()


# What it costs


def test_a_question_costs_one_query_whatever_the_lists(django_assert_num_queries):
    read("bogue")
    with django_assert_num_queries(1):
        read("qualité du centre d’appels et courriel")


@pytest.mark.parametrize(
    "typed", ["courriel", "courriels", "courrielle", "COURRIELS", "Courrielles"]
)
def test_all_that_counts_as_one_word_is_one_word_of_the_list(typed):
    assert list(told(typed).values()) == [("e-mail", "mél")]


@pytest.mark.parametrize(("listed", "typed"), [("cours", "cour"), ("machin", "machine")])
def test_another_word_that_ends_like_an_inflection_is_no_word_of_the_list(listed, typed):
    steering.add([listed, "zeste"])
    assert told(listed) and not told(typed)


@pytest.mark.parametrize(
    "typed", ["qualite de service", "QUALITÉ DE SERVICE", "qualités de service"]
)
def test_what_is_typed_without_its_accents_is_read_as_with_them(typed):
    steering.add(["qualité de service", "QoS"])
    assert list(told(typed).values()) == [("QoS",)]


@pytest.mark.parametrize("typed", ["qualite", "QUALITE", "Qualité", "qualités"])
def test_a_correction_is_of_a_word_whatever_its_accents(typed):
    steering.correct_words("qualité", "quantité", instead=True)
    assert str(read(typed).question.typed) == "quantité"


def test_a_function_word_of_english_is_an_acronym_in_capitals_alone():
    Tag.objects.create(name="Organismes de formation (OF)")
    assert told("quality of service") == {}
    assert told("OF agréé") == {"OF": ("Organismes de formation",)}


def test_a_word_with_an_equivalent_is_no_slip_however_rare(make_editorial):
    make_editorial("Le lexique", "<p>Un bogue.</p>")
    for number in range(200):
        make_editorial(
            f"La relation {number}", "<p>La relation bouge, la relation bouge encore.</p>"
        )
    freshness.drain(patient=True)
    assert ask(Question(q="relation bogue")).suggestion == ""
    Equivalent.objects.all().delete()
    steering.take([Words(["courriel", "mél"])])
    assert ask(Question(q="relation bogue")).suggestion == "relation bouge"


@pytest.mark.parametrize("word, acronym", [("paix", "PAI"), ("choix", "CHOI")])
def test_a_word_that_ends_in_x_is_no_plural_of_an_acronym(word, acronym):
    assert keys(word).isdisjoint(keys(acronym))
