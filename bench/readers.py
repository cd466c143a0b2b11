"""What the readers of outside files make of real ones; of bad ones `bad_input.py` tells.

    python bench/readers.py

Formats told apart by content; feedparser's 2,107 test feeds, beside feedparser alone; captures cut at twenty places each,
beside warcio alone.
"""

import io
import tarfile
from collections import Counter
from pathlib import Path
from time import perf_counter

import archives
import feedparser
from captures import cut_captures
from speed import row, table

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


def main() -> None:
    for part in (told_apart, feeds, cut_captures):
        archives.apart(part, "")


if __name__ == "__main__":
    main()
