"""Selections as operations: made, arranged, published, deleted, and all of it undone."""

import pytest
from django.core.exceptions import ValidationError

from archive.models import (
    Editorial,
    Operation,
    OperationKind,
    Selection,
    SelectionEntry,
    curating,
)
from archive.models.selections import order_of, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorials(make_editorial):
    return [make_editorial(title, date="2001") for title in ("Un", "Deux", "Trois", "Quatre")]


@pytest.fixture
def series(editorials):
    made = curating.make("La voix", "series", [editorial.pk for editorial in editorials])
    curating.edit(made, {"state": "published"})
    return Selection.objects.get()


def titles() -> list[str]:
    return list(SelectionEntry.objects.values_list("editorial__title", flat=True))


def test_editorials_stand_in_the_order_that_editors_gave_them(series, editorials):
    first, second, third, fourth = (editorial.pk for editorial in editorials)
    curating.move(series, fourth, 1)
    assert titles() == ["Quatre", "Un", "Deux", "Trois"]
    curating.shift(series, first, 1)
    assert titles() == ["Quatre", "Deux", "Un", "Trois"]
    curating.shift(series, third, 7)
    curating.shift(series, fourth, -7)
    assert titles() == ["Quatre", "Deux", "Un", "Trois"]
    curating.take_out(series, [second])
    assert titles() == ["Quatre", "Un", "Trois"]
    curating.add(series, [first, second, second])
    assert titles() == ["Quatre", "Un", "Trois", "Deux"]


def test_each_deed_is_an_operation_and_what_changes_nothing_is_none(series, editorials):
    count = Operation.objects.count()
    curating.move(series, editorials[0].pk, 1)
    curating.add(series, [editorials[1].pk])
    curating.edit(series, {"name": "La voix"})
    assert Operation.objects.count() == count


def test_an_undo_gives_the_order_back_and_since_when_each_was_there(series, editorials):
    since = dict(SelectionEntry.objects.values_list("editorial", "at"))
    operation = curating.move(series, editorials[3].pk, 1)
    operation.undo()
    assert titles() == ["Un", "Deux", "Trois", "Quatre"]
    assert dict(SelectionEntry.objects.values_list("editorial", "at")) == since


def test_what_others_did_since_is_a_conflict_and_stays(series, editorials):
    operation = curating.move(series, editorials[3].pk, 1)
    curating.take_out(series, [editorials[0].pk])
    [conflict] = operation.undo().conflict_messages()
    assert "La voix" in conflict and "éditoriaux" in conflict
    assert titles() == ["Quatre", "Deux", "Trois"]


def test_a_deleted_one_comes_back_with_its_address_order_and_text(series):
    curating.edit(series, {"introduction": "Pour *écouter*."})
    operation = curating.delete(series)
    assert not Selection.objects.exists() and not SelectionEntry.objects.exists()
    operation.undo()
    returned = Selection.objects.get()
    assert (returned.slug, returned.introduction) == ("la-voix", "Pour *écouter*.")
    assert returned.is_published and titles() == ["Un", "Deux", "Trois", "Quatre"]


def test_one_that_was_made_goes_with_its_undo(editorials):
    curating.make("Accueil", numbers=[editorials[0].pk])
    Operation.objects.get().undo()
    assert not Selection.objects.exists()


def test_history_says_what_came_what_went_and_another_order(series, editorials):
    def told(operation) -> list[tuple[str, str, str]]:
        return operation.changes.get().differences()

    assert told(curating.take_out(series, [editorials[1].pk])) == [("éditoriaux", "Deux", "")]
    assert told(curating.add(series, [editorials[1].pk])) == [("éditoriaux", "", "Deux")]
    moved = curating.move(series, editorials[1].pk, 1)
    assert told(moved) == [("éditoriaux", "", "dans un autre ordre")]


def test_an_editorial_tells_its_episode_and_its_neighbours(series, editorials):
    [place] = places(editorials[1])
    assert (place.episode, place.episodes) == (2, 4)
    assert (place.before, place.after) == (editorials[0].pk, editorials[2].pk)
    assert places(editorials[0])[0].before is None and places(editorials[3])[0].after is None


def test_what_readers_do_not_see_is_no_episode(series, editorials):
    editorials[0].state = editorials[2].state = "withdrawn"
    editorials[0].save()
    editorials[2].save()
    [place] = places(editorials[1])
    assert (place.episode, place.episodes) == (1, 2)
    assert (place.before, place.after) == (None, editorials[3].pk)


def test_drafts_tell_nothing(editorials):
    curating.make("La voix", "series", [editorial.pk for editorial in editorials])
    assert places(editorials[0]) == []


def test_titles_that_are_alike_have_addresses_of_their_own():
    assert [curating.make("Accueil").slug, curating.make("Accueil").slug] == [
        "accueil",
        "accueil-2",
    ]


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "x" * 201])
def test_a_title_is_neither_empty_nor_endless(title):
    with pytest.raises(ValidationError):
        curating.make(title)
    assert not Selection.objects.exists()


def test_bounds_are_kept(series, editorials):
    with pytest.raises(ValidationError, match="5"):
        curating.add(series, range(1, 6000))
    with pytest.raises(ValidationError, match="trop longue"):
        curating.edit(series, {"introduction": "x" * 20_001})
    with pytest.raises(ValidationError, match="pas dans la sélection"):
        curating.move(series, 999_999, 1)
    with pytest.raises(ValidationError, match="vide"):
        curating.edit(curating.make("Vide"), {"state": "published"})
    assert titles() == ["Un", "Deux", "Trois", "Quatre"]


def test_an_editorial_that_is_no_more_leaves_its_selections(series, editorials):
    editorials[1].delete()
    assert order_of(series) == [editorial.pk for editorial in editorials if editorial.pk]


def test_an_editorial_that_comes_back_takes_its_place_again(series, editorials):
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        Editorial.objects.filter(pk__in=[editorials[1].pk, editorials[2].pk]).delete()
    assert titles() == ["Un", "Quatre"]
    assert not operation.undo().conflicts
    assert titles() == ["Un", "Deux", "Trois", "Quatre"]


def test_a_place_costs_few_queries_however_long_the_series(
    make_editorial, django_assert_num_queries
):
    many = [make_editorial(f"N {number}").pk for number in range(60)]
    made = curating.make("Longue", "series", many)
    curating.edit(made, {"state": "published"})
    middle = Selection.objects.get().entries.all()[30].editorial
    with django_assert_num_queries(3):
        assert places(middle)[0].episodes == 60
    lone = make_editorial("Seul")
    with django_assert_num_queries(1):
        assert places(lone) == []
