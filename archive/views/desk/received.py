"""Word to the browser that what was typed is saved: it forgets its copy then, see `typed.js`."""

from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from archive.models import Manuscript

RECEIVED = "received"  # in the session: the path of the page that was saved last


def note_received(request: HttpRequest, address: str = "") -> None:
    """Have the page to which a save leads say so, whatever else it has to tell.

    It is that of an `address` on this site, else of the request's own path.
    """
    request.session[RECEIVED] = address.partition("?")[0] or request.path


def was_received(request: HttpRequest) -> bool:
    """Return True, once, where the page that is asked for follows a save of it."""
    if request.method != "GET" or request.session.get(RECEIVED) != request.path:
        return False
    del request.session[RECEIVED]
    return True


def when_kept(manuscript: Manuscript) -> str:
    """Return « Gardé à 12:03 »."""
    kept_at = formats.time_format(timezone.localtime(manuscript.kept_at), "TIME_FORMAT")
    return _("Gardé à %(time)s") % {"time": kept_at}
