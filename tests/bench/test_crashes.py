"""What is killed in the middle loses nothing, and the judge of it would say so."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.models import Editorial
from bench import crash_evidence

BENCH = Path(crash_evidence.__file__).with_name("crashes.py")


def test_nothing_is_lost_of_a_work_that_is_killed():
    options = ["--moments", "1", "--editorials", "12", "--deadline", "480"]
    done = subprocess.run(
        [sys.executable, BENCH, *options], cwd=BENCH.parents[1], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert [row[0] for row in rows] == [
        *("import", "bulk", "rebuild", "migration", "backup", "restore")
    ]
    assert all(int(row[1]) >= 1 and row[-1] == "0" for row in rows)


@pytest.mark.django_db
def test_what_is_missing_or_there_by_half_is_said(make_editorial):
    make_editorial("Un", "<p>Texte</p>", tags=["voix"], source_id="row-1")
    assert crash_evidence.of_import([["done", "row-2"]]) == [
        "row-2 is not there once",
        "row-1 is there by half",
    ]
    make_editorial("Deux")
    Editorial.objects.filter(title="Deux").update(section="Tribune")
    assert "by half" in crash_evidence.of_bulk([])[0]
