"""Acronyms and what they stand for, as the texts of the archive say it, both ways."""

import pytest

from archive.models import Editorial, Equivalent
from archive.search import complete

from .conftest import needs

SVI = "serveur vocal interactif"


@pytest.fixture(autouse=True)
def nothing_listed(db):
    """The archive begins with a list of equivalents, which has acronyms as well."""
    Equivalent.objects.all().delete()


@pytest.fixture
def titles(answer):
    return lambda q, **asked: [
        Editorial.objects.get(pk=hit.id).title for hit in answer(q=q, **asked).hits
    ]


@pytest.fixture
def told(answer):
    """A typed text -> what was read beside it."""
    return lambda q: {read.typed: read.read for read in answer(q=q).reading}


@pytest.fixture
def svi(make_editorial):
    make_editorial("Le robot", f"<p>Un {SVI} (SVI) répond.</p>")
    make_editorial("En toutes lettres", "<p>Les serveurs vocaux interactifs parlent.</p>")
    make_editorial("En abrégé", "<p>Le SVI parle.</p>")
    make_editorial("Autre chose", "<p>Le standard parle.</p>")


@pytest.mark.parametrize("typed", ["SVI", "svi", "S.V.I.", "serveur vocal interactif"])
@needs("acronyms")
def test_an_acronym_and_its_expansion_find_each_other(svi, titles, typed):
    assert sorted(titles(typed)) == ["En abrégé", "En toutes lettres", "Le robot"]


@needs("acronyms")
def test_the_answer_tells_what_was_read(svi, answer):
    assert answer(q="svi").reading == [("acronym", "svi", (SVI,))]
    assert answer(q=f"le {SVI}").reading == [("acronym", SVI, ("SVI",))]


def test_nothing_is_read_to_the_letter(svi, titles, answer):
    assert answer(q="SVI", literal="1").reading == []
    assert "En toutes lettres" not in titles("SVI", literal="1")


@needs("acronyms")
def test_it_is_known_as_soon_as_it_is_saved_and_forgotten_when_no_text_says_it(
    told, make_editorial
):
    make_editorial("Autre", "<p>Rien de cela.</p>")
    assert told("DMT") == {}
    editorial = make_editorial("Sujet", "<p>La DMT (durée moyenne de traitement) monte.</p>")
    assert told("DMT") == {"DMT": ("durée moyenne de traitement",)}
    editorial.state = Editorial.State.WITHDRAWN
    editorial.save()
    assert told("DMT") == {}


@needs("acronyms")
def test_a_title_and_a_standfirst_say_it_too(told, make_editorial):
    make_editorial("Le temps moyen de réponse (TMR)", standfirst="Un taux de décroché (TD).")
    assert told("tmr") == {"tmr": ("temps moyen de réponse",)}
    assert told("TD") == {"TD": ("taux de décroché",)}


@pytest.fixture
def system(make_editorial):
    make_editorial("Le système", "<p>Un système d’information (SI) neuf.</p>")
    make_editorial("Le sigle", "<p>Notre SI tombe en panne.</p>")
    make_editorial("La condition", "<p>On ne sait pas si elle tombe en panne.</p>")


@needs("acronyms")
def test_capitals_tell_an_acronym_from_a_common_word(system, told, titles):
    assert told("SI") == {"SI": ("système d’information",)}
    assert told("si") == {} and told("comme si") == {}
    assert "La condition" in titles("si")


@needs("acronyms")
def test_an_expansion_is_met_by_an_acronym_in_capitals_alone(system, titles, answer):
    assert sorted(titles("système d'information")) == ["Le sigle", "Le système"]
    answer = answer(q="système d'information")
    assert [reading.read for reading in answer.reading] == [("SI",)]
    assert ("SI", 2) in answer.words[0].forms


@needs("acronyms")
def test_of_thirty_senses_the_three_said_most_are_read(told, make_editorial):
    for number in range(30):
        sense = f"centre a{chr(97 + number % 26)}{chr(97 + number // 26)}eur"
        for _again in range(1 + (number in (7, 11, 19))):
            make_editorial("Sujet", f"<p>Un {sense} (CA).</p>")
    assert set(told("CA").get("CA", ())) == {"centre ahaeur", "centre alaeur", "centre ataeur"}


@needs("acronyms")
def test_of_senses_that_one_text_says_each_three_are_read(told, make_editorial):
    for word in ("aérien", "agricole", "aquatique", "arctique"):
        make_editorial("Sujet", f"<p>Un centre {word} (CA).</p>")
    assert len(told("CA").get("CA", ())) == 3


@needs("acronyms")
def test_a_sense_that_one_text_says_gives_way_to_what_is_known(told, make_editorial):
    for _again in range(2):
        make_editorial("Sujet", "<p>Un centre d’appels (CA).</p>")
    make_editorial("Sujet", "<p>Un conseil avisé (CA).</p>", tags=["Système vocal (SV)"])
    make_editorial("Sujet", "<p>Une station verte (SV).</p>")
    assert told("CA") == {"CA": ("centre d’appels",)}
    assert told("conseil avisé") == {}
    assert told("SV") == {"SV": ("Système vocal",)}


@needs("acronyms")
def test_one_expansion_in_several_forms_is_read_once(told, make_editorial):
    make_editorial("Sujet", "<p>Les serveurs vocaux interactifs (SVI).</p>")
    for text in (f"Un {SVI} (S.V.I.)", f"Le SVI ({SVI})"):
        make_editorial("Sujet", f"<p>{text}</p>", tags=["Serveur Vocal Interactif (SVI)"])
    assert told("svi") == {"svi": ("Serveur Vocal Interactif",)}


@needs("acronyms")
def test_an_acronym_completes_to_what_the_texts_say(svi, engine):
    engine.refresh()
    phrases = [completion for completion in complete("svi") if completion.kind == "phrase"]
    assert phrases == [("phrase", SVI, "", 2)]


@needs("reasons")
@needs("acronyms")
def test_a_reason_names_what_stands_there(svi, answer):
    why = {Editorial.objects.get(pk=hit.id).title: hit.why for hit in answer(q="svi").hits}
    assert why.get("En toutes lettres") == {"text": [SVI]}
    assert why.get("En abrégé") == why.get("Le robot") == {"text": ["svi"]}


@needs("reasons")
@needs("acronyms")
def test_of_a_typed_expansion_a_reason_names_the_acronym_once(svi, answer):
    why = {Editorial.objects.get(pk=hit.id).title: hit.why for hit in answer(q=SVI).hits}
    assert why.get("En abrégé") == {"text": ["SVI"]}
    assert why.get("En toutes lettres") == {"text": ["serveur", "vocal", "interactif"]}


def test_a_long_word_in_capitals_is_the_word_though_a_text_prints_it_so(make_editorial, titles):
    make_editorial("Le panneau", "<p>Il y lit HORS SERVICE et repart.</p>")
    make_editorial("Les services", "<p>Nos services répondent.</p>")
    assert sorted(titles("SERVICE")) == ["Le panneau", "Les services"]


@needs("acronyms")
def test_no_word_of_a_line_in_capitals_is_an_acronym_operators_or_not(make_editorial, titles):
    make_editorial("La fonction", "<p>C’est LA fonction.</p>")
    make_editorial("La voix", "<p>La voix porte le geste.</p>")
    assert titles("LA VOIX ET LE GESTE")[0] == "La voix"
    assert "La fonction" not in titles("LA VOIX ET LE GESTE")
