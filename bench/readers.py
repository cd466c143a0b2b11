"""What the readers of outside files make of real and of bad ones.

    python bench/readers.py [--memory MB]

Formats told apart by content; feedparser's 2,107 test feeds, beside feedparser alone; captures cut at twenty places each,
beside warcio alone; bombs and endless lines, with the memory that they took. `--memory` makes a capture, a feed, a table
and an archive of that size, reads and deletes them.
"""

import argparse
import contextlib
import io
import json
import random
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import archives
import feedparser
from speed import row, table
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# Folder of the material, and how its files end -> their format.
FORMATS = {
    ("feeds", ".xml"): "feed",
    ("blogger", ".xml"): "feed",
    ("wxr", ".xml"): "wxr",
    ("markdown", ".md"): "markdown",
    ("markdown", ".markdown"): "markdown",
    ("medium", ".html"): "html",
    ("warc", ""): "warc",
    ("pages", ".html"): "html",
    ("seeds", ".txt"): "text",
}
TEXT = (
    "Le standard a sonné toute la nuit et personne ne s’est levé pour répondre au téléphone. " * 30
)
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))


def material() -> Path:
    """The folder of real exports and pages, unpacked."""
    folder = archives.FOLDER / "readers-material"
    if not folder.is_dir():
        for packed, place in (("imports/imports.tar.xz", ""), ("pages/html.tar.xz", "pages")):
            with tarfile.open(archives.SHARED / "data" / packed) as archive:
                archive.extractall(folder / place, filter="data")
    return folder


def files(kind: str, end: str) -> list[Path]:
    folder = archives.SHARED / kind if kind == "seeds" else material() / kind
    return [
        path
        for path in sorted(folder.rglob(f"*{end}"))
        if path.is_file() and path.stem.isupper() is False
    ]


# Tables


def told_apart(_part: str) -> None:
    archives.open_archive("readers")
    from archive.ingest.files import formats
    from archive.ingest.records import Rejected

    table("files", "number", "right", "rejected", "taken for")
    for (kind, end), format in FORMATS.items():
        outcomes = Counter()
        for path in files(kind, end):
            try:
                head = formats.head(path)
                outcomes[formats.container(head) or formats.find(head)] += 1
            except Rejected:
                outcomes["rejected"] += 1
        others = {
            name: count for name, count in outcomes.items() if name not in (format, "rejected")
        }
        row(
            f"{kind}/*{end}",
            outcomes.total(),
            outcomes[format],
            outcomes["rejected"],
            others or "–",
        )


def feeds(_part: str) -> None:
    archives.open_archive("readers")
    paths = files("feeds", ".xml")
    table("feeds read by", "files", "items", "rejected", "without outcome", "tracebacks", "seconds")
    for name, read in (
        ("archive", outcomes),
        ("archive, --format feed", as_feeds),
        ("feedparser", by_feedparser),
    ):
        counts, start = Counter(), perf_counter()
        for path in paths:
            counts += read(path)
        seconds = perf_counter() - start
        row(
            name,
            len(paths),
            *(counts[outcome] for outcome in ("items", "rejected", "without", "traceback")),
            f"{seconds:.1f}",
        )


def outcomes(path: Path, format: str = "auto") -> Counter:
    from archive import ingest

    counts = Counter()
    try:
        for item in ingest.read(path, format):
            counts[outcome(item)] += 1
    except Exception as error:  # what this looks for
        print(path, repr(error))
        counts["traceback"] += 1
    counts["without"] = not counts.total()
    return +counts


def outcome(item) -> str:
    """What was not foreseen is logged with its traceback, and told by a reason of its own."""
    reason = getattr(item, "reason", "")
    return (
        "traceback"
        if reason.endswith("le journal dit pourquoi.")
        else "rejected"
        if reason
        else "items"
    )


def as_feeds(path: Path) -> Counter:
    return outcomes(path, "feed")


def by_feedparser(path: Path) -> Counter:
    try:
        parsed = feedparser.parse(io.BytesIO(path.read_bytes())).entries
    except Exception:
        return Counter(traceback=1)
    return Counter(items=len(parsed), without=not parsed)


def cut_captures(_part: str) -> None:
    """A capture of ten pages, cut at each twentieth: the pages that were whole before the cut, and those that were given."""
    folder = archives.open_archive("readers")
    table(
        "capture",
        "cuts",
        "pages whole",
        "given by us",
        "cut is told",
        "given by warcio",
        "its exceptions",
    )
    for name in ("cut.warc", "cut.warc.gz"):
        path = folder / name
        ends = write_capture(path, (page(number) for number in range(10)))
        content, counts = path.read_bytes(), Counter()
        for share in range(1, 20):
            place = len(content) * share // 20
            path.write_bytes(content[:place])
            counts += (
                Counter(cuts=1, whole=sum(end <= place for end in ends))
                + _given(path)
                + by_warcio(path)
            )
        path.unlink()
        row(
            name,
            *(
                counts[outcome]
                for outcome in ("cuts", "whole", "given", "told", "theirs", "exceptions")
            ),
        )


def _given(path: Path) -> Counter:
    from archive import ingest

    items = list(ingest.read(path))
    pages = sum(not isinstance(item, ingest.Rejected) for item in items)
    return Counter(given=pages, told=isinstance(items[-1], ingest.Rejected))


def by_warcio(path: Path) -> Counter:
    counts = Counter()
    with open(path, "rb") as file, contextlib.redirect_stderr(io.StringIO()):
        try:
            for record in ArchiveIterator(file):
                content = record.content_stream().read()
                counts["theirs"] += record.rec_type == "response" and content.endswith(b"</html>")
        except Exception:
            counts["exceptions"] += 1
    return counts


def page(number: int) -> bytes:
    title = f"Le fil n° {number}"
    body = "".join(f"<p>{TEXT} {number}.{part}</p>" for part in range(3 + number * number % 7))
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def write_capture(path: Path, pages: Iterator[bytes], size: int = 0) -> list[int]:
    """Writes the pages, each with a picture beside it where a size is wanted; the places where they end in the file."""
    ends = []
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for number, content in enumerate(pages):
            parts = [("html", "text/html", content)] + [
                ("jpg", "image/jpeg", random.randbytes(200_000))
            ] * bool(size)
            for end, media_type, payload in parts:
                headers = StatusAndHeaders(
                    "200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1"
                )
                url = f"https://fil.example/{number}.{end}"
                record = writer.create_warc_record(
                    url, "response", payload=io.BytesIO(payload), http_headers=headers
                )
                writer.write_record(record)
            ends.append(file.tell())
            if size and file.tell() > size:
                break
    return ends


# Bad input


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
    for part in (told_apart, feeds, cut_captures):
        archives.apart(part, "")
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
