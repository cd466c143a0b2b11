"""Prepared queries answer as those that Django builds each time, and keep nothing but their SQL."""

from datetime import date

import pytest

from archive.models import Byline, Editorial, Tagging, loading, neighbours
from archive.models.prepared import Blank, Columns, Prepared, PreparedAmong, PreparedUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorials(make_editorial):
    return [
        make_editorial(
            title=f"Éditorial {number}",
            date=f"2001-02-{number:02}",
            publication="En ligne" if number % 2 else "Décroché",
            authors=["Anne Le Goff", "Jean Lebrun"][: number % 3],
            tags=["écoute", "accueil", "standard"][: number % 4],
        )
        for number in range(1, 12)
    ]


def test_it_is_asked_with_a_day_a_text_or_a_number(editorials):
    since = Prepared(lambda: Editorial.objects.filter(earliest__gte=Blank(0)).values_list("pk"))
    titled = Prepared(lambda: Editorial.objects.filter(title=Blank(0)).values_list("pk"))
    assert len(since.rows(date(2001, 2, 10))) == 2
    assert len(since.rows(date(2001, 2, 1))) == 11
    assert titled.rows("Éditorial 3") == [(editorials[2].pk,)]
    assert titled.rows("Aucun") == []


def test_what_the_database_holds_otherwise_than_python_comes_as_python_has_it(editorials):
    column = Columns(Editorial, "earliest", "doubts")
    first = Prepared(lambda: Editorial.objects.filter(pk=Blank(0)).values_list(*column.of()))
    editorial = column.row(first.rows(editorials[0].pk)[0])
    assert (editorial.earliest, editorial.doubts) == (date(2001, 2, 1), [])
    assert editorial.get_deferred_fields() >= {"text", "body"}
    assert editorial.title == "Éditorial 1"  # asked for when it is wanted


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8, 11])
def test_a_list_of_any_length_is_asked_for(editorials, number, django_assert_num_queries):
    among = PreparedAmong(
        lambda numbers: Editorial.objects.filter(pk__in=numbers).order_by("pk").values_list("pk")
    )
    numbers = [editorial.pk for editorial in editorials[:number]]
    with django_assert_num_queries(min(number, 1)):
        assert [pk for (pk,) in among.rows(numbers)] == numbers


def test_a_change_is_seen_at_once(editorials):
    number = editorials[0].pk
    assert loading.whole(number).title == "Éditorial 1"
    Editorial.objects.filter(pk=number).update(title="Mendé")
    assert loading.whole(number).title == "Mendé"
    editorials[0].delete()
    assert loading.whole(number) is None


def test_editorials_come_with_what_lists_show_in_the_order_asked(
    editorials, django_assert_num_queries
):
    numbers = [editorial.pk for editorial in reversed(editorials)]
    expected = Editorial.objects.for_list().in_bulk(numbers)
    with django_assert_num_queries(4):
        listed = loading.listed([*numbers, 10**9])
        for editorial in listed:
            same = expected[editorial.pk]
            assert list(editorial.tags.all()) == list(same.tags.all())
            assert list(editorial.bylines.all()) == list(same.bylines.all())
            assert [byline.author for byline in editorial.bylines.all()] == [
                byline.author for byline in same.bylines.all()
            ]
            assert editorial.publication == same.publication
    assert [editorial.pk for editorial in listed] == numbers


def test_what_is_without_magazine_author_or_tag_comes_too(make_editorial):
    bare = make_editorial(title="Sans rien")
    Byline.objects.create(editorial=bare, name="Un passant")
    (listed,) = loading.listed([bare.pk])
    assert listed.publication is None
    assert list(listed.tags.all()) == []
    assert [(byline.name, byline.author) for byline in listed.bylines.all()] == [
        ("Un passant", None)
    ]


def test_links_leave_out_what_readers_do_not_see(editorials):
    editorials[1].state = Editorial.State.WITHDRAWN
    editorials[1].save()
    numbers = [editorial.pk for editorial in editorials[:3]]
    assert sorted(loading.linked(numbers)) == [editorials[0].pk, editorials[2].pk]


def test_neighbours_of_an_author_of_many_are_those_of_an_author_of_few(editorials, monkeypatch):
    editorial = loading.whole(editorials[4].pk)
    author = editorial.bylines.all()[0].author
    few = neighbours.by_author(editorial, author)
    assert few == neighbours.Beside(editorials[3], editorials[6])
    monkeypatch.setattr(neighbours, "FEW", 1)
    assert neighbours.by_author(editorial, author) == few
    magazine = neighbours.in_magazine(editorial, editorial.publication)
    assert magazine == neighbours.Beside(editorials[2], editorials[6])


def test_tags_are_in_the_order_of_their_names(editorials):
    assert Tagging.objects.count()
    editorial = loading.whole(editorials[2].pk)
    assert [tag.name for tag in editorial.tags.all()] == ["accueil", "écoute", "standard"]


def test_an_update_tells_how_many_rows_it_changed(editorials):
    mended = PreparedUpdate(
        lambda: Editorial.objects.filter(title=Blank(0)), title=Blank(1), issue=Blank(2)
    )
    assert mended.update("Éditorial 3", "Mendé", "12") == 1
    assert mended.update("Éditorial 3", "Mendé", "12") == 0
    editorials[2].refresh_from_db()
    assert (editorials[2].title, editorials[2].issue) == ("Mendé", "12")
