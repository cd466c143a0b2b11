"""What is read in typed words as a choice, told by `ask`, whose hits are those of the choice."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from archive.models import Author, AuthorName, Editorial, Publication, Tag, TagAlias
from archive.models.names import FormerAddress
from archive.search import Question, ask, reading
from archive.search.upkeep import freshness


@pytest.fixture
def archive(make_editorial):
    cahiers, abgrall = "Les Cahiers de la clientèle", ["Claire Abgrall"]
    make_editorial("Madame Delmas", publication="Décroché", date="2018-05", issue="lettre n° 54")
    make_editorial("Raccroché", publication="Décroché", date="2021-06", issue="lettre n° 122")
    make_editorial("Ça sonne", publication="Décroché", date="2007-03-05", issue="n° 1")
    make_editorial("Signes", publication="Décroché", date="2010-09", issue="n° 36")
    make_editorial("Rassurez-vous", publication=cahiers, date="2008-12", issue="n° 36")
    make_editorial("Droit à l’oubli", publication=cahiers, date="2018-12", issue="n° 72")
    make_editorial("L’oreille", publication="Ligne ouverte", date="1999-05", authors=abgrall)
    make_editorial("Quarante-huit", publication="Ligne ouverte", date="1999-09", authors=abgrall)
    make_editorial("Hors", publication="Ligne ouverte", issue="hors-série « Formation »")
    make_editorial("Dangers", publication="En-Contact", date="2002-04", authors=["M. Jacquinet"])
    make_editorial("Après", "<p>La tempête de 1999, racontée.</p>", date="2001")
    make_editorial("Avant", "<p>Une tempête.</p>", date="1999-12", tags=["tempête"])
    for number in range(5):
        make_editorial(f"Décroché {number}", "<p>Le téléphone est décroché.</p>", tags=["accueil"])
    freshness.drain()


def asked(q, **parameters):
    return ask(Question.read(QueryDict(urlencode({"q": q, **parameters}, doseq=True))))


def titles(answer):
    from_database = dict(all_titles())
    return {from_database[hit.id] for hit in answer.hits}


def all_titles():
    return Editorial.objects.values_list("pk", "title")


def choices(answer, applied=True):
    return {(choice.facet, choice.value) for choice in answer.intent if choice.applied is applied}


DECROCHE, CAHIERS = ("publication", "decroche"), ("publication", "les-cahiers-de-la-clientele")
ABGRALL, ENCONTACT = ("author", "claire-abgrall"), ("publication", "en-contact")


@pytest.mark.parametrize(
    "typed, applied, expected",
    [
        ("Décroché 2018", {DECROCHE, ("year", "2018")}, {"Madame Delmas"}),
        ("decroche de 2018", {DECROCHE, ("year", "2018")}, {"Madame Delmas"}),
        ("2018 Décroché", {DECROCHE, ("year", "2018")}, {"Madame Delmas"}),
        ("Décroché mai 2018", {DECROCHE, ("date", "2018-05")}, {"Madame Delmas"}),
        ("Décroché 5 mars 2007", {DECROCHE, ("date", "2007-03-05")}, {"Ça sonne"}),
        ("Décroché depuis 2015", {DECROCHE, ("date", "2015/..")}, {"Madame Delmas", "Raccroché"}),
        ("Décroché avant 2008", {DECROCHE, ("date", "../2007")}, {"Ça sonne"}),
        ("Décroché années 2000", {DECROCHE, ("year", "200X")}, {"Ça sonne"}),
        (
            "Décroché entre 2007 et 2010",
            {DECROCHE, ("date", "2007/2010")},
            {"Ça sonne", "Signes"},
        ),
        ("Cahiers de la clientèle 2018", {CAHIERS, ("year", "2018")}, {"Droit à l’oubli"}),
        ("les cahiers clientele 2018", {CAHIERS, ("year", "2018")}, {"Droit à l’oubli"}),
        (
            "Cahiers de la clientèle n° 36",
            {CAHIERS, ("issue", "les-cahiers-de-la-clientele/36")},
            {"Rassurez-vous"},
        ),
        ("Décroché n°36", {DECROCHE, ("issue", "decroche/36")}, {"Signes"}),
        ("Décroché numéro 54", {DECROCHE, ("issue", "decroche/lettre-54")}, {"Madame Delmas"}),
        ("lettre 54 de Décroché", {DECROCHE, ("issue", "decroche/lettre-54")}, {"Madame Delmas"}),
        (
            "Ligne ouverte hors-série formation",
            {
                ("publication", "ligne-ouverte"),
                ("issue", "ligne-ouverte/hors-serie-formation"),
            },
            {"Hors"},
        ),
        ("en contact avril 2002", {ENCONTACT, ("date", "2002-04")}, {"Dangers"}),
        ("EnContact 2002", {ENCONTACT, ("year", "2002")}, {"Dangers"}),
        ('"En-Contact" 2002', {ENCONTACT, ("year", "2002")}, {"Dangers"}),
        (
            "les éditoriaux de Claire Abgrall en 1999",
            {ABGRALL, ("year", "1999")},
            {"L’oreille", "Quarante-huit"},
        ),
        ("claire abgrall oreille 1999", {ABGRALL, ("year", "1999")}, {"L’oreille"}),
        (
            "Claire Abgrall Ligne ouverte mai 1999",
            {ABGRALL, ("publication", "ligne-ouverte"), ("date", "1999-05")},
            {"L’oreille"},
        ),
    ],
)
def test_a_whole_name_beside_a_time_or_an_issue_is_applied(archive, typed, applied, expected):
    answer = asked(typed)
    assert choices(answer) == applied
    assert titles(answer) == expected


def test_the_last_issue_of_a_magazine_comes_first(archive):
    answer = asked("dernier numéro de Décroché")
    assert choices(answer) == {DECROCHE, ("sort", "newest")}
    assert dict(all_titles())[answer.hits[0].id] == "Raccroché"
    oldest = asked("premier édito de Décroché")
    assert dict(all_titles())[oldest.hits[0].id] == "Ça sonne"


def test_the_order_that_was_chosen_stays(archive):
    answer = asked("dernier numéro de Décroché", sort="oldest")
    assert dict(all_titles())[answer.hits[0].id] == "Ça sonne"


@pytest.mark.parametrize(
    "typed, offered",
    [
        ("tempête 1999", {("tag", "tempete"), ("year", "1999")}),
        ("années 90", {("year", "199X")}),
        ("téléphone décroché 2018", {DECROCHE, ("year", "2018")}),  # a common word of the texts
        (
            "n° 36 des Cahiers",
            {("issue", "les-cahiers-de-la-clientele/36"), CAHIERS},
        ),
        ("n° 36", {("issue", "les-cahiers-de-la-clientele/36"), ("issue", "decroche/36")}),
        ("lettre 54", {("issue", "decroche/lettre-54")}),
        ("accueil 1950", {("tag", "accueil")}),
    ],
)
def test_what_is_not_sure_is_offered_and_leaves_nothing_out(archive, typed, offered):
    answer = asked(typed)
    assert choices(answer) == set()
    assert choices(answer, applied=False) == offered
    assert answer.count == asked(typed, literal=1).count


def test_a_bare_year_raises_and_does_not_leave_out(archive):
    assert titles(asked("tempête 1999")) >= {"Avant", "Après"}


@pytest.mark.parametrize(
    "typed", ["36", "Décroché", "Claire Abgrall", "tempête", "dernier numéro", "premier", "2", ""]
)
def test_a_name_or_a_number_alone_is_words(archive, typed):
    assert asked(typed).intent == []


def test_to_the_letter_nothing_is_read(archive):
    answer = asked("Décroché 2018", literal=1)
    assert answer.intent == []
    assert answer.count > 1


def test_a_choice_that_leaves_nothing_is_not_made(archive):
    answer = asked("Décroché 1950")
    assert choices(answer) == set()
    assert choices(answer, applied=False) == {DECROCHE}
    assert answer.count == asked("Décroché 1950", literal=1).count


def test_words_that_the_choice_does_not_have_are_looked_for_everywhere(archive):
    answer = asked("Claire Abgrall téléphone 1999")
    assert choices(answer) == set()
    assert ABGRALL in choices(answer, applied=False)
    assert answer.count == asked("Claire Abgrall téléphone 1999", literal=1).count


# Beside what was chosen


@pytest.mark.parametrize(
    "chosen",
    [
        {"publication": "ligne-ouverte"},
        {"publication": "-decroche"},
        {"publication": ["ligne-ouverte", "en-contact"]},
        {"issue": "ligne-ouverte/hors-serie-formation"},
    ],
)
def test_a_choice_is_never_widened(archive, chosen):
    assert titles(asked("Décroché 2018", **chosen)).isdisjoint({"Madame Delmas"})


def test_a_chosen_time_stays(archive):
    answer = asked("Décroché 2018", year="2021")
    assert ("year", "2018") not in choices(answer)
    assert titles(answer) <= {"Raccroché"}
    assert ("date", "2018-05") not in choices(asked("Décroché mai 2018", **{"from": "2020"}))


def test_a_choice_of_the_same_is_no_hindrance(archive):
    assert titles(asked("Décroché 2018", publication="decroche")) == {"Madame Delmas"}


def test_what_is_excluded_in_the_words_stays_so(archive):
    answer = asked("Décroché depuis 2015 -Delmas")
    assert choices(answer) == {DECROCHE, ("date", "2015/..")}
    assert titles(answer) == {"Raccroché"}


def test_a_field_is_no_name(archive):
    assert choices(asked("titre:Décroché 2018")) == set()


# Names


def test_a_magazine_is_known_by_its_former_names(archive):
    magazine = Publication.objects.get(slug="en-contact")
    magazine.name = "Contact et Cie"
    magazine.save()
    assert ENCONTACT in choices(asked("En-Contact 2002"))
    FormerAddress.objects.create(model="publication", slug="centres-d-appels", now="en-contact")
    assert ENCONTACT in choices(asked("Centres d’appels 2002"))


def test_a_name_is_known_as_soon_as_it_is_saved(archive):
    author = Author.objects.get(name="M. Jacquinet")
    assert not choices(asked("Manuel Jacquinet 2002"))
    AuthorName.objects.create(author=author, name="Manuel JACQUINET")
    assert ("author", author.slug) in choices(asked("manuel jacquinet 2002"))


def test_a_tag_is_known_by_its_aliases(archive):
    TagAlias.objects.create(tag=Tag.objects.get(slug="tempete"), name="coup de vent")
    assert ("tag", "tempete") in choices(asked("coup de vent 1999"), applied=False)


def test_two_authors_of_one_name_are_both_offered(archive, make_editorial):
    second = Author.objects.create(name="Claire Abgrall bis")
    AuthorName.objects.create(author=second, name="Claire Abgrall")
    answer = asked("Claire Abgrall 1999")
    assert ABGRALL not in choices(answer)
    assert ABGRALL in choices(answer, applied=False)


@pytest.mark.parametrize(
    "magazine, typed, applied",
    [
        ("Contact", "Contact 2004", True),
        ("Contact", "premier contact client 2004", False),
        ("2000", "2000", False),
        ("Interlocution 2012", "Interlocution 2012 en 2004", True),
        ("Elle", "Elle 2004", True),
        ("Avril", "avril 2004", False),
        ("C’est tout", "c'est tout 2004", True),
    ],
)
def test_an_odd_name_of_a_magazine_is_read_with_care(make_editorial, magazine, typed, applied):
    make_editorial("De 2004", publication=magazine, date="2004-04")
    for number in range(5):
        make_editorial(f"Autre {number}", "<p>Premier contact, avril, elle, 2000.</p>", date="2003")
    freshness.drain()
    assert (
        bool(choices(asked(typed)) & {("publication", Publication.objects.get().slug)}) is applied
    )


def test_an_author_called_as_a_town_is_offered(make_editorial):
    make_editorial("Signé", authors=["Paris"], date="1999")
    for number in range(5):
        make_editorial(f"À Paris {number}", "<p>Paris.</p>", date="1999")
    freshness.drain()
    answer = asked("Paris 1999")
    assert choices(answer) == set()
    assert ("author", "paris") in choices(answer, applied=False)


@pytest.mark.parametrize(
    "typed",
    [
        "n° " + "9" * 500,
        "1999 " * 300,
        "n°",
        "n° 0",
        "%_ 1999",
        "'; -- 1999",
        "“ 1999",
        "\x00 1999",
    ],
)
def test_odd_words_are_no_error(archive, typed):
    assert asked(typed).by == "index"


# What it costs


def queries_of(q):
    with CaptureQueriesContext(connection) as queries:
        reading.read(Question(q=q))
    return len(queries)


def test_a_question_that_names_no_time_costs_the_stamp_of_the_lists_alone(archive):
    assert [queries_of(q) for q in ("accueil", "Claire Abgrall", "-salon", "36")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "typed",
    [
        "Décroché 2018",
        "Décroché 1950",
        "n° 36 des Cahiers",
        "dernier numéro de Décroché",
        "Claire Abgrall Décroché tempête accueil n° 36 mai 1999",
    ],
)
def test_one_that_does_costs_two_more_at_most(archive, typed):
    assert queries_of(typed) <= 3


def test_each_choice_tells_what_it_leaves(archive):
    counts = {choice.value: choice.count for choice in asked("téléphone décroché 2018").intent}
    assert counts == {"decroche": 4, "2018": 2}
    assert [choice.count for choice in asked("Décroché 2018").intent] == [1, 1]


def test_drafts_and_withdrawn_editorials_are_not_counted(archive, make_editorial):
    make_editorial("Brouillon", publication="Décroché", date="2018", state="draft")
    make_editorial("Retiré", publication="Décroché", date="2017", state="withdrawn")
    freshness.drain()
    assert [choice.count for choice in asked("Décroché 2018").intent] == [1, 1]
    assert choices(asked("Décroché 2017")) == set()


@pytest.mark.parametrize(
    "typed, applied",
    [
        ("Décroché 36", {DECROCHE, ("issue", "decroche/36")}),
        ("36 Décroché", {DECROCHE, ("issue", "decroche/36")}),
        ("Les Cahiers de la clientèle 72", {CAHIERS, ("issue", "les-cahiers-de-la-clientele/72")}),
        ("téléphone décroché 36", set()),
        ("Décroché 999", set()),
        ("Claire Abgrall 36", set()),
        ("iPhone 4", set()),
    ],
)
def test_a_bare_number_is_an_issue_only_beside_nothing_but_a_magazine(archive, typed, applied):
    answer = asked(typed)
    assert choices(answer) == applied
    assert choices(answer, applied=False) == set()


def test_a_little_word_that_was_typed_twice_is_in_the_name_again(make_editorial):
    make_editorial("Du blé", authors=["Bruno de La Fresnaye"], date="2010")
    freshness.drain()
    answer = asked("éditoriaux de Bruno de La Fresnaye en 2010")
    assert choices(answer) == {("author", "bruno-de-la-fresnaye"), ("year", "2010")}
