"""What may complete a typed text: titles, names and words, by word beginnings in any order."""

import contextlib
import json

import pytest
from django.core.management import call_command
from django.http import QueryDict

from archive.models import Tag
from archive.search import Question, ask, complete
from archive.search.engine import UNREADABLE
from archive.search.upkeep import freshness, watching

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


# Phrases: nobody asks for them to be learned

TEXT = "Le taux de décroché et le vent, la mer et le jardin, un pré et une rue, du sel et du pain."


@pytest.fixture
def many(make_editorial, engine):
    """Enough editorials for their phrases to be worth learning."""
    for number in range(60):
        make_editorial(f"N° {number}", f"<p>{TEXT}</p>")


def phrases(typed: str) -> list[str]:
    return [completion.text for completion in complete(typed) if completion.kind == "phrase"]


@needs("completion")
def test_rebuilding_alone_makes_phrases_known(many):
    rebuild()
    assert phrases("décr ta") == ["taux de décroché"]


@needs("completion")
def test_an_import_makes_phrases_known(tmp_path, engine):
    rows = []
    for number in range(60):
        rows.append(json.dumps({"id": str(number), "title": f"N° {number}", "text": TEXT}))
    path = tmp_path / "sixty.jsonl"
    path.write_text("\n".join(rows))
    call_command("import_editorials", str(path), verbosity=0)
    freshness.drain(patient=True)  # as the command does where no test has a transaction open
    assert phrases("décr ta") == ["taux de décroché"]


@needs("completion")
def test_what_editors_save_makes_phrases_known_at_a_quiet_moment(many, engine):
    engine.refresh()
    assert phrases("décr ta") == []
    with contextlib.suppress(*UNREADABLE):
        watching.look()
    assert phrases("décr ta") == ["taux de décroché"]


# Words


@needs("completion")
def test_the_last_word_is_completed_beside_those_before_it(completions):
    assert completions("qualité serv", "word") == [("word", "qualité du service", "", 1)]
    assert completions("concurrence serv", "word") == []


@needs("completion")
def test_only_words_that_follow_each_other_in_a_text_are_put_together(texts, make_editorial):
    make_editorial("Notes", "<p>Le service ferme. La qualité d’un client, qualité totale.</p>")
    assert texts("qualité t", "word") == []
    assert texts("qualité to", "word") == ["qualité totale"]
    assert texts("qualité cl", "word") == []
    assert texts("la qualite se", "word") == ["la qualite du service"]
    assert texts("qualité du se", "word") == ["qualité du service"]
    assert texts("service qual", "word") == []
    assert texts("le se", "word") == ["le service"]


@needs("completion")
def test_an_acronym_completes_to_what_it_stands_for(texts, completions, make_editorial):
    editorial = make_editorial(
        "Le serveur vocal interactif (SVI) en question",
        "<p>Un serveur vocal interactif.</p>",
        tags=["Gestion de la relation client"],
    )
    editorial.tags.get().aliases.create(name="GRC")
    assert texts("grc", "tag") == ["Gestion de la relation client"]
    assert completions("SVI", "phrase") == [("phrase", "serveur vocal interactif", "", 1)]
    assert texts("svi", "phrase") == ["serveur vocal interactif"]
    assert texts("vocal", "phrase") == []


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
    assert len(kinds) == 8 and kinds == sorted(kinds, key=["tag", "title", "phrase", "word"].index)
    assert {"word", "tag", "title"} == set(kinds)


@needs("completion")
def test_completing_takes_three_queries_at_most(
    completions, make_editorial, engine, django_assert_max_num_queries
):
    for number in range(40):
        make_editorial(
            f"Formation {number}",
            tags=[f"Formation {number}"],
            authors=[f"Former {number}"],
            publication="Forme",
        )
    assert completions("form")
    with django_assert_max_num_queries(3 + engine.QUERIES):
        complete("form")


@needs("completion")
def test_texts_that_were_changed_or_withdrawn_are_counted_no_more(completions, make_editorial):
    made = [make_editorial(f"Note {number}", "<p>Le tutorat, enfin.</p>") for number in range(3)]
    completions("tuto")
    made[0].standfirst = "Encore une fois."
    made[0].save()
    made[1].state = made[1].State.WITHDRAWN
    made[1].save()
    assert completions("tuto", "word") == [("word", "tutorat", "", 2)]
    (word,) = ask(Question.read(QueryDict("q=tuto*"))).words
    assert word.forms == [("tutorat", 2)]
