"""What a question finds."""

import pytest

from archive.models import Editorial, Tag, Tagging, steering
from archive.search import Question, ask, years

from .conftest import assert_ranked, needs, rebuild

MANY = 1100  # values of a facet: more than an engine counts at once


@pytest.fixture
def archive(make_editorial) -> dict[str, Editorial]:
    """Three editorials by their titles."""
    march = "<p>La télé-usine du secteur : C.R.M. et qualité.</p>"
    june = "<p>La qualité du service, en mars comme en juin.</p>"
    undated = "<p>La téléusine, une usine de la parole.</p>"
    return {
        "Mars": make_editorial("Mars", march, date="2001-03", tags=["voix"]),
        "Juin": make_editorial("Juin", june, date="2001-06-15", authors=["Zoé Abgrall"]),
        "Sans date": make_editorial("Sans date", undated, language="fr"),
    }


def counts(values) -> dict[str, int]:
    return {value.value: value.count for value in values}


# Words


def test_what_answers_alike_is_not_ranked_and_the_newest_comes_first(make_editorial, answer):
    made = {}
    for month in (2, 5, 3):
        day = f"2001-0{month}"
        made[month] = make_editorial(f"Note {month}", publication="Ma Revue", date=day)
    alike = answer(q='revue:"Ma Revue"')
    assert not alike.is_ranked
    assert [hit.id for hit in alike.hits] == [made[month].pk for month in (5, 3, 2)]


@needs("ranking")
def test_any_word_finds_and_those_with_all_come_first(archive, answer, titles):
    assert_ranked(answer(q="qualité service").hits, [archive["Juin"], archive["Mars"]])
    assert answer(q="qualité service").levels == {2: 1, 1: 2}
    assert titles(q="qualité service", words="2") == ["Juin"]


@needs("ranking")
def test_a_word_that_nobody_holds_is_one_of_the_words(archive, answer):
    with_unknown = answer(q="qualité service zzzz")
    assert with_unknown.levels == {3: 0, 2: 1, 1: 2} and with_unknown.count == 2
    assert answer(q="qualité service zzzz", words="3").count == 0
    assert answer(q="qualité service zzzz", words="9", literal="1").level == 3


def test_where_nobody_holds_any_word_there_are_no_levels(archive, answer):
    assert answer(q="zzzz yyyy").levels == {}


@needs("ranking")
def test_words_together_in_a_crosshead_come_before_some_of_them_in_a_title(
    make_editorial, answer, titles
):
    make_editorial("Le calendrier", "<h2>Le calme après la tempête</h2><p>Il revient.</p>")
    for number in range(3):
        make_editorial(
            f"La tempête {number}", "<p>Une tempête, et beaucoup plus tard le calme.</p>"
        )
    for number in range(20):
        make_editorial(f"Autre chose {number}", "<p>Le téléphone sonne.</p>")
    assert titles(q="calme tempête")[0] == "Le calendrier"


@needs("ranking")
def test_an_editorial_that_bears_the_word_in_its_title_too_comes_first(make_editorial, answer):
    title = make_editorial("Le casque", "<p>Le casque et le reste.</p>")
    text = make_editorial("Un", "<p>Le casque et le reste.</p>")
    assert_ranked(answer(q="casque").hits, [title, text])


@needs("ranking")
def test_two_words_of_one_family_find_what_has_either_or_only_another_of_it(make_editorial, titles):
    make_editorial("La recruteuse", "<p>Elle recrute.</p>")
    make_editorial("L’annonce", "<p>Un recrutement.</p>")
    assert set(titles(q="recruter recrutement")) == {"La recruteuse", "L’annonce"}


@pytest.mark.parametrize("typed", ["télé-usine", "téléusine", "TÉLÉ-USINE", "tele-usine"])
@needs("forms")
def test_a_compound_is_found_however_it_is_written(archive, titles, typed):
    assert set(titles(q=typed)) == {"Mars", "Sans date"}


def test_a_compound_is_found_by_its_parts(archive, titles):
    assert set(titles(q="télé usine")) == {"Mars", "Sans date"}


