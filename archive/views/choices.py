"""What a reader chooses for all pages, kept in cookies: language, colours, marks of what is new."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from archive import visits

THEME_COOKIE = "theme"  # read by base.html
THEMES = ("light", "dark")  # anything else: as the device has it
YEAR = 365 * 24 * 3600  # seconds

# Without a CSRF token no reader is given a cookie; all that a forged request could do is change
# language or colours.
language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours that `theme` names; go back to the page `next`, if that is of this site."""
    response = _back(request)
    colours = request.POST.get("theme", "")
    if colours in THEMES:
        secure = request.is_secure()
        response.set_cookie(THEME_COOKIE, colours, YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@csrf_exempt
@require_POST
def news(request: HttpRequest) -> HttpResponse:
    """Have what is new since the visit before marked, or no longer, as `marked` says; go back."""
    response = _back(request)
    if request.POST.get("marked") == "1":
        visits.begin(response)
    else:
        visits.end(response)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """Lead to the page `next`, if that is of this site."""
    address, secure = request.POST.get("next", ""), request.is_secure()
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=secure):
        address = reverse("home")
    return HttpResponseRedirect(address)  # no name of a view is read into it
