"""What may complete a text that is being typed: titles, names, phrases and words, by word beginnings in any order."""

import pytest
from haystack import connections

from archive.models import Tag
from archive.search import completion, freshness, frequent_phrases
from archive.search.completion import KINDS, completions

ODD = [
    "",
    " ",
    "\x00",
    "\ud800",
    "…!?« »",
    "*" * 1000,
    "a" * 1_000_000,
    "mot " * 250_000,
    "’’’",
    "\u202e\u200b",
    "😀",
    "日本語",
]


@pytest.fixture
def snapshot(make_editorial):
    """The archive as the index has it, each time that it is called."""

    def indexed():
        freshness.drain()
        return connections["default"].get_backend().snapshot()

    make_editorial("Le centre d’appels", "<p>Le centre d’appels forme ses salariés, et la concurrence guette.</p>")
    make_editorial("La qualité de l’accueil", "<p>La qualité du service dans l’entreprise.</p>")
    return indexed


def kinds(found, kind):
    return [one.text for one in found if one.kind == kind]


@pytest.mark.parametrize("text", ODD)
def test_odd_input_is_completed_by_nothing_in_bounded_time(snapshot, text):
    assert completions(snapshot(), text) == []


def test_an_empty_archive_completes_nothing(db):
    connections["default"].get_backend().clear()
    assert completions(connections["default"].get_backend().snapshot(), "conc") == []


# Titles


@pytest.mark.parametrize("typed", ["centre app", "appel cent", "APPELS C", "cen d’app", "céntre"])
def test_titles_are_found_by_word_beginnings_in_any_order(snapshot, typed):
    assert kinds(completions(snapshot(), typed), "title") == ["Le centre d’appels"]


def test_a_title_leads_to_its_editorial(snapshot, make_editorial):
    made = make_editorial("Standardistes")
    (title,) = [one for one in completions(snapshot(), "standard") if one.kind == "title"]
    assert (title.text, title.key, title.count) == ("Standardistes", str(made.pk), 1)


def test_titles_that_begin_with_what_is_typed_come_first_then_the_newest(snapshot, make_editorial):
    for title, date in (("Télépro", "1999"), ("Le télépro", "2020"), ("Télépro encore", "2010"), ("Télépro !", "2001")):
        make_editorial(title, date=date)
    assert kinds(completions(snapshot(), "télép", most=9), "title") == [
        "Télépro encore",
        "Télépro !",
        "Télépro",
        "Le télépro",
    ]


# Names


def test_people_tags_and_magazines_come_with_their_names_and_counts(snapshot, make_editorial):
    for title in ("Un", "Deux"):
        make_editorial(title, authors=["Zoé Formentin"], tags=["Formation continue"], publication="Former")
    found = {one.kind: one for one in completions(snapshot(), "form")}
    assert found["author"][1:] == ("Zoé Formentin", "zoe-formentin", 2)
    assert found["tag"][1:] == ("Formation continue", "formation-continue", 2)
    assert found["publication"][1:] == ("Former", "former", 2)


def test_a_person_is_found_by_any_printed_form_of_the_name(snapshot, make_editorial):
    made = make_editorial("Portrait", authors=["Manuel Jacquinet"])
    made.authors.get().names.create(name="Manolo J.")
    assert kinds(completions(snapshot(), "manolo"), "author") == ["Manuel Jacquinet"]


def test_a_tag_is_found_by_its_new_name(snapshot, make_editorial):
    make_editorial("Un", tags=["Call centers"])
    tag = Tag.objects.get()
    tag.name = "Plateaux téléphoniques"
    tag.save()
    assert [one.key for one in completions(snapshot(), "plat tél") if one.kind == "tag"] == ["call-centers"]


def test_a_tag_that_only_stands_beside_the_one_meant_is_not_proposed(snapshot, make_editorial):
    make_editorial("Un", tags=["Robots", "Voix"])
    assert kinds(completions(snapshot(), "robo"), "tag") == ["Robots"]