@pytest.mark.parametrize("typed", ["CRM", "crm"])
@needs("forms")
def test_an_acronym_is_found_without_its_dots(archive, titles, typed):
    assert titles(q=typed) == ["Mars"]


def test_an_acronym_is_found_with_its_dots(archive, titles):
    assert titles(q="C.R.M.") == ["Mars"]


@needs("words")
def test_each_word_tells_its_forms_and_how_many_editorials_hold_them(
    archive, make_editorial, answer
):
    make_editorial("Services", "<p>Des services, et un service.</p>")
    words = [(word.typed, word.count, dict(word.forms)) for word in answer(q="services").words]
    assert words == [("services", 2, {"services": 1, "service": 2})]


@needs("words")
def test_a_word_to_the_letter_tells_but_itself_whatever_was_asked_before(
    archive, make_editorial, answer
):
    make_editorial("Services", "<p>Des services, et un service.</p>")
    assert [word.count for word in answer(q="services").words] == [2]
    words = [(word.typed, word.count, dict(word.forms)) for word in answer(q="=services").words]
    assert words == [("services", 1, {"services": 1})]


@needs("words")
def test_a_word_tells_what_was_read_as_it_and_only_where_it_was_read(make_editorial, answer):
    make_editorial("Un", "<p>Une zorgle bleue.</p>")
    make_editorial("Deux", "<p>Des quilbos verts.</p>")
    rebuild()
    steering.add(["zorgle", "quilbo vert"])
    (read,) = answer(q="zorgle").words
    assert (read.count, dict(read.forms)) == (2, {"zorgle": 1, "quilbo vert": 1})
    (bare,) = answer(q="zorgle", literal="1").words
    assert (bare.count, dict(bare.forms)) == (1, {"zorgle": 1})


@needs("words")
def test_a_phrase_tells_how_many_editorials_have_it_in_its_very_words(
    archive, make_editorial, answer
):
    make_editorial("Un", "<p>Un zorgle bleu.</p>")
    make_editorial("Deux", "<p>Des zorgles bleus.</p>")
    rebuild()
    words = [(word.typed, word.count, word.forms) for word in answer(q='"zorgle bleu"').words]
    assert words == [('"zorgle bleu"', 2, [("zorgle bleu", 1)])]


@needs("words")
def test_counts_of_words_follow_what_is_deleted(archive, answer):
    archive["Juin"].delete()
    assert [word.count for word in answer(q="qualité").words] == [1]


@needs("reasons")
def test_a_hit_tells_in_which_field_each_word_was_found(archive, answer):
    assert [hit.why for hit in answer(q="voix").hits] == [{"keywords": ["voix"]}]


def test_what_the_archive_does_not_know_finds_nothing_rather_than_everything(archive, answer):
    assert answer(q="zzzqqq").count == 0
    assert answer(q="zzzqqq", tag="voix").count == 0


def test_a_phrase_keeps_its_function_words_and_an_exclusion_excludes(archive, titles):
    assert titles(q='"du secteur"') == ["Mars"]
    assert titles(q='"la secteur"', literal="1") == []
    assert titles(q="qualité -service") == ["Mars"]


def test_either_word_of_a_choice_finds(archive, titles):
    assert set(titles(q="secteur OU service")) == {"Mars", "Juin"}


@pytest.mark.parametrize(
    "typed", ["titre:juin", "auteur:abgrall", "texte:service", "tag:voix -titre:mars OU titre:juin"]
)
def test_a_word_may_be_asked_of_one_field(archive, titles, typed):
    assert titles(q=typed, literal="1") == (["Juin"] if "voix" not in typed else [])


def test_only_the_beginning_of_a_long_question_is_heeded_and_that_is_told(archive, answer, engine):
    words = [f"qualité{number}" for number in range(engine.HEEDED + 1)]
    assert not answer(q=" ".join(words[:-1])).cut
    assert answer(q=" ".join(words)).cut


# Dates


