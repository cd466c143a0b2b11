"""What each of the team has done, month by month."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.models import Editorial, Operation, OperationKind
from archive.models.doubts import Doubt, as_stored
from archive.models.months_of_work import months_of_work

pytestmark = pytest.mark.django_db
WORK = "/desk/work/"


def counts(client) -> dict[str, tuple]:
    """{name: (entered, corrected, tagged, settled)} of the newest month that the page shows."""
    rows = client.get(WORK).context["rows"]
    return {row.name: row[2:] for row in rows if row.month == rows[0].month}


def test_each_is_told_what_they_entered_corrected_tagged_and_settled(
    editor_client, admin_user, member, make_editorial
):
    edith, browser = member("edith")
    doubts = as_stored([Doubt("title", "guess", "Un")])
    editorial = make_editorial("Un", doubts=doubts)
    browser.post(f"/desk/tagging/{editorial.pk}/", {"add": "Accueil"})
    with Operation.objects.recording(OperationKind.WRITING, admin_user):
        make_editorial("Deux")
    rows = Editorial.objects.filter(pk=editorial.pk)
    with (
        Operation.objects.recording(OperationKind.EDIT, edith) as operation,
        operation.changing(rows),
    ):
        rows.update(title="Le vrai titre", doubts=[])
    assert counts(editor_client) == {"admin": (1, 0, 0, 0), "edith": (0, 1, 1, 1)}
    page = editor_client.get(WORK).text
    assert "edith" in page and "Corrigés" in page


def test_imports_and_what_was_undone_are_nobodys_work(editor_client, admin_user, make_editorial):
    with Operation.objects.recording(OperationKind.IMPORT, admin_user):
        make_editorial("Un")
    editorial = Editorial.objects.get()
    editor_client.post(f"/desk/tagging/{editorial.pk}/", {"add": "Accueil"})
    Operation.objects.first().undo(admin_user)
    assert "Rien n’a été fait" in editor_client.get(WORK).text


def test_months_are_apart_and_those_before_the_last_twelve_are_left(
    editor_client, admin_user, make_editorial
):
    for days in (0, 40, 400):
        with Operation.objects.recording(OperationKind.WRITING, admin_user) as operation:
            make_editorial(f"{days} jours")
        Operation.objects.filter(pk=operation.pk).update(at=timezone.now() - timedelta(days=days))
    rows = editor_client.get(WORK).context["rows"]
    assert [row.entered for row in rows] == [1, 1] and rows[0].month > rows[1].month


def test_who_has_no_account_any_more_is_still_counted(editor_client, member, make_editorial):
    edith, browser = member("edith")
    browser.post(f"/desk/tagging/{make_editorial().pk}/", {"add": "Accueil"})
    edith.delete()
    assert "sans compte" in editor_client.get(WORK).text


def test_it_costs_as_many_queries_with_much_work(member, make_editorial, django_assert_num_queries):
    for name in ("edith", "luc", "anne"):
        _user, browser = member(name)
        browser.post(f"/desk/tagging/{make_editorial(name).pk}/", {"add": "Accueil"})
    with django_assert_num_queries(2):
        assert len(months_of_work(timezone.now() - timedelta(days=1))) == 3
