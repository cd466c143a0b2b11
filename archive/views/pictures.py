"""The pictures of editorials, made small, without what cameras write into them."""

from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive import covers, pictures
from archive.kept_pages import View
from archive.models import Capture, Editorial, capture_files

MOST_KEPT = 64  # pictures in a process
MAX_AGE = 24 * 3600  # seconds: one that is withdrawn is asked for again


def for_other_sites(view: View) -> View:
    """Have what a view answers read by pages of other sites, and kept for a day."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments, **names) -> HttpResponse:
        response = view(request, *arguments, **names)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers.setdefault("Cache-Control", f"public, max-age={MAX_AGE}")
        return response

    return answer


@require_safe
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
    try:
        content = made(str(capture.content.name), width)
    except OSError:
        raise Http404 from None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if not is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@lru_cache(maxsize=MOST_KEPT)
def made(name: str, width: int) -> bytes | None:
    """Return the picture in a file as wide as that at most, None where it is none. Raises OSError.

    A file is named by its bytes.
    """
    with capture_files.storage().open(name) as file:
        content = file.read(covers.LARGEST + 1)
    return covers.picture(content, covers.bounds(width))
