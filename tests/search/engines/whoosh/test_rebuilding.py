"""The whole index is made anew beside the one in use.

Nothing that happens meanwhile is lost, whatever goes wrong.
"""

import gc
import os
import signal
import traceback

import pytest
from django.core.management import CommandError, call_command
from django.db import connections as databases
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import Stale, Tag
from archive.search.engine import current
from archive.search.engines.whoosh import rebuilding
from archive.search.engines.whoosh.answers.answering import answer
from archive.search.engines.whoosh.index.folder import succession
from archive.search.question.query import Question
from archive.search.upkeep import freshness
from archive.search.upkeep.comparing import differences
from archive.search_indexes import EditorialIndex


@pytest.fixture
def folder():
    return connections["default"].get_backend().folder


@pytest.fixture
def editorials(make_editorial):
    editorials = [
        make_editorial(f"Éditorial {word}", "<p>Un client attend.</p>", tags=["Accueil"])
        for word in ("un", "deux")
    ]
    freshness.drain()
    return editorials


@pytest.fixture
def meanwhile(monkeypatch):
    """Has something done while the new index is written and not yet checked."""

    def register(action):
        check = rebuilding.check
        monkeypatch.setattr(rebuilding, "check", lambda *args: (action(), check(*args)))

    return register


def titles():
    return set(SearchQuerySet().values_list("title", flat=True))


def rebuild(**options):
    call_command("rebuild_index", interactive=False, **{"verbosity": 0} | options)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("most", "segments"), [(9, 1), (8, 2)], ids=["few", "many"])
def test_two_processes_write_what_one_would_and_few_are_put_together(
    editorials, make_editorial, monkeypatch, most, segments
):
    monkeypatch.setattr(rebuilding, "IN_ONE", most)
    for number in range(7):
        make_editorial(f"Numéro {number}")
    rebuild(workers=2, batchsize=2)
    assert len(connections["default"].get_backend().snapshot().segments) == segments
    assert SearchQuerySet().count() == 9 and not any(differences())


def test_search_goes_on_meanwhile(editorials, meanwhile):
    seen = []
    meanwhile(lambda: seen.append(titles()))
    rebuild()
    assert seen == [titles()] and len(seen[0]) == 2


def test_readers_keep_what_they_have_open(editorials):
    before = connections["default"].get_backend().snapshot()
    rebuild()
    assert answer(before, Question(q="client")).count == 2
    assert connections["default"].get_backend().snapshot().generation == before.generation + 1


@pytest.mark.parametrize("indexed", [True, False], ids=["and indexed", "and not yet indexed"])
def test_what_is_changed_meanwhile_is_in_the_new_index(
    editorials, make_editorial, meanwhile, indexed
):
    def change():
        editorials[0].title = "Changé"
        editorials[0].save()
        editorials[1].delete()
        make_editorial("Neuf", tags=["Formation"])
        if indexed:
            freshness.drain()
            assert not Stale.objects.exists()

    meanwhile(change)
    rebuild()
    assert titles() == {"Changé", "Neuf"} and not Stale.objects.exists() and not any(differences())


def test_a_tag_taken_meanwhile_is_not_in_the_new_index(editorials, meanwhile):
    meanwhile(lambda: (Tag.objects.get().delete(), freshness.drain()))
    rebuild()
    assert not SearchQuerySet().filter(tag="accueil").count() and not any(differences())


def test_a_rebuild_that_succeeds_or_fails_leaves_garbage_to_its_collector(editorials, monkeypatch):
    before = gc.get_threshold(), gc.get_freeze_count()
    rebuild()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
    monkeypatch.setattr(EditorialIndex, "read", None)
    with pytest.raises(TypeError):
        rebuild()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_was_stale_before_is_indexed_once(editorials, monkeypatch):
    editorials[0].save()
    monkeypatch.setattr(connections["default"].get_backend(), "refresh_documents", None)
    rebuild()
    assert not Stale.objects.exists() and not any(differences())


