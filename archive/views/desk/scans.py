"""Scans beside the text that is written: pages of captures, seen one at a time and read."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import covers
from archive.capture_storage import StorageAway
from archive.ingest.documents import page_images, pdf
from archive.ingest.documents.page_images import PageImage, PageText
from archive.ingest.records import Rejected
from archive.models import Capture, Editorial, Operation, OperationKind, capture_files
from archive.views.desk.access import DeskRequest, needs

SIZE = 1600, 6400  # pixels of a scan, of which neither side has more
SEEN = (*covers.MEDIA_TYPES, pdf.MEDIA_TYPE)  # media types of captures that have pages
MOST = 20  # captures that are offered
MOST_KEPT = 12  # pages in a process: whoever transcribes turns back and forth
MAX_AGE = 3600  # seconds
HIGHEST = 100_000  # number of a page


@dataclass(frozen=True)
class ShownScan:
    """A page that stands beside the text; where it cannot, `reason` says why."""

    capture: Capture
    number: int
    pages: int = 1
    reason: str = ""

    @classmethod
    def asked(cls, editorial: Editorial, words: list[str]) -> Self | None:
        """Return the page that « 12 3 » asks for: of capture 12 the third; None where none is."""
        if len(words) != 2 or not all(word.isdecimal() and len(word) < 16 for word in words):
            return None
        capture = of(editorial, int(words[0]))
        if capture is None:
            return None
        number = min(int(words[1]), HIGHEST)
        try:
            return cls(capture, number, page_image(capture, number).pages)
        except Rejected as refusal:
            return cls(capture, number, reason=refusal.reason)

    @property
    def before(self) -> int:
        """The page before; 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after; 0 where there is none."""
        return self.number + 1 if self.number < self.pages else 0


def beside(editorial: Editorial) -> list[Capture]:
    """Return the captures whose pages can be seen beside an editorial: pictures and PDFs.

    They are its own, then those of others of its issue, the same bytes once.
    """
    if not editorial.pk:
        return []
    captures = Capture.objects.filter(media_type__in=SEEN, lost_at=None)
    offered = list(captures.filter(editorial=editorial)[:MOST])
    if editorial.publication_id and editorial.issue_slug:
        of_issue = captures.filter(
            editorial__publication=editorial.publication_id,
            editorial__issue_slug=editorial.issue_slug,
        )
        offered += of_issue.exclude(editorial=editorial)[:MOST]
    unique: dict[str, Capture] = {}
    for capture in offered:
        unique.setdefault(capture.sha256, capture)
    return list(unique.values())[:MOST]


def shown_beside(
    params: QueryDict, editorial: Editorial, capture: Capture | None = None
) -> dict[str, Any]:
    """Return what `desk/_scan.html` wants: the page that `scan` of an address asks for.

    Where it asks for none it is the first of the `capture` that is looked at, if it has pages.
    """
    words = params.get("scan", "").split()
    if not words and capture and capture.media_type in SEEN:
        words = [str(capture.pk), "1"]
    others = params.copy()
    others.pop("scan", None)
    pairs = others.urlencode()
    return {
        "scans": beside(editorial),
        "scan": ShownScan.asked(editorial, words),
        "to_scan": f"?{pairs}&scan=" if pairs else "?scan=",
    }


def of(editorial: Editorial, number: int) -> Capture | None:
    """Return one of them by its number."""
    for capture in beside(editorial):
        if capture.pk == number:
            return capture
    return None


@needs("archive.edit")
@require_safe
def page(request: DeskRequest, number: int, page: int) -> HttpResponse:
    """Give a page of a capture as a JPEG: /desk/captures/12/pages/3.jpg

    What cannot be shown is told in plain text (422).
    """
    capture = get_object_or_404(Capture, pk=number)
    try:
        image = page_image(capture, min(page, HIGHEST))
    except Rejected as refusal:
        return HttpResponse(refusal.reason, content_type="text/plain; charset=utf-8", status=422)
    response = HttpResponse(image.content, content_type="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={MAX_AGE}"
    return response


def page_image(capture: Capture, number: int) -> PageImage:
    """Return a page of a capture as a picture. Raises Rejected, with the reason."""
    try:
        return _page_image(str(capture.content.name), capture.media_type, number)
    except StorageAway:
        raise
    except OSError as error:
        raise Rejected(_("Le fichier de cette capture manque.")) from error


@lru_cache(maxsize=MOST_KEPT)
def _page_image(name: str, media_type: str, number: int) -> PageImage:
    """Do as `page_image` with the file of that name, which is that of its bytes."""
    with _as_file(name) as path:
        if media_type == pdf.MEDIA_TYPE:
            return page_images.picture(path, number)
        made = covers.picture(path.read_bytes(), SIZE)
    if made is None or number != 1:
        raise Rejected(_("Cette capture n’a pas de page que l’on puisse montrer."))
    return PageImage(made, 1)


@contextmanager
def _as_file(name: str) -> Iterator[Path]:
    """Yield a file of this machine with the bytes of a capture. Raises OSError."""
    with tempfile.NamedTemporaryFile() as copy, capture_files.storage().open(name) as file:
        while piece := file.read(capture_files.PIECE):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def read(shown: ShownScan, language: str) -> PageText:
    """Return the text of a page: of a PDF what it bears, else what the OCR program reads.

    Raises Rejected where neither is to be had.
    """
    if shown.capture.media_type == pdf.MEDIA_TYPE:
        with _as_file(str(shown.capture.content.name)) as path:
            try:
                return page_images.text_layer(path, shown.number)
            except Rejected:
                if not page_images.can_recognise():
                    raise
    return page_images.recognised(page_image(shown.capture, shown.number).content, language)


def add(user, editorial: Editorial, file: UploadedFile | None) -> Capture:
    """Keep a scan, a picture or a PDF, as a capture of the editorial. Raises Rejected."""
    if file is None:
        raise Rejected(_("Choisissez d’abord un fichier."))
    size = file.size or 0
    if size > pdf.LARGEST:
        message = _("Ce fichier est trop lourd : %(size)s Mo, pour %(largest)s Mo au plus.")
        raise Rejected(message % {"size": size >> 20, "largest": pdf.LARGEST >> 20})
    content = file.read()
    media_type = covers.media_type(content)
    if pdf.OPENING in content[:1024]:
        media_type = pdf.MEDIA_TYPE
    if not media_type:
        raise Rejected(_("Ce n’est ni un PDF ni une image JPEG, PNG, WebP, GIF ou TIFF."))
    sha256, origin = hashlib.sha256(content).hexdigest(), str(file.name)[:1000]
    twin = editorial.captures.filter(sha256=sha256, origin=origin).first()
    if twin is not None:
        return twin
    capture = Capture(editorial=editorial, sha256=sha256, size=size, origin=origin)
    capture.media_type = media_type
    with (
        Operation.objects.recording(OperationKind.WRITING, user, _("Scan")) as operation,
        operation.changing([editorial], ["captures"]),
    ):
        capture_files.keep(capture, content)
        capture.save()
    return capture
