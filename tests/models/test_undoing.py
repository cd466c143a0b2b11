"""The way back, also after other edits; and the way back from that."""

import pytest
from django.core.files.base import ContentFile

from archive.models import (
    AlreadyUndone,
    Author,
    Candidate,
    Capture,
    Editorial,
    Operation,
    OperationKind,
    Publication,
    Tag,
)
from archive.models.stores import STORES

pytestmark = pytest.mark.django_db
EDIT = OperationKind.EDIT


@pytest.fixture
def recorded():
    """Runs a function as an operation that changes these objects."""

    def recorded(change, *objects):
        with Operation.objects.recording(EDIT) as operation, operation.changing(objects):
            change()
        return operation

    return recorded


def edited(recorded, editorial, **values) -> Operation:
    def change():
        fresh = Editorial.objects.get(pk=editorial.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()

    return recorded(change, editorial)


def states() -> dict:
    """All that there is, versions apart."""
    read = {
        name: store.read(store.rows.values_list("pk", flat=True)) for name, store in STORES.items()
    }
    for state in read["editorial"].values():
        del state["version"]
    return read


def test_an_edit_is_undone_and_the_undo_undone(make_editorial, recorded):
    editorial = make_editorial("Un", date="2001", body="<p>Un.</p>")
    operation = edited(recorded, editorial, title="Deux", date="2003/2004", body="<p>Deux.</p>")
    undo = operation.undo(why="Faux.")
    editorial.refresh_from_db()
    assert (editorial.title, editorial.slug, editorial.text, str(editorial.earliest)) == (
        "Un",
        "un",
        "Un.",
        "2001-01-01",
    )
    assert [row.year for row in editorial.years.all()] == [2001] and (undo.kind, undo.why) == (
        "undo",
        "Faux.",
    )
    undo.undo()
    editorial.refresh_from_db()
    assert (editorial.title, editorial.text, editorial.years.count()) == ("Deux", "Deux.", 2)


def test_what_others_changed_since_stays_and_is_told(make_editorial, recorded):
    editorial = make_editorial("Un", page="1")
    operation = edited(recorded, editorial, title="Deux", page="2")
    edited(recorded, editorial, title="Trois")
    undo = operation.undo()
    editorial.refresh_from_db()
    assert (editorial.title, editorial.page) == ("Trois", "1")
    assert undo.conflict_messages() == [
        "« Trois », titre : modifié depuis ; reste « Trois » au lieu de « Un »."
    ]


def test_tags_that_came_later_stay(make_editorial, recorded):
    editorial = make_editorial(tags=["voix", "accueil"])

    def change():
        editorial.taggings.filter(tag__name="voix").delete()
        editorial.add_tags(["écoute"], origin="editor")

    operation = recorded(change, editorial)
    editorial.add_tags(["plus tard"], origin="editor")
    assert operation.undo().conflicts == []
    assert {tag.name for tag in editorial.tags.all()} == {"voix", "accueil", "plus tard"}


def test_who_tagged_and_when_returns_with_the_tag(make_editorial, recorded, admin_user):
    editorial = make_editorial()
    editorial.add_tags(["voix"], origin="editor", by=admin_user)
    before = editorial.taggings.values("by", "at", "origin").get()
    operation = recorded(lambda: editorial.taggings.all().delete(), editorial)
    operation.undo()
    assert editorial.taggings.values("by", "at", "origin").get() == before


def test_a_doubt_that_was_settled_returns_beside_a_new_one(make_editorial, recorded):
    old, new = (
        {"field": "date", "code": "unknown", "value": ""},
        {"field": "title", "code": "guess", "value": "x"},
    )
    editorial = make_editorial(doubts=[old])
    operation = edited(recorded, editorial, doubts=[])
    edited(recorded, editorial, doubts=[new])
    operation.undo()
    assert Editorial.objects.get().doubts == [new, old]


def test_what_was_made_is_deleted_and_made_again_as_it_was(make_editorial, settings):
    make_editorial(tags=["voix"])
    with Operation.objects.recording(EDIT) as operation:
        editorial = make_editorial(
            "Le fil", tags=["voix", "neuf"], authors=["Ada Nord"], publication="Revue", date="2001"
        )
        capture = Capture(
            editorial=editorial, sha256="a" * 64, size=4, origin="page.txt", media_type="text/plain"
        )
        capture.content.save("a" * 64, ContentFile(b"1234"))
    before = states()
    undo = operation.undo()
    assert (Editorial.objects.count(), Tag.objects.count()) == (1, 1)
    assert (
        not Author.objects.exists()
        and not Publication.objects.exists()
        and not Capture.objects.exists()
    )
    undo.undo()
    assert states() == before
    with Capture.objects.get().content.open() as kept:
        assert kept.read() == b"1234"


def test_versions_go_on_where_an_editorial_returns(make_editorial):
    with Operation.objects.recording(EDIT) as operation:
        editorial = make_editorial()
    editorial.save()
    version = Editorial.objects.get().version
    operation.undo().undo()
    assert Editorial.objects.get().version > version


def test_what_was_made_and_worked_on_since_stays(make_editorial, recorded):
    with Operation.objects.recording(EDIT) as operation:
        editorial = make_editorial("Le fil")
    edited(recorded, editorial, title="Le long fil", page="3")
    undo = operation.undo()
    assert undo.conflict_messages() == ["« Le long fil » reste : modifié depuis (titre, page)."]
    assert Editorial.objects.exists() and not Operation.objects.get(pk=operation.pk).undone


def test_a_tag_that_others_bear_by_now_stays(make_editorial):
    with Operation.objects.recording(EDIT) as operation:
        make_editorial(tags=["voix"])
    make_editorial(tags=["voix"])
    undo = operation.undo()
    assert undo.conflict_messages() == ["« voix » reste : des éditoriaux le portent."]
    assert Editorial.objects.count() == 1 and Tag.objects.exists()


def test_a_deleted_tag_returns_to_its_editorials(make_editorial):
    editorial = make_editorial(tags=["voix"])
    with Operation.objects.recording(EDIT) as operation:
        Tag.objects.get().delete()
    operation.undo()
    assert [tag.name for tag in editorial.tags.all()] == ["voix"]


def test_a_tag_whose_name_is_taken_does_not_return(make_editorial):
    editorial = make_editorial(tags=["voix"])
    with Operation.objects.recording(EDIT) as operation:
        Tag.objects.get().delete()
    Tag.objects.named("Voix")
    undo = operation.undo()
    assert {one["code"] for one in undo.conflicts} == {"name-taken", "missing"}
    assert len(undo.conflict_messages()) == 2 and not editorial.tags.exists()


def test_an_author_who_returns_is_the_person_behind_the_same_bylines(make_editorial):
    editorial = make_editorial(authors=["Ada Nord"])
    with Operation.objects.recording(EDIT) as operation:
        Author.objects.get().delete()
    assert editorial.bylines.get().author is None
    operation.undo()
    assert editorial.bylines.get().author.name == "Ada Nord"


def test_a_magazine_that_is_no_more_is_told(make_editorial, recorded):
    editorial = make_editorial(publication="Revue")
    operation = edited(recorded, editorial, publication=None, page="4")
    Publication.objects.all().delete()
    [conflict] = operation.undo().conflicts
    assert (conflict["code"], conflict["field"]) == ("missing", "publication")
    assert Editorial.objects.get().page == ""


def test_an_editorial_that_is_no_more_is_told(make_editorial, recorded):
    operation = edited(recorded, make_editorial("Un"), title="Deux")
    Editorial.objects.all().delete()
    assert operation.undo().conflict_messages() == ["« Un » n’existe plus."]


def test_what_is_undone_is_not_undone_twice_unless_it_is_in_force_again(make_editorial, recorded):
    operation = edited(recorded, make_editorial("Un"), title="Deux")
    undo = operation.undo()
    with pytest.raises(AlreadyUndone):
        operation.undo()
    undo.undo()
    operation.undo()
    assert Editorial.objects.get().title == "Un"


def test_an_undo_that_left_something_may_be_tried_again(make_editorial, recorded):
    editorial = make_editorial("Un")
    operation = edited(recorded, editorial, title="Deux")
    later = edited(recorded, editorial, title="Trois")
    assert operation.undo().conflicts
    later.undo()
    assert not operation.undo().conflicts
    assert Editorial.objects.get().title == "Un"


def test_many_are_undone_in_few_queries(make_editorial, recorded, django_assert_max_num_queries):
    editorials, tag = (
        [make_editorial(f"{n}", page=f"{n}") for n in range(30)],
        Tag.objects.named("voix"),
    )

    def change():
        for editorial in editorials:
            editorial.taggings.create(tag=tag)

    operation = recorded(change, *editorials)
    with django_assert_max_num_queries(60):
        operation.undo()
    assert not tag.taggings.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_whose_text_refers_to_another():
    with Operation.objects.recording(OperationKind.IMPORT) as operation:
        editorial = Editorial.objects.create(title="Un", body="<p>Voir notre n° 12.</p>")
    place = {"block": 0, "start": 0, "end": 1, "printed": "n° 12", "kind": "issue"}
    reference = editorial.cross_references.create(state="open", **place)
    reference.candidates.create(number=editorial.pk)
    assert not operation.undo().conflicts
    assert not Editorial.objects.exists() and not Candidate.objects.exists()
