"""Which way imports flow: the picture that archive/ keeps (docs/house.md), read from its source."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest

ARCHIVE = Path(__file__).parents[1] / "archive"
# From the lowest layer to the highest. A name stands for all that is in it; the longest that fits counts. What stands in
# one line does not import each other, but on the ground.
LAYERS = (
    (
        "text",
        "dates",
        "printed_dates",
        "asked_dates",
        "issues",
        "issns",
        "identifiers",
        "figures",
        "letter_texts",
        "masking",
        "addresses",
        "file_modes",
        "parts",
        "parameters",
        "other_sites",
        "processes",
        "capture_storage",
        "capture_bucket",
        "disk",
        "synonyms",
        "origins",
        "sealing",
        "thesaurus",
        "typesetting",
        "arks",
        "languages",
        "locale",  # how days are written, of no other module
        "retelling",
        "extensions",
        "markup",
        "callers",
        "visits",
        "tallies",
        "journal",
        "upgrading",
        "replicas",
        "prose",
        "writing",
        "pictures",
        "appearance",
        "licences",
        "epub",
        "naming",
        "offices",
    ),
    ("skos",),
    ("models", "sqlite", "postgresql"),
    (
        "references",
        "fixity",
        "deadlines",
        "backups",
        "sources",
        "kept_pages",
        "moving",
        "workers",
    ),
    (
        "ingest.records",
        "search.question",
        "search.words",
        "leaving",
        "citations",
        "citation_styles",
        "dublin_core",
        "feed_formats",
        "cards",
        "covers",
    ),
    ("concordance", "crossreferences", "mentions", "habits"),
    (
        "formats",
        "ingest.files",
        "ingest.posts",
        "search.showing",
        "search.mending",
        "schemas",
        "limits",
    ),
    ("ingest.printed", "search.engine", "search.documents", "search_indexes"),
    (
        "ingest.dumps",
        "ingest.bibliographies",
        "ingest.encoded",
        "ingest.exports",
        "ingest.feeds",
        "ingest.markdown",
        "ingest.pages",
        "ingest.tables",
        "ingest.wordpress",
        "search.absence",
        "search.engines.progress",
        "search.engines.time_limit",
        "search.engines.typed_words",
        "search.engines.haystack",
    ),
    (
        "ingest.documents",
        "ingest.mail",
        "ingest.warc",
        "search.engines.whoosh.index",
        "search.engines.opensearch.index",
    ),
    ("ingest", "search.engines.whoosh.answers", "search.engines.opensearch.answers"),
    ("search.engines.whoosh.haystack", "search.engines.opensearch.haystack"),
    (
        "ingest.entering",
        "search.engines.whoosh",
        "search.engines.opensearch",
        "search.engines.database",
        "search.about",
        "search.reading",
        "search.replying",
        "search.upkeep",
    ),
    ("ingest.running", "search"),
    ("trust", "vitals", "following", "checks", "curves", "mentions.quoting"),
    # What writes for machines, and what the views are filled from.
    (
        "feeds",
        "sitemaps",
        "iiif",
        "oai",
        "sru",
        "concepts",
        "api",
        "browser_search",
        "security_contact",
        "forms",
        "issue_form",
        "letter_forms",
        "page_citations",
        "spreadsheet",
        "structured_data",
        "takeaway",
        "templatetags",
    ),
    ("mcp", "portable", "import_forms"),
    (
        "views.errors",
        "views.refusals",
        "views.choices",
        "views.house",
        "views.health",
        "views.metrics",
        "views.programs",
        "views.trust",
    ),
    ("views.paging", "views.following", "views.pictures"),
    ("views.browse", "views.cited_by"),
    ("views.manifests",),
    ("views.search", "views.words"),
    ("views.citing", "views.named"),
    ("views.identifiers",),
    ("views.article",),
    ("views.letters",),
    ("views.desk", "admin", "management"),
    ("views.accounts",),
    ("address_parts",),
    ("urls", "warming"),
)
# They belong to Django or gunicorn, which load them: they import nothing of the archive's and nothing imports them.
APART = {"settings", "environment", "databases", "middleware", "apps", "wsgi", "server"}
READ_FROM = {
    ("settings", "environment"),
    ("settings", "databases"),
    ("databases", "environment"),
}
# Django writes these, and they import the models that they make.
WRITTEN = "migrations"
# Each engine is known to itself alone; `search` falls back on the database.
ENGINES = "search.engines"
FALLBACK = ("search", "search.engines.database")
# Neither knows of the other, whatever their heights.
BESIDE = ("ingest", "search")
# What only these rooms may know of other people's packages. haystack's queries are written in
# Whoosh's language, whichever engine is asked: its parser reads them.
KNOWN_TO = {
    "whoosh": (
        "search.engines.whoosh",
        "search.engines.haystack",
        "search.engines.opensearch.haystack",
    ),
    "numpy": ("search.engines.whoosh", "concordance", "habits"),
    "opensearchpy": ("search.engines.opensearch",),
    "psycopg": ("postgresql",),
}


class Import(NamedTuple):
    module: str  # that imports
    line: int
    name: str  # of what is imported, as in « archive.search.question.query.Question »
    is_late: bool  # inside a function

    def __str__(self):
        return f"{self.module}, line {self.line}, imports {self.name}"


def imports_of(source: str, module: str) -> Iterator[Import]:
    tree = ast.parse(source)
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    late = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, (
                f"{module}, line {node.lineno}: write imports from the root, as its neighbours do"
            )
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (Import(module, node.lineno, name, id(node) in late) for name in names)


def module_name(path: Path) -> str:
    parts = path.relative_to(ARCHIVE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def all_imports() -> list[Import]:
    imports = []
    for path in sorted(ARCHIVE.rglob("*.py")):
        imports += imports_of(path.read_text(), module_name(path))
    return imports


PLACES = {name: height for height, names in enumerate(LAYERS) for name in names}


def place(name: str) -> str:
    """« archive.search.question.query.Question » -> "search.question"; "" for what is not the archive's."""
    package, _dot, rest = name.partition(".")
    if package != "archive":
        return ""
    while rest and rest not in PLACES and rest.partition(".")[0] not in APART | {WRITTEN}:
        rest = rest.rpartition(".")[0]
    return rest if rest in PLACES else rest.partition(".")[0]


