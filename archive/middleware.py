"""Which language the interface speaks.

It is the one that the address asks for (`?lang=en`, as search engines are told of it), else the
reader's choice (a cookie), else the archive's own.
"""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = {code for code, _ in settings.LANGUAGES}


def language(get_response):
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
