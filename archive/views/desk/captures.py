"""The bytes that pages came as."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from archive.models import Capture
from archive.views.desk.access import needs


@needs("archive.edit")
def capture(request: HttpRequest, number: int) -> FileResponse:
    """The bytes of a page as they came. They are saved rather than shown: nobody knows what is in them."""
    found = get_object_or_404(Capture, pk=number)
    try:
        content = found.content.open()
    except OSError:
        raise Http404 from None
    name = PurePath(found.origin).name or found.sha256
    return FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
