"""Haystack's contract, held by each of our engines, or by the one that ARCHIVE_CONTRACT_ENGINE names.

    ARCHIVE_TEST_OPENSEARCH=127.0.0.1:9201 ./test tests/contract/haystack
    ARCHIVE_CONTRACT_ENGINE=haystack.backends.whoosh_backend.WhooshEngine ./test tests/contract/haystack

On the parent every test passes but those marked `fault_of_the_parent`, which says what is wrong there;
OURS_ALONE are not asked of it.
"""

import os
import shutil

import pytest
from cluster import opensearch
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import (
    Author,
    AuthorName,
    Byline,
    Editorial,
    EditorialYear,
    Publication,
    Tag,
    Tagging,
)
from archive.search_indexes import EditorialIndex

PARENT = "haystack.backends.whoosh_backend.WhooshEngine"
WHOOSH = "archive.search.engines.whoosh.haystack.backend.HaystackEngine"
ENGINE = os.environ.get("ARCHIVE_CONTRACT_ENGINE", WHOOSH)
OURS_ALONE = ["test_any_project.py", "test_queries.py"]
collect_ignore = OURS_ALONE if ENGINE == PARENT else []
ENGINES = {"whoosh": ENGINE}
if opensearch.HOSTS and ENGINE == WHOOSH:
    ENGINES["opensearch"] = "archive.search.engines.opensearch.haystack.backend.HaystackEngine"

EDITORIALS = {
    "welcome": {
        "title": "L’accueil au téléphone se réinvente",
        "standfirst": "Décrocher ne suffit plus.",
        "body": "<p>Le centre d’appels tient chaque appel pour une promesse. Le client attend une réponse, et le"
        " conseiller la lui doit. Un accueil soigné fait la moitié de la qualité du service.</p>",
        "authors": ["Jeanne Dupont"],
        "tags": ["Relation client", "Formation"],
        "publication": "Centres & Appels",
        "section": "Éditorial",
        "date": "2001-02-12",
    },
    "cost": {
        "title": "Ce que coûte un client perdu",
        "body": "<p>Les clients partent sans un mot. Un centre de contacts qui perd un client perd aussi la marge de"
        " dix ans. La qualité du service coûte moins que le silence.</p>",
        "authors": ["Paul Martin", "Jeanne Dupont"],
        "tags": ["Relation client"],
        "publication": "Centres & Appels",
        "section": "Éditorial",
        "date": "2003-05",
    },
    "robots": {
        "title": "Les automates ne savent pas écouter",
        "body": "<p>La machine répond à tous les appels et n’en comprend aucun. Former des conseillers prend du temps ;"
        " la formation reste pourtant le meilleur placement d’un plateau.</p>",
        "authors": ["Anaïs Lefèvre"],
        "tags": ["Automates", "Formation"],
        "publication": "Décroché",
        "section": "Humeur",
        "date": "2004-11-02",
    },
    "english": {
        "title": "Listening to customers",
        "body": "<p>A call centre hears what no survey asks. The customer calls twice; the second is a complaint.</p>",
        "publication": "Décroché",
        "language": "en",
        "date": "2004",
    },
    "undated": {
        "title": "Le métier de téléconseiller",
        "body": "<p>Nul ne sait de quand date ce texte sur le métier, les horaires et l’écoute.</p>",
        "tags": ["Formation"],
    },
}


MODELS = (Publication, Author, AuthorName, Tag, Editorial, EditorialYear, Byline, Tagging)


prepare = EditorialIndex.prepare


def _as_the_parent_can(self, editorial):
    """The parent raises an error for a number of more than 32 bits, and for one that is None."""
    prepared = {}
    for name, value in prepare(self, editorial).items():
        if isinstance(value, int):
            prepared[name] = value % 2**31
        elif value is not None or self.fields[name].null:
            prepared[name] = value
    return prepared


def fault_of_the_parent(what):
    """The test fails on haystack's own Whoosh engine for this reason; should it pass there, that is an error too."""
    return pytest.mark.xfail(ENGINE == PARENT, reason=what, strict=True)


@pytest.fixture(autouse=True, params=ENGINES)
def engine(request, own_data_folder, monkeypatch) -> str:
    """The name of the engine that is asked."""
    if request.param == "opensearch":
        opensearch.restore_afterwards(monkeypatch)
        request.getfixturevalue("db")
        opensearch.use()
    connection = connections.connections_info["default"]
    monkeypatch.setitem(connection, "ENGINE", ENGINES[request.param])
    monkeypatch.setitem(connection, "INCLUDE_SPELLING", True)
    monkeypatch.setitem(connection, "SILENTLY_FAIL", False)
    connections.thread_local.connections = {}
    if ENGINE == PARENT:
        monkeypatch.setattr(EditorialIndex, "prepare", _as_the_parent_can)
    return request.param


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """The rows of EDITORIALS and their index, as they were first made: for the tests that come after."""
    return {"rows": {}, "index": tmp_path_factory.mktemp("kept") / "index"}


@pytest.fixture
def editorials(make_editorial, kept, engine, tmp_path):
    """{name: Editorial}, all of them in the index."""
    if kept["rows"]:
        for model, rows in kept["rows"].items():
            model.objects.bulk_create(rows)
    else:
        for fields in EDITORIALS.values():
            make_editorial(**fields)
        kept["rows"] = {model: list(model.objects.order_by("pk")) for model in MODELS}
    if engine == "whoosh" and kept["index"].exists():
        shutil.copytree(kept["index"], tmp_path / "index")
    else:
        EditorialIndex().update()
    if engine == "whoosh" and not kept["index"].exists():
        shutil.copytree(tmp_path / "index", kept["index"])
    return dict(zip(EDITORIALS, Editorial.objects.order_by("pk"), strict=True))


@pytest.fixture
def sqs(editorials):
    return SearchQuerySet()


@pytest.fixture
def listed(editorials):
    """Results -> the names of their editorials, in order."""
    names = {str(editorial.pk): name for name, editorial in editorials.items()}
    return lambda results: [names[str(result.pk)] for result in results]


@pytest.fixture
def found(listed):
    """Results -> the names of their editorials, in any order, each once."""

    def check(results):
        names = listed(results)
        assert len(names) == len(set(names)) == results.count()
        return set(names)

    return check
