"""Web captures (WARC 1.0 and 1.1, the older ARC), gzipped or not: each page in them to a Record.

Captured records are read one at a time; what is no page (pictures, redirections, errors) is counted
and told at the end.
"""

import contextlib
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

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
# An empty line ends each captured record.
RECORD_ENDS = (b"\n\n", b"\n\r\n")
# What the library raises over a damaged file.
DAMAGED = (
    ArchiveLoadFailed,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
)


class Content(NamedTuple):
    """What a captured record holds: the bytes of a page, or the kind of what is no page."""

    page: bytes = b""
    kind: str = ""
    charset: str = ""


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each page that was captured whole.

    Yield Rejected for each that is cut, and for the file where it breaks.
    """
    path = Path(path)
    head = formats.head(path)
    if not head.startswith((GZIP, *formats.CAPTURES)):
        raise Rejected(_("Ce n’est pas une capture (WARC, ARC)."))
    counts: Counter[str] = Counter()  # of what is no page, by kind
    is_empty = True
    with _opened(path, head) as file:
        bounded = Bounded(file)
        for captured in _records(bounded, str(path)):
            for page in _pages(captured, counts, str(path)):
                is_empty = False
                yield page
    if counts:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in counts.most_common())
        yield Rejected(_("Pas des pages, donc pas reprises : %(kinds)s.") % {"kinds": kinds})
    elif is_empty:
        raise Rejected(_("Cette capture ne contient aucune page."))


def _opened(path: Path, head: bytes) -> gzip.GzipFile | io.BufferedReader:
    """Return the file, open for its unpacked bytes."""
    if head.startswith(GZIP):
        return gzip.open(path, "rb")
    return open(path, "rb")


def _records(bounded: Bounded, path: str) -> Iterator[ArcWarcRecord | Rejected]:
    """Yield the captured records as far as they can be read.

    Behind them comes a Rejected where the file breaks off or is damaged.
    """
    records = ArchiveIterator(bounded)
    try:
        while True:
            # The library's warnings are in English and in its own terms.
            with contextlib.redirect_stderr(io.StringIO()):
                record = next(records)
            if not isinstance(record.raw_stream, LimitReader):  # it does not say how long it is
                raise ArchiveLoadFailed
            bounded.allow(record.length)
            yield record
    except StopIteration:
        if bounded.cut or not bounded.tail.endswith(RECORD_ENDS):
            yield Rejected(_("La capture est coupée : la fin du fichier manque."), source=path)
    except Rejected as rejected:
        rejected.source = path
        yield rejected
    except DAMAGED:
        yield Rejected(_("La capture est abîmée : ce qui suit ne peut pas être lu."), source=path)


def _pages(
    captured: ArcWarcRecord | Rejected, counts: Counter[str], path: str
) -> Iterator[Record | Rejected]:
    """Yield the page of a captured record, if it is one; count by kind what is none."""
    if isinstance(captured, Rejected):
        yield captured
        return
    if captured.rec_type in ASIDE:
        return
    headers = captured.rec_headers
    url = _header(headers, "WARC-Target-URI") or _header(headers, "uri")
    content = _content(captured)
    if _is_cut(captured, content.page):
        yield Rejected(_("Page coupée : la fin de la capture manque."), source=f"{path}/{url}")
    elif not content.kind:
        yield _page(content, url, f"{path}/{url}")
    elif content.kind in counts or len(counts) < KINDS:
        counts[content.kind] += 1
    else:
        counts[_("autres")] += 1


def _is_cut(record: ArcWarcRecord, page: bytes) -> bool:
    """Return True where the file ends inside the record.

    It is not cut where the page has all the bytes that its server announced.
    """
    while record.raw_stream.read(65_536):
        pass
    announced = _header(record.http_headers, "Content-Length").strip()
    is_whole = announced.isdecimal() and 0 < int(announced) <= len(page)
    return record.raw_stream.limit > 0 and not is_whole


def _content(record: ArcWarcRecord) -> Content:
    """Return what a captured record holds."""
    headers = record.http_headers
    if record.rec_type == "response" and headers is None:
        return Content(kind=_("sans en-tête HTTP"))
    if record.rec_type not in ("response", "resource"):
        return Content(kind=str(record.rec_type)[:40])
    status = ""
    if headers:
        status = headers.get_statuscode()
    if status and not status.startswith("2"):
        return Content(kind=f"HTTP {status[:3]}")
    media_type = _header(headers or record.rec_headers, "Content-Type")
    if media_type and not HTML.match(media_type):
        return Content(kind=media_type.partition(";")[0].strip()[:60])
    packing = _header(headers, "Content-Encoding").strip().lower()
    if packing not in UNPACKED:
        return Content(kind=_("compression « %(name)s »") % {"name": packing[:20]})
    page = record.content_stream().read(LARGEST + 1)
    if not page:  # it should come in pieces, or compressed, and does not
        page = record.raw_stream.read(LARGEST + 1)
    if not page.strip():
        return Content(kind=_("pages vides"))
    charset = CHARSET.search(media_type)
    if not charset:
        return Content(page)
    return Content(page, charset=charset[1])


def _header(headers: StatusAndHeaders | None, name: str) -> str:
    """Return what a header says; "" where there is none of that name, or none at all."""
    if not headers:
        return ""
    return headers.get_header(name) or ""


def _page(content: Content, url: str, source: str) -> Record | Rejected:
    """Return the page as a Record, or why it is none."""
    address = ""
    if url.startswith(("http://", "https://")):
        address = url
    try:
        return pages.page(content.page, source, address, content.charset)
    except Rejected as rejected:
        rejected.source = source
        return rejected
    except Exception:  # the other pages are read all the same
        return unforeseen(source)
