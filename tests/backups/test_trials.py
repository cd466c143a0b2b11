"""The database of a restore that is only tried: where its site is told to find it."""

from pathlib import Path

import pytest
from django.db import connections

from archive.backups.trials import PostgresqlTrial
from archive.databases import database


@pytest.mark.parametrize(
    "url",
    [
        "postgres://archive:p%40ss%2Fword@db.example:5433/archive",
        "postgres://archive:secret@[::1]/archive",
        "postgres://archive:secret@db/archive?sslmode=verify-full&sslrootcert=system",
    ],
)
def test_it_is_reached_as_the_site_s_own_is(url, monkeypatch):
    own, connection = database(url), connections["default"]
    monkeypatch.setattr(connection, "settings_dict", connection.settings_dict | own)
    tried = database(PostgresqlTrial(Path("archive.pgdump")).address())
    assert tried == own | {"NAME": "archive_drill"}
