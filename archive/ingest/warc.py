"""Web captures (WARC 1.0 and 1.1, the older ARC), gzipped or not: each page in them to a Record.

Records are read one at a time; what is no page (pictures, redirections, errors) is counted and told at the end.
"""

import contextlib
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord

from archive.ingest import pages
from archive.ingest.files import formats
from archive.ingest.files.bounded import Bounded
from archive.ingest.pages.loading import LARGEST
from archive.ingest.records import Record, Rejected, unforeseen

HTML = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.I)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
KINDS = 50  # of what is no page that are told apart
UNPACKED = {"", "identity", "gzip", "deflate"}
GZIP = b"\x1f\x8b"
# What a capture holds about itself and its requests, not about pages.
ASIDE = {"warcinfo", "request", "metadata", "arc_header", "conversion", "continuation"}


def read(path: Path) -> Iterator[Record | Rejected]:
    """A Record for each page that was captured whole; Rejected for each that is cut, and for the file where it breaks."""
    path = Path(path)
    head = formats.head(path)
    if not head.startswith((GZIP, *formats.CAPTURES)):
        raise Rejected(_("Ce n’est pas une capture (WARC, ARC)."))
    with (gzip.open if head.startswith(GZIP) else open)(path, "rb") as file:
        bounded, counts, found = Bounded(file), Counter(), False
        for record in _records(bounded, str(path)):
            if isinstance(record, Rejected):
                found = True
                yield record
                continue
            for item in _items(record, counts, str(path)):
                found = True
                yield item
    if counts:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in counts.most_common())
        yield Rejected(_("Pas des pages, donc pas reprises : %(kinds)s.") % {"kinds": kinds})
    elif not found:
        raise Rejected(_("Cette capture ne contient aucune page."))


def _records(bounded: Bounded, path: str) -> Iterator[ArcWarcRecord | Rejected]:
    """The records as far as they can be read; behind them, a Rejected where the file breaks off or is damaged."""
    records = ArchiveIterator(bounded)
    try:
        while True:
            with contextlib.redirect_stderr(
                io.StringIO()
            ):  # the library's warnings, in English and in its own terms
                record = next(records)
            if not isinstance(record.raw_stream, LimitReader):  # it does not say how long it is
                raise ArchiveLoadFailed
            bounded.allow(record.length)
            yield record
    except StopIteration:
        if bounded.cut or not bounded.tail.endswith(
            (b"\n\n", b"\n\r\n")
        ):  # an empty line ends each record
            yield Rejected(_("La capture est coupée : la fin du fichier manque."), source=path)
    except Rejected as rejected:
        rejected.source = path
        yield rejected
    except (
        ArchiveLoadFailed,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        EOFError,
        OSError,
    ):
        yield Rejected(_("La capture est abîmée : ce qui suit ne peut pas être lu."), source=path)


def _items(record: ArcWarcRecord, counts: Counter, path: str) -> Iterator[Record | Rejected]:
    if record.rec_type in ASIDE:
        return
    url = _header(record.rec_headers, "WARC-Target-URI") or _header(record.rec_headers, "uri")
    content, kind, charset = _content(record)
    if _is_cut(record, content):
        yield Rejected(_("Page coupée : la fin de la capture manque."), source=f"{path}/{url}")
    elif kind:
        counts[kind if kind in counts or len(counts) < KINDS else _("autres")] += 1
    else:
        yield _page(content, url, charset, f"{path}/{url}")


def _is_cut(record: ArcWarcRecord, content: bytes) -> bool:
    """True where the file ends inside the record, unless the page has all the bytes that its server announced."""
    while record.raw_stream.read(65_536):
        pass
    announced = _header(record.http_headers, "Content-Length").strip()
    return record.raw_stream.limit > 0 and not (
        announced.isdecimal() and 0 < int(announced) <= len(content)
    )


def _content(record: ArcWarcRecord) -> tuple[bytes, str, str]:
    """(bytes, "", charset) of a page; (b"", what it is, "") of what is none."""
    said = record.http_headers
    if record.rec_type == "response" and said is None:
        return b"", _("sans en-tête HTTP"), ""
    status = said.get_statuscode() if said else ""
    if record.rec_type not in ("response", "resource"):
        return b"", str(record.rec_type)[:40], ""
    if status and not status.startswith("2"):
        return b"", f"HTTP {status[:3]}", ""
    media_type = _header(said or record.rec_headers, "Content-Type")
    if media_type and not HTML.match(media_type):
        return b"", media_type.partition(";")[0].strip()[:60], ""
    packing = _header(said, "Content-Encoding").strip().lower()
    if packing not in UNPACKED:
        return b"", _("compression « %(name)s »") % {"name": packing[:20]}, ""
    content = record.content_stream().read(LARGEST + 1)
    if not content:  # said to come in pieces, or compressed, and does not
        content = record.raw_stream.read(LARGEST + 1)
    if not content.strip():
        return b"", _("pages vides"), ""
    charset = CHARSET.search(media_type)
    return content, "", charset[1] if charset else ""


def _header(headers, name: str) -> str:
    return (headers.get_header(name) or "") if headers else ""


def _page(content: bytes, url: str, charset: str, source: str) -> Record | Rejected:
    try:
        return pages.page(
            content, source, url if url.startswith(("http://", "https://")) else "", charset
        )
    except Rejected as rejected:
        rejected.source = source
        return rejected
    except Exception:  # the other pages are read all the same
        return unforeseen(source)
