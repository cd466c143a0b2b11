"""Search is never dark: whatever happens to the index, the database answers, says so, and the index mends itself."""

import errno
import logging
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.urls import reverse
from haystack import connections

from archive.models import Editorial, Stale
from archive.search import ask
from archive.search.engine import IndexDamaged, current
from archive.search.engines.whoosh.answers import answering
from archive.search.engines.whoosh.index.folder import Folder, snapshots_of, succession
from archive.search.engines.whoosh.index.schema import schema
from archive.search.question.query import Question
from archive.search.upkeep import freshness, watching
from archive.search_indexes import EditorialIndex

ROOT = Path(__file__).parents[3]
SAID = "L’index ne répond pas pour le moment"


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def editorial(make_editorial):
    made = make_editorial("L’accueil", "<p>Un client attend.</p>")
    freshness.drain()
    return made


@pytest.fixture
def asides(monkeypatch):
    """What is given to another process or thread is only noted."""
    noted = []
    monkeypatch.setattr(watching, "aside", noted.append)
    monkeypatch.setattr(watching, "_complaint", "")
    return noted


@pytest.fixture
def unpaused(monkeypatch):
    monkeypatch.setattr(watching, "_begun", {})


def reopened():
    """As another process would see the index: nothing is mapped yet."""
    snapshots_of.cache_clear()
    connections.thread_local.connections = {}


def answered():
    """By what the question is answered that the one editorial answers."""
    answer = ask(Question(q="client"))
    assert answer.count == 1
    return answer.by


def one(index, pattern):
    return next(index.glob(pattern))


def cut(path):
    os.truncate(path, path.stat().st_size - 10)


DAMAGES = {
    "the folder is gone": shutil.rmtree,
    "the folder is empty": lambda index: [path.unlink() for path in index.iterdir()],
    "a file is in its place": lambda index: (shutil.rmtree(index), index.write_text("a file")),
    "the postings are cut": lambda index: cut(one(index, "*.arr")),
    "the postings are empty": lambda index: one(index, "*.arr").write_bytes(b""),
    "the postings are gone": lambda index: one(index, "*.arr").unlink(),
    "the postings are something else": lambda index: one(index, "*.arr").write_bytes(
        b"x" * one(index, "*.arr").stat().st_size
    ),
    "the stored fields are cut": lambda index: cut(one(index, "*_stored.col")),
    "a column is gone": lambda index: one(index, "*.django_id.col").unlink(),
    "the table of contents is cut": lambda index: cut(one(index, "*.toc")),
    "the table of contents is empty": lambda index: one(index, "*.toc").write_bytes(b""),
    "the table of contents is gone": lambda index: one(index, "*.toc").unlink(),
    "every file is empty": lambda index: [path.write_bytes(b"") for path in index.iterdir()],
    "a later table of contents is half-written": lambda index: (index / "_MAIN_99.toc").write_bytes(
        one(index, "*.toc").read_bytes()[:300]
    ),
}


@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES)
def test_the_database_answers_and_a_rebuild_is_asked_for(editorial, index, client, asides, harm):
    assert answered() == "index"
    harm(index)
    reopened()
    assert answered() == "database"
    assert watching.begin_rebuilding in asides
    assert SAID in client.get(reverse("search"), {"q": "client"}).content.decode()


@pytest.mark.parametrize("harm", [harm for name, harm in DAMAGES.items() if "place" not in name])
def test_a_rebuild_mends_it(editorial, index, harm):
    harm(index)
    reopened()
    assert current().rebuild() == 1
    assert answered() == "index"


@pytest.mark.parametrize("harm", DAMAGES.values(), ids=DAMAGES)
def test_an_editorial_is_saved_nevertheless(editorial, index, harm, make_editorial):
    harm(index)
    reopened()
    made = make_editorial("Neuf")
    freshness.drain()
    assert Editorial.objects.filter(pk=made.pk).exists()
    assert Stale.objects.exists() or connections["default"].get_backend().snapshot().count == 2


