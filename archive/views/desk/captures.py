"""The bytes that pages came as."""

from pathlib import PurePath

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from archive.capture_storage import StorageAway
from archive.models import Capture
from archive.models.capture_files import note_lost
from archive.views.desk.access import DeskRequest, needs


@needs("archive.edit")
def capture(request: DeskRequest, number: int) -> FileResponse:
    """Send the bytes of a page as they came.

    They are saved rather than shown: nobody knows what is in them.
    """
    capture = get_object_or_404(Capture, pk=number)
    try:
        content = capture.content.open()
    except StorageAway:  # answered by 503; nothing is lost
        raise
    except OSError:
        note_lost([str(capture.content)])
        raise Http404 from None
    name = PurePath(capture.origin).name or capture.sha256
    return FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