def test_a_second_rebuild_says_so_and_ends(editorials, folder, monkeypatch):
    monkeypatch.setattr(rebuilding, "WHILE_ASKED", 0)
    with succession.alone(folder), pytest.raises(CommandError, match="another process"):
        rebuild()
    rebuild()


def test_a_new_index_that_lacks_something_is_not_taken(editorials, monkeypatch):
    documents = rebuilding.documents
    monkeypatch.setattr(rebuilding, "documents", lambda *args: list(documents(*args))[1:])
    with pytest.raises(CommandError, match="1 editorials of the database are not in the new index"):
        rebuild()
    assert len(titles()) == 2


def test_a_new_index_that_does_not_find_is_not_taken(editorials, monkeypatch):
    as_documents = rebuilding.as_documents

    def entitled_otherwise(*args):
        for document in as_documents(*args):
            yield document | {"title": "ailleurs"}

    monkeypatch.setattr(rebuilding, "as_documents", entitled_otherwise)
    with pytest.raises(CommandError, match="does not find editorial"):
        rebuild()
    assert len(titles()) == 2


def test_one_that_cannot_be_prepared_does_not_hold_up_the_others(editorials, monkeypatch, caplog):
    keywords = EditorialIndex.prepare_keywords
    monkeypatch.setattr(
        EditorialIndex,
        "prepare_keywords",
        lambda self, one: keywords(self, one) if "un" in one.title else 1 / 0,
    )
    rebuild()
    assert titles() == {"Éditorial un"} and "left out of the index" in caplog.text


# Crashes


STEPS = [
    (rebuilding, "write"),
    (rebuilding, "check"),
    (succession, "keep_previous"),
    (succession, "files_of"),
    (succession, "clean_files"),
]


def alone(work, database):
    """Do something in a process that ends with it, whatever becomes of it."""
    try:
        # Beside a loop of asyncio, as browsers leave one, Django keeps other connections in a child.
        databases["default"] = database
        work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


@pytest.mark.parametrize("module, step", STEPS, ids=[name for _, name in STEPS])
def test_killed_at_any_step_the_rebuild_leaves_an_index_that_serves(
    editorials, folder, tmp_path, monkeypatch, module, step
):
    editorials[0].title = "Changé"
    editorials[0].save()
    database = databases["default"]
    if not (child := os.fork()):
        monkeypatch.setattr(module, step, lambda *args: os.kill(os.getpid(), signal.SIGKILL))
        alone(current().rebuild, database)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert len(titles()) == 2
    freshness.drain()
    assert "Changé" in titles()
    rebuild()
    assert "Changé" in titles() and not any(differences())
    assert not (tmp_path / "index" / "rebuilding").exists()


# Going back


@pytest.mark.parametrize(
    "step", ["keep_previous", "files_of", "clean_files", "remove_drafts", "replace_folder"]
)
def test_killed_at_any_step_going_back_can_be_tried_again(editorials, monkeypatch, tmp_path, step):
    rebuild()
    before = set(os.listdir(tmp_path / "index" / "previous"))
    database = databases["default"]
    if not (child := os.fork()):
        monkeypatch.setattr(succession, step, lambda *args: os.kill(os.getpid(), signal.SIGKILL))
        alone(current().go_back, database)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert len(titles()) == 2 and set(os.listdir(tmp_path / "index" / "previous")) == before
    rebuild(previous=True)
    assert len(titles()) == 2 and not any(differences())


def test_a_damaged_index_is_not_kept_as_the_last(editorials, tmp_path):
    rebuild()
    previous = sorted(os.listdir(tmp_path / "index" / "previous"))
    next((tmp_path / "index").glob("*.arr")).write_bytes(b"short")
    rebuild()
    assert sorted(os.listdir(tmp_path / "index" / "previous")) == previous
    rebuild(previous=True)
    assert len(titles()) == 2


def test_files_of_others_in_the_folder_are_left_alone(editorials, tmp_path):
    (tmp_path / "index" / "notes.txt").write_text("not of the index")
    rebuild()
    rebuild()
    assert (tmp_path / "index" / "notes.txt").read_text() == "not of the index"
