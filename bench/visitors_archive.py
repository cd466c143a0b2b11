"""The archive that the visitors' searches are judged on: the demonstration, the seeds, a French blog
(a WordPress export) and administrative sheets as a crowd around them.

It comes in as an editor would bring it in, by the project's own commands, since what the archive
learns from an import (acronyms, names, capitals) is part of what is measured.
"""

import io
import json
import lzma
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import archives

FOLDER = archives.SHARED / "data/visitors"
BLOG = "./wxr/real-fr/alienlebarge.wordpress.xml"
SHEETS = 3000  # with so many the figures of bench/README.md were measured
MARK = "filled"  # a file that says that all has come in


def searches() -> list[dict]:
    """Return the searches, {id, text, kind, relevant: [{source, key, title, grade}]}."""
    return _rows("dev.jsonl")


def pairs() -> list[dict]:
    """Return the pairs of forms, {id, typed, form, must, drawn}."""
    return _rows("forms-dev.jsonl")


def _rows(name: str) -> list[dict]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def open_filled(sheets: int, keep: bool) -> Path:
    """Set Django up on the archive with so many sheets, filled and indexed; return its folder.

    Unless it is to be kept from an earlier run that came to its end, it is filled anew.
    """
    name = f"visitors-{sheets}"
    folder = archives.FOLDER / name
    is_kept = keep and (folder / MARK).exists()
    if not is_kept:
        shutil.rmtree(folder, ignore_errors=True)
    archives.open_archive(name)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not is_kept:
        _fill(sheets)
        (folder / MARK).touch()
    if not archives.indexed():
        archives.index()
    return folder


def _fill(sheets: int) -> None:
    from django.core.management import call_command

    from archive.search.upkeep import freshness

    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    with tempfile.TemporaryDirectory(prefix="visitors-") as folder, freshness.deferred():
        call_command("load_demo", **quiet)
        for path in (archives.SHARED / "seeds", *_written(Path(folder), sheets)):
            call_command("import_editorials", str(path), **quiet)


def _written(folder: Path, sheets: int) -> Iterator[Path]:
    """Yield the files of the blog and of the sheets, as they were written to a folder."""
    blog = folder / "alienlebarge.wordpress.xml"
    with tarfile.open(archives.SHARED / "data/imports/imports.tar.xz") as exports:
        blog.write_bytes(exports.extractfile(BLOG).read())
    yield blog
    crowd = folder / "sheets.jsonl"
    crowd.write_text("".join(_sheets(sheets)), encoding="utf-8")
    yield crowd


def _sheets(most: int) -> Iterator[str]:
    """Yield the lines of the first sheets, and of those further on that are judged."""
    judged = {
        editorial["key"]
        for search in searches()
        for editorial in search["relevant"]
        if editorial["source"] == "corpus"
    }
    with lzma.open(archives.SHARED / "data/corpus/admin-fr.jsonl.xz", "rt") as lines:
        yield from islice(lines, most)
        for line in lines:
            if json.loads(line)["id"] in judged:
                yield line


def judged_ids() -> dict[tuple[str, str], int]:
    """Return the id in this archive of each editorial that a search may want, by its source and
    its key there: the file's name of a seed, else the source's id."""
    from archive.models import Capture, Editorial

    ids = {}
    captures = Capture.objects.filter(origin__endswith=".txt")
    for origin, number in captures.values_list("origin", "editorial_id"):
        ids["seed", re.split("[/!#]", origin)[-1]] = number
    of_source = dict(Editorial.objects.published().values_list("source_id", "pk"))
    for search in searches():
        for editorial in search["relevant"]:
            source, key = editorial["source"], editorial["key"]
            if source != "seed" and key in of_source:
                ids[source, key] = of_source[key]
    return ids
