"""`check_index` tells where the index differs from the database, and mends it."""

import pytest

from archive.models import Editorial, Publication, Stale, Tag

from .conftest import needs, update_index

NAMES = {"publication": "Le Fil", "authors": ["Anne Roux"], "tags": ["Accueil"], "date": "2001"}
EQUAL = "missing: 0\nsuperfluous: 0\noutdated: 0\n"


@pytest.fixture
def editorials(make_editorial, engine):
    editorials = [make_editorial(title, **NAMES) for title in ("Un", "Deux", "Trois")]
    engine.refresh()
    return editorials


def listed(editorials) -> str:
    return ", ".join(str(editorial.pk) for editorial in editorials)


@needs("keeping")
def test_an_index_that_is_equal_is_said_to_be(editorials, check_index):
    assert check_index() == (0, EQUAL)


@needs("keeping")
def test_each_difference_is_counted_and_named(editorials, make_editorial, check_index):
    changed, withdrawn, _unchanged = (editorial.pk for editorial in editorials)
    Editorial.objects.filter(pk=changed).update(title="Autre")
    Editorial.objects.filter(pk=withdrawn).update(state="withdrawn")
    unindexed = make_editorial("Neuf").pk
    printed = f"missing: 1 ({unindexed})\nsuperfluous: 1 ({withdrawn})\noutdated: 1 ({changed})\n"
    assert check_index() == (1, printed)


@pytest.mark.parametrize("model", [Tag, Publication])
@needs("keeping")
def test_a_name_changed_behind_our_back_is_seen(editorials, check_index, model):
    model.objects.update(name="Autre")
    assert check_index() == (1, f"missing: 0\nsuperfluous: 0\noutdated: 3 ({listed(editorials)})\n")


@needs("keeping")
def test_a_tag_taken_away_behind_our_back_is_seen(editorials, check_index):
    editorials[0].taggings.all()._raw_delete("default")
    assert check_index() == (
        1,
        f"missing: 0\nsuperfluous: 0\noutdated: 1 ({listed(editorials[:1])})\n",
    )


@needs("keeping")
def test_only_the_first_ids_are_shown(editorials, check_index):
    unindexed = Editorial.objects.bulk_create(Editorial(title=str(number)) for number in range(12))
    assert check_index() == (
        1,
        f"missing: 12 ({listed(unindexed[:10])}, …)\nsuperfluous: 0\noutdated: 0\n",
    )


@needs("keeping")
def test_what_differs_is_repaired(editorials, check_index, titles):
    Editorial.objects.filter(pk=editorials[0].pk).update(title="Autre")
    Editorial.objects.filter(pk=editorials[1].pk).update(state="draft")
    status, printed = check_index(repair=True)
    assert status == 0 and printed.endswith(EQUAL)
    assert not Stale.objects.exists()
    assert set(titles()) == {"Autre", "Trois"}


@needs("keeping")
def test_what_was_missed_is_taken_in_by_update_index_too(editorials, check_index, titles):
    Editorial.objects.filter(pk=editorials[0].pk).update(title="Autre")
    update_index()
    assert titles(q="autre") == ["Autre"] and check_index() == (0, EQUAL)


@needs("keeping")
def test_where_there_is_no_index_one_is_made(make_editorial, check_index):
    make_editorial()
    assert check_index()[0] == 1
    assert check_index(repair=True)[0] == 0
