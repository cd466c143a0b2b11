"""The suite of what is asked of search is held to its own rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import search
from archive.search.engines import database

from .asking.conftest import CAPABILITIES, ENGINES

SUITE = Path(__file__).parent / "asking"
SOURCES = {path.name: path.read_text() for path in SUITE.glob("*.py")}
# The libraries and rooms that a test of the suite may import, beside what `archive.search` exports:
# the rooms stand over the contract alone, as every engine keeps it.
OPEN = {
    "cluster",
    "archive.mentions",
    "archive.models",
    "archive.search.engine",
    "archive.search.reading",
    "archive.search.upkeep",
    "collections",
    "contextlib",
    "datetime",
    "django",
    "haystack",
    "hypothesis",
    "itertools",
    "json",
    "pages",
    "pathlib",
    "pytest",
    "random",
}


def imports_of(source: str) -> Iterator[tuple[str, str]]:
    """(module, name) of each import from outside of the suite; the name is "" for the module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def is_public(module: str, name: str) -> bool:
    if module == "archive.search":
        return name in search.__all__
    return module in OPEN or module.partition(".")[0] in OPEN


def test_what_each_engine_cannot_do():
    assert {engine.name: sorted(engine.CANNOT) for engine in ENGINES} == {
        "whoosh": [],
        "opensearch": [],
        "database": [
            "acronyms",
            "completion",
            "dates",
            "folding",
            "forms",
            "keeping",
            "names",
            "passages",
            "ranking",
            "reasons",
            "related",
            "spelling",
            "tags",
            "words",
            "years",
        ],
    }


def test_the_database_says_of_itself_what_it_cannot_do():
    (engine,) = [engine for engine in ENGINES if engine.name == "database"]
    assert engine.CANNOT == database.CANNOT


def test_each_capability_is_needed_by_some_test():
    needed = {
        name for source in SOURCES.values() for name in re.findall(r'@needs\("(\w+)"\)', source)
    }
    assert needed == set(CAPABILITIES)


@pytest.mark.parametrize("path", SOURCES)
def test_only_public_names_are_asked(path):
    private = [pair for pair in imports_of(SOURCES[path]) if not is_public(*pair)]
    assert private == []


def test_an_import_of_an_engine_would_be_told():
    source = "import numpy\nfrom archive.search import freshness\nfrom archive.search.question.query import Hit\n"
    assert not any(is_public(*pair) for pair in imports_of(source))
