"""What is read and proposed for what is typed: the archive's own words, better queries."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search import Question, ask

from .conftest import ODD, needs, rebuild

TEXTS = {
    "Le centre d’appels": "Le centre d’appels forme la concurrence. Le salarié demande une indemnité.",
    "La qualité de l’accueil": "La qualité du service et la relation client. Chaque entreprise forme ses salariés.",
    "Le harcèlement": "Le harcèlement dans l’entreprise et la qualité du travail. La société répond.",
}


@pytest.fixture
def archive(make_editorial):
    for title, text in TEXTS.items():
        make_editorial(title, f"<p>{text}</p>", date="2004")


@pytest.fixture
def read_as(archive, engine):
    """A typed word -> the archive's words that are read in its place, "" where there are none."""

    def read(typed: str) -> str:
        engine.refresh()
        return " ".join({word.read_as for word in ask(Question(q=typed)).words})

    return read


@pytest.fixture
def suggestion(archive, engine):
    """A typed query -> the better one that is proposed, "" where there is none."""

    def suggest(typed: str) -> str:
        engine.refresh()
        return ask(Question(q=typed)).suggestion

    return suggest


# Words


@pytest.mark.parametrize(
    "typed, read",
    [
        ("concurence", "concurrence"),
        ("arcelement", "harcèlement"),
        ("lentreprise", "l’entreprise"),
        ("lasociété", "la société"),
        ("aceuil", "accueil"),
    ],
)
@needs("spelling")
def test_an_unknown_word_is_read_as_the_archives_own(read_as, typed, read):
    assert read_as(typed) == read


@pytest.fixture
def dismissals(make_editorial):
    make_editorial("La licence", "<p>Une licence, deux licences. Licencier.</p>")
    make_editorial("Le licenciement", "<p>Un licenciement, un téléconseiller.</p>")


@needs("spelling")
def test_a_word_of_which_others_have_but_the_stem_is_a_slip(dismissals, read_as):
    assert read_as("licenciments") == "licenciement"


@pytest.mark.parametrize(
    "typed, read",
    [("conseiler", "conseiller"), ("telephonne", "téléphone"), ("téléphonne", "téléphone")],
)
@needs("spelling")
def test_a_slip_in_one_letter_is_repaired_though_others_share_its_stem(
    make_editorial, read_as, titles, typed, read
):
    make_editorial("Le métier", "<p>Un conseiller au téléphone.</p>")
    make_editorial("Le conseil", "<p>Des conseils. La téléphonie.</p>")
    assert read_as(typed) == read and titles(q=typed) == ["Le métier"]


@pytest.mark.parametrize(
    "typed, read",
    [("remmarqué", "remarqué"), ("remmarque", "remarque"), ("telephonne", "téléphone")],
)
@needs("spelling")
def test_of_what_accents_alone_tell_apart_the_form_typed_most_nearly_so_is_read(
    make_editorial, read_as, typed, read
):
    make_editorial("Note", "<p>Une remarque. Le telephone.</p>")
    for number in range(25):
        make_editorial(f"Avis {number}", "<p>Nous avons remarqué. Le téléphone.</p>")
    if read == "remarque":
        make_editorial("Seconde note", "<p>Une autre remarque.</p>")
    assert read_as(typed) == read


@needs("spelling")
def test_a_word_without_its_accents_is_no_slip(make_editorial, read_as, titles):
    make_editorial("Le compte", "<p>En clôturant le compte : la clôture.</p>")
    assert read_as("cloturer") == "" and titles(q="cloturer") == ["Le compte"]


@pytest.mark.parametrize("typed", ["téléconseillère", "teleconseillers", "licencia"])
def test_a_further_form_of_a_word_is_no_slip(dismissals, read_as, typed):
    assert read_as(typed) == ""


@needs("spelling")
def test_a_missing_apostrophe_is_told_once(archive, answer):
    words = answer(q="lentreprise").repairs
    assert [(word.typed, word.read_as) for word in words] == [("lentreprise", "l’entreprise")]


