"""Who changed what: operations and their changes."""

import pytest
from django.db import transaction

from archive.models import (
    Author,
    Change,
    Editorial,
    Operation,
    OperationKind,
    Publication,
    Stale,
    Tag,
    differences,
    subjects,
)

pytestmark = pytest.mark.django_db
EDIT, BULK = OperationKind.EDIT, OperationKind.BULK


@pytest.fixture
def edit(admin_user):
    """Saves new values of an editorial's fields as an operation."""

    def edit(editorial, why="", **values):
        with (
            Operation.objects.recording(EDIT, by=admin_user, why=why) as operation,
            operation.changing(editorial),
        ):
            for name, value in values.items():
                setattr(editorial, name, value)
            editorial.save()
        return operation

    return edit


def test_a_change_tells_who_when_why_and_what(make_editorial, edit, admin_user):
    editorial = make_editorial("Le fil", date="2001-02")
    operation = edit(editorial, why="Lu sur la page.", title="Le long fil", date="2001-03")
    assert (operation.by, operation.why, operation.kind) == (admin_user, "Lu sur la page.", "edit")
    assert operation.changes.get().differences() == [
        ("titre", "Le fil", "Le long fil"),
        ("date (EDTF)", "février 2001 (2001-02)", "mars 2001 (2001-03)"),
    ]


def test_a_save_that_changes_nothing_leaves_no_operation(make_editorial, edit):
    assert edit(make_editorial("Le fil"), title="Le fil").pk is None
    assert not Operation.objects.exists() and not Change.objects.exists()


def test_tags_and_bylines_are_part_of_a_change(make_editorial):
    editorial = make_editorial(tags=["voix"], authors=["Ada Nord"])
    with Operation.objects.recording(EDIT) as operation, operation.changing(editorial):
        editorial.add_tags(["accueil"], origin="editor")
        editorial.set_bylines([(Author.objects.get(), "A. Nord", "rédactrice")])
    change = operation.changes.get(model="editorial")
    assert change.differences() == [
        ("signatures", "Ada Nord", "A. Nord → Ada Nord (rédactrice)"),
        ("mots-clés", "", "accueil"),
    ]


def test_what_is_made_within_an_operation_is_noted(make_editorial):
    with Operation.objects.recording(EDIT) as operation:
        editorial = make_editorial("Le fil", tags=["voix"])
    made = {(change.model, change.before is None) for change in operation.changes.all()}
    assert made == {("editorial", True), ("tag", True)}
    assert operation.changes.get(model="editorial").object_id == editorial.pk


def test_what_is_deleted_is_noted_with_those_who_lose_by_it(make_editorial):
    editorial, tag = make_editorial(tags=["voix"]), Tag.objects.get()
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        tag.delete()
    deleted, loser = operation.changes.get(model="tag"), operation.changes.get(model="editorial")
    assert (deleted.before["name"], deleted.after) == ("voix", None)
    assert (loser.object_id, loser.after["tags"]) == (editorial.pk, {})
    assert loser.differences() == [("mots-clés", "voix", "")]


def test_what_is_made_and_deleted_again_leaves_nothing(make_editorial):
    with Operation.objects.recording(EDIT) as operation:
        make_editorial().delete()
    assert operation.pk is None


def test_two_changes_of_one_editorial_are_one_row(make_editorial):
    editorial = make_editorial("Un", page="1")
    with Operation.objects.recording(EDIT) as operation:
        for title, page in (("Deux", "1"), ("Trois", "3")):
            with operation.changing(editorial):
                editorial.title, editorial.page = title, page
                editorial.save()
    change = operation.changes.get()
    assert (change.before, change.after) == (
        {"title": "Un", "page": "1"},
        {"title": "Trois", "page": "3"},
    )


def test_a_change_that_was_taken_back_within_the_operation_is_none(make_editorial):
    editorial = make_editorial("Un")
    with Operation.objects.recording(EDIT) as operation:
        for title in ("Deux", "Un"):
            with operation.changing(editorial):
                editorial.title = title
                editorial.save()
    assert not operation.changes.exists()


def test_an_error_within_undoes_all(make_editorial):
    editorial = make_editorial("Un")

    def change_and_fail():
        with Operation.objects.recording(EDIT) as operation:
            with operation.changing(editorial):
                editorial.title = "Deux"
                editorial.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert Editorial.objects.get().title == "Un" and not Operation.objects.exists()


def test_an_operation_within_another_is_refused():
    with (
        pytest.raises(RuntimeError),
        Operation.objects.recording(EDIT),
        Operation.objects.recording(EDIT),
    ):
        pass


def test_each_change_raises_the_version_of_the_editorial(make_editorial, edit):
    editorial = make_editorial()
    first = editorial.version
    edit(editorial, title="Autre")
    with Operation.objects.recording(EDIT) as operation, operation.changing(editorial):
        editorial.add_tags(["voix"], origin="editor")
    versions = [change.version for change in Change.objects.of(editorial)]
    editorial.refresh_from_db()
    assert first < versions[1] < versions[0] == editorial.version


def test_two_copies_saved_one_after_the_other_never_go_back_in_version(make_editorial):
    editorial = make_editorial()
    one, two = Editorial.objects.get(), Editorial.objects.get()
    for copy in (one, one, two):
        copy.save()
    assert Editorial.objects.get().version == editorial.version + 3


def test_an_editorial_deleted_by_another_is_not_made_again_by_a_save(make_editorial):
    make_editorial()
    copy = Editorial.objects.get()
    Editorial.objects.all().delete()
    with pytest.raises(ValueError, match="insert"), transaction.atomic():
        copy.save()


def test_the_history_of_an_editorial_is_found(make_editorial, edit):
    editorial, other = make_editorial("Un"), make_editorial("Autre")
    operations = [edit(editorial, title="Deux"), edit(editorial, title="Trois")]
    edit(other, title="Ailleurs")
    assert [change.operation for change in Change.objects.of(editorial)] == operations[::-1]
    assert set(Operation.objects.of(editorial)) == set(operations)


def test_a_page_of_changes_is_read_in_few_queries(make_editorial, django_assert_max_num_queries):
    for number in range(12):
        make_editorial(
            f"Un {number}",
            tags=[f"voix {number}"],
            publication=f"Revue {number}",
            authors=[f"Ada {number}"],
        )
    with (
        Operation.objects.recording(BULK) as operation,
        operation.changing(Editorial.objects.all()),
    ):
        Editorial.objects.update(publication=Publication.objects.first())
        for editorial in Editorial.objects.all():
            editorial.taggings.all().delete()
    changes = list(operation.changes.all())
    with django_assert_max_num_queries(8):
        read, named = differences(changes), subjects(changes)
    assert len(read) == 12 and all(named[change.model, change.object_id] for change in changes)


def test_what_was_deleted_is_still_called_by_its_name(make_editorial):
    editorial = make_editorial(tags=["voix"])
    with Operation.objects.recording(EDIT) as operation, operation.changing(editorial):
        editorial.taggings.all().delete()
    with Operation.objects.recording(EDIT):
        Tag.objects.get().delete()
    assert operation.changes.get().differences() == [("mots-clés", "voix", "")]


def test_bulk_writing_tells_the_index(make_editorial):
    editorial = make_editorial()
    with Operation.objects.recording(EDIT) as operation, operation.changing(editorial):
        editorial.add_tags(["voix"], origin="editor")
    Stale.objects.all().delete()
    operation.undo()
    assert editorial.pk in Stale.objects.values_list("editorial_id", flat=True)
