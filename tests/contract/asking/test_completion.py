"""What may complete a typed text: titles, names and words, by word beginnings in any order."""

import pytest

from archive.models import Tag
from archive.search import complete

from .conftest import ODD, needs, rebuild


@pytest.fixture
def archive(make_editorial):
    make_editorial(
        "Le centre d’appels",
        "<p>Le centre d’appels forme ses salariés, et la concurrence guette.</p>",
    )
    make_editorial("La qualité de l’accueil", "<p>La qualité du service dans l’entreprise.</p>")


@pytest.fixture
def completions(archive, engine):
    """A typed text, and a kind -> its completions of that kind, or of all kinds."""

    def completed(typed: str, kind: str = "") -> list:
        engine.refresh()
        return [completion for completion in complete(typed) if kind in ("", completion.kind)]

    return completed


@pytest.fixture
def texts(completions):
    return lambda typed, kind: [completion.text for completion in completions(typed, kind)]


@pytest.mark.parametrize("text", ODD)
def test_odd_input_is_completed_by_nothing_in_bounded_time(completions, text):
    assert completions(text) == []


@needs("keeping")
def test_an_empty_archive_completes_nothing(engine):
    rebuild()
    assert complete("conc") == []


# Titles


@pytest.mark.parametrize("typed", ["centre app", "appel cent", "APPELS C", "cen d’app", "céntre"])
@needs("completion")
def test_titles_are_found_by_word_beginnings_in_any_order(texts, typed):
    assert texts(typed, "title") == ["Le centre d’appels"]


@needs("completion")
def test_a_title_leads_to_its_editorial(completions, make_editorial):
    editorial = make_editorial("Standardistes")
    assert completions("standard", "title") == [("title", "Standardistes", str(editorial.pk), 1)]


@needs("completion")
def test_titles_that_begin_with_what_is_typed_come_first_then_the_newest(texts, make_editorial):
    for title, date in (
        ("Télépro", "1999"),
        ("Le télépro", "2020"),
        ("Télépro encore", "2010"),
        ("Télépro !", "2001"),
    ):
        make_editorial(title, date=date)
    assert texts("télép", "title") == ["Télépro encore", "Télépro !", "Télépro", "Le télépro"]


# Names


@needs("completion")
def test_people_tags_and_magazines_come_with_their_names_and_counts(completions, make_editorial):
    for title in ("Un", "Deux"):
        make_editorial(
            title, authors=["Zoé Formentin"], tags=["Formation continue"], publication="Former"
        )
    assert completions("form", "author") == [("author", "Zoé Formentin", "zoe-formentin", 2)]
    assert completions("form", "tag") == [("tag", "Formation continue", "formation-continue", 2)]
    assert completions("form", "publication") == [("publication", "Former", "former", 2)]


@needs("completion")
def test_a_person_is_found_by_any_printed_form_of_the_name(texts, make_editorial):
    editorial = make_editorial("Portrait", authors=["Manuel Jacquinet"])
    editorial.authors.get().names.create(name="Manolo J.")
    assert texts("manolo", "author") == ["Manuel Jacquinet"]


@needs("completion")
def test_a_tag_is_found_by_its_new_name(completions, make_editorial):
    make_editorial("Un", tags=["Call centers"])
    tag = Tag.objects.get()
    tag.name = "Plateaux téléphoniques"
    tag.save()
    assert completions("plat tél", "tag") == [("tag", "Plateaux téléphoniques", "call-centers", 1)]


@needs("completion")
def test_a_tag_that_only_stands_beside_the_one_meant_is_not_proposed(texts, make_editorial):
    make_editorial("Un", tags=["Robots", "Voix"])
    assert texts("robo", "tag") == ["Robots"]


def test_what_no_published_editorial_has_is_not_proposed(completions, make_editorial):
    Tag.objects.create(name="Standards")
    make_editorial("Le standard", tags=["Standardiste"], state="draft")
    assert completions("standard") == []


# Words


@needs("completion")
def test_the_last_word_is_completed_beside_those_before_it(completions):
    assert completions("qualité serv", "word") == [("word", "qualité service", "", 1)]
    assert completions("concurrence serv", "word") == []


@needs("completion")
def test_a_completed_word_keeps_what_was_typed_before_it(texts):
    assert texts("L’entr", "word") == ["L’entreprise"]


@needs("completion")
def test_a_compound_is_completed_as_it_is_printed(texts, make_editorial):
    make_editorial("Notes", "<p>L’après-vente et prud’hommes.</p>")
    assert "après-vente" in texts("aprèsv", "word")
    assert texts("prudh", "word") == ["prud’hommes"]


# All kinds


@needs("completion")
def test_no_kind_crowds_out_the_others_and_each_stands_in_its_place(completions, make_editorial):
    for number in range(20):
        make_editorial(f"Formation {number}", "<p>Formateur.</p>", tags=[f"Formation {number}"])
    kinds = [completion.kind for completion in completions("forma")]
    assert len(kinds) == 8 and kinds == sorted(kinds, key=["word", "phrase", "tag", "title"].index)
    assert {"word", "tag", "title"} == set(kinds)


@needs("completion")
def test_completing_takes_three_queries_at_most(
    completions, make_editorial, django_assert_max_num_queries
):
    for number in range(40):
        make_editorial(
            f"Formation {number}",
            tags=[f"Formation {number}"],
            authors=[f"Former {number}"],
            publication="Forme",
        )
    assert completions("form")
    with django_assert_max_num_queries(3):
        complete("form")
