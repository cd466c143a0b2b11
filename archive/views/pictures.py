"""The pictures of editorials, made small, without what cameras write into them."""

from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from archive import covers, pictures
from archive.models import Capture, Editorial, capture_files
from archive.other_sites import REVALIDATED, View
from archive.views.errors import gone

MOST_KEPT = 64  # pictures in a process


def unless_withdrawn(view: View) -> View:
    """Have 410 answered instead of 404 where the editorial of a view's number was withdrawn."""

    @wraps(view)
    def answer(request: HttpRequest, number: int, *arguments, **names) -> HttpResponse:
        try:
            return view(request, number, *arguments, **names)
        except Http404:
            withdrawn = Editorial.objects.gone().filter(pk=number).first()
            if withdrawn is None:
                raise
            return gone(request, withdrawn)

    return answer


@require_safe
@unless_withdrawn
def picture(request: HttpRequest, number: int, sha256: str, width: int) -> HttpResponse:
    """Give a picture as a JPEG: /editorials/12/pictures/HASH-960.jpg

    What no published editorial shows is for editors alone.
    """
    editorial = Editorial.objects.filter(pk=number).only("state", "body").first()
    if editorial is None or width not in pictures.WIDTHS:
        raise Http404
    is_public = editorial.is_published and sha256 in pictures.named(editorial.body)
    if not is_public and not request.user.has_perm("archive.edit"):
        raise Http404
    captures = Capture.objects.filter(editorial=number, sha256=sha256, lost_at=None)
    capture = captures.filter(media_type__in=covers.MEDIA_TYPES).first()
    if capture is None:
        raise Http404
    response = sent(request, capture, width)
    if not is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def sent(request: HttpRequest, capture: Capture, width: int) -> HttpResponse:
    """Return a captured picture as a JPEG as wide as that at most; 304 where the asker has it.

    Raises Http404 where it cannot be read.
    """
    # Its bytes are those of its hash for ever, as they are made small now.
    etag = f'W/"{capture.sha256}-{width}-{covers.VERSION}"'
    response = get_conditional_response(request, etag=etag) or _jpeg(capture, width)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = REVALIDATED
    return response


def _jpeg(capture: Capture, width: int) -> HttpResponse:
    try:
        content = made(str(capture.content.name), width)
    except OSError:
        raise Http404 from None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg")


@lru_cache(maxsize=MOST_KEPT)
def made(name: str, width: int) -> bytes | None:
    """Return the picture in a file as wide as that at most, None where it is none. Raises OSError.

    A file is named by its bytes.
    """
    with capture_files.storage().open(name) as file:
        content = file.read(covers.LARGEST + 1)
    return covers.picture(content, covers.bounds(width))
