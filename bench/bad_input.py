"""What the readers of outside files make of bad input, and what large files cost them.

    python bench/bad_input.py [--memory MB]

Bombs and endless lines, with the memory that they took. `--memory` makes a capture, a feed, a table and an archive of that
size, reads and deletes them.
"""

import argparse
import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import archives
from captures import TEXT, page, write_capture
from readers import outcome
from speed import row, table

LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))


def endless(opening: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with open(path, "wb") as file:
            file.writelines([opening, *[b"x" * 1_000_000] * 200])

    return write


def bomb(depth: int) -> Callable[[Path], None]:
    """Zeros in a zip, sixteen of these in the next, and so on, as 42.zip has them."""

    def write(path: Path) -> None:
        content = bytes(2**28)
        for _level in range(depth + 1):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for number in range(16 if _level else 1):
                    archive.writestr(f"{number}.zip" if _level else "zeros.txt", content)
            content = packed.getvalue()
        path.write_bytes(content)

    return write


def text_file(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode()) and None


BAD = {
    "256 MB of zeros in a zip": bomb(0),
    "4 GB in two levels of zips": bomb(1),
    "16 TB in four levels of zips": bomb(4),
    "billion laughs": text_file(f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item>&l11;</item></channel></rss>'),
    "a line of 200 MB, text": endless(b"Un fil "),
    "a line of 200 MB, html": endless(b"<html><p>"),
    "a line of 200 MB, feed": endless(b"<rss><channel><item><title>"),
    "a line of 200 MB, wxr": endless(b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'),
    "a line of 200 MB, csv": endless(b"titre;texte\n;"),
    "a line of 200 MB, jsonl": endless(b'{"text": "'),
    "a line of 200 MB, markdown": endless(b"---\ntitle: "),
    "a line of 200 MB, warc": endless(b"WARC/1.0\r\n"),
}  # fmt: skip


def bad(name: str) -> tuple[Counter, str, archives.Use]:
    folder = archives.open_archive("readers")
    from archive import ingest

    path, items = folder / "bad", []
    try:
        BAD[name](path)
        use = archives.used(lambda: items.extend(ingest.read(path)))
    except Exception as error:
        return Counter(traceback=1), repr(error), archives.Use()
    finally:
        path.unlink(missing_ok=True)
    counts = Counter(map(outcome, items))
    return (
        counts,
        next((item.reason for item in items[::-1] if isinstance(item, ingest.Rejected)), ""),
        use,
    )


# Memory


def capture_of(size: int, path: Path) -> None:
    write_capture(path, (page(number) for number in range(10**9)), size)


def feed_of(size: int, path: Path) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write('<rss version="2.0"><channel><title>La Revue du fil</title>')
        number = 0
        while file.tell() < size:
            number += 1
            file.write(
                f"<item><title>{number}</title><guid>{number}</guid><description>{TEXT}</description></item>\n"
            )
        file.write("</channel></rss>")


def table_of(size: int, path: Path) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write("id;titre;texte\n")
        number = 0
        while file.tell() < size:
            number += 1
            file.write(f"{number};Le fil;{TEXT}\n")


def lines_of(size: int, path: Path) -> None:
    with open(path, "w", encoding="utf-8") as file:
        while file.tell() < size:
            file.write(json.dumps({"title": "Le fil", "text": TEXT}) + "\n")


def archive_of(size: int, path: Path) -> None:
    noise = random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(size // 1_000_000):
            archive.writestr(
                f"{number}.jsonl",
                json.dumps({"title": number, "text": noise.randbytes(500_000).hex()}),
            )


LARGE = {"warc": capture_of, "feed": feed_of, "csv": table_of, "jsonl": lines_of, "zip": archive_of}


def large(kind: str, size: int) -> tuple[int, archives.Use]:
    folder = archives.open_archive("readers")
    from archive import ingest

    path, counted = folder / f"large-{kind}", []
    try:
        LARGE[kind](size * 1_000_000, path)
        use = archives.used(lambda: counted.append(sum(1 for _item in ingest.read(path))))
    finally:
        path.unlink(missing_ok=True)
    return counted[0], use


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--memory", type=int, metavar="MB", help="the size of files to make and read"
    )
    options = parser.parse_args()
    if options.memory:
        table(
            "file", "MB", "items", "seconds", "CPU", "items a CPU second", "memory of its own, MB"
        )
        for kind in LARGE:
            for size in (10, options.memory):
                items, use = archives.apart(large, kind, size)
                rate = f"{items / use.cpu:.0f}"
                row(kind, size, items, f"{use.wall:.0f}", f"{use.cpu:.0f}", rate, f"{use.own:.0f}")
        return
    table(
        "bad input", "items", "rejected", "tracebacks", "seconds", "memory of its own, MB", "reason"
    )
    for name in BAD:
        counts, reason, use = archives.apart(bad, name)
        row(
            name,
            *(counts[outcome] for outcome in ("items", "rejected", "traceback")),
            f"{use.wall:.1f}",
            f"{use.own:.0f}",
            reason,
        )


if __name__ == "__main__":
    main()