def is_within(name: str, room: str) -> bool:
    return f"{name}.".startswith(f"{room}.")


def wrong(imported: Import) -> str:
    """Why an import must not be; empty where it may."""
    package = imported.name.partition(".")[0]
    ours, theirs = place(imported.module), place(imported.name)
    rooms = KNOWN_TO.get(package, (ours,))
    if not any(is_within(ours, room) for room in rooms):
        return f"{package} is known to {', '.join(rooms)} alone"
    if theirs == "settings":
        return "settings are asked of django.conf"
    if not theirs or WRITTEN in (ours, theirs) or (ours, theirs) in READ_FROM:
        return ""
    if ours in APART or theirs in APART:
        return "this module stands apart"
    if is_within(theirs, ENGINES) and not is_within(ours, ENGINES) and (ours, theirs) != FALLBACK:
        return "no engine is named outside of search/engines"
    if any(
        is_within(ours, room) and is_within(theirs, beside)
        for room, beside in permutations(BESIDE, 2)
    ):
        return "rooms beside each other do not import each other"
    if ours == theirs or PLACES[theirs] < PLACES[ours]:
        return ""
    if PLACES[theirs] > PLACES[ours]:
        return "the lower imports the higher"
    return "" if PLACES[ours] == 0 else "rooms beside each other do not import each other"


def complaint(imports: list[Import], reason: str = "") -> str:
    return "\n" + "\n".join(f"{imported}: {reason or wrong(imported)}" for imported in imports)


def is_empty_room(path: Path) -> bool:
    """Whether a module only says what a folder is for: it imports nothing, in any way."""
    imports = imports_of(path.read_text(), module_name(path))
    return path.name == "__init__.py" and not any(imports)


def test_every_module_has_a_place_in_the_picture():
    lost = []
    for path in ARCHIVE.rglob("*.py"):
        name = module_name(path)
        if name != "archive" and not place(name) and not is_empty_room(path):
            lost.append(name)
    assert not lost, f"give it a layer in LAYERS, with a reason: {sorted(lost)}"


def test_every_place_in_the_picture_is_there():
    rooms = [ARCHIVE / name.replace(".", "/") for name in PLACES]
    assert not [
        room for room in rooms if not room.is_dir() and not room.with_suffix(".py").is_file()
    ]


def test_imports_flow_one_way_and_engines_are_named_nowhere_else():
    broken = [imported for imported in all_imports() if wrong(imported)]
    assert not broken, complaint(broken)


