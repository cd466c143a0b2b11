"""Issues as rows: made of what editorials print, kept by operations, given back by an undo."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from archive.ingest.entering.saving import save
from archive.ingest.tables import read_jsonl
from archive.models import (
    Author,
    Bulk,
    Editorial,
    Editorship,
    Import,
    Issue,
    Operation,
    OperationKind,
    Period,
    Publication,
    tallied,
)

pytestmark = pytest.mark.django_db


def slugs(magazine: str) -> list[str]:
    return [issue.slug for issue in Issue.objects.filter(publication__name=magazine)]


def test_spellings_of_one_number_are_one_issue_and_stay_as_printed(make_editorial):
    for printed in ("n° 36", "N°036", "36"):
        make_editorial(publication="Décroché", issue=printed)
    issue = Issue.objects.get()
    assert (issue.number, issue.slug, issue.name) == ("n° 36", "36", "n°\u00a036")
    assert issue.editorials().count() == 3
    assert sorted(Editorial.objects.values_list("issue", flat=True)) == ["36", "N°036", "n° 36"]


def test_the_same_number_of_two_magazines_is_two_issues(make_editorial):
    make_editorial(publication="Décroché", issue="36")
    make_editorial(publication="Ligne ouverte", issue="36")
    assert Issue.objects.count() == 2


@pytest.mark.parametrize(
    ("magazine", "printed"), [("", "36"), ("Décroché", ""), ("Décroché", "…"), ("Décroché", "°")]
)
def test_what_has_no_magazine_or_no_number_is_of_no_issue(make_editorial, magazine, printed):
    make_editorial(publication=magazine, issue=printed, date="2004-05")
    assert not Issue.objects.exists()


def test_double_numbers_special_issues_and_volumes_are_issues_of_their_own(make_editorial):
    for printed in ("36", "n° 36-37", "hors-série n° 2", "vol. 3, n° 2"):
        make_editorial(publication="Décroché", issue=printed)
    assert sorted(slugs("Décroché")) == ["36", "36-37", "hors-serie-2", "vol-3-2"]


def test_a_corrected_number_and_a_bulk_change_of_magazine_make_issues(make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    editorial.issue = "37"
    editorial.save()
    assert slugs("Décroché") == ["36", "37"]
    other = Publication.objects.named("Ligne ouverte")
    Bulk(values={"publication": other.pk}).apply([editorial.pk])
    assert slugs("Ligne ouverte") == ["37"]


def test_an_undo_brings_an_editorial_back_to_its_issue(make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing(editorial),
    ):
        editorial.issue = "hors-série 1"
        editorial.save()
    operation.undo()
    editorial.refresh_from_db()
    assert (editorial.issue, editorial.issue_slug) == ("36", "36")


def test_a_deleted_editorial_comes_back_with_its_issue_and_its_cover_stays_named(make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    cover = editorial.captures.create(
        sha256="0" * 64, media_type="image/png", size=3, origin="couverture.png"
    )
    Issue.objects.update(cover=cover)
    number = editorial.pk
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        editorial.delete()
    assert Issue.objects.get().cover_id == cover.pk
    operation.undo()
    assert Issue.objects.get().cover == cover
    assert Issue.objects.get().editorials().get().pk == number


def test_what_editors_say_of_an_issue_is_an_operation_that_can_be_undone(make_editorial):
    make_editorial(publication="Décroché", issue="36")
    issue = Issue.objects.get()
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing(issue),
    ):
        issue.title, issue.date = "Les dix ans", "2004-05/2004-06"
        issue.save()
    [change] = operation.changes.all()
    assert ("titre", "", "Les dix ans") in change.differences()
    assert operation.undo().conflicts == []
    assert (Issue.objects.get().title, Issue.objects.get().date) == ("", "")


def test_a_deleted_magazine_comes_back_with_its_issues(make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    Issue.objects.update(title="Les dix ans")
    editorial.publication = None
    editorial.save()
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        Publication.objects.get().delete()
    assert not Issue.objects.exists()
    assert operation.undo().conflicts == []
    issue = Issue.objects.get()
    assert (issue.title, issue.publication.name) == ("Les dix ans", "Décroché")


def test_an_issue_does_not_come_back_without_its_magazine():
    magazine = Publication.objects.named("Décroché")
    issue = Issue.objects.create(publication=magazine, number="36")
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        issue.delete()
    magazine.delete()
    operation.undo()
    assert not Issue.objects.exists()


def test_an_issue_of_editorials_is_not_deleted_nor_made_another(make_editorial):
    make_editorial(publication="Décroché", issue="36")
    issue = Issue.objects.get()
    with pytest.raises(ProtectedError):
        issue.delete()
    issue.number = "37"
    with pytest.raises(ValidationError):
        issue.full_clean()
    issue.number = "numéro 36"
    issue.full_clean()


def test_a_magazine_has_each_issue_once(make_editorial):
    make_editorial(publication="Décroché", issue="36")
    with pytest.raises(ValidationError):
        Issue(publication=Publication.objects.get(), number="n° 036").full_clean()


@pytest.mark.parametrize("typed", ["hier", "2004-13"])
def test_a_date_that_is_none_is_refused(make_editorial, typed):
    make_editorial(publication="Décroché", issue="36")
    issue = Issue.objects.get()
    issue.date = typed
    with pytest.raises(ValidationError):
        issue.full_clean()


def test_an_import_makes_issues_and_its_undo_leaves_none_that_is_told(client, tmp_path):
    lines = [
        {"title": "Un", "publication": "Décroché", "issue": "n° 36", "text": "Un casque."},
        {"title": "Deux", "publication": "Décroché", "issue": "N°036", "text": "Deux casques."},
        {"title": "Trois", "publication": "Décroché", "date": "2004", "text": "Trois casques."},
    ]
    path = tmp_path / "trois.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    event = Import.objects.begin([str(path)])
    outcomes = save(read_jsonl(path), event=event)
    assert [outcome.outcome for outcome in outcomes] == ["created"] * 3
    assert slugs("Décroché") == ["36"] and tallied.differences() == 0
    assert client.get("/publications/decroche/36/").status_code == 200
    event.operation.undo()
    assert tallied.differences() == 0
    assert client.get("/publications/decroche/36/").status_code == 404


# Magazines


def test_what_is_known_of_a_magazine_is_undone_and_told(make_editorial):
    author = make_editorial(publication="Décroché", authors=["Claire Abgrall"]).authors.get()
    magazine = Publication.objects.get()
    later = Publication.objects.named("Ligne ouverte")
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing(magazine),
    ):
        magazine.publisher = "Le Combiné"
        magazine.save()
        magazine.successors.add(later)
        Period.objects.create(publication=magazine, date="1998/2004", frequency="mensuel")
        Editorship.objects.create(
            publication=magazine, name="C. Abgrall", author=author, date="2001/.."
        )
    [change] = operation.changes.all()
    differences = change.differences()
    assert ("revues qui lui ont succédé", "", "Ligne ouverte") in differences
    assert ("périodes", "", "mensuel (1998 – 2004)") in differences
    assert ("direction", "", "C. Abgrall → Claire Abgrall (depuis 2001)") in differences
    undo = operation.undo()
    assert not (magazine.successors.exists() or Period.objects.exists())
    assert (
        not Editorship.objects.exists() and Publication.objects.get(pk=magazine.pk).publisher == ""
    )
    undo.undo()
    assert list(magazine.successors.all()) == [later]
    assert Editorship.objects.get().author == author
    assert Period.objects.get().frequency == "mensuel"


def test_who_edited_a_magazine_is_given_back_with_the_author(make_editorial):
    make_editorial(publication="Décroché")
    author = Author.objects.create(name="Claire Abgrall")
    row = Editorship.objects.create(
        publication=Publication.objects.get(), name="C. Abgrall", author=author
    )
    with Operation.objects.recording(OperationKind.DELETE) as operation:
        author.delete()
    row.refresh_from_db()
    assert row.author is None
    operation.undo()
    assert Editorship.objects.get().author == Author.objects.get()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://exemple.fr/", "exemple.fr"])
def test_a_magazine_leads_to_pages_of_the_web_alone(make_editorial, address):
    make_editorial(publication="Décroché")
    magazine = Publication.objects.get()
    magazine.subscription_url = address
    with pytest.raises(ValidationError):
        magazine.full_clean()


def test_a_wrong_issn_is_refused_and_a_right_one_written_as_it_is_to_be(make_editorial):
    make_editorial(publication="Décroché")
    magazine = Publication.objects.get()
    magazine.issn = "1234567"
    with pytest.raises(ValidationError):
        magazine.full_clean()
    magazine.issn = "12345679"
    magazine.full_clean()
    assert magazine.issn == "1234-5679"


def test_a_magazine_does_not_succeed_itself_by_any_way():
    first, second, third = (Publication.objects.named(name) for name in ("Un", "Deux", "Trois"))
    first.successors.add(second)
    second.successors.add(third)
    for earlier in (first, second, third):
        with pytest.raises(ValidationError):
            third.refuse_circle([earlier])
    first.refuse_circle([third])
