"""/healthz: what those who watch over the archive are told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from archive.models import Capture, Editorial, Proof, ProofKind, Stale, Upload
from archive.search.engines.whoosh.index.folder import succession
from archive.search.upkeep import freshness
from archive.search_indexes import EditorialIndex


@pytest.fixture
def editorial(make_editorial):
    made = make_editorial()
    freshness.drain()
    return made


def test_all_is_well(client, editorial):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "index": "ok",
        "rebuilding": False,
        "editorials": 1,
        "indexed": 1,
        "stale": 0,
        "lost_captures": 0,
    }


def test_it_is_never_kept_by_caches_and_sets_no_cookie(client, editorial):
    response = client.get("/healthz")
    assert "no-store" in response["Cache-Control"] and not response.cookies


def test_it_takes_few_queries_whatever_the_archive(client, editorial, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get("/healthz")


def test_without_an_index_the_site_is_degraded_and_stays_in_service(client, make_editorial):
    make_editorial()
    Stale.objects.all().delete()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded" and response.json()["index"] == "missing"


def test_a_damaged_index_is_told(client, editorial, tmp_path):
    next((tmp_path / "index").glob("*.toc")).write_bytes(b"")
    (tmp_path / "index" / "_MAIN_99.toc").write_bytes(b"")
    assert client.get("/healthz").json()["index"] == "damaged"


def test_what_was_saved_just_now_is_no_fault(client, editorial):
    editorial.save()
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/healthz").json()["stale"] == 1


def test_what_waits_for_long_is_a_fault(client, editorial):
    Stale.objects.create(editorial_id=editorial.pk, at=timezone.now() - timedelta(minutes=5))
    assert client.get("/healthz").json()["status"] == "degraded"


def test_an_index_that_cannot_be_written_is_told_at_once(client, editorial, tmp_path):
    lock = tmp_path / "index" / "MAIN_WRITELOCK"
    lock.unlink()
    lock.mkdir()  # as root, whom no permission stops
    editorial.save()
    freshness.drain()
    assert client.get("/healthz").json() | {"stale": 1} == {
        "status": "degraded",
        "database": "ok",
        "index": "ok",
        "rebuilding": False,
        "editorials": 1,
        "indexed": 1,
        "stale": 1,
        "lost_captures": 0,
    }
    lock.rmdir()
    freshness.drain()
    assert client.get("/healthz").json()["status"] == "ok"


def test_an_index_that_lacks_something_is_a_fault(client, editorial):
    Editorial.objects.bulk_create([Editorial(title="Par un autre chemin")])
    assert client.get("/healthz").json()["status"] == "degraded"


def test_a_rebuild_that_is_running_is_told(client, editorial):
    with succession.alone(EditorialIndex().get_backend().folder):
        assert client.get("/healthz").json()["rebuilding"] is True


def test_asking_makes_no_folder(client, db, tmp_path):
    client.get("/healthz")
    assert not (tmp_path / "index").exists()


def test_a_database_that_fails_takes_the_site_out_of_service(client, db):
    def fail(*_args):
        raise DatabaseError("password=secret")

    with connection.execute_wrapper(fail):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "failing"}


def test_it_is_only_read(client, db):
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


# /readyz, part by part


def test_a_site_that_is_ready(client, editorial):
    told = client.get("/readyz").json()
    assert told.pop("disk")["free_bytes"] > 0
    assert told == {
        "status": "ok",
        "database": "ok",
        "index": {
            "state": "ok",
            "rebuilding": False,
            "behind": False,
            "editorials": 1,
            "indexed": 1,
        },
        "captures": {"state": "ok", "lost": 0, "proved": None},
        "pending": {"stale": 0, "uploads": 0, "tasks": 0},
    }


def test_an_empty_archive_is_served_all_the_same(client, db):
    response = client.get("/readyz")
    assert response.status_code == 200 and response.json()["index"]["editorials"] == 0


def test_lost_captures_degrade_it_and_never_take_it_away(client, editorial):
    Capture.objects.create(editorial=editorial, sha256="0" * 64, size=1, lost_at=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == 200 and response.json()["status"] == "degraded"
    assert response.json()["captures"] == {"state": "lost", "lost": 1, "proved": None}


def test_when_all_captures_were_proved_last_is_told(client, editorial):
    Proof.objects.record(ProofKind.FIXITY, {"captures": 0, "lost": 0})
    assert client.get("/readyz").json()["captures"]["proved"].startswith("20")


def test_a_disk_that_fills_degrades_it(client, editorial, monkeypatch):
    monkeypatch.setattr("archive.disk.LEAST_FREE", 2**70)
    told = client.get("/readyz").json()
    assert told["status"] == "degraded" and told["disk"]["state"] == "low"
    assert client.get("/healthz").json()["status"] == "ok"


def test_a_disk_that_does_not_tell_is_no_fault(client, editorial, monkeypatch):
    def refused(_path):
        raise OSError

    monkeypatch.setattr("shutil.disk_usage", refused)
    told = client.get("/readyz").json()
    assert told["disk"] == {"state": "unknown", "free_bytes": None} and told["status"] == "ok"


def test_work_that_waits_is_told_and_what_waits_too_long_degrades(client, editorial, admin_user):
    Upload.objects.create(by=admin_user, key="k", names=[], size=1)
    Stale.objects.create(editorial_id=editorial.pk, at=timezone.now() - timedelta(minutes=3))
    told = client.get("/readyz").json()
    assert told["pending"] == {"stale": 1, "uploads": 1, "tasks": 0}
    assert told["status"] == "degraded" and told["index"]["behind"] is True


def test_only_a_database_that_fails_makes_it_unready(client, db):
    def fail(*_args):
        raise DatabaseError("password=secret")

    with connection.execute_wrapper(fail):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "failing"}


def test_being_ready_is_only_read(client, db):
    assert client.head("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405
    assert "no-store" in client.get("/readyz")["Cache-Control"]