@needs("spelling")
def test_a_name_with_a_slip_in_it_finds_what_bears_the_name(
    archive, make_editorial, read_as, titles
):
    make_editorial("Juin", authors=["Zoé Abgrall"])
    assert read_as("Abgral") == "abgrall" and titles(q="Abgral") == ["Juin"]


@pytest.mark.parametrize(
    "typed", ["zzqxzzq", "abc", "servicesociété", "39", "2004", "téléphonie", "e", "centredappels"]
)
def test_what_resembles_nothing_stays_as_it_is(read_as, typed):
    assert read_as(typed) == ""


@needs("spelling")
def test_of_equally_plausible_words_the_more_used_is_read(read_as, make_editorial):
    for number in range(4):
        make_editorial(f"Bulletin {number}", "<p>Une marge.</p>")
    make_editorial("Autre", "<p>Une barge.</p>")
    assert read_as("xarge") == ""
    assert read_as("maarge") == "marge"


@needs("spelling")
def test_the_beginning_of_one_word_alone_is_read_as_it(read_as, make_editorial):
    for number in range(3):
        make_editorial(f"Note {number}", "<p>La télévision.</p>")
    assert read_as("télév") == "télévision"
    make_editorial("Note", "<p>Le téléviseur, le télévendeur.</p>")
    make_editorial("Note", "<p>Le téléviseur, le télévendeur.</p>")
    assert read_as("télév") == ""


@needs("spelling")
def test_a_word_that_only_deleted_editorials_had_is_not_read(read_as, make_editorial):
    rare = make_editorial("Rare", "<p>Un spinnaker.</p>")
    assert read_as("spinaker") == "spinnaker"
    rare.delete()
    assert read_as("spinaker") == ""


@needs("spelling")
def test_a_word_that_is_saved_is_known_at_once(read_as, make_editorial):
    assert read_as("spinaker") == ""
    make_editorial("Voile", "<p>Un spinnaker.</p>")
    assert read_as("spinaker") == "spinnaker"


@needs("keeping")
def test_an_empty_archive_reads_and_proposes_nothing(answer):
    rebuild()
    nothing = answer(q="concurence")
    assert [word.read_as for word in nothing.words] == [""] and nothing.suggestion == ""


@pytest.mark.parametrize("text", ODD)
def test_odd_input_gives_nothing_in_bounded_time(read_as, suggestion, text):
    assert read_as(text) == "" == suggestion(text)


# Queries


@pytest.mark.parametrize(
    "typed, better",
    [
        ("concurence", "concurrence"),
        ("centre de la concurence", "centre de la concurrence"),
        ('"relation cliant" qualité', '"relation client" qualité'),
        ("titre:acueil", "titre:accueil"),
        ("l'entreprize", "l'entreprise"),
        ("lentreprise", "l’entreprise"),
        ("HARCELEMANT", "HARCÈLEMENT"),
        ("Salairié", "Salarié"),
        ("concurence OU harcelment", "concurrence OU harcèlement"),
        ("texte:lasociété", 'texte:"la société"'),
        ("date:2004 concurence", "date:2004 concurrence"),
    ],
)
@needs("spelling")
def test_a_query_is_corrected_as_it_would_be_printed(suggestion, typed, better):
    assert suggestion(typed) == better


@pytest.mark.parametrize(
    "typed", ["concurrence", "qualite", "-concurence", "concurenc*", "zzqxzzq", "le la les", "2004"]
)
def test_a_query_with_nothing_better_is_left_alone(suggestion, typed):
    assert suggestion(typed) == ""


@needs("spelling")
def test_a_field_is_corrected_by_its_own_words(suggestion, make_editorial):
    make_editorial("Portrait", "<p>Un texte.</p>", authors=["Manuel Jacquinet"])
    assert suggestion("auteur:jaquinet") == "auteur:jacquinet"
    assert suggestion("auteur:concurence") == ""


