"""Editorials published and withdrawn at a moment to come, by whoever looks first."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from archive import deadlines
from archive.models import Bulk, Editorial, Operation, Schedule, trash

pytestmark = pytest.mark.django_db
ALL = "/desk/schedule/"


def page_of(editorial) -> str:
    return f"/desk/editorials/{editorial.pk}/schedule/"


def sent(moment, state="published", why="") -> dict:
    local = timezone.localtime(moment)
    at = {"at_0": local.strftime("%Y-%m-%d"), "at_1": local.strftime("%H:%M")}
    return {"state": state, "why": why} | at


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=2)


@pytest.fixture
def passed(soon, monkeypatch):
    """Let time pass until the moment has come."""

    def pass_time():
        monkeypatch.setattr(timezone, "now", lambda: soon + timedelta(minutes=1))

    return pass_time


def test_a_draft_is_published_at_its_moment_by_an_operation_that_can_be_undone(
    editor_client, admin_user, client, make_editorial, soon, passed
):
    draft = make_editorial("Le printemps", state="draft")
    page = editor_client.post(page_of(draft), sent(soon, why="numéro de mars"), follow=True)
    assert "Le printemps" in page.text and "publier" in page.text
    assert deadlines.meet() == (0, 0) and Editorial.objects.get().is_draft
    passed()
    assert deadlines.meet() == (1, 0) and Editorial.objects.get().is_published
    operation = Operation.objects.get()
    assert operation.by == admin_user and "numéro de mars" in operation.why
    assert operation.why.startswith("Prévu pour le ") and not Schedule.objects.exists()
    assert deadlines.meet() == (0, 0)
    operation.undo(admin_user)
    assert Editorial.objects.get().is_draft


def test_a_published_one_is_withdrawn_at_its_moment(
    editor_client, client, make_editorial, soon, passed, capsys
):
    editorial = make_editorial("Un")
    assert editor_client.post(page_of(editorial), sent(soon, "withdrawn")).status_code == 422
    editor_client.post(page_of(editorial), sent(soon, "withdrawn", "droits jusque-là"))
    passed()
    call_command("meet_deadlines")
    assert "scheduled: 1" in capsys.readouterr().out
    editor_client.logout()
    assert client.get(editorial.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"at_0": "2001-02-12"}, "Ce moment est passé"),
        ({"at_0": "2126-02-12"}, "à plus de dix ans"),
        ({"at_0": ""}, "at"),
        ({"at_1": "25:61"}, "at"),
        ({"at_0": "9999-12-31", "at_1": "23:59"}, "à plus de dix ans"),
        ({"at_0": "0001-01-01", "at_1": "00:00"}, "at"),
        ({"state": "draft"}, "state"),
        ({"state": "trashed"}, "state"),
        ({"state": "withdrawn"}, "Dites pourquoi"),
        ({"why": "x" * 301}, "why"),
    ],
)
def test_what_cannot_be_scheduled_is_refused_clearly(
    editor_client, make_editorial, soon, wrong, told
):
    draft = make_editorial(state="draft")
    refused = editor_client.post(page_of(draft), sent(soon) | wrong)
    assert refused.status_code == 422 and not Schedule.objects.exists()
    assert told in refused.text or told in refused.context["form"].errors


def test_what_is_so_already_is_not_scheduled(editor_client, make_editorial, soon):
    refused = editor_client.post(page_of(make_editorial()), sent(soon))
    assert "Il est déjà publié." in refused.text and refused.status_code == 422


def test_an_hour_that_the_clocks_leave_out_is_refused(editor_client, make_editorial):
    skipped = {"state": "published", "at_0": "2027-03-28", "at_1": "02:30"}
    draft = make_editorial(state="draft")
    assert editor_client.post(page_of(draft), skipped).status_code == 422


def test_a_schedule_is_changed_and_cancelled(editor_client, make_editorial, soon, passed):
    draft = make_editorial(state="draft")
    editor_client.post(page_of(draft), sent(soon))
    editor_client.post(page_of(draft), sent(soon + timedelta(days=1)))
    schedule = Schedule.objects.get()
    passed()
    assert deadlines.meet() == (0, 0)
    editor_client.post(ALL, {"cancel": [schedule.pk, "x", "99999999999999999999"]})
    assert not Schedule.objects.exists()


def test_what_became_so_meanwhile_leaves_no_operation(editor_client, make_editorial, soon, passed):
    draft = make_editorial(state="draft")
    editor_client.post(page_of(draft), sent(soon))
    Editorial.objects.update(state="published")
    passed()
    assert deadlines.meet() == (1, 0) and not Operation.objects.exists()


def test_a_draft_that_was_withdrawn_meanwhile_is_not_published(
    editor_client, admin_user, make_editorial, soon, passed, caplog
):
    draft = make_editorial(state="draft")
    editor_client.post(page_of(draft), sent(soon))
    Bulk(values={"state": "withdrawn"}).apply([draft.pk], admin_user, "faux")
    passed()
    assert deadlines.meet() == (1, 0) and Editorial.objects.get().state == "withdrawn"
    assert not Schedule.objects.exists() and "is dropped" in caplog.text


def test_a_draft_that_came_out_of_the_trash_is_published(
    editor_client, admin_user, make_editorial, soon, passed
):
    draft = make_editorial(state="draft")
    editor_client.post(page_of(draft), sent(soon))
    trash.put([draft.pk], admin_user, "double")
    trash.take_out([draft.pk], admin_user)
    passed()
    deadlines.meet()
    assert Editorial.objects.get().is_published


def test_a_schedule_that_fails_keeps_no_other_from_its_moment(
    editor_client, make_editorial, soon, passed, monkeypatch, caplog
):
    drafts = [make_editorial(title, state="draft") for title in ("Un", "Deux")]
    for draft in drafts:
        editor_client.post(page_of(draft), sent(soon))
    apply_within = Bulk.apply_within

    def fail_once(bulk, operation, ids, by=None):
        if ids == [drafts[0].pk]:
            raise OSError("disk full")
        apply_within(bulk, operation, ids, by)

    monkeypatch.setattr(Bulk, "apply_within", fail_once)
    passed()
    assert deadlines.meet() == (1, 0) and "disk full" in caplog.text
    assert Editorial.objects.get(state="published") == drafts[1]
    assert Schedule.objects.get().editorial == drafts[0]


def test_what_was_thrown_away_stays_in_the_trash(
    editor_client, admin_user, make_editorial, soon, passed
):
    draft = make_editorial(state="draft")
    editor_client.post(page_of(draft), sent(soon))
    trash.put([draft.pk], admin_user, "double")
    assert editor_client.get(page_of(draft)).status_code == 404
    passed()
    assert deadlines.meet() == (1, 0) and Editorial.objects.get().is_in_trash


def test_who_asks_at_the_moment_reads_it_where_no_worker_runs(
    client, editor_client, make_editorial, soon, passed, monkeypatch
):
    draft = make_editorial("Le printemps", state="draft")
    editor_client.post(page_of(draft), sent(soon))
    editor_client.logout()
    passed()
    monkeypatch.setattr(deadlines, "PAUSE", 0)
    assert client.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, OSError])
def test_a_page_is_answered_where_what_is_due_cannot_be_done(client, monkeypatch, caplog, error):
    def refuse(_rows, most):
        raise error("attempt to write a readonly database")

    monkeypatch.setattr(deadlines, "PAUSE", 0)
    monkeypatch.setattr(type(Schedule.objects), "carry_out", refuse)
    assert client.get("/about/").status_code == 200
    assert "could not be done" in caplog.text


def test_an_account_that_is_gone_leaves_what_it_scheduled(
    editor_client, member, make_editorial, soon, passed
):
    edith, browser = member("edith")
    draft = make_editorial(state="draft")
    browser.post(page_of(draft), sent(soon))
    edith.delete()
    assert "sans compte" in editor_client.get(ALL).text
    passed()
    deadlines.meet()
    assert Editorial.objects.get().is_published and Operation.objects.get().by is None


def test_lists_of_drafts_and_of_what_is_withdrawn(editor_client, member, make_editorial):
    make_editorial("Brouillon", state="draft")
    make_editorial("Retiré", state="withdrawn")
    page = editor_client.get("/desk/todo/withdrawn/").text
    assert "Retiré" in page and "Brouillon" not in page
    assert "Brouillon" in editor_client.get("/desk/todo/drafts/").text
    _claire, browser = member("claire", "contributeur")
    assert browser.get("/desk/todo/withdrawn/").context["page"].paginator.count == 0
