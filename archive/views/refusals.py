"""What is answered while the database takes nothing, or nothing searches; what was sent is kept."""

import logging
import re
import sys

from django.core.exceptions import FieldDoesNotExist
from django.db import Error, IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from archive import disk
from archive.models import Editorial
from archive.search.engine import Unanswered

log = logging.getLogger(__name__)
# Seconds after which it is worth trying again: an import lets others write between its documents; a
# disk waits for a person.
AGAIN = {"busy": 30, "unreachable": 30, "away": 60, "unanswered": 60}
LATER = 300
SHORT = 60  # characters of a field that is sent again unseen
# What is never written into a page, beside what a view calls sensitive.
SECRET = re.compile(r"csrf|passw|secret|token|code|otp", re.I)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 503 with a form to send again where nothing can be written, else 500.

    409 where somebody else changed the same at the same moment. Asks the database nothing.
    """
    error = sys.exc_info()[1]
    reason = _reason(request, error)
    if not reason:
        return server_error(request)
    log.warning("%s was refused: %s", request.path, error)
    status = 409 if reason == "changed" else 503
    response = _page(request, reason, status)
    if status == 503:
        response["Retry-After"] = str(AGAIN.get(reason, LATER))
    response["Cache-Control"] = "no-store"
    return response


def _reason(request: HttpRequest, error: BaseException | None) -> str:
    if isinstance(error, IntegrityError) and request.method == "POST":
        return "changed"
    if isinstance(error, Unanswered):
        return "unanswered"
    if isinstance(error, Error | OSError):
        return disk.reason(error)
    return ""


def _page(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        detail = _("Rien ne peut être enregistré pour le moment.")
        return JsonResponse({"detail": detail, "reason": reason}, status=status)
    short, long = _fields(request)
    labelled = [(name, _label(name), text) for name, text in long]
    context = {
        "what": reason,
        "status": status,
        "is_sent": request.method == "POST",
        "short": short,
        "long": labelled,
        "files": bool(request.method == "POST" and _files(request)),
    }
    return render(request, "503.html", context, status=status)


def _label(name: str) -> str:
    """Return what people call a field; its own name where it is none of an editorial's."""
    try:
        field = Editorial._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    label = str(getattr(field, "verbose_name", name))
    return f"{label[:1].upper()}{label[1:]}"


def _fields(request: HttpRequest) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (name, text) of the short fields that were sent, and of the long ones."""
    short: list[tuple[str, str]] = []
    long: list[tuple[str, str]] = []
    try:
        sent = list(request.POST.lists()) if request.method == "POST" else []
    except (OSError, RawPostDataException, UnreadablePostError):
        return short, long
    secret = getattr(request, "sensitive_post_parameters", ())
    if secret == "__ALL__":  # Django's word for all of them
        return short, long
    for name, texts in sent:
        if SECRET.search(name) or name in secret:
            continue
        for text in texts:
            is_long = len(text) > SHORT or "\n" in text
            (long if is_long else short).append((name, text))
    return short, long


def _files(request: HttpRequest) -> bool:
    try:
        return bool(request.FILES)
    except (OSError, RawPostDataException, UnreadablePostError):
        return False
