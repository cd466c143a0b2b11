"""Exports of publishing systems, small ones written for these tests, and what is to come of them."""

import sqlite3
import zipfile
from pathlib import Path

from archive import ingest
from archive.ingest.records import Rejected
from archive.text import plain

FOLDER = Path(__file__).parent / "data" / "exports"


def outcomes(path, format="auto"):
    return list(ingest.read(Path(path), format))


def facts(outcome):
    """What an outcome says, field by field; of a rejected one its reason."""
    if isinstance(outcome, Rejected):
        return {"rejected": outcome.reason}
    return {
        "title": outcome.title,
        "standfirst": outcome.standfirst,
        "authors": [byline.name for byline in outcome.bylines],
        "date": outcome.date,
        "tags": outcome.tags,
        "section": outcome.section,
        "publication": outcome.publication,
        "language": outcome.language,
        "url": outcome.url,
        "draft": outcome.is_draft,
        "html": outcome.html,
        "letters": [(letter.name, letter.state) for letter in outcome.letters],
        "doubts": [(doubt.field, doubt.code) for doubt in outcome.doubts],
        "missing": [doubt.value for doubt in outcome.doubts if doubt.code == "missing"],
    }


def check(path, expected, format="auto"):
    """Asserts that a file gives these outcomes, in their order, each by the fields that are told.

    A rejected one is told by a part of its reason, a text by `has` and `lacks` of its plain text.
    """
    came = outcomes(path, format)
    assert len(came) == len(expected), [facts(outcome) for outcome in came]
    for outcome, told in zip(came, expected, strict=True):
        said = facts(outcome)
        if isinstance(told, str):
            assert told in said.get("rejected", ""), said
            continue
        told = dict(told)
        text = plain(said.get("html", ""))
        for words in told.pop("has", []):
            assert words in text, (words, text)
        for words in told.pop("lacks", []):
            assert words not in text, (words, text)
        assert {name: said.get(name) for name in told} == told


def sqlite_file(path, script):
    """Makes a database of SQLite by what a sample tells in SQL."""
    connection = sqlite3.connect(path)
    connection.executescript(Path(script).read_text("utf-8"))
    connection.close()
    return path


def zip_file(path, folder):
    """Packs a folder of samples."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(folder))
    return path
