"""An import as an event: noted, gone on with, undone."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.ingest import running
from archive.models import Author, Capture, Editorial, Import, Operation, Publication, Tag
from archive.models.stores import EDITORIALS

ROOT = Path(__file__).parents[2]
MANY = 150


def row(number: int) -> dict:
    text = f"Le texte numéro {number} de la revue parle de choses toutes différentes. " + " ".join(
        f"mot{number}x{place}" for place in range(40)
    )
    return {
        "id": f"a{number}",
        "title": f"Titre {number}",
        "authors": ["Ada Nord"],
        "text": text,
        "tags": ["voix"],
    }


@pytest.fixture
def write(tmp_path):
    def write(*rows, name="a.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(one) for one in rows))
        return path

    return write


def brought_in(path) -> Import:
    event = running.begun([str(path)])
    assert list(running.run(event))
    return event


@pytest.mark.django_db
def test_an_import_tells_what_became_of_each_item(write):
    event = brought_in(write(row(1), {}, row(1) | {"id": "b"}))
    items = [
        (item.number, item.outcome, item.editorial)
        for item in event.items.select_related("editorial")
    ]
    made = Editorial.objects.get()
    assert items == [(1, "created", made), (2, "rejected", None), (3, "duplicate", made)]
    assert event.items.get(number=2).reason and event.counts() == {
        "created": 1,
        "rejected": 1,
        "duplicate": 1,
    }
    assert not event.is_running and event.operation.kind == "import"


@pytest.mark.django_db
def test_an_import_that_changes_nothing_has_no_operation(write):
    path = write(row(1))
    brought_in(path)
    again = brought_in(path)
    assert (again.operation, again.counts()) == (None, {"unchanged": 1})
    assert Operation.objects.count() == 1


@pytest.mark.django_db
def test_a_whole_import_is_undone_with_the_people_tags_and_magazines_that_it_made(write, capsys):
    brought_in(write(row(1)))
    event = brought_in(
        write(
            row(1) | {"page": "4"},
            row(2) | {"publication": "Revue", "tags": ["neuf"]},
            name="b.jsonl",
        )
    )
    call_command("undo_import", event.pk)
    assert [(one.title, one.page) for one in Editorial.objects.all()] == [("Titre 1", "")]
    assert [tag.name for tag in Tag.objects.all()] == ["voix"] and not Publication.objects.exists()
    assert Author.objects.count() == 1 and Import.objects.get(pk=event.pk).is_undone
    Operation.objects.get(kind="undo").undo()
    assert {one.page for one in Editorial.objects.all()} == {
        "4",
        "",
    } and Publication.objects.exists()
    assert event.items.select_related("editorial").last().editorial.title == "Titre 2"


@pytest.mark.django_db
def test_what_an_editor_worked_on_since_stays(write, capsys):
    event = brought_in(write(row(1), row(2)))
    editorial = Editorial.objects.first()
    with Operation.objects.recording("edit") as operation, operation.changing(editorial):
        editorial.title = "Mieux"
        editorial.save()
    call_command("undo_import", event.pk)
    assert [one.title for one in Editorial.objects.all()] == ["Mieux"]
    assert "«\u00a0Mieux\u00a0» reste" in capsys.readouterr().err


@pytest.mark.django_db
def test_what_was_read_from_another_file_since_outlasts_the_undo(write, capsys):
    event = brought_in(write(row(1)))
    page = write(row(1), name="a.txt")
    page.write_text(f"Titre 1\n\n{row(1)['text']}")
    brought_in(page)  # the same text: one more capture
    call_command("undo_import", event.pk)
    assert Editorial.objects.get().captures.count() == 2
    assert "«\u00a0Titre 1\u00a0» reste" in capsys.readouterr().err


@pytest.mark.django_db
def test_captures_come_back_whole_with_what_an_undo_took_away(write):
    event = brought_in(write(row(1), row(2)))
    captures = list(Capture.objects.order_by("pk").values())
    undo = event.operation.undo()
    assert not Capture.objects.exists()
    undo.undo()
    assert list(Capture.objects.order_by("pk").values()) == captures


@pytest.mark.django_db
def test_what_was_noted_with_its_captures_whole_is_undone(write, capsys):
    event = brought_in(write(row(1), row(2)))
    for change in event.operation.changes.filter(model=EDITORIALS.name):
        now = EDITORIALS.read([change.object_id])[change.object_id]
        whole = json.dumps(change.after | {"captures": now["captures"]})  # as it was until 0037
        with connection.cursor() as cursor:
            cursor.execute("UPDATE archive_change SET after = %s WHERE id = %s", [whole, change.pk])
    call_command("undo_import", event.pk)
    assert not Editorial.objects.exists()


@pytest.mark.django_db
def test_what_cannot_be_undone_is_told(write):
    event = brought_in(write(row(1)))
    with pytest.raises(CommandError, match="n° 99"):
        call_command("undo_import", 99)
    call_command("undo_import", event.pk)
    with pytest.raises(CommandError, match="déjà annulée"):
        call_command("undo_import", event.pk)


@pytest.mark.django_db
def test_an_interrupted_import_is_gone_on_with_as_if_it_had_run_once(write):
    path = write(*[row(number) for number in range(4)])
    outcomes = running.run(running.begun([str(path)]))
    next(outcomes), next(outcomes)
    outcomes.close()
    event = Import.objects.get()
    assert event.is_running and event.items.count() >= 2  # some are saved at once
    assert brought_in(path) == event
    event.refresh_from_db()
    assert event.counts() == {"created": 4} and not event.is_running
    assert event.operation.changes.filter(model="editorial").count() == 4


@pytest.mark.django_db
def test_two_runs_of_the_same_import_at_once_are_one(write):
    path = write(*[row(number) for number in range(100)])
    first = running.run(running.begun([str(path)]))
    for _item in range(41):
        next(first)
    second = running.run(running.begun([str(path)]))
    for _item in range(90):
        next(second)
    outcomes = [*first, *second]
    event = Import.objects.get()
    assert event.counts() == {"created": 100} and not event.is_running
    assert Editorial.objects.count() == 100 and len(outcomes) == 69
    assert event.operation.changes.filter(model="editorial").count() == 100


def test_a_killed_import_ends_as_if_it_had_run_once(write, tmp_path, migrated):
    path = write(*[row(number) for number in range(MANY)])
    environment = os.environ | {
        "ARCHIVE_DATA_DIR": str(tmp_path / "var"),
        "DATABASE_URL": "",
        "PYTHONPATH": str(ROOT),
    }
    (tmp_path / "var").mkdir()
    shutil.copy(migrated, tmp_path / "var" / "archive.sqlite3")
    importing = [sys.executable, str(ROOT / "manage.py"), "import_editorials", str(path)]

    def held(sql: str) -> list:
        [database] = (tmp_path / "var").glob("*.sqlite3")
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    first = subprocess.Popen(importing, env=environment, stdout=subprocess.DEVNULL)
    while first.poll() is None and held("SELECT count(*) FROM archive_importitem")[0][0] < 20:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert 20 <= held("SELECT count(*) FROM archive_editorial")[0][0] < MANY
    subprocess.run(importing, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert held("SELECT outcome, count(*) FROM archive_importitem GROUP BY outcome") == [
        ("created", MANY)
    ]
    assert held("SELECT count(DISTINCT title), count(*) FROM archive_editorial") == [(MANY, MANY)]
    assert held("SELECT count(*) FROM archive_import WHERE finished_at IS NOT NULL") == [(1,)]
    assert held("SELECT count(*) FROM archive_change WHERE model = 'editorial'") == [(MANY,)]
    assert held("SELECT count(*) FROM archive_tagging") == [(MANY,)] and held(
        "SELECT count(*) FROM archive_tag"
    ) == [(1,)]
