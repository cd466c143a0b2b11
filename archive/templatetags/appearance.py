"""The links in the head of every page to what makes the archive's look."""

import hashlib
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive import markup
from archive.appearance import look
from archive.appearance.look import Look

register = template.Library()


@register.simple_tag
def look_links() -> SafeString:
    """Return the icon, what a browser installs, and the archive's own colours and logo."""
    return _links(look.current(), get_script_prefix())


@lru_cache(maxsize=4)
def _links(present: Look, _site: str) -> SafeString:
    manifest = format_html('<link rel="manifest" href="{}">', reverse("manifest"))
    links = [_icon(present), manifest]
    if present.accent or present.logo:
        address = f"{reverse('look_css')}?v={_version(present)}"
        links.append(format_html('<link rel="stylesheet" href="{}">', address))
    return markup.joined("\n", links)


def _icon(present: Look) -> SafeString:
    address, media_type = static("favicon.svg"), "image/svg+xml"
    if present.icon:
        address = f"{reverse('look_picture', args=[present.icon.name])}?v={present.icon.version}"
        media_type = present.icon.media_type
    return format_html('<link rel="icon" href="{}" type="{}">', address, media_type)


def _version(present: Look) -> str:
    logo = present.logo.version if present.logo else ""
    parts = f"{present.accent}{logo}"
    return hashlib.sha256(parts.encode()).hexdigest()[:12]
