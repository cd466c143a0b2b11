"""Captures cut at twenty places each, beside warcio alone; `readers.py` prints it."""

import contextlib
import io
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import archives
from speed import row, table
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TEXT = (
    "Le standard a sonné toute la nuit et personne ne s’est levé pour répondre au téléphone. " * 30
)


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
