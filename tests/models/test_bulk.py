"""One change to many editorials."""

import pytest
from django.core.exceptions import ValidationError

from archive.models import Author, Bulk, Editorial, Publication, Tag

pytestmark = pytest.mark.django_db


def ids() -> list[int]:
    return list(Editorial.objects.order_by("pk").values_list("pk", flat=True))


def tags(editorial) -> set[str]:
    return {tag.name for tag in editorial.tags.all()}


def test_a_preview_counts_exactly_and_changes_nothing(make_editorial):
    for title, borne in (("Un", ["voix"]), ("Deux", []), ("Trois", ["accueil"])):
        make_editorial(title, tags=borne)
    preview = Bulk(add=["voix", "neuf"], remove=[Tag.objects.get(name="accueil")]).preview(ids())
    assert (preview.selected, preview.changed, preview.by_field, preview.new_tags) == (
        3,
        3,
        {"mots-clés": 3},
        ["neuf"],
    )
    assert list(preview.examples.values()) == [
        [("mots-clés", "", "neuf")],
        [("mots-clés", "", "voix, neuf")],
        [("mots-clés", "accueil", "voix, neuf")],
    ]
    assert Tag.objects.count() == 2 and not Tag.objects.filter(name="neuf").exists()


def test_a_preview_tells_which_new_tag_nearly_is_an_old_one(make_editorial):
    make_editorial("Un", tags=["écoute"])
    preview = Bulk(add=["Ecoutes", "neuf"]).preview(ids())
    assert preview.near_tags == {"Ecoutes": "écoute"}


def test_it_is_one_operation_that_can_be_undone(make_editorial, admin_user):
    one, two = make_editorial(tags=["voix"]), make_editorial(tags=["accueil"])
    operation = Bulk(add=["voix", "neuf"], remove=[Tag.objects.get(name="accueil")]).apply(
        ids(), by=admin_user
    )
    assert tags(one) == tags(two) == {"voix", "neuf"}
    assert (
        two.taggings.first().by == admin_user
        and operation.changes.filter(model="editorial").count() == 2
    )
    operation.undo()
    assert (tags(one), tags(two)) == ({"voix"}, {"accueil"}) and not Tag.objects.filter(
        name="neuf"
    ).exists()


def test_tags_may_be_replaced_altogether(make_editorial):
    editorial = make_editorial(tags=["voix", "accueil"])
    Bulk(add=["Voix"], replace=True).apply(ids())
    assert tags(editorial) == {"voix"}


def test_author_date_magazine_and_state_are_set_with_all_that_follows(make_editorial):
    doubts = [
        {"field": field, "code": "unknown", "value": ""}
        for field in ("date", "byline", "publication", "title")
    ]
    editorial, magazine = make_editorial(doubts=doubts), Publication.objects.named("Revue")
    person = Author.objects.create(name="Ada Nord")
    Bulk(
        author=person, values={"date": "mai 2001", "publication": magazine.pk, "state": "draft"}
    ).apply(ids())
    editorial.refresh_from_db()
    assert (editorial.date, str(editorial.latest), editorial.publication, editorial.state) == (
        "2001-05",
        "2001-05-31",
        magazine,
        "draft",
    )
    assert [row.year for row in editorial.years.all()] == [2001]
    assert editorial.bylines.get().author == person
    assert [doubt["field"] for doubt in editorial.doubts] == ["title"]


def test_a_selection_that_is_so_already_leaves_no_operation(make_editorial):
    make_editorial(tags=["voix"])
    assert Bulk(add=["voix"]).apply(ids()).pk is None
    assert Bulk(add=["voix"]).apply([]).pk is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 300])
def test_a_tag_that_is_none_is_refused(db, name):
    with pytest.raises(ValidationError):
        Bulk(add=[name])


@pytest.mark.parametrize("values", [{"date": "naguère"}, {"state": "lost"}, {"publication": 99}])
def test_a_value_that_is_none_is_refused(db, values):
    with pytest.raises(ValidationError):
        Bulk(values=values)


@pytest.mark.parametrize("name", ["a, b", "« Ça »", "<b>gras</b>", "🎉", "  voix  haute "])
def test_odd_names_of_tags_are_names(make_editorial, name):
    editorial = make_editorial()
    Bulk(add=[name, name.upper()]).apply(ids())
    assert editorial.tags.count() == 1


def test_a_thousand_cost_no_more_queries_than_a_hundred(
    make_editorial, django_assert_max_num_queries
):
    for number in range(60):
        make_editorial(f"{number}")
    with django_assert_max_num_queries(32):
        Bulk(add=["voix"]).apply(ids())
