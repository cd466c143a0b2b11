"""Two editors at one editorial."""

import pytest

from archive.models import Bulk, Editorial, Operation, merge

pytestmark = pytest.mark.django_db


def save(editorial, **values):
    with Operation.objects.recording("edit") as operation, operation.changing(editorial):
        for name, value in values.items():
            setattr(editorial, name, value)
        editorial.save()


def test_what_the_form_left_alone_takes_the_others_value(make_editorial):
    editorial = make_editorial("Un", page="1")
    shown = editorial.version
    save(editorial, title="Deux")
    merged = merge(editorial, shown, {"title": "Un", "page": "2"})
    assert (merged.values, merged.conflicts) == ({"title": "Deux", "page": "2"}, {})
    assert merged.changes[0].differences() == [("titre", "Un", "Deux")]


def test_what_both_changed_is_for_the_later_one_to_decide(make_editorial):
    editorial = make_editorial("Un")
    shown = editorial.version
    save(editorial, title="Deux")
    save(editorial, title="Trois")
    merged = merge(editorial, shown, {"title": "Quatre"})
    assert (merged.values, merged.conflicts) == ({"title": "Quatre"}, {"title": ("Un", "Trois")})
    assert merge(editorial, merged.version, {"title": "Quatre"}).conflicts == {}


def test_both_agreeing_is_no_conflict(make_editorial):
    editorial = make_editorial("Un")
    shown = editorial.version
    save(editorial, title="Deux")
    assert merge(editorial, shown, {"title": "Deux"}).conflicts == {}


def test_tags_of_both_are_kept_and_those_that_one_removed_are_gone(make_editorial):
    editorial = make_editorial(tags=["voix", "accueil"])
    shown, borne = editorial.version, {str(row.tag_id): [] for row in editorial.taggings.all()}
    voix, accueil = borne
    Bulk(add=["neuf"], remove=[editorial.tags.get(pk=voix)]).apply([editorial.pk])
    merged = merge(editorial, shown, {"tags": borne | {"99": []}})
    assert set(merged.values["tags"]) == {accueil, "99", str(editorial.tags.get(name="neuf").pk)}


def test_an_editorial_that_another_deleted_is_told(make_editorial):
    editorial = make_editorial()
    copy = Editorial.objects.get()
    editorial.delete()
    with pytest.raises(Editorial.DoesNotExist):
        merge(copy, 1, {"title": "Un"})