@pytest.mark.parametrize("typed", ["mars 2001", "Mars 2001", "2001-03"])
@needs("dates")
def test_a_typed_date_finds_what_was_printed_then(archive, titles, typed):
    assert titles(q=typed)[:1] == ["Mars"]


@needs("dates")
def test_a_typed_day_finds_its_editorial_and_says_that_the_date_did(archive, answer, titles):
    assert titles(q="15 juin 2001")[:1] == ["Juin"]
    assert answer(q="15 juin 2001").hits[0].why.get("date") == ["15", "juin", "2001"]


@pytest.mark.parametrize(
    "parameters, dated",
    [
        ({"from": "../2001"}, {"Mars", "Juin"}),
        ({"to": "2001/.."}, {"Mars", "Juin"}),
        ({"q": "date:../2001"}, {"Mars", "Juin"}),
        ({"from": "2001-06"}, {"Juin"}),
        ({"to": "2001-05"}, {"Mars"}),
        ({"q": "date:2001-01..2001-04"}, {"Mars"}),
    ],
)
def test_a_span_of_time_finds_what_may_be_of_it(archive, titles, parameters, dated):
    assert set(titles(**parameters)) == dated


def test_an_editorial_is_counted_once_in_a_decade_though_in_several_years(
    archive, make_editorial, answer
):
    make_editorial("Deux hivers", "<p>Entre deux.</p>", date="1998/2001")
    chosen = answer(year="2001")
    assert chosen.years == {1998: 1, 1999: 1, 2000: 1, 2001: 3}
    assert chosen.decades == {"199X": 1, "200X": 3}


@needs("years")
def test_the_years_of_the_whole_archive_are_counted(archive, make_editorial, engine):
    make_editorial("Deux hivers", "<p>Entre deux.</p>", date="2000/2001")
    engine.refresh()
    assert years() == {2000: 1, 2001: 3}


# Facets, order and pages


def test_a_facets_own_choice_does_not_empty_it(archive, answer):
    assert counts(answer(q="qualité", year="2001", tag="voix").facets["year"]) == {"2001": 1}
    assert counts(answer(q="qualité", tag="voix").facets["tag"]) == {"voix": 1}


def test_facets_count_what_is_found_by_falling_count(archive, make_editorial, answer):
    fields = {"publication": "Fil", "authors": ["Zoé Abgrall"], "tags": ["a"]}
    make_editorial("Août", "<p>Une qualité.</p>", date="2003", **fields)
    facets = answer(q="qualité").facets
    assert facets["year"] == [("2001", 2), ("2003", 1)]
    assert facets["author"] == [("zoe-abgrall", 2)] and facets["publication"] == [("fil", 1)]
    assert counts(facets["tag"]) == {"a": 1, "voix": 1}


def test_a_value_that_is_excluded_leaves_out_its_editorials(archive, titles):
    assert titles(q="qualité", tag="-voix") == ["Juin"]
    assert set(titles(year=["-2001"])) == {"Sans date"}


def test_several_values_of_one_facet_are_a_choice_and_two_facets_a_condition(
    archive, make_editorial, titles
):
    make_editorial("Août", date="2003", tags=["voix"])
    assert set(titles(year=["2001", "2003"])) == {"Mars", "Juin", "Août"}
    assert set(titles(year=["2001", "2003"], tag="voix")) == {"Mars", "Août"}


def test_a_decade_is_chosen_whole(archive, make_editorial, titles):
    make_editorial("Hier", date="1999")
    assert set(titles(year="200X")) == {"Mars", "Juin"}


def test_facets_list_all_values(make_editorial, answer):
    editorial = make_editorial()
    names = [f"tag-{number:04}" for number in range(MANY)]
    tags = Tag.objects.bulk_create([Tag(name=name, slug=name, key=name) for name in names])
    Tagging.objects.bulk_create([Tagging(editorial=editorial, tag=tag) for tag in tags])
    editorial.save()
    assert sorted(value.value for value in answer().facets["tag"]) == names


