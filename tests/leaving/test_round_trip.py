"""An archive taken out and brought back is the same in every field, here and on PostgreSQL."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from backed_up import files, titles
from django.conf import settings as site
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from odd_rows import fill
from test_moving import archive_at

from archive.backups import bags
from archive.leaving import export, taking_in
from archive.leaving.nouns import LEFT_OUT, PRIVATE_NOUNS, nouns
from archive.models import (
    Capture,
    Editorial,
    FormerAddress,
    Operation,
    OperationKind,
    Stale,
    Tag,
    Tallied,
    steering_rows,
)
from archive.postgresql.texts import held_as_json


def run(command: str, *arguments, **options) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def everything() -> dict[str, list]:
    """All rows of every model that is not left out, as both databases hold them."""
    rows = {}
    for noun in nouns(private=True):
        columns = [field.attname for field in noun.fields]
        values = noun.model._base_manager.order_by("pk").values_list(*columns)
        rows[noun.model._meta.label] = [[held_as_json(value) for value in row] for row in values]
    return rows


def as_exported(rows: dict[str, list]) -> dict[str, list]:
    """What of these rows an export has that is not private: no accounts, no addresses of letters."""
    public = {}
    for noun in nouns(private=False):
        names = [field.name for field in noun.fields]
        public[noun.model._meta.label] = [
            [noun.blanks.get(name, value) for name, value in zip(names, row, strict=True)]
            for row in rows[noun.model._meta.label]
        ]
    return public


@pytest.fixture
def odd(archive):
    """An archive with two rows of every model, with something odd in every field; its export's bag."""
    with archive("odd"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for noun in nouns(private=True):
                fill(noun.model)
        yield


def bag_of(tmp_path: Path, private: bool, name: str = "sac") -> Path:
    made = export.export(tmp_path / name, private)
    assert len(made.contents.lost) == 2, "these captures have no bytes"
    return made.bag


def test_all_fields_of_all_models_come_back(archive, odd, tmp_path):
    before = everything()
    assert all(len(rows) == 2 for rows in before.values())
    bag = bag_of(tmp_path, private=True)
    with archive("new"):
        taking_in.take_in(bag)
        assert everything() == before
        again = bag_of(tmp_path, private=True, name="again")
    for path in sorted((bag / "data" / "records").iterdir()):
        assert path.read_bytes() == (again / "data" / "records" / path.name).read_bytes()


def test_what_is_not_private_comes_back_without_accounts(archive, odd, tmp_path):
    before = as_exported(everything())
    bag = bag_of(tmp_path, private=False)
    assert not (bag / "data" / "secret-key").exists()
    records = {path.stem: path.read_text() for path in (bag / "data" / "records").iterdir()}
    assert not set(PRIVATE_NOUNS) & set(records)
    assert records["letters"].count('"sealed_email":"","email_key":"","decided_by":null') == 2
    with archive("new"):
        groups = Group.objects.count()
        taking_in.take_in(bag)
        after = everything()
        assert {label: after[label] for label in before} == before
        assert Group.objects.count() == groups, "what is not in the export stays"
        assert not set(before) & set(LEFT_OUT)


@pytest.mark.django_db(transaction=True)
def test_an_archive_goes_to_postgresql_and_comes_back(archive, odd, tmp_path, new_on_postgres):
    before = everything()
    bag = bag_of(tmp_path, private=True)
    with archive_at(new_on_postgres("taken")):
        taking_in.take_in(bag)
        assert everything() == before
        assert Tag.objects.create(name="tout neuf").pk == 3, "numbers go on"
        assert not Tallied.objects.differences()
        Tag.objects.filter(pk=3).delete()
        back = bag_of(tmp_path, private=True, name="back")
    with archive("new"):
        taking_in.take_in(back)
        assert everything() == before
        assert Tag.objects.create(name="tout neuf").pk == 4, "no number is given twice"


def test_numbers_addresses_times_and_the_way_back_stay(archive, left, tmp_path):
    changed = Editorial.objects.get(title="La voix du client")
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing([changed]),
    ):
        changed.title = "La voix des clients"
        changed.save()
    gone = Editorial.objects.create(title="Effacé")
    number, _deleted = gone.pk, gone.delete()
    FormerAddress.objects.create(model="tag", slug="voix", now="ecoute")
    times = dict(Editorial.objects.values_list("pk", "updated_at"))
    kept = files(left / "captures")
    (left / "pages").mkdir()
    (left / "pages" / "about.md").write_text("# Nous")
    told = run("export_archive", tmp_path / "sac")
    assert "3 captures" in told and "Export vérifié" in told
    stamp = steering_rows.stamp()
    with archive("new") as folder:
        told = run("import_archive", tmp_path / "sac")
        assert "3 éditoriaux" in told and "3 editorials indexed" in told
        assert dict(Editorial.objects.values_list("pk", "updated_at")) == times
        assert files(folder / "captures") == kept and not Capture.objects.lost()
        assert (folder / "pages" / "about.md").read_text() == "# Nous"
        assert Editorial.objects.create(title="Nouveau").pk > number, "no number is given twice"
        Editorial.objects.get(title="Nouveau").delete()
        assert not Tallied.objects.differences() and not Stale.objects.exists()
        assert steering_rows.stamp() != stamp
        assert FormerAddress.objects.get().now == "ecoute"
        Operation.objects.get(pk=operation.pk).undo()
        assert "La voix du client" in titles()
    assert bags.check(tmp_path / "sac")


def test_an_export_can_be_read_without_this_program(left, tmp_path):
    run("export_archive", tmp_path / "sac")
    bag = tmp_path / "sac"
    assert (bag / "bagit.txt").read_bytes() == (
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (bag / "bag-info.txt").read_text()
    lines = (bag / "data/records/editorials.jsonl").read_text().splitlines()
    told = json.loads((bag / "data/export.json").read_text())
    assert told["lines"]["editorials"] == len(lines) == 3
    editorial = json.loads(lines[0])
    assert editorial["title"] == "La voix du client" and editorial["date"] == "2001-02-12"
    assert "What is in this folder" in (bag / "data/README.md").read_text()
    assert {path.stat().st_mode & 0o077 for path in bag.rglob("*")} == {0}


def test_the_site_is_written_while_an_export_reads(left, tmp_path):
    """What comes meanwhile is not in it, and waits for nothing."""

    def write(noun: str) -> None:
        if noun == "authors":
            with closing(sqlite3.connect(left / "archive.sqlite3", timeout=0)) as other, other:
                other.execute("UPDATE archive_editorial SET title = 'Changé'")

    made = export.export(tmp_path / "sac", progress=write)
    assert made.contents.lines["editorials"] == 3 and set(titles()) == {"Changé"}
    assert "Changé" not in (tmp_path / "sac/data/records/editorials.jsonl").read_text()
    assert left == site.DATA_DIR
