"""What each request and each answer passes through, besides Django's own.

Which language the interface speaks is the one that the address asks for (`?lang=en`, as search
engines are told of it), else the reader's choice (a cookie), else the archive's own.
"""

import re

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = {code for code, _ in settings.LANGUAGES}
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
NEVER_BELIEVED = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")
# What no page of the archive uses, and no script that were brought into one shall.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
    )
)
# The logo, which feed readers show on pages of their own. Views say it of their pictures.
FOR_OTHER_SITES = re.compile(r"/(?:static/)?favicon\b")
OF_EDITORS = re.compile(r"/(?:desk|admin|login|logout|feeds/operations)\b")


def proxies(get_response):
    """Believe of what proxies say as much as there are proxies (TRUSTED_PROXIES), and nothing else.

    Each proxy adds the address that it was asked from at the end of X-Forwarded-For: of two proxies
    the last but one is the client's. What stands before it anybody may have written.
    """

    def respond(request):
        number = settings.TRUSTED_PROXIES
        for name in NEVER_BELIEVED:
            request.META.pop(name, None)
        for name in FORWARDED:
            told = request.META.pop(name, "")
            entries = [entry.strip() for entry in told.split(",") if entry.strip()]
            if not entries or not number:
                continue
            # One that overwrites what it was told leaves a single entry, however many there are.
            believed = entries[-min(number, len(entries))]
            if name == "HTTP_X_FORWARDED_FOR":
                request.META["REMOTE_ADDR"] = _without_port(believed)
            else:
                request.META[name] = believed
        return get_response(request)

    return respond


def _without_port(entry: str) -> str:
    """Return « 192.0.2.9 » for « 192.0.2.9:51234 », as some proxies tell it; of IPv6 what stands in
    brackets."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    if entry.count(":") == 1:
        return entry.partition(":")[0]
    return entry


def headers(get_response):
    """Say what other sites may do with an answer, and which answers are one person's own."""

    def respond(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        shared = "cross-origin" if FOR_OTHER_SITES.match(request.path) else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", shared)
        if OF_EDITORS.match(request.path) or settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Asked for anew each time, yet a form that was being filled is there on going back.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return respond


def devices(get_response):
    """Mark a browser in which somebody has logged in: there, nobody else can lock them out."""

    def respond(request):
        response = get_response(request)
        device = getattr(request, "device", "")
        if device:
            response.set_signed_cookie(
                settings.DEVICE_COOKIE_NAME,
                device,
                salt=settings.DEVICE_SALT,
                max_age=settings.DEVICE_IS_KNOWN,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return respond


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
                settings.LANGUAGE_COOKIE_NAME, asked, samesite="Lax", secure=settings.HTTPS
            )
        return response

    return respond
