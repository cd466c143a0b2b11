"""Where a vulnerability is told: /.well-known/security.txt (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# RFC 9116 wants less than a year; a copy that somebody kept may be believed for so long.
GOOD_FOR = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Return whom to tell of a vulnerability. Raises Http404 where the operator names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    last_day = datetime.now(UTC).date() + GOOD_FOR
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {datetime.combine(last_day, time(), UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    )
    content = "".join(f"{line}\n" for line in lines)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
