"""Which way imports flow: the picture that archive/ keeps, read from its source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ARCHIVE = Path(__file__).parents[1] / "archive"
# From the lowest layer to the highest. A room stands for all that is in it; the longest name that fits counts.
LAYERS = (
    ("text", "dates", "addresses", "thesaurus", "typesetting"),
    ("models",),
    ("ingest", "search", "search_indexes", "citations", "cards"),
    # What writes for machines. `opensearch` and `spreadsheet` are two more of the kind.
    ("feeds", "sitemaps", "oai", "api", "forms", "opensearch", "spreadsheet", "structured_data"),
    # Tags and filters are the templates' half of the views, which may call them.
    ("templatetags",),
    ("views", "admin", "management"),
    ("urls",),
)
# They belong to Django, which loads them: they import nothing of the archive's and nothing imports them.
APART = {"settings", "middleware", "apps", "wsgi"}
# Django writes these, and they import the models that they make.
WRITTEN = "migrations"
# The index's document is written in the words of search; haystack fixes its place.
ONE_ROOM = {"search_indexes": "search"}
# Late imports, each with the circle that makes it needed.
LATE = {
    ("archive.search.codec", "archive.search.writing"): "a codec of Whoosh's names its writer, which makes codecs",
}


class Import(NamedTuple):
    module: str  # that imports
    line: int
    name: str  # of what is imported, as in « archive.search.query.Question »
    late: bool  # inside a function

    def __str__(self):
        return f"{self.module}, line {self.line}, imports {self.name}"


def imports_of(source: str, module: str) -> Iterator[Import]:
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}, line {node.lineno}: write imports from the root, as its neighbours do"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (Import(module, node.lineno, name, id(node) in late) for name in names)


def module_name(path: Path) -> str:
    parts = path.relative_to(ARCHIVE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def all_imports() -> list[Import]:
    """Return every import of the archive's; reading them all takes a second."""
    return [one for path in sorted(ARCHIVE.rglob("*.py")) for one in imports_of(path.read_text(), module_name(path))]


def room(name: str) -> str:
    """« archive.search.query.Question » -> "search"; "" for the package itself and what is not the archive's."""
    package, _dot, rest = name.partition(".")
    return rest.partition(".")[0] if package == "archive" else ""


def layer(name: str) -> int:
    return next(number for number, rooms in enumerate(LAYERS) if room(name) in rooms)


def wrong(one: Import) -> str:
    """Why an import must not be; empty where it may."""
    ours, theirs = room(one.module), room(one.name)
    if theirs == "settings":
        return "settings are asked of django.conf"
    if not theirs or ours in (theirs, WRITTEN):
        return ""
    if ours in APART or theirs in APART:
        return "this module stands apart"
    if ONE_ROOM.get(ours) == theirs or ONE_ROOM.get(theirs) == ours:
        return ""
    if layer(one.name) > layer(one.module):
        return "the lower imports the higher"
    if layer(one.name) == layer(one.module) and layer(one.name) > 0:
        return "rooms beside each other do not import each other"
    return ""


def complaint(imports: list[Import], reason: str) -> str:
    return "\n" + "\n".join(f"{one}: {reason or wrong(one)}" for one in imports)


def test_every_module_has_a_place_in_the_picture():
    placed = {name for rooms in LAYERS for name in rooms} | APART | {WRITTEN, "locale", "__init__", "__pycache__"}
    found = {path.stem for path in ARCHIVE.iterdir()}
    assert not found - placed, f"give it a layer in LAYERS, with a reason: {sorted(found - placed)}"


def test_lower_layers_import_no_higher_ones():
    broken = [one for one in all_imports() if wrong(one)]
    assert not broken, complaint(broken, "")


def test_nothing_is_imported_inside_a_function():
    late = [one for one in all_imports() if one.late and (one.module, one.name.rpartition(".")[0]) not in LATE]
    assert not late, complaint(late, "what needs a late import lives in the wrong room")


def test_each_late_import_that_is_let_pass_is_still_there():
    late = {(one.module, one.name.rpartition(".")[0]) for one in all_imports() if one.late}
    assert set(LATE) <= late, f"take it out of LATE: {set(LATE) - late}"


def test_only_search_knows_its_engine():
    whoosh = [one for one in all_imports() if one.name.partition(".")[0] == "whoosh" and room(one.module) != "search"]
    assert not whoosh, complaint(whoosh, "Whoosh is known to archive/search/ alone")


@pytest.mark.parametrize(
    "module, source, reason",
    [
        ("archive.text", "from archive.models import Tag", "higher"),
        ("archive.models", "from archive import ingest", "higher"),
        ("archive.models", "import archive.search.freshness", "higher"),
        ("archive.ingest.saving", "from archive.search import freshness", "beside"),
        ("archive.feeds", "from archive.api import api", "beside"),
        ("archive.search.labels", "def f():\n    from archive.views import browse", "higher"),
        ("archive.views.browse", "from archive.urls import urlpatterns", "higher"),
        ("archive.views.desk.access", "from archive.settings import DEBUG", "django.conf"),
        ("archive.middleware", "from archive.models import Tag", "apart"),
    ],
)
def test_an_import_against_the_flow_is_told(module, source, reason):
    assert reason in wrong(*imports_of(source, module))


@pytest.mark.parametrize(
    "module, source",
    [
        ("archive.models", "from archive import dates, text"),
        ("archive.search.query", "from archive.search.parsing import parse"),
        ("archive.search_indexes", "from archive.search import analysis"),
        ("archive.views.browse", "from django.db import models"),
    ],
)
def test_an_import_with_the_flow_passes(module, source):
    assert not any(map(wrong, imports_of(source, module)))
