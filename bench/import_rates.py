"""What imports cost: memory for an export of any size, rows of JSON Lines a processor second."""

import contextlib
import io
import json
import shutil
from functools import partial
from pathlib import Path
from typing import NamedTuple

import archives
from speed import row, table


def memory(export: Path, size: int) -> tuple[int, archives.Use]:
    """(items, what it took) to read so many MB, made of a real export's items over and over."""
    archives.open_archive("imports")
    from archive.ingest import wordpress

    big, counted = archives.FOLDER / f"export-{size}.xml", []
    text = export.read_text(encoding="utf-8")
    start, end = text.index("<item>"), text.rindex("</item>") + len("</item>")
    try:
        with open(big, "w", encoding="utf-8") as file:
            file.write(text[:start])
            copy = 0
            while file.tell() < size * 1_000_000:
                copy += 1
                file.write(text[start:end].replace("?p=", f"?copy={copy}&amp;p="))
            file.write(text[end:])
        use = archives.used(lambda: counted.append(sum(1 for _item in wordpress.read(big))))
    finally:
        big.unlink(missing_ok=True)
    return counted[0], use


class Rows(NamedTuple):
    """What an import of rows takes: saving them, the index, the same rows again; bytes of the database a byte of text."""

    saved: archives.Use
    indexed: archives.Use
    again: archives.Use
    bytes_a_byte: float


def rows(size: int, root: Path) -> Rows:
    """Import so many rows of the corpus into an archive of its own, by the checkout in `root`."""
    archives.ROOT = root
    shutil.rmtree(archives.FOLDER / "import-rows", ignore_errors=True)
    folder = archives.open_archive("import-rows")
    from django.core.management import call_command
    from django.db import connection

    from archive.models import Editorial
    from archive.search.upkeep import freshness

    call_command("migrate", verbosity=0)
    lines = folder / "rows.jsonl"
    with open(lines, "w", encoding="utf-8") as file:
        for document in archives.corpus(size):
            file.write(json.dumps(_as_row(document), ensure_ascii=False) + "\n")
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    bring_in = partial(call_command, "import_editorials", str(lines), **silent)
    with contextlib.ExitStack() as waiting:
        waiting.enter_context(freshness.deferred())
        saved = archives.used(bring_in)
        indexed = archives.used(waiting.close)
    again = archives.used(bring_in)
    texts = sum(len(plain.encode()) for plain in Editorial.objects.values_list("text", flat=True))
    connection.close()
    return Rows(saved, indexed, again, (folder / "archive.sqlite3").stat().st_size / texts)


def _as_row(document: archives.Document) -> dict:
    return {
        "source_id": document.id,
        "title": document.title,
        "authors": [document.author] if document.author else [],
        "date": document.date,
        "publication": document.source,
        "tags": list(document.tags),
        "text": document.text,
    }


def rates(size: int, beside: str | None) -> None:
    table(
        "checkout", "rows", "saved a CPU second", "with the index", "again", "bytes a byte of text"
    )
    roots = [Path(beside).resolve()] if beside else []
    for root in 2 * [*roots, archives.ROOT]:
        taken = archives.apart(rows, size, root)
        whole = taken.saved.cpu + taken.indexed.cpu
        row(
            root,
            size,
            *(f"{size / cpu:.0f}" for cpu in (taken.saved.cpu, whole, taken.again.cpu)),
            f"{taken.bytes_a_byte:.2f}",
        )


def exports(export: Path, size: int) -> None:
    table("export, MB", "items", "seconds", "CPU", "items a CPU second", "memory of its own, MB")
    for megabytes in (10, size):
        items, use = archives.apart(memory, export, megabytes)
        row(
            megabytes,
            items,
            f"{use.wall:.0f}",
            f"{use.cpu:.0f}",
            f"{items / use.cpu:.0f}",
            f"{use.own:.0f}",
        )
