"""Which language the interface speaks: the reader's choice (a cookie), else the archive's own."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = {code for code, _ in settings.LANGUAGES}


def language(get_response):
    def respond(request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = chosen if chosen in CODES else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        return response

    return respond
