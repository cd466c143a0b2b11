"""An index that an earlier version of the archive wrote, kept in tests/data, goes on to be used."""

import tarfile
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections

from archive import processes
from archive.search import Question, ask
from archive.search.engine import current
from archive.search.engines.whoosh.index.folder.contents import MOVED, MOVED_SINCE
from archive.search.upkeep import freshness, watching

KEPT = Path(__file__).parents[5] / "data" / "index-of-november-2026.tar.gz"
TITLES = {1: "L’appel sans attente", 2: "La longue file d’attente"}


@pytest.fixture
def archive_of_then(make_editorial, tmp_path):
    """The two editorials that the kept index holds, and the index of then with its previous one."""
    for number, title in TITLES.items():
        make_editorial(title, pk=number)
    with tarfile.open(KEPT) as archive:
        archive.extractall(tmp_path, filter="data")
    connections.thread_local.connections = {}
    return tmp_path / "index"


def pickled(folder: Path) -> bytes:
    (contents,) = folder.glob("*.toc")
    return contents.read_bytes()


def test_the_kept_index_names_modules_that_have_moved(archive_of_then):
    for module, name in MOVED:
        assert module.encode() in pickled(archive_of_then) and name.encode() in pickled(
            archive_of_then
        )


def test_it_answers_as_it_did(archive_of_then):
    answer = ask(Question(q="appel"))
    assert answer.by == "index"
    assert [hit.id for hit in answer.hits] == [1, 2]
    assert answer.words[0].forms == [("appel", 1), ("appels", 1)]


def test_it_is_whole_and_holds_what_it_held(archive_of_then):
    current().verify()
    assert sorted(number for number, _version in current().versions()) == [1, 2]


def test_what_is_saved_goes_on_in_it_and_is_written_by_the_names_of_today(
    archive_of_then, make_editorial
):
    make_editorial("Un troisième appel", pk=3)
    freshness.drain()
    assert {hit.id for hit in ask(Question(q="appel")).hits} == {1, 3}
    assert not any(module.encode() in pickled(archive_of_then) for module, _name in MOVED)


@pytest.mark.parametrize("then", MOVED_SINCE)
def test_what_has_moved_since_is_where_it_is_looked_for(then):
    module, name = MOVED_SINCE[then]
    assert hasattr(import_module(module), name)


def test_its_previous_index_can_be_gone_back_to(archive_of_then):
    assert current().go_back() == 2
    assert ask(Question(q="longue")).count == 0
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert ask(Question(q="longue")).count == 1


def test_what_it_was_made_without_is_answered_by_the_database(archive_of_then, make_editorial):
    make_editorial("Le trente-six", publication="Décroché", issue="n° 36")
    freshness.drain()
    asked = Question(q="numéro:36")
    assert (ask(asked).by, ask(asked).count) == ("database", 1)
    chosen = Question(filters=(("issue", "decroche/36"),))
    assert (ask(chosen).by, ask(chosen).count) == ("database", 1)
    assert ask(Question(q="trente-six")).by == "index"


def test_acronyms_are_read_as_its_texts_say_once_it_is_made_anew(archive_of_then, make_editorial):
    make_editorial("Le carnet de messages oubliés (CMO)")
    freshness.drain()
    assert (ask(Question(q="CMO")).by, ask(Question(q="CMO")).reading) == ("index", [])
    call_command("rebuild_index", interactive=False, verbosity=0)
    (reading,) = ask(Question(q="CMO")).reading
    assert reading.read == ("carnet de messages oubliés",)


def test_it_is_noticed_to_be_out_of_date_and_made_anew(archive_of_then, monkeypatch):
    begun = []
    monkeypatch.setattr(processes, "begin", lambda *command, niceness: begun.append(command) or 1)
    watching.look()
    assert [command[0] for command in begun] == ["rebuild_index"]
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert not current().condition().is_outdated
    assert ask(Question(q="numéro:36")).by == "index"


def test_saving_in_it_does_not_hide_that_it_is_out_of_date(archive_of_then, make_editorial):
    make_editorial("Un appel", issue="n° 36", pk=3)
    freshness.drain()
    assert current().condition().is_outdated