@pytest.mark.parametrize(
    "sort, order",
    [
        ("oldest", ["Mars", "Juin", "Sans date"]),
        ("newest", ["Juin", "Mars", "Sans date"]),
        ("title", ["Juin", "Mars", "Sans date"]),
    ],
)
def test_hits_are_sorted_as_asked(archive, titles, sort, order):
    assert titles(sort=sort) == order


def test_without_words_the_newest_come_first(archive, titles):
    assert titles() == ["Juin", "Mars", "Sans date"]


def test_pages_follow_each_other_without_a_gap(make_editorial, titles, answer):
    for number in range(7):
        make_editorial(f"N° {number}", "<p>La même qualité.</p>", date="2001")
    pages = [titles(q="qualité", page=page, page_size=3) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7
    assert answer(q="qualité", page=4, page_size=3).count == 7


def test_drafts_and_withdrawn_editorials_are_not_found(archive, make_editorial, titles):
    make_editorial("Brouillon", "<p>Un secteur.</p>", state="draft")
    make_editorial("Retiré", "<p>Un secteur.</p>", state="withdrawn")
    assert titles(q="secteur") == ["Mars"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": '"' + "de la " * 600 + '"'},
        {"q": "a-" * 900},
        {"to": "2001/..", "from": "../2001"},
        {"q": "(" * 5000},
        {"q": "\0\ud800".encode("utf-8", "replace").decode()},
        {"q": "mot " * 10_000},
        {"page": "9" * 9},
    ],
)
def test_odd_questions_have_an_answer(archive, answer, parameters):
    assert answer(**parameters).count >= 0


# An archive of nothing


@needs("keeping")
def test_an_empty_index_answers_with_nothing(answer):
    rebuild()
    nothing = answer(q="qualité")
    assert (nothing.count, nothing.hits, nothing.years) == (0, [], {})
    assert not any(nothing.facets.values())
    assert years() == {}


def test_before_anything_is_indexed_the_database_answers(make_editorial, engine):
    engine.without_index()
    make_editorial("Mars", "<p>La qualité.</p>")
    answer = ask(Question(q="qualité"))
    assert answer.by == "database" and answer.count == 1


@pytest.mark.parametrize(
    "q",
    [
        "ecole",
        "ÉCOLE",
        "école",
        "Ecol*",
        "e*le",
        '"ecole du soir"',
        "titre:ecole",
        "coeur",
        "l'ecole",
    ],
)
def test_accents_capitals_and_ligatures_hide_nothing(make_editorial, engine, titles, q):
    make_editorial("L’École du cœur", "<p>On va à l’école du soir, de tout CŒUR.</p>")
    make_editorial("Autre chose", "<p>Rien de tel.</p>")
    engine.refresh()
    assert titles(q=q) == ["L’École du cœur"]


@pytest.mark.parametrize("typed", ["energie", "Energie", "énergie"])
def test_capitals_printed_without_their_accent_hide_none_of_a_word(make_editorial, titles, typed):
    make_editorial("Le service", "<p>Le service Energie Environnement.</p>")
    make_editorial("Le réseau", "<p>Le réseau d’énergie.</p>")
    make_editorial("Les sources", "<p>Des sources d’énergie, des énergies.</p>")
    assert sorted(titles(q=typed)) == ["Le réseau", "Le service", "Les sources"]


def test_the_accent_of_a_name_is_no_matter_where_a_text_lacks_it(make_editorial, titles):
    make_editorial("L’école", "<p>Le livre d’Edith Cresson.</p>")
    for title in ("L’accueil", "La voix"):
        make_editorial(title, "<p>Rien.</p>", authors=["Édith Maurois"])
    assert set(titles(q="edith")) == {"L’école", "L’accueil", "La voix"}


@needs("words")
def test_a_function_word_is_no_form_of_a_word_of_any_language(make_editorial, answer):
    make_editorial("No mar", "<p>No mar, a praia e o sol.</p>", language="pt")
    make_editorial("La mer", "<p>La mer et le sable, à la plage.</p>")
    forms = [word.forms for word in answer(q="no mar").words if word.typed == "no"]
    assert forms == [[("no", 1)]]
