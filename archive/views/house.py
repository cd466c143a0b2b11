"""The house's own pages, and what makes its look: colours, logo, icon, what a browser installs."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from archive.appearance import look, pages
from archive.appearance.colours import LIGHT
from archive.appearance.look import Picture

FOR_EVER = "public, max-age=31536000, immutable"  # of an address that tells which one it is
ICONS = {192: "icon-192.png", 512: "icon-512.png"}
LONGEST_SHORT_NAME = 24  # characters: more is cut below an icon
# A drawing that somebody opens by itself does nothing either.
DRAWN_ALONE = "default-src 'none'; sandbox"


@require_safe
@conditional_page
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the house's own pages: /about/, /contact/, /legal/ …"""
    written = pages.page(name, request.LANGUAGE_CODE)
    title = written.title or str(pages.TITLES[name])
    context = {"written": written, "title": title, "name": name}
    status = 200
    if written.refusal:
        status = 503
    return render(request, "house/page.html", context, status=status)


@require_safe
@conditional_page
def look_css(request: HttpRequest) -> HttpResponse:
    """Return what the archive's own colours and logo are, as a style sheet: /look/look.css"""
    present = look.current()
    rules = []
    if present.accent:
        rules.append(present.accent.css)
    if present.logo:
        rules.append(_logo_rule(present.logo))
    response = HttpResponse("\n".join([*rules, ""]), content_type="text/css; charset=utf-8")
    return _dated(request, response)


def _logo_rule(logo: Picture) -> str:
    """Return what shows the logo before the name, its place kept while it comes."""
    return (
        '.name a::before { content: ""; display: inline-block; vertical-align: -0.3em;'
        f" block-size: 1.4em; inline-size: {1.4 * logo.ratio:.3f}em; max-inline-size: 60vw;"
        f' margin-inline-end: 0.4em; background: url("{_address(logo)}") center / contain'
        " no-repeat; }"
    )


@require_safe
def picture(request: HttpRequest, file: str) -> HttpResponse:
    """Return the logo or the icon: /look/logo.svg?v=3f…"""
    present = look.current()
    for shown in (present.logo, present.icon):
        if shown and shown.name == file:
            response = HttpResponse(shown.content, content_type=shown.media_type)
            response.headers["Content-Security-Policy"] = DRAWN_ALONE
            # Feed readers show the icon on pages of their own.
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            return _dated(request, response)
    raise Http404


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect to the icon: programs that read no page ask for /favicon.ico"""
    icon = look.current().icon
    if icon:
        return redirect(_address(icon))
    return redirect(static("favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what a browser needs to put the archive among a person's programs."""
    name = settings.SITE_NAME
    content: dict[str, Any] = {
        "id": reverse("home"),
        "name": name,
        "lang": request.LANGUAGE_CODE,
        "description": _("Des éditoriaux à lire par années, revues, auteurs et mots-clés."),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "minimal-ui",
        "background_color": LIGHT,
        "theme_color": LIGHT,
        "icons": _icons(),
        "shortcuts": [
            {"name": _("Recherche"), "url": reverse("search")},
            {"name": _("Votre étagère"), "url": reverse("shelf")},
        ],
    }
    if len(name) <= LONGEST_SHORT_NAME:
        content["short_name"] = name
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/manifest+json; charset=utf-8"
    return response


def _icons() -> list[dict[str, str]]:
    icon = look.current().icon
    if icon:
        return [{"src": _address(icon), "type": icon.media_type, "sizes": icon.sizes}]
    icons = []
    for side, name in ICONS.items():
        sizes = f"{side}x{side}"
        icons.append({"src": static(name), "type": "image/png", "sizes": sizes})
    drawn = {"src": static("favicon.svg"), "type": "image/svg+xml", "sizes": "any"}
    return [*icons, drawn]


def _address(shown: Picture) -> str:
    return f"{reverse('look_picture', args=[shown.name])}?v={shown.version}"


def _dated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have what is asked for by its version kept for ever, anything else asked for anew."""
    response.headers["Cache-Control"] = FOR_EVER if "v" in request.GET else "no-cache"
    return response