def test_what_no_published_editorial_has_is_not_proposed(snapshot, make_editorial):
    Tag.objects.create(name="Standards")
    make_editorial("Le standard", tags=["Standardiste"], state="draft")
    assert completions(snapshot(), "standard") == []


# Words


def test_the_last_word_is_completed_beside_those_before_it(snapshot):
    found = completions(snapshot(), "qualité serv")
    assert [(one.text, one.count) for one in found if one.kind == "word"] == [("qualité service", 1)]
    assert kinds(completions(snapshot(), "concurrence serv"), "word") == []


def test_a_completed_word_keeps_what_was_typed_before_it(snapshot):
    assert kinds(completions(snapshot(), "L’entr"), "word") == ["L’entreprise"]


def test_a_compound_is_completed_as_it_is_printed(snapshot, make_editorial):
    make_editorial("Notes", "<p>L’après-vente et prud’hommes.</p>")
    assert "après-vente" in kinds(completions(snapshot(), "aprèsv"), "word")
    assert kinds(completions(snapshot(), "prudh"), "word") == ["prud’hommes"]


# All kinds


def test_no_kind_crowds_out_the_others(snapshot, make_editorial):
    for number in range(20):
        make_editorial(f"Formation {number}", tags=[f"Formation {number}"])
    found = completions(snapshot(), "forma", most=6)
    assert len(found) == 6 and {"title", "tag"} <= {one.kind for one in found}
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=KINDS.index)


def test_completing_takes_three_queries_at_most(snapshot, make_editorial, django_assert_max_num_queries):
    for number in range(40):
        make_editorial(
            f"Formation {number}", tags=[f"Formation {number}"], authors=[f"Former {number}"], publication="Forme"
        )
    state = snapshot()
    with django_assert_max_num_queries(3):
        assert completions(state, "form")


# Phrases


@pytest.fixture
def learned(snapshot, make_editorial, monkeypatch):
    monkeypatch.setattr(frequent_phrases, "WORTH_LEARNING", 1)
    for number in range(6):
        make_editorial(f"N° {number}", "<p>Le taux de décroché. Un service après-vente pour la relation client.</p>")
    state = snapshot()
    completion.prepare(state)
    return state


@pytest.mark.parametrize(
    "typed, phrase",
    [
        ("taux", "taux de décroché"),
        ("décr ta", "taux de décroché"),
        ("aprè ser", "service après-vente"),
        ("client rel", "relation client"),
    ],
)
def test_phrases_are_learned_from_the_texts(learned, typed, phrase):
    assert phrase in kinds(completions(learned, typed), "phrase")


def test_a_phrase_tells_how_many_editorials_have_it(learned):
    (phrase,) = [one for one in completions(learned, "taux déc") if one.kind == "phrase"]
    assert (phrase.key, phrase.count) == ("", 6)


def test_no_phrase_begins_or_ends_with_a_function_word_or_goes_over_two_texts(learned):
    known = [one.text for one in frequent_phrases.beginning(learned, [""], 99)]
    assert known and not [
        text for text in known if {"le", "de", "la", "un", "pour"} & {text.split()[0], text.split()[-1]}
    ]
    assert "relation client taux" not in " ".join(known)


def test_phrases_are_learned_once_and_kept_beside_their_segment(learned, tmp_path):
    assert len(list((tmp_path / "index").glob("*.phrases"))) == len(learned.segments)
    assert frequent_phrases.learn(learned) == 0


def test_no_phrase_is_learned_on_a_request(snapshot, monkeypatch):
    monkeypatch.setattr(frequent_phrases, "WORTH_LEARNING", 1)
    monkeypatch.setattr(frequent_phrases, "_learned", lambda segment: pytest.fail("learned on a request"))
    assert kinds(completions(snapshot(), "qualité"), "phrase") == []
