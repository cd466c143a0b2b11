"""What editors say to the search: equivalents, pins, weights, corrections, and all of it undone."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from archive import synonyms
from archive.models import Correction, Equivalent, Operation, Pin, Tag, Weight, steering
from archive.models.steering_rows import stamp
from archive.models.stores import STORES
from archive.synonyms import Words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_starter_list(db):
    Equivalent.objects.all().delete()


def everything():
    steered = ("equivalent", "pin", "weight", "correction")
    return {
        name: STORES[name].read(STORES[name].rows.values_list("pk", flat=True)) for name in steered
    }


def in_force() -> list[str]:
    return list(map(str, Equivalent.objects.in_force()))


# Equivalents


def test_words_are_equivalent_once_an_editor_says_so():
    steering.add(["bogue", "bug"])
    steering.add(["sous-traitance", "offshore", "outsourcing"], one_way=True)
    assert in_force() == ["bogue = bug", "sous-traitance → offshore = outsourcing"]


@pytest.mark.parametrize(
    "again", [["bogue", "bug"], ["BUG", "Bogue"], [" bug ", "bogué"], ["bug", "bogue", "bug"]]
)
def test_the_same_words_again_are_refused(again):
    steering.add(["bogue", "bug"])
    with pytest.raises(ValidationError, match="déjà équivalents"):
        steering.add(again)
    assert in_force() == ["bogue = bug"]


@pytest.mark.parametrize(
    "words, told",
    [
        (["bug"], "deux mots différents"),
        (["bug", "Bug", "BÜG"], "deux mots différents"),
        (["bug", ""], "vide"),
        (["bug", "…"], "vide"),
        (["bug", "x" * 81], "trop long"),
        ([f"mot {number}" for number in range(13)], "Au plus 12"),
    ],
)
def test_words_that_are_too_few_too_many_or_empty_are_refused(words, told):
    with pytest.raises(ValidationError, match=told):
        steering.add(words)
    assert not Equivalent.objects.exists() and not Operation.objects.exists()


def test_a_word_has_twenty_equivalents_at_most():
    steering.take([Words(["bug", f"mot{number}"]) for number in range(20)])
    with pytest.raises(ValidationError, match=r"bug.+» aurait trop d’équivalents.+: 20 au plus"):
        steering.add(["bug", "un de trop"])
    with pytest.raises(ValidationError, match=r"puce.+» aurait"):
        steering.take([Words(["puce", f"mot{number}"]) for number in range(1000)])
    assert Equivalent.objects.count() == 20


def test_what_counts_one_way_only_does_not_fill_the_other_word():
    steering.take([Words([f"mot{number}", "bug"], one_way=True) for number in range(30)])
    steering.add(["bug", "bogue"])
    assert Equivalent.objects.count() == 31


def test_an_import_adds_what_is_new_and_takes_nothing_away():
    steering.add(["bogue", "bug"])
    operation = steering.take([Words(["bug", "bogue"]), Words(["toile", "web"])])
    assert operation.changes.count() == 1 and in_force() == ["bogue = bug", "toile = web"]
    assert steering.take([Words(["web", "toile"])]).pk is None


def test_an_import_with_a_bad_row_changes_nothing_and_says_which():
    with pytest.raises(ValidationError, match=r"Ligne 2.+: Il faut deux mots"):
        steering.take([Words(["toile", "web"]), Words(["bug", "bug"])])
    assert not Equivalent.objects.exists()


def test_the_holder_of_a_word_is_found_whole():
    steering.take(
        [Words(["bug", "bogue"]), Words(["bug an 2000", "an 2000"]), Words(["bug", "x"], True)]
    )
    assert list(map(str, Equivalent.objects.holding("BUG"))) == ["bug = bogue", "bug → x"]


# What the archive proposes


def test_what_is_proposed_counts_once_it_is_accepted_and_does_not_come_again_when_refused():
    rows = [Words(["SVI", "serveur vocal"], why="mot-clé"), Words(["toile", "web"])]
    assert steering.propose(rows) == 2 and in_force() == []
    steering.decide(Equivalent.objects.open().holding("SVI"), accepted=True)
    steering.decide(Equivalent.objects.open(), accepted=False)
    assert in_force() == ["SVI = serveur vocal"]
    assert steering.propose(rows) == 0 and not Equivalent.objects.open().exists()


def test_what_was_refused_may_be_said_by_an_editor_later():
    steering.propose([Words(["toile", "web"])])
    steering.decide(Equivalent.objects.open(), accepted=False)
    steering.add(["web", "toile"])
    assert in_force() == ["toile = web"]


def test_hundreds_of_proposals_are_decided_as_one_operation_that_is_undone():
    steering.propose([Words([f"mot{number}", f"autre{number}"]) for number in range(300)])
    operation = steering.decide(Equivalent.objects.open(), accepted=True)
    assert operation.changes.count() == 300 and len(in_force()) == 300
    operation.undo()
    assert Equivalent.objects.open().count() == 300


def test_what_is_odd_is_not_proposed():
    assert steering.propose([Words(["bug", "bug"]), Words(["", "x"])]) == 0


# Pins


def test_a_pin_takes_the_place_of_the_one_before(make_editorial):
    one, two = make_editorial("Un"), make_editorial("Deux")
    steering.pin("Centre d’appels", [one.pk], why="anniversaire")
    steering.pin("centre d'appels", [two.pk, one.pk, two.pk])
    assert Pin.objects.get().editorials == [two.pk, one.pk]


@pytest.mark.parametrize("state, told", [("withdrawn", "retiré"), ("draft", "brouillon")])
def test_an_editorial_that_is_not_published_is_not_pinned(make_editorial, state, told):
    with pytest.raises(ValidationError, match=f"Un.+» n’est pas publié .{told}"):
        steering.pin("bug", [make_editorial("Un", state=state).pk])
    assert not Pin.objects.exists()


def test_a_pin_needs_a_query_and_editorials_that_there_are(make_editorial):
    for query, numbers in (("", [1]), ("bug", []), ("bug", [999999]), ("bug", range(1, 12))):
        with pytest.raises(ValidationError):
            steering.pin(query, list(numbers))


def test_a_pin_is_over_after_its_day():
    today = datetime.date.today()
    assert Pin(until=today - datetime.timedelta(2)).is_over
    assert not Pin(until=today + datetime.timedelta(2)).is_over and not Pin().is_over


# Weights and corrections


@pytest.mark.parametrize("factor", [0, 0.2, 4.1, -1, float("nan"), float("inf")])
def test_a_weight_goes_from_a_quarter_to_four(make_editorial, factor):
    make_editorial(publication="Décroché")
    with pytest.raises(ValidationError, match="quart"):
        steering.weigh("publication", "decroche", factor)


def test_magazines_sections_and_tags_that_there_are_weigh(make_editorial):
    make_editorial(publication="Décroché", section="Courrier", tags=["Accueil"])
    for facet, name in (("publication", "decroche"), ("section", "Courrier"), ("tag", "accueil")):
        steering.weigh(facet, name, 2)
    steering.weigh("tag", "accueil", 0.5)
    assert Weight.objects.count() == 3 and Weight.objects.get(facet="tag").factor == 0.5
    for facet, name in (("publication", "jamais"), ("section", ""), ("tag", ""), ("author", "x")):
        with pytest.raises(ValidationError, match="rien de ce nom"):
            steering.weigh(facet, name, 2)


def test_a_word_is_not_corrected_into_itself():
    with pytest.raises(ValidationError):
        steering.correct_words("Bug", "bug")
    steering.correct_words("sevice", "service")
    steering.correct_words("SEVICE", "services", instead=True)
    assert str(Correction.objects.get()) == "SEVICE → services"


# Undoing


@pytest.mark.parametrize(
    "change",
    [
        lambda editorial: steering.add(["toile", "web"]),
        lambda editorial: steering.take([Words(["toile", "web"]), Words(["puce", "chip"])]),
        lambda editorial: steering.remove(Equivalent.objects.all()),
        lambda editorial: steering.pin("bug", [editorial.pk], datetime.date(2030, 1, 1), why="x"),
        lambda editorial: steering.pin("fête", [editorial.pk]),
        lambda editorial: steering.remove(Pin.objects.all()),
        lambda editorial: steering.weigh("publication", "decroche", 3),
        lambda editorial: steering.correct_words("sevice", "service"),
    ],
    ids=["add", "take", "remove", "pin-again", "pin", "unpin", "weigh", "correct"],
)
def test_each_change_is_one_operation_that_is_undone_and_done_again(make_editorial, change):
    editorial = make_editorial("Un", publication="Décroché")
    steering.add(["bogue", "bug"], why="le mot du bureau")
    steering.pin("bug", [editorial.pk])
    before = everything()
    operation = change(editorial)
    after = everything()
    assert after != before
    undo = operation.undo()
    assert undo.conflict_messages() == [] and everything() == before
    assert undo.undo().conflict_messages() == [] and everything() == after


def test_a_removal_is_not_undone_where_the_same_was_said_again():
    steering.add(["bogue", "bug"])
    removal = steering.remove(Equivalent.objects.all())
    steering.add(["bug", "bogue"])
    assert "ne peut pas revenir" in removal.undo().conflict_messages()[0]
    assert Equivalent.objects.count() == 1


def test_a_pin_says_in_words_what_became_other(make_editorial):
    operation = steering.pin("bug", [make_editorial("Le passage").pk], datetime.date(2030, 1, 1))
    assert operation.changes.get().differences() == [
        ("recherche", "", "bug"),
        ("éditoriaux", "", "Le passage"),
        ("jusqu’au", "", "2030-01-01"),
    ]


# The stamp


def test_the_stamp_changes_with_all_that_words_are_read_by(make_editorial):
    editorial = make_editorial("Un", publication="Décroché", tags=["Serveur vocal"])
    tag = Tag.objects.get()
    changes = [
        lambda: steering.add(["bogue", "bug"]),
        lambda: steering.pin("bug", [editorial.pk]),
        lambda: steering.weigh("tag", tag.slug, 2),
        lambda: steering.correct_words("sevice", "service"),
        lambda: tag.aliases.create(name="SVI"),
        lambda: tag.aliases.all().delete(),
        lambda: steering.remove(Equivalent.objects.all()),
        lambda: Tag.objects.create(name="Système d’information (SI)"),
    ]
    stamps = [stamp()]
    for change in changes:
        change()
        stamps.append(stamp())
    assert len(set(stamps)) == len(stamps)


def test_a_tag_with_a_plain_name_leaves_the_stamp_as_it_is():
    before = stamp()
    Tag.objects.create(name="Accueil")
    assert stamp() == before


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_the_stamp_stay_few():
    for number in range(70):
        steering.add([f"mot{number}", f"autre{number}"])
    count, _total = stamp()
    assert count <= 65


# The starter list


def test_every_row_of_the_starter_list_is_one_that_an_editor_could_add(settings):
    rows = synonyms.read((settings.BASE_DIR / "fixtures" / "equivalents.csv").read_text())
    assert [steering.cleaned(row.words, row.one_way) for row in rows] == [
        list(row.words) for row in rows
    ]
    operation = steering.take(rows)
    assert operation.changes.count() == len(rows)
    assert sum(len(row.words) - 1 for row in rows) >= 150


def test_a_file_of_equivalents_reads_back_as_it_was():
    rows = [Words(["bogue", "bug"], False, "=1+1"), Words(["été", "saison, belle"], True)]
    assert synonyms.read(synonyms.as_csv(rows)) == rows


@pytest.mark.parametrize("file", ["", "a,b\n1,2", "way,words\nboth", "way,words\nmaybe,a ; b"])
def test_a_file_of_something_else_is_refused(file):
    with pytest.raises(ValueError, match="way"):
        synonyms.read(file)
