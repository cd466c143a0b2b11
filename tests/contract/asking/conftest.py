"""What is asked of search, whichever engine answers: each test runs for every engine, as its id says.

A test that not every engine is up to bears `@needs("forms")`. Run for an engine that has "forms" in
its CANNOT it must fail, by another answer or by a refusal and by no other error; where it passes,
that is a failure. So no test is skipped, and what an engine learns has to leave its list. The lists
are pinned by `tests/contract/test_asking.py`.

To add an engine, write one more class and name it in ENGINES.
"""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest
from cluster import opensearch
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils.http import urlencode

from archive.models import Editorial
from archive.search import Answer, Question, ask

# What an engine may be forgiven. None of it is needed by those below.
# Two hits may stand in either order where the lower score is within this share of the higher.
ORDER_WITHIN = 0.02
# Counts of words are asserted as of the last `Engine.refresh`; until then they may be older.

CAPABILITIES = {
    "ranking": "finds by some of the words and puts those first that have all, or the telling ones",
    "forms": "finds a word by its other forms and writings",
    "dates": "reads a date among the words",
    "reasons": "tells why each hit was found",
    "words": "tells how many editorials hold each word, and in which forms",
    "acronyms": "reads acronyms as what the texts say that they stand for, and the reverse",
    "names": "finds people and tags by their other names",
    "spelling": "reads a slip as the archive's own word, and suggests better words",
    "years": "counts the whole archive by year",
    "completion": "completes what is being typed",
    "related": "tells which editorials are related",
    "tags": "suggests tags",
    "passages": "finds the paragraphs that may reply to a question",
    "folding": "folds parts, reprints and near copies under the best of them",
    "keeping": "keeps an index that can be rebuilt, compared, repaired and gone back from",
}

# What nobody means to ask, and somebody types.
ODD = [
    "",
    " ",
    "\x00",
    "\ud800",
    "…!?« »",
    "*" * 1000,
    "a" * 1_000_000,
    "mot " * 250_000,
    "’’’",
    "\u202e\u200b",
    "😀",
    "日本語",
]


class Engine:
    """An engine as a test meets it, with nothing in it yet."""

    name: str
    by = "index"  # as its answers say
    is_there = True  # on this machine; tests/conftest.py tells in one line what is not
    CANNOT: frozenset[str] = frozenset()
    HEEDED: int  # words of a question; further ones are told to be cut off
    QUERIES = 0  # to the database, that answering a question of one word may cost

    def __init__(self, index: Path):
        """`index` is the folder for what it keeps; nothing lies there yet."""

    def without_index(self) -> None:
        """Have no index at all, where there is one of nothing."""

    def refresh(self) -> None:
        """Commit what the test has saved, as a request does, and wait until search knows it."""
        hooks, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, hook, _robust in hooks:
            hook()


class Whoosh(Engine):
    name = "whoosh"
    HEEDED = 32


class Database(Engine):
    """The last resort: no index can be written, since a file lies where its folder should."""

    name = by = "database"
    CANNOT = frozenset(CAPABILITIES)
    HEEDED = 8
    QUERIES = 11  # two set PostgreSQL's limit of time

    def __init__(self, index: Path):
        index.write_text("A file, so that no index can be written.")


class OpenSearch(Engine):
    """Nodes that ARCHIVE_TEST_OPENSEARCH names: one index for the whole run, emptied for each test."""

    name = "opensearch"
    is_there = bool(opensearch.HOSTS)
    CANNOT = frozenset()
    HEEDED = 32
    QUERIES = 1  # tells whether what is kept of the index is still so

    def __init__(self, index: Path):
        opensearch.use()

    def without_index(self) -> None:
        opensearch.leave()


ENGINES = [Whoosh, OpenSearch, Database]


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(capability): one of CAPABILITIES that a test needs")


def needs(capability: str) -> pytest.MarkDecorator:
    assert capability in CAPABILITIES, f"{capability} is none of CAPABILITIES"
    return pytest.mark.needs(capability)


THERE = [engine for engine in ENGINES if engine.is_there]


@pytest.fixture(params=THERE, ids=lambda engine: engine.name, autouse=True)
def engine(request, own_data_folder, db, tmp_path, monkeypatch) -> Engine:
    opensearch.restore_afterwards(monkeypatch)
    engine = request.param(tmp_path / "index")
    needed = {mark.args[0] for mark in request.node.iter_markers("needs")}
    if missing := needed & engine.CANNOT:
        reason = f"{engine.name} cannot do this: {', '.join(sorted(missing))}"
        refusals = (AssertionError, CommandError)
        request.applymarker(pytest.mark.xfail(reason=reason, raises=refusals, strict=True))
    return engine


@pytest.fixture
def answer(engine):
    """The parameters of an address -> the Answer, with all that was saved until now."""

    def answered(**parameters) -> Answer:
        engine.refresh()
        answer = ask(Question.read(QueryDict(urlencode(parameters, doseq=True))))
        if answer.by != engine.by:
            pytest.fail(f"answered by the {answer.by} instead of {engine.name}")
        return answer

    return answered


@pytest.fixture
def titles(answer):
    """The parameters of an address -> the titles of the first page of hits, in order."""

    def titled(**parameters) -> list[str]:
        names = dict(Editorial.objects.values_list("pk", "title"))
        return [names[hit.id] for hit in answer(**parameters).hits]

    return titled


@pytest.fixture
def check_index(capsys):
    """Run the command `check_index` -> its exit status and all that it printed."""

    def checked(**options) -> tuple[int, str]:
        status = 0
        capsys.readouterr()
        try:
            call_command("check_index", **options)
        except SystemExit as error:
            status = error.code
        return status, "".join(capsys.readouterr())

    return checked


def rebuild(**options) -> None:
    call_command("rebuild_index", interactive=False, **{"verbosity": 0} | options)


def update_index() -> None:
    """Run haystack's command, which raises what the system says as it is."""
    try:
        call_command("update_index", verbosity=0, max_retries=1)
    except OSError as error:
        raise CommandError(str(error)) from error


def assert_ranked(hits: Sequence, editorials: Sequence[Editorial]) -> None:
    """Check that hits are these editorials in this order, but for those of nearly one score.

    A hit is whatever has an `id` and a `score`.
    """
    places = {editorial.pk: place for place, editorial in enumerate(editorials)}
    assert {hit.id for hit in hits} == set(places)
    for before, after in combinations(hits, 2):
        is_near = after.score > before.score * (1 - ORDER_WITHIN)
        assert places[before.id] < places[after.id] or is_near
