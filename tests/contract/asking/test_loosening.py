"""Where nothing has what was asked: what is nearest to it, and when nothing is loosened."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import steering
from archive.search import Question, ask
from archive.search.reading import loosening

from .conftest import ODD, needs

TEXTS = {
    "Le client": "Le client attend sa relation avec le service, et sa fidélité.",
    "La relation client": "La relation client se soigne.",
    "La fidélité": "La fidélité se gagne au téléphone, par la téléopératrice.",
    "Le plateau": "Un plateau de nuit. La voix porte loin.",
}


@pytest.fixture
def archive(make_editorial):
    for year, (title, text) in enumerate(TEXTS.items(), 2001):
        make_editorial(title, f"<p>{text}</p>", date=str(year), authors=["Anne Martin"])


@pytest.fixture
def nearest(archive, titles, answer):
    """The parameters of an address -> the way, and the titles that are shown instead, sorted."""

    def loosened(**parameters) -> tuple[str | None, list[str]]:
        answered = answer(**parameters)
        assert answered.count == 0
        assert answered.relaxed is bool(answered.hits) is bool(answered.instead)
        return answered.way, sorted(titles(**parameters))

    return loosened


@pytest.mark.parametrize(
    "typed, way, shown",
    [
        ('"client service"', "near", ["Le client"]),
        ('"plateau loin voix nuit"', "all", ["Le plateau"]),
        ('"relation client" fidélité', "all", ["Le client"]),
        ('"relation client" téléopératrice', "either", ["La fidélité", "La relation client"]),
        ('"relation client" ET téléopératrice', "either", ["La fidélité", "La relation client"]),
        ('"relation client" titre:plateau', "either", ["La relation client", "Le plateau"]),
        ("titre:téléphone", "anywhere", ["La fidélité"]),
        ("titre:téléphone auteur:martin", "anywhere", ["La fidélité"]),
        ("auteur:téléphone", "anywhere", ["La fidélité"]),
        ('"relation client" zzqxzzq', "together", ["La relation client"]),
        ("loin* zzqx*", "together", ["Le plateau"]),
        ("teleoperatrices*", "words", ["La fidélité"]),
        ("titre:platteau", "mended", ["Le plateau"]),
    ],
)
@needs("spelling")
def test_what_is_nearest_is_shown(nearest, typed, way, shown):
    assert nearest(q=typed) == (way, shown)


@pytest.mark.parametrize("typed", ["page:20", "numéro:20", 'numéro:"36-37"', "page:20 OU page:36"])
def test_the_number_of_a_page_is_nowhere_else(make_editorial, answer, typed):
    make_editorial("Les prix", "<p>Vingt fois 20 francs, et 36,37 euros.</p>")
    unanswered = answer(q=typed)
    assert not unanswered.relaxed and not unanswered.hits


@pytest.mark.parametrize("typed", ["fidélité page:20", "titre:fidélité numéro:20"])
def test_beside_a_page_that_nothing_has_the_words_are_shown(make_editorial, nearest, typed):
    make_editorial("Les prix", "<p>Vingt fois 20 francs.</p>")
    _way, shown = nearest(q=typed)
    assert "La fidélité" in shown and "Les prix" not in shown


def test_any_of_the_words_is_enough_where_no_editorial_has_two(nearest):
    assert nearest(q='"service loin"') == ("any", ["Le client", "Le plateau"])


@needs("spelling")
def test_a_part_of_the_words_is_enough_where_nothing_has_all(nearest):
    assert nearest(q='"service fidélité nuit"') == ("some", ["Le client"])


@needs("spelling")
def test_more_words_than_any_editorial_has_are_as_many_as_one_has(nearest):
    assert nearest(q="service fidélité nuit", words=3) == ("some", ["Le client"])


@pytest.mark.parametrize("typed", ["voixhumaine", "plateauxvoix", "sourplateau"])
@needs("spelling")
def test_an_unknown_word_gives_way_to_those_that_it_resembles(answer, archive, typed):
    answered = answer(q=typed)
    assert answered.hits and (answered.relaxed or answered.repairs)


@needs("spelling")
def test_words_that_resemble_are_said_in_place_of_the_unknown_one(answer, archive):
    answered = answer(q="voixhumaine")
    assert answered.reading == [("loosened", "voixhumaine", ("voix",))]
    assert [word.typed for word in answered.words if word.is_unknown] == ["voixhumaine"]


@needs("spelling")
def test_parts_that_do_not_meet_are_shown_together_and_each_is_counted(answer, archive):
    answered = answer(q='"relation client" téléopératrice plateau voix -zzqx')
    parts = [(part.text, part.count) for part in answered.parts]
    assert parts == [('"relation client"', 1), ("téléopératrice plateau voix", 2)]
    assert answered.reading[0].read == ('"relation client"', "téléopératrice plateau voix")
    assert answered.shown == 3
    for part in answered.parts:
        assert ask(part.question, loosen=False).count == part.count
        assert part.question.q.endswith("-zzqx")


@needs("spelling")
def test_a_part_that_nothing_answers_is_none_of_them(answer, archive):
    answered = answer(q='"relation client" ET "voix client" ET téléopératrice')
    assert [part.text for part in answered.parts] == ['"relation client"', "téléopératrice"]


def test_the_answer_is_that_of_the_question_instead_but_for_its_count(answer, archive):
    answered = answer(q='"relation client" fidélité')
    same = ask(answered.instead)
    assert (answered.count, answered.instead_count, answered.shown) == (0, same.count, same.count)
    assert (
        answered.hits == same.hits
        and answered.facets == same.facets
        and answered.years == same.years
    )
    assert answered.reading[0] == ("loosened", '"relation client" fidélité', (answered.instead.q,))


def test_pages_and_orders_are_those_of_what_is_shown(answer, make_editorial):
    for number in range(5):
        make_editorial(f"N° {number}", "<p>Le client a une relation.</p>", date=f"200{number}")
    asked = {"q": '"client relation"', "sort": "oldest", "page_size": 2}
    pages = [answer(**asked, page=page) for page in (1, 2, 3)]
    assert [page.shown for page in pages] == [5, 5, 5]
    assert [len(page.hits) for page in pages] == [2, 2, 1]
    assert len({hit.id for page in pages for hit in page.hits}) == 5


# What is never given up


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": '"client relation" -service -soigne'},
        {"q": '"relation client" date:2004'},
        {"q": '"relation client"', "year": "2004"},
        {"q": '"relation client"', "author": "nobody"},
        {"q": '"relation client"', "from": "2010"},
        {"q": "client -client"},
        {"q": "date:1950"},
        {"q": "-client -plateau -fidélité"},
        {"year": "1950"},
    ],
)
def test_what_was_chosen_is_never_dropped(nearest, parameters):
    assert nearest(**parameters) == (None, [])


@needs("spelling")
def test_what_is_shown_keeps_to_what_was_chosen(nearest):
    assert nearest(q='"client service" -voix', year="2001") == ("near", ["Le client"])


# When nothing is loosened


@pytest.mark.parametrize("typed", ['"client service"', "titre:téléphone", "voixhumaine"])
def test_a_question_to_the_letter_is_not_loosened(nearest, typed):
    assert nearest(q=typed, literal=1) == (None, [])


@pytest.mark.parametrize("typed", ['"client service"', "titre:téléphone"])
def test_who_does_not_want_it_gets_nothing_loosened(engine, archive, typed):
    engine.refresh()
    answer = ask(Question(q=typed), loosen=False)
    assert (answer.count, answer.hits, answer.relaxed) == (0, [], False)


def test_what_something_answers_is_not_loosened(answer, archive):
    answered = answer(q='"relation client" OU zzqxzzq')
    assert answered.count == 1 and not answered.relaxed and answered.reading == []


@pytest.mark.parametrize("typed", ODD)
def test_odd_input_shows_nothing_instead(engine, archive, typed):
    engine.refresh()
    assert not ask(Question(q=typed)).relaxed


# Bounds


class Counting:
    """An engine that tells how often it was asked."""

    def __init__(self):
        self.asked = 0

    def ask(self, question: Question):
        self.asked += 1
        return ask(question, loosen=False)


@pytest.mark.parametrize(
    "typed",
    [
        '"plateau zz" "client yy" titre:xx loin* auteur:vv',
        '"a b c" titre:"d e" zzqxzzq',
        "titre:zzq texte:zzq auteur:zzq",
        "zzqa zzqb zzqc zzqd",
        '"client relation" OU "voix nuit" zzq',
        " ".join(f'"client mot{number}"' for number in range(64)),
    ],
)
def test_few_further_questions_are_asked(engine, archive, typed):
    engine.refresh()
    counting = Counting()
    question = Question(q=typed)
    asked = ask(question, loosen=False)
    loosening.loosened(question, asked, counting.ask, lambda form, most: ["client", "voix"])
    assert 1 <= counting.asked <= loosening.MOST_ASKED + loosening.MOST_PARTS


@needs("ranking")
def test_an_operator_in_a_phrase_is_a_word_of_what_is_shown_instead(engine, archive):
    engine.refresh()
    answered = ask(Question(q='"client voix" "OU"'))
    assert answered.relaxed and answered.instead.q == "client voix ou"


PIECES = ['"client voix"', "titre:nuit", "-voix", "zzqxzzq", "OU", "loin*", "texte:x", "«", "~3"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(pieces=st.lists(st.sampled_from([*PIECES, "plateau", "date:2001"]), max_size=6))
def test_what_is_shown_instead_is_a_search_that_can_be_typed(engine, archive, pieces):
    engine.refresh()
    answer = ask(Question(q=str(Question(q=" ".join(pieces)).typed)))
    if answer.relaxed:
        assert str(answer.instead.typed) == answer.instead.q
        assert ask(answer.instead, loosen=False).count == answer.instead_count > 0


@needs("spelling")
def test_of_a_word_that_resembles_an_unknown_one_nothing_else_is_read(make_editorial, answer):
    steering.add(["outsourceur", "prestataire"])
    make_editorial("Les outsourceurs", "<p>Les outsourceurs se marient.</p>")
    make_editorial("Le prestataire", "<p>Le prestataire attend.</p>")
    alike = answer(q="outsourcing")
    assert alike.relaxed and alike.instead_count == 1
    assert [reading.kind for reading in alike.reading] == ["loosened"]