@needs("spelling")
def test_a_rare_word_gives_way_to_a_far_more_used_one_that_sounds_the_same(
    suggestion, make_editorial
):
    make_editorial("Bulletin", "<p>La concurence.</p>")
    assert suggestion("concurence") == ""
    for number in range(30):
        make_editorial(f"Bulletin {number}", "<p>La concurrence.</p>")
    assert suggestion("concurence") == "concurrence"


@needs("spelling")
def test_a_rare_word_stays_beside_words_that_the_other_never_stands_with(
    suggestion, make_editorial
):
    make_editorial("Lecture", "<p>Le conte de fées.</p>")
    for number in range(40):
        make_editorial(f"Bulletin {number}", "<p>Le compte.</p>")
    assert suggestion("conte") == "compte"
    assert suggestion("conte fées") == ""


@pytest.mark.parametrize("typed", ["Le Bihan", "Bihan", "titre:Bihan"])
def test_a_name_that_the_archive_has_is_not_doubted_for_a_word(suggestion, make_editorial, typed):
    make_editorial("M. Le Bihan ne répondra pas", "<p>Un texte.</p>")
    for number in range(40):
        make_editorial(f"Fait bien {number}", "<p>C’est bien.</p>")
    assert suggestion(typed) == ""


@needs("spelling")
def test_a_capital_makes_no_name_of_what_texts_print_in_small_letters(suggestion, make_editorial):
    make_editorial("Bulletin", "<p>La concurence.</p>")
    for number in range(30):
        make_editorial(f"Bulletin {number}", "<p>La concurrence.</p>")
    assert suggestion("Concurence") == "Concurrence"


@needs("spelling")
def test_the_other_words_choose_among_plausible_ones(suggestion, make_editorial):
    for number in range(9):
        make_editorial(f"Mer {number}", "<p>La barque.</p>")
    make_editorial("Luxe", "<p>La banque du parfum.</p>")
    assert suggestion("baque") == "barque"
    assert suggestion("parfum baque") == "parfum banque"


@pytest.fixture
def service(make_editorial):
    """« qualité de service » in six texts, « sévices » and « chevet » in another."""
    for number in range(6):
        make_editorial(f"Mesure {number}", "<p>La qualité de service et le cheveu blanc.</p>")
    make_editorial("Enquête", "<p>Des sévices. Un livre de chevet blanc.</p>")


@pytest.mark.parametrize(
    "typed, better",
    [
        ("qualité de sevice", "qualité de service"),
        ("qualite sevice", "qualite service"),
        ('"qualité de sevice"', '"qualité de service"'),
        ("qualité sevice OU accueil", "qualité service OU accueil"),
    ],
)
@needs("spelling")
def test_a_word_is_doubted_for_the_company_that_it_keeps(suggestion, service, typed, better):
    assert suggestion(typed) == better


@pytest.mark.parametrize("typed", ["livre chevet", "chevet blanc", "sévices", "sevice"])
def test_a_rare_word_beside_its_neighbours_is_no_slip(suggestion, service, typed):
    assert suggestion(typed) == ""


@pytest.mark.parametrize("word, slip", [("queen", "quene"), ("queue", "quene"), ("Haus", "Huas")])
@needs("spelling")
def test_a_slip_is_repaired_in_any_language(suggestion, make_editorial, word, slip, answer):
    language = "de" if word == "Haus" else "en"
    make_editorial("Text", f"<p>The {word} of them all.</p>", language=language)
    answered = answer(q=slip)
    assert answered.hits and (answered.relaxed or answered.repairs)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                "concurence",
                "salairié",
                '"',
                "titre:",
                "-a",
                "OU",
                "auteur:x",
                "lentreprise",
                "« ",
                "*",
                "~5",
            ]
        ),
        max_size=8,
    )
)
def test_whatever_is_proposed_reads_as_itself(suggestion, pieces):
    better = suggestion(" ".join(pieces))
    assert str(Question(q=better).typed) == better
