"""What is done to every request before a view is asked."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = {code for code, _ in settings.LANGUAGES}


def without_nul(get_response):
    """Leave NUL out of what an address asks: nobody types it, and PostgreSQL refuses it."""

    def respond(request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return get_response(request)

    return respond


def language(get_response):
    """Say which language the interface speaks.

    It is the one that the address asks for (`?lang=en`, as search engines are told of it), else the
    reader's choice (a cookie), else the archive's own.
    """

    def respond(request):
        asked, chosen = request.GET.get("lang"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = next(
            (code for code in (asked, chosen) if code in CODES), settings.LANGUAGE_CODE
        )
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        if asked in CODES and asked != chosen:  # and so is the next page
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, asked, samesite="Lax", secure=request.is_secure()
            )
        return response

    return respond
