"""What the docs name is there: docs/house.md and docs/glossary.md read against the tree."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("house.md", "glossary.md")
NAME = re.compile(r"`([a-z_]+(?:\.\w+)*)`")
PATH = re.compile(r"(?<![\w/])((?:archive|tests|docs|bench|static|templates)/[\w./-]*)")
# Words in code that are no name of the archive's: commands, and what the pages say of other tools.
WORDS = {"archive", "code", "mypy", "answering", "read", "makemessages", "compilemessages"}


def names(doc: str) -> list[str]:
    text = (ROOT / "docs" / doc).read_text()
    return sorted(set(NAME.findall(text)) - WORDS)


def thing(name: str):
    """What a name stands for, read from `archive`: a module, or what stands in one. Raises AttributeError."""
    parts = name.split(".")
    for length in range(len(parts), -1, -1):
        try:
            module = import_module(".".join(["archive", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        value = module
        for part in parts[length:]:
            value = getattr(value, part)
        return value
    raise AttributeError(name)


@pytest.mark.parametrize("doc, name", [(doc, name) for doc in PAGES for name in names(doc)])
def test_what_a_page_names_is_in_the_archive(doc, name):
    try:
        thing(name)
    except AttributeError:
        pytest.fail(f"docs/{doc} names {name}, which is not in the archive")


@pytest.mark.parametrize("doc", [*PAGES, "../CONTRIBUTING.md", "../README.md"])
def test_the_files_and_folders_that_a_page_names_are_there(doc):
    text = (ROOT / "docs" / doc).read_text()
    paths = {path.rstrip("./") for path in PATH.findall(text)}
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_every_room_has_its_place_in_the_house():
    rooms = set()
    for init in (ROOT / "archive").rglob("__init__.py"):
        name = ".".join(init.parent.relative_to(ROOT / "archive").parts)
        if name and name not in ("migrations", "management.commands"):
            rooms.add(name)
    told = set(names("house.md"))
    missing = [room for room in rooms if room not in told and not _is_told_short(room, told)]
    assert not missing, f"docs/house.md says nothing of {sorted(missing)}"


def _is_told_short(room: str, told: set[str]) -> bool:
    """Rooms within one that is told are named there by their last word alone."""
    parent, _dot, last = room.rpartition(".")
    return parent in told and last in told


def test_each_word_has_one_row_in_the_glossary():
    text = (ROOT / "docs" / "glossary.md").read_text()
    words = [
        word for row in re.findall(r"^\| \*\*(.+?)\*\*", text, re.M) for word in row.split(", ")
    ]
    assert len(words) > 40
    assert len(words) == len(set(words))