def test_an_index_of_another_engine_is_not_trusted_and_replaced(editorial, index, asides):
    from whoosh import fields
    from whoosh.index import create_in

    shutil.rmtree(index)
    index.mkdir()
    with create_in(
        index, fields.Schema(id=fields.ID(stored=True), text=fields.TEXT)
    ).writer() as writer:
        writer.add_document(id="1", text="client client")
    assert answered() == "database"
    current().rebuild()
    assert answered() == "index"


def test_an_index_of_another_version_is_not_trusted_and_replaced(editorial, asides, monkeypatch):
    backend = connections["default"].get_backend()
    fields = dict(EditorialIndex.fields)
    del fields["section"]
    monkeypatch.setitem(vars(backend), "schema", schema(fields))
    monkeypatch.setitem(vars(backend), "folder", Folder(backend.path, backend.schema))
    assert answered() == "database"
    current().rebuild()
    assert answered() == "index"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EIO, errno.EMFILE])
def test_a_folder_that_cannot_be_read_is_no_error(editorial, monkeypatch, asides, number):
    def refuse(*_args, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("archive.search.engines.whoosh.index.folder.commits.Contents.read", refuse)
    reopened()
    assert answered() == "database"


def test_a_full_disk_keeps_what_there_is_and_what_has_to_be_done(editorial, make_editorial, caplog):
    make_editorial("Neuf")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
    try:
        assert freshness.drain() == 0
        with pytest.raises(OSError, match="too large"):
            current().rebuild()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Stale.objects.exists() and "waits" in caplog.text
    assert answered() == "index"
    assert freshness.drain() == 1
    assert connections["default"].get_backend().snapshot().count == 2


def test_a_read_only_folder_is_searched_and_what_has_to_be_done_waits(
    editorial, make_editorial, monkeypatch, asides
):
    def read_only(path, flags, *args, opening=os.open):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opening(path, flags, *args)

    make_editorial("Neuf")
    monkeypatch.setattr(os, "open", read_only)
    assert freshness.drain() == 0 and Stale.objects.exists()
    assert answered() == "index"
    with pytest.raises(OSError, match="Read-only"):
        watching.begin_rebuilding()


def test_postings_cut_short_in_use_do_not_end_the_process(editorial, index):
    assert answered() == "index"
    os.truncate(one(index, "*.arr"), 0)
    connections["default"].get_backend().folder._checked = 0
    assert answered() == "database"


def test_an_error_of_ours_is_answered_by_the_database_and_said(
    editorial, asides, monkeypatch, caplog
):
    monkeypatch.setattr(answering, "answer", lambda *args: 1 / 0)
    assert answered() == "database"
    assert "ZeroDivisionError" in caplog.text and asides == [watching.examine]


def test_it_is_said_once_and_once_that_it_is_over(editorial, index, asides, caplog):
    cut(one(index, "*.toc"))
    reopened()
    for _ in range(5):
        answered()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    current().rebuild()
    caplog.clear()
    answered()
    answered()
    assert [record.getMessage() for record in caplog.records] == [
        "Search is answered by the index again."
    ]


# Mending without being asked


def test_what_is_done_aside_is_not_done_again_soon(unpaused, monkeypatch):
    monkeypatch.undo()
    done = threading.Semaphore(0)
    monkeypatch.setattr(watching, "_begun", {})
    for _ in range(5):
        watching.aside(done.release)
    assert done.acquire(timeout=5) and not done.acquire(timeout=0.05)


def test_one_process_rebuilds_and_not_again_soon(editorial, monkeypatch):
    begun = []
    monkeypatch.setattr(
        subprocess, "Popen", lambda command, **options: begun.append(command) or Begun()
    )
    assert watching.begin_rebuilding() and not watching.begin_rebuilding()
    assert begun[0][2:4] == ["rebuild_index", "--noinput"]
    monkeypatch.setattr(watching, "REBUILDING_PAUSE", 0)
    assert watching.begin_rebuilding()


class Begun:
    pid = os.getpid()

    def poll(self):
        return 0


def test_none_is_begun_while_one_is_running(editorial, monkeypatch):
    monkeypatch.setattr(watching, "REBUILDING_PAUSE", 0)
    with succession.alone(connections["default"].get_backend().folder):
        assert not watching.begin_rebuilding()


def test_an_altered_index_is_rebuilt(editorial, index, monkeypatch):
    begun = []
    monkeypatch.setattr(watching, "begin_rebuilding", lambda: begun.append(True))
    watching.examine()
    assert not begun
    file = one(index, "*.arr")
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    watching.examine()
    assert begun


def flipped(path, bits):
    """Turn over so many bits of a file, always the same."""
    content, chosen = bytearray(path.read_bytes()), random.Random(path.suffix)
    for _bit in range(bits):
        content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
    path.write_bytes(content)


ALTERED = [(ending, bits) for ending in ("*.toc", "*.arr", "*_stored.col") for bits in (1, 60)]


@pytest.mark.parametrize(
    ("ending", "bits"), [*ALTERED, ("*.django_id.col", 60), ("*.words", 1), ("*.key", 1)]
)
def test_what_a_disk_alters_is_noticed_by_a_look_and_not_answered_from(
    make_editorial, index, monkeypatch, client, ending, bits
):
    for module in ("wordlist", "conflation"):
        kept = f"archive.search.engines.whoosh.index.words.{module}.WORTH_KEEPING"
        monkeypatch.setattr(kept, 0)
    for number in range(60):
        make_editorial(f"L’accueil {number}", "<p>Un client attend.</p>")
    freshness.drain()
    ask(Question(q="cliant"))  # for which the words are derived
    begun = []
    monkeypatch.setattr(watching, "begin_rebuilding", lambda: begun.append(True))
    watching.look()
    assert not begun
    for path in index.glob(ending):
        flipped(path, bits)
    watching.look()
    assert begun
    assert client.get("/healthz").json()["status"] == "degraded"
    assert ask(Question(q="client")).by == "database"
    current().rebuild()
    assert ask(Question(q="client")).by == "index"


def test_what_is_altered_is_neither_merged_nor_kept_as_the_previous_index(editorial, index):
    flipped(one(index, "*_stored.col"), 1)
    with pytest.raises(IndexDamaged):
        connections["default"].get_backend().optimize()
    current().rebuild()
    assert answered() == "index"
    with pytest.raises(IndexDamaged):
        current().go_back()


def test_what_a_crash_left_stale_is_taken_in(editorial, make_editorial):
    make_editorial("Neuf")
    assert watching.look() == 1 and watching.look() == 0


def test_what_came_by_other_ways_is_taken_in(editorial, make_editorial):
    new = make_editorial("Neuf")
    Editorial.objects.filter(pk=editorial.pk).update(state="draft")
    Editorial.objects.filter(pk=new.pk).update(title="Autre")
    Stale.objects.all().delete()
    make_editorial("Encore")
    Stale.objects.all().delete()
    assert watching.look() == 3 and watching.look() == 0


def test_what_cannot_be_indexed_is_tried_once(editorial, make_editorial, monkeypatch):
    make_editorial("Mauvais")
    monkeypatch.setattr(EditorialIndex, "prepare_keywords", lambda self, one: 1 / 0)
    assert [watching.look() for _ in range(4)] == [2, 0, 0, 0]


def test_a_large_archive_is_not_indexed_while_an_editor_waits(editorial, index, monkeypatch):
    monkeypatch.setattr("archive.search.engines.whoosh.haystack.backend.MOST_TO_WAIT_FOR", 0)
    shutil.rmtree(index)
    editorial.save()
    assert freshness.drain() == 0 and Stale.objects.exists()
    assert freshness.drain(patient=True) == 1 and answered() == "index"


def test_the_site_mends_a_damaged_index_by_itself(tmp_path, migrated):
    shutil.copy(migrated, tmp_path / "archive.sqlite3")
    environment = os.environ | {
        "ARCHIVE_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "_MAIN_1.toc").write_bytes(b"not a table of contents")
    said = subprocess.run(
        [sys.executable, "-c", MENDED], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert said.stdout.split() == ["database", "index"], said.stderr


MENDED = """
import time, django
django.setup()
from archive.search import ask
from archive.search.question.query import Question
print(ask(Question()).by)
until = time.time() + 120
while ask(Question()).by == "database" and time.time() < until:
    time.sleep(0.1)
print(ask(Question()).by)
"""
