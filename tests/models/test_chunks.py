"""Keys read in portions, and what may be done in between."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from backed_up import database_at
from django.db import connection

from archive.models import Editorial, Publication
from archive.models.chunks import among, portions


@pytest.fixture
def in_a_file(migrated, tmp_path, django_db_blocker):
    """The path of the archive's database where that is a file of SQLite's."""
    path = shutil.copy(migrated, tmp_path)
    with django_db_blocker.unblock(), database_at(path):
        yield path


def test_rows_are_written_between_portions_though_another_writes_as_well(in_a_file):
    for number in range(5):
        Publication.objects.create(name=f"Revue {number}")
    read = []
    with closing(sqlite3.connect(in_a_file)) as another:
        for portion in portions(Publication.objects.all(), 2):
            with another:
                another.execute("UPDATE archive_publication SET name = name || ' !'")
            Publication.objects.filter(pk__in=portion).update(issn="1234-5679")
            read.append(len(portion))
    assert read == [2, 2, 1]
    assert Publication.objects.filter(issn="1234-5679").count() == 5


def test_no_rows_are_no_portion(db):
    assert list(portions(Publication.objects.all(), 2)) == []


@pytest.mark.parametrize(
    "wanted", [[0, 1, 2], [0, 4], []], ids=["beside each other", "apart", "none"]
)
def test_rows_with_some_keys_are_among_those_that_are_asked_for(db, wanted):
    keys = [Publication.objects.create(name=f"Revue {number}").pk for number in range(5)]
    chosen = [keys[number] for number in wanted]
    rows = Publication.objects.filter(among("pk", chosen)).values_list("pk", flat=True)
    assert set(chosen) <= set(rows)


def test_the_next_portion_of_the_published_is_read_without_the_others(db):
    if connection.vendor != "sqlite":
        pytest.skip("how SQLite reads them")
    following = Editorial.objects.published().order_by("pk").filter(pk__gt=1)
    plan = following.values_list("pk")[:500].explain()
    assert "rowid>?" in plan and "TEMP B-TREE" not in plan