def test_nothing_is_imported_inside_a_function():
    late = [imported for imported in all_imports() if imported.is_late]
    assert not late, complaint(late, "what needs a late import lives in the wrong room")


def test_no_private_name_is_used_from_outside_its_module():
    private = []
    for imported in all_imports():
        last = imported.name.rpartition(".")[2]
        if place(imported.name) and last.startswith("_") and not last.startswith("__"):
            private.append(imported)
    assert not private, complaint(private, "what others use has a public name")


# Private by their names, but Django and Python document them or offer nothing else.
OFFERED = {
    *("_meta", "_state", "_default_manager", "_base_manager", "_raw_delete"),
    *("_asdict", "_replace", "_Element", "_Comment"),
}
# Whoosh's and haystack's private parts are touched in these rooms alone: see docs/house.md.
TOUCH_PRIVATE_PARTS = (
    "search.engines.whoosh",
    "search.engines.haystack",
    "search.engines.opensearch.haystack",
)


def private_attributes(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, expression) where an attribute is private and nothing in the module makes it."""
    tree = ast.parse(source)
    own = set(OFFERED)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            own.add(node.id if isinstance(node, ast.Name) else node.attr)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr in own:
            continue
        if node.attr.startswith("_") and not node.attr.startswith("__"):
            yield node.lineno, ast.unparse(node)


def test_no_private_attribute_is_used_from_outside_its_module():
    private = []
    for path in sorted(ARCHIVE.rglob("*.py")):
        module = module_name(path)
        if not any(is_within(place(module), room) for room in TOUCH_PRIVATE_PARTS):
            for line, expression in private_attributes(path.read_text()):
                private.append(f"{module}, line {line}: {expression}")
    assert not private, "\n".join(["what others use has a public name", *private])


def test_a_private_attribute_of_another_module_is_told():
    source = "def show(hit):\n    self._seen = 1\n    return self._seen, hit._score, hit._meta"
    assert list(private_attributes(source)) == [(3, "hit._score")]


@pytest.mark.parametrize(
    "module, source, reason",
    [
        ("archive.text", "from archive.models import Tag", "higher"),
        ("archive.models", "from archive import ingest", "higher"),
        ("archive.models", "import archive.search.upkeep.freshness", "higher"),
        ("archive.ingest.entering.saving", "from archive.search.words import analysis", "beside"),
        ("archive.ingest.pages.titles", "from archive.ingest.dumps import layout", "beside"),
        ("archive.ingest.files.formats", "from archive.ingest.printed import names", "higher"),
        ("archive.feeds", "from archive.api import api", "beside"),
        ("archive.search.question.wording", "from archive.views.browse import home", "higher"),
        ("archive.search.about.related", "import numpy as np", "numpy is known"),
        (
            "archive.search.about.related",
            "from archive.search.engines import database",
            "no engine",
        ),
        ("archive.search.engine", "from archive.search.engines.whoosh import engine", "no engine"),
        ("archive.views.health", "from archive.search.engines import database", "no engine"),
        ("archive.views.search.results", "from archive.views import article", "higher"),
        ("archive.views.browse.home", "from archive.urls import urlpatterns", "higher"),
        ("archive.views.desk.access", "from archive.settings import DEBUG", "django.conf"),
        ("archive.middleware", "from archive.models import Tag", "apart"),
        ("archive.views.health", "import whoosh.index", "whoosh is known"),
        ("archive.search.about.related", "import opensearchpy", "opensearchpy is known"),
        (
            "archive.search.engines.opensearch.index.words",
            "from archive.search.engines.opensearch.answers import reader",
            "higher",
        ),
    ],
)
def test_an_import_against_the_flow_is_told(module, source, reason):
    assert reason in wrong(*imports_of(source, module))


@pytest.mark.parametrize(
    "module, source",
    [
        ("archive.models", "from archive import dates, text"),
        ("archive.search.question.query", "from archive.search.question.parsing import parse"),
        ("archive.search_indexes", "from archive.search.words import analysis"),
        ("archive.search", "from archive.search.engines import database"),
        ("archive.search.engines.whoosh.engine", "from archive.search.engine import Condition"),
        ("archive.views.browse.home", "from django.db import models"),
    ],
)
def test_an_import_with_the_flow_passes(module, source):
    assert not any(map(wrong, imports_of(source, module)))
